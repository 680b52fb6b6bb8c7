"""What a person sets of models: names and thresholds; and what goes with them."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.artefacts.files import read_json, write_json
from backend.errors import Conflict, InvalidInput, NotFound
from backend.learning.audit.record import Audit, Bias, FunctionResult, TermBias
from backend.learning.evaluation import Curve, Draws, Interval, Slice
from backend.learning.examples import Examples
from backend.platforms.base import EndpointSpec, EndpointState
from backend.serving.speed import Speed
from backend.studio import demo
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.model import lineage, model_card, models
from backend.studio.model.models import Model
from backend.studio.work import jobs, runs
from backend.studio.workspace import Workspace
from tests.comments import write_comments
from tests.studio.memory_platform import MemoryPlatform
from tests.studio.work.test_runs import CATEGORIES, complete_jobs, launch
from tests.studio.work.test_runs import platform as platform
from tests.studio.work.test_runs import workspace as workspace

AUDIT = Audit(
    bias=Bias(
        neutral=12,
        toxic=12,
        false_positive_rate=0.25,
        missed_rate=0.125,
        terms=(
            TermBias(
                term="gay",
                kind="sexuality",
                subgroup_auc=0.8,
                bpsn_auc=0.7,
                bnsp_auc=0.99,
                false_positive_rate=0.5,
                false_positive_gap=0.375,
                missed_rate=0.0,
            ),
        ),
    ),
    functions=(
        FunctionResult(
            name="trash_talk",
            title="Talks as players do",
            flagged=False,
            total=10,
            failed=("kill the boss",),
            note="Depends on your rules.",
        ),
    ),
)

HALF = dict.fromkeys(CATEGORIES, 0.5)


def make(workspace: Workspace, platform: MemoryPlatform, name: str = "a") -> Model:
    """A model that no endpoint serves, of a run that has ended."""
    launch(workspace, name, endpoint=f"live-{name}")
    complete_jobs(workspace, platform, name)
    platform.settle(f"live-{name}", EndpointState.IN_SERVICE)
    runs.advance(workspace)
    endpoints.delete(workspace, f"live-{name}")
    return models.get(workspace, name)


def describe(workspace: Workspace, model: Model, **details: object) -> Model:
    """Put details and inputs into the model's manifest, as a real evaluation does."""
    folder = workspace.platform.fetch(workspace.platform.job(model.job).output or "")
    content = read_json(folder / "manifest.json")
    inputs = details.pop("inputs", content["inputs"])
    write_json(
        folder / "manifest.json",
        {**content, "inputs": inputs, "details": {**content["details"], **details}},
    )
    models._records.cache_clear()
    return models.get(workspace, model.name)


class TestNames:
    def test_a_model_has_the_name_of_its_run_until_it_is_given_another(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        assert make(workspace, platform).name == "a"
        renamed = models.rename(workspace, "a", "best")
        assert (renamed.name, renamed.run, renamed.job) == ("best", "a", "a-evaluate")
        assert [model.name for model in models.listing(workspace)] == ["best"]
        assert models.of_package(workspace, renamed.package) == renamed
        assert runs.get(workspace, "a").name == "a"
        assert models.rename(workspace, "best", "a").name == "a"
        assert models.given_names(workspace) == frozenset()

    def test_it_is_found_by_its_runs_name_as_well(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        models.rename(workspace, "a", "best")
        assert models.get(workspace, "a").name == "best"
        assert models.made_by(workspace, "a-evaluate").name == "best"

    def test_it_is_deployed_by_its_name(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        models.rename(workspace, "a", "best")
        deployed = endpoints.deploy(workspace, name="desk", model="best")
        assert deployed.model is not None
        assert deployed.model.name == "best"
        assert models.rename(workspace, "best", "better").package == deployed.model.package
        assert endpoints.model_of(workspace, "desk").name == "better"

    def test_what_was_set_of_a_model_outlives_the_name_that_one_before_it_had(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform, "b")
        model = make(workspace, platform, "a")
        workspace.ledger.name_model(model.job, model.made_at - 60, "best")
        chosen = models.set_thresholds(workspace, "a", dict.fromkeys(CATEGORIES, 0.4)).thresholds
        assert models.rename(workspace, "b", "best").run == "b"
        assert models.get(workspace, "a").thresholds == chosen

    def test_a_deleted_models_name_is_not_given_while_what_it_learned_from_has_it(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform, "a-1")
        models.delete(workspace, "a-1")
        assert [job.name for job in platform.jobs()] == ["a-1-process"]
        assert runs.propose_name(workspace, "a") == "a-2"
        with pytest.raises(Conflict):
            runs.check_new(workspace, "a-1")
        with pytest.raises(Conflict):
            runs.process(workspace, name="a-1", dataset="chat", size="small")
        assert workspace.ledger.runs() == ()

    @pytest.mark.parametrize("name", ["", "Best", "a b", "-a", "a--b", "x" * 60])
    def test_what_cannot_be_a_name_is_refused(
        self, workspace: Workspace, platform: MemoryPlatform, name: str
    ) -> None:
        make(workspace, platform)
        with pytest.raises(InvalidInput):
            models.rename(workspace, "a", name)

    def test_a_name_that_a_model_or_a_run_has_is_refused(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        make(workspace, platform, "b")
        runs.process(workspace, name="c", dataset="chat", size="small")
        models.rename(workspace, "b", "best")
        for taken in ("best", "b", "c"):
            with pytest.raises(Conflict, match=repr(taken)):
                models.rename(workspace, "a", taken)
        assert models.get(workspace, "a").name == "a"

    def test_no_run_takes_a_models_name(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        models.rename(workspace, "a", "chat-1")
        with pytest.raises(Conflict, match="'chat-1'"):
            runs.process(workspace, name="chat-1", dataset="chat", size="small")
        assert runs.propose_name(workspace, "chat") == "chat-2"

    def test_the_demo_takes_another_name_where_a_model_has_its(
        self, workspace: Workspace, platform: MemoryPlatform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def write_few(folder: Path) -> None:
            write_comments(folder / "train.csv", 60)

        monkeypatch.setattr(datasets, "write_sample", write_few)
        make(workspace, platform)
        models.rename(workspace, "a", demo.NAME)
        assert demo.start(workspace).name == f"{demo.NAME}-2"

    def test_what_was_set_of_a_removed_model_does_not_name_a_later_one(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        models.rename(workspace, "a", "best")
        models.set_thresholds(workspace, "best", HALF | {"spam": 0.3})
        for job in ("a-evaluate", "a-train", "a-process"):  # not by `delete`, as the demo does
            platform.remove_job(job)
        workspace.ledger.remove_run("a")
        later = make(workspace, platform)
        assert (later.name, later.thresholds) == ("a", HALF)
        make(workspace, platform, "b")
        assert models.rename(workspace, "b", "best").name == "best"

    def test_an_unknown_model_is_not_found(self, workspace: Workspace) -> None:
        for name in ("nobody", "../x", ""):
            with pytest.raises(NotFound):
                models.get(workspace, name)


class TestThresholds:
    def test_they_stand_in_the_order_of_the_models_categories(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = make(workspace, platform)
        chosen = models.set_thresholds(workspace, "a", dict.fromkeys(CATEGORIES, 0.4)).thresholds
        assert tuple(chosen) == model.categories == tuple(model.measured_thresholds)
        assert list(chosen) != sorted(chosen)

    def test_those_set_are_in_force_until_they_are_taken_back(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        chosen = HALF | {"spam": 0.29}
        model = models.set_thresholds(workspace, "a", chosen)
        assert model.thresholds == chosen
        assert model.measured_thresholds == HALF
        assert models.listing(workspace)[0].thresholds == chosen
        assert models.set_thresholds(workspace, "a", None).thresholds == HALF

    def test_setting_the_measured_ones_takes_back_what_was_set(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        models.set_thresholds(workspace, "a", HALF | {"spam": 0.29})
        models.set_thresholds(workspace, "a", HALF)
        assert workspace.ledger.models()[0].thresholds is None

    def test_an_endpoint_that_is_there_takes_them_at_once(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        endpoints.deploy(workspace, name="desk", model="a")
        models.set_thresholds(workspace, "a", HALF | {"toxic": 0.99})
        assert endpoints.model_of(workspace, "desk").thresholds["toxic"] == 0.99

    @pytest.mark.parametrize("threshold", [0.0, 1.0, -0.5, 0.123, float("nan")])
    def test_only_those_that_were_counted_at_are_taken(
        self, workspace: Workspace, platform: MemoryPlatform, threshold: float
    ) -> None:
        make(workspace, platform)
        with pytest.raises(InvalidInput, match=r"0\.01 to 0\.99"):
            models.set_thresholds(workspace, "a", HALF | {"spam": threshold})

    @pytest.mark.parametrize("chosen", [{}, {"toxic": 0.5}, HALF | {"other": 0.5}])
    def test_every_category_needs_one_and_no_other_has_one(
        self, workspace: Workspace, platform: MemoryPlatform, chosen: dict[str, float]
    ) -> None:
        make(workspace, platform)
        with pytest.raises(InvalidInput, match="each of its categories"):
            models.set_thresholds(workspace, "a", chosen)


class TestDeleting:
    def test_what_was_set_goes_with_its_evaluation_job_as_well(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        models.rename(workspace, "a", "best")
        jobs.remove(workspace, "a-evaluate")
        assert workspace.ledger.models() == ()

    def test_its_jobs_its_run_and_what_was_set_of_it_go(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        make(workspace, platform)
        models.rename(workspace, "a", "best")
        models.delete(workspace, "best")
        assert [job.name for job in platform.jobs()] == ["a-process"]
        assert (workspace.ledger.models(), workspace.ledger.runs()) == ((), ())
        with pytest.raises(NotFound):
            models.get(workspace, "best")

    def test_all_endpoints_that_use_it_are_named(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = make(workspace, platform)
        endpoints.deploy(workspace, name="desk", model="a")
        platform.deploy(EndpointSpec(name="other", package="elsewhere", memory_mb=1024))
        changing = EndpointSpec(name="other", package=model.package, memory_mb=1024)
        platform.found_endpoints["other"] = replace(
            platform.endpoint("other"), state=EndpointState.UPDATING, changing_to=changing
        )
        assert models.users(workspace, model) == ("desk", "other")
        with pytest.raises(Conflict, match="'desk', 'other' use the model 'a'"):
            models.delete(workspace, "a")
        assert models.get(workspace, "a") == model

    def test_a_model_of_a_run_that_goes_on_stays(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        """Or the run would make it again."""
        launch(workspace)
        complete_jobs(workspace, platform)
        endpoints.delete(workspace, "live")
        with pytest.raises(Conflict, match="'a' still goes on"):
            models.delete(workspace, "a")


def test_one_that_cannot_be_read_does_not_hide_the_others(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    for name in ("a", "b", "c"):
        make(workspace, platform, name)
    (platform.folder / "a-evaluate" / "evaluation.json").write_text("{}")
    content = read_json(platform.folder / "b-evaluate" / "manifest.json")
    write_json(platform.folder / "b-evaluate" / "manifest.json", content | {"details": {}})
    models._records.cache_clear()
    assert [model.name for model in models.listing(workspace)] == ["c"]
    with pytest.raises(InvalidInput, match="cannot be read"):
        models.get(workspace, "a")


def test_test_rows_are_the_same_whatever_was_trained_on(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    def rows(name: str, **inputs: str) -> object:
        made = {f"dataset/{file}.csv": content for file, content in inputs.items()}
        model = make(workspace, platform, name)
        return describe(workspace, model, inputs={**made, "rows/test.tsv": "t"}).test_rows

    held_out = rows("a", train="1", test="2", test_labels="3")
    assert held_out == rows("b", train="9", test="2", test_labels="3")
    assert held_out != rows("c", train="1", test="2", test_labels="4")
    assert rows("d", train="1") != rows("e", train="2")


class TestCost:
    def test_it_comes_of_the_speed_and_the_smallest_endpoint(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = replace(make(workspace, platform), speed=Speed(messages_per_second=200, messages=9))
        found = models.serving_cost(workspace, model)
        assert found is not None
        assert (found.usd, found.memory_mb, found.seconds) == (0.0, 2048, 0.005)
        assert found.serverless_usd == pytest.approx(0.2 + 0.016)

    def test_without_a_speed_or_an_endpoint_large_enough_it_is_not_known(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = make(workspace, platform)
        assert models.serving_cost(workspace, model) is None
        huge = replace(
            describe(workspace, model, serving_mb=9000.0),
            speed=Speed(messages_per_second=200, messages=9),
        )
        assert models.serving_cost(workspace, huge) is None


def described(workspace: Workspace, platform: MemoryPlatform) -> Model:
    return describe(
        workspace,
        make(workspace, platform),
        inputs={"dataset/train.csv": "abc123", "rows/test.tsv": "t", "train.txt": "def456"},
        dataset={
            "rows": 1200,
            "parts": {
                part: {"rows": rows, "reference_rows": 0, "positives": {"toxic": 7, "spam": 1}}
                for part, rows in (("train", 1000), ("validation", 100), ("test", 100))
            },
        },
        processing={"seed": 7, "settings": {}, "versions": {"normaliser": "1"}},
        training_versions={"python": "3.11.7"},
    )


class TestBesideThePackage:
    """What an evaluation leaves to look at, and older ones did not."""

    def test_it_is_read_where_it_is(self, workspace: Workspace, platform: MemoryPlatform) -> None:
        model = make(workspace, platform)
        assert models.audit(workspace, model) is None
        assert models.examples(workspace, model) is None
        folder = platform.folder / model.job
        AUDIT.write(folder)
        shown = Examples(rows=10, categories={"toxic": (), "spam": ()})
        shown.write(folder)
        assert models.audit(workspace, model) == AUDIT
        assert models.examples(workspace, model) == shown

    def test_what_is_damaged_is_as_if_it_were_not_there(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = make(workspace, platform)
        (platform.folder / model.job / "audit.json").write_text("{")
        assert models.audit(workspace, model) is None
        assert models.get(workspace, "a") == model


class TestLead:
    def drawn(self, model: Model, name: str, auc: float, precision: float) -> Model:
        """A model whose every draw is as far above 0.5 as is said, and a little more in half."""
        draws = Draws(
            mean_auc=(0.5 + auc, 0.51 + auc) * 50,
            mean_average_precision=(0.5 + precision, 0.5) * 50,
        )
        return replace(model, name=name, evaluation=replace(model.evaluation, draws=draws))

    def test_a_tie_is_told_from_a_lead(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = make(workspace, platform)
        best, other = self.drawn(model, "b", 0.2, 0.1), self.drawn(model, "a", 0.1, -0.1)
        found = models.lead(best, other)
        assert found is not None
        assert found.mean_auc.low == pytest.approx(0.1)
        assert not found.mean_auc.holds_zero
        assert found.mean_average_precision.holds_zero

    def test_models_of_other_rows_or_without_draws_are_not_compared(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = make(workspace, platform)
        drawn = self.drawn(model, "b", 0.2, 0.1)
        assert models.lead(drawn, model) is None
        assert models.lead(model, model) is None
        elsewhere = replace(
            drawn, manifest=replace(model.manifest, inputs={"rows/test.tsv": "others"})
        )
        assert models.lead(drawn, elsewhere) is None


class TestLineage:
    def test_it_is_told_from_rows_to_endpoint(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = described(workspace, platform)
        content = read_json(workspace.datasets_folder / "chat" / "manifest.json")
        write_json(
            workspace.datasets_folder / "chat" / "manifest.json",
            {**content, "files": {"train.csv": "abc123"}},
        )
        endpoints.deploy(workspace, name="desk", model="a")
        found = lineage.of(workspace, model)
        assert (found.dataset.name, found.dataset.rows) == ("chat", 1200)
        assert found.dataset.files == {"train.csv": "abc123"}
        assert (found.processing.job, found.processing.seed) == ("a-process", 7)
        assert found.processing.rows == {"train": 1000, "validation": 100, "test": 100}
        assert (found.training.job, found.training.algorithm) == ("a-train", "fasttext")
        assert found.training.lines == "def456"
        assert found.evaluation.job == "a-evaluate"
        assert found.endpoints == ("desk",)

    def test_what_was_removed_is_still_known_by_the_manifest(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        described(workspace, platform)
        for job in ("a-process", "a-train"):
            platform.remove_job(job)
        model = models.get(workspace, "a")
        found = lineage.of(workspace, model)
        assert model.prepared is None
        assert (found.dataset.name, found.processing.job, found.training.job) == (None, None, None)
        assert found.dataset.files == {"train.csv": "abc123"}  # the dataset there has other content
        assert found.processing.rows["train"] == 1000
        assert found.training.algorithm == "fasttext"


class TestCard:
    def card(self, workspace: Workspace, model: Model) -> str:
        cost = models.serving_cost(workspace, model)
        found = models.audit(workspace, model)
        return model_card.card(model, lineage.of(workspace, model), cost, found)

    def test_its_numbers_are_the_models(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = described(workspace, platform)
        (toxic, spam) = model.evaluation.categories
        curve = Curve(thresholds=(0.7, 0.3), right=(1, 2), wrong=(0, 4), auc_right=(1, 2))
        model = replace(
            model,
            evaluation=replace(model.evaluation, categories=(replace(toxic, curve=curve), spam)),
            thresholds={"toxic": 0.3, "spam": 0.5},
            speed=Speed(messages_per_second=4321.0, messages=1500),
        )
        card = self.card(workspace, model)
        assert "# Model card: `a`" in card
        assert "| `toxic` | 0.300 | 0.500 | 2 | 4 | 1 | 0.333 | 0.667 | 0.444 |" in card
        assert "Some were set by a person" in card
        assert "| train | 1,000 | 0 | 7 | 1 |" in card
        assert "4,321 messages a second" in card
        assert "USD 0.06" in card
        assert "`abc123`" in card
        assert "`toxic` was measured on 3 positives only" in card
        assert "synthetic" not in card

    def test_it_says_how_sure_it_is_where_it_does_worse_and_what_it_minds(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = make(workspace, platform)
        AUDIT.write(platform.folder / model.job)
        (toxic, spam) = model.evaluation.categories
        sure = replace(toxic, roc_auc_interval=Interval(0.85, 0.94))
        short = Slice(
            name="short",
            rows=100,
            positives=20,
            right=15,
            wrong=8,
            categories=("toxic",),
            mean_auc=0.91,
            mean_average_precision=0.5,
        )
        few = Slice(name="all_caps", rows=5, positives=2, right=1, wrong=0)
        evaluation = replace(model.evaluation, categories=(sure, spam), slices=(short, few))
        card = self.card(workspace, replace(model, evaluation=evaluation))
        assert "| `toxic` | 0.900 (0.850 to 0.940) |" in card
        assert "| short (up to 60 characters) | 100 | 20 | 0.910 | 0.500 | 0.750 | 0.100 |" in card
        assert "| in capitals | 5 | 2 | - | - | - | - |" in card
        assert "| `gay` | `sexuality` | 0.800 | 0.700 | 0.990 | 0.500 | +0.375 |" in card
        assert "| `Talks as players do` | not flagged | 9 of 10 | `kill the boss` |" in card
        assert "Depends on your rules." in card

    def test_synthetic_rows_are_said_to_be_that(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        model = describe(workspace, described(workspace, platform), synthetic=True)
        card = self.card(workspace, model)
        assert "It learned from synthetic comments" in card
        assert "written by a program, about nobody" in card

    def test_what_is_not_known_is_said_not_to_be(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        card = self.card(workspace, make(workspace, platform))
        assert "Speed: not measured." in card
        assert "It was not audited." in card
        assert "Cost: not known." in card

    def test_nothing_that_is_read_becomes_markup(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        evil = "x`|<script>\n# big"
        model = describe(workspace, described(workspace, platform), training_versions={evil: evil})
        card = self.card(workspace, model)
        assert "\n# big" not in card
        row = next(line for line in card.splitlines() if "script" in line)
        assert row == "| Version of `x'/<script> # big` | `x'/<script> # big` |"
