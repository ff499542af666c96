"""PyJWT, with which tokens are signed and verified: an extra, loaded when the first token is."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any

_MISSING = (
    "tokens of identity providers need PyJWT with cryptography; install them with: pip install 'pytest-fakests[oidc]'"
)


@functools.cache
def pyjwt() -> ModuleType:
    """The library.

    Raises:
        ImportError: It is not installed, or its cryptography is not.
    """
    try:
        import jwt
    except ImportError as error:
        raise ImportError(_MISSING) from error
    if not jwt.algorithms.has_crypto:
        raise ImportError(_MISSING)
    return jwt


@functools.cache
def signatures() -> Any:
    """What writes signed tokens.

    Raises:
        ImportError: PyJWT is not installed.
    """
    return pyjwt().PyJWS()


@functools.cache
def algorithms() -> dict[str, Any]:
    """What verifies signatures, by the name of the algorithm, as "RS256".

    Raises:
        ImportError: PyJWT is not installed.
    """
    found: dict[str, Any] = pyjwt().algorithms.get_default_algorithms()
    return found
