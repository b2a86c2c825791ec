"""Proposals for everyone to read; comments, answers, votes and the decision where they belong."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions import term as verbs
from longleaf.actions.errors import NoSuchRecordError
from longleaf.domain.organization.access import LANGUAGE
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.domain.term.adoption import too_early
from longleaf.gateways.wiring import ports
from longleaf.records.queries.proposal import OPEN, PROPOSAL_STATES, proposal_page
from longleaf.records.queries.proposal import proposals as all_proposals
from longleaf.records.queries.term import registry
from longleaf.records.queries.work_group import is_voter, keeps_language
from longleaf.web.access import ActingRequest
from longleaf.web.language.forms import AnswerForm, CommentForm, MinutesForm, VoteForm, tried

PAGE = 50


@require_GET
def proposals(request: ActingRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    listed = [one for one in all_proposals(HOME) if not state or one.state == state]
    return render(
        request,
        "language/proposals.html",
        {
            "page_obj": Paginator(listed, PAGE).get_page(request.GET.get("page")),
            "state": state,
            "states": PROPOSAL_STATES,
            "may_propose": request.actor.holds(LANGUAGE.roles),
        },
    )


@require_GET
def proposal(request: ActingRequest, proposal: UUID) -> HttpResponse:
    return show(request, proposal)


def show(request: ActingRequest, proposal: UUID, **tried_forms: Any) -> HttpResponse:
    """A proposal, and the form that came back with what stood in its way.

    Args:
        request: The request.
        proposal: The proposal.
        tried_forms: `comment`, `vote`, `minutes`, or `answer` with `answered`, what it answers.
    """
    shown = proposal_page(HOME, proposal)
    on = legal_day(ports().clock.now())
    open_for_comments = (
        shown.line.state == "in_comment"
        and shown.line.closes_on is not None
        and on <= shown.line.closes_on
    )
    keeps = keeps_language(request.actor, HOME)
    comment = tried_forms.get("comment") or CommentForm()
    if not keeps:
        del comment.fields["behalf"]
    refused = next((one for one in tried_forms.values() if isinstance(one, forms.Form)), None)
    answered = {one.id for one in shown.comments if one.answer}
    overtaken = {
        "comment": not open_for_comments,
        "minutes": shown.line.state not in OPEN,
        "answer": shown.line.state not in OPEN or tried_forms.get("answered") in answered,
    }
    return render(
        request,
        "language/proposal.html",
        {
            "shown": shown,
            "line": shown.line,
            "concept": registry(HOME).by_key[shown.line.concept],
            "is_open": shown.line.state in OPEN,
            "open_for_comments": open_for_comments,
            "missing": too_early(shown.rule, shown.ballot, on) if shown.line.state in OPEN else (),
            "keeps": keeps,
            "votes_now": shown.line.state == "in_comment" and is_voter(request.actor, HOME),
            "comment": comment,
            "vote": tried_forms.get("vote") or VoteForm(),
            "minutes": tried_forms.get("minutes") or MinutesForm(),
            "answer": tried_forms.get("answer") or AnswerForm(),
            "answered": tried_forms.get("answered"),
            # What was typed into a form that the page has no more, as others were faster.
            "overtaken": refused if any(overtaken.get(one) for one in tried_forms) else None,
        },
        status=400 if refused else 200,
    )


def _put(
    request: ActingRequest,
    proposal: UUID,
    name: str,
    form: forms.Form,
    act: Callable[[], object],
    *,
    told: str,
    **shown: Any,
) -> HttpResponse:
    """Do what a form on the page asks for, or show the page with what stood in its way."""
    if form.is_valid() and tried(form, act)[0]:
        messages.success(request, told)
        return redirect("glossary_proposal", proposal=proposal)
    return show(request, proposal, **{name: form}, **shown)


@require_POST
def comment(request: ActingRequest, proposal: UUID) -> HttpResponse:
    form = CommentForm(request.POST)
    return _put(
        request,
        proposal,
        "comment",
        form,
        lambda: verbs.comment_on_proposal(
            by=request.actor, proposal=proposal, now=ports().clock.now(), **form.cleaned_data
        ),
        told="Thank you. What you said stands with the proposal.",
    )


@require_POST
def vote(request: ActingRequest, proposal: UUID) -> HttpResponse:
    if not is_voter(request.actor, HOME):
        raise NoSuchRecordError
    form = VoteForm(request.POST)
    return _put(
        request,
        proposal,
        "vote",
        form,
        lambda: verbs.vote_on_proposal(
            by=request.actor, proposal=proposal, now=ports().clock.now(), **form.cleaned_data
        ),
        told="Your vote is counted. Until the decision you can change it.",
    )


@require_POST
def answer(request: ActingRequest, proposal: UUID, comment: UUID) -> HttpResponse:
    if not keeps_language(request.actor, HOME) or comment not in {
        one.id for one in proposal_page(HOME, proposal).comments
    }:
        raise NoSuchRecordError
    form = AnswerForm(request.POST)
    return _put(
        request,
        proposal,
        "answer",
        form,
        lambda: verbs.answer_comment(
            by=request.actor, comment=comment, now=ports().clock.now(), **form.cleaned_data
        ),
        told="The answer stands beside what was said, and its writer is told.",
        answered=comment,
    )


@require_POST
def decide(request: ActingRequest, proposal: UUID) -> HttpResponse:
    if not keeps_language(request.actor, HOME):
        raise NoSuchRecordError
    form = MinutesForm(request.POST)
    return _put(
        request,
        proposal,
        "minutes",
        form,
        lambda: verbs.decide_proposal(
            by=request.actor, proposal=proposal, now=ports().clock.now(), **form.cleaned_data
        ),
        told="The decision is on record with its minutes.",
    )


@require_POST
def open_comments(request: ActingRequest, proposal: UUID) -> HttpResponse:
    verbs.open_comments(by=request.actor, proposal=proposal, now=ports().clock.now())
    messages.success(request, "Comments are open. The group's members are told.")
    return redirect("glossary_proposal", proposal=proposal)


@require_POST
def withdraw(request: ActingRequest, proposal: UUID) -> HttpResponse:
    verbs.withdraw_proposal(by=request.actor, proposal=proposal, now=ports().clock.now())
    messages.success(request, "The proposal is taken back. The concept is as it was before.")
    return redirect("glossary_proposal", proposal=proposal)
