"""A reviewer's pages: the queue, one review, finishing it, giving it back."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.review import (
    Finished,
    finish_review,
    release_review,
    take_away_if_barred,
)
from longleaf.basis.day import day_in
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.review.judgment import Ruling
from longleaf.gateways.wiring import ports
from longleaf.records.queries.completeness import checks_waiting
from longleaf.records.queries.review import ReviewSheet, review_sheet
from longleaf.records.queries.review_queue import counts_of, finished_reviews_of, open_reviews_of
from longleaf.web.access import ActingRequest
from longleaf.web.reviewer.sheet import COMMENT, field_of, fields_of

_FINISHED_ON_A_PAGE = 20


def sheet_for(request: ActingRequest, review: UUID) -> ReviewSheet:
    on = day_in(request.actor.time_zone, ports().clock.now())
    return review_sheet(request.actor, review, on=on)


@require_GET
def reviews(request: ActingRequest) -> HttpResponse:
    on = day_in(request.actor.time_zone, ports().clock.now())
    finished = Paginator(finished_reviews_of(request.actor, on=on), _FINISHED_ON_A_PAGE)
    return render(
        request,
        "reviewer/reviews.html",
        {
            "waiting": open_reviews_of(request.actor, on=on),
            "counts": counts_of(request.actor),
            "checks": len(checks_waiting(request.actor, on=on)),
            "page_obj": finished.get_page(request.GET.get("page")),
        },
    )


def _sheet_or_taken(request: ActingRequest, review: UUID) -> ReviewSheet | None:
    """The sheet; None, with a message, if a conflict of interest takes the review away now."""
    try:
        return sheet_for(request, review)
    except NoSuchRecordError:
        if not take_away_if_barred(by=request.actor, review=review, now=ports().clock.now()):
            raise
        messages.info(request, "You may no longer judge that work, so it went to someone else.")
        return None


@require_GET
def review(request: ActingRequest, review: UUID) -> HttpResponse:
    sheet = _sheet_or_taken(request, review)
    if sheet is None:
        return redirect("reviews")
    if sheet.is_open:
        return render(request, "reviewer/review.html", {"sheet": sheet, "fields": fields_of(sheet)})
    titles = {level.key: level.title for level in sheet.definition.rubric.levels}
    return render(request, "reviewer/finished.html", {"sheet": sheet, "level_titles": titles})


@require_http_methods(["GET", "POST"])
def finish(request: ActingRequest, review: UUID) -> HttpResponse:
    sheet = _sheet_or_taken(request, review)
    if sheet is None:
        return redirect("reviews")
    problems = sheet.problems
    if request.method == "POST":
        try:
            found = finish_review(
                by=request.actor,
                review=review,
                vault=ports().vault,
                base_url=settings.BASE_URL,
                now=ports().clock.now(),
            )
        except AlreadyDoneError as error:
            messages.info(request, error.what)
            return redirect("reviews")
        except ProblemsError as error:
            problems = error.problems
        else:
            messages.success(request, f"{sheet.number}: {_what_comes_next(found)}")
            return redirect("review", review=review)
    elif not sheet.is_open:
        return redirect("review", review=review)
    return render(
        request,
        "reviewer/finish.html",
        {"sheet": sheet, "problems": [_anchored(one) for one in problems]},
        status=400 if request.method == "POST" else 200,
    )


def _anchored(problem: Problem) -> dict[str, str]:
    anchor = field_of(problem.where) if problem.where not in ("", COMMENT) else problem.where
    return {"anchor": anchor, "reason": problem.reason, "fix": problem.fix}


def _what_comes_next(found: Finished) -> str:
    return {
        Ruling.WAITING: "Your review is finished. The other reviewer's is still to come.",
        Ruling.THIRD_OPINION_NEEDED: (
            "Your review is finished. The two reviews differ, so a third reviewer decides."
        ),
        Ruling.EARNED: "Your review is finished, and with it the decision: Earned.",
        Ruling.NOT_YET: "Your review is finished, and with it the decision: Not yet.",
    }[found.ruling]


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label="Why do you give it back?",
        help_text="A few words, such as “I recognize the work” or “No time before it is due”. "
        "The educator does not see them.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
def release(request: ActingRequest, review: UUID) -> HttpResponse:
    sheet = sheet_for(request, review)
    if not sheet.is_open:
        messages.info(request, "You finished this review already.")
        return redirect("review", review=review)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            release_review(
                by=request.actor,
                review=review,
                reason=form.cleaned_data["reason"],
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            for problem in error.problems:
                form.add_error("reason", f"{problem.reason} {problem.fix}")
        else:
            messages.success(
                request, f"You gave submission {sheet.number} back. Someone else will be asked."
            )
            return redirect("reviews")
    status = 400 if form.is_bound else 200
    return render(request, "reviewer/release.html", {"sheet": sheet, "form": form}, status=status)
