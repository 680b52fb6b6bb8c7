"""Errors a person can act on.

Everything the studio refuses, or finds missing, is raised as one of these: `what` says what
happened and why, `remedy` what to do next. Pages, the command line and the programs in a job show
them as they are; any other exception is a defect. Neither text may quote a message's content.
"""


class StudioError(Exception):
    """Base of all errors that are shown to people as they are."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


class InvalidInput(StudioError):
    """A file, a name, a setting or a request that cannot be used as it is."""


class NotFound(StudioError):
    """Nothing of that kind has that name."""


class Conflict(StudioError):
    """The name is taken by something else, or the thing is in use."""


class DoesNotFit(StudioError):
    """It needs more memory or disk than was chosen or is there."""


class NotSupported(StudioError):
    """This algorithm or platform cannot do that."""


class NotAllowed(StudioError):
    """The account does not let us: a permission is missing, or a quota is 0."""


class Unavailable(StudioError):
    """It exists, but cannot answer now: busy, starting, or broken."""
