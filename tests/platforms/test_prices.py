import pytest

from backend.platforms.prices import (
    FREE,
    OFFLINE,
    SAGEMAKER,
    SERVERLESS,
    Origin,
    Price,
    ServerlessPrice,
    StoragePrice,
    always_on_month,
    break_even_messages_a_day,
    serverless_month,
    spot_saving,
)

TEST = Origin("test")


def test_serverless_bills_memory_by_time_and_data_by_size() -> None:
    a_million = SERVERLESS.cost(1_000_000, seconds=0.005, memory_mb=2048, data_bytes=1000)
    assert a_million == pytest.approx(1e6 * 0.005 * 2 * 0.00002 + 1 * 0.016)


@pytest.mark.parametrize(
    ("seconds", "billed"), [(0.00001, 0.001), (0.001, 0.001), (0.0011, 0.002), (0.003, 0.003)]
)
def test_time_is_billed_in_whole_units_and_one_at_least(seconds: float, billed: float) -> None:
    price = ServerlessPrice(1.0, 0.0, 0.001, TEST)
    assert price.cost(1, seconds=seconds, memory_mb=1024, data_bytes=9) == pytest.approx(billed)


def test_every_figure_says_where_and_when_it_was_read() -> None:
    kept = (*SAGEMAKER.values(), OFFLINE.serverless, OFFLINE.files, OFFLINE.logs)
    for price in kept:
        assert price.origin.title
        assert price.origin.date[:2] == "20"
        assert price.origin.region == "us-east-1"
        assert price.origin.date in price.source
        assert price.origin.region in price.source


def test_what_holds_everywhere_names_no_date_and_no_region() -> None:
    assert FREE.source == "this machine"
    assert FREE.cost(3600) == 0


def test_keeping_is_paid_by_the_gb_of_two_to_the_thirty() -> None:
    price = StoragePrice(0.5, TEST)
    assert price.cost(2**30 / 1e6) == pytest.approx(0.5)
    assert price.cost(0) == 0


def test_a_month_of_messages_has_its_parts() -> None:
    month = serverless_month(
        SERVERLESS, messages_a_day=100_000, ms=20, memory_mb=2048, data_bytes=1000
    )
    assert month.messages == pytest.approx(3_044_000)
    assert month.time_usd == pytest.approx(3_044_000 * 0.020 * 2 * 0.00002)
    assert month.data_usd == pytest.approx(3_044_000 * 1000 / 1e9 * 0.016)
    assert month.usd == pytest.approx(month.time_usd + month.data_usd)


def test_no_message_costs_nothing() -> None:
    month = serverless_month(SERVERLESS, messages_a_day=0, ms=20, memory_mb=6144, data_bytes=1000)
    assert month.usd == 0


def test_at_the_break_even_both_cost_the_same() -> None:
    always_on = SAGEMAKER["ml.m5.large"]
    messages = break_even_messages_a_day(SERVERLESS, always_on, ms=20, memory_mb=2048)
    month = serverless_month(
        SERVERLESS, messages_a_day=messages, ms=20, memory_mb=2048, data_bytes=1000
    )
    assert month.time_usd == pytest.approx(always_on_month(always_on))
    assert messages == pytest.approx(0.115 * 24 / (0.020 * 2 * 0.00002))


def test_an_instance_that_is_always_on_is_paid_for_all_hours() -> None:
    assert always_on_month(Price(1.0, TEST)) == pytest.approx(30.44 * 24)


@pytest.mark.parametrize(
    ("trained", "billed", "saving"),
    [(1000, 300, 0.7), (1000, 1000, 0.0), (1000, 1001, 0.0), (0, 0, None)],
)
def test_spot_saves_what_was_not_billed(trained: float, billed: float, saving: float) -> None:
    assert spot_saving(trained, billed) == (None if saving is None else pytest.approx(saving))
