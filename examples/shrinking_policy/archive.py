"""An app that keeps one client of an archive open."""

from __future__ import annotations

from typing import Any


class Archive:
    """Reads and deletes records of one bucket."""

    def __init__(self, s3: Any) -> None:
        self._s3 = s3

    def read(self, record: str) -> bytes:
        return self._s3.get_object(Bucket="archive", Key=record)["Body"].read()

    def delete(self, record: str) -> None:
        self._s3.delete_object(Bucket="archive", Key=record)
