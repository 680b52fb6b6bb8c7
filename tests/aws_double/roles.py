"""A role, as SageMaker takes it on: everything done with it is held against its policies."""

from pathlib import Path

from tests.aws_double import images, layout
from tests.aws_double.account import SAGEMAKER, Account
from tests.aws_double.errors import invalid
from tests.aws_double.neighbours import split_uri
from tests.aws_double.policies import Decision, decide

_LOGGING = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
_PULLING = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


class NotPermitted(Exception):
    """The role may not. The message says what."""


class Role:
    """What SageMaker does in an account on behalf of a job or a model."""

    def __init__(self, account: Account, arn: str) -> None:
        """Raises AwsError unless SageMaker may take on the role."""
        if not account.neighbours.trusts(arn, SAGEMAKER):
            raise invalid(
                f"Could not assume role {arn}. Please ensure that the role exists and allows"
                f" principal '{SAGEMAKER}' to assume the role."
            )
        self._account = account
        self.arn = arn

    def may(self, action: str, resource: str = "*", **context: str) -> bool:
        """Whether its policies allow it, now. context: `s3_prefix` is s3:prefix."""
        policies = self._account.neighbours.policies_of(self.arn) or []
        keys = {name.replace("_", ":"): value for name, value in context.items()}
        return decide(policies, action, resource, keys) == Decision.ALLOWED

    # What is looked at before anything is made

    def check_image(self, uri: str) -> None:
        """Raises AwsError unless there is such an image and the role may pull it."""
        images.check(uri, self._account.region, self.arn)
        registry, _, image = uri.partition("/")
        account, region = registry.split(".")[0], registry.split(".")[3]
        repository = image.rpartition(":")[0]
        arn = f"arn:aws:ecr:{region}:{account}:repository/{repository}"
        signed_in = self.may("ecr:GetAuthorizationToken")
        if not (signed_in and all(self.may(action, arn) for action in _PULLING)):
            raise images.not_found(uri, self.arn)

    def check_input(self, uri: str) -> None:
        """Raises AwsError unless something is below the prefix, and the role may list it."""
        bucket, prefix = split_uri(uri)
        listed = self.may("s3:ListBucket", f"arn:aws:s3:::{bucket}", s3_prefix=prefix)
        if not listed or not layout.objects(self._account.neighbours, uri):
            raise invalid(
                f'No S3 objects found under S3 URL "{uri}" given in input data source. Please'
                f" ensure that the bucket exists in the selected region ({self._account.region}),"
                f' that objects exist under that S3 prefix, and that the role "{self.arn}" has'
                f' "s3:ListBucket" permissions on bucket "{bucket}".'
            )

    def check_bucket(self, uri: str) -> None:
        """Raises AwsError unless the bucket of the URI is there."""
        bucket, _ = split_uri(uri)
        if not self._account.neighbours.has_bucket(bucket):
            raise invalid(
                f"S3 bucket {bucket} does not exist in the selected region"
                f" ({self._account.region}), or access to it is denied."
            )

    def check_model(self, uri: str) -> None:
        """Raises AwsError unless the object is there, and the role may read it."""
        bucket, key = split_uri(uri)
        if not self._account.neighbours.has(bucket, key):
            raise invalid(f"Could not find model data at {uri}.")
        if not self.may("s3:GetObject", f"arn:aws:s3:::{bucket}/{key}"):
            raise invalid(
                f"Could not access model data at {uri}. Please ensure that the role"
                f' "{self.arn}" exists and that its trust relationship policy allows the action'
                f' "sts:AssumeRole" for the service principal "{SAGEMAKER}". Also ensure that the'
                ' role has "s3:GetObject" permissions and that the object is located in'
                f" {self._account.region}."
            )

    # What is done

    def read(self, uri: str) -> bytes:
        """An object. Raises KeyError when there is none, NotPermitted."""
        bucket, key = split_uri(uri)
        self._need("s3:GetObject", f"{bucket}/{key}")
        return self._account.neighbours.read(bucket, key)

    def write(self, uri: str, body: bytes) -> None:
        """An object. Raises NotPermitted, KeyError when there is no such bucket."""
        bucket, key = split_uri(uri)
        self._need("s3:PutObject", f"{bucket}/{key}")
        self._account.neighbours.write(bucket, key, body)

    def download(self, uri: str, folder: Path) -> None:
        """Bring what is below an S3 prefix into a folder. Raises KeyError when nothing is,
        NotPermitted."""
        bucket, prefix = split_uri(uri)
        self._need("s3:ListBucket", bucket, s3_prefix=prefix)
        found = layout.objects(self._account.neighbours, uri)
        if not found:
            raise KeyError(uri)
        for place, key in found.items():
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.read(f"s3://{bucket}/{key}"))

    def upload(self, folder: Path, uri: str) -> None:
        """Bring all files of a folder below an S3 prefix. Raises NotPermitted."""
        for path in layout.files(folder):
            place = path.relative_to(folder).as_posix()
            self.write(f"{uri.rstrip('/')}/{place}", path.read_bytes())

    def _need(self, action: str, place: str, **context: str) -> None:
        if not self.may(action, f"arn:aws:s3:::{place}", **context):
            raise NotPermitted(
                f'Please ensure that the role "{self.arn}" has "{action}" permissions on'
                f" s3://{place}"
            )


class Log:
    """A stream of CloudWatch's that a role writes, made with its first line. Lines of a role that
    may not write there are lost, as they are on AWS."""

    def __init__(self, account: Account, role: Role, group: str, stream: str) -> None:
        self._neighbours = account.neighbours
        self._group, self._stream = group, stream
        arn = (
            f"arn:aws:logs:{account.region}:{account.number}:log-group:{group}:log-stream:{stream}"
        )
        self._open = all(role.may(action, arn) for action in _LOGGING)

    def __call__(self, line: str) -> None:
        if self._open:
            self._neighbours.log(self._group, self._stream, line)
