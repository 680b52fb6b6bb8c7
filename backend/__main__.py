"""`python -m backend`: the command line."""

from backend.cli import main

main()
