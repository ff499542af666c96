"""signxml, with which assertions are signed and verified: an extra, loaded when the first assertion is."""

from __future__ import annotations

import functools
from types import ModuleType

_MISSING = "assertions of identity providers need signxml; install it with: pip install 'pytest-fakests[saml]'"


@functools.cache
def signxml() -> ModuleType:
    """The library.

    Raises:
        ImportError: It is not installed.
    """
    try:
        import signxml
    except ImportError as error:
        raise ImportError(_MISSING) from error
    return signxml
