"""An AWS on loopback that boto3 and the SDK talk to, and that runs the work. See README.md."""

from tests.aws_double.double import AwsDouble
from tests.aws_double.errors import AwsError
from tests.aws_double.faults import Fault, Kind
from tests.aws_double.pace import Pace
from tests.aws_double.server import Request

__all__ = ["AwsDouble", "AwsError", "Fault", "Kind", "Pace", "Request"]
