"""What the sample's comments are made of: templates and tables of words, a module a topic."""
