"""A coordinator's pages on reviews: what waits for whom, and giving a seat to someone else."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.review import assign_reviewers, reassign_review, seat_reviewer
from longleaf.basis.day import day_in
from longleaf.basis.problem import ProblemsError
from longleaf.gateways.wiring import ports
from longleaf.records.queries.review_oversight import (
    SeatSheet,
    WaitingLine,
    reviewer_loads,
    seat_sheet,
    waiting_submissions,
)
from longleaf.web.access import ActingRequest

_ON_A_PAGE = 25
ANYONE = "anyone"


def _is_shown(line: WaitingLine, show: str) -> bool:
    if show == "late":
        return line.is_late
    return line.is_stuck if show == "stuck" else True


@require_GET
def waiting(request: ActingRequest) -> HttpResponse:
    on = day_in(request.actor.time_zone, ports().clock.now())
    lines = waiting_submissions(request.actor, on=on)
    show = request.GET.get("show", "")
    found = [line for line in lines if _is_shown(line, show)]
    return render(
        request,
        "coordinator/reviews.html",
        {
            "page_obj": Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page")),
            "found": len(found),
            "all": len(lines),
            "late": sum(line.is_late for line in lines),
            "stuck": sum(line.is_stuck for line in lines),
            "show": show,
            "loads": reviewer_loads(request.actor, on=on),
        },
    )


class SeatForm(forms.Form):
    to = forms.ChoiceField(label="Who reviews it?", widget=forms.RadioSelect, initial=ANYONE)
    reason = forms.CharField(
        label="Why does it go to someone else?",
        help_text="The reviewer who has it now reads this; the educator does not.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, sheet: SeatSheet, data: QueryDict | None) -> None:
        super().__init__(data)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)  # noqa: S101 - declared above
        to.choices = [
            (ANYONE, "Whoever has the fewest open reviews"),
            *((str(one.person), f"{one.name}, {_open(one.open_reviews)}") for one in sheet.choices),
        ]
        if sheet.seat.review is None:
            del self.fields["reason"]


def _open(count: int) -> str:
    return f"{count} open review{'' if count == 1 else 's'}"


@require_http_methods(["GET", "POST"])
def reassign(request: ActingRequest, attempt: UUID, seat: int) -> HttpResponse:
    on = day_in(request.actor.time_zone, ports().clock.now())
    sheet = seat_sheet(request.actor, attempt, seat, on=on)
    form = SeatForm(sheet, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, sheet, form.cleaned_data)
        except ProblemsError as error:
            for problem in error.problems:
                form.add_error(
                    problem.where if problem.where in form.fields else None,
                    f"{problem.reason} {problem.fix}".strip(),
                )
        else:
            return redirect("coordinator_reviews")
    status = 400 if form.is_bound else 200
    context = {"sheet": sheet, "form": form}
    return render(request, "coordinator/reviews_reassign.html", context, status=status)


def _give(request: ActingRequest, sheet: SeatSheet, given: dict[str, str]) -> None:
    now = ports().clock.now()
    to = None if given["to"] == ANYONE else UUID(given["to"])
    if sheet.seat.review is not None:
        reassign_review(
            by=request.actor, review=sheet.seat.review, reason=given["reason"], to=to, now=now
        )
    elif to is not None:
        seat_reviewer(
            by=request.actor, attempt=sheet.attempt, seat=sheet.seat.seat, reviewer=to, now=now
        )
    elif not assign_reviewers(by=request.actor, attempt=sheet.attempt, now=now):
        messages.warning(
            request, f"Nobody may review submission {sheet.number}. Invite a reviewer first."
        )
        return
    messages.success(request, f"Submission {sheet.number} goes to a reviewer, who has been told.")
