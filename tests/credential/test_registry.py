import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.credential.achievement_owner import Owner
from longleaf.credential.document import JsonObject, members
from longleaf.credential.issue import issue
from longleaf.credential.registry import (
    Entry,
    Listing,
    RegistryTrust,
    Saying,
    Scope,
    ScopeKind,
    Statement,
    day_of_issue,
    lies_under,
    standing_on,
)
from longleaf.credential.registry_file import (
    RegistryFile,
    identifier_fault,
    merged,
    read_registry,
    write_known_dids,
    write_registry,
)
from longleaf.credential.report import CheckResult, Outcome, Overall
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.trust_check import check_trust
from tests.credential.examples import NOW, SIGNER, SITE, STRANGER, badge, report_on, result_of

TODAY = NOW.date()
ISSUED = date(2025, 7, 31)  # the day before NOW, which the example gives
ME = SIGNER.controller
DEPARTMENT = "the Department"
SINCE = date(2024, 7, 1)


def document(*, achievement: JsonObject | None = None, **changes: object) -> JsonObject:
    """The example badge without a creator, with other words in its achievement."""
    made = badge(status=False)
    subject = dict(members(made["credentialSubject"]))
    inner = {k: v for k, v in members(subject["achievement"]).items() if k != "creator"}
    made["credentialSubject"] = {**subject, "achievement": {**inner, **(achievement or {})}}
    return {**made, **changes}


def said(
    saying: Saying = Saying.RECOGNIZED,
    *,
    since: date = SINCE,
    until: date | None = None,
    scope: Scope = Scope(),  # noqa: B008 - frozen
    also_before: bool = True,
    owner: str = "",
) -> Statement:
    return Statement(
        saying,
        DEPARTMENT,
        since,
        until,
        scope,
        also_before=also_before,
        because="Its key was stolen" if saying is Saying.DISTRUSTED else "",
        owner=owner,
        owner_identifiers=(owner,) if owner else (),
    )


def registry(
    *statements: Statement,
    entries: tuple[Entry, ...] = (),
    owners: tuple[tuple[str, Owner], ...] = (),
    listings: tuple[Listing, ...] = (),
    here: str = "",
) -> RegistryFile:
    own = Entry(
        "Northfield Schools", (ME, "https://northfield.example"), statements, issues_at=here
    )
    return RegistryFile(DEPARTMENT, (own, *entries), listings, owners)


def judged(held: RegistryFile, given: JsonObject | None = None, *, on: date = TODAY) -> CheckResult:
    return check_trust(given or document(), trust=RegistryTrust(held, on=on))


def test_who_recognizes_an_issuer_since_when_and_for_what_is_said() -> None:
    found = judged(registry(said()))
    assert (found.outcome, found.reason) == (Outcome.PASSED, "issuer_recognized")
    assert found.sentence == (
        "Northfield Schools is recognized by the Department for all it issues, since July 1, 2024."
    )


@pytest.mark.parametrize(
    ("since", "until", "reason"),
    [
        (ISSUED, None, "issuer_recognized"),
        (ISSUED + timedelta(days=1), None, "issuer_recognized_at_other_time"),
        (SINCE, ISSUED, "issuer_was_recognized"),
        (SINCE, ISSUED - timedelta(days=1), "issuer_recognized_at_other_time"),
        (SINCE, TODAY, "issuer_recognized"),
    ],
)
def test_the_first_and_the_last_day_of_a_recognition_belong_to_it(
    since: date, until: date | None, reason: str
) -> None:
    assert judged(registry(said(since=since, until=until))).reason == reason


def test_a_badge_from_a_time_of_recognition_stays_so_and_the_sentence_says_it() -> None:
    found = judged(registry(said(until=ISSUED)), on=date(2030, 1, 1))
    assert found.outcome is Outcome.PASSED
    assert found.sentence == (
        "Northfield Schools was recognized by the Department for all it issues on the day the badge"
        " gives as its day of issue, July 31, 2025; the recognition ran from July 1, 2024 through"
        " July 31, 2025."
    )


def test_the_day_of_issue_is_counted_where_the_registry_is_kept() -> None:
    late = document(validFrom="2025-08-01T03:00:00Z")  # still July 31 in North Carolina
    assert day_of_issue(late) == date(2025, 8, 1)
    assert day_of_issue(late, zone="America/New_York") == ISSUED


def test_a_badge_that_gives_no_day_is_judged_as_of_today() -> None:
    given = {k: v for k, v in document().items() if k != "validFrom"}
    assert judged(registry(said(until=ISSUED)), given).reason == "issuer_recognized_at_other_time"


@pytest.mark.parametrize("name", ["issuanceDate", "issuedOn"])
def test_older_forms_give_their_day_under_other_names(name: str) -> None:
    assert day_of_issue({name: "2020-02-03T00:00:00Z"}) == date(2020, 2, 3)


@pytest.mark.parametrize(
    ("kind", "values", "covers"),
    [
        (ScopeKind.ACHIEVEMENTS, (f"{SITE}/microcredentials/1/versions/2",), True),
        (ScopeKind.ACHIEVEMENTS, (f"{SITE}/microcredentials/1",), True),
        (ScopeKind.ACHIEVEMENTS, (f"{SITE}/microcredentials/11",), False),
        (ScopeKind.ACHIEVEMENTS, (f"{SITE}/micro",), False),
        (ScopeKind.KINDS, ("Certificate", "MicroCredential"), True),
        (ScopeKind.KINDS, ("Certificate",), False),
        (ScopeKind.FRAMEWORK, ("Standards",), True),
        (ScopeKind.FRAMEWORK, (f"{SITE}/frameworks/1",), True),
        (ScopeKind.FRAMEWORK, ("Other standards",), False),
    ],
)
def test_a_recognition_covers_what_its_scope_names(
    kind: ScopeKind, values: tuple[str, ...], covers: bool
) -> None:
    given = document(achievement={"achievementType": "MicroCredential"})
    found = judged(registry(said(scope=Scope(kind, values))), given)
    assert found.reason == ("issuer_recognized" if covers else "issuer_recognized_for_other")
    if not covers:
        assert found.outcome is Outcome.COULD_NOT_CHECK
        assert "but not for this" in found.sentence


def test_a_scope_covers_a_credential_only_if_it_covers_all_its_achievements() -> None:
    scope = Scope(ScopeKind.KINDS, ("Badge",))
    both = [{"achievement": {"achievementType": kind}} for kind in ("Badge", "Course")]
    assert not scope.covers({"credentialSubject": both})
    assert scope.covers({"credentialSubject": both[:1]})
    assert not scope.covers({"credentialSubject": {}})


def test_lies_under_knows_where_a_name_ends() -> None:
    assert lies_under("https://a.example/b/c", "https://a.example/b")
    assert lies_under("did:web:a#b", "did:web:a")
    assert not lies_under("https://a.example/bc", "https://a.example/b")
    assert not lies_under("anything", "")


def test_a_distrusted_issuer_fails_and_it_is_said_who_says_so_and_why() -> None:
    found = judged(registry(said(), said(Saying.DISTRUSTED, since=TODAY)))
    assert (found.outcome, found.reason) == (Outcome.FAILED, "issuer_distrusted")
    assert found.sentence == (
        "The issuer is not to be trusted, says the Department since August 1, 2025."
        " Its key was stolen."
    )


@pytest.mark.parametrize(
    ("also_before", "since", "reason"),
    [
        (True, ISSUED + timedelta(days=1), "issuer_distrusted"),
        (False, ISSUED + timedelta(days=1), "issuer_recognized"),
        (False, ISSUED, "issuer_distrusted"),
    ],
)
def test_distrust_reaches_back_unless_somebody_decided_otherwise(
    also_before: bool, since: date, reason: str
) -> None:
    held = registry(said(), said(Saying.DISTRUSTED, since=since, also_before=also_before))
    assert judged(held).reason == reason


def test_a_distrust_that_was_lifted_no_longer_counts() -> None:
    held = registry(said(), said(Saying.DISTRUSTED, until=TODAY - timedelta(days=1)))
    assert judged(held).reason == "issuer_recognized"


def test_an_unknown_issuer_is_no_fault_and_not_a_distrusted_one() -> None:
    found = judged(RegistryFile(DEPARTMENT))
    assert (found.outcome, found.reason) == (Outcome.COULD_NOT_CHECK, "issuer_unknown")
    assert "not a fault of the badge" in found.sentence


def test_an_issuer_listed_by_others_is_listed_and_not_recognized() -> None:
    listings = tuple(Listing(name, ME, "Northfield") for name in ("List A", "List B"))
    found = judged(RegistryFile(DEPARTMENT, listings=listings))
    assert (found.outcome, found.reason) == (Outcome.COULD_NOT_CHECK, "issuer_listed")
    assert "listed in List A and List B as Northfield. Nobody here recognizes it" in found.sentence


def test_an_organization_of_the_site_is_what_it_is_and_not_more() -> None:
    found = judged(registry(here="badges.example"))
    assert (found.outcome, found.reason) == (Outcome.PASSED, "issuer_issues_here")
    assert found.sentence == "Northfield Schools issues on badges.example, which keeps its keys."


def test_a_good_name_counts_only_where_the_issuer_was_shown_to_have_signed() -> None:
    trust = RegistryTrust(registry(said()), on=TODAY)
    found = check_trust(document(), trust=trust, is_issuer_shown=False)
    assert (found.outcome, found.reason) == (Outcome.COULD_NOT_CHECK, "issuer_not_shown")


def test_whoever_writes_a_good_name_over_their_own_signature_gains_nothing_by_it() -> None:
    """The profile cannot be fetched here, so whether it names the key is not known."""
    name = "https://northfield.example"
    signer = Ed25519Signer(
        bytes(range(1, 33)), controller=name, verification_method=STRANGER.verification_method
    )
    borrowed = issue(document(issuer=name), signer=signer, now=NOW)
    report = report_on(borrowed, trust=RegistryTrust(registry(said()), on=TODAY))
    assert result_of(report, "issuer").outcome is Outcome.COULD_NOT_CHECK
    assert result_of(report, "trust").reason == "issuer_not_shown"
    assert report.overall is Overall.COULD_NOT_CHECK


OWNER = Owner("Southfield Schools", frozenset({"did:web:southfield.example"}))
PLACE = f"{SITE}/microcredentials/1"


def test_awarding_an_achievement_at_anothers_address_fails_and_names_the_owner() -> None:
    found = judged(registry(said(), owners=((PLACE, OWNER),)))
    assert (found.outcome, found.reason) == (Outcome.FAILED, "achievement_of_another")
    assert "belongs to Southfield Schools" in found.sentence
    assert "Northfield Schools may award it" in found.sentence


def test_an_owner_awards_its_own_under_any_of_its_identifiers() -> None:
    own = Owner("Northfield Schools", frozenset({"https://northfield.example"}))
    assert judged(registry(said(), owners=((PLACE, own),))).reason == "issuer_recognized"


@pytest.mark.parametrize(
    ("scope", "since", "reason"),
    [
        (Scope(), ISSUED, "issuer_recognized"),
        (Scope(ScopeKind.ACHIEVEMENTS, (PLACE,)), ISSUED, "issuer_recognized"),
        (Scope(ScopeKind.ACHIEVEMENTS, (f"{SITE}/else",)), ISSUED, "achievement_of_another"),
        (Scope(), ISSUED + timedelta(days=1), "achievement_of_another"),
    ],
)
def test_an_owners_permission_counts_for_what_and_when_it_was_given(
    scope: Scope, since: date, reason: str
) -> None:
    permission = said(
        Saying.PERMITTED, since=since, scope=scope, owner="did:web:southfield.example"
    )
    found = judged(registry(said(), permission, owners=((PLACE, OWNER),)))
    assert found.reason == reason
    if reason == "issuer_recognized":
        assert "is Southfield Schools’s, who lets it be awarded so since" in found.sentence


def test_a_permission_of_somebody_else_does_not_help() -> None:
    permission = said(Saying.PERMITTED, owner="did:web:westfield.example")
    held = registry(said(), permission, owners=((PLACE, OWNER),))
    assert judged(held).reason == "achievement_of_another"


def test_a_did_url_belongs_to_its_did() -> None:
    given = document(achievement={"id": f"{STRANGER.controller}#achievement"})
    assert judged(registry(said()), given).reason == "achievement_of_another"
    own = document(achievement={"id": f"{ME}#achievement"})
    assert judged(registry(said()), own).reason == "issuer_recognized"


def test_another_creator_is_the_badges_own_word_and_only_said() -> None:
    creator = {"id": "https://maker.example/1", "type": ["Profile"], "name": "A maker"}
    found = judged(registry(said()), document(achievement={"creator": creator}))
    assert found.outcome is Outcome.COULD_NOT_CHECK
    assert found.reason == "achievement_perhaps_of_another"
    assert "the achievement is A maker’s" in found.sentence


def test_a_creator_whose_achievements_a_site_answers_for_is_certain() -> None:
    south = Entry("Southfield Schools", ("did:web:s.example",), issues_at="badges.example")
    given = document(achievement={"creator": "did:web:s.example"})
    found = judged(registry(said(), entries=(south,)), given)
    assert found.reason == "achievement_of_another"


def test_different_hosts_alone_show_nothing() -> None:
    given = document(achievement={"id": "https://platform.example/achievements/7"})
    assert judged(registry(said()), given).reason == "issuer_recognized"


@pytest.mark.parametrize(
    ("issuer", "creator", "is_same"),
    [
        ("did:web:a.example", "https://a.example/people/1", True),
        ("did:web:a.example%3A8443", "https://a.example:8443/", True),
        ("did:web:a.example:issuers:n", "https://a.example/issuers/n/profile", True),
        ("did:web:a.example:issuers:n", "https://a.example/issuers/north", False),
        ("did:web:a.example:issuers:n", "https://a.example/", False),
        ("https://a.example/", "https://a.example/people/1", False),
        ("did:web:a.example", "https://[bad/", False),
    ],
)
def test_a_did_web_and_what_lies_under_it_are_in_the_same_hands(
    issuer: str, creator: str, is_same: bool
) -> None:
    given = document(achievement={"creator": creator}, issuer=issuer)
    expected = "issuer_unknown" if is_same else "achievement_perhaps_of_another"
    assert judged(RegistryFile(DEPARTMENT), given).reason == expected


def test_distrust_is_said_before_whose_the_achievement_is() -> None:
    held = registry(said(Saying.DISTRUSTED), owners=((PLACE, OWNER),))
    assert judged(held).reason == "issuer_distrusted"


def test_the_whole_check_of_somebody_elses_achievement_is_bad() -> None:
    forged = issue(document(issuer=STRANGER.controller), signer=STRANGER, now=NOW)
    trust = RegistryTrust(registry(said(), owners=((PLACE, OWNER),)), on=TODAY)
    report = report_on(forged, trust=trust)
    assert result_of(report, "trust").reason == "achievement_of_another"
    assert report.overall is Overall.BAD


@pytest.mark.parametrize(
    ("statements", "here", "standing"),
    [
        ((said(),), "", "recognized"),
        ((said(scope=Scope(ScopeKind.KINDS, ("Badge",))),), "", "recognized_for_other"),
        ((said(until=ISSUED),), "", "recognized_at_other_time"),
        ((said(Saying.DISTRUSTED), said()), "", "distrusted"),
        ((), "badges.example", "issues_here"),
        ((), "", "unknown"),
    ],
)
def test_the_standing_on_a_day_is_the_weightiest_that_holds(
    statements: tuple[Statement, ...], here: str, standing: str
) -> None:
    assert standing_on(Entry("A", ("x",), statements, issues_at=here), TODAY) == standing


WHOLE = RegistryFile(
    keeper=DEPARTMENT,
    entries=(
        Entry(
            "Northfield Schools",
            (ME,),
            (
                said(until=TODAY),
                said(Saying.DISTRUSTED, also_before=False),
                said(
                    Saying.PERMITTED,
                    scope=Scope(ScopeKind.ACHIEVEMENTS, (PLACE,)),
                    owner="did:web:southfield.example",
                ),
            ),
            "https://northfield.example",
            "Northfield",
            "badges.example",
        ),
    ),
    listings=(Listing("A list", ME, "N", "https://n.example", "There", TODAY),),
    owners=((PLACE, OWNER),),
    site=SITE,
    zone="America/New_York",
)


def test_a_registry_is_read_as_it_was_written() -> None:
    assert read_registry(json.dumps(write_registry(WHOLE, made_at=NOW)).encode()) == WHOLE


def test_a_list_of_known_dids_says_of_each_that_it_is_listed_there() -> None:
    known = write_known_dids(WHOLE.entries, made_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert known["meta"] == {
        "created": "2026-01-02T00:00:00Z",
        "updated": "2026-01-02T00:00:00Z",
    }
    held = read_registry(json.dumps(known).encode(), name="known.json")
    assert held.listings == (Listing("known.json", ME, "Northfield Schools"),)
    assert judged(held).reason == "issuer_listed"


def test_what_several_say_of_one_issuer_is_one_entry() -> None:
    one = Entry("A", ("x", "y"), (said(),))
    other = Entry("B", ("y", "z"), (said(Saying.DISTRUSTED),), issues_at="here.example")
    both = merged([one, other])
    assert both is not None
    assert (both.name, both.identifiers, len(both.statements)) == ("B", ("x", "y", "z"), 2)
    assert merged([]) is None


def test_a_scope_in_words_reads_after_recognized_for() -> None:
    assert Scope().in_words() == "all it issues"
    assert Scope(ScopeKind.ACHIEVEMENTS, ("a", "b")).in_words() == "the achievements a and b"
    assert Scope(ScopeKind.KINDS, ("Badge",)).in_words() == "achievements of the kind Badge"
    assert Scope(ScopeKind.FRAMEWORK, ("F",)).in_words() == "achievements aligned with F"


@pytest.mark.parametrize(
    ("raw", "said_of_it"),
    [
        (b"", "not a JSON document"),
        (b"[]", "JSON object"),
        (b'{"a": 1, "a": 2}', "twice: a"),
        (b'{"form": "Other"}', "not a registry"),
        (b"[" * 100_000, "not a JSON document"),
    ],
)
def test_a_file_that_is_no_registry_is_refused(raw: bytes, said_of_it: str) -> None:
    with pytest.raises(ProblemsError, match=said_of_it):
        read_registry(raw)


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        ("identifiers", ["did:key:cut"], "issuers[0].identifiers[0]"),
        ("identifiers", "did:key:x", "issuers[0].identifiers"),
        ("name", "", "issuers[0].name"),
        ("statements", [{"saying": "praised"}], "issuers[0].statements[0].saying"),
        ("statements", [{"since": "soon"}], "issuers[0].statements[0].since"),
    ],
)
def test_a_fault_in_a_registry_is_named_with_its_place(
    place: str, value: object, where: str
) -> None:
    whole = json.loads(json.dumps(write_registry(WHOLE, made_at=NOW)))
    whole["issuers"][0][place] = value
    with pytest.raises(ProblemsError) as caught:
        read_registry(json.dumps(whole).encode())
    assert where in [problem.where for problem in caught.value.problems]


@pytest.mark.parametrize(
    "identifier",
    [
        ME,
        "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
        "did:jwk:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IkFBIn0",
        "did:web:a.example",
        "did:web:a.example%3A8443:issuers:n",
        "https://a.example/issuers/1",
    ],
)
def test_identifiers_of_the_three_kinds_are_taken(identifier: str) -> None:
    assert identifier_fault(identifier) == ""


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "northfield",
        "did:key:",
        "did:key:z6Mkcut",
        ME[:-1] + "0",
        "did:web:",
        "did:jwk:a.b",
        "did:web:a b",
        "did:example:1",
        "http://a.example",
        "https://a example",
        "https://" + "a" * 300,
    ],
)
def test_what_is_no_identifier_is_refused_with_a_reason(identifier: str) -> None:
    assert identifier_fault(identifier)


def test_a_statement_without_an_end_holds_for_good() -> None:
    assert said().holds(date.max)
    assert not replace(said(), until=TODAY).holds(TODAY + timedelta(days=1))
