"""The schema of what state and local boards alike may limit, and of rows in time."""

from typing import Final

from longleaf.policy.shape import (
    WORD,
    Amount,
    Day,
    Either,
    Flag,
    ListOf,
    OneOf,
    Record,
    Shape,
    TableOf,
    Text,
)

_LINE: Final = Text(longest=300)
_PROSE: Final = Text()
_MONTH_DAY: Final = Text(
    r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", "a month and a day like “07-01”, up to the 28th"
)
MONTHS: Final = Text(r"[1-9]\d{0,2}", "a number of months like “60”")
CITES: Final = Either(WORD, ListOf(WORD))


def dated(what: str, value: dict[str, Shape], *, cited: bool = True) -> ListOf:
    """Rows that follow one another in time; each has its value or says why it is unknown."""
    required: dict[str, Shape] = {"citation": CITES} if cited else {}
    optional: dict[str, Shape] = {"first": Day(), "last": Day(), "note": _PROSE}
    choice = tuple(value)
    return ListOf(
        Record(
            what,
            required=required,
            optional={**optional, **value, "unknown": _PROSE},
            one_of=((*choice, "unknown"),),
        )
    )


CAPS: Final = TableOf(
    WORD,
    Record(
        "a cap",
        required={
            "title": _LINE,
            "kinds": ListOf(WORD),
            "per": OneOf(("year", "cycle")),
            "held": dated(
                "a row of the cap", {"at_most": Amount(), "share_of_total": Amount(positive=True)}
            ),
        },
        optional={"year_begins": _MONTH_DAY, "note": _PROSE},
    ),
    at_least=0,
)

CONDITIONS: Final = TableOf(
    WORD,
    Record(
        "a condition",
        required={
            "held": dated(
                "a row of the condition",
                {
                    "asks": Record(
                        "what is asked for",
                        optional={
                            "evidence": ListOf(WORD),
                            "approved_by": ListOf(WORD),
                            "approved_in_advance": Flag(),
                            "at_least": Amount(positive=True),
                        },
                    )
                },
            )
        },
        optional={"kinds": ListOf(WORD), "note": _PROSE},
    ),
    at_least=0,
)

CARRY_OVER: Final = TableOf(
    WORD,
    Record(
        "a carry-over",
        required={
            "kinds": ListOf(WORD),
            "held": dated(
                "a row of the carry-over",
                {"months": MONTHS},
            ),
        },
        optional={"note": _PROSE},
    ),
    at_least=0,
)

PLANS: Final = TableOf(
    WORD,
    Record(
        "an alternative plan",
        required={
            "title": _LINE,
            "held": dated("a row of the plan", {"in_force": Flag()}),
        },
        optional={"licenses": ListOf(WORD), "note": _PROSE},
    ),
    at_least=0,
)
