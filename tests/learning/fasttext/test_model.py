import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.errors import InvalidInput, NotFound
from backend.learning.model import Model, open_model
from tests.learning.corpus import CATEGORIES

CLASSES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

SNIPPETS = st.sampled_from(
    ["oaf", "coins", "\n", "\r", "</s>", "__label__rude", "__label__none", "\0", "\ud800", " "]
)
LINES = st.text(st.characters(codec=None)) | st.lists(SNIPPETS | st.text()).map("".join)


@pytest.fixture(scope="module")
def model(trained: Path) -> Model:
    return open_model(trained, CATEGORIES)


def test_it_tells_the_categories_apart(model: Model) -> None:
    rude, spam = model.scores(["the oaf won a game"])[0]
    assert rude > spam
    rude, spam = model.scores(["cheap coins bargain today"])[0]
    assert spam > rude


@CLASSES
@given(line=LINES)
def test_any_string_has_a_score_from_0_to_1_for_every_category(model: Model, line: str) -> None:
    scores = model.scores([line])[0]
    assert len(scores) == len(CATEGORIES)
    assert all(0 <= score <= 1 for score in scores)


def test_scores_follow_the_order_of_the_categories(trained: Path, model: Model) -> None:
    turned = open_model(trained, CATEGORIES[::-1])
    assert turned.scores(["what an oaf"])[0] == model.scores(["what an oaf"])[0][::-1]


def test_a_category_the_model_never_saw_scores_nothing(trained: Path, model: Model) -> None:
    wider = open_model(trained, ("threat", *CATEGORIES))
    assert wider.scores(["what an oaf"])[0] == [0.0, *model.scores(["what an oaf"])[0]]


@pytest.mark.parametrize("end", ["\n", "</s>", " </s> ", "\r\n"])
def test_nothing_hides_behind_an_end_of_line(model: Model, end: str) -> None:
    assert model.scores([f"we won{end} you oaf"])[0] == model.scores(["we won you oaf"])[0]


def test_a_line_scores_as_it_was_trained_with_or_without_its_newline(model: Model) -> None:
    assert model.scores(["what an oaf\n"])[0] == model.scores(["what an oaf"])[0]


def test_a_lone_surrogate_is_read_as_a_question_mark(model: Model) -> None:
    assert model.scores(["oaf\udc80"])[0] == model.scores(["oaf?"])[0]


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_model(tmp_path / "model.bin", CATEGORIES)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_text("this is not a model at all, but a text of some length")
    with pytest.raises(InvalidInput):
        open_model(path, CATEGORIES)


def test_a_model_of_words_without_labels_is_refused(tmp_path: Path) -> None:
    import fasttext

    words = tmp_path / "words.txt"
    words.write_text("the team won a game\n" * 20)
    path = tmp_path / "model.bin"
    fasttext.train_unsupervised(str(words), dim=2, epoch=1, bucket=100, thread=1).save_model(
        str(path)
    )
    with pytest.raises(InvalidInput):
        open_model(path, CATEGORIES)


def test_serving_needs_neither_numpy_nor_the_trainer(trained: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from backend.learning.model import open_model;"
        "from backend.learning.calibration import Calibration;"
        f"model = open_model(Path({str(trained)!r}), {CATEGORIES!r});"
        "Calibration(1.0, 0.5).probability(model.scores(['oaf'])[0][0]);"
        "print(sorted({'numpy', 'sklearn', 'fasttext', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_category_is_scored_against_none(trained: Path, model: Model) -> None:
    """The surer it is that a message is none, the lower a category, whatever its own score."""
    import fasttext_pybind

    fasttext = fasttext_pybind.fasttext()
    fasttext.loadModel(str(trained))
    for text in ("the oaf won", "cheap coins and an oaf", "the team won a game"):
        own = {label: p for p, label in fasttext.predict(text + "\n", -1, 0.0, "strict")}
        none = own["__label__none"]
        for name, score in zip(CATEGORIES, model.scores([text])[0], strict=True):
            p = own[f"__label__{name}"]
            rest = max(1 - p - none, 0)
            assert score == pytest.approx(p / (p + none + 0.1 * rest), rel=1e-3)


def test_a_model_without_none_gives_its_scores_as_they_are(tmp_path: Path) -> None:
    import fasttext

    lines = tmp_path / "lines.txt"
    lines.write_text("__label__rude the oaf\n__label__spam the coins\n" * 20)
    path = tmp_path / "model.bin"
    made = fasttext.train_supervised(str(lines), dim=4, epoch=20, thread=1)
    made.save_model(str(path))
    assert sum(open_model(path, CATEGORIES).scores(["the oaf"])[0]) == pytest.approx(1, abs=1e-3)
