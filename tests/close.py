"""Numbers that are the same but for rounding."""

import pytest


def about(value: object) -> object:
    """`value`, of JSON, with each of its fractions as about that number."""
    if isinstance(value, dict):
        return {name: about(part) for name, part in value.items()}
    if isinstance(value, list):
        return [about(part) for part in value]
    return pytest.approx(value, abs=1e-6) if isinstance(value, float) else value
