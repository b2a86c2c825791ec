"""The demonstration's micro-credentials: the pack's, published, and two that are being written."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from longleaf.actions.demo.chance import moment, stream
from longleaf.actions.demo.plan import Year
from longleaf.actions.demo.sources import JURISDICTION, Sources
from longleaf.actions.microcredential import (
    begin_next_version,
    draft_microcredential,
    propose_version,
    save_draft,
)
from longleaf.actions.pack import publish_pack_microcredentials
from longleaf.domain.microcredential.definition import definition_as_data
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import microcredential as rows
from longleaf.records.queries.organization import actor


def publish_all(
    year: Year, sources: Sources, *, say: Callable[[str], None]
) -> dict[str, rows.Version]:
    """Publish the pack's micro-credentials under their issuers; the versions by their slugs."""
    at = moment(year.live_since, stream("published"), first=12, last=14)
    for entry in sources.organizations:
        if "issues" in entry:
            publish_pack_microcredentials(
                name=JURISDICTION,
                issuer=entry["slug"],
                author=_acting(year, entry["author"], at),
                publisher=_acting(year, entry["publisher"], at),
                only=entry["issues"],
                now=at,
            )
    published = rows.Version.objects.select_related("microcredential").filter(
        microcredential__slug__in=sources.issuer_of, state=rows.VersionState.PUBLISHED
    )
    found = {version.microcredential.slug: version for version in published}
    say(f"Micro-credentials: {len(found)}")
    return found


def write_unfinished(year: Year, sources: Sources) -> None:
    """One draft, and one next version that waits for a second person."""
    draft = sources.files["drafts"]["draft"]
    day = year.today - timedelta(days=6)
    at = moment(day, stream("draft"), first=10, last=15)
    issuer = year.place(draft["issuer"]).id
    by = _acting(year, draft["author"], at)
    version = draft_microcredential(
        by=by, issuer=issuer, title=draft["definition"]["title"], now=at
    )
    row = rows.Version.objects.get(pk=version)
    save_draft(
        by=by,
        version=version,
        revision=row.revision,
        definition={**row.definition, **draft["definition"]},
        now=at + timedelta(minutes=40),
    )
    _propose(year, sources, sources.files["drafts"]["proposed"])


def _propose(year: Year, sources: Sources, entry: Mapping[str, str]) -> None:
    at = moment(year.today - timedelta(days=3), stream("proposed"), first=10, last=15)
    by = _acting(year, entry["author"], at)
    slug = entry["microcredential"]
    version = begin_next_version(
        by=by, microcredential=rows.Microcredential.objects.get(slug=slug).pk, now=at
    )
    row = rows.Version.objects.get(pk=version)
    data = definition_as_data(sources.definitions[slug])
    data |= {"summary": entry["summary"], "effort_hours": entry["effort_hours"]}
    at += timedelta(minutes=50)
    save_draft(by=by, version=version, revision=row.revision, definition=data, now=at)
    propose_version(by=by, version=version, now=at + timedelta(minutes=5))


def _acting(year: Year, key: str, at: datetime) -> Actor:
    return actor(year.person(key).id, on=legal_day(at))
