import pytest

from backend.datasets.processing.normalising import Normalising
from backend.datasets.processing.word_count import WordCount


@pytest.mark.parametrize("count", [0, 1, 1000, 200_000])
def test_the_estimate_is_close(count):
    words = WordCount()
    normalising = Normalising(b"7")
    for start in range(0, count, 5000):
        # Twice each, for a word counts once.
        batch = [f"w{i}" for i in range(start, min(start + 5000, count))]
        words.add(normalising._places(batch))
        words.add(Normalising(b"7")._places(batch))
    assert words.estimate() == pytest.approx(count, rel=0.005)
