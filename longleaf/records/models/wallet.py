"""Rows of wallets: which of them an educator has let in, and which of their secrets are spent.

The wallets themselves, their codes and their tokens are rows of allauth's.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from longleaf.records.models.organization import Person


class ConnectionEnd(models.TextChoices):
    EDUCATOR = "educator", "Disconnected by the educator"
    WALLET = "wallet", "Disconnected by the wallet"
    REPLAY = "replay", "A secret was used twice"


class WalletConnection(models.Model):
    """That an educator let a wallet in; what it may do is never more than stands here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wallets")
    client = models.ForeignKey(
        "allauth_idp_oidc.Client", on_delete=models.PROTECT, related_name="connections"
    )
    scopes = ArrayField(models.CharField(max_length=120))
    connected_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, choices=ConnectionEnd, blank=True)

    class Meta:
        ordering = ["-connected_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "client"],
                condition=Q(ended_at__isnull=True),
                name="a_wallet_is_connected_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="a_connection_that_ended_says_how",
            ),
        ]


class SpentSecret(models.Model):
    """A code or refresh token that was exchanged, by its hash: seen again, it was stolen."""

    hash = models.CharField(primary_key=True, max_length=64)
    connection = models.ForeignKey(
        WalletConnection, on_delete=models.CASCADE, related_name="spent_secrets"
    )
    spent_at = models.DateTimeField(db_index=True)
