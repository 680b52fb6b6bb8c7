"""Prices: those of the platform where it knows its own, else those that are known offline."""

from backend.errors import NotSupported
from backend.platforms.capabilities import RefreshesPrices
from backend.platforms.prices import OFFLINE, PriceTable
from backend.studio.workspace import Workspace


def table(workspace: Workspace) -> PriceTable:
    """The prices that are used now. Asks nobody."""
    platform = workspace.platform
    return platform.price_table() if isinstance(platform, RefreshesPrices) else OFFLINE


def refresh(workspace: Workspace) -> int:
    """Ask for the prices of the day, and use them from now on; how many were found.

    Raises NotSupported where nobody can be asked, Unavailable and others, leaving the prices there
    were, when they cannot be had.
    """
    platform = workspace.platform
    if not isinstance(platform, RefreshesPrices):
        raise NotSupported(
            "Work on this machine costs nothing: there are no prices to ask for.",
            "Choose a platform that is paid for.",
        )
    return platform.refresh_prices()
