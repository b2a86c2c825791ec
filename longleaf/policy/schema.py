"""The schema of a policy's files: the one definition behind the loader and the JSON Schema."""

from typing import Final

from longleaf.policy.plan_reading import DEMAND, DEMAND_OPTIONS
from longleaf.policy.requirement.mastery import BESIDE, BOTH, WEIGHTS
from longleaf.policy.schema_limits import (
    CAPS,
    CARRY_OVER,
    CITES,
    CONDITIONS,
    MONTHS,
    PLANS,
    dated,
)
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
_SPAN: Final = Text(r"(K|\d{1,2})-\d{1,2}", "a span of grades like “K-5”")
_CREDITS: Final = TableOf(WORD, Amount())


SOURCE: Final = Record(
    "a source",
    required={
        "title": _LINE,
        "publisher": _LINE,
        "kind": OneOf(
            (
                "statute",
                "rule",
                "state_policy",
                "state_page",
                "district_page",
                "slides",
                "other_page",
                "invented",
            )
        ),
        "verified_on": Day(),
    },
    optional={"url": Text(r"https?://\S+", "an address like “https://…”"), "note": _PROSE},
)

CATEGORY: Final = Record(
    "a category",
    required={"title": _LINE, "citation": CITES},
    optional={"accepts": Either(OneOf(("anything",)), ListOf(_LINE)), "note": _PROSE},
)

CREDIT: Final = Record(
    "a credit requirement",
    required={
        "total": WORD,
        "split": dated("a row of the split", {"minima": _CREDITS}),
    },
    optional={
        "prorated": dated("a row of the proration", {"years": Amount(positive=True)}),
    },
)

RATING: Final = Record(
    "a rating requirement",
    required={"at_least": WORD, "held": dated("a row of the rating", {"asked": Flag()})},
)

ALSO: Final = TableOf(
    WORD,
    Record(
        "something else asked for",
        required={
            "title": _LINE,
            "held": dated("a row of what else is asked for", {"asked": Flag()}),
        },
        optional={"note": _PROSE},
    ),
)

ACTIVITY: Final = Record(
    "a kind of activity",
    required={
        "title": _LINE,
        "worth": ListOf(
            Record(
                "a row of worth",
                required={"citation": CITES},
                optional={
                    "first": Day(),
                    "last": Day(),
                    "note": _PROSE,
                    "by_unit": OneOf(("true",)),
                    "full_cycle": OneOf(("true",)),
                    "satisfies": ListOf(WORD),
                    "each": Record(
                        "a fixed worth",
                        required={"credits": Amount(positive=True), "per": WORD},
                        optional={"split": _CREDITS},
                    ),
                    "unknown": _PROSE,
                },
                one_of=(("by_unit", "full_cycle", "satisfies", "each", "unknown"),),
            )
        ),
    },
    optional={
        "accepted": dated("a row of acceptance", {"accepted": Flag()}),
        "refuses_evidence": ListOf(WORD),
        "standing_fact": OneOf(("national_board",)),
        "note": _PROSE,
    },
)

AWARD_WORTH: Final = Record(
    "the worth of a micro-credential",
    optional={
        "credits": Amount(positive=True),
        "by_stated_hours": WORD,
        "satisfies": ListOf(WORD),
        "unknown": _PROSE,
    },
    one_of=(("credits", "by_stated_hours", "satisfies", "unknown"),),
)

STACK: Final = Record(
    "a stack",
    required={"title": _LINE, "of": ListOf(_LINE, at_least=2)},
    optional={
        "categories": ListOf(WORD),
        "credits": Amount(positive=True),
        "satisfies": ListOf(WORD),
        "unknown": _PROSE,
        "note": _PROSE,
    },
    one_of=(("credits", "satisfies", "unknown"),),
)

CROSSWALK: Final = ListOf(
    Record(
        "a row of the crosswalk",
        required={"citation": CITES},
        optional={
            "first": Day(),
            "last": Day(),
            "note": _PROSE,
            "any": AWARD_WORTH,
            "named": TableOf(_LINE, AWARD_WORTH),
            "stacks": TableOf(_LINE, STACK),
            "unknown": _PROSE,
        },
        one_of=(("any", "unknown"),),
    )
)

FLOOR: Final = Record(
    "what the statute asks for at least",
    optional={"category": WORD, "licenses": ListOf(WORD)},
)

_DEMANDS: Final = TableOf(
    WORD,
    Record(
        "a demand for competencies",
        required=DEMAND,
        optional={**DEMAND_OPTIONS, "note": _PROSE},
    ),
)


def _mastery(weights: tuple[str, ...]) -> TableOf:
    return TableOf(
        WORD,
        Record(
            "a demand for mastery",
            required={
                "demands": _DEMANDS,
                "held": dated("a row of the demand for mastery", {"weight": OneOf(weights)}),
            },
            optional={"licenses": ListOf(WORD), "note": _PROSE},
        ),
        at_least=0,
    )


SECTIONS: Final[dict[str, Shape]] = {
    "policy": Record(
        "the policy",
        required={
            "jurisdiction": WORD,
            "title": _LINE,
            "version": _LINE,
            "unit": WORD,
            "residual": WORD,
            "time_zone": Text(r"[A-Za-z_]+/[A-Za-z_/]+", "a time zone like “America/New_York”"),
        },
        optional={"note": _PROSE},
    ),
    "sources": TableOf(WORD, SOURCE),
    "categories": TableOf(WORD, CATEGORY),
    "conversions": ListOf(
        Record(
            "a conversion",
            required={"unit": WORD, "one_is": Amount(positive=True), "citation": CITES},
            optional={
                "in_steps_of": Amount(positive=True),
                "rounded_down_to": Amount(positive=True),
                "note": _PROSE,
            },
        ),
        at_least=0,
    ),
    "parameters": TableOf(
        WORD,
        Record(
            "a parameter",
            required={"unit": WORD, "values": dated("a value", {"value": Amount()})},
            optional={"floor": FLOOR, "note": _PROSE},
        ),
    ),
    "kinds": TableOf(WORD, Record("a kind of license", required={"title": _LINE})),
    "ratings": ListOf(WORD),
    "competency_levels": ListOf(WORD),
    "mastery": _mastery(WEIGHTS),
    "grade_spans": TableOf(_SPAN, dated("a reading", {"read_as": _SPAN})),
    "licenses": TableOf(
        WORD,
        Record(
            "a kind of license",
            required={
                "title": _LINE,
                "kind": WORD,
                "requires": Record(
                    "the requirements",
                    required={"credit": CREDIT},
                    optional={"rating": RATING, "also": ALSO},
                ),
            },
            optional={"grade_span": _SPAN, "note": _PROSE},
        ),
    ),
    "activities": TableOf(WORD, ACTIVITY),
    "crosswalk": CROSSWALK,
    "exemptions": TableOf(
        OneOf(("legislator", "lifetime")),
        Record(
            "an exemption",
            required={
                "frees_from": ListOf(OneOf(("credit", "rating", "mastery"))),
                "held": dated("a row of the exemption", {"frees": Flag()}),
            },
            optional={"note": _PROSE},
        ),
        at_least=0,
    ),
    "caps": CAPS,
    "conditions": CONDITIONS,
    "carry_over": CARRY_OVER,
    "alternative_plans": PLANS,
    "extension": dated("a row of the extension", {"months": MONTHS}),
    "majority_of_time": dated("a row of the rule", {"decides": Flag()}),
    "reallocations": TableOf(
        WORD,
        Record(
            "a reallocation",
            required={"held": dated("a row of the reallocation", {"allowed": Flag()})},
            optional={"note": _PROSE},
        ),
        at_least=0,
    ),
}

REQUIRED_SECTIONS: Final = (
    "policy",
    "sources",
    "categories",
    "conversions",
    "parameters",
    "licenses",
    "activities",
    "crosswalk",
)

POLICY_FILE: Final = Record("a policy file", optional=SECTIONS)

LOCAL_FILE: Final = Record(
    "a local file",
    required={
        "local": Record(
            "the local board",
            required={"name": WORD, "title": _LINE},
            optional={"invented": Flag(), "note": _PROSE},
        )
    },
    optional={
        "sources": SECTIONS["sources"],
        "categories": SECTIONS["categories"],
        "additions": ListOf(
            Record(
                "an addition",
                required={
                    "category": WORD,
                    "held": dated("a row of the addition", {"credits": Amount(positive=True)}),
                },
                optional={"inside": WORD, "licenses": ListOf(WORD), "note": _PROSE},
            )
        ),
        "readings": SECTIONS["grade_spans"],
        "crosswalk": CROSSWALK,
        "caps": CAPS,
        "conditions": CONDITIONS,
        "carry_over": CARRY_OVER,
        "alternative_plans": PLANS,
        # A local board may ask for more; competencies in place of the state's credit would be less.
        "mastery": _mastery((BESIDE, BOTH)),
    },
)
