"""What a badge may name: nothing that shows a student who can be identified."""

_SAFE = frozenset({"none", "not_identifiable"})


def may_be_named(students: str) -> bool:
    """Whether an artifact may be named on a badge, by what was said of students in it.

    A badge goes to strangers and lasts; no consent on file reaches that far. What was not said
    counts as if students could be identified (FERPA, 34 CFR 99.3 "personally identifiable").
    """
    return students in _SAFE
