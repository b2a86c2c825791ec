"""The editor of a draft: one section a page, saved as one types, and without JavaScript too."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.microcredential import StaleDraftError, save_draft
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.microcredential.definition import check_definition
from longleaf.domain.microcredential.draft import Step, pattern_of
from longleaf.gateways.wiring import ports
from longleaf.records.queries import authoring as reads
from longleaf.records.queries.framework import all_frameworks
from longleaf.web.access import ActingRequest
from longleaf.web.author.outline import Section, anchor
from longleaf.web.author.sections import SECTIONS, outline
from longleaf.web.author.versions import show
from longleaf.web.templatetags.longleaf import clock_time


@require_GET
def authoring_version(request: ActingRequest, version: UUID, section: str = "") -> HttpResponse:
    if not section:
        return show(request, version)
    if section not in SECTIONS:
        return redirect("authoring_version", version=version)
    written = reads.written_version(request.actor, version)
    if written.state != "draft":
        return redirect("authoring_preview", version=version)
    return _page(request, written, section)


def _page(
    request: ActingRequest,
    written: reads.Written,
    section: str,
    *,
    typed: Mapping[str, list[str]] | None = None,
    conflicts: Mapping[str, list[str]] | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """One section; what was typed and could not be saved stands where it was typed."""
    sections = outline(written.data, all_frameworks(), check_definition(written.data))
    shown = next(one for one in sections if one.key == section)
    _put_back(shown, typed or {}, conflicts or {})
    keys = list(SECTIONS)
    at = keys.index(section)
    return render(
        request,
        "author/section.html",
        {
            "written": written,
            "shown": written.shown,
            "sections": sections,
            "section": shown,
            "following": keys[at + 1] if at + 1 < len(keys) else "",
            "previous": keys[at - 1] if at else "",
            "problems": [_linked(one) for one in problems],
            "lost": _without_place(shown, typed or {}),
            "conflicts": conflicts,
        },
        status=status,
    )


def _put_back(
    section: Section, typed: Mapping[str, list[str]], conflicts: Mapping[str, list[str]]
) -> None:
    for field in section.fields():
        if field.path in typed:
            field.texts = typed[field.path]
        if field.path in conflicts:
            field.stored = conflicts[field.path]


def _without_place(section: Section, typed: Mapping[str, list[str]]) -> list[str]:
    """Texts typed into entries that someone else has removed meanwhile."""
    places = {field.path for field in section.fields()}
    return [
        text
        for path, texts in typed.items()
        if path not in places
        for text in texts
        if text.strip()
    ]


def _linked(problem: Problem) -> dict[str, str]:
    place = anchor(problem.where) if problem.where else ""
    return {"anchor": place, "reason": problem.reason, "fix": problem.fix}


@require_POST
def authoring_save(request: ActingRequest, version: UUID) -> HttpResponse:
    """Save: a few fields as one types, or a whole section with the step its button names."""
    if request.headers.get("X-Autosave"):
        return _autosave(request, version)
    section = request.POST.get("section", "")
    section = section if section in SECTIONS else "purpose"
    changes = _whole(request.POST)
    step = _step(request.POST.get("step", ""))
    try:
        save_draft(
            by=request.actor,
            version=version,
            revision=_revision(request.POST),
            changes=changes,
            steps=[step] if step else [],
            now=ports().clock.now(),
        )
    except (StaleDraftError, ProblemsError) as error:
        stale = isinstance(error, StaleDraftError)
        return _page(
            request,
            reads.written_version(request.actor, version),
            section,
            typed=changes,
            conflicts=error.conflicts if isinstance(error, StaleDraftError) else None,
            problems=error.problems if isinstance(error, ProblemsError) else (),
            status=409 if stale else 400,
        )
    return redirect(_onward(request, version, section, step))


def _onward(request: ActingRequest, version: UUID, section: str, step: Step | None) -> str:
    """Where a save leads: to the entry that was touched, on to what was asked for, or back."""
    if step:
        return _address(version, section) + f"#{_touched(request, version, step)}"
    messages.success(request, "Saved.")
    going = request.POST.get("go", "")
    if going == "overview":
        return reverse("authoring_version", kwargs={"version": version})
    return _address(version, going if going in SECTIONS else section)


def _touched(request: ActingRequest, version: UUID, step: Step) -> str:
    if step.act == "add":
        data = reads.written_version(request.actor, version).data
        for section in outline(data, [], []):
            for group in section.groups():
                if group.path == step.where and group.entries:
                    return group.entries[-1].id
    head, _, place = step.where.rstrip("]").rpartition("[")
    if step.act == "remove" or not place.isdigit():
        return anchor(head or step.where)
    return anchor(f"{head}[{max(0, int(place) + (1 if step.act == 'down' else -1))}]")


def _address(version: UUID, section: str) -> str:
    return reverse("authoring_version", kwargs={"version": version, "section": section})


def _autosave(request: ActingRequest, version: UUID) -> JsonResponse:
    given = _revision(request.POST)
    now = ports().clock.now()
    changed = {
        path: request.POST.getlist(path)
        for path in request.POST.getlist("changed")
        if _is_field(path)
    }
    try:
        revision = save_draft(
            by=request.actor,
            version=version,
            revision=given,
            changes=changed,
            seen=_seen(request.POST.get("seen", "")),
            now=now,
        )
    except StaleDraftError as error:
        stored = {path: texts or [""] for path, texts in error.conflicts.items()}
        return JsonResponse(
            {"conflicts": stored, "hidden": {"revision": str(error.revision)}}, status=409
        )
    except ProblemsError as error:
        return JsonResponse({"message": " ".join(str(one) for one in error.problems)}, status=400)
    except AlreadyDoneError as error:
        return JsonResponse({"message": error.what}, status=410)
    # Someone else's save came between: the page's other fields are still as old as its revision.
    kept = revision if revision - given <= 1 else given
    return JsonResponse(
        {"message": f"Saved at {clock_time(now)}", "hidden": {"revision": str(kept)}}
    )


def _seen(text: str) -> dict[str, list[str]]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        path: [str(one) for one in texts]
        for path, texts in found.items()
        if isinstance(texts, list)
    }


def _whole(post: QueryDict) -> dict[str, list[str]]:
    """Every field of the section; a set of boxes of which none is checked is sent by its name."""
    found: dict[str, list[str]] = {path: [] for path in post.getlist("boxes") if _is_field(path)}
    return found | {path: post.getlist(path) for path in post if _is_field(path)}


def _is_field(path: str) -> bool:
    try:
        pattern_of(path)
    except ProblemsError:
        return False
    return True


def _revision(post: QueryDict) -> int:
    text = post.get("revision", "")
    return int(text) if text.isdigit() else 0


def _step(text: str) -> Step | None:
    act, _, rest = text.partition(":")
    where, _, kind = rest.partition(":")
    match act:
        case "add" | "remove" | "up" | "down":
            return Step(act, where, kind)
    return None
