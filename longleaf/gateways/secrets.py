"""Secrets that a data folder makes for itself on first use."""

import os
import secrets
from pathlib import Path


def load_or_make_secret(path: Path) -> str:
    """The secret in `path`, made on first use and readable by its owner alone.

    Two processes that start at once get the same secret: the file appears whole or not at all.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
