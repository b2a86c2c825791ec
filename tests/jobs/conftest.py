"""What tests with a worker stand on."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections


@pytest.fixture
def cleared(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs live in tables that a test's end does not empty by itself.

    A worker's threads keep their connections for later; here there is no later.
    """
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    clear()  # other tests that commit leave theirs behind
    yield
    clear()


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
