"""What SageMaker's containers do, on this machine: programs run in the Python and with the versions
of the SKLearn container, BlazingText by a stand-in, endpoints by the container's entry rules.

A folder of the caller's stands for `/opt/ml`. Nothing in here knows an API: it is told what to run.
The work sees no network but loopback, none of this machine's environment, and not the checkout;
every process of it ends with the caller, however that ends.
"""

from tests.aws_double.containers.environment import python
from tests.aws_double.containers.jobs import RunningJob, start_job
from tests.aws_double.containers.servers import RunningServer, start_server

__all__ = ["RunningJob", "RunningServer", "python", "start_job", "start_server"]
