"""Who asks AWS."""

from dataclasses import dataclass

from backend.platforms.aws.account.findings import ask
from backend.platforms.aws.clients import Clients


@dataclass(frozen=True)
class Caller:
    """Who asks: its ARN and the number of its account."""

    arn: str
    account: str

    @property
    def name(self) -> str:
        """For a person."""
        return self.arn.split(":", 5)[5]

    @property
    def role(self) -> str:
        """The name of the role it has taken; empty for a user."""
        kind, _, rest = self.name.partition("/")
        return rest.partition("/")[0] if kind == "assumed-role" else ""


def identity(clients: Clients) -> Caller:
    """Who is signed in. Raises as `errors.translated` says."""
    answer = ask("checking who you are", lambda: clients.sts.get_caller_identity())
    return Caller(answer["Arn"], answer["Account"])
