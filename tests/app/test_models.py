import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.components import words
from app.components.category_colors import DARK, LIGHT
from app.components.charts import ink_on
from app.components.messages.masking import masked
from app.components.models.examples_view import Group
from app.components.models.leaderboard import row_letters
from app.components.models.measures import Measure, value
from app.components.models.standing import interval_words, standings
from app.components.models.threshold_editor import counts_words
from backend.learning.evaluation import Confusion, Draws
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.workspace import Workspace
from tests.app.conftest import Desk, Made, links_of, opened, words_of


@pytest.fixture
def own_desk(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Desk, Made]]:
    """The app on a copy of the workspace with a model, without its endpoint."""
    folder = tmp_path / "workspace"
    shutil.copytree(made.folder, folder, ignore=shutil.ignore_patterns("endpoints", "*.sock"))
    with opened(folder, monkeypatch) as found:
        yield found, made


def model_of(workspace: Workspace) -> Model:
    (model,) = models.listing(workspace)
    return model


def show(desk: Desk, tab: AppTest, view: str) -> AppTest:
    return desk.look(tab.segmented_control(key="models-view").set_value(view))


def test_without_models_the_way_leads_to_training(desk: Desk) -> None:
    tab = desk.open("models")
    assert "No models yet" in words_of(tab)
    assert "train" in links_of(tab)


def test_the_leaderboard_has_a_column_for_each_category(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("models")
    model = model_of(made_desk.workspace)
    row = tab.dataframe[0].value.set_index("Model").loc[made.model]
    assert row["Mean AUC"] == model.evaluation.mean_auc
    assert row["Size, MB"] == model.model_mb
    assert row["Messages/s"] > 0
    assert row["$ a million"] > 0
    assert row["Prepared data"] == made.lines
    rude = model.evaluation.categories[0]
    assert row["rude"] == rude.roc_auc
    for measure in Measure:
        made_desk.look(tab.segmented_control(key="measure").set_value(measure))
        row = tab.dataframe[0].value.set_index("Model").loc[made.model]
        assert row["rude"] == pytest.approx(value(measure, rude, model.thresholds["rude"]))


def test_a_model_shows_where_it_serves_and_leads_on(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("models", model=made.model)
    assert tab.header[0].value == made.model
    assert {"endpoints", "try_messages"} <= set(links_of(tab))
    assert "messages a second" in words_of(tab)
    assert "free here" in words_of(tab)


@pytest.mark.parametrize("linked", ["nobody", "nobody,garden-model", "garden-model,garden-model"])
def test_what_the_address_names_in_vain_is_passed_over(
    made_desk: Desk, made: Made, linked: str
) -> None:
    tab = made_desk.open("models", model=linked)
    assert tab.multiselect(key="models-looked-at").value == [made.model]


def test_every_view_is_drawn(made_desk: Desk) -> None:
    tab = made_desk.open("models")
    for view, told in {
        "Curves": "Precision and recall",
        "Calibration": "Reliability",
        "Mistakes": "What becomes of the test rows",
        "Examples": "flagged rightly",
        "Slices": "Flagged, of those that should be",
        "Bias": "Neutral sentences that are flagged",
        "Skills": "rightly left alone",
        "Lineage": "1 · Dataset",
        "Model card": "What it is not for",
    }.items():
        show(made_desk, tab, view)
        assert told in words_of(tab)
        assert not tab.error


def test_examples_are_those_behind_the_slider_and_masked_until_asked_for(made_desk: Desk) -> None:
    model = model_of(made_desk.workspace)
    kept = models.examples(made_desk.workspace, model)
    assert kept is not None
    rude = model.evaluation.categories[0]
    slider = f"threshold-{model.job}-{model.made_at}-rude"
    tab = show(made_desk, made_desk.open("models"), "Examples")
    made_desk.look(tab.segmented_control(key="models-examples").set_value(Group.MISSED))
    made_desk.look(tab.select_slider(key=slider).set_value(0.99))
    missed = kept.behind("rude", 0.99).missed
    assert missed
    assert counts_words(rude.at(0.99), rude.at(rude.threshold)) in words_of(tab)
    assert words.count(len(missed), "example") in words_of(tab)
    texts = [text.value for text in tab.text]
    assert texts[0] == masked(missed[0].text) != missed[0].text
    made_desk.look(tab.toggle(key="models-texts").set_value(True))
    assert next(text.value for text in tab.text) == missed[0].text
    show(made_desk, tab, "Thresholds")
    assert tab.select_slider(key=slider).value == 0.99  # and not yet saved
    assert model_of(made_desk.workspace).thresholds == model.thresholds


def test_mistakes_are_the_counts_at_the_thresholds_in_force(made_desk: Desk) -> None:
    tab = show(made_desk, made_desk.open("models"), "Mistakes")
    table = tab.dataframe[1].value.set_index("Category")
    model = model_of(made_desk.workspace)
    for metrics in model.evaluation.categories:
        found = metrics.at(model.thresholds[metrics.category])
        row = table.loc[metrics.category]
        counts = ("Flagged rightly", "Flagged wrongly", "Missed", "Rightly left alone")
        assert [row[title] for title in counts] == [
            found.right,
            found.wrong,
            found.missed,
            found.left,
        ]
        assert sum(row[title] for title in counts) == metrics.rows


def test_lineage_leads_to_every_stage(made_desk: Desk, made: Made) -> None:
    tab = show(made_desk, made_desk.open("models"), "Lineage")
    assert {"explore", "jobs", "endpoints"} <= set(links_of(tab))
    labels = "".join(link.label for link in tab.page_link).replace("\\", "")
    for name in (made.dataset, made.lines, f"{made.model}-train", made.endpoint):
        assert f"**{name}**" in labels


def test_thresholds_are_moved_counted_saved_and_taken_back(made_desk: Desk, made: Made) -> None:
    model = model_of(made_desk.workspace)
    rude = model.evaluation.categories[0]
    tab = show(made_desk, made_desk.open("models"), "Thresholds")
    key = f"threshold-{model.job}-{model.made_at}"
    assert tab.button(key=f"save-{key}").disabled
    made_desk.look(tab.select_slider(key=f"{key}-rude").set_value(0.99))
    assert counts_words(rude.at(0.99), rude.at(rude.threshold)) in words_of(tab)
    assert "changed from" in words_of(tab)
    assert model_of(made_desk.workspace).thresholds == model.thresholds  # nothing saved yet
    made_desk.look(tab.button(key=f"save-{key}").click())
    assert model_of(made_desk.workspace).thresholds["rude"] == 0.99
    assert tab.toast[0].value.startswith("Saved")
    assert "changed from" not in words_of(tab)
    made_desk.look(tab.button(key=f"measured-{key}").click())
    assert "changed from 0.99" in words_of(tab)
    made_desk.look(tab.button(key=f"save-{key}").click())
    assert model_of(made_desk.workspace).thresholds == model.measured_thresholds
    assert tab.button(key=f"measured-{key}").disabled


def test_a_model_is_renamed_and_the_address_follows(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("models")
    job = model_of(made_desk.workspace).job
    tab.text_input(key=f"rename-{job}-{made.model}").set_value("The best")
    made_desk.look(tab.button(key=f"rename-button-{job}").click())
    assert "cannot be a model name" in tab.error[0].value.replace("\\", "")
    tab.text_input(key=f"rename-{job}-{made.model}").set_value("best")
    made_desk.look(tab.button(key=f"rename-button-{job}").click())
    try:
        assert tab.header[0].value == "best"
        assert tab.query_params["model"] == "best"
        assert "best" in tab.dataframe[0].value["Model"].tolist()
        linked_before = made_desk.open("models", model=made.model)
        assert linked_before.multiselect(key="models-looked-at").value == ["best"]
    finally:
        models.rename(made_desk.workspace, made.model, made.model)


def test_what_was_looked_at_is_there_again_after_another_page(own_desk: tuple[Desk, Made]) -> None:
    desk, made = own_desk
    _twin(desk, made)
    tab = desk.open("models", model=made.model)
    box = tab.multiselect(key="models-looked-at")
    desk.look(box.set_value([made.model, "other"]))
    for page in ("try_messages", "models"):  # of which the first has a box "compare" of its own
        tab.query_params.clear()
        desk.look(tab.switch_page(f"pages/{page}.py"))
    assert [title.value for title in tab.header] == [made.model, "other"]


def test_a_model_in_use_is_not_offered_for_deletion(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("models")
    assert f"The endpoint **{made.endpoint}** uses this model" in words_of(tab)
    assert not any((button.key or "").startswith("delete-") for button in tab.button)


def _twin(desk: Desk, made: Made) -> None:
    """A second model, "other", with all that the first has."""
    jobs = desk.workspace.folder / "local" / "jobs"
    for kind in ("train", "evaluate"):
        name = f"other-{kind}"
        shutil.copytree(jobs / f"{made.model}-{kind}", jobs / name)
        spec = jobs / name / "spec.json"
        spec.write_text(spec.read_text().replace(f'"{made.model}-{kind}"', f'"{name}"'))


def test_two_models_are_compared_and_one_is_deleted(own_desk: tuple[Desk, Made]) -> None:
    desk, made = own_desk
    _twin(desk, made)
    tab = desk.open("models", model=f"other,{made.model}")
    assert [box.value for box in tab.header] == ["other", made.model]
    for view in ("Curves", "Calibration", "Mistakes", "Thresholds", "Slices", "Bias", "Skills"):
        show(desk, tab, view)
        assert "made before" not in words_of(tab)
    assert "different test rows" not in words_of(tab)
    left = desk.workspace.folder / "local" / "jobs" / "other-evaluate" / "output"
    for view, name in (("Bias", "audit.json"), ("Examples", "examples.json")):
        (left / name).unlink()
        show(desk, tab, view)
        assert "**other** was made before" in words_of(tab)
        assert "train" in links_of(tab)
    desk.look(tab.button(key="delete-other-evaluate").click())
    assert [model.name for model in models.listing(desk.workspace)] == [made.model]
    assert [box.value for box in tab.header] == [made.model]
    desk.look(tab.button(key=f"delete-{made.model}-evaluate").click())
    assert "No models yet" in words_of(tab)


def _measured(model: Model, name: str, auc: float, *draws: float, rows: str = "the same") -> Model:
    """The model with another mean AUC, and that of each draw of those rows."""
    return replace(
        model,
        name=name,
        manifest=replace(model.manifest, inputs={"rows/test.tsv": rows}),
        evaluation=replace(
            model.evaluation,
            categories=(replace(model.evaluation.categories[0], roc_auc=auc),),
            draws=Draws(mean_auc=draws, mean_average_precision=draws),
        ),
    )


def test_a_tie_is_called_one_and_models_on_other_rows_do_not_count(made_desk: Desk) -> None:
    model = model_of(made_desk.workspace)
    found = standings(
        [
            _measured(model, "behind", 0.75, 0.7, 0.8, 0.7, 0.8),
            _measured(model, "old", 0.8),
            _measured(model, "first", 0.85, 0.8, 0.9, 0.8, 0.9),
            _measured(model, "tied", 0.845, 0.82, 0.88, 0.82, 0.87),
            _measured(model, "elsewhere", 0.9, 0.9, 0.9, 0.9, 0.9, rows="others"),
        ],
        Measure.AUC,
    )
    assert [(one.model.name, one.words) for one in found] == [
        ("elsewhere", ""),
        ("first", "best"),
        ("tied", "a tie with the best"),
        ("old", ""),
        ("behind", "0.100 behind"),
    ]
    assert interval_words(found[1].interval) == "0.800 to 0.900"
    assert interval_words(found[3].interval) == ""


def test_models_of_other_test_rows_have_other_letters(made_desk: Desk) -> None:
    model = model_of(made_desk.workspace)
    rows = {**model.manifest.inputs, "rows/test.tsv": "other"}
    elsewhere = replace(model, name="elsewhere", manifest=replace(model.manifest, inputs=rows))
    twin = replace(model, name="twin")
    assert row_letters([model, elsewhere, twin]) == {
        model.name: "A",
        "elsewhere": "B",
        "twin": "A",
    }


def test_a_change_is_said_by_how_many_rows() -> None:
    now, before = Confusion(5, 1200, 3, 0), Confusion(4, 1230, 4, 0)
    assert counts_words(now, before) == (
        "**5** flagged rightly (+1) · **1,200** wrongly (−30) · **3** missed (−1)"
    )
    assert counts_words(now, now) == "**5** flagged rightly · **1,200** wrongly · **3** missed"


@pytest.mark.parametrize("color", [*LIGHT, *DARK, "#000000", "#ffffff", "#66716e"])
def test_numbers_on_a_bar_can_be_read(color: str) -> None:
    """WCAG AA for text."""

    def luminance(of: str) -> float:
        channels = [int(of[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(color), luminance(ink_on(color))))
    assert (high + 0.05) / (low + 0.05) >= 4.5
