"""Concepts for tests: any at all, and two that say everything."""

from datetime import date

from hypothesis import strategies as st

from longleaf.domain.term.concept import KINDS, STATUSES, SURE, Concept, Label, Usage

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\"\\'<>=@مע"), max_size=40
)
WORDS = TEXTS.filter(str.strip)
KEYS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)


@st.composite
def usages(draw: st.DrawFn, number: int) -> Usage:
    return Usage(
        key=f"u{number}",
        word=draw(WORDS),
        says=draw(WORDS),
        who=draw(WORDS),
        kind=draw(st.sampled_from(sorted(KINDS))),
        where=draw(TEXTS),
        when=draw(TEXTS),
        citation=draw(WORDS),
        url=draw(TEXTS),
        verified_on=draw(st.dates()),
        sure=draw(st.sampled_from(sorted(SURE))),
        is_basis=draw(st.booleans()),
    )


@st.composite
def concepts(draw: st.DrawFn, key: str) -> Concept:
    others = draw(st.lists(st.tuples(WORDS, st.sampled_from(["alternative", "avoided"]))))
    labels = [Label(draw(WORDS), plural=draw(TEXTS))]
    labels += [Label(text, kind) for text, kind in others]
    if draw(st.booleans()):
        labels.append(Label(draw(WORDS), place="northfield"))
    return Concept(
        key=key,
        labels=tuple(labels),
        definition=draw(TEXTS),
        note=draw(TEXTS),
        standards_word=draw(TEXTS),
        laws_word=draw(TEXTS),
        source=draw(TEXTS),
        sure=draw(st.sampled_from(sorted(SURE))),
        status=draw(st.sampled_from(sorted(STATUSES))),
        steward=draw(st.sampled_from(["", "department"])),
        usages=tuple(draw(usages(at)) for at in range(1, draw(st.integers(1, 12)))),
        replaced_by=draw(st.sampled_from(["", "badge"])),
        is_spoken=draw(st.booleans()),
    )


GLOSSARIES = st.lists(KEYS, unique=True, min_size=1, max_size=3).flatmap(
    lambda keys: st.tuples(*(concepts(key) for key in sorted(keys)))
)


def a_usage(word: str, who: str = "A program", **changes: object) -> Usage:
    held = {
        "key": "u1",
        "word": word,
        "says": "Who reads what was handed in.",
        "who": who,
        "kind": "program",
        "where": "",
        "when": "",
        "citation": "Its page",
        "url": "",
        "verified_on": date(2026, 11, 23),
    }
    return Usage(**(held | changes))  # type: ignore[arg-type]  # as the fields above


def a_concept(key: str, *used: Usage, **changes: object) -> Concept:
    held = {"labels": (Label(key),), "definition": f"What a {key} is.", "status": "observed"}
    return Concept(key=key, usages=used, **(held | changes))  # type: ignore[arg-type]  # as above
