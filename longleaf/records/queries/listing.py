"""A long list that is read a page at a time, as values."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

from django.db.models import QuerySet

Item = TypeVar("Item")


class Listing(Sequence[Item]):
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

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        if isinstance(index, slice):
            return self._read(list(self._found[index]))
        return self._read([self._found[index]])[0]
