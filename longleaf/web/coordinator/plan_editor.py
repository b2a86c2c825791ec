"""The editor of a plan: one section a page, saved as one types, by several people at once."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions import plan as verbs
from longleaf.actions.errors import StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.plan.draft import is_field
from longleaf.domain.plan.kind import Element
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.framework import all_frameworks
from longleaf.records.queries.plan import PlanShown, choices_for, written_plan
from longleaf.web.access import ActingRequest
from longleaf.web.author.outline import Section, anchor
from longleaf.web.coordinator.plan_outline import Outline
from longleaf.web.templatetags.longleaf import clock_time


def opened(request: ActingRequest, plan: UUID) -> PlanShown:
    """The plan, for someone who writes it."""
    return written_plan(request.actor, plan, on=legal_day(ports().clock.now()))


def element_of(shown: PlanShown, key: str) -> Element:
    """The element of a section; a section that there is not is not found."""
    if key not in shown.kind.titles:
        raise NoSuchRecordError
    return shown.kind.element(key)


@require_GET
def planning_section(request: ActingRequest, plan: UUID, section: str) -> HttpResponse:
    return _page(request, opened(request, plan), section)


def _page(
    request: ActingRequest,
    shown: PlanShown,
    key: str,
    *,
    typed: Mapping[str, list[str]] | None = None,
    conflicts: Mapping[str, list[str]] | None = None,
    error: ProblemsError | None = None,
    status: int = 200,
) -> HttpResponse:
    """One section; what was typed and could not be saved stands where it was typed."""
    element = element_of(shown, key)
    stored = next(one for one in shown.sections if one.key == key)
    outline = Outline(shown.data, choices_for(shown.organization), all_frameworks())
    section = outline.section(element, stored.data, shown.checks_of(key))
    _put_back(section, typed or {}, conflicts or {})
    keys = list(shown.kind.titles)
    at = keys.index(key)
    return render(
        request,
        "coordinator/plan_section.html",
        {
            "shown": shown,
            "element": element,
            "section": section,
            "stored": stored,
            "count": {one: len(_open(shown, one)) for one in keys},
            "following": keys[at + 1] if at + 1 < len(keys) else "",
            "previous": keys[at - 1] if at else "",
            "checks": shown.checks_of(key),
            "comments": shown.comments_of(key),
            "asides": [one for one in shown.asides if one.section == key],
            "conflicts": conflicts,
            "problems": [
                {
                    "anchor": anchor(one.where) if one.where else "",
                    "reason": one.reason,
                    "fix": one.fix,
                }
                for one in (error.problems if error else ())
            ],
        },
        status=status,
    )


def _open(shown: PlanShown, key: str) -> list[object]:
    return [one for one in shown.checks_of(key) if one.is_needed]


def _put_back(
    section: Section, typed: Mapping[str, list[str]], conflicts: Mapping[str, list[str]]
) -> None:
    for field in section.fields():
        if field.path in typed:
            field.texts = typed[field.path]
        if field.path in conflicts:
            field.stored = conflicts[field.path]


@require_POST
def planning_save(request: ActingRequest, plan: UUID, section: str) -> HttpResponse:
    """Save: a few fields as one types, or a whole section with the step its button names."""
    shown = opened(request, plan)
    element = element_of(shown, section)
    if request.headers.get("X-Autosave"):
        return _autosave(request, plan, element)
    changes = _whole(request.POST, element)
    act, _, where = request.POST.get("step", "").partition(":")
    try:
        verbs.save_section(
            by=request.actor,
            plan=plan,
            key=section,
            revision=_revision(request.POST),
            changes=changes,
            step=(act, where) if act else None,
            now=ports().clock.now(),
        )
    except (StaleTextError, ProblemsError) as error:
        return _page(
            request,
            opened(request, plan),
            section,
            typed=changes,
            conflicts=error.conflicts if isinstance(error, verbs.SectionChangedError) else None,
            error=error if isinstance(error, ProblemsError) else None,
            status=409 if isinstance(error, StaleTextError) else 400,
        )
    return redirect(_onward(request, plan, section, act, where))


def _onward(request: ActingRequest, plan: UUID, section: str, act: str, where: str) -> str:
    here = reverse("planning_section", args=[plan, section])
    if act == "add":
        data = next(one for one in opened(request, plan).sections if one.key == section).data
        last = (data.get(where) or [{"key": ""}])[-1]["key"]
        return f"{here}#{anchor(f'{where}[{last}]')}"
    if act:
        return f"{here}#{anchor(where.partition('[')[0])}"
    messages.success(request, "Saved.")
    going = request.POST.get("go", "")
    if going == "overview":
        return reverse("planning_plan", args=[plan])
    titles = opened(request, plan).kind.titles
    return reverse("planning_section", args=[plan, going]) if going in titles else here


def _autosave(request: ActingRequest, plan: UUID, element: Element) -> JsonResponse:
    given = _revision(request.POST)
    now = ports().clock.now()
    changes = {
        path: request.POST.getlist(path)
        for path in request.POST.getlist("changed")
        if is_field(element, path)
    }
    try:
        revision = verbs.save_section(
            by=request.actor,
            plan=plan,
            key=element.key,
            revision=given,
            changes=changes,
            now=now,
        )
    except verbs.SectionChangedError as error:
        stored = {path: texts or [""] for path, texts in error.conflicts.items()}
        return JsonResponse(
            {"conflicts": stored, "hidden": {"revision": str(error.revision)}}, status=409
        )
    except StaleTextError:
        return JsonResponse({"message": "Open this page again to go on."}, status=410)
    except ProblemsError as error:
        return JsonResponse({"message": " ".join(str(one) for one in error.problems)}, status=400)
    # Someone else's save came between: the page's other fields are still as old as its revision.
    kept = revision if revision - given <= 1 else given
    return JsonResponse(
        {"message": f"Saved at {clock_time(now)}", "hidden": {"revision": str(kept)}}
    )


def _whole(post: QueryDict, element: Element) -> dict[str, list[str]]:
    """Every field of the section; a set of boxes of which none is checked is sent by its name."""
    empty: dict[str, list[str]] = {
        path: [] for path in post.getlist("boxes") if is_field(element, path)
    }
    return empty | {path: post.getlist(path) for path in post if is_field(element, path)}


def _revision(post: QueryDict) -> int:
    text = post.get("revision", "")
    return int(text) if text.isdigit() else 0


@require_POST
def planning_settle(request: ActingRequest, text: int) -> HttpResponse:
    plan = verbs.settle_text(by=request.actor, text=text, now=ports().clock.now())
    messages.success(request, "It stays on record, and is no longer shown here.")
    return redirect("planning_plan", plan=plan)


@require_POST
def planning_comment(request: ActingRequest, plan: UUID, section: str) -> HttpResponse:
    try:
        verbs.comment_on_plan(
            by=request.actor,
            plan=plan,
            element=section,
            text=request.POST.get("text", ""),
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        messages.error(request, " ".join(str(one.reason) for one in error.problems))
    return redirect(reverse("planning_section", args=[plan, section]) + "#comments")


@require_POST
def planning_comment_settle(request: ActingRequest, comment: UUID) -> HttpResponse:
    plan = verbs.settle_comment(by=request.actor, comment=comment, now=ports().clock.now())
    messages.success(request, "The comment is settled.")
    return redirect("planning_plan", plan=plan)
