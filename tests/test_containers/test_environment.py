from pathlib import Path

import pytest

from tests.aws_double.containers.environment import IMAGE, below, variables

ROOT = Path("/elsewhere/opt/ml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/opt/ml", "ROOT"),
        ("/opt/ml/model/code", "ROOT/model/code"),
        ("--root=/opt/ml", "--root=ROOT"),
        ("/opt/ml/a:/opt/ml/b:/usr/lib", "ROOT/a:ROOT/b:/usr/lib"),
        ("/opt/mlx", "/opt/mlx"),
        ("/srv/opt/ml", "/srv/opt/ml"),
        ("s3://bucket/opt/ml", "s3://bucket/opt/ml"),
        ("s3://opt/ml", "s3://opt/ml"),
        ("", ""),
    ],
)
def test_the_callers_folder_stands_for_opt_ml(text: str, expected: str) -> None:
    assert below(ROOT, text) == expected.replace("ROOT", str(ROOT))


def test_what_is_given_comes_over_the_images_own_and_its_path_after_the_guard() -> None:
    given = {"LANG": "de_DE.UTF-8", "PYTHONPATH": "/opt/ml/code:/opt/ml/more", "X": "1"}
    made = variables(given, ROOT, Path("/venv/bin/python"))
    assert made["LANG"] == "de_DE.UTF-8"
    assert made["X"] == "1"
    assert made["PYTHONPATH"] == f"{IMAGE}:{ROOT}/code:{ROOT}/more"
    assert made["PATH"].startswith("/venv/bin:")


def test_nothing_of_this_machines_environment_is_passed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    made = variables({}, ROOT, Path("/venv/bin/python"))
    assert "AWS_SECRET_ACCESS_KEY" not in made
    assert made["PYTHONPATH"] == str(IMAGE)
