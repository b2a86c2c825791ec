"""What a read can fail with."""


class NoSuchRecordError(LookupError):
    """There is no such record for this actor: it does not exist, or it is not theirs to see."""
