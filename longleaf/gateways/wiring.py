"""Which real thing stands behind each port; the doors take them from here."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from longleaf.basis.ports import Clock, FileStore, KeyVault, Mailer
from longleaf.gateways.clock import SystemClock
from longleaf.gateways.file_store import DiskStore
from longleaf.gateways.mailer import DjangoMailer
from longleaf.gateways.vault import FileVault


@dataclass(frozen=True, slots=True)
class Ports:
    """The real things, by port."""

    clock: Clock
    files: FileStore
    vault: KeyVault
    mailer: Mailer


@cache
def ports() -> Ports:
    """The ports as the settings name them; made once a process."""
    return Ports(
        clock=SystemClock(),
        files=DiskStore(settings.FILES),
        vault=FileVault(settings.VAULT_KEY_FILE),
        mailer=DjangoMailer(),
    )
