"""Who stands behind the issuer, and whether the achievement is the issuer's to award."""

from datetime import date

from longleaf.credential.document import JsonObject, identifier_of
from longleaf.credential.ports import AchievementOwner, Recognition, Standing, TrustPort
from longleaf.credential.report import CheckResult, Outcome

_JUDGE = "Find out for yourself whether you trust the issuer."


def check_trust(
    document: JsonObject, *, trust: TrustPort, is_issuer_shown: bool = True
) -> CheckResult:
    """Ask a registry about the issuer.

    Passed only if somebody recognizes the issuer for this, or the site that checks keeps its keys.
    What nobody has said is *could not check*: it is no fault of the badge. Failed if the issuer is
    distrusted, or if the achievement is shown to be another's who has not let the issuer award it.

    Args:
        document: The credential, its signature already found to hold.
        trust: Knows who recognizes which issuer.
        is_issuer_shown: Whether the issuer it names was found to have signed it. If that could not
            be checked, a good name says nothing: anybody can write it.
    """
    issuer = identifier_of(document.get("issuer")) or ""
    found = trust.recognition_of(issuer, document=document)
    if found.standing is Standing.DISTRUSTED:
        return _distrusted(found)
    name = found.name or issuer
    if found.owner is not None and found.owner.permitted_since is None:
        return _of_another(found.owner, name)
    passed = _recognized(found, name)
    if passed is None:
        return _not_recognized(found, name)
    if not is_issuer_shown:
        sentence = f"{passed} But whether {name} signed this could not be checked."
        outcome = Outcome.COULD_NOT_CHECK
        return CheckResult("trust", outcome, "issuer_not_shown", sentence, "See the issuer above.")
    if found.owner is not None and found.owner.permitted_since is not None:
        since = in_words(found.owner.permitted_since)
        passed = f"{passed} The achievement is {found.owner.name}’s, who lets it be awarded so"
        passed += f" since {since}."
    return CheckResult("trust", Outcome.PASSED, _reason(found), passed)


def in_words(day: date) -> str:
    """A day for a sentence: "October 2, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def _reason(found: Recognition) -> str:
    if found.standing is Standing.ISSUES_HERE:
        return "issuer_issues_here"
    return "issuer_recognized" if found.until is None else "issuer_was_recognized"


def _distrusted(found: Recognition) -> CheckResult:
    by = found.by or "the registry"
    since = f" since {in_words(found.since)}" if found.since else ""
    because = f" {_sentence(found.because)}" if found.because else ""
    sentence = f"The issuer is not to be trusted, says {by}{since}.{because}"
    fix = "Do not rely on it."
    return CheckResult("trust", Outcome.FAILED, "issuer_distrusted", sentence, fix)


def _of_another(owner: AchievementOwner, name: str) -> CheckResult:
    if owner.is_certain:
        sentence = (
            f"The achievement belongs to {owner.name}, and nothing on record says that"
            f" {name} may award it."
        )
        fix = f"Do not rely on it unless {owner.name} tells you so."
        return CheckResult("trust", Outcome.FAILED, "achievement_of_another", sentence, fix)
    sentence = (
        f"It says that the achievement is {owner.name}’s. Whether {name} may award it is not"
        " on record here."
    )
    fix = f"Ask {owner.name}."
    reason = "achievement_perhaps_of_another"
    return CheckResult("trust", Outcome.COULD_NOT_CHECK, reason, sentence, fix)


def _recognized(found: Recognition, name: str) -> str | None:
    if found.standing is Standing.ISSUES_HERE:
        return f"{name} issues on {found.by or 'this site'}, which keeps its keys."
    if found.standing is not Standing.RECOGNIZED:
        return None
    by = f" by {found.by}" if found.by else ""
    scope = f" for {found.scope}" if found.scope else ""
    if found.until is None:
        since = f", since {in_words(found.since)}" if found.since else ""
        return f"{name} is recognized{by}{scope}{since}."
    issued = f", {in_words(found.issued_on)}" if found.issued_on else ""
    return (
        f"{name} was recognized{by}{scope} on the day the badge gives as its day of issue{issued};"
        f" {_span(found)}."
    )


def _span(found: Recognition) -> str:
    first = f"from {in_words(found.since)} " if found.since else ""
    last = f"through {in_words(found.until)}" if found.until else "on"
    return f"the recognition ran {first}{last}"


def _not_recognized(found: Recognition, name: str) -> CheckResult:
    outcome = Outcome.COULD_NOT_CHECK
    by = f" by {found.by}" if found.by else ""
    if found.standing is Standing.RECOGNIZED_FOR_OTHER:
        sentence = f"{name} is recognized{by} for {found.scope}, but not for this."
        return CheckResult("trust", outcome, "issuer_recognized_for_other", sentence, _JUDGE)
    if found.standing is Standing.RECOGNIZED_AT_OTHER_TIME:
        issued = f" ({in_words(found.issued_on)})" if found.issued_on else ""
        sentence = f"{name} was not recognized{by} on the day of issue{issued}; {_span(found)}."
        return CheckResult("trust", outcome, "issuer_recognized_at_other_time", sentence, _JUDGE)
    if found.standing is Standing.LISTED:
        lists = " and ".join(found.listed_in)
        sentence = f"The issuer is listed in {lists} as {name}. Nobody here recognizes it."
        return CheckResult("trust", outcome, "issuer_listed", sentence, _JUDGE)
    sentence = "Nobody here has said who this issuer is. That is not a fault of the badge."
    return CheckResult("trust", outcome, "issuer_unknown", sentence, _JUDGE)


def _sentence(text: str) -> str:
    stripped = text.strip()
    return stripped if stripped.endswith((".", "?", "…")) else f"{stripped}."
