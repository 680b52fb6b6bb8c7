"""What is told of an endpoint, from what was wanted and what SageMaker says."""

from dataclasses import replace
from typing import Any

import pytest

from backend.platforms.aws.endpoints.records import (
    BEGINNING_SECONDS,
    Intention,
    Listed,
    Outcome,
    Seen,
    Served,
    Wanted,
    describe,
    filed,
    intention_from_bytes,
)
from backend.platforms.base import Endpoint, EndpointSpec, EndpointState, Warmth

NOW = 10_000.0
LONG_AGO = NOW - 2 * BEGINNING_SECONDS
PING = (
    "The primary container for production variant AllTraffic did not pass the ping health check."
    " Please check CloudWatch logs for this endpoint."
)
LOG = ("2026-11-22 10:00:00 worker model.bin is no fastText classifier. Train the model again.",)


def an_intention(revision: int, *, begun_at: float = LONG_AGO, replaces: int = 0) -> Intention:
    return Intention(
        revision=revision,
        spec=EndpointSpec(name="chat", package=f"s3://b/{revision}", memory_mb=1024),
        token=f"{revision:08x}",
        served=Served(f"s3://b/served/{revision}", "0" * 64, 1.0),
        replaces=replaces,
        created_at=1000.0,
        begun_at=begun_at,
    )


FIRST = an_intention(1)
SECOND = an_intention(2, replaces=1)


def told(
    *intentions: Intention,
    status: str = "",
    untold: tuple[int, ...] = (),
    serves: Intention | None = None,
    failure: str = "",
    **more: Any,
) -> Endpoint:
    """The endpoint of these intentions, of which SageMaker was told of all but `untold`."""
    revisions = {intention.revision for intention in intentions}
    wanted = Wanted(
        intentions, frozenset(revisions.difference(untold)), more.pop("deleting", False)
    )
    listed = Listed(status=status, modified_at=more.pop("modified_at", NOW)) if status else None
    log = more.pop("log", LOG)
    outcome = Outcome(config=serves.resource, failure=failure, log=log) if serves else None
    return describe(Seen(wanted, listed, outcome, **more), NOW)


@pytest.mark.parametrize(
    ("status", "state", "warmth"),
    [
        ("Creating", EndpointState.CREATING, Warmth.WARMING),
        ("InService", EndpointState.IN_SERVICE, Warmth.UNKNOWN),
        ("SystemUpdating", EndpointState.IN_SERVICE, Warmth.UNKNOWN),
        ("Deleting", EndpointState.DELETING, Warmth.COLD),
        ("Failed", EndpointState.FAILED, Warmth.COLD),
        ("OutOfService", EndpointState.FAILED, Warmth.COLD),
        ("UpdateRollbackFailed", EndpointState.FAILED, Warmth.COLD),
    ],
)
def test_each_status_of_sagemakers_is_a_state(
    status: str, state: EndpointState, warmth: Warmth
) -> None:
    endpoint = told(FIRST, status=status)
    assert (endpoint.state, endpoint.warmth, endpoint.spec) == (state, warmth, FIRST.spec)
    assert endpoint.created_at == FIRST.created_at
    assert (endpoint.url, endpoint.sleeps_at, endpoint.changing_to) == (None, None, None)


@pytest.mark.parametrize("status", ["Updating", "RollingBack"])
def test_while_it_is_updated_the_earlier_one_answers(status: str) -> None:
    endpoint = told(FIRST, SECOND, status=status)
    assert endpoint.state is EndpointState.UPDATING
    assert (endpoint.spec, endpoint.changing_to) == (FIRST.spec, SECOND.spec)


def test_an_update_that_came_up_is_what_answers() -> None:
    endpoint = told(FIRST, SECOND, status="InService", serves=SECOND)
    assert (endpoint.state, endpoint.reason) == (EndpointState.IN_SERVICE, "")
    assert endpoint.spec == SECOND.spec


def test_an_update_that_was_rolled_back_says_why() -> None:
    endpoint = told(FIRST, SECOND, status="InService", serves=FIRST, failure=PING)
    assert (endpoint.state, endpoint.spec) == (EndpointState.IN_SERVICE, FIRST.spec)
    assert "earlier model still answers" in endpoint.reason
    assert "no fastText classifier" in endpoint.reason


def test_where_aws_gives_no_reason_there_is_a_sentence_all_the_same() -> None:
    rolled_back = told(FIRST, SECOND, status="InService", serves=FIRST, log=())
    assert rolled_back.reason.startswith("The update failed, so the earlier model still answers.")
    assert "AWS gives no reason. Update it to try again" in rolled_back.reason
    assert "AWS gives no reason" in told(FIRST, status="Failed", serves=FIRST, log=()).reason
    assert "AWS gives no reason" in told(FIRST, status="UpdateRollbackFailed").reason


def test_one_that_failed_says_why() -> None:
    endpoint = told(FIRST, status="Failed", serves=FIRST, failure=PING)
    assert endpoint.state is EndpointState.FAILED
    assert "no fastText classifier" in endpoint.reason


def test_what_sagemaker_was_not_told_of_yet_is_on_its_way() -> None:
    new = replace(FIRST, begun_at=NOW - 1)
    assert told(new, untold=(1,)).state is EndpointState.CREATING
    assert told(new, untold=(1,), status="Deleting").state is EndpointState.CREATING
    newer = replace(SECOND, begun_at=NOW - 1)
    endpoint = told(FIRST, newer, untold=(2,), status="InService", serves=FIRST)
    assert endpoint.state is EndpointState.UPDATING
    assert (endpoint.spec, endpoint.changing_to) == (FIRST.spec, SECOND.spec)
    again = told(FIRST, newer, untold=(2,), status="Failed", serves=FIRST)
    assert again.state is EndpointState.CREATING


def test_what_sagemaker_was_never_told_of_was_cut_off() -> None:
    endpoint = told(FIRST, untold=(1,))
    assert endpoint.state is EndpointState.FAILED
    assert "cut off" in endpoint.reason
    assert "Deploy it again" in endpoint.reason
    changed = told(FIRST, SECOND, untold=(2,), status="InService", serves=FIRST)
    assert (changed.state, changed.spec) == (EndpointState.IN_SERVICE, FIRST.spec)
    assert "earlier model still answers" in changed.reason


def test_what_is_in_the_way_of_going_on_is_said() -> None:
    words = "The permission sagemaker:CreateModel is missing."
    assert words in told(FIRST, untold=(1,), refused=words).reason
    changed = told(FIRST, SECOND, untold=(2,), status="InService", serves=FIRST, refused=words)
    assert words in changed.reason


def test_what_is_there_though_nobody_noted_it_is_in_service() -> None:
    assert told(FIRST, untold=(1,), status="InService").state is EndpointState.IN_SERVICE


def test_a_list_that_lags_behind_does_not_mean_that_it_is_gone() -> None:
    assert told(replace(FIRST, begun_at=NOW - 1)).state is EndpointState.CREATING
    gone = told(FIRST)
    assert gone.state is EndpointState.FAILED
    assert "no longer in the AWS account" in gone.reason


def test_an_answer_from_before_an_update_does_not_mean_that_it_failed() -> None:
    new = replace(SECOND, begun_at=NOW - 1)
    lagging = told(FIRST, new, status="InService", serves=FIRST, modified_at=NOW - 2)
    assert lagging.state is EndpointState.UPDATING
    assert (lagging.spec, lagging.changing_to) == (FIRST.spec, SECOND.spec)
    later = told(FIRST, new, status="InService", serves=FIRST, modified_at=NOW - 0.5)
    assert "did not come up" in later.reason


def test_one_that_is_to_go_is_going_whatever_sagemaker_says() -> None:
    for status in ("", "Creating", "InService", "Deleting", "Failed"):
        assert told(FIRST, status=status, deleting=True).state is EndpointState.DELETING


def test_one_that_was_changed_elsewhere_says_so() -> None:
    stranger = replace(FIRST, token="ffffffff")
    endpoint = told(FIRST, status="InService", serves=stranger)
    assert endpoint.state is EndpointState.IN_SERVICE
    assert "outside the studio" in endpoint.reason


def test_only_what_the_list_does_not_tell_is_asked() -> None:
    def needs(*intentions: Intention, status: str, deleting: bool = False) -> bool:
        wanted = Wanted(intentions, frozenset({1, 2}), deleting)
        return Seen(wanted, Listed(status=status, modified_at=NOW)).needs_outcome

    assert not needs(FIRST, status="InService")
    assert not needs(FIRST, status="Creating")
    assert not needs(FIRST, SECOND, status="Updating")
    assert not needs(FIRST, status="Failed", deleting=True)
    assert needs(FIRST, SECOND, status="InService")
    assert needs(FIRST, status="Failed")
    assert not Seen(Wanted((FIRST,))).needs_outcome


def test_an_intention_is_read_as_it_was_written() -> None:
    assert intention_from_bytes(SECOND.to_bytes()) == SECOND


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b'{"spec": {}}', b"\xff", b'{"spec": {"name": "A"}}']
)
def test_what_is_no_intention_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no intention"):
        intention_from_bytes(content)


def test_files_are_told_apart_by_name() -> None:
    found = filed(
        [
            "endpoints/chat/1.json",
            "endpoints/chat/1.told",
            "endpoints/chat/10.json",
            "endpoints/chat/notes.json",
            "endpoints/chat/2.txt",
            "endpoints/going/1.json",
            "endpoints/going/deleting",
            "endpoints/Not A Name/1.json",
            "endpoints/stray.json",
        ]
    )
    assert sorted(found) == ["chat", "going"]
    assert found["chat"].intentions == {
        1: "endpoints/chat/1.json",
        10: "endpoints/chat/10.json",
    }
    assert (found["chat"].told, found["chat"].deleting) == ({1}, False)
    assert found["going"].deleting
    assert FIRST.key == "endpoints/chat/1.json"
    assert FIRST.told_key == "endpoints/chat/1.told"
