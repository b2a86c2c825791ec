"""Who is covered by a plan: joining, leaving, and the preview before anything takes effect."""

import re
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import plan as verbs
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.plan.content import day_of
from longleaf.gateways.wiring import ports
from longleaf.records.queries.plan import current_version
from longleaf.records.queries.plan_closed import closed_days_of, coordinated_organizations
from longleaf.records.queries.plan_coverage import educators_to_cover, members_of, preview_of
from longleaf.web.access import ActingRequest
from longleaf.web.coordinator.plan_editor import opened
from longleaf.web.coordinator.plans import today

PER_PAGE = 25
ACTS = {"joins": "Joins", "stays": "Stays", "leaves": "Leaves"}


@require_GET
def planning_coverage(request: ActingRequest, plan: UUID) -> HttpResponse:
    return _coverage(request, plan)


def _coverage(
    request: ActingRequest, plan: UUID, error: ProblemsError | None = None
) -> HttpResponse:
    on = today()
    shown = opened(request, plan)
    members = members_of(request.actor, plan, on=on)
    return render(
        request,
        "coordinator/plan_coverage.html",
        {
            "shown": shown,
            "now_count": sum(one.is_now for one in members),
            "page_obj": Paginator(members, PER_PAGE).get_page(request.GET.get("page")),
            "running": current_version(shown, on),
            "addable": educators_to_cover(request.actor, plan, on=on),
            "on": on,
            "problems": [
                {"anchor": "", "reason": one.reason, "fix": one.fix}
                for one in (error.problems if error else ())
            ],
        },
        status=400 if error else 200,
    )


@require_POST
def planning_cover(request: ActingRequest, plan: UUID) -> HttpResponse:
    try:
        verbs.cover_person(
            by=request.actor,
            plan=plan,
            person=_person(request.POST),
            first=_day(request.POST, "first"),
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        return _coverage(request, plan, error)
    messages.success(request, "The plan covers one person more. They were told.")
    return redirect("planning_coverage", plan=plan)


@require_POST
def planning_release(request: ActingRequest, plan: UUID) -> HttpResponse:
    try:
        verbs.release_person(
            by=request.actor,
            plan=plan,
            person=_person(request.POST),
            last=_day(request.POST, "last"),
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        return _coverage(request, plan, error)
    messages.success(request, "Their last day under the plan is set. They were told.")
    return redirect("planning_coverage", plan=plan)


def _person(post: QueryDict) -> UUID:
    try:
        return UUID(post.get("person", ""))
    except ValueError:
        raise ProblemsError([Problem("person", "Nobody is chosen.", "Choose a person.")]) from None


def _day(post: QueryDict, name: str) -> date:
    found = day_of(post.get(name, ""))
    if found is None:
        raise ProblemsError([Problem(name, "The day is missing.", "Choose a day.")])
    return found


@require_GET
def planning_preview(request: ActingRequest, plan: UUID) -> HttpResponse:
    return _preview(request, plan, request.GET)


def _preview(
    request: ActingRequest, plan: UUID, given: QueryDict, error: ProblemsError | None = None
) -> HttpResponse:
    """Person by person, what a start, an amendment or an end would change."""
    shown = opened(request, plan)
    on = today()
    number = given.get("version", "")
    version = int(number) if number.isdigit() else None
    ends = given.get("ends") == "1"
    said = shown.content.coverage
    first = day_of(given.get("first", "")) or max(said.starts_on or on, on)
    last = day_of(given.get("last", "")) or (said.ends_on if not ends else None)
    page = given.get("page", "1")
    at = max(1, int(page)) if page.isdigit() else 1
    preview = preview_of(
        request.actor,
        plan,
        version=version,
        first=first,
        last=last,
        page=slice((at - 1) * PER_PAGE, at * PER_PAGE),
        ends=ends,
    )
    return render(
        request,
        "coordinator/plan_preview.html",
        {
            "shown": shown,
            "preview": preview,
            "page_obj": Paginator(range(preview.total), PER_PAGE).get_page(at),
            "version": version,
            "first": first,
            "last": last,
            "ends": ends,
            "acts": ACTS,
            "startable": next(
                (
                    one
                    for one in shown.versions
                    if one.number == version and one.stage == "complete" and one.first_on is None
                ),
                None,
            ),
            "because": given.get("because", ""),
            "problems": [
                {"anchor": "first", "reason": one.reason, "fix": one.fix}
                for one in (error.problems if error else ())
            ],
        },
        status=400 if error else 200,
    )


@require_POST
def planning_start(request: ActingRequest, plan: UUID) -> HttpResponse:
    number = request.POST.get("version", "")
    try:
        verbs.start_plan(
            by=request.actor,
            plan=plan,
            version=int(number) if number.isdigit() else 0,
            first=_day(request.POST, "first"),
            last=day_of(request.POST.get("last", "")),
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        return _preview(request, plan, request.POST, error)
    messages.success(request, "The day is set. Everyone it covers was told.")
    return redirect("planning_plan", plan=plan)


@require_POST
def planning_end(request: ActingRequest, plan: UUID) -> HttpResponse:
    try:
        verbs.end_plan(
            by=request.actor,
            plan=plan,
            last=_day(request.POST, "last"),
            because=request.POST.get("because", ""),
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        return _preview(request, plan, request.POST, error)
    messages.success(request, "The last day is set. Everyone it covers was told.")
    return redirect("planning_plan", plan=plan)


_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s+to\s+(\d{4}-\d\d-\d\d))?\s+(\S.*)")


@require_http_methods(["GET", "POST"])
def closed_days(request: ActingRequest) -> HttpResponse:
    """The school calendar as deadlines need it: the days on which nobody works."""
    homes = coordinated_organizations(request.actor)
    chosen = request.POST.get("organization") or request.GET.get("organization") or ""
    home = next((one for one in homes if str(one[0]) == chosen), homes[0] if homes else None)
    problems: list[dict[str, str]] = []
    typed = request.POST.get("days", "")
    if request.method == "POST" and home is not None:
        try:
            verbs.keep_closed_days(
                by=request.actor,
                organization=home[0],
                days=_spans(typed),
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            problems = [
                {"anchor": "days", "reason": one.reason, "fix": one.fix} for one in error.problems
            ]
        else:
            messages.success(request, "The calendar is kept. Deadlines set from now on use it.")
            return redirect("closed_days")
    if not typed and home is not None:
        typed = "\n".join(
            f"{first} to {last} {name}" if last != first else f"{first} {name}"
            for name, first, last in closed_days_of(home[0])
        )
    return render(
        request,
        "coordinator/closed_days.html",
        {"homes": homes, "home": home, "typed": typed, "problems": problems},
        status=400 if problems else 200,
    )


def _spans(text: str) -> list[tuple[str, date, date]]:
    found = []
    problems = []
    for at, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = _SPAN.fullmatch(line.strip())
        first = day_of(parts[1]) if parts else None
        last = day_of(parts[2]) if parts and parts[2] else first
        if parts is None or first is None or last is None:
            fix = "Write it as “2026-12-21 to 2027-01-01 Winter break”."
            problems.append(Problem("days", f"Line {at} is not a day and a name.", fix))
        else:
            found.append((parts[3].strip(), first, last))
    if problems:
        raise ProblemsError(problems)
    return found
