"""The database that runs copy is the one that the migrations of today would make."""

import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.migrated import ROOT, key

MIGRATIONS = Path("longleaf/records/migrations")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / MIGRATIONS, tmp_path / MIGRATIONS)
    return tmp_path


@pytest.mark.django_db
def test_every_migration_is_in_the_database_of_a_test() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_the_same_tree_and_server_find_what_was_kept(tree: Path) -> None:
    assert key(tree, "17.1") == key(tree, "17.1")


@pytest.mark.parametrize("name", ["0001_initial.py", "9999_new.py"])
def test_a_migration_that_is_changed_or_new_makes_another(tree: Path, name: str) -> None:
    before = key(tree, "17.1")
    with (tree / MIGRATIONS / name).open("a") as file:
        file.write("# changed\n")
    assert key(tree, "17.1") != before


def test_another_server_makes_another(tree: Path) -> None:
    assert key(tree, "17.1") != key(tree, "17.2")
