"""The work group: for everyone to read; its rule, voters, days and deliverables to keep."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions import term as verbs
from longleaf.actions.errors import NoSuchRecordError
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.proposal import OPEN, proposals
from longleaf.records.queries.term import registry
from longleaf.records.queries.work_group import (
    DELIVERABLE_STATES,
    GroupPage,
    group_page,
    keeps_language,
    possible_voters,
)
from longleaf.web.access import ActingRequest
from longleaf.web.language.forms import MilestoneForm, RuleForm, tried


@require_GET
def work_group(request: ActingRequest) -> HttpResponse:
    group = group_page(HOME)
    kinds: dict[str, list[Any]] = {}
    for one in group.members if group else ():
        kinds.setdefault(one.kind, []).append(one)
    return render(
        request,
        "language/work_group.html",
        {
            "group": group,
            "kinds": kinds,
            "waiting": [one for one in proposals(HOME) if one.state in OPEN],
            "adopted": sum(one.status == "adopted" for one in registry(HOME).concepts),
            "on": legal_day(ports().clock.now()),
            "keeps": keeps_language(request.actor, HOME),
        },
    )


class VoterForm(forms.Form):
    person = forms.ChoiceField(label="Who votes", required=False)

    def __init__(self, choices: tuple[tuple[UUID, str], ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", "Nobody yet"), *((str(pk), name) for pk, name in choices)]


class DeliverableForm(forms.Form):
    state = forms.ChoiceField(label="How far it is", choices=list(DELIVERABLE_STATES.items()))
    note = forms.CharField(
        label="Note",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest) -> HttpResponse:
    """Everything about the group on one page; each part is a form of its own."""
    group = group_page(HOME)
    if group is None or not keeps_language(request.actor, HOME):
        raise NoSuchRecordError
    parts = _parts(request, group)
    name = request.POST.get("part", "")
    if request.method == "POST":
        if name not in parts:
            raise NoSuchRecordError
        form = parts[name]
        if form.is_valid() and tried(form, lambda: _keep(request, name, form.cleaned_data))[0]:
            messages.success(request, "Saved. Everyone reads it so from now on.")
            return redirect("work_group_edit")
    return render(
        request,
        "language/work_group_edit.html",
        {
            "group": group,
            "rule": parts["rule"],
            "members": [(one, parts[f"member-{one.id}"]) for one in group.members],
            "milestones": [(one, parts[f"milestone-{one.id}"]) for one in group.milestones],
            "new": parts["milestone-new"],
            "deliverables": [(one, parts[f"deliverable-{one.key}"]) for one in group.deliverables],
            "part": name,
        },
        status=400 if request.method == "POST" else 200,
    )


def _parts(request: ActingRequest, group: GroupPage) -> dict[str, forms.Form]:
    def data(name: str) -> Any:
        return request.POST if request.POST.get("part") == name else None

    rule = group.rule
    held = {
        "comment_days": rule.comment_days,
        "quorum": str(rule.quorum),
        "majority": str(rule.majority),
        "objections_answered": rule.objections_answered,
        "source": rule.source,
    }
    parts: dict[str, forms.Form] = {
        "rule": RuleForm(data("rule"), initial=held, prefix="rule"),
        "milestone-new": MilestoneForm(data("milestone-new"), prefix="milestone-new"),
    }
    choices = possible_voters(HOME)
    for member in group.members:
        name = f"member-{member.id}"
        initial = {"person": str(member.voter or "")}
        parts[name] = VoterForm(choices[member.id], data(name), initial=initial, prefix=name)
    for step in group.milestones:
        name = f"milestone-{step.id}"
        initial_step = {
            "title": step.title,
            "due_on": step.due_on,
            "reached_on": step.reached_on,
        }
        parts[name] = MilestoneForm(data(name), initial=initial_step, prefix=name)
    for one in group.deliverables:
        name = f"deliverable-{one.key}"
        state = {"state": one.state, "note": one.note}
        parts[name] = DeliverableForm(data(name), initial=state, prefix=name)
    return parts


def _keep(request: ActingRequest, name: str, said: dict[str, Any]) -> object:
    now = ports().clock.now()
    kind, _, which = name.partition("-")
    if kind == "rule":
        return verbs.set_rule(by=request.actor, now=now, **said)
    if kind == "member":
        person = UUID(said["person"]) if said["person"] else None
        return verbs.name_voter(by=request.actor, member=int(which), person=person, now=now)
    if kind == "milestone":
        milestone = None if which == "new" else UUID(which)
        return verbs.keep_milestone(by=request.actor, milestone=milestone, now=now, **said)
    return verbs.set_deliverable(by=request.actor, key=which, now=now, **said)
