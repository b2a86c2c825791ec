"""A badge that somebody hands to a page: its file, its text, or its address."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from longleaf.actions.check import badge_at
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports

MAX_BADGE_BYTES = 5_000_000
NOTHING = "Choose a file, paste the badge’s text, or give its address."


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What was handed in.

    Attributes:
        file: The badge as bytes; None if there is none.
        address: Where it was had; "" if it was not fetched.
        problem: What to do instead, if there is none.
        where: The field at fault.
    """

    file: bytes | None
    address: str = ""
    problem: str = ""
    where: str = ""


def handed_in(request: HttpRequest) -> HandedIn:
    """The badge in a form's `file`, `text` or `address`, fetched if it lives elsewhere."""
    upload = request.FILES.get("file")
    if upload is not None:
        if (upload.size or 0) > MAX_BADGE_BYTES:
            words = "This file is over 5 MB. A badge is smaller: choose the badge itself."
            return HandedIn(None, problem=words, where="file")
        if not upload.size:
            words = "This file is empty. Download the badge again, then choose it here."
            return HandedIn(None, problem=words, where="file")
        return HandedIn(upload.read())
    pasted = request.POST.get("text", "").strip()
    address = (request.POST.get("address", "") or request.GET.get("address", "")).strip()
    if not address and pasted.startswith("http") and len(pasted.split()) == 1:
        address = pasted
    if address:
        # A link alone, which any page elsewhere may hold, makes us ask nobody.
        return badge_from(address, may_ask=request.method == "POST")
    if pasted:
        return HandedIn(pasted.encode())
    return HandedIn(None, problem=NOTHING, where="file")


def badge_from(address: str, *, may_ask: bool) -> HandedIn:
    """The badge at an address, of this site or, if other sites may be asked, elsewhere."""
    own = badge_at(address, base_url=settings.BASE_URL, on=legal_day(ports().clock.now()))
    if own is not None:
        return HandedIn(own, address)
    if address.startswith(f"{settings.BASE_URL}/"):
        words = "There is no published badge at this address on this site."
        return HandedIn(None, problem=words, where="address")
    if not may_ask:
        words = "This badge lives on another site. Paste its address below to have it checked."
        return HandedIn(None, problem=words, where="address")
    found = ports().outside.fetch(address)
    return HandedIn(found.body, address, found.sentence, "" if found.body else "address")
