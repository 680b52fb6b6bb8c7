from backend.platforms.aws.settings import AwsSettings, from_mapping
from backend.platforms.catalogue import check_settings, offered

ROLE = "arn:aws:iam::123456789012:role/moderation-studio-job"


def test_the_settings_are_those_of_the_catalogue() -> None:
    given = {"region": "eu-west-1", "role": ROLE, "bucket": "mine", "profile": "desk"}
    assert from_mapping(check_settings(offered("aws"), given)) == AwsSettings(
        region="eu-west-1",
        role_arn=ROLE,
        bucket="mine",
        prefix="moderation-studio",
        profile="desk",
    )


def test_what_is_made_is_tagged_with_its_studio() -> None:
    settings = AwsSettings(region="eu-west-1", role_arn=ROLE, bucket="mine", prefix="theirs")
    assert settings.tags == [{"Key": "moderation-studio", "Value": "theirs"}]
