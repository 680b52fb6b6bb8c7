"""Jobs of the past in the AWS double: what was really made once, copied under other names."""

import json
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import boto3

from backend.artefacts.package import ARCHIVE
from backend.platforms.aws.jobs.intentions import (
    Ends,
    JobEnd,
    JobIntention,
    end_key,
    folder,
    made_key,
    read_intention,
    spec_key,
)
from backend.platforms.base import JobKind, JobState
from backend.studio.work.plans import job_name
from backend.studio.workspace import Workspace, open_workspace
from bench.crowd import crowd, make_seed
from tests.aws_double import AwsDouble
from tests.e2e import accounts

_AT_ONCE = 8
_REASONS = {JobState.FAILED: "The instance was lost.", JobState.STOPPED: "Stopped as asked."}


class Copier:
    """Copies a job of the studio's, files and all, but for the archives that no page opens."""

    def __init__(self, double: AwsDouble) -> None:
        self._double = double
        self._s3 = boto3.client("s3")
        settings = accounts.settings_of(double)
        self._bucket, self._prefix = settings["bucket"], settings["prefix"]
        self._sources: dict[str, dict[str, bytes]] = {}

    def __call__(
        self,
        workspace: Workspace,
        of: str,
        run: str,
        kind: JobKind,
        earlier: float,
        state: JobState,
    ) -> None:
        """As `bench.crowd.Copy`. One that did not complete is one that SageMaker never had."""
        source, name = job_name(of, kind), job_name(run, kind)
        files = self._sources.setdefault(source, dict(self._files(source)))
        made = made_key(source, read_intention(files[spec_key(source)]).token)
        intention = self._renamed(files[spec_key(source)], of, run, source, name, earlier)
        copies = {
            key.replace(source, name): body
            for key, body in files.items()
            if key not in (spec_key(source), made) and state is JobState.COMPLETED
        }
        if state is JobState.COMPLETED:
            copies[made_key(name, intention.token)] = b""
            operation = "CreateTrainingJob" if kind is JobKind.TRAINING else "CreateProcessingJob"
            at = datetime.fromtimestamp(intention.created_at + 60, UTC)
            self._double.remember(operation, dict(intention.request), at)
        else:
            how = Ends.FAILED if state is JobState.FAILED else Ends.STOPPED
            ended = JobEnd(how=how, reason=_REASONS[state], at=intention.created_at)
            copies[end_key(name, intention.token)] = ended.to_bytes()
        copies[spec_key(name)] = intention.to_bytes()
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(self._put, copies, copies.values()))

    def _renamed(
        self, spec: bytes, of: str, run: str, source: str, name: str, earlier: float
    ) -> JobIntention:
        token = json.loads(spec)["token"]
        text = spec.decode().replace(source, name).replace(f"/{of}-", f"/{run}-")
        intention = read_intention(text.replace(token, secrets.token_hex(16)).encode())
        return replace(intention, created_at=intention.created_at - earlier)

    def _files(self, job: str) -> Iterator[tuple[str, bytes]]:
        """The job's files, by key below the prefix."""
        where = f"{self._prefix}/{folder(job)}/"
        pages = self._s3.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=where):
            for file in page["Contents"]:
                key = file["Key"]
                body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
                yield key.removeprefix(f"{self._prefix}/"), b"" if key.endswith(ARCHIVE) else body

    def _put(self, key: str, body: bytes) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=f"{self._prefix}/{key}", Body=body)


@contextmanager
def crowded(folder: Path, *, models: int, jobs: int) -> Iterator[tuple[Path, AwsDouble]]:
    """A workspace with so much in its account; the account is in the environment."""
    workspace = folder / "workspace"
    with accounts.account(folder / "account") as double, accounts.signed_in(double):
        accounts.lay_in(workspace, double)
        accounts.work_in(double, workspace)
        opened = open_workspace(workspace)
        make_seed(opened)
        with accounts.as_owner(double):
            crowd(opened, models=models, jobs=jobs, copy=Copier(double))
        yield workspace, double
