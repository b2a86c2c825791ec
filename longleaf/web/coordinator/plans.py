"""An LEA's plans: listed, begun, their list of tasks, and sent on their way."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import plan as verbs
from longleaf.actions.errors import StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.facts.plan_kind import kinds_of
from longleaf.records.queries import plan as reads
from longleaf.records.queries.plan_published import published_plans
from longleaf.web.access import ActingRequest
from longleaf.web.coordinator.plan_editor import opened
from longleaf.web.forms import add_problems


def today() -> date:
    return legal_day(ports().clock.now())


@require_GET
def planning(request: ActingRequest) -> HttpResponse:
    state, words = request.GET.get("state", ""), request.GET.get("q", "")[:200]
    return render(
        request,
        "coordinator/plans.html",
        {
            "plans": reads.plans_in_reach(request.actor, on=today(), state=state, words=words),
            "states": reads.STATES,
            "state": state,
            "words": words,
        },
    )


class BeginForm(forms.Form):
    """What is needed to begin a plan."""

    title = forms.CharField(label="Working title", max_length=200)
    organization = forms.ChoiceField(label="Whose plan it is")
    kind = forms.ChoiceField(label="Kind of plan")
    source = forms.ChoiceField(
        label="Begin from",
        required=False,
        help_text="A published plan or template. You will see what differs from it.",
    )


@require_http_methods(["GET", "POST"])
def planning_new(request: ActingRequest) -> HttpResponse:
    homes = reads.organizations_written_for(request.actor)
    kinds = {
        key: one.title
        for state in dict.fromkeys(state for *_, state in homes) or {HOME: None}
        for key, one in kinds_of(state).items()
    }
    published = [(str(one.version), one) for one in published_plans(on=today())]
    wanted = request.GET.get("source", "")
    form = BeginForm(request.POST if request.method == "POST" else None, initial={"source": wanted})
    _offer(form, "organization", [(str(pk), name) for pk, name, *_ in homes])
    _offer(form, "kind", list(kinds.items()))
    _offer(
        form,
        "source",
        [
            ("", "Nothing: an empty plan"),
            *(
                (
                    version,
                    f"{one.title}, {'template of ' if one.is_template else ''}{one.organization}",
                )
                for version, one in published
            ),
        ],
    )
    if form.is_valid():
        source = form.cleaned_data["source"]
        try:
            plan = verbs.begin_plan(
                by=request.actor,
                organization=UUID(form.cleaned_data["organization"]),
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
                source=UUID(source) if source else None,
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "The draft is there. What you type is saved as you go.")
            return redirect("planning_plan", plan=plan)
    status = 400 if form.is_bound else 200
    return render(
        request, "coordinator/plan_new.html", {"form": form, "homes": homes}, status=status
    )


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type alone
    field.choices = choices


@require_GET
def planning_plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    return show(request, plan)


def show(
    request: ActingRequest, plan: UUID, error: ProblemsError | None = None, *, status: int = 200
) -> HttpResponse:
    """A plan's own page: where it stands, what is still missing, and what to do next."""
    shown = opened(request, plan)
    needed = shown.checked.needed
    review_open = shown.review_stage in {"submitted", "under_review", "questions"}
    latest = shown.versions[0] if shown.versions else None
    changed_since = latest is None or latest.content_hash != shown.digest
    problems = (
        [{"anchor": "", "reason": one.reason, "fix": one.fix} for one in error.problems]
        if error and not needed
        else []
    )
    return render(
        request,
        "coordinator/plan.html",
        {
            "shown": shown,
            "sections": [
                {
                    "key": one.key,
                    "title": shown.kind.titles[one.key],
                    "is_optional": shown.kind.element(one.key).is_optional,
                    "unknown": shown.kind.element(one.key).unknown,
                    "open": [each for each in shown.checks_of(one.key) if each.is_needed],
                    "comments": sum(each.is_open for each in shown.comments_of(one.key)),
                    "changed_by": one.changed_by,
                    "changed_at": one.changed_at,
                }
                for one in shown.sections
            ],
            "needed": needed,
            "advice": [one for one in shown.checked.checks if not one.is_needed],
            "latest": latest,
            "changed_since": changed_since,
            "review_open": review_open,
            "may_submit": not needed
            and changed_since
            and shown.review_stage not in {"submitted", "under_review"},
            "open_questions": [one for one in shown.questions if one.is_open],
            "startable": next(
                (
                    one
                    for one in shown.versions
                    if one.stage == "complete" and one.first_on is None and one is latest
                ),
                None,
            ),
            "problems": problems,
            "first_open": next((one.element for one in needed), ""),
        },
        status=status,
    )


def act(request: ActingRequest, plan: UUID, do: Callable[[], object], done: str) -> HttpResponse:
    """Do it and say so; what stands in the way is shown on the plan's page."""
    try:
        do()
    except ProblemsError as error:
        return show(request, plan, error, status=400)
    except StaleTextError:
        messages.warning(request, "A section was changed since you opened this page. Look again.")
        return redirect("planning_plan", plan=plan)
    messages.success(request, done)
    return redirect("planning_plan", plan=plan)


@require_POST
def planning_rename(request: ActingRequest, plan: UUID) -> HttpResponse:
    title = request.POST.get("title", "")
    return act(
        request,
        plan,
        lambda: verbs.rename_plan(
            by=request.actor, plan=plan, title=title, now=ports().clock.now()
        ),
        "The plan has its new title. Versions submitted before keep theirs.",
    )


@require_POST
def planning_submit(request: ActingRequest, plan: UUID) -> HttpResponse:
    based_on = request.POST.get("based_on", "")
    return act(
        request,
        plan,
        lambda: verbs.submit_plan(
            by=request.actor,
            plan=plan,
            based_on=int(based_on) if based_on.isdigit() else None,
            digest=request.POST.get("digest", ""),
            note=request.POST.get("note", ""),
            now=ports().clock.now(),
        ),
        "It is submitted. The Department was told, and you will be told when it asks or is done.",
    )


def _simply(verb: Callable[..., object], done: str) -> Callable[..., HttpResponse]:
    """The address of a verb that needs to know nothing but the plan."""

    @require_POST
    def view(request: ActingRequest, plan: UUID) -> HttpResponse:
        now = ports().clock.now()
        return act(request, plan, lambda: verb(by=request.actor, plan=plan, now=now), done)

    return view


planning_withdraw = _simply(
    verbs.withdraw_submission,
    "The plan is yours again. The version and all that was said stay on record.",
)
planning_hide = _simply(verbs.hide_plan, "It is no longer published. What was begun from it stays.")


@require_POST
def planning_amend(request: ActingRequest, plan: UUID) -> HttpResponse:
    number = request.POST.get("version", "")
    return act(
        request,
        plan,
        lambda: verbs.begin_amendment(
            by=request.actor,
            plan=plan,
            version=int(number) if number.isdigit() else 0,
            now=ports().clock.now(),
        ),
        "The sections say again what that version says. Change what the amendment is about.",
    )


@require_POST
def planning_publish(request: ActingRequest, plan: UUID) -> HttpResponse:
    is_template = opened(request, plan).is_template
    verb = verbs.offer_template if is_template else verbs.publish_plan
    return act(
        request,
        plan,
        lambda: verb(by=request.actor, plan=plan, now=ports().clock.now()),
        "Everyone can read it now, and others can begin from it.",
    )
