"""The command line: the same studio as the pages, for scripts and for measuring.

Results go to stdout, progress and errors to stderr. Exit codes: 0 done, 1 refused or failed,
2 wrong usage, 130 interrupted.
"""
