"""Amina at her browser, and wallets that may register as often as a test needs."""

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.api.ob.wallet import Wallet, a_wallet

if TYPE_CHECKING:
    from tests.people import Cast  # its tables need django.setup(), which is not yet done


@pytest.fixture(autouse=True)
def no_rate_limit(settings: Any) -> None:
    settings.IDP_OIDC_RATE_LIMITS = {"client_registration": "10000/m/ip"}


@pytest.fixture
def amina(cast: "Cast") -> Client:
    client = Client()
    client.force_login(cast.amina)
    return client


@pytest.fixture
def wallet(db: None) -> Wallet:
    return a_wallet()
