"""Why a job ended as it did: SageMaker's words turned into ours, with what to do.

SageMaker tells a type and a text (`AlgorithmError: ..., exit code: 1`). What our own programs say
for a person is shown as it is; of the rest only what is known by its words is told apart.
"""

import re
from dataclasses import dataclass

_LONGEST = 1024  # characters that SageMaker keeps

_EXIT_CODE = re.compile(r"[,.]?\s*exit code:\s*(?P<code>-?\d+)\s*$", re.IGNORECASE)
_TYPE = re.compile(r"^(?P<type>[A-Z]\w*(?:Error|Exception|Exceeded)):\s*")
_NO_WORDS = re.compile(r"^(see|check) job logs for more information\.?$", re.IGNORECASE)
_KILLED = 137  # 128 and SIGKILL, which is how the system takes memory back

NO_MEMORY = "It needed more memory than its size has. Choose a larger size."
NO_DISK = "Its disk was full. Start it again with fewer buckets or a smaller vector size."
STOPPED = "It was stopped."
NO_PRODUCT = "Its program ended well and left nothing. See its log."
NO_SPARE_CAPACITY = (
    "AWS had too little spare capacity of this size for as long as it could wait. Start it again"
    " without spot, or with another size."
)
INTERRUPTED = "AWS took its spare capacity back. Start it again, without spot if it is urgent."
NEVER_MADE = "SageMaker could not be asked to start it for a whole day. Start it again."
GONE = "SageMaker no longer has this job. Start it again under another name."


@dataclass(frozen=True)
class _Known:
    """A text of SageMaker's that is known by a pattern, and ours in its place."""

    pattern: re.Pattern[str]
    said: str


def _known(pattern: str, said: str) -> _Known:
    return _Known(re.compile(pattern, re.IGNORECASE | re.DOTALL), said)


_ALL_KNOWN = (
    _known(
        r"CapacityError|insufficient.*capacity|unable to provision requested",
        "AWS has no machine of this size free now. Start it again in a while, or choose another"
        " size.",
    ),
    _known(
        r"ResourceLimitExceeded|service limit|service quota",
        "Your account may not use so many machines of this size. Choose another size, or ask for"
        " a higher quota under Service Quotas, SageMaker.",
    ),
    _known(
        r"OutOfMemory|instance type with more memory|out of memory|cannot allocate memory",
        NO_MEMORY,
    ),
    _known(r"no space left on device|disk (is )?full|reached .*disk", NO_DISK),
    _known(
        r"No S3 objects found|NoSuchKey|\(404\)|key does not exist",
        "Its input is no longer in the bucket. Make it again and start another job.",
    ),
    _known(
        r"NoSuchBucket|bucket.*does not exist",
        "Its bucket is not there, or not in this region. Check the platform's settings.",
    ),
    _known(
        r"(upload|putobject).*(access ?denied|forbidden|403)",
        "The job role may not write to the bucket. Give it s3:PutObject there (docs/aws.md).",
    ),
    _known(
        r"(download|listbucket|getobject|s3).*(access ?denied|forbidden|403)"
        r"|(access ?denied|forbidden|403).*s3",
        "The job role may not read from the bucket. Give it s3:GetObject and s3:ListBucket there"
        " (docs/aws.md).",
    ),
    _known(
        r"\bkms",
        "The job role may not use the key that the bucket is encrypted with. Give it kms:Decrypt"
        " and kms:GenerateDataKey on that key.",
    ),
    _known(
        r"pull.*(image|container)|\becr\b|image .*(not found|does not exist)",
        "SageMaker could not fetch the container it was to run in. Give the job role the ECR"
        " permissions of docs/aws.md, and start it again.",
    ),
    _known(
        r"assume role|role .*(does not exist|trust)",
        "SageMaker may not take on the job role. Let sagemaker.amazonaws.com assume it"
        " (docs/aws.md).",
    ),
    _known(
        r"InternalServerError|internal error",
        "SageMaker had a fault of its own. Start it again.",
    ),
)


def failed(reason: str, said: str = "") -> str:
    """Why a job failed, for a person; never empty.

    reason: SageMaker's FailureReason. said: what the program left for a person (ExitMessage).
    """
    kind, text, code = _parts(reason)
    if said.strip():
        return said.strip()
    if kind == "AlgorithmError":
        return _of_program(text, code)
    for known in _ALL_KNOWN:
        if known.pattern.search(reason):
            return known.said
    if code == _KILLED:
        return NO_MEMORY
    return f"SageMaker says: {text}" if text else "SageMaker does not say why. See its log."


def too_long(seconds: int) -> str:
    """Why a job that took longer than it was given failed."""
    return f"It took longer than the {seconds} s it was given."


def _of_program(text: str, code: int | None) -> str:
    """What our own program says, or what its silence means."""
    if text and not _NO_WORDS.match(text):
        return text
    if code == _KILLED:
        return NO_MEMORY
    ended = "Its program ended" if code is None else f"Its program ended with exit code {code}"
    return f"{ended} and did not say why. See its log."


def _parts(reason: str) -> tuple[str, str, int | None]:
    """Type, text and exit code of a FailureReason; empty or None where it has none."""
    text = reason.strip()[:_LONGEST]
    code = None
    if ended := _EXIT_CODE.search(text):
        code, text = int(ended["code"]), text[: ended.start()]
    typed = _TYPE.match(text)
    kind = typed["type"] if typed else ""
    return kind, text[typed.end() if typed else 0 :].strip().strip(","), code
