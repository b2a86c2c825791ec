import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.credential.document import as_list, identifier_of, members, read_document
from longleaf.credential.instants import parse_instant, show_instant
from longleaf.credential.refusal import RefusedError


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(RefusedError):
        assert isinstance(read_document(raw), dict)


@pytest.mark.parametrize("exact", ["9007199254740992", "100000000000000000000", "1e300", "-0.0"])
def test_a_large_number_that_a_double_holds_exactly_is_read(exact: str) -> None:
    assert read_document(f'{{"a": {exact}}}') == {"a": float(exact)}


@pytest.mark.parametrize("inexact", [2**53 + 1, 10**20 + 1, 10**400, -(10**320)])
def test_a_number_that_no_double_holds_is_refused(inexact: int) -> None:
    with pytest.raises(RefusedError) as refused:
        read_document(f'{{"a": {inexact}}}')
    assert refused.value.reason == "inexact_number"


@pytest.mark.parametrize("value", [None, True, 7, "x", [], ["x"], {}, {"id": "x"}, {"id": 7}])
def test_a_view_of_any_value_never_fails(value: object) -> None:
    assert isinstance(as_list(value), list)
    assert isinstance(members(value), dict)
    assert identifier_of(value) is None or isinstance(identifier_of(value), str)


def test_brackets_inside_text_are_no_depth() -> None:
    assert read_document('{"a": "' + "[{" * 500 + '\\"[["}') == {"a": "[{" * 500 + '"[['}


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_document(b"\xef\xbb\xbf{}") == {}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-08-01T00:00:00Z", datetime(2026, 8, 1, tzinfo=UTC)),
        ("2026-08-01T02:00:00+02:00", datetime(2026, 8, 1, tzinfo=UTC)),
        ("2026-07-31T19:30:00.5-04:30", datetime(2026, 8, 1, 0, 0, 0, 500_000, tzinfo=UTC)),
        ("2024-02-29T00:00:00.123456789Z", datetime(2024, 2, 29, 0, 0, 0, 123_456, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_with_its_zone(text: str, moment: datetime) -> None:
    assert parse_instant(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-08-01", "2026-08-01T00:00:00", "2026-08-01 00:00:00Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-08-01T24:00:00Z", "2026-08-01T00:00:60Z",
        "0000-01-01T00:00:00Z",
        "2026-08-01T00:00:00z", "\uff12026-08-01T00:00:00Z", "2026-08-01T00:00:00Z\n",
        "0001-01-01T00:00:00+23:00",
        "2026-08-01T00:00:00+99:00", None, 7,
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text: object) -> None:
    with pytest.raises(RefusedError):
        parse_instant(text)


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_a_moment_survives_writing_to_the_second(moment: datetime) -> None:
    assert parse_instant(show_instant(moment)) == moment.replace(microsecond=0)
