from pathlib import Path

from app.components import words
from app.components.field import span_words
from backend.datasets.files import DatasetFiles
from backend.learning.recipes import BLAZINGTEXT, FASTTEXT, LINEAR
from backend.studio.data import datasets
from backend.studio.work import jobs, launch_choices, runs
from tests.app.conftest import Desk, Made, links_of, words_of
from tests.app.test_process import marked
from tests.comments import write_comments


def needs(tab) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {metric.label: metric.value for metric in tab.metric}


def test_without_prepared_data_the_way_leads_to_processing(desk: Desk) -> None:
    tab = desk.open("train")
    assert "Nothing to train on yet" in words_of(tab)
    assert "process" in links_of(tab)


def test_the_form_opens_on_a_preset_that_fits_the_smallest_endpoint(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("train", lines=made.lines)
    assert needs(tab)["Smallest endpoint"] == "1,024 MB"
    made_desk.look(tab.radio(key="algorithm").set_value("blazingtext"))
    assert needs(tab)["Smallest endpoint"] == "1,024 MB"
    assert not tab.button(key="launch").disabled


def test_blazingtexts_own_defaults_are_one_click_away_and_their_size_is_shown(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.radio(key="algorithm").set_value("blazingtext"))
    made_desk.look(
        tab.segmented_control(key="preset-blazingtext").set_value("BlazingText's defaults")
    )
    buckets = next(field for field in tab.number_input if field.label == "Buckets")
    assert buckets.value == 2_000_000
    assert needs(tab)["Model size"] == "about 800 MB"


def test_every_hyperparameter_says_what_it_does_and_its_range(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    for chosen in (LINEAR, FASTTEXT):
        made_desk.look(tab.radio(key="algorithm").set_value(chosen.name))
        labels = {field.label for field in tab.number_input}
        notes = {note.value for note in tab.caption}
        for parameter in chosen.hyperparameters:
            assert parameter.title in labels
            said = f"{parameter.help} {span_words(parameter.low, parameter.high)}"
            assert words.plain(said) in notes


def test_a_hyperparameter_out_of_range_is_refused_in_words_before_launch(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.radio(key="algorithm").set_value("fasttext"))
    fields = {field.label: field for field in tab.number_input}
    made_desk.look(fields["Vector size"].set_value(999))
    said = marked(tab)
    assert "Vector size cannot be 999." in said
    assert "from 2 to 300" in said
    assert tab.button(key="launch").disabled


def test_what_the_trainer_here_cannot_do_is_greyed_with_the_reason(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.radio(key="algorithm").set_value("blazingtext"))
    fields = {field.label: field for field in [*tab.number_input, *tab.selectbox]}
    for parameter in BLAZINGTEXT.hyperparameters:
        assert fields[parameter.title].disabled is bool(parameter.reference_lacks)
    assert "no early stopping" in words_of(tab)


def test_a_model_too_big_for_the_size_is_refused_before_launch(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.radio(key="algorithm").set_value("fasttext"))
    fields = {field.label: field for field in tab.number_input}
    fields["Buckets"].set_value(4_000_000)
    made_desk.look(fields["Vector size"].set_value(300))
    assert "Training needs about" in tab.error[0].value
    assert needs(tab)["Smallest endpoint"] in ("5,120 MB", "6,144 MB")
    assert tab.button(key="launch").disabled


def test_a_click_launches_training_and_evaluation_once(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    name = tab.text_input[0].value
    assert name.startswith("garden-linear-")
    fields = {field.label: field for field in tab.number_input}
    made_desk.look(fields["Buckets"].set_value(1000))
    made_desk.look(tab.button(key="launch").click())
    try:
        assert tab.title[0].value == "Jobs"
        assert f"{name}-train" in words_of(tab)
        ended = runs.wait(made_desk.workspace, name)
        assert ended.state is runs.RunState.COMPLETED
        settings = jobs.get(made_desk.workspace, f"{name}-train").spec.settings
        assert settings["buckets"] == "1000"
    finally:
        runs.stop(made_desk.workspace, name)
        runs.wait(made_desk.workspace, name)
        for job in (f"{name}-evaluate", f"{name}-train"):
            made_desk.workspace.platform.remove_job(job)
        made_desk.workspace.ledger.remove_run(name)


def test_a_name_that_cannot_be_used_is_refused_before_launch(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.text_input[0].set_value("No Name!"))
    assert "cannot be a name" in marked(tab)
    assert tab.button(key="launch").disabled
    made_desk.look(tab.text_input[0].set_value(made.model))
    assert "There is a run" in marked(tab)


def test_what_a_run_will_need_is_judged_by_past_runs(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    assert needs(tab)["Time"].startswith("about ")
    assert "judged by 1 past run" in words_of(tab)
    made_desk.look(tab.radio(key="algorithm").set_value("fasttext"))
    made_desk.look(tab.number_input(key="fasttext-epochs").set_value(200))
    assert "s" in needs(tab)["Time"]


def test_without_a_past_run_no_time_is_made_up(desk: Desk, tmp_path: Path) -> None:
    train = write_comments(tmp_path / "c.csv", 300)
    datasets.add(desk.workspace, "garden", DatasetFiles(train))
    size = desk.workspace.platform.sizes()[0].name
    runs.process(desk.workspace, name="garden-1", dataset="garden", size=size)
    runs.wait(desk.workspace, "garden-1")
    tab = desk.open("train")
    assert needs(tab)["Time"] == "not known yet"
    assert "no past run to judge its time by" in words_of(tab)
    launch_choices.remember_training(
        desk.workspace,
        launch_choices.Training(
            lines="gone",
            algorithm="blazingtext",
            size="gone",
            hyperparameters={"epochs": "7", "vector_dim": "9999", "colour": "red"},
        ),
    )
    tab = desk.open("train")
    assert tab.radio(key="algorithm").value == "blazingtext"
    assert tab.number_input(key="blazingtext-epochs").value == 7
    assert tab.number_input(key="blazingtext-vector_dim").value == 10  # its own preset's
    assert tab.radio(key="train-size").value == desk.workspace.platform.sizes()[-1].name
    assert tab.selectbox(key="lines").value == "garden-1-process"
    desk.look(tab.button(key="defaults").click())
    assert tab.radio(key="algorithm").value == "linear"
    desk.look(tab.radio(key="algorithm").set_value("blazingtext"))
    assert tab.number_input(key="blazingtext-epochs").value == 10


def test_a_model_is_trained_again_with_its_settings_under_a_fresh_name(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("train", again=f"{made.model}-train")
    assert tab.selectbox(key="lines").value == made.lines
    assert tab.number_input(key="fasttext-buckets").value == 1000
    assert tab.number_input(key="fasttext-vector_dim").value == 8
    assert tab.radio(key="train-size").value == made_desk.workspace.platform.sizes()[0].name
    assert tab.text_input[0].value.startswith("garden-fasttext-")
    assert "There is no training job" in made_desk.open("train", again="none").error[0].value


def test_the_command_line_does_the_same(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.number_input(key="linear-strength").set_value(3.0))
    command = next(code.value for code in tab.code if "backend train" in code.value)
    assert f"--lines={made.lines}" in command
    assert "--algorithm=linear" in command
    assert "--set=strength=3.0" in command
