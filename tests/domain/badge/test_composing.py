"""Composing many badges says what composing each alone says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.badge.document import (
    BadgeFacts,
    Composing,
    Issuer,
    ShownArtifact,
    StatusPlace,
    compose,
)
from longleaf.domain.microcredential.definition import parse_definition
from tests.domain.microcredential.definitions import small_definition

NOW = datetime(2026, 2, 3, tzinfo=UTC)
DEFINITION = parse_definition(small_definition())
TEXTS = st.sampled_from(["", "A film", "Another film"])
SHOWN = st.builds(
    ShownArtifact, st.just("A title"), TEXTS, TEXTS, st.sampled_from(["", "https://a.example/1"])
)
FACTS = st.builds(
    BadgeFacts,
    base_url=st.just("https://longleaf.example"),
    award=st.uuids().map(str),
    issuer=st.sampled_from(
        [Issuer("did:key:z1", "One", "one"), Issuer("did:key:z2", "Two", "two")]
    ),
    slug=st.just("wait-time"),
    version_number=st.just(2),
    definition=st.just(DEFINITION),
    elements=st.just(()),
    recipient_email=st.sampled_from(["a@example.org", "b@example.org"]),
    salt=st.sampled_from(["s", "t"]),
    granted_at=st.sampled_from([NOW, NOW - timedelta(days=3)]),
    issued_at=st.sampled_from([NOW, NOW + timedelta(days=1)]),
    status=st.builds(
        StatusPlace,
        st.just("revocation"),
        st.sampled_from(["https://l.example/1", "https://l.example/2"]),
        st.integers(0, 9),
    ),
    expires_at=st.sampled_from([None, NOW + timedelta(days=9), NOW + timedelta(days=10)]),
    shown=st.lists(SHOWN, max_size=3),
    earlier_versions=st.just([1]),
    source=st.just(Issuer("https://p.example", "Partner", "", "https://p.example")),
    narrative=TEXTS,
    levels=st.sampled_from(
        [{}, {DEFINITION.rubric.criteria[0].key: DEFINITION.rubric.levels[-1].key}]
    ),
)


@given(st.lists(FACTS, max_size=12))
def test_badges_composed_together_are_those_composed_alone(facts: list[BadgeFacts]) -> None:
    together = Composing()
    assert [together.compose(one) for one in facts] == [compose(one) for one in facts]
