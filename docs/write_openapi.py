"""Write docs/reference/openapi.json, the REST API's description; a test fails if it differs."""

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory


def as_text() -> str:
    """The description as this version gives it at /api/v1/openapi.json."""
    # It brings Django, whose settings read the environment first.
    from longleaf.api.v1.urls import api  # noqa: PLC0415  # as above

    described = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(described, indent=1, ensure_ascii=False, default=str) + "\n"


if __name__ == "__main__":
    with TemporaryDirectory() as empty:
        os.environ["LONGLEAF_VAR"] = empty
        os.environ["DATABASE_URL"] = "postgresql://nowhere/none"  # nothing is asked of it
        os.environ["DJANGO_SETTINGS_MODULE"] = "longleaf.config.settings"
        import django

        django.setup()
        page = Path(__file__).resolve().parent / "reference/openapi.json"
        page.write_text(as_text(), encoding="utf-8")
