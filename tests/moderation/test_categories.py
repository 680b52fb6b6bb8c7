import pytest

from backend.errors import InvalidInput
from backend.moderation.categories import JIGSAW, check_categories


def test_good_names_are_kept_in_order() -> None:
    assert check_categories(["b", "a_1"]) == ("b", "a_1")
    assert check_categories(JIGSAW) == JIGSAW


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "no category"),
        (["Toxic"], "'Toxic'"),
        (["a b"], "'a b'"),
        ([""], "''"),
        (["x" * 65], "cannot be"),
        (["none"], "reserved"),
        (["a", "b", "a"], "twice"),
    ],
)
def test_bad_names_are_refused_with_a_remedy(names: list[str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as caught:
        check_categories(names)
    assert caught.value.remedy
