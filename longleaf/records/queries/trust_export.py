"""The issuers that the registry stands behind today, for lists that know no more than names."""

from datetime import date

from longleaf.credential.ports import Standing
from longleaf.credential.registry import Entry, standing_on
from longleaf.credential.registry_file import merged
from longleaf.records.queries.registry import whole_registry

_STOOD_BEHIND = frozenset(
    {Standing.RECOGNIZED, Standing.RECOGNIZED_FOR_OTHER, Standing.ISSUES_HERE}
)


def known_today(*, base_url: str, on: date) -> list[Entry]:
    """Each identifier that is recognized or issues here, and that nobody distrusts.

    Such a list cannot say for what; who needs that reads the whole registry.
    """
    whole = whole_registry(base_url=base_url)
    by_identifier: dict[str, list[Entry]] = {}
    for entry in whole.entries:
        for identifier in entry.identifiers:
            by_identifier.setdefault(identifier, []).append(entry)
    found = []
    for identifier, entries in by_identifier.items():
        one = merged(entries)
        if one is not None and standing_on(one, on) in _STOOD_BEHIND:
            found.append(Entry(one.name, (identifier,), (), one.website, one.location))
    return found
