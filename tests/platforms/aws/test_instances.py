"""The sizes on offer are types that SageMaker has for both kinds of jobs, without GPUs."""

from botocore.session import get_session

from backend.platforms.aws.instances import sizes
from backend.platforms.prices import SAGEMAKER


def test_sizes_are_types_that_processing_and_training_have() -> None:
    model = get_session().get_service_model("sagemaker")
    names = {size.name for size in sizes(SAGEMAKER)}
    for shape in ("ProcessingInstanceType", "TrainingInstanceType"):
        assert names <= set(model.shape_for(shape).metadata["enum"])
    assert {"ml.t3.medium", "ml.m5.large", "ml.c5.9xlarge"} <= names
    assert not {name for name in names if name.startswith(("ml.g", "ml.p"))}


def test_each_has_the_price_that_is_paid() -> None:
    for size in sizes(SAGEMAKER):
        assert size.price == SAGEMAKER[size.name]
        assert size.comparable is None
        assert size.name in size.title


def test_what_has_no_price_is_not_offered() -> None:
    assert [size.name for size in sizes({"ml.m5.large": SAGEMAKER["ml.m5.large"]})] == [
        "ml.m5.large"
    ]
    assert sizes({"ml.unheard.of": SAGEMAKER["ml.m5.large"]}) == ()


def test_of_two_alike_the_cheaper_comes_first() -> None:
    names = [size.name for size in sizes(SAGEMAKER)]
    assert names.index("ml.t3.large") < names.index("ml.m5.large")
