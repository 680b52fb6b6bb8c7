"""An account in memory, and who reads the jobs in it."""

from pathlib import Path

import pytest

from backend.platforms.aws.jobs.reader import JobReader
from tests.platforms.aws.job_account import Account, a_reader


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def reader(account: Account, tmp_path: Path) -> JobReader:
    return a_reader(account, tmp_path)
