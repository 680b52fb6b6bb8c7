"""`python -m backend`: the command line."""

from backend.cli.commands import main

main()
