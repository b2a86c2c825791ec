"""What can stand in the way of an act; the doors turn each into one clear answer."""

from longleaf.records.errors import NoSuchRecordError

__all__ = ["AlreadyDoneError", "NoSuchRecordError", "StaleTextError"]


class AlreadyDoneError(Exception):
    """Somebody, perhaps the same person in another tab, has already done it.

    Attributes:
        what: A sentence on what happened meanwhile.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class StaleTextError(Exception):
    """The text was saved elsewhere since it was read; nothing was overwritten.

    Attributes:
        stored: What stands there now.
        revision: The revision to save over, if that is wanted.
    """

    def __init__(self, stored: str, revision: int) -> None:
        self.stored = stored
        self.revision = revision
        super().__init__("The text was changed elsewhere since this page was opened.")
