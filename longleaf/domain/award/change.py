"""How an award's state may change: suspended and reinstated at need, revoked for good."""

from enum import StrEnum


class AwardState(StrEnum):
    """What an award is worth now."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class AwardChange(StrEnum):
    """What can be done to an award."""

    SUSPEND = "suspended"
    REINSTATE = "reinstated"
    REVOKE = "revoked"


_ALLOWED = {
    (AwardState.ACTIVE, AwardChange.SUSPEND): AwardState.SUSPENDED,
    (AwardState.SUSPENDED, AwardChange.REINSTATE): AwardState.ACTIVE,
    (AwardState.ACTIVE, AwardChange.REVOKE): AwardState.REVOKED,
    (AwardState.SUSPENDED, AwardChange.REVOKE): AwardState.REVOKED,
}


class NotPossibleNowError(ValueError):
    """The award's present state does not allow the change."""

    def __init__(self, state: AwardState, change: AwardChange) -> None:
        self.state = state
        self.change = change
        super().__init__(f"An award that is {state} cannot be {change}.")


def changed(state: AwardState, change: AwardChange) -> AwardState:
    """The state after a change.

    Raises:
        NotPossibleNowError: If the present state does not allow it; a revoked award stays revoked.
    """
    try:
        return _ALLOWED[state, change]
    except KeyError:
        raise NotPossibleNowError(state, change) from None


def outcome_of(change: AwardChange) -> AwardState:
    """The state in which this change leaves an award, whatever it was before."""
    return next(after for (_, done), after in _ALLOWED.items() if done is change)
