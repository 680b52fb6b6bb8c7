from datetime import datetime

from app.components.moments import moments


def test_moments_keep_their_time_and_their_gaps() -> None:
    column = moments([0.0, None, 1_700_000_000.5]).to_pylist()
    assert [at and at.timestamp() for at in column] == [0.0, None, 1_700_000_000.5]
    assert column[2].utcoffset() == datetime.fromtimestamp(1_700_000_000).astimezone().utcoffset()


def test_a_column_without_a_moment_is_one_of_moments_still() -> None:
    assert str(moments([None, None]).type).startswith("timestamp")
