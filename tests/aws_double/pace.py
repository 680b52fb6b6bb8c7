"""How fast the double's world turns."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Seconds that each step takes, beyond the work itself.

    starting, downloading, uploading, stopping: of a job. creating, updating, deleting: of an
    endpoint. grace: between SIGTERM and SIGKILL (120 on AWS). ready: how long a worker may take to
    pass its ping (180 on AWS, serverless). sick: how long it may answer its ping with an error (on
    AWS, as long). idle: without a request, until a worker ends.
    """

    starting: float = 0.05
    downloading: float = 0.05
    uploading: float = 0.05
    stopping: float = 0.05
    creating: float = 0.1
    updating: float = 0.1
    deleting: float = 0.05
    grace: float = 5.0
    ready: float = 30.0
    sick: float = 0.5
    idle: float = 300.0
