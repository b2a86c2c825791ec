"""Evidence packs and kept decisions, for whoever may have them: the parts that pages share."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify

from longleaf.actions.decision import EvidencePack, make_evidence_pack, set_evidence_pack
from longleaf.gateways.wiring import ports
from longleaf.web.access import ActingRequest

PURPOSES = {"pack": "Evidence pack", "renewal": "Renewal decision"}
OUTCOMES = {
    "met": "Everything is there",
    "unmet": "Something is missing",
    "unknown": "Not known yet",
    "waived": "Waived in part",
    "exempt": "Exempt",
}


def labels() -> dict[str, Any]:
    return {"purposes": PURPOSES, "outcomes": OUTCOMES}


def pack_of_license(request: ActingRequest, license: UUID, holder: str) -> HttpResponse:
    """Today's pack of a license, as a file."""
    made = make_evidence_pack(
        by=request.actor,
        license=license,
        pdf=ports().pdf,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    return as_file(made, holder)


def pack_of_decision(request: ActingRequest, decision: UUID, holder: str) -> HttpResponse:
    """The pack of a decision that was kept, as a file."""
    made = set_evidence_pack(
        by=request.actor,
        decision=decision,
        pdf=ports().pdf,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    return as_file(made, holder)


def as_file(made: EvidencePack, holder: str) -> HttpResponse:
    response = HttpResponse(made.content, content_type="application/pdf")
    name = slugify(holder) or "license"
    response["Content-Disposition"] = f'attachment; filename="evidence-pack-{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
