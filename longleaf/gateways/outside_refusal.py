"""Why something elsewhere could not be had."""


class NotHadError(Exception):
    """It could not be had, or must not be asked for.

    Attributes:
        reason: A stable key in snake_case.
        sentence: The same in plain English, which tells nothing about our own network.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        self.reason = reason
        self.sentence = sentence
        super().__init__(reason)
