"""Which real thing stands behind each port; the doors take them from here."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from longleaf.basis.ports import (
    Charts,
    Clock,
    FileStore,
    KeyVault,
    Mailer,
    Outside,
    Pdf,
    Slides,
    Word,
)
from longleaf.gateways.charts import VegaCharts
from longleaf.gateways.clock import SystemClock
from longleaf.gateways.file_store import DiskStore
from longleaf.gateways.hsm import HardwareModule
from longleaf.gateways.mailer import DjangoMailer
from longleaf.gateways.outside import ClosedOutside, HttpsOutside
from longleaf.gateways.pdf import TypstPdf
from longleaf.gateways.slides import PptxSlides
from longleaf.gateways.vault import FileVault
from longleaf.gateways.word import DocxWord


@dataclass(frozen=True, slots=True)
class Ports:
    """The real things, by port."""

    clock: Clock
    files: FileStore
    vault: KeyVault
    mailer: Mailer
    outside: Outside
    pdf: Pdf
    charts: Charts
    word: Word
    slides: Slides


@cache
def ports() -> Ports:
    """The ports as the settings name them; made once a process."""
    return Ports(
        clock=SystemClock(),
        files=DiskStore(settings.FILES),
        vault=FileVault(settings.VAULT_KEY_FILE, module=_module()),
        mailer=DjangoMailer(),
        outside=(
            HttpsOutside(ports=settings.OUTSIDE_PORTS) if settings.OUTSIDE else ClosedOutside()
        ),
        pdf=TypstPdf(),
        charts=VegaCharts(),
        word=DocxWord(),
        slides=PptxSlides(),
    )


def _module() -> HardwareModule | None:
    """The hardware module that the settings name; its PIN lies in a file of its own."""
    if not settings.HSM_LIBRARY:
        return None
    if not settings.HSM_PIN_FILE:
        message = "LONGLEAF_HSM_LIBRARY is set; set LONGLEAF_HSM_PIN_FILE too."
        raise ImproperlyConfigured(message)
    return HardwareModule(
        Path(settings.HSM_LIBRARY),
        token=settings.HSM_TOKEN,
        pin=Path(settings.HSM_PIN_FILE).read_text(encoding="utf-8").strip(),
    )
