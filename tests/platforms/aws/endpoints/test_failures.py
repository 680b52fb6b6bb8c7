"""Why an endpoint did not come up, in words for a person."""

import pytest

from backend.platforms.aws.endpoints.failures import own_words, plain_failure

PING = (
    "The primary container for production variant AllTraffic did not pass the ping health check."
    " Please check CloudWatch logs for this endpoint."
)
SLOW = (
    "Unable to successfully stand up your model within the allotted 180 second timeout. Please"
    " ensure that downloading your model artifacts, starting your model container and passing the"
    " ping health checks can be completed within 180 seconds."
)
OWN = "2026-11-22 10:00:00 worker model.bin is no fastText classifier. Train the model again."
ACCESS = '169.254.178.2 - - [22/Nov/2026:10:00:00 +0000] "GET /ping HTTP/1.1" 500 62 "-" "AHC/2.0"'
BOOT = (
    "[2026-11-22 10:00:00 +0000] [7] [INFO] Booting worker with pid: 7",
    "[2026-11-22 10:00:01 +0000] [7] [ERROR] Exception in worker process",
    "Traceback (most recent call last):",
    '  File "/miniconda3/lib/python3.12/site-packages/gunicorn/arbiter.py", line 1',
    "    worker.init_process()",
    "ModuleNotFoundError: No module named 'fasttext_pybind'",
    "[2026-11-22 10:00:01 +0000] [7] [INFO] Worker exiting (pid: 7)",
)


@pytest.mark.parametrize("reason", [PING, SLOW])
def test_the_models_own_words_come_first(reason: str) -> None:
    failure = plain_failure(reason, (*BOOT[:1], OWN, ACCESS, OWN, ACCESS))
    assert "did not answer its health check" in failure.what
    assert str(failure).endswith("model.bin is no fastText classifier. Train the model again.")


def test_else_the_end_of_the_log_and_what_to_try() -> None:
    failure = plain_failure(PING, BOOT)
    assert "No module named 'fasttext_pybind'" in failure.what
    assert "memory" in failure.remedy
    other = plain_failure(PING, ("Killed", ACCESS, ACCESS))
    assert other.what.endswith("Its log ends: Killed")


def test_without_a_log_there_is_still_something_to_try() -> None:
    failure = plain_failure(SLOW)
    assert "log" not in failure.what
    assert "more memory" in failure.remedy


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            'Failed to download model data for container "container_1" from URL: "s3://b/k".'
            " Please ensure that there is an object located at the URL and that the role"
            ' "arn:aws:iam::123456789012:role/r" has permissions to access the model.',
            "could not read the model's files",
        ),
        (
            "Unable to provision requested ML compute capacity due to"
            " InsufficientInstanceCapacity error.",
            "no room",
        ),
        ("The repository of your image does not exist in registry", "container's image"),
        ("The account-level service limit is 0", "quota"),
    ],
)
def test_other_reasons_are_told_plainly(reason: str, words: str) -> None:
    failure = plain_failure(reason, (OWN,))
    assert words in failure.what
    assert failure.remedy
    assert "arn:" not in str(failure)
    assert "123456789012" not in str(failure)


def test_a_reason_that_nobody_knows_is_quoted_without_account_numbers() -> None:
    failure = plain_failure("Request to service failed for arn:aws:iam::123456789012:role/r.")
    assert "Request to service failed" in failure.what
    assert "123456789012" not in str(failure)
    assert plain_failure("").what == "It did not come up. AWS gives no reason."
    assert "log" in plain_failure("").remedy


def test_answers_are_no_words_of_a_failure() -> None:
    assert own_words((OWN, "2026-11-22 10:00:01 worker answered 200 in 1.0 ms, 1 messages")) == (
        "model.bin is no fastText classifier. Train the model again."
    )
    assert own_words((ACCESS, *BOOT)) == ""


def test_a_long_log_line_is_cut() -> None:
    assert len(str(plain_failure(PING, ("x" * 5000,)))) < 600
