import pytest

from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject
from longleaf.credential.schema import problems_of
from tests.credential.examples import badge

SRI = "sha256-" + "A" * 43 + "="


def about(*resources: object) -> list[str]:
    """Where the standard would have the badge's related resources otherwise."""
    document: JsonObject = badge() | {"relatedResource": list(resources)}
    return [problem.where for problem in problems_of(document)]


def test_a_file_named_once_with_its_digest_is_as_the_standard_asks() -> None:
    assert about({"id": CREDENTIALS_V2, "digestSRI": SRI}) == []
    assert about({"id": "https://a.example/b", "digestMultibase": "zQm", "digestSRI": [SRI]}) == []


@pytest.mark.parametrize(
    ("resources", "where"),
    [
        ([{"digestSRI": SRI}], "relatedResource[0].id"),
        ([{"id": "https://a.example/b"}], "relatedResource[0]"),
        (["https://a.example/b"], "relatedResource[0]"),
        ([{"id": "not an address", "digestSRI": SRI}], "relatedResource[0].id"),
        ([{"id": "https://a.example/b", "digestSRI": 7}], "relatedResource[0].digestSRI"),
        ([{"id": "urn:a", "digestSRI": SRI}] * 2, "relatedResource[1].id"),
    ],
)
def test_a_file_named_otherwise_is_refused(resources: list[object], where: str) -> None:
    assert where in about(*resources)
