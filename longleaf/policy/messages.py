"""The English of every message key, as sentences that a teacher understands.

A template names numbers in braces. `{counted:of unit}` is an amount with its unit ("2 credits"),
`{category:category}` a category's title, `{day:day}` a date, `{rating:words}` a word of the
policy in plain letters. Other languages replace the table and leave the findings as they are.
"""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.policy.finding import Because

ENGLISH: Final[Mapping[str, str]] = {
    "credit.total.met": "{counted} of {required:of unit} count. Nothing is missing.",
    "credit.total.unmet": "{counted} of {required:of unit} count; {missing:of unit} still missing.",
    "credit.total.open": (
        "{counted} of {required:of unit} count for sure. Whether the other {missing} are there "
        "depends on what is not known yet."
    ),
    "credit.total.unknown": "What the license asks for is not known.",
    "credit.category.met": "{category:category}: {counted} of {required:of unit}. Complete.",
    "credit.category.unmet": (
        "{category:category}: {counted} of {required:of unit}; {missing:of unit} missing."
    ),
    "credit.category.open": (
        "{category:category}: {counted} of {required:of unit} for sure; the other {missing} "
        "depend on what is not known yet."
    ),
    "credit.total.waived": (
        "{counted} of {required:of unit} count, after {plan} waives {waived:of unit}. Nothing is "
        "missing."
    ),
    "credit.total.all_waived": "{plan} waives all of it.",
    "credit.total.unmet_under_plan": (
        "{counted} of {required:of unit} count; {missing:of unit} still missing. {plan} waives "
        "{waived:of unit}."
    ),
    "credit.total.open_under_plan": (
        "{counted} of {required:of unit} count for sure. Whether the other {missing} are there, or "
        "are waived by {plan}, depends on what is not known yet."
    ),
    "credit.category.waived": (
        "{category:category}: {counted} of {required:of unit}, after {plan} waives "
        "{waived:of unit}. Complete."
    ),
    "credit.category.unmet_under_plan": (
        "{category:category}: {counted} of {required:of unit}; {missing:of unit} missing. {plan} "
        "waives {waived:of unit}."
    ),
    "credit.category.open_under_plan": (
        "{category:category}: {counted} of {required:of unit} for sure; whether the other "
        "{missing} are there, or are waived by {plan}, depends on what is not known yet."
    ),
    "credit.limit": (
        "Of {title}, at most {at_most:of unit} count in a {per:words}; {credits} are over it."
    ),
    "credit.rule_unknown": "What the license asks for is not settled: {reason}",
    "credit.years_unknown": (
        "What the license asks for depends on the years of employment, which are not known."
    ),
    "credit.no_majority": (
        "The work in which most of the time is served decides what is asked for, and none has the "
        "greater part."
    ),
    "credit.majority_unknown": (
        "Whether the work in which most of the time is served decides is not settled: {reason}"
    ),
    "majority.decides": (
        "Most of the time served ({share}) is as {kind:words}, and that decides what is asked for."
    ),
    "proration.part": (
        "{years} of {whole} years employed: {part} of what is asked for in a whole cycle."
    ),
    "extension.granted": "The license was extended; credit counts until {reaches:day}.",
    "extension.cut": (
        "The license was extended to {extended_to:day}; the rules let credit count until "
        "{reaches:day}."
    ),
    "credit.grade_span_unknown": (
        "Which categories the license asks for depends on the grades served, which are not known."
    ),
    "credit.grade_span_not_in_policy": (
        "The policy does not say which categories hold for grades {grade_span}."
    ),
    "credit.no_rule_for_kind": "The policy has no rule for this kind of license ({kind:words}).",
    "rating.met": (
        "The most recent evaluation is {rating:words}; at least {at_least:words} is asked for."
    ),
    "rating.unmet": (
        "The most recent evaluation is {rating:words}, below the {at_least:words} asked for."
    ),
    "rating.not_on_file": (
        "An evaluation of at least {at_least:words} is asked for; none is on file yet."
    ),
    "rating.rule_unknown": (
        "The most recent evaluation is {rating:words}. Whether at least {at_least:words} was asked "
        "for is not settled: {reason}"
    ),
    "rating.employer_unknown": (
        "The most recent evaluation is {rating:words}. At least {at_least:words} is asked of those "
        "whom a local board employs, and the employer is not known."
    ),
    "rating.given": "Rated {rating:words}.",
    "rating.given_on": "Rated {rating:words} on {on:day}.",
    "also.not_decided": "{title}: asked for besides, and not decided by these rules.",
    "also.rule_unknown": "{title}: whether it is asked for is not settled: {reason}",
    "exemption.legislator": (
        "A member of the General Assembly needs no credit in a cycle in which they serve, if the "
        "Department is notified."
    ),
    "exemption.lifetime": "A lifetime license is not renewed, so nothing is asked for.",
    "exemption.rule_unknown": "Whether the exemption held is not settled: {reason}",
    "plan.met": "{title}: what the plan asks for is met, in place of credit.",
    "plan.open": "{title}: whether what the plan asks for is met is not known.",
    "plan.rule_unknown": "{title}: whether the plan is in force is not settled: {reason}",
    "plan.not_on_file": ("No plan “{plan}” is on file for this license, so it changes nothing."),
    "plan.expiry_unknown": (
        "{plan}: it holds by the day on which a license expires, which is not known, so it changes "
        "nothing."
    ),
    "plan.not_in_force": "{plan}: it is not in force for this license, so it changes nothing.",
    "plan.not_met": "{plan}: what it asks for is not met, so it changes nothing.",
    "plan.not_begun": "{plan}: it is in force from {day:day}, so it changes nothing yet.",
    "plan.ended": "{plan}: it ended on {day:day}, so it changes nothing.",
    "plan.not_for_license": "{plan}: it waives nothing for this kind of license ({kind:words}).",
    "plan.not_needed": "{plan}: all credit is there, so nothing has to be waived.",
    "plan.category_not_in_policy": (
        "{plan}: it waives {category:category} credit, which the policy does not have."
    ),
    "plan.category_not_asked": (
        "{plan}: it waives {category:category} credit, for which this license does not ask."
    ),
    "plan.split_unknown": (
        "{plan}: it waives {category:category} credit; whether this license asks for it is not "
        "known."
    ),
    "plan.waives_of_total": (
        "{plan}: {amount:of unit} of the total waived; what it asks for instead is shown."
    ),
    "plan.waives_of_category": (
        "{plan}: {amount:of unit} of {category:category} waived; what it asks for instead is shown."
    ),
    "plan.instead_open": (
        "{plan}: whether the competencies that it asks for instead of credit are shown is not "
        "known ({missing} not shown for sure)."
    ),
    "plan.instead_unmet": (
        "{plan}: nothing is waived yet; {missing} of the competencies that it asks for instead of "
        "credit are not shown."
    ),
    "floor.total.below": (
        "{plan} leaves {left:of unit} in all; the statute asks for at least {floor}. Whether a "
        "plan may go below that is a question for the Department."
    ),
    "floor.category.below": (
        "{plan} leaves {left:of unit} of {category:category}; the statute asks for at least "
        "{floor}. Whether a plan may go below that is a question for the Department."
    ),
    "floor.total.unknown": (
        "{plan} leaves {left:of unit} in all. What the statute asked for at least is not settled: "
        "{reason}"
    ),
    "floor.category.unknown": (
        "{plan} leaves {left:of unit} of {category:category}. What the statute asked for at least "
        "is not settled: {reason}"
    ),
    "mastery.instead_met": "Competencies are shown in place of the credit that is missing.",
    "mastery.instead_open": (
        "Whether competencies are shown in place of the credit that is missing is not known."
    ),
    "mastery.rule_unknown": ("What competencies decide beside credit is not settled: {reason}"),
    "local.waived": (
        "{plan} waives the {category:category} credit that the local board may ask for."
    ),
    "mastery.met": "{title}: {shown} of {of} competencies are shown; {asked} are asked for.",
    "mastery.unmet": (
        "{title}: {shown} of {of} competencies are shown; {asked} are asked for, so {missing} are "
        "missing."
    ),
    "mastery.open": (
        "{title}: {shown} of {of} competencies are shown for sure; whether the other {missing} of "
        "the {asked} asked for are depends on what is not known yet."
    ),
    "mastery.given": "It shows {competency} ({level:words}).",
    "mastery.too_old": "It is of {day:day}; what is asked for is at most {years} years old.",
    "mastery.level_below": "It shows {level:words}; at least {at_least:words} is asked for.",
    "mastery.level_unknown": (
        "It shows {level:words}; whether that is at least {at_least:words} is not known."
    ),
    "mastery.confirmer_unknown": (
        "It has to be confirmed by {may:words}; by whom it was is not known."
    ),
    "mastery.confirmer_may_not": "It has to be confirmed by {may:words}, and was not.",
    "mastery.too_few_kinds": (
        "It shows {competency} by fewer than the {asked} kinds of evidence asked for."
    ),
    "mastery.kinds_unknown": (
        "{asked} kinds of evidence are asked for {competency}; by which it was judged is not known."
    ),
    "local.rule_unknown": (
        "Whether the local board asked for {category:category} credit is not settled: {reason}"
    ),
    "local.not_on_file": (
        "No local rules of “{local}” are on file; the state's rules alone were applied."
    ),
    "employer.elsewhere": "The employer is in {jurisdiction:words}, so no local rules apply.",
    "input.placed": "{credits:of unit} counted here.",
    "input.satisfied": "It satisfies what is asked for here; it has no number of its own.",
    "entry.surplus": "{credits:of unit} beyond what is asked for.",
    "entry.over_limit_of_cycle": (
        "{credits:of unit} over the limit: of {title}, at most {at_most:of unit} count in a cycle."
    ),
    "entry.over_limit_of_year": (
        "{credits:of unit} over the limit: of {title}, at most {at_most:of unit} count in the year "
        "that began on {began_on:day}."
    ),
    "entry.limit_unknown": "How much of it may count is not settled: {reason}",
    "entry.no_home": "{credits:of unit} for which this license asks in no category.",
    "entry.category_not_asked": (
        "This license does not ask for {category:category} credit; it can count as general credit "
        "where that is asked for."
    ),
    "entry.categories_unknown": (
        "The categories it counts in are not known, so it is sure only as general credit."
    ),
    "entry.kind_not_in_policy": "The policy does not say what a {kind:words} is worth.",
    "entry.kind_not_accepted": "A {kind:words} no longer counted when it was completed.",
    "entry.acceptance_unknown": "Whether it counts is not settled: {reason}",
    "entry.evidence_refused": "A {evidence:words} is not accepted as proof.",
    "entry.evidence_missing": "It needs proof that is not on file: {evidence:words}.",
    "entry.evidence_unknown": (
        "It needs proof ({evidence:words}); whether that is on file is not known."
    ),
    "entry.approver_unknown": "It has to be approved by {may:words}; by whom it was is not known.",
    "entry.approver_may_not": (
        "It was approved by {approved_by:words}; it has to be approved by {may:words}."
    ),
    "entry.approved_late": (
        "It has to be approved before it begins, and was approved on {approved_on:day}."
    ),
    "entry.advance_unknown": (
        "It has to be approved before it begins; whether it was is not known."
    ),
    "entry.too_small": "It is worth less than the {at_least} that one activity must be worth.",
    "entry.condition_unknown": "What it must meet to count is not settled: {reason}",
    "entry.banked_for_next": (
        "It is of {day:day} and is kept for the next cycle, so it does not count in this one."
    ),
    "entry.banking_unknown": "Whether it may be kept for the next cycle is not settled: {reason}",
    "entry.in_stack": "Its credit is given with the stack “{stack}”.",
    "entry.stack_unknown": "Whether the stack “{stack}” is complete is not known yet.",
    "entry.day_unknown": "The day it was completed is not known.",
    "entry.later": "It is of {day:day}, later than {on:day}.",
    "entry.after_expiry": ("It is of {day:day}, after the license expired on {expires_on:day}."),
    "entry.extension_unknown": "Whether the license could be extended is not settled: {reason}",
    "entry.before_cycle": ("It is of {day:day}, before the cycle began on {cycle_began_on:day}."),
    "entry.cycle_unknown": (
        "It is of {day:day}; when the cycle began is not known, so it may lie before it."
    ),
    "entry.not_for_license": "It is not recognized for this kind of license ({kind:words}).",
    "entry.approval_unknown": "Whether it was approved is not known.",
    "entry.not_approved": "It has not been approved.",
    "worth.own_unit": "{quantity:of unit}.",
    "worth.converted": "{quantity:of unit} ÷ {one_is} = {credits:of own_unit}.",
    "worth.converted_in_steps": (
        "{quantity:of unit}, of which {taken} count: {taken} ÷ {one_is} = {credits:of own_unit}."
    ),
    "worth.each": "{quantity:of unit} × {each} = {credits:of own_unit}.",
    "worth.full_cycle": "It is worth the full cycle: {credits:of unit}.",
    "worth.full_cycle_of_unknown": (
        "It is worth the full cycle, and what the cycle asks for is not known."
    ),
    "worth.crosswalk": "The crosswalk sets it at {credits:of unit}.",
    "worth.stack": (
        "All {count} parts of “{stack}” are earned; together they are worth {credits:of unit}."
    ),
    "worth.stack_less": (
        "All {count} parts of “{stack}” are earned; together they are worth {credits:of unit}, of "
        "which {earlier} were given in an earlier cycle: {left:of unit}."
    ),
    "worth.stack_earlier_unknown": (
        "What a part of the stack was worth in an earlier cycle is not known."
    ),
    "worth.hours_not_stated": (
        "The crosswalk goes by the hours that the definition states, and they are not known."
    ),
    "worth.satisfies": (
        "It has no number of its own; it satisfies what is asked for: {categories:words}."
    ),
    "worth.unknown": "What it is worth is not settled: {reason}",
    "worth.unit_not_in_policy": "The policy does not say what a {unit:words} is worth.",
    "worth.other_unit_expected": (
        "It is counted by the {per:words}, not by the {unit:words}, so its worth is not known."
    ),
    "way.by_unit": (
        "{category:category}, {missing:of own_unit} missing: {quantity:of unit} "
        "({missing} × {one_is})."
    ),
    "way.by_microcredential": (
        "{category:category}, {missing:of own_unit} missing: {count:of microcredential_unit} "
        "in it, each worth {each:of own_unit}."
    ),
    "way.by_named_microcredential": (
        "{category:category}, {missing:of own_unit} missing: {microcredential}, if it serves it, "
        "worth {each:of own_unit}."
    ),
    "way.by_full_cycle": "Everything at once: {title}.",
}

_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "ceu": ("CEU", "CEUs"),
    "microcredential": ("micro-credential", "micro-credentials"),
}
_FIELD: Final = re.compile(r"\{(\w+)(?::(\w+)(?: (\w+))?)?\}")


def sentence(because: Because, titles: Mapping[str, str]) -> str:
    """A reason in English.

    Args:
        because: The message key and its numbers.
        titles: The words for categories, from `Rules.titles`.

    Raises:
        KeyError: If the key, or a number that its sentence needs, does not exist.
    """
    numbers = because.numbers

    def filled(field: re.Match[str]) -> str:
        name, kind, unit = field.groups()
        text = numbers[name]
        if kind == "of":
            return f"{text} {unit_words(numbers[unit], text)}"
        if kind == "category":
            return titles.get(text, text.replace("_", " "))
        if kind == "day":
            return show_day(date.fromisoformat(text))
        return text.replace("_", " ") if kind == "words" else text

    written = _FIELD.sub(filled, ENGLISH[because.key])
    return written[:1].upper() + written[1:]


def unit_words(unit: str, amount: str) -> str:
    """The unit's name, in the singular for exactly one and for proper fractions ("2/3 credit")."""
    words = unit.replace("_", " ")
    one, many = _UNITS.get(unit, (words, f"{words}s"))
    if amount.isdecimal():  # most are, and a fraction takes its time to read
        return one if amount == "1" else many
    exact = Fraction(amount)
    return one if exact == 1 or ("/" in amount and 0 < exact < 1) else many


def show_day(day: date) -> str:
    """A day as the users write it: June 30, 2026."""
    return f"{day:%B} {day.day}, {day.year}"
