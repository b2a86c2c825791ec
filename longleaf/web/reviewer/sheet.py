"""The form of one review: its fields, and saving them as one types."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from longleaf.actions.errors import AlreadyDoneError, StaleTextError
from longleaf.actions.review import save_comment, save_score
from longleaf.basis.day import day_in
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.review.judgment import REASON_LIMIT
from longleaf.gateways.wiring import ports
from longleaf.records.queries.review import CriterionShown, ReviewSheet, review_sheet
from longleaf.web.access import ActingRequest

COMMENT = "comment"


def field_of(criterion: str) -> str:
    """The id of a criterion's section."""
    return f"criterion-{criterion}"


@dataclass(frozen=True, slots=True)
class CriterionField:
    """A criterion with what stands in its fields: what is stored, or what was typed last.

    Attributes:
        meanwhile: What was stored elsewhere since the page was read; "" if nothing was.
        fault: Why what was typed could not be saved; "" if it could.
    """

    shown: CriterionShown
    number: int
    level: str
    reason: str
    revision: int
    meanwhile: str = ""
    fault: str = ""

    @property
    def key(self) -> str:
        return self.shown.criterion.key


@dataclass(frozen=True, slots=True)
class CommentField:
    """The comment on the whole; as `CriterionField`."""

    text: str
    revision: int
    meanwhile: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SheetFields:
    """All fields of a review's form."""

    criteria: tuple[CriterionField, ...]
    comment: CommentField
    reason_limit: int = REASON_LIMIT

    @property
    def faults(self) -> list[dict[str, str]]:
        found = [
            {"anchor": f"reason-{one.key}", "reason": one.fault, "fix": ""}
            for one in self.criteria
            if one.fault
        ]
        if self.comment.fault:
            found.append({"anchor": COMMENT, "reason": self.comment.fault, "fix": ""})
        return found


def fields_of(sheet: ReviewSheet) -> SheetFields:
    """The fields as they are stored."""
    return SheetFields(
        criteria=tuple(
            CriterionField(one, number, one.score.level, one.score.reason, one.revision)
            for number, one in enumerate(sheet.criteria, start=1)
        ),
        comment=CommentField(sheet.comment, sheet.comment_revision),
    )


@require_POST
def save(request: ActingRequest, review: UUID) -> HttpResponse:
    """Save the fields that were sent: some of them as one types, all of them by the button."""
    now = ports().clock.now()
    on = day_in(request.actor.time_zone, now)
    sheet = review_sheet(request.actor, review, on=on)
    saving = Saving(request.actor, sheet, request.POST, now)
    is_autosave = bool(request.headers.get("X-Autosave"))
    try:
        fields = saving.run(partly=is_autosave)
    except AlreadyDoneError as error:
        if is_autosave:
            return JsonResponse({"message": error.what}, status=409)
        raise
    if is_autosave:
        return saving.answer()
    if fields.faults:
        context = {"sheet": sheet, "fields": fields, "problems": fields.faults}
        return render(request, "reviewer/review.html", context, status=400)
    if request.POST.get("then") == "finish":
        return redirect("review_finish", review=review)
    messages.success(request, "Your draft is saved. Nobody else sees it.")
    return redirect("review", review=review)


class Saving:
    """One save of a review's form, field by field; what is refused stays as it was typed."""

    def __init__(self, by: Actor, sheet: ReviewSheet, posted: QueryDict, now: datetime) -> None:
        self.by = by
        self.sheet = sheet
        self.posted = posted
        self.now = now
        self.changed: frozenset[str] | None = None
        self.seen = _seen(posted.get("seen", ""))
        self.conflicts: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.refusals: list[str] = []
        self.was_overtaken = False

    def run(self, *, partly: bool) -> SheetFields:
        """Save; returns the fields as they stand, or as they were typed where that was refused."""
        self.changed = frozenset(self.posted.getlist("changed")) if partly else None
        stored = fields_of(self.sheet)
        return replace(
            stored,
            criteria=tuple(self._criterion(one) for one in stored.criteria),
            comment=self._comment(stored.comment),
        )

    def answer(self) -> JsonResponse:
        """What the page is told when it saved by itself."""
        if self.conflicts:
            return JsonResponse({"conflicts": self.conflicts, "hidden": self.hidden}, status=409)
        if self.was_overtaken:  # between reading and saving; the page tries again by itself
            return JsonResponse({"message": "Not saved yet", "hidden": self.hidden}, status=503)
        if self.refusals:
            return JsonResponse({"message": self.refusals[0], "hidden": self.hidden}, status=400)
        return JsonResponse({"hidden": self.hidden})

    def _sent(self, name: str) -> str | None:
        if self.changed is not None and name not in self.changed:
            return None
        given = self.posted.get(name)
        # Browsers send lines with both signs, scripts with one.
        return None if given is None else given.replace("\r\n", "\n")

    def _revision(self, name: str) -> int:
        given = self.posted.get(name, "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1  # noqa: PLR2004 - fits an integer column

    def _criterion(self, field: CriterionField) -> CriterionField:
        names = {"level": f"level-{field.key}", "reason": f"reason-{field.key}"}
        level, reason = self._sent(names["level"]), self._sent(names["reason"])
        if level is None and reason is None:
            return field
        typed = replace(
            field,
            level=field.level if level is None else level,
            reason=field.reason if reason is None else reason,
        )
        hidden = f"revision-{field.key}"
        revision = self._revision(hidden)
        in_dispute = list(
            self._disputed(
                (names["level"], field.level, level), (names["reason"], field.reason, reason)
            )
        )
        if not in_dispute and self.changed is not None:
            revision = field.revision  # what changed elsewhere was another field
        try:
            saved = save_score(
                by=self.by,
                review=self.sheet.id,
                criterion=field.key,
                level=level,
                reason=reason,
                revision=revision,
                now=self.now,
            )
        except StaleTextError as stale:
            self.hidden[hidden] = str(stale.revision)
            self.conflicts |= dict(in_dispute)
            self.was_overtaken = not in_dispute
            fault = f"“{field.shown.criterion.title}” was changed in another tab meanwhile."
            stands = field.shown.level.title if field.shown.level else "no level"
            return replace(
                typed,
                revision=stale.revision,
                meanwhile=f"{stands}. {stale.stored}",
                fault=f"{fault} Look at both and save again.",
            )
        except ProblemsError as error:
            self.refusals.append(error.problems[0].reason)
            return replace(typed, fault=str(error.problems[0].reason))
        self.hidden[hidden] = str(saved)
        return replace(typed, revision=saved)

    def _disputed(self, *fields: tuple[str, str, str | None]) -> Iterator[tuple[str, str]]:
        """Fields whose stored text is neither what the writer had read nor what they write."""
        for name, stored, given in fields:
            if given is not None and stored not in (given, self.seen.get(name)):
                yield name, stored

    def _comment(self, field: CommentField) -> CommentField:
        text = self._sent(COMMENT)
        if text is None:
            return field
        try:
            saved = save_comment(
                by=self.by,
                review=self.sheet.id,
                comment=text,
                revision=self._revision("comment_revision"),
                now=self.now,
            )
        except StaleTextError as stale:
            self.hidden["comment_revision"] = str(stale.revision)
            self.conflicts[COMMENT] = stale.stored
            fault = "The comment was changed in another tab meanwhile. Look at both and save again."
            return CommentField(text, stale.revision, meanwhile=stale.stored, fault=fault)
        except ProblemsError as error:
            self.refusals.append(error.problems[0].reason)
            return replace(field, text=text, fault=str(error.problems[0].reason))
        self.hidden["comment_revision"] = str(saved)
        return CommentField(text, saved)


def _seen(text: str) -> dict[str, str]:
    """What the writer had read, by field: the page sends a list of values for each."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): _first(values) for name, values in found.items()}


def _first(values: object) -> str:
    first = next(iter(values), "") if isinstance(values, Iterable) else ""
    return str(first)
