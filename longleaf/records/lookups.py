"""Lookups that Django does not have."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup  # which takes no parameter when the program runs


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(_Lookup):
    """As `in`, with the values as one array: hundreds of them cost next to nothing to lay out.

    For values that are given; what another query finds is asked for by `in`.
    """

    lookup_name = "any_of"
    prepare_rhs = False
    rhs: Collection[Any]

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """The comparison, and its one value."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*values, list(self.rhs))
