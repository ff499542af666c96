"""What botocore works out for each request or session from the same values as before: under a fake it is quicker.

Each is a function of its arguments alone, and gives what botocore's own gives. A test makes many calls with one key to
few hosts; on botocore's side these took a tenth of a call. Each new session has more than a hundred handlers,
whose signatures took most of the time in which it is made.
"""

from __future__ import annotations

import functools
import inspect
from types import FunctionType, MethodType
from typing import Any

import botocore.auth
import botocore.hooks
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest, AWSRequestPreparer

from pytest_fakests.gateway.authentication.sigv4 import derived_key

_host_from_url: Any = vars(botocore.auth)["_host_from_url"]
_sign: Any = vars(SigV4Auth)["_sign"]
_accepts_kwargs: Any = vars(botocore.hooks)["accepts_kwargs"]
_body: Any = vars(AWSRequest)["body"]
_prepared_body: Any = vars(AWSRequestPreparer)["_prepare_body"]


@functools.lru_cache(maxsize=64)
def _host(origin: str) -> str:
    found: str = _host_from_url(origin)
    return found


def host_from_url(url: str) -> str:
    """The header Host for a URL, which the scheme, the host and the port make."""
    path = url.find("/", len("https://"))
    # Whether an address in brackets is one of IPv6 is asked of the whole URL.
    if path < 0 or "[" in url:
        found: str = _host_from_url(url)
        return found
    return _host(url[:path])


def sign(self: Any, key: bytes, msg: str, hex: bool = False) -> Any:
    """A step from the secret key to that for a date, Region and service; or the signature, new each time."""
    return _sign(self, key, msg, hex) if hex else derived_key(key, msg)


def accepts_kwargs(handler: Any) -> Any:
    """Whether a handler of events takes any keywords; its code tells that without its whole signature being made."""
    function = handler.__func__ if type(handler) is MethodType else handler
    # What else may be among its attributes can stand for its signature.
    if type(function) is not FunctionType or function.__dict__:
        return _accepts_kwargs(handler)
    return bool(function.__code__.co_flags & inspect.CO_VARKEYWORDS)


def body(self: Any) -> Any:
    """The body of a request, for which botocore prepares its headers as well."""
    preparer = self._request_preparer
    if type(preparer) is not AWSRequestPreparer:
        return _body.__get__(self)
    found = _prepared_body(preparer, self)
    return found.encode("utf-8") if isinstance(found, str) else found


REPLACEMENTS = (
    (botocore.auth, "_host_from_url", host_from_url),
    (SigV4Auth, "_sign", sign),
    (botocore.hooks, "accepts_kwargs", accepts_kwargs),
    (AWSRequest, "body", property(body)),
)
