"""Everything on record about a person, for that person to take along."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.records.models import award as awards
from longleaf.records.models import backpack, credit, evidence, gate, renewal
from longleaf.records.models import organization as people
from longleaf.records.models import review as reviews


def whole_record(who: Actor) -> dict[str, Any]:
    """The actor's whole record, as plain data: each part a list of flat rows, or the person.

    The names of reviewers are not in it; what they said is.
    """
    return {
        "person": _person(who),
        "roles": _values(
            people.Role.objects.filter(person=who.person).order_by("began_on"),
            "kind",
            "organization__name",
            "began_on",
            "ended_on",
        ),
        "licenses": _values(
            credit.License.objects.filter(person=who.person),
            "id",
            "name",
            "kind",
            "grade_span",
            "field",
            "cycle_began_on",
            "expires_on",
            "national_board",
            "national_board_on",
            "legislator",
            "lifetime",
            "years_employed",
            "extended_to",
            "extended_by",
            "extension_reason",
        ),
        "assignments": _values(
            credit.Assignment.objects.filter(license__person=who.person),
            "license_id",
            "kind",
            "grade_span",
            "share",
        ),
        "renewal_decisions": _values(
            renewal.RenewalDecision.objects.filter(license__person=who.person),
            "id",
            "license_id",
            "purpose",
            "on",
            "policy__jurisdiction",
            "policy__version",
            "policy_id",
            "outcome",
            "facts",
            "found",
            "kept_at",
        ),
        "evaluation_ratings": _values(
            credit.EvaluationRating.objects.filter(person=who.person).order_by("rated_on"),
            "rating",
            "rated_on",
        ),
        "ledger": _values(
            credit.CreditEntry.objects.filter(person=who.person),
            "id",
            "kind",
            "award_id",
            "activity_id",
            "proposal__badge_id",
            "reverses_id",
            "credit",
            "categories",
            "earned_on",
            "posted_at",
            "posted_by__name",
            "policy_version",
            "policy_hash",
            "reason",
        ),
        "activities": _values(
            credit.Activity.objects.filter(person=who.person),
            "id",
            "title",
            "kind",
            "provider",
            "quantity",
            "unit",
            "began_on",
            "completed_on",
            "categories",
            "evidence_kinds",
            "approved_on",
            "approved_by",
            "banked",
            "state",
            "recorded_at",
            "decided_at",
            "reason",
        ),
        "submissions": _submissions(who),
        "awards": _awards(who),
        "badges_from_elsewhere": _values(
            backpack.BackpackBadge.objects.filter(owner=who.person, removed_at=None),
            "id",
            "name",
            "issuer",
            "issuer_name",
            "achievement",
            "digest",
            "address",
            "earned_on",
            "expires_at",
            "holding",
            "brought_at",
            "kept_at",
            "checked_at",
        ),
        "credit_proposals": _values(
            backpack.CreditProposal.objects.filter(badge__owner=who.person),
            "id",
            "badge_id",
            "rule__title",
            "state",
            "made_at",
            "decided_at",
            "ended_at",
            "reason",
        ),
    }


def badge_documents(who: Actor) -> dict[str, str]:
    """The signed documents of the actor's badges in force, by award, exactly as signed."""
    found = awards.Award.objects.filter(educator=who.person, badges__replaced_at__isnull=True)
    return {str(award): text for award, text in found.values_list("pk", "badges__document")}


def files_from_elsewhere(who: Actor) -> Iterator[tuple[str, str, bytes]]:
    """The actor's badges from elsewhere: identifier, media type, and the file as it was brought."""
    found = backpack.BackpackBadge.objects.filter(owner=who.person, removed_at=None)
    for badge, kind, file in found.values_list("pk", "media_type", "file").iterator(chunk_size=10):
        yield str(badge), kind, bytes(file)


def _person(who: Actor) -> dict[str, Any]:
    found = people.Person.objects.filter(pk=person_acting(who))
    return _values(found, "id", "name", "email", "time_zone", "joined_at")[0]


def _submissions(who: Actor) -> list[dict[str, Any]]:
    found = evidence.Submission.objects.filter(educator=who.person).order_by("begun_at")
    submissions = _values(
        found, "id", "number", "version__title", "version__number", "state", "begun_at"
    )
    attempts = _values(
        evidence.Attempt.objects.filter(submission__in=found).order_by("submission", "number"),
        "id",
        "submission_id",
        "number",
        "state",
        "outcome",
        "students",
        "consent",
        "note",
        "submitted_at",
        "decided_at",
    )
    responses = _values(
        evidence.Response.objects.filter(attempt__submission__in=found).order_by("pk"),
        "attempt_id",
        "part",
        "question",
        "text",
        "saved_at",
    )
    uses = _values(
        evidence.ArtifactUse.objects.filter(attempt__submission__in=found),
        "attempt_id",
        "part",
        "request",
        "criteria",
        "explanation",
        "artifact__title",
        "artifact__kind",
        "artifact__form",
        "artifact__text",
        "artifact__url",
    )
    judged = reviews.CriterionScore.objects.filter(
        review__attempt__submission__in=found,
        review__attempt__state="decided",
        review__state="finished",
    ).order_by("review__seat", "pk")
    scores = _values(judged, "review__attempt_id", "criterion", "level", "reason")
    decisions = _values(
        gate.AttemptDecision.objects.filter(attempt__submission__in=found),
        "attempt",
        "outcome",
        "path",
        "decided_at",
    )
    appeals = _values(
        gate.Appeal.objects.filter(attempt__submission__in=found),
        "attempt",
        "criteria",
        "grounds",
        "made_at",
        "answer_due_on",
        "outcome",
        "answer",
        "answered_at",
    )
    checks = _values(
        gate.CompletenessCheck.objects.filter(attempt__submission__in=found),
        "attempt",
        "opened_at",
        "outcome",
        "findings",
        "checked_at",
    )
    notes = _values(
        gate.CoachingNote.objects.filter(coaching__submission__in=found),
        "coaching__submission_id",
        "author__name",
        "kind",
        "text",
        "written_at",
    )
    for attempt in attempts:
        attempt["decisions"] = [one for one in decisions if one["attempt"] == attempt["id"]]
        attempt["appeals"] = [one for one in appeals if one["attempt"] == attempt["id"]]
        attempt["checks"] = [one for one in checks if one["attempt"] == attempt["id"]]
        attempt["responses"] = [one for one in responses if one["attempt"] == attempt["id"]]
        attempt["artifacts"] = [one for one in uses if one["attempt"] == attempt["id"]]
        attempt["feedback"] = [one for one in scores if one["review_attempt"] == attempt["id"]]
    for submission in submissions:
        submission["coaching"] = [
            one for one in notes if one["coaching_submission"] == submission["id"]
        ]
        submission["attempts"] = [one for one in attempts if one["submission"] == submission["id"]]
    return submissions


def _awards(who: Actor) -> list[dict[str, Any]]:
    return _values(
        awards.Award.objects.filter(educator=who.person).order_by("granted_at"),
        "id",
        "version__title",
        "version__number",
        "issuer__name",
        "state",
        "granted_at",
    )


def _values(found: Any, *names: str) -> list[dict[str, Any]]:
    return [_plain(row) for row in found.values(*names)]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {_word(name): _text(value) for name, value in row.items()}


def _word(name: str) -> str:
    return name.removesuffix("_id").removesuffix("__name").replace("__", "_")


def _text(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, list, str)):
        return value
    return str(value)
