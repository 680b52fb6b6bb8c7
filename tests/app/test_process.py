from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backend.datasets.files import DatasetFiles
from backend.studio.data import datasets
from backend.studio.work import runs
from tests.app.conftest import Desk, Made, words_of
from tests.comments import write_comments


def upload(desk: Desk, content: bytes, name: str = "garden.csv"):  # type: ignore[no-untyped-def]
    tab = desk.open("process")
    desk.look(tab.segmented_control(key="add-way").set_value("Upload files"))
    desk.look(tab.file_uploader[0].set_value((name, content, "text/csv")))
    return desk.look(tab.button(key="add-upload").click())


def marked(tab: AppTest) -> str:
    """What stands in red under the fields."""
    found = [text.value for text in tab.markdown if text.value.startswith(":red[")]
    return "\n".join(found).replace("\\", "")


def test_an_empty_workspace_offers_the_ways_to_add_a_dataset(desk: Desk) -> None:
    tab = desk.open("process")
    assert "Add your first dataset" in words_of(tab)
    assert "synthetic" in words_of(tab)


def test_an_upload_becomes_a_dataset_and_shows_what_is_in_it(desk: Desk, tmp_path: Path) -> None:
    tab = upload(desk, write_comments(tmp_path / "c.csv", 600).read_bytes())
    assert [dataset.name for dataset in datasets.listing(desk.workspace)] == ["garden"]
    assert tab.selectbox(key="dataset").value == "garden"
    assert "600 rows" in [metric.value for metric in tab.metric]
    assert not list((desk.workspace.folder / "drafts").iterdir())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"id,comment_text\n1,hello\n", "category"),
        (b"id,comment_text,rude\n1,hello,2\n2,you,1\n", "rude"),
        (b"id,comment_text,rude\n1,hello,0\n1,you,1\n", "id"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    desk: Desk, content: bytes, said: str
) -> None:
    tab = upload(desk, content)
    assert len(tab.error) == 1
    assert said in tab.error[0].value
    assert datasets.listing(desk.workspace) == ()
    assert not list((desk.workspace.folder / "drafts").iterdir())


def test_a_name_that_would_leave_the_workspace_is_refused(desk: Desk, tmp_path: Path) -> None:
    tab = desk.open("process")
    desk.look(tab.segmented_control(key="add-way").set_value("Files on this machine"))
    train = write_comments(tmp_path / "c.csv", 60)
    desk.look(tab.text_input(key="at-train-dataset-0").set_value(str(train)))
    name = next(field for field in tab.text_input if field.label == "Name of the dataset")
    desk.look(name.set_value("../../elsewhere"))
    desk.look(tab.button(key="add-path").click())
    assert "dataset name" in tab.error[0].value
    assert datasets.listing(desk.workspace) == ()


@pytest.mark.parametrize(
    ("uploaded", "named"), [("my garden.csv", "my-garden"), ("train.csv", "dataset")]
)
def test_an_upload_is_named_after_its_file_alone(desk: Desk, uploaded: str, named: str) -> None:
    tab = desk.open("process")
    desk.look(tab.segmented_control(key="add-way").set_value("Upload files"))
    desk.look(tab.file_uploader[0].set_value((uploaded, b"id\n", "text/csv")))
    name = next(field for field in tab.text_input if field.label == "Name of the dataset")
    assert name.value == named


def test_adding_says_so_and_empties_the_form(desk: Desk, tmp_path: Path) -> None:
    tab = upload(desk, write_comments(tmp_path / "c.csv", 60).read_bytes())
    assert [toast.value for toast in tab.toast] == ["Added garden\\."]
    assert tab.button(key="add-upload").disabled
    desk.look(tab)
    assert not tab.toast


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("Validation share, %", 60, "validation share"), ("Seed", -1, "cannot be a seed")],
)
def test_a_setting_out_of_range_is_refused_in_words_before_launch(
    made_desk: Desk, made: Made, field: str, value: int, said: str
) -> None:
    tab = made_desk.open("process", dataset=made.dataset)
    made_desk.look(next(f for f in tab.number_input if f.label == field).set_value(value))
    assert said in marked(tab)
    assert tab.button(key="launch").disabled


def test_shares_that_leave_nothing_to_train_on_are_refused_before_launch(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("process", dataset=made.dataset)
    for field in [f for f in tab.number_input if f.label.endswith("share, %")]:
        made_desk.look(field.set_value(50))
    assert "no rows to train on" in marked(tab)
    assert tab.button(key="launch").disabled


def test_files_on_this_machine_become_a_dataset(desk: Desk, tmp_path: Path) -> None:
    tab = desk.open("process")
    desk.look(tab.segmented_control(key="add-way").set_value("Files on this machine"))
    desk.look(tab.text_input(key="at-train-dataset-0").set_value(str(tmp_path / "none.csv")))
    desk.look(tab.button(key="add-path").click())
    assert "There is no file" in tab.error[0].value
    train = write_comments(tmp_path / "orchard.csv", 60)
    desk.look(tab.text_input(key="at-train-dataset-0").set_value(str(train)))
    desk.look(tab.button(key="add-path").click())
    assert [dataset.name for dataset in datasets.listing(desk.workspace)] == ["orchard"]


def test_the_sample_is_said_to_be_synthetic(desk: Desk) -> None:
    tab = desk.open("process")
    desk.look(tab.button(key="add-sample").click())
    assert any("Synthetic" in info.value for info in tab.info)


def test_a_click_launches_one_run_and_leads_to_its_job(desk: Desk, tmp_path: Path) -> None:
    tab = upload(desk, write_comments(tmp_path / "c.csv", 300).read_bytes())
    desk.look(tab.button(key="launch").click())
    assert tab.title[0].value == "Jobs"
    assert [run.name for run in runs.listing(desk.workspace)] == ["garden-1"]
    assert runs.wait(desk.workspace, "garden-1").state is runs.RunState.COMPLETED
    tab = desk.open("jobs", job="garden-1-process")
    assert "Train on this data" in "".join(link.label for link in tab.page_link)


def test_two_tabs_that_click_at_once_launch_one_run(desk: Desk, tmp_path: Path) -> None:
    upload(desk, write_comments(tmp_path / "c.csv", 60).read_bytes())
    tabs = [desk.open("process"), desk.open("process")]
    for tab in tabs:
        desk.look(tab.button(key="launch").click())
        assert tab.title[0].value == "Jobs"
    assert [run.name for run in runs.listing(desk.workspace)] == ["garden-1"]


def test_a_name_that_is_taken_is_refused_before_launch(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("process", dataset=made.dataset)
    name = next(field for field in tab.text_input if field.label == "Name of the run")
    assert name.value == "garden-2"
    made_desk.look(name.set_value("garden-1"))
    assert "Choose another name" in marked(tab)
    assert tab.button(key="launch").disabled
    made_desk.look(name.set_value("No Name!"))
    assert "cannot be a name" in marked(tab)


def fields(tab: AppTest) -> dict[str, object]:
    found = {field.label: field.value for field in tab.number_input}
    return found | {"size": tab.radio(key="process-size").value}


def test_what_was_launched_last_is_filled_in_another_sitting_and_the_defaults_come_back(
    desk: Desk, tmp_path: Path
) -> None:
    tab = upload(desk, write_comments(tmp_path / "c.csv", 300).read_bytes())
    defaults = fields(tab)
    smallest = desk.workspace.platform.sizes()[0].name
    tab.radio(key="process-size").set_value(smallest)
    tab.number_input(key="process-seed").set_value(11)
    desk.look(tab.number_input(key="process-validation").set_value(12.5))
    assert fields(desk.open("process")) == defaults  # typing alone is not kept
    desk.look(tab.button(key="launch").click())
    tab = desk.open("process")
    chosen = {"Validation share, %": 12.5, "Test share, %": 10.0, "Seed": 11, "size": smallest}
    assert fields(tab) == chosen
    desk.look(tab.button(key="defaults").click())
    assert fields(tab) == defaults


def test_a_job_is_run_again_with_its_settings_under_a_fresh_name(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("process", again=made.lines)
    assert "garden\\-1\\-process" in tab.info[0].value
    assert tab.selectbox(key="dataset").value == made.dataset
    assert tab.radio(key="process-size").value == made_desk.workspace.platform.sizes()[0].name
    assert tab.text_input(key="process-name-garden").value == "garden-2"
    assert "again" not in tab.query_params


def test_a_job_whose_dataset_has_gone_fills_in_the_rest_and_says_so(
    desk: Desk, tmp_path: Path
) -> None:
    upload(desk, write_comments(tmp_path / "c.csv", 60).read_bytes())
    size = desk.workspace.platform.sizes()[0].name
    runs.process(desk.workspace, name="old", dataset="garden", size=size, seed=5)
    runs.wait(desk.workspace, "old")
    datasets.remove(desk.workspace, "garden")
    datasets.add(
        desk.workspace, "other", DatasetFiles(write_comments(tmp_path / "o.csv", 60, seed=2))
    )
    tab = desk.open("process", again="old-process")
    assert "has been removed since" in tab.error[0].value
    assert tab.selectbox(key="dataset").value == "other"
    assert tab.number_input(key="process-seed").value == 5
    assert not tab.button(key="launch").disabled
    assert "There is no processing job" in desk.open("process", again="none").error[0].value


def test_the_command_line_does_the_same(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("process", dataset=made.dataset)
    made_desk.look(tab.number_input(key="process-seed").set_value(9))
    command = next(code.value for code in tab.code if "backend process" in code.value)
    assert "--dataset=garden" in command
    assert "--seed=9" in command


def test_categories_that_are_rare_are_named_but_stop_nobody(desk: Desk, tmp_path: Path) -> None:
    tab = upload(desk, write_comments(tmp_path / "c.csv", 60).read_bytes())
    assert any("to calibrate with" in warning.value for warning in tab.warning)
    assert not tab.button(key="launch").disabled


def test_an_error_names_the_file_as_its_owner_does(desk: Desk) -> None:
    tab = upload(desk, b"id,comment_text\n1,hello\n", name="chat log.csv")
    assert "chat log\\.csv" in tab.error[0].value
