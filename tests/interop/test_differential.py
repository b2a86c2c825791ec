"""A part of `make differential`, for every run of the tests."""

import pytest

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject
from tests.credential.generated import UNDEFINED_TERMS
from tests.interop.differential import canonized, compare, judged, plainly
from tests.interop.second_implementation import installed

pytestmark = [pytest.mark.interop, pytest.mark.xdist_group("interop")]


def thing(**members: object) -> JsonObject:
    return {"@context": [CREDENTIALS_V2, UNDEFINED_TERMS], "id": "urn:x", **members}


def test_three_ways_give_the_same_bytes_or_none() -> None:
    found = compare(seed=1, count=1_500)
    assert found["by shape"] > 400
    assert found["same bytes"] > 800
    assert found["both refuse"] > 100


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (thing(p="\ud800"), "ours refuses: broken_text"),
        (thing(p="\uffff"), "ours refuses: broken_text"),
        (thing(p=1e-7), "ours refuses: inexact_number"),
        (thing(p=2**53 + 1), "ours refuses: inexact_number"),
        (thing(p=[None, "v"]), "ours refuses: null_value"),
        (thing(p={"@list": [["v"], "w"]}), "ours refuses: not_json_ld"),
        (thing(p=[{"@list": []}, {"@list": []}]), "ours refuses: not_json_ld"),
        (thing(p=["v", {"@value": "v", "@direction": "rtl"}]), "ours refuses: not_json_ld"),
        (thing(p={"id": "urn:`x", "q": 1}), "ours refuses: relative_address"),
        (thing(p=["\U0001f332", "\uff5e"]), "theirs sorts by UTF-16 unit, not by code point"),
        (thing(p={"id": "@foo", "q": 1}), "both refuse"),
        (thing(p={"id": "urn:\xa0", "q": 1}), "both refuse"),
    ],
)
def test_every_known_difference_is_as_it_is_described(document: JsonObject, expected: str) -> None:
    (theirs,) = canonized([document], installed().folder)
    assert judged(document, *plainly(document), theirs) == expected


def test_code_points_decide_the_order_as_the_standard_says() -> None:
    lines = canonical_nquads(thing(p=["\U0001f332", "\uff5e"])).decode().split("\n")
    assert "\uff5e" in lines[0]
