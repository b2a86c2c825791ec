"""An educator's submissions: the list, one of them, its parts, the last look, and the way out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.evidence.begin import begin_submission
from longleaf.actions.evidence.submit import submit_evidence, withdraw_submission
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.completeness import Students
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.evidence import (
    PartView,
    SubmissionView,
    require_own,
    submissions_of,
)
from longleaf.records.queries.gate import gates_of
from longleaf.records.queries.microcredential import shown_version
from longleaf.web.access import ActingRequest
from longleaf.web.educator.own import own_view
from longleaf.web.educator.places import missing
from longleaf.web.educator.saving import Outcome, save_answers, save_declaration
from longleaf.web.templatetags.longleaf import moment

GROUPS = (
    ("draft", "Being written", ("draft",)),
    ("not_yet", "Not yet: something to revise", ("not_yet",)),
    ("waiting", "With the reviewers", ("submitted", "in_review")),
    ("earned", "Earned", ("earned",)),
    ("withdrawn", "Withdrawn", ("withdrawn",)),
)
STUDENTS = (
    (Students.NONE, "No. No student appears, by face, voice, name or work."),
    (Students.NOT_IDENTIFIABLE, "Yes, but nobody could tell who they are."),
    (Students.IDENTIFIABLE, "Yes, and they can be identified."),
)


@require_GET
def submissions(request: ActingRequest) -> HttpResponse:
    found = submissions_of(request.actor)
    found.sort(key=lambda one: one.decided_at or one.changed_at, reverse=True)
    groups = [
        {"key": key, "title": title, "lines": [one for one in found if one.state in states]}
        for key, title, states in GROUPS
    ]
    return render(
        request,
        "educator/submission/list.html",
        {"groups": [group for group in groups if group["lines"]], "count": len(found)},
    )


@require_http_methods(["GET", "POST"])
def begin(request: ActingRequest, slug: str) -> HttpResponse:
    """Asks once before beginning, so that a followed link begins nothing."""
    if request.method == "POST":
        pk = begin_submission(by=request.actor, microcredential=slug, now=ports().clock.now())
        messages.success(request, "You can begin. What you write is saved as you type.")
        return redirect("submission", submission=pk)
    present = next(
        (one for one in submissions_of(request.actor) if one.slug == slug and one.is_open), None
    )
    if present is not None:
        return redirect("submission", submission=present.id)
    return render(
        request,
        "educator/submission/begin.html",
        {"version": shown_version(slug, by=request.actor)},
    )


@require_GET
def submission(request: ActingRequest, submission: UUID) -> HttpResponse:
    view = own_view(request, submission)
    return render(
        request,
        "educator/submission/one.html",
        {
            "view": view,
            "missing": missing(view, view.problems),
            "gates": gates_of(request.actor, submission, on=legal_day(ports().clock.now())),
        },
    )


@require_http_methods(["GET", "POST"])
def part(request: ActingRequest, submission: UUID, part: str) -> HttpResponse:
    outcome = Outcome()
    if request.method == "POST":
        now = ports().clock.now()
        outcome = save_answers(
            by=request.actor, submission=submission, posted=request.POST, now=now
        )
        if not outcome.conflicts and not outcome.problems:
            messages.success(request, "Your answers are saved.")
            return redirect(_after(own_view(request, submission), part))
    number = _number(request.GET.get("attempt", ""))
    view = own_view(request, submission, attempt=number)
    return render(
        request,
        "educator/submission/part.html",
        {
            "view": view,
            "one": view.part(part),
            "rows": _rows(view.part(part), request, outcome),
            "problems": [Problem(p.where, p.reason, p.fix) for p in outcome.problems],
            "following": _following(view, part),
            "steps": view.parts,
        },
        status=409 if outcome.conflicts else 400 if outcome.problems else 200,
    )


def _rows(one: PartView, request: ActingRequest, outcome: Outcome) -> list[dict[str, object]]:
    """Each question as the page shows it: what was typed stays, and beside it what stands there."""
    rows = []
    for answer in one.answers:
        name = f"{one.part.key}.{answer.question.key}"
        rows.append(
            {
                "answer": answer,
                "name": f"q.{name}",
                "hidden": f"r.{name}",
                "text": request.POST.get(f"q.{name}", answer.text),
                "revision": outcome.revisions.get(f"r.{name}", str(answer.revision)),
                "stored": outcome.conflicts.get(f"q.{name}"),
            }
        )
    return rows


def _following(view: SubmissionView, key: str) -> PartView | None:
    keys = [one.part.key for one in view.parts]
    at = keys.index(key) + 1
    return view.parts[at] if at < len(keys) else None


def _after(view: SubmissionView, key: str) -> str:
    """The page that comes after a part: the next one, or the last look."""
    following = _following(view, key)
    if following is None:
        return reverse("submission_check", args=[view.id])
    return reverse("submission_part", args=[view.id, following.part.key])


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None  # noqa: PLR2004 - attempts are few


@require_POST
def save(request: ActingRequest, submission: UUID) -> HttpResponse:
    """Saves what changed as one types; longleaf/autosave.js says what is sent and answered."""
    now = ports().clock.now()
    by = request.actor
    require_own(by, submission)
    try:
        outcome = save_answers(by=by, submission=submission, posted=request.POST, now=now)
        if set(request.POST.getlist("changed")) & {"students", "consent", "own_work", "note"}:
            save_declaration(by=by, submission=submission, posted=request.POST, now=now)
    except AlreadyDoneError as done:
        return JsonResponse({"message": done.what}, status=410)
    except ProblemsError as refused:
        return JsonResponse({"message": str(refused)}, status=400)
    if outcome.conflicts:
        return JsonResponse(
            {"conflicts": outcome.conflicts, "hidden": outcome.revisions}, status=409
        )
    if outcome.problems:
        said = " ".join(f"{one.reason} {one.fix}" for one in outcome.problems)
        return JsonResponse({"message": said, "hidden": outcome.revisions}, status=400)
    clock = moment(now).rpartition(", ")[2]
    return JsonResponse({"message": f"Saved at {clock}", "hidden": outcome.revisions})


@require_http_methods(["GET", "POST"])
def check(request: ActingRequest, submission: UUID) -> HttpResponse:
    if request.method == "POST":
        save_declaration(
            by=request.actor, submission=submission, posted=request.POST, now=ports().clock.now()
        )
        messages.success(request, "Saved. Nothing has been submitted yet.")
        return redirect("submission_check", submission=submission)
    view = own_view(request, submission)
    if not view.is_draft:
        return redirect("submission", submission=submission)
    return _last_look(request, view)


def _last_look(request: ActingRequest, view: SubmissionView, status: int = 200) -> HttpResponse:
    return render(
        request,
        "educator/submission/check.html",
        {"view": view, "missing": missing(view, view.problems), "students_choices": STUDENTS},
        status=status,
    )


@require_POST
def submit(request: ActingRequest, submission: UUID) -> HttpResponse:
    now = ports().clock.now()
    try:
        save_declaration(by=request.actor, submission=submission, posted=request.POST, now=now)
        submit_evidence(by=request.actor, submission=submission, now=now)
    except AlreadyDoneError as done:
        messages.info(request, done.what)
    except ProblemsError:
        return _last_look(request, own_view(request, submission), status=400)
    else:
        messages.success(
            request, "Submitted for review. Reviewers see a number in place of your name."
        )
    return redirect("submission", submission=submission)


@require_http_methods(["GET", "POST"])
def withdraw(request: ActingRequest, submission: UUID) -> HttpResponse:
    if request.method == "POST":
        withdraw_submission(by=request.actor, submission=submission, now=ports().clock.now())
        messages.success(request, "The submission is withdrawn. You can still read it here.")
        return redirect("submission", submission=submission)
    view = own_view(request, submission)
    if view.state == "earned":
        raise NoSuchRecordError
    return render(request, "educator/submission/withdraw.html", {"view": view})
