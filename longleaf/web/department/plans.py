"""The Department's reviews of plans: the queue, one review, questions, marks, completing."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import plan as verbs
from longleaf.actions.errors import StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.plan.content import day_of
from longleaf.domain.plan.difference import changes_between
from longleaf.domain.plan.picture import draw_links
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.deadline import days_left
from longleaf.gateways.wiring import ports
from longleaf.records.queries.plan import choices_for, picture_of
from longleaf.records.queries.plan_parts import STAGES
from longleaf.records.queries.plan_review import (
    ReviewShown,
    review_queue,
    reviewed_plan,
    state_plans,
)
from longleaf.web.access import ActingRequest
from longleaf.web.labels import LICENSE_KINDS
from longleaf.web.plan_words import MARKS, changes_in_words, in_words, names_of, picture


@require_GET
def plan_reviews(request: ActingRequest) -> HttpResponse:
    on = legal_day(ports().clock.now())
    stage, mine = request.GET.get("stage", ""), request.GET.get("mine") == "1"
    return render(
        request,
        "department/plans.html",
        {
            "queue": review_queue(request.actor, on=on, stage=stage, mine=mine),
            "plans": state_plans(request.actor, on=on),
            "stages": STAGES,
            "stage": stage,
            "mine": mine,
        },
    )


def _opened(request: ActingRequest, review: UUID) -> ReviewShown:
    return reviewed_plan(request.actor, review, on=legal_day(ports().clock.now()))


@require_GET
def plan_review(request: ActingRequest, review: UUID) -> HttpResponse:
    return _show(request, review)


def _show(
    request: ActingRequest,
    review: UUID,
    error: ProblemsError | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The plan on the left, the checklist, questions and comments on the right."""
    shown = _opened(request, review)
    on = legal_day(ports().clock.now())
    choices = choices_for(shown.organization_id)
    earlier = next((one for one in shown.versions if one.number < shown.version.number), None)
    changes = (
        changes_in_words(
            shown.kind,
            changes_between(earlier.sections, shown.sections),
            names_of(earlier.sections, choices) | names_of(shown.sections, choices),
        )
        if earlier
        else []
    )
    sections = [
        {
            "words": one,
            "mark": shown.marks.get(one.key),
            "mark_words": MARKS[shown.marks[one.key].mark] if one.key in shown.marks else "",
            "checks": [each for each in shown.checks if each.element == one.key],
            "remarks": [each for each in shown.remarks if each.element == one.key],
            "typed": request.POST.get("text", "") if request.POST.get("element") == one.key else "",
        }
        for one in in_words(shown.kind, shown.sections, choices)
    ]
    return render(
        request,
        "department/plan.html",
        {
            "shown": shown,
            "sections": sections,
            "marks": MARKS,
            "earlier": earlier,
            "changes": changes,
            "days_left": days_left(shown.due_on, on, shown.closed) if shown.due_on else None,
            "open_questions": [one for one in shown.questions if one.is_open],
            "is_open": shown.stage in {"submitted", "under_review", "questions"},
            "is_begun": shown.stage in {"under_review", "questions"},
            "assigned": {pk for pk, _ in shown.reviewers},
            "problems": [
                {
                    "anchor": f"section-{one.where}" if one.where in shown.kind.titles else "",
                    "reason": one.reason,
                    "fix": one.fix,
                }
                for one in (error.problems if error else ())
            ],
        },
        status=status,
    )


def _act(
    request: ActingRequest, review: UUID, do: Callable[[], object], done: str, where: str = ""
) -> HttpResponse:
    try:
        do()
    except ProblemsError as error:
        return _show(request, review, error, status=400)
    except StaleTextError:
        messages.warning(
            request, "A colleague marked this element meanwhile. Read their mark, then decide."
        )
        return redirect(reverse("plan_review", args=[review]) + where)
    messages.success(request, done)
    return redirect(reverse("plan_review", args=[review]) + where)


@require_POST
def plan_review_assign(request: ActingRequest, review: UUID) -> HttpResponse:
    known = {str(pk): pk for pk, _ in _opened(request, review).staff}
    persons = [known[one] for one in request.POST.getlist("persons") if one in known]
    return _act(
        request,
        review,
        lambda: verbs.assign_plan_reviewers(
            by=request.actor,
            review=review,
            persons=persons,
            due_on=day_of(request.POST.get("due_on", "")),
            now=ports().clock.now(),
        ),
        "The reviewers are named. They and the LEA were told.",
    )


@require_POST
def plan_review_mark(request: ActingRequest, review: UUID) -> HttpResponse:
    element, seen = request.POST.get("element", ""), request.POST.get("seen", "")
    return _act(
        request,
        review,
        lambda: verbs.mark_element(
            by=request.actor,
            review=review,
            element=element,
            mark=request.POST.get("mark", ""),
            note=request.POST.get("note", ""),
            seen=int(seen) if seen.isdigit() else None,
            now=ports().clock.now(),
        ),
        "The mark is on the checklist.",
        f"#section-{element}",
    )


@require_POST
def plan_review_ask(request: ActingRequest, review: UUID) -> HttpResponse:
    element = request.POST.get("element", "")
    return _act(
        request,
        review,
        lambda: verbs.ask_question(
            by=request.actor,
            review=review,
            element=element,
            text=request.POST.get("text", ""),
            due_on=day_of(request.POST.get("due_on", "")),
            now=ports().clock.now(),
        ),
        "The question is with the LEA. The review goes on when it is answered.",
        f"#section-{element}",
    )


@require_POST
def plan_review_comment(request: ActingRequest, review: UUID) -> HttpResponse:
    element, plan = request.POST.get("element", ""), _opened(request, review).plan
    return _act(
        request,
        review,
        lambda: verbs.comment_on_plan(
            by=request.actor,
            plan=plan,
            element=element,
            text=request.POST.get("text", ""),
            now=ports().clock.now(),
        ),
        "Your colleagues can read the comment; the LEA cannot.",
        f"#section-{element}",
    )


@require_http_methods(["GET", "POST"])
def plan_review_complete(request: ActingRequest, review: UUID) -> HttpResponse:
    """The last look, and the words of the decision."""
    shown = _opened(request, review)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        number = request.POST.get("version", "")
        try:
            verbs.complete_review(
                by=request.actor,
                review=review,
                version=int(number) if number.isdigit() else 0,
                conditions=request.POST.get("conditions", ""),
                statement=request.POST.get("statement", ""),
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            problems = [
                {"anchor": "", "reason": one.reason, "fix": one.fix} for one in error.problems
            ]
        else:
            messages.success(request, "The review is complete. The LEA was told.")
            return redirect("plan_decision", review=review)
    return render(
        request,
        "department/plan_complete.html",
        {
            "shown": shown,
            "marks": [
                (one, MARKS[shown.marks[one.key].mark] if one.key in shown.marks else "")
                for one in shown.kind.elements
            ],
            "below": [one for one in shown.checks if one.citation and not one.is_needed],
            "open_questions": [one for one in shown.questions if one.is_open],
            "conditions": request.POST.get("conditions", ""),
            "statement": request.POST.get("statement", ""),
            "problems": problems,
        },
        status=400 if problems else 200,
    )


@require_GET
def plan_review_picture(request: ActingRequest, review: UUID) -> HttpResponse:
    shown = _opened(request, review)
    links = picture_of(shown.content, LICENSE_KINDS)
    return picture(draw_links(links, title=f"Map of the links of {shown.title}"))
