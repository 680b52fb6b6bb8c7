from backend.learning.recipes import BLAZINGTEXT, FASTTEXT
from backend.studio import jobs, runs
from tests.app.conftest import Desk, Made, links_of, words_of


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
    made_desk.look(tab.segmented_control(key="algorithm").set_value("blazingtext"))
    assert needs(tab)["Smallest endpoint"] == "1,024 MB"
    assert not tab.button(key="launch").disabled


def test_blazingtexts_own_defaults_are_one_click_away_and_their_size_is_shown(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.segmented_control(key="algorithm").set_value("blazingtext"))
    made_desk.look(
        tab.segmented_control(key="preset-blazingtext").set_value("BlazingText's defaults")
    )
    buckets = next(field for field in tab.number_input if field.label == "Buckets")
    assert buckets.value == 2_000_000
    assert needs(tab)["Model size"] == "about 800 MB"


def test_every_hyperparameter_says_what_it_does_and_its_range(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    fields = {field.label: field for field in tab.number_input}
    for parameter in FASTTEXT.hyperparameters:
        field = fields[parameter.title]
        assert parameter.help in field.help
        assert f"From {parameter.low:,g} to {parameter.high:,g}." in field.help


def test_a_hyperparameter_out_of_range_is_refused_in_words_before_launch(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("train", lines=made.lines)
    fields = {field.label: field for field in tab.number_input}
    made_desk.look(fields["Vector size"].set_value(999))
    said = tab.error[0].value.replace("\\", "")
    assert "Vector size cannot be 999." in said
    assert "from 2 to 300" in said
    assert tab.button(key="launch").disabled


def test_what_the_trainer_here_cannot_do_is_greyed_with_the_reason(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.segmented_control(key="algorithm").set_value("blazingtext"))
    fields = {field.label: field for field in [*tab.number_input, *tab.selectbox]}
    for parameter in BLAZINGTEXT.hyperparameters:
        assert fields[parameter.title].disabled is bool(parameter.reference_lacks)
    assert "no early stopping" in words_of(tab)


def test_a_model_too_big_for_the_size_is_refused_before_launch(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    fields = {field.label: field for field in tab.number_input}
    fields["Buckets"].set_value(4_000_000)
    made_desk.look(fields["Vector size"].set_value(300))
    assert "Training needs about" in tab.error[0].value
    assert needs(tab)["Smallest endpoint"] in ("5,120 MB", "6,144 MB")
    assert tab.button(key="launch").disabled


def test_a_click_launches_training_and_evaluation_once(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    name = tab.text_input[0].value
    assert name.startswith("garden-fasttext-")
    fields = {field.label: field for field in tab.number_input}
    fields["Buckets"].set_value(1000)
    made_desk.look(fields["Vector size"].set_value(4))
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


def test_a_bad_name_is_refused_in_words(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("train", lines=made.lines)
    made_desk.look(tab.text_input[0].set_value("No Name!"))
    made_desk.look(tab.button(key="launch").click())
    assert "cannot be a name" in tab.error[0].value
