"""The smaller services: tags, quotas, prices, and what a request is recorded as."""

import json
from typing import Any

from tests.aws_double import AwsDouble
from tests.test_aws_double.asks import processing, refused, training
from tests.test_aws_double.conftest import Clients


def tagged(**tags: str) -> list[dict[str, str]]:
    return [{"Key": key.replace("_", ":"), "Value": value} for key, value in tags.items()]


def test_resources_are_found_by_their_tags(
    aws: Clients, double: AwsDouble, put_model: Any, ended: Any
) -> None:
    put_model()
    for number in range(3):
        aws.sagemaker.create_training_job(
            **training(double, "speak", name=f"t{number}", Tags=tagged(team="a"))
        )
    aws.sagemaker.create_processing_job(**processing(double, Tags=tagged(team="b", kind="x")))
    tagging = aws.resourcegroupstaggingapi

    def found(**asked: Any) -> list[str]:
        pages = tagging.get_paginator("get_resources").paginate(**asked)
        arns = [one["ResourceARN"] for page in pages for one in page["ResourceTagMappingList"]]
        return [arn.rpartition(":")[2] for arn in arns]

    team = {"Key": "team", "Values": ["a"]}
    assert found(TagFilters=[team]) == ["training-job/t0", "training-job/t1", "training-job/t2"]
    assert found(TagFilters=[{"Key": "team"}], ResourcesPerPage=1) == [
        "processing-job/a-job",
        "training-job/t0",
        "training-job/t1",
        "training-job/t2",
    ]
    assert found(ResourceTypeFilters=["sagemaker:processing-job"]) == ["processing-job/a-job"]
    assert found(TagFilters=[team, {"Key": "kind"}]) == []
    aws.sagemaker.delete_training_job(TrainingJobName=ended("t1")["TrainingJobName"])
    assert found(TagFilters=[team]) == ["training-job/t0", "training-job/t2"]


def test_tags_are_added_listed_and_deleted(aws: Clients, double: AwsDouble) -> None:
    arn = aws.sagemaker.create_training_job(
        **training(double, "speak", Tags=tagged(team="a", moderation_kind="x"))
    )["TrainingJobArn"]
    aws.sagemaker.add_tags(ResourceArn=arn, Tags=tagged(team="b"))
    aws.sagemaker.delete_tags(ResourceArn=arn, TagKeys=["moderation:kind"])
    assert aws.sagemaker.list_tags(ResourceArn=arn)["Tags"] == tagged(team="b")
    with refused("ValidationException", "Could not find"):
        aws.sagemaker.list_tags(ResourceArn=arn + "x")


def test_quotas_are_listed_by_name(aws: Clients, double: AwsDouble) -> None:
    pages = aws.service_quotas.get_paginator("list_service_quotas").paginate(
        ServiceCode="sagemaker"
    )
    found = {quota["QuotaName"]: quota for page in pages for quota in page["Quotas"]}
    assert found.keys() == double.quotas.keys()
    assert len(found) > 500
    double.quotas["ml.c5.xlarge for spot training job usage"] = 0.0
    code = found["ml.c5.xlarge for spot training job usage"]["QuotaCode"]
    quota = aws.service_quotas.get_service_quota(ServiceCode="sagemaker", QuotaCode=code)["Quota"]
    assert quota["Value"] == 0.0
    with refused("NoSuchResourceException"):
        aws.service_quotas.list_service_quotas(ServiceCode="ec2x")


def test_prices(aws: Clients) -> None:
    filters = [
        {"Type": "TERM_MATCH", "Field": field, "Value": value}
        for field, value in {
            "regionCode": "us-east-1",
            "instanceName": "ml.m5.large",
            "component": "Training",
        }.items()
    ]
    answer = aws.pricing.get_products(ServiceCode="AmazonSageMaker", Filters=filters)
    [product] = map(json.loads, answer["PriceList"])
    [term] = product["terms"]["OnDemand"].values()
    [dimension] = term["priceDimensions"].values()
    assert dimension["unit"] == "Hrs"
    assert float(dimension["pricePerUnit"]["USD"]) > 0
    everything = aws.pricing.get_paginator("get_products").paginate(ServiceCode="AmazonSageMaker")
    assert sum(len(page["PriceList"]) for page in everything) > 100
    with refused("NotFoundException"):
        aws.pricing.get_products(ServiceCode="AmazonNothing")


def test_every_call_is_recorded(aws: Clients, double: AwsDouble) -> None:
    start = len(double.requests)
    aws.s3.put_object(Bucket=double.bucket, Key="a b/é", Body=b"x", IfNoneMatch="*")
    with refused("PreconditionFailed"):
        aws.s3.put_object(Bucket=double.bucket, Key="a b/é", Body=b"x", IfNoneMatch="*")
    aws.s3.list_objects_v2(Bucket=double.bucket, Prefix="a")
    aws.iam.list_users()
    with refused("ResourceNotFoundException"):
        aws.logs.describe_log_streams(logGroupName="none")
    with refused("ValidationException", "2 validation errors detected"):
        aws.sagemaker.list_endpoints(MaxResults=101, NameContains="_")
    with refused("InvalidParameterException", "expression pattern"):
        aws.logs.describe_log_streams(logGroupName="no spaces")
    seen = double.requests[start:]
    assert [(r.service, r.operation, r.status, r.error) for r in seen] == [
        ("s3", "PutObject", 200, ""),
        ("s3", "PutObject", 412, "PreconditionFailed"),
        ("s3", "ListObjectsV2", 200, ""),
        ("iam", "ListUsers", 200, ""),
        ("logs", "DescribeLogStreams", 400, "ResourceNotFoundException"),
        ("sagemaker", "ListEndpoints", 400, "ValidationException"),
        ("logs", "DescribeLogStreams", 400, "InvalidParameterException"),
    ]
    assert seen[0].name == "a b/é"
    assert seen[0].parameters["IfNoneMatch"] == "*"
    assert seen[2].parameters["Prefix"] == "a"
    assert seen[4].parameters == {"logGroupName": "none"}
    assert [len(r.problems) for r in seen] == [0, 0, 0, 0, 0, 2, 1]


def test_an_operation_that_the_double_does_not_have(aws: Clients) -> None:
    with refused("UnknownOperationException", "ListNotebookInstances"):
        aws.sagemaker.list_notebook_instances()
