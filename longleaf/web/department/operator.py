"""The operator's page, and the progress of long work."""

import shutil
from dataclasses import dataclass
from importlib.metadata import version
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.gateways.wiring import ports
from longleaf.records.queries.audit import chain_state
from longleaf.records.queries.job import job_of, machinery
from longleaf.web.access import ActingRequest

LITTLE_SPACE = 0.1  # of the disk
JOBS = {  # title, and what is counted
    "roster": ("Keeping your roster", "row"),
    "sign_anew": ("Signing badges anew", "badge"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the machinery: how it is, and what to do if it is not well."""

    name: str
    state: str  # passed, attention
    word: str
    says: str
    advice: str = ""


def _part(name: str, well: bool, says: str, advice: str) -> Part:
    if well:
        return Part(name, "passed", "Good", says)
    return Part(name, "attention", "Look at this", says, advice)


def _size(number: int) -> str:
    amount = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":  # noqa: PLR2004 - a thousand
            break
        amount /= 1000
    return f"{amount:,.0f} {unit}" if unit == "bytes" else f"{amount:,.1f} {unit}"


@require_GET
def operator(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    found, chain = machinery(now=now), chain_state()
    disk = shutil.disk_usage(settings.VAR if settings.VAR.exists() else settings.VAR.parent)
    waiting = found.jobs.get("todo", 0)
    seal_age = (now - chain.newest_at).total_seconds() if chain.newest_at else None
    sealed = not chain.waiting or (seal_age is not None and seal_age < 300)  # noqa: PLR2004 - five minutes
    faults = ", ".join(f"{kind} ({number})" for kind, number in found.mail_faults)
    parts = [
        Part(
            "Database",
            "passed",
            "Good",
            f"PostgreSQL {found.database_version}, {_size(found.database_bytes)}",
        ),
        _part(
            "Worker",
            found.workers > 0,
            f"{found.workers} at work" if found.workers else "None at work: mail and seals wait",
            "Start one: longleaf worker.",
        ),
        _part(
            "Queue",
            not found.late,
            f"{waiting} waiting, {found.jobs.get('doing', 0)} under way, "
            f"{found.jobs.get('failed', 0)} given up",
            "The oldest has waited over five minutes. Start another worker.",
        ),
        _part(
            "Mail",
            found.mail_failing == 0,
            f"{found.mail_waiting} waiting, {found.mail_failing} tried in vain"
            + (f": {faults}" if faults else ""),
            "Look at the mail server’s address and its log. Mail is tried again for six hours.",
        ),
        _part(
            "Disk",
            disk.free / disk.total > LITTLE_SPACE,
            f"{_size(disk.free)} free of {_size(disk.total)}",
            "Make room soon: uploads stop when the disk is full.",
        ),
        _part(
            "Audit trail",
            sealed,
            f"Seals: {chain.seals}; events to be sealed: {chain.waiting}",
            "Workers seal it every minute. Check the chain: longleaf audit verify.",
        ),
        _part(
            "Signing keys",
            found.keys_in_use > 0,
            f"{found.keys_in_use} in use, {found.keys_retired} retired",
            "No organization can issue badges yet. Make a key on the page of keys.",
        ),
    ]
    return render(
        request,
        "department/operator.html",
        {"parts": parts, "version": version("longleaf"), "now": now, "newest": chain.newest},
    )


@require_GET
def job(request: ActingRequest, job: UUID) -> HttpResponse:
    found = job_of(request.actor, job)
    title, unit = JOBS.get(found.kind, (found.kind.replace("_", " ").capitalize(), "step"))
    return render(
        request,
        "department/job.html",
        {
            "job": found,
            "title": title,
            "unit": unit,
            "done": f"{found.done:,}",
            "silent": found.is_silent(ports().clock.now()),
        },
    )
