"""The audit: what a model makes of messages that the project wrote to try it, in English."""
