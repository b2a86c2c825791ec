"""Published standards' data (vectors, schemas), where a folder with them is at hand."""

import json
import os
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("LONGLEAF_STANDARDS", REPOSITORY.parent / "shared" / "standards"))
NOT_HERE = f"the standards' published data are not in {FOLDER.name}/; set LONGLEAF_STANDARDS"


def published(path: str) -> Any:
    """A JSON file of the folder; an empty object if it is not there."""
    file = FOLDER / path
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def vectors(name: str) -> Any:
    """A file of test vectors; an empty object if it is not there."""
    return published(f"vectors/{name}")
