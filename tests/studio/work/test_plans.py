import json

from backend.studio.work.plans import (
    Plan,
    PlannedEndpoint,
    evaluation_job,
    plan_from_json,
    processing_job,
    training_job,
)


def test_a_plan_survives_json() -> None:
    plan = Plan(
        stages=(
            processing_job("a", "jigsaw", size="small", settings={"seed": "7"}),
            training_job("a", "a-process", size="small", algorithm="fasttext", settings={}),
            evaluation_job("a", "a-process", size="small"),
            PlannedEndpoint(endpoint="a", package_of="a-evaluate"),
        )
    )
    assert plan_from_json(json.loads(json.dumps(plan.to_json()))) == plan
