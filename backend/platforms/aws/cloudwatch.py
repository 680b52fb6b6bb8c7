"""What jobs and endpoints have in common in CloudWatch's logs."""


def last_state(message: str) -> str:
    """Of a line that overwrites itself with carriage returns, the last state."""
    return message.rstrip("\r\n").rpartition("\r")[2]
