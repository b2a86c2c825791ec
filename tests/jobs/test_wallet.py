"""The nightly sweep of wallets that nobody let in."""

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Client

from longleaf.gateways.wiring import ports
from longleaf.jobs.wallet import sweep


@pytest.mark.django_db
def test_the_sweep_forgets_what_was_never_let_in_and_keeps_what_is_new() -> None:
    now = ports().clock.now()
    Client.objects.create(id="old", name="Old", created_at=now - timedelta(days=8))
    Client.objects.create(id="new", name="New", created_at=now)
    sweep(0)
    assert list(Client.objects.values_list("id", flat=True)) == ["new"]
