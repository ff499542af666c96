"""Service models, read once a process: a session of botocore's own reads them anew each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.loaders import Loader

_caches: dict[tuple[str, ...], dict[Any, Any]] = {}


class SharedLoader(Loader):
    """A loader that shares what it read with every loader that has the same search paths.

    boto3 appends its own path to the loader of each session, so the paths are looked at anew each time.
    """

    @property
    def _cache(self) -> dict[Any, Any]:
        return _caches.setdefault(tuple(self.search_paths), {})

    @_cache.setter
    def _cache(self, value: dict[Any, Any]) -> None:
        """The base class makes a cache of its own; it is not used."""


def shared_loader(create: Callable[[str | None], Any], search_path_string: str | None) -> Any:
    """A loader with the search paths that botocore's own would have."""
    own = create(search_path_string)
    if type(own) is not Loader:
        return own
    loader = SharedLoader(include_default_search_paths=False)
    loader.search_paths.extend(own.search_paths)
    return loader
