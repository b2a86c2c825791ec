"""The educators of an LEA: the list, and one of them, with what a coordinator may put on record."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.activity import record_activity
from longleaf.actions.credit import correct_credit
from longleaf.actions.license import record_employment, record_license, record_rating
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coordinator import (
    AT_RISK,
    METRICS,
    NO_LICENSE,
    SORTS,
    PeopleFilter,
    PersonCard,
    coordinated,
    expiry_years,
    people_of,
    person_in_reach,
    schools_in_reach,
)
from longleaf.records.queries.credit import (
    STATES,
    activities_of_person,
    ledger_line,
    ledger_of_person,
)
from longleaf.records.queries.renewal import (
    license_of_person,
    licenses_of_person,
    policy_words,
    recording_choices,
    standings_of_person,
)
from longleaf.web.access import ActingRequest
from longleaf.web.coordinator.exports import people_file
from longleaf.web.educator.ledger import KINDS
from longleaf.web.forms import add_problems
from longleaf.web.renewal_forms import (
    KINDS_OF_LICENSE,
    ActivityForm,
    EmploymentForm,
    LicenseForm,
    RatingForm,
)

PAGE = 50
OUTCOMES = {
    "unmet": "Something is missing",
    "unknown": "Not known yet",
    "met": "Everything is there",
    "exempt": "Exempt",
    "waived": "Waived in part",
}
CHOICES = {
    AT_RISK: "At risk: missing, and a year or less to go",
    **OUTCOMES,
    NO_LICENSE: "No running license",
}


@require_GET
def people(request: ActingRequest) -> HttpResponse | StreamingHttpResponse:
    on = legal_day(ports().clock.now())
    who = request.actor
    schools = schools_in_reach(who)
    wanted = _wanted(request.GET, {str(pk) for pk, _ in schools})
    if request.GET.get("form") == "csv":
        return people_file(request, wanted, on=on)
    return render(
        request,
        "coordinator/people.html",
        {
            "lea": coordinated(who),
            "page_obj": Paginator(people_of(who, wanted, on=on), PAGE).get_page(
                request.GET.get("page")
            ),
            "wanted": wanted,
            "outcomes": OUTCOMES,
            "choices": CHOICES,
            "schools": schools,
            "years": expiry_years(who, on=on),
            "sorts": SORTS,
            "metrics": METRICS,
            "kinds": KINDS_OF_LICENSE,
        },
    )


def _wanted(asked: Mapping[str, str], schools: set[str]) -> PeopleFilter:
    """What the address asks for; a value that is not on offer counts as not given."""
    school, year = asked.get("school", ""), asked.get("year", "")
    outcome, sort = asked.get("outcome", ""), asked.get("sort", "")
    metric = asked.get("metric", "")
    return PeopleFilter(
        text=asked.get("q", "").strip()[:200].replace("\x00", ""),
        school=UUID(school) if school in schools else None,
        outcome=outcome if outcome in CHOICES else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) <= len("2026") else None,
        sort=sort if sort in SORTS else "name",
        metric=metric if metric in METRICS else "",
    )


@require_GET
def person(request: ActingRequest, person: UUID) -> HttpResponse:
    on = legal_day(ports().clock.now())
    who = request.actor
    held = standings_of_person(who, person, on=on)
    shown = {one.id for one in held}
    return render(
        request,
        "coordinator/person.html",
        {
            "person": person_in_reach(who, person, on=on),
            "licenses": held,
            "offers": {},
            "past": [one for one in licenses_of_person(who, person, on=on) if one.id not in shown],
            "ledger": ledger_of_person(who, person, on=on),
            "activities": activities_of_person(who, person, on=on),
            "words": policy_words(person, on=on),
            "kinds": KINDS,
            "license_kinds": KINDS_OF_LICENSE,
            "states": STATES,
        },
    )


@require_http_methods(["GET", "POST"])
def license(request: ActingRequest, person: UUID) -> HttpResponse:
    """Puts a cycle on record; with `?license=` it corrects that one."""
    now = ports().clock.now()
    on = legal_day(now)
    card = person_in_reach(request.actor, person, on=on)
    asked = _identifier(request.GET.get("license", ""))
    form = LicenseForm(request.POST or None)
    if asked is not None and request.method == "GET":
        form = LicenseForm.showing(license_of_person(request.actor, person, asked, on=on))
    if request.method == "POST" and form.is_valid():
        try:
            record_license(
                by=request.actor, person=person, cycle=form.cycle(), license=asked, now=now
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, f"The license of {card.name} is on record.")
            return redirect("coordinator_person", person=person)
    title = "Correct a license" if asked else "Record a license"
    return _form(request, form, card, title=title, action="Save the license")


@require_http_methods(["GET", "POST"])
def employment(request: ActingRequest, person: UUID, license: UUID) -> HttpResponse:
    """Years employed, assignments and an extension of one license."""
    now = ports().clock.now()
    on = legal_day(now)
    card = person_in_reach(request.actor, person, on=on)
    held = license_of_person(request.actor, person, license, on=on)
    posted = request.method == "POST"
    form = EmploymentForm(request.POST) if posted else EmploymentForm.showing(held)
    if posted and form.is_valid():
        try:
            record_employment(
                by=request.actor, person=person, license=license, said=form.said(), now=now
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, f"The employment of {card.name} is on record.")
            return redirect("coordinator_person", person=person)
    return _form(
        request, form, card, title="Employment and extension", action="Save the employment"
    )


@require_http_methods(["GET", "POST"])
def rating(request: ActingRequest, person: UUID) -> HttpResponse:
    now = ports().clock.now()
    card = person_in_reach(request.actor, person, on=legal_day(now))
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            record_rating(
                by=request.actor,
                person=person,
                rating=given["rating"],
                rated_on=given["rated_on"],
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, f"The rating of {card.name} is on record.")
            return redirect("coordinator_person", person=person)
    return _form(request, form, card, title="Record an evaluation", action="Save the rating")


@require_http_methods(["GET", "POST"])
def activity_new(request: ActingRequest, person: UUID) -> HttpResponse:
    now = ports().clock.now()
    on = legal_day(now)
    card = person_in_reach(request.actor, person, on=on)
    form = ActivityForm(recording_choices(person, on=on), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = record_activity(
                by=request.actor,
                person=person,
                said=form.said(),
                provider=form.cleaned_data["provider"],
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "Recorded. Decide below whether it counts.")
            return redirect("coordinator_approval", activity=recorded)
    return _form(request, form, card, title="Record an activity", action="Record the activity")


@require_http_methods(["GET", "POST"])
def correct(request: ActingRequest, person: UUID, entry: int) -> HttpResponse:
    """Takes a line of the ledger back, with a reason."""
    now = ports().clock.now()
    on = legal_day(now)
    line = ledger_line(request.actor, person, entry, on=on)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            correct_credit(
                by=request.actor,
                entry=entry,
                reason=request.POST.get("reason", ""),
                on=on,
                now=now,
            )
        except ProblemsError as error:
            problems = _anchored(error)
        else:
            messages.success(
                request, "The line is taken back by a new one. The old one stays as it was."
            )
            return redirect("coordinator_person", person=person)
    return render(
        request,
        "coordinator/correct.html",
        {
            "line": line,
            "problems": problems,
            "reason": request.POST.get("reason", ""),
            "words": policy_words(person, on=on),
            "kinds": KINDS,
        },
        status=400 if problems else 200,
    )


def _anchored(error: ProblemsError) -> tuple[Any, ...]:
    return tuple(
        {"anchor": one.where, "reason": one.reason, "fix": one.fix} for one in error.problems
    )


def _form(
    request: ActingRequest, form: forms.Form, card: PersonCard, *, title: str, action: str
) -> HttpResponse:
    return render(
        request,
        "coordinator/form.html",
        {"form": form, "person": card, "title": title, "action": action},
        status=400 if form.errors else 200,
    )


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
