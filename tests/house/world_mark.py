"""A mark in an artifact of a draft."""

from longleaf.records.models import evidence, media
from tests.people import NOW


def a_mark(use: evidence.ArtifactUse) -> media.Mark:
    return media.Mark.objects.create(
        use=use, criterion="pause", kind="passage", words="Words", note="Here.", made_at=NOW
    )
