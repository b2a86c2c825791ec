"""The first gate's pages: what waits for a quick check, and checking one."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.review import decide_completeness
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.gate import (
    CHECKLIST,
    REASON_LIMIT,
    CheckItem,
    CheckOutcome,
    Finding,
)
from longleaf.gateways.wiring import ports
from longleaf.records.queries.completeness import (
    CheckSheet,
    check_sheet,
    checked_by,
    checks_waiting,
)
from longleaf.web.access import ActingRequest

_SAID = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class ItemField:
    """One item of the checklist with what was answered."""

    item: CheckItem
    finding: Finding
    fault: str = ""


@require_GET
def checks(request: ActingRequest) -> HttpResponse:
    on = legal_day(ports().clock.now())
    return render(
        request,
        "reviewer/checks.html",
        {
            "waiting": checks_waiting(request.actor, on=on),
            "checked": checked_by(request.actor),
        },
    )


@require_http_methods(["GET", "POST"])
def check(request: ActingRequest, check: UUID) -> HttpResponse:
    now = ports().clock.now()
    findings = _findings(request.POST)
    faults: dict[str, Problem] = {}
    if request.method == "POST":
        try:
            outcome = decide_completeness(by=request.actor, check=check, findings=findings, now=now)
        except AlreadyDoneError as done:
            messages.info(request, done.what)
            return redirect("completeness_checks")
        except ProblemsError as refused:
            faults = {one.where: one for one in refused.problems}
        else:
            messages.success(request, _what_comes_next(outcome))
            return redirect("completeness_checks")
    sheet = check_sheet(request.actor, check, on=legal_day(now))
    return _render(request, sheet, findings, faults)


def _render(
    request: ActingRequest,
    sheet: CheckSheet,
    findings: dict[str, Finding],
    faults: dict[str, Problem],
) -> HttpResponse:
    return render(
        request,
        "reviewer/check.html",
        {
            "sheet": sheet,
            "items": [
                ItemField(
                    item,
                    findings[item.key],
                    f"{faults[item.key].reason} {faults[item.key].fix}"
                    if item.key in faults
                    else "",
                )
                for item in CHECKLIST
            ],
            "longest": REASON_LIMIT,
            "problems": [
                {"anchor": f"item-{one.where}", "reason": one.reason, "fix": one.fix}
                for one in faults.values()
            ],
        },
        status=400 if faults else 200,
    )


def _findings(posted: QueryDict) -> dict[str, Finding]:
    return {
        item.key: Finding(
            _SAID.get(posted.get(f"holds-{item.key}", "")), posted.get(f"reason-{item.key}", "")
        )
        for item in CHECKLIST
    }


def _what_comes_next(outcome: CheckOutcome) -> str:
    if outcome is CheckOutcome.COMPLETE:
        return "Complete. It goes to its reviewers now."
    return "It went back to its educator with what you wrote. No attempt is spent."
