"""What is said wherever the project's own sample shows, or something made from it."""

SYNTHETIC = "Synthetic: these comments were written by a program, about nobody."
SYNTHETIC_MODEL = "Learned from synthetic comments: good for a first look, not for judging people."
