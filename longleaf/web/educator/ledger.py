"""An educator's ledger: every line, corrections too, and what waits to become one."""

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.credit import STATES, LedgerLine, own_activities, own_ledger
from longleaf.records.queries.renewal import policy_words
from longleaf.web.access import ActingRequest
from longleaf.web.spreadsheet import csv_file

PAGE = 50
KINDS = {
    "award": "Micro-credential",
    "activity": "Activity",
    "imported": "Badge from elsewhere",
    "reversal": "Correction",
}
HEADER = (
    "Line",
    "Kind",
    "Title",
    "Earned on",
    "Credit entered",
    "Credit taken back",
    "Categories",
    "Entered at",
    "Entered by",
    "Policy",
    "Takes back line",
    "Reason",
)


@require_GET
def ledger(request: ActingRequest) -> HttpResponse | StreamingHttpResponse:
    lines = own_ledger(request.actor)
    if request.GET.get("form") == "csv":
        return csv_file("ledger", HEADER, (cells(one) for one in lines[0 : len(lines)]))
    on = legal_day(ports().clock.now())
    found = own_activities(request.actor)
    waiting = [one for one in found[0 : len(found)] if one.state != "approved"]
    return render(
        request,
        "educator/ledger.html",
        {
            "page_obj": Paginator(lines, PAGE).get_page(request.GET.get("page")),
            "kinds": KINDS,
            "states": STATES,
            "others": waiting,
            "words": policy_words(request.actor.person, on=on),
        },
    )


def cells(line: LedgerLine) -> tuple[object, ...]:
    """A line for a spreadsheet; what is taken back stands in a column of its own."""
    taken_back = line.kind == "reversal"
    return (
        line.id,
        KINDS[line.kind],
        line.title,
        line.earned_on,
        "" if taken_back else line.credit,
        line.credit if taken_back else "",
        ", ".join(line.categories),
        line.posted_at.isoformat(),
        line.posted_by,
        line.policy_version,
        line.reverses or "",
        line.reason,
    )
