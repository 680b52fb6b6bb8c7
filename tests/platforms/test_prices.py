import pytest

from backend.platforms.prices import SERVERLESS, ServerlessPrice


def test_serverless_bills_memory_by_time_and_data_by_size() -> None:
    a_million = SERVERLESS.cost(1_000_000, seconds=0.005, memory_mb=2048, data_bytes=1000)
    assert a_million == pytest.approx(1e6 * 0.005 * 2 * 0.00002 + 1 * 0.016)


@pytest.mark.parametrize(
    ("seconds", "billed"), [(0.00001, 0.001), (0.001, 0.001), (0.0011, 0.002), (0.003, 0.003)]
)
def test_time_is_billed_in_whole_units_and_one_at_least(seconds: float, billed: float) -> None:
    price = ServerlessPrice(1.0, 0.0, 0.001, "test")
    assert price.cost(1, seconds=seconds, memory_mb=1024, data_bytes=9) == pytest.approx(billed)
