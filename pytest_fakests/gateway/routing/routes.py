"""The operations of a REST service by method, path and query string.

https://smithy.io/2.0/spec/http-bindings.html#http-trait
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from pytest_fakests.gateway.remembered import by_model
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.rest import PathForm, path_form
from pytest_fakests.gateway.wire.s3_hosts import bucket_in_host

_BUCKET = "/{Bucket}"
# The key in which SDKs name the operation, to tell alike ones apart; not all of them send it.
_HINT = "x-id"
# The hosts of the operations on directory buckets as such.
_DIRECTORIES = "s3express-control."


class Route(NamedTuple):
    """What a request of one operation looks like.

    Attributes:
        operation: The name of the operation.
        method: The HTTP method.
        form: The form of the path; of an operation on a bucket, below the bucket.
        in_bucket: Whether it is one on a bucket of S3.
        literals: Keys of the query string that the operation has, with their values; "" for any.
        keys: Keys of the query string that hold required parameters.
        headers: Headers that hold required parameters.
        current: Whether it is not deprecated.
    """

    operation: str
    method: str
    form: PathForm
    in_bucket: bool
    literals: Mapping[str, str]
    keys: frozenset[str]
    headers: frozenset[str]
    current: bool

    @property
    def fixed(self) -> tuple[bool, ...]:
        """Which segments of the path are no labels: of two that fit, the one that says more is meant."""
        return tuple("{" not in segment for segment in self.form.template.split("/"))


class _Place(NamedTuple):
    """Where a request goes.

    Attributes:
        method: The HTTP method.
        path: The whole path.
        below: The path below the bucket; None where there is no bucket.
        query: The query string, by key.
        headers: The headers.
        hint: The operation that the client names for others to tell it by; "" where it names none.
    """

    method: str
    path: str
    below: str | None
    query: Mapping[str, str]
    headers: Mapping[str, str]
    hint: str


def route(request: HttpRequest, service_model: Any) -> str | None:
    """The name of the operation whose method, path and query string a request has; None where there is none."""
    place = _place(request, service_model.service_name == "s3")
    fitting = [one for one in _routes(service_model) if _fits(one, place)]
    complete = [one for one in fitting if one.keys <= place.query.keys()]
    # What lacks a required parameter is still that operation, which then says so.
    best = max(complete or fitting, key=lambda one: _closeness(one, place), default=None)
    return best.operation if best else None


def _place(request: HttpRequest, is_s3: bool) -> _Place:
    url = urlsplit(request.url)
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    below, hint = None, query.get(_HINT, "")
    if is_s3 and url.netloc.startswith(_DIRECTORIES):
        hint = hint or "ListDirectoryBuckets"
    elif is_s3 and bucket_in_host(url.netloc) is not None:
        below = url.path
    elif is_s3 and url.path.strip("/"):
        _, slash, key = url.path[1:].partition("/")
        below = slash + key
    return _Place(request.method, url.path, "" if below == "/" else below, query, request.headers, hint)


def _fits(one: Route, place: _Place) -> bool:
    if one.method != place.method:
        return False
    path = place.below if one.in_bucket else place.path
    if path is None or not one.form.fits(path) or (place.below is not None and path == "/"):
        return False
    return all(key in place.query and (not value or place.query[key] == value) for key, value in one.literals.items())


def _closeness(one: Route, place: _Place) -> tuple[Any, ...]:
    headers = len(one.headers) if all(name in place.headers for name in one.headers) else -1
    return one.fixed, len(one.literals) + len(one.keys), headers, place.hint == one.operation, one.current


@by_model
def _routes(service_model: Any) -> tuple[Route, ...]:
    return tuple(_route(service_model.operation_model(name)) for name in service_model.operation_names)


def _route(operation_model: Any) -> Route:
    template, _, query = operation_model.http["requestUri"].partition("?")
    shape = operation_model.input_shape
    required = (
        [shape.members[name].serialization | {"member": name} for name in shape.required_members] if shape else []
    )
    places = [(one.get("location"), one.get("name", one["member"])) for one in required]
    # botocore takes the bucket out of the template on an operation's first call.
    s3 = operation_model.service_model.service_name == "s3"
    return Route(
        operation_model.name,
        operation_model.http["method"],
        path_form(template.removeprefix(_BUCKET) if s3 else template),
        s3 and ("uri", "Bucket") in places,
        {key: value for key, value in parse_qsl(query, keep_blank_values=True) if key != _HINT},
        frozenset(name for place, name in places if place == "querystring"),
        frozenset(name.lower() for place, name in places if place == "header"),
        not operation_model.deprecated,
    )
