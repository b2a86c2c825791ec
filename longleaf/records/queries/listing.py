"""A long list that is read a page at a time, as values."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Item = TypeVar("Item")


class Listing(Generic[Item]):
    """What a paginator needs: how many there are, and any slice of them, read when asked for."""

    def __init__(
        self, found: "QuerySet[Any, Any]", read: Callable[[Sequence[Any]], list[Item]]
    ) -> None:
        self._found = found
        self._read = read
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = self._found.count()
        return self._count

    def __getitem__(self, part: slice) -> list[Item]:
        return self._read(list(self._found[part]))
