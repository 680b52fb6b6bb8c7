import pytest

from backend.platforms.local.sizes import machine_sizes, sizes_of
from backend.platforms.prices import SAGEMAKER


@pytest.mark.parametrize(
    ("cores", "memory_mb", "offers"),
    [
        (1, 8192, [("local-1-core", 1, 2048)]),
        (2, 8192, [("local-1-core", 1, 2048), ("local-2-cores", 2, 4096)]),
        (
            8,
            16384,
            [
                ("local-1-core", 1, 2048),
                ("local-2-cores", 2, 4096),
                ("local-all-cores", 8, 12288),
            ],
        ),
        (2, 2048, [("local-1-core", 1, 1536), ("local-2-cores", 2, 1536)]),
    ],
)
def test_sizes_follow_the_machine(
    cores: int, memory_mb: int, offers: list[tuple[str, int, int]]
) -> None:
    sizes = sizes_of(cores, memory_mb)
    assert [(size.name, size.cores, size.memory_mb) for size in sizes] == offers


@pytest.mark.parametrize("cores", [1, 2, 3, 4, 8, 16, 128])
def test_each_is_comparable_to_a_type_with_a_price(cores: int) -> None:
    for size in sizes_of(cores, 2**16):
        assert size.price is not None
        assert size.price.usd_per_hour == 0
        assert size.comparable in SAGEMAKER


def test_this_machine_offers_one_core() -> None:
    assert machine_sizes()[0].cores == 1
