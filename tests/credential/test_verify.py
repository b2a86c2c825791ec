import copy
import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.ports import (
    RecognizedIssuers,
)
from longleaf.credential.report import CHECKS, Outcome, Overall
from tests.credential.altered import GOOD, altered, part, signed_unchecked
from tests.credential.examples import (
    NOW,
    SIGNER,
    STRANGER,
    badge,
    reasons,
    report_on,
    result_of,
    signed,
)


def test_a_sound_badge_passes_every_check_in_order() -> None:
    report = report_on(json.dumps(GOOD))
    assert [result.name for result in report] == list(CHECKS)
    assert report.overall is Overall.GOOD
    assert [r.name for r in report if r.outcome is not Outcome.PASSED] == ["trust"]


def test_bytes_text_and_parsed_documents_give_the_same_report() -> None:
    text = json.dumps(GOOD)
    assert report_on(text) == report_on(text.encode()) == report_on(GOOD)


def test_the_report_as_json_says_what_was_and_was_not_checked() -> None:
    said = report_on(altered(name="Another name")).as_json()
    assert json.loads(json.dumps(said))["overall"] == "bad"
    assert said["not_made"] == ["issuer", "dates", "status", "trust", "endorsements"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        (json.dumps(GOOD)[:-1], "not_json"),
        (b"\xff\xfe{}", "not_json"),
        ("[]", "not_an_object"),
        ('"badge"', "not_an_object"),
        ("null", "not_an_object"),
        ('{"a": 1, "a": 1}', "duplicate_member"),
        ('{"a": {"b": 1, "b": 2}}', "duplicate_member"),
        ('{"a": NaN}', "inexact_number"),
        ('{"a": -Infinity}', "inexact_number"),
        ('{"a": 1e999}', "inexact_number"),
        ('{"a": 9007199254740993}', "inexact_number"),
        ('{"a": ' + "9" * 5000 + "}", "not_json"),
        ('{"a": "\\ud800"}', "broken_text"),
        ('{"\\udfff": 1}', "broken_text"),
        ("[" * 100_000, "too_complex"),
        ('{"a":' * 100_000, "too_complex"),
        ('{"a": [' + "0," * 6000 + "0]}", "too_complex"),
        ("{" + " " * 5_000_000 + "}", "too_large"),
        ({"a": object()}, "not_json"),
        ({1: "a"}, "not_json"),
    ],
)
def test_unreadable_input_fails_the_first_check(given: str, reason: str) -> None:
    report = report_on(given)
    assert reasons(report) == {"readable": reason}
    assert report.overall is Overall.BAD


def test_a_token_without_a_credential_in_it_is_unreadable() -> None:
    report = report_on("eyJhbGciOiJFZERTQSJ9.eyJ2YyI6MX0.c2lnbmF0dXI")
    assert reasons(report) == {"readable": "not_a_credential"}
    assert report.overall is Overall.BAD


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def changed(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value}x"


@pytest.mark.parametrize("path", list(leaves(GOOD)), ids=lambda path: ".".join(map(str, path)))
def test_no_leaf_can_be_changed_unnoticed(path: tuple[str | int, ...]) -> None:
    document = copy.deepcopy(GOOD)
    holder: object = document
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index]  # paths come from the document itself
    holder[path[-1]] = changed(holder[path[-1]])  # type: ignore[index]  # likewise
    report = report_on(document)
    assert report.overall is not Overall.GOOD
    stopped_by = next(r.name for r in report if r.outcome is not Outcome.PASSED)
    if path[0] == "@context":
        assert stopped_by == "contexts"
    elif path[0] == "proof" and path[-1] != "created":
        assert stopped_by in {"schema", "proof"}
        assert report.result("proof") is not None
    else:
        assert stopped_by in {"contexts", "schema", "proof"}
    assert report.result("trust") is None


@pytest.mark.parametrize("member", [name for name in GOOD if name not in {"@context", "proof"}])
def test_no_member_can_be_taken_out_unnoticed(member: str) -> None:
    report = report_on({name: value for name, value in GOOD.items() if name != member})
    assert report.overall is Overall.BAD
    assert report.result("status") is None


def test_a_term_that_no_context_defines_is_refused() -> None:
    document = copy.deepcopy(GOOD)
    part(document, "credentialSubject")["hoursEarned"] = 90
    report = report_on(document)
    assert list(reasons(report).items())[-1] == ("contexts", "undefined_term")
    assert "hoursEarned" in result_of(report, "contexts").sentence


def test_a_context_that_is_not_kept_here_is_never_fetched() -> None:
    contexts = GOOD["@context"]
    assert isinstance(contexts, list)
    report = report_on(altered(**{"@context": [*contexts, "http://169.254.169.254/context"]}))
    result = result_of(report, "contexts")
    assert (result.outcome, result.reason) == (Outcome.COULD_NOT_CHECK, "unknown_context")
    assert report.overall is Overall.COULD_NOT_CHECK


def test_a_badge_of_the_context_before_can_be_checked() -> None:
    """Those before 3.0.2 were made for VC 1.1, and redefine terms that VC 2.0 protects."""
    document = badge()
    del document["awardedDate"]  # only 3.0.3 knows these two
    del part(document, "credentialSubject", "achievement")["inLanguage"]
    document["@context"] = [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    ]
    assert report_on(signed(document)).overall is Overall.GOOD


def disguised(**context: object) -> JsonObject:
    contexts = GOOD["@context"]
    assert isinstance(contexts, list)
    document = copy.deepcopy(GOOD)
    document["@context"] = [*contexts, context]
    return document


def test_a_status_hidden_under_another_name_is_found() -> None:
    """Contexts are not signed: without this check the signature would still hold."""
    document = disguised(
        note={"@id": "https://www.w3.org/2018/credentials#credentialStatus", "@type": "@id"}
    )
    document["note"] = document.pop("credentialStatus")
    assert result_of(report_on(document), "contexts").reason == "disguised_term"


def test_a_status_hidden_under_its_full_address_is_found() -> None:
    document = copy.deepcopy(GOOD)
    status = document.pop("credentialStatus")
    document["https://www.w3.org/2018/credentials#credentialStatus"] = status
    assert result_of(report_on(document), "contexts").reason == "disguised_term"


def test_an_end_date_hidden_under_another_name_is_found() -> None:
    document = disguised(
        until={
            "@id": "https://www.w3.org/2018/credentials#validUntil",
            "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        }
    )
    document["until"] = document.pop("validUntil")
    assert result_of(report_on(document), "contexts").reason == "disguised_term"


def test_a_type_hidden_under_another_name_is_found() -> None:
    document = disguised(kind="@type")
    status = part(document, "credentialStatus", 0)
    status["kind"] = status.pop("type")
    assert result_of(report_on(document), "contexts").reason == "disguised_term"


@pytest.mark.parametrize("keyword", ["@graph", "@included", "@reverse", "@nest", "@index"])
def test_parts_cannot_be_rearranged_out_of_sight(keyword: str) -> None:
    document = altered(**{keyword: {"credentialStatus": {"id": "urn:x"}}})
    assert result_of(report_on(document), "contexts").reason == "rearranged"


def test_a_badge_holds_until_the_last_second_of_its_period() -> None:
    end = NOW + timedelta(days=365)
    assert result_of(report_on(GOOD, now=end), "dates").outcome is Outcome.PASSED
    late = report_on(GOOD, now=end + timedelta(seconds=1))
    assert result_of(late, "dates").reason == "expired"
    assert late.overall is Overall.BAD


def test_a_badge_does_not_hold_before_its_period_beyond_what_clocks_differ() -> None:
    start = NOW - timedelta(days=1)
    document = badge(status=False)
    early = issue(document, signer=SIGNER, now=start - timedelta(days=1))
    assert report_on(early, now=start - timedelta(minutes=5)).overall is Overall.GOOD
    too_early = report_on(early, now=start - timedelta(minutes=5, seconds=1))
    assert result_of(too_early, "dates").reason == "not_yet_valid"


def test_a_badge_without_an_end_says_so() -> None:
    document = signed(badge(valid_until=None))
    assert "does not expire" in result_of(report_on(document), "dates").sentence


def test_the_three_things_trust_can_say_stay_apart() -> None:
    known = RecognizedIssuers(
        {SIGNER.controller: "Northfield Schools"},
        distrusted=[STRANGER.controller],
        by="the Department",
    )
    recognized = report_on(GOOD, trust=known)
    assert result_of(recognized, "trust").reason == "issuer_recognized"
    assert (
        "Northfield Schools is recognized by the Department"
        in result_of(recognized, "trust").sentence
    )
    document = badge(issuer=STRANGER.controller, status=False)
    distrusted = report_on(issue(document, signer=STRANGER, now=NOW), trust=known)
    assert result_of(distrusted, "trust").reason == "issuer_distrusted"
    assert distrusted.overall is Overall.BAD
    unknown = report_on(GOOD)
    assert result_of(unknown, "trust").outcome is Outcome.COULD_NOT_CHECK
    assert unknown.overall is Overall.GOOD


def test_verifying_works_in_many_threads_at_once() -> None:
    found: list[Overall] = []
    threads = [
        threading.Thread(target=lambda: found.append(report_on(GOOD).overall)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Overall.GOOD] * 6


def test_only_the_first_few_of_many_problems_are_said() -> None:
    document = badge()
    document["credentialSubject"] = {"type": ["AchievementSubject"]}
    document["issuer"] = {"id": SIGNER.controller}
    for name in ("id", "validFrom"):
        del document[name]
    assert "more)" in result_of(report_on(document), "schema").sentence


def test_a_credential_need_not_say_from_when_it_holds() -> None:
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": SIGNER.controller,
        "credentialSubject": {"id": "did:example:amina", "name": "Amina"},
    }
    assert report_on(signed_unchecked(document)).overall is Overall.GOOD


def test_a_document_without_a_context_is_no_credential() -> None:
    report = report_on('{"name": "x"}')
    assert reasons(report) == {"readable": "readable", "contexts": "no_context"}
