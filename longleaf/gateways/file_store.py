"""Files on disk, under keys that say nothing; a half-written file never looks like a whole one."""

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

_KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f-]{8,64}(\.[a-z0-9]{1,10})?\Z")


class DiskStore:
    """A folder of private files, split over subfolders by the key's first two characters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        if _KEY.match(key) is None:
            message = "That is not a key of this store."
            raise ValueError(message)
        return self._folder / key

    def append(self, key: str, chunk: bytes, *, offset: int) -> int:
        """Write a chunk at the end of an unfinished file; see `FileStore`."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            length = file.seek(0, os.SEEK_END)
            if length < offset:
                message = f"The file has {length} bytes; a chunk cannot begin at {offset}."
                raise ValueError(message)
            # What a crash cut off may lie beyond what the record says: write over it.
            file.seek(offset)
            file.write(chunk)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
            return offset + len(chunk)

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """Open for reading."""
        return self._path(key).open("rb")

    def replace(self, key: str, chunks: Iterator[bytes]) -> int:
        """Write a whole file at once, all or nothing."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.part")
        length = 0
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                length += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        return length

    def length(self, key: str) -> int:
        """Bytes stored; 0 if there is no such file."""
        path = self._path(key)
        return path.stat().st_size if path.exists() else 0

    def remove(self, key: str) -> None:
        """Remove the file if it is there."""
        self._path(key).unlink(missing_ok=True)
