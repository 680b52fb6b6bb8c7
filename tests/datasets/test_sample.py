import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from backend.datasets.sample import write_sample
from backend.datasets.sample.dice import Dice
from backend.datasets.sample.generator import (
    MINIMUM_ROWS,
    Comment,
    make_comments,
    template_sides,
)
from backend.datasets.sample.grammar import expand, frames, lines, parse, slots, together
from backend.datasets.sample.intents import INTENTS, Intent
from backend.datasets.sample.mixture import COMPANIONS, MIXTURE
from backend.datasets.sample.typist import type_out
from backend.moderation.categories import JIGSAW

FILES = ("train.csv", "test.csv", "test_labels.csv", "reference_ids.csv")
PROFANITY = re.compile(
    r"fuck|shit|bitch|\bass(?:es)?\b|\barse|asshole|asswipe|dumbass|jackass|\bballs\b|\bdick|cock(?!roach)|cunt|bastard|prick"
    r"|whore|slut|twat|puss(?:y|ies)|wank|porn|\btits\b|boob|penis|horny|\bcum|dildo|blowjob|nudes"
    r"|stfu|wtf|douche|\bsex\b|jerking"
)
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(folder: Path) -> str:
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in FILES)).hexdigest()


def positives(rows: Iterable[Row]) -> Counter[str]:
    return Counter(category for row in rows for category in JIGSAW if row[category] == "1")


@pytest.fixture(scope="module")
def comments() -> list[Comment]:
    return make_comments(20_000, 7)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "new"
    write_sample(folder)
    return folder


@pytest.fixture(scope="module")
def scored(sample: Path) -> list[Row]:
    """The rows of both files whose labels are known."""
    rows = read(sample / "train.csv") + read(sample / "test_labels.csv")
    return [row for row in rows if row["toxic"] != "-1"]


def test_the_files_are_shaped_as_kaggles(sample: Path) -> None:
    assert sorted(path.name for path in sample.iterdir()) == sorted(FILES)
    train, test, labels = (read(sample / name) for name in FILES[:3])
    assert tuple(train[0]) == ("id", "comment_text", *JIGSAW)
    assert tuple(test[0]) == ("id", "comment_text")
    assert tuple(labels[0]) == ("id", *JIGSAW)
    assert (len(train), len(test)) == (16_000, 4_000)
    assert [row["id"] for row in test] == [row["id"] for row in labels]
    ids = [row["id"] for row in train + test]
    assert len(set(ids)) == 20_000
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in ids)
    assert {row[category] for row in train for category in JIGSAW} == {"0", "1"}
    assert all(row["comment_text"].strip() for row in train + test)


def test_a_few_test_rows_are_not_scored_and_none_of_the_natural_part(sample: Path) -> None:
    labels = read(sample / "test_labels.csv")
    unscored = [row for row in labels if row["toxic"] == "-1"]
    assert len(unscored) == 200
    assert all(row[category] == "-1" for row in unscored for category in JIGSAW)
    reference = {row["id"] for row in read(sample / "reference_ids.csv")}
    assert not reference & {row["id"] for row in unscored}


@pytest.mark.parametrize("name", ["train.csv", "test_labels.csv"])
def test_the_natural_part_of_each_file_has_about_jigsaws_shares(sample: Path, name: str) -> None:
    reference = {row["id"] for row in read(sample / "reference_ids.csv")}
    assert len(reference) == 10_000
    rows = [row for row in read(sample / name) if row["id"] in reference]
    shares = {category: count / len(rows) for category, count in positives(rows).items()}
    assert shares == {
        "toxic": pytest.approx(0.10, abs=0.01),
        "severe_toxic": pytest.approx(0.010, abs=0.002),
        "obscene": pytest.approx(0.053, abs=0.006),
        "threat": pytest.approx(0.0035, abs=0.001),
        "insult": pytest.approx(0.050, abs=0.005),
        "identity_hate": pytest.approx(0.009, abs=0.002),
    }


def test_every_category_has_enough_rows_to_learn_and_to_measure(
    sample: Path, scored: list[Row]
) -> None:
    assert min(positives(scored)[category] for category in JIGSAW) >= 400
    in_test = positives(read(sample / "test_labels.csv"))
    assert min(in_test[category] for category in JIGSAW) >= 80


def test_every_category_comes_with_toxic(scored: list[Row]) -> None:
    assert all(row["toxic"] == "1" for row in scored if "1" in row.values())


def test_most_severe_rows_are_obscene_and_insulting(scored: list[Row]) -> None:
    severe = [row for row in scored if row["severe_toxic"] == "1"]
    both = [row for row in severe if row["obscene"] == row["insult"] == "1"]
    assert len(both) > len(severe) / 2


def test_the_same_arguments_make_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    write_sample(tmp_path / "here", rows=2_000, seed=3)
    program = "import sys; from pathlib import Path; from backend.datasets.sample import *; "
    program += "write_sample(Path(sys.argv[1]), rows=2_000, seed=3)"
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "there")],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        cwd=Path(__file__).parents[2],
    )
    assert digest(tmp_path / "there") == digest(tmp_path / "here")


def test_another_seed_makes_other_comments_and_another_split(
    comments: list[Comment], tmp_path: Path
) -> None:
    others = {comment.text for comment in make_comments(2_000, 8)}
    assert len(others & {comment.text for comment in comments}) < 200
    assert template_sides(7) != template_sides(8)


def test_files_that_were_there_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text("old")
    write_sample(tmp_path, rows=MINIMUM_ROWS)
    assert len(read(tmp_path / "train.csv")) == MINIMUM_ROWS * 0.8


def test_no_template_and_no_text_is_in_both_files(comments: list[Comment]) -> None:
    train = [comment for comment in comments if comment.side == "train"]
    test = [comment for comment in comments if comment.side == "test"]
    assert not {t for c in train for t in c.templates} & {t for c in test for t in c.templates}
    assert not {c.text for c in train} & {c.text for c in test}


def test_texts_are_almost_all_distinct(comments: list[Comment]) -> None:
    distinct = len({comment.text for comment in comments})
    assert 0.98 * len(comments) < distinct < len(comments)


def test_labels_are_those_of_the_templates_intents(comments: list[Comment]) -> None:
    intents: dict[str, list[frozenset[str]]] = {}
    for intent in INTENTS.values():
        for template in intent.templates:
            intents.setdefault(template, []).append(intent.labels)
    for comment in comments:
        first, *others = (set(intents[template]) for template in comment.templates)
        possible = first
        for other in others:
            possible = {labels | more for labels in possible for more in other}
        assert comment.labels in possible


@pytest.mark.parametrize("rows", [MINIMUM_ROWS, 777, 3_000])
def test_small_samples_hold_every_category_in_both_files(rows: int) -> None:
    comments = make_comments(rows, 7)
    assert len(comments) == rows
    for side in ("train", "test"):
        found = Counter(label for c in comments if c.side == side for label in c.labels)
        assert set(found) == set(JIGSAW)


def test_small_samples_keep_scored_test_rows_of_every_category(tmp_path: Path) -> None:
    write_sample(tmp_path, rows=MINIMUM_ROWS)
    assert set(positives(read(tmp_path / "test_labels.csv"))) == set(JIGSAW)


@pytest.mark.parametrize("rows", [-1, 0, MINIMUM_ROWS - 1])
def test_too_few_rows_are_refused_before_anything_is_written(tmp_path: Path, rows: int) -> None:
    with pytest.raises(ValueError, match=f"at least {MINIMUM_ROWS} rows, not {rows}"):
        write_sample(tmp_path / "new", rows=rows)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("intent", INTENTS.values(), ids=INTENTS)
def test_profanity_is_in_every_obscene_sentence_and_in_no_other(intent: Intent) -> None:
    dice = Dice(1)
    for template in intent.templates:
        for _ in range(12):
            text = expand(template, intent.tables, dice)
            assert bool(PROFANITY.search(text)) is ("obscene" in intent.labels), text


@pytest.mark.parametrize("intent", INTENTS.values(), ids=INTENTS)
def test_templates_are_whole_patterns_over_tables_that_exist(intent: Intent) -> None:
    assert intent.labels <= set(JIGSAW)
    assert "toxic" in intent.labels or not intent.labels
    assert len(set(intent.templates)) == len(intent.templates)
    for template in intent.templates:
        assert len(parse(template).options) == 1, "a choice outside of brackets"
        assert slots(template) <= intent.tables.keys()
    for table in intent.tables.values():
        assert slots(table) <= intent.tables.keys()


def test_every_intent_is_written_and_has_templates_for_both_files() -> None:
    written = {name for recipe in MIXTURE for name in recipe.intents}
    assert written == set(INTENTS)
    assert not any(INTENTS[name].labels for name in COMPANIONS)
    sides = template_sides(7)
    for intent in INTENTS.values():
        assert {sides[template] for template in intent.templates} == {"train", "test"}


def test_dice_fall_alike_on_every_python() -> None:
    dice = Dice(7)
    assert [dice.below(1000) for _ in range(5)] == [323, 150, 650, 72, 535]
    assert dice.shuffled("abcdef") == list("bdefac")


def test_a_choice_takes_each_of_its_options() -> None:
    dice = Dice(1)
    found = {expand("[hi|hello|] {who}", {"who": "you\n[a|b] c"}, dice) for _ in range(200)}
    assert found == {f"{x} {y}".strip() for x in ("hi", "hello", "") for y in ("you", "a c", "b c")}


def test_articles_and_spaces_are_put_right() -> None:
    assert expand("a(n)  egg , a(n) ham [|] !", {}, Dice(1)) == "an egg, a ham!"


def test_a_line_indented_further_continues_the_one_before() -> None:
    assert lines("\n    one\n        more\n    two\n") == ("one more", "two")


def test_frames_put_every_opening_before_every_ending() -> None:
    block = together(frames("i\nwe", "run\n[]"), "\n    stop\n        now\n")
    assert lines(block) == ("i run", "i []", "we run", "we []", "stop now")


@pytest.mark.parametrize("name", ["short threats", "short names", "short hate", "short rude"])
def test_plain_forms_are_short_and_stand_in_both_files(comments: list[Comment], name: str) -> None:
    intent = INTENTS[name]
    templates = set(intent.templates)
    for side in ("train", "test"):
        found = [c for c in comments if c.side == side and templates.issuperset(c.templates)]
        assert len(found) >= 20
        assert all(c.labels >= intent.labels for c in found)
        assert sum(len(c.text.split()) <= 8 for c in found) > len(found) / 2


@pytest.mark.parametrize("pattern", ["[a|b", "a]", "{a", "a}", "[]]["])
def test_a_pattern_that_does_not_match_up_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="does not match"):
        parse(pattern)


def test_typing_keeps_something_of_every_message() -> None:
    dice = Dice(5)
    for text in ("gg", "a", "you're fucking shit, i'll kill you", "ok: 10"):
        typed = [type_out(text, dice) for _ in range(300)]
        assert all(message.strip() for message in typed)
        assert text in typed
        assert len(set(typed)) > 20
