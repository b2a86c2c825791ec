"""What a policy lets one say of an activity, beyond its kind, unit and categories."""

from longleaf.domain.credit.activity import EVIDENCE_KINDS
from longleaf.policy.parameter import Unknown
from longleaf.policy.rules import Local, Rules


def evidence_kinds_in(rules: Rules) -> dict[str, str]:
    """Kinds of proof with their words: the usual ones, and those that the policy names."""
    named = {kind for one in rules.activities.values() for kind in one.refuses}
    conditions = [*rules.conditions, *(one for x in rules.locals.values() for one in x.conditions)]
    for condition in conditions:
        for row in condition.held.rows:
            if not isinstance(row.value, Unknown):
                named |= set(row.value.evidence)
    words = {kind: kind.replace("_", " ").capitalize() for kind in sorted(named)}
    return {**words, **EVIDENCE_KINDS}


def lets_bank(rules: Rules, local: Local | None) -> bool:
    """Whether any credit may be kept for the next cycle there."""
    return bool(rules.carry_over or (local is not None and local.carry_over))
