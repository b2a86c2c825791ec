import copy
import json
from datetime import timedelta

import pytest

from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.ports import (
    GivenStatusLists,
    NoStatusLists,
)
from longleaf.credential.report import Outcome, Overall
from tests.credential.altered import GOOD, part, signed_unchecked
from tests.credential.examples import (
    INDEX,
    NOW,
    REVOCATIONS,
    STRANGER,
    badge,
    report_on,
    result_of,
    signed,
    status_list,
    status_lists,
)


def test_a_revoked_badge_is_bad() -> None:
    report = report_on(GOOD, status=GivenStatusLists(status_lists(revocation=(INDEX,))))
    assert result_of(report, "status").reason == "revoked"
    assert report.overall is Overall.BAD


def test_a_suspended_badge_is_bad() -> None:
    report = report_on(GOOD, status=GivenStatusLists(status_lists(suspension=(INDEX,))))
    assert result_of(report, "status").reason == "suspended"


def test_the_neighbors_of_a_revoked_badge_are_not_revoked() -> None:
    lists = status_lists(revocation=(INDEX - 1, INDEX + 1))
    assert report_on(GOOD, status=GivenStatusLists(lists)).overall is Overall.GOOD


def test_without_its_status_list_a_badge_is_never_called_not_revoked() -> None:
    report = report_on(GOOD, status=NoStatusLists())
    assert result_of(report, "status").reason == "status_list_not_available"
    assert report.overall is Overall.COULD_NOT_CHECK


def test_a_revocation_is_found_even_if_the_other_list_is_missing() -> None:
    lists = status_lists(suspension=(INDEX,))
    del lists[REVOCATIONS]
    assert (
        result_of(report_on(GOOD, status=GivenStatusLists(lists)), "status").reason == "suspended"
    )


def test_a_badge_without_status_says_that_it_cannot_be_revoked() -> None:
    report = report_on(signed(badge(status=False)), status=NoStatusLists())
    assert result_of(report, "status").reason == "no_status"
    assert report.overall is Overall.GOOD


def unusable_lists() -> dict[str, JsonObject | bytes]:
    good = status_list()
    unsigned = {name: value for name, value in good.items() if name != "proof"}
    other_kind = signed(badge(status=False))
    changed_list = copy.deepcopy(good)
    part(changed_list, "credentialSubject")["encodedList"] = part(
        status_list(marked=(1,)), "credentialSubject"
    )["encodedList"]
    return {
        "not JSON": b"<html>",
        "not signed": unsigned,
        "changed after signing": changed_list,
        "signed by somebody else": status_list(signer=STRANGER),
        "of another address": status_list(f"{REVOCATIONS}0"),
        "of another purpose": status_list(purpose="suspension"),
        "not a list": other_kind,
        "out of date": status_list(valid_until=NOW - timedelta(seconds=1)),
    }


@pytest.mark.parametrize("what", unusable_lists())
def test_a_status_list_that_is(what: str) -> None:
    lists = {**status_lists(), REVOCATIONS: unusable_lists()[what]}
    result = result_of(report_on(GOOD, status=GivenStatusLists(lists)), "status")
    assert (result.outcome, result.reason) == (Outcome.COULD_NOT_CHECK, "status_list_not_usable")


def badge_with_status(**members: object) -> JsonObject:
    document = badge()
    entries = document["credentialStatus"]
    assert isinstance(entries, list)
    document["credentialStatus"] = {**entries[0], **members}
    return signed(document)


@pytest.mark.parametrize(
    ("members", "outcome", "reason"),
    [
        ({"statusListIndex": "131072"}, Outcome.FAILED, "status_index_out_of_range"),
        ({"statusListIndex": "999999999999"}, Outcome.FAILED, "status_index_out_of_range"),
        ({"statusListIndex": "131071"}, Outcome.PASSED, "in_force"),
        ({"statusListIndex": "-1"}, Outcome.FAILED, "malformed_status"),
        ({"statusListIndex": "0x10"}, Outcome.FAILED, "malformed_status"),
        ({"statusListIndex": 7}, Outcome.FAILED, "malformed_status"),
        ({"statusPurpose": "refresh"}, Outcome.PASSED, "in_force"),
        ({"statusSize": 1}, Outcome.PASSED, "in_force"),
        ({"statusSize": 2, "statusListIndex": "65535"}, Outcome.PASSED, "in_force"),
        (
            {"statusSize": 2, "statusListIndex": "65536"},
            Outcome.FAILED,
            "status_index_out_of_range",
        ),
        ({"statusSize": 0}, Outcome.FAILED, "malformed_status"),
        ({"statusSize": True}, Outcome.FAILED, "malformed_status"),
        ({"statusSize": 1.5}, Outcome.FAILED, "malformed_status"),
        ({"statusSize": 33}, Outcome.FAILED, "malformed_status"),
        ({"statusPurpose": "annulment"}, Outcome.COULD_NOT_CHECK, "unknown_status_kind"),
    ],
)
def test_a_status_entry_is_read_exactly(members: JsonObject, outcome: Outcome, reason: str) -> None:
    result = result_of(report_on(badge_with_status(**members)), "status")
    assert (result.outcome, result.reason) == (outcome, reason)


def test_a_status_list_may_come_as_bytes() -> None:
    lists = status_lists()
    lists[REVOCATIONS] = json.dumps(lists[REVOCATIONS]).encode()
    assert report_on(GOOD, status=GivenStatusLists(lists)).overall is Overall.GOOD


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({"type": "StatusList2021Entry"}, Outcome.COULD_NOT_CHECK),
        ({"statusListCredential": ...}, Outcome.FAILED),
    ],
)
def test_a_status_that_cannot_be_followed_is_said(members: JsonObject, outcome: Outcome) -> None:
    document = badge()
    entry = {**part(document, "credentialStatus", 0), **members}
    document["credentialStatus"] = {k: v for k, v in entry.items() if v is not ...}
    claims = document if outcome is Outcome.FAILED else None
    if claims is None:  # a type of status that the contexts do not know must bring its own
        document["@context"] = [*as_list(document["@context"]), OLD_STATUS]
    assert result_of(report_on(signed_unchecked(document)), "status").outcome is outcome


OLD_STATUS = {
    "StatusList2021Entry": {
        "@id": "https://w3id.org/vc/status-list#StatusList2021Entry",
        "@context": {
            name: f"https://w3id.org/vc/status-list#{name}"
            for name in ("statusPurpose", "statusListIndex", "statusListCredential")
        },
    }
}


def test_a_list_within_a_list_that_is_no_status_list_is_not_usable() -> None:
    wrong = copy.deepcopy(status_list())
    part(wrong, "credentialSubject")["type"] = "Other"
    lists = {**status_lists(), REVOCATIONS: wrong}
    result = result_of(report_on(GOOD, status=GivenStatusLists(lists)), "status")
    assert result.reason == "status_list_not_usable"


@pytest.mark.parametrize(("size", "index"), [(1, INDEX), (2, INDEX // 2), (8, INDEX // 8)])
def test_any_bit_of_a_larger_place_revokes(size: int, index: int) -> None:
    document = badge_with_status(statusSize=size, statusListIndex=str(index))
    lists = GivenStatusLists(status_lists(revocation=(INDEX,)))
    assert result_of(report_on(document, status=lists), "status").reason == "revoked"
    beside = badge_with_status(statusSize=size, statusListIndex=str(index + 1))
    assert result_of(report_on(beside, status=lists), "status").reason == "in_force"


@pytest.mark.parametrize("ttl", ["300000", 0, -1, True, None])
def test_a_list_that_may_be_kept_for_no_known_time_is_not_usable(ttl: object) -> None:
    wrong = copy.deepcopy(status_list())
    part(wrong, "credentialSubject")["ttl"] = ttl
    lists = {**status_lists(), REVOCATIONS: wrong}
    result = result_of(report_on(GOOD, status=GivenStatusLists(lists)), "status")
    assert result.reason == "status_list_not_usable"
