"""A coordinator's page on what does not go its plain way: appeals, returns, attempts used up."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.review import name_coach, open_attempt
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coaching import (
    CoachChoice,
    appeals_in_reach,
    checks_in_reach,
    coach_by_email,
    coach_choice,
    without_attempts,
)
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems


@require_GET
def appeals(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    on = legal_day(now)
    who = request.actor
    found = appeals_in_reach(who, on=on, now=now)
    checks = checks_in_reach(who, on=on, now=now)
    return render(
        request,
        "coordinator/appeals.html",
        {
            "open": [one for one in found if not one.outcome],
            "answered": [one for one in found if one.outcome],
            "waiting": [one for one in checks if not one.outcome],
            "returned": [one for one in checks if one.outcome],
            "used_up": without_attempts(who),
        },
    )


class CoachForm(forms.Form):
    """Who helps: somebody from the list, or by address."""

    coach = forms.ChoiceField(
        label="Coach",
        required=False,
        help_text="People who review, write or coordinate for you and have not judged this work.",
    )
    email = forms.EmailField(
        label="Or somebody else, by e-mail address",
        required=False,
        help_text="Anybody with a role at your organization or its schools.",
    )
    note = forms.CharField(
        label="A word to both",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, sheet: CoachChoice, data: QueryDict | None) -> None:
        super().__init__(data)
        coach = self.fields["coach"]
        assert isinstance(coach, forms.ChoiceField)  # noqa: S101 - declared above
        coach.choices = [("", "Choose"), *((str(pk), name) for pk, name in sheet.choices)]


@require_http_methods(["GET", "POST"])
def coach(request: ActingRequest, submission: UUID) -> HttpResponse:
    now = ports().clock.now()
    sheet = coach_choice(request.actor, submission, on=legal_day(now))
    if request.method == "POST" and request.POST.get("then") == "open" and sheet.coaching:
        open_attempt(by=request.actor, coaching=sheet.coaching, now=now)
        messages.success(request, f"One attempt more is open. {sheet.educator} is told.")
        return redirect("coordinator_appeals")
    form = CoachForm(sheet, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            name_coach(
                by=request.actor,
                submission=submission,
                coach=_whom(request, form),
                note=form.cleaned_data["note"],
                now=now,
            )
        except ProblemsError as refused:
            add_problems(form, refused)
        else:
            messages.success(request, f"{sheet.educator} and the coach are told.")
            return redirect("coordinator_appeals")
    return render(
        request,
        "coordinator/coach.html",
        {"sheet": sheet, "form": form},
        status=400 if form.is_bound else 200,
    )


def _whom(request: ActingRequest, form: CoachForm) -> UUID:
    chosen, email = form.cleaned_data["coach"], form.cleaned_data["email"]
    if email:
        found = coach_by_email(request.actor, email, on=legal_day(ports().clock.now()))
        if found is None:
            reason = "Nobody at your organizations has this address."
            raise ProblemsError([Problem("email", reason, "Look at it again, or invite them.")])
        return found
    if not chosen:
        raise ProblemsError([Problem("coach", "Nobody is chosen yet.", "Choose somebody.")])
    return UUID(chosen)
