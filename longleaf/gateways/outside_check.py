"""The way out for the check of one badge: bounded, and every site is heard once."""

from collections.abc import Callable

from longleaf.basis.ports import Fetched, Outside


class OneCheck:
    """The way out for the check of one badge, which ends after so many requests or seconds.

    Whoever asks for the same address twice gets the same answer: a site that tells the check one
    thing and the next reader another is heard once. The request that is under way when the time
    is over still has its own limit.
    """

    def __init__(
        self, outside: Outside, *, requests: int, seconds: float, timer: Callable[[], float]
    ) -> None:
        """Take the way out, and what one check may use of it."""
        self._outside = outside
        self._left = requests
        self._until = timer() + seconds
        self._timer = timer
        self._badges: dict[str, Fetched] = {}
        self._documents: dict[str, bytes | None] = {}
        self._lists: dict[str, bytes | None] = {}

    def for_one_check(self) -> "OneCheck":
        """See `Outside.for_one_check`: the same check, with what is left of it."""
        return self

    def fetch(self, address: str) -> Fetched:
        """See `Outside.fetch`."""
        if address not in self._badges:
            if self._is_over():
                sentence = "The badge names more addresses than are asked for one check."
                return Fetched(None, "asked_enough", sentence)
            self._badges[address] = self._outside.fetch(address)
        return self._badges[address]

    def document(self, address: str) -> bytes | None:
        """See `Outside.document`."""
        if address not in self._documents:
            if self._is_over():
                return None
            self._documents[address] = self._outside.document(address)
        return self._documents[address]

    def status_list(self, url: str) -> bytes | None:
        """See `Outside.status_list`."""
        if url not in self._lists:
            if self._is_over():
                return None
            self._lists[url] = self._outside.status_list(url)
        return self._lists[url]

    def _is_over(self) -> bool:
        self._left -= 1
        return self._left < 0 or self._timer() >= self._until
