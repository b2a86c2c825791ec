"""Reading a plan: the map of its links, versions side by side, questions, the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import plan as verbs
from longleaf.basis.problem import ProblemsError
from longleaf.domain.plan.difference import changes_between
from longleaf.domain.plan.picture import TITLES, draw_links
from longleaf.gateways.wiring import ports
from longleaf.records.queries.plan import PlanShown, choices_for, picture_of
from longleaf.records.queries.plan_published import decision_of
from longleaf.web.access import ActingRequest
from longleaf.web.coordinator.plan_editor import opened
from longleaf.web.labels import LICENSE_KINDS
from longleaf.web.plan_words import MARKS, changes_in_words, names_of, picture


@require_GET
def planning_map(request: ActingRequest, plan: UUID) -> HttpResponse:
    """The map of a plan's links, with the table that says the same."""
    shown = opened(request, plan)
    links = picture_of(shown.content, LICENSE_KINDS)
    return render(
        request,
        "coordinator/plan_map.html",
        {
            "shown": shown,
            "links": links,
            "columns": [(TITLES[name], links.column(name)) for name in TITLES],
            "rows": [
                {
                    "node": node,
                    "measures": [one for goal in links.before(node) for one in links.before(goal)],
                    "goals": links.before(node),
                    "people": links.after(node),
                    "processes": [
                        one
                        for one in links.column("processes")
                        if one.id.partition(":")[2] in _processes(shown, node.id)
                    ],
                }
                for node in links.column("competencies")
            ],
            "unmeasured": [node for node in links.column("goals") if not links.before(node)],
            "advice": [
                one for one in shown.checked.checks if not one.is_needed and not one.citation
            ],
        },
    )


def _processes(shown: PlanShown, node: str) -> tuple[str, ...]:
    key = node.partition(":")[2]
    return next(one.processes for one in shown.content.competencies if one.key == key)


@require_GET
def planning_picture(request: ActingRequest, plan: UUID) -> HttpResponse:
    shown = opened(request, plan)
    return picture(draw_links(picture_of(shown.content, LICENSE_KINDS), title=_named(shown.title)))


def _named(title: str) -> str:
    return f"Map of the links of {title}"


@require_GET
def planning_versions(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Any two versions side by side, the draft and the plan it began from among them."""
    shown = opened(request, plan)
    sides = {
        "draft": ("The draft as it stands", shown.data),
        **{str(one.number): (f"Version {one.number}", one.sections) for one in shown.versions},
    }
    if shown.source_sections is not None:
        sides["source"] = (
            f"{shown.source_title}, {shown.source_organization}",
            shown.source_sections,
        )
    otherwise = next((key for key in sides if key != "draft"), "draft")
    left = request.GET.get("left", otherwise)
    right = request.GET.get("right", "draft")
    left = left if left in sides else otherwise
    right = right if right in sides else "draft"
    choices = choices_for(shown.organization)
    names = names_of(sides[left][1], choices) | names_of(sides[right][1], choices)
    return render(
        request,
        "coordinator/plan_versions.html",
        {
            "shown": shown,
            "sides": [(key, title) for key, (title, _) in sides.items()],
            "left": left,
            "right": right,
            "left_title": sides[left][0],
            "right_title": sides[right][0],
            "changes": changes_in_words(
                shown.kind, changes_between(sides[left][1], sides[right][1]), names
            ),
        },
    )


@require_GET
def planning_questions(request: ActingRequest, plan: UUID) -> HttpResponse:
    return _questions(request, plan)


def _questions(
    request: ActingRequest,
    plan: UUID,
    *,
    typed: tuple[UUID, str] | None = None,
    error: ProblemsError | None = None,
) -> HttpResponse:
    shown = opened(request, plan)
    return render(
        request,
        "coordinator/plan_questions.html",
        {
            "shown": shown,
            "questions": [
                {
                    "asked": one,
                    "title": shown.kind.titles.get(one.element, one.element),
                    "typed": typed[1] if typed and typed[0] == one.id else "",
                }
                for one in shown.questions
            ],
            "problems": [
                {
                    "anchor": f"answer-{typed[0]}" if typed else "",
                    "reason": one.reason,
                    "fix": one.fix,
                }
                for one in (error.problems if error else ())
            ],
        },
        status=400 if error else 200,
    )


@require_POST
def planning_answer(request: ActingRequest, plan: UUID, question: UUID) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        verbs.answer_question(
            by=request.actor, question=question, text=text, now=ports().clock.now()
        )
    except ProblemsError as error:
        return _questions(request, plan, typed=(question, text), error=error)
    messages.success(request, "The Department has your answer.")
    return redirect("planning_questions", plan=plan)


@require_http_methods(["GET"])
def plan_decision(request: ActingRequest, review: UUID) -> HttpResponse:
    """The decision on a plan, as it is printed."""
    decision = decision_of(request.actor, review)
    return render(
        request,
        "coordinator/plan_decision.html",
        {
            "decision": decision,
            "marks": [(title, MARKS[mark]) for title, mark in decision.marks],
        },
    )
