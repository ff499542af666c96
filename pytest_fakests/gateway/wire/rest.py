"""The REST protocols: parameters in the path, the query string, headers and the body.

https://smithy.io/2.0/spec/http-bindings.html
"""

from __future__ import annotations

import base64
import functools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, unquote_plus

from pytest_fakests.gateway.wire.errors import Misfit
from pytest_fakests.gateway.wire.http import HttpRequest, split_url
from pytest_fakests.gateway.wire.members import Member, location_name
from pytest_fakests.gateway.wire.s3_hosts import split_bucket
from pytest_fakests.gateway.wire.scalars import read_scalar

_BUCKET = "/{Bucket}"
_FORM = "application/x-www-form-urlencoded"
# A list's elements in a header: plain up to the next comma, or quoted with \" for a quote within.
_HEADER_ELEMENT = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)')


HeaderReader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Bindings:
    """Where the members of an input shape are in a request.

    Attributes:
        labels: Members in the path, by label.
        query: Members in the query string, by key.
        query_map: The member that takes the query's other keys, or None.
        headers: Members in headers, by lower-case name.
        prefixed: Members that take all headers with a prefix, by that prefix in lower case.
        in_body: Whether members without a place of their own are in the body.
    """

    labels: dict[str, Member] = field(default_factory=dict)
    query: dict[str, Member] = field(default_factory=dict)
    query_map: Member | None = None
    headers: dict[str, Member] = field(default_factory=dict)
    prefixed: dict[str, Member] = field(default_factory=dict)
    in_body: bool = False


def bindings(shape: Any) -> Bindings:
    """Where the members of the input shape are in a request."""
    members = [
        (
            member.serialization.get("location"),
            location_name(name, member),
            Member(name, member, member.type_name),
        )
        for name, member in shape.members.items()
    ]
    query = [(wire, member) for place, wire, member in members if place == "querystring"]
    return Bindings(
        labels={wire: member for place, wire, member in members if place == "uri"},
        query={wire: member for wire, member in query if member.type_name != "map"},
        query_map=next((member for _, member in query if member.type_name == "map"), None),
        # The length is that of the body, and so botocore's, not the caller's.
        headers={
            wire.lower(): member
            for place, wire, member in members
            if place == "header" and wire.lower() != "content-length"
        },
        prefixed={wire.lower(): member for place, wire, member in members if place == "headers"},
        in_body=any(place is None for place, _, _ in members),
    )


def places_reader(operation_model: Any) -> Callable[[HttpRequest], dict[str, Any]]:
    """What reads the parameters of a request that are not in its body.

    It raises Misfit where a value does not fit its shape, or the path is none of the operation's.
    """
    places, http = bindings(operation_model.input_shape), operation_model.http
    read_path = _path_reader(operation_model, places) if places.labels else None
    in_query = bool(places.query or places.query_map)
    in_headers = {wire: (member.name, _header_reader(member)) for wire, member in places.headers.items()}
    encoding = places.headers.get("content-encoding")

    def read(request: HttpRequest) -> dict[str, Any]:
        host, path, query = split_url(request.url)
        decoded: dict[str, Any] = {}
        if read_path is not None:
            read_path(decoded, host, path)
        if in_query and not query and request.method == "POST" and _is_form(request, http):
            query = request.body.decode()
        if query:
            _read_query(decoded, query, places, http["requestUri"])
        if in_headers or places.prefixed:
            _read_headers(decoded, request, in_headers, places.prefixed)
        if encoding is not None and encoding.name in decoded:
            _leave_out_chunks(decoded, encoding.name)
        return decoded

    return read


def _path_reader(operation_model: Any, places: Bindings) -> Callable[[dict[str, Any], str, str], None]:
    template = operation_model.http["requestUri"].partition("?")[0]
    bucket = places.labels.get("Bucket") if operation_model.service_model.service_name == "s3" else None
    # botocore takes the bucket out of the template on an operation's first call; the endpoint has it.
    form = path_form(template if bucket is None else template.removeprefix(_BUCKET))
    members = [places.labels[label] for label in form.labels]

    def read(decoded: dict[str, Any], host: str, path: str) -> None:
        if bucket is not None:
            decoded[bucket.name], path = split_bucket(host, path, form.fits)
        for member, text in zip(members, form.values(path), strict=True):
            decoded[member.name] = _scalar(unquote(text), member)

    return read


@dataclass(frozen=True, slots=True)
class PathForm:
    """The path of an operation, as a template of the model describes it.

    Attributes:
        template: The template, such as "/2015-03-31/functions/{FunctionName}".
        labels: The names of its labels.
        exact: What a path of this form looks like, each label a group.
        ending: The same below a path that an endpoint of the user's has of its own.
    """

    template: str
    labels: tuple[str, ...]
    exact: re.Pattern[str]
    ending: re.Pattern[str]

    def fits(self, path: str) -> bool:
        """Whether a path has exactly this form; a lone slash counts as no path."""
        return self.exact.fullmatch("" if path == "/" and not self.template else path) is not None

    def values(self, path: str) -> tuple[str, ...]:
        """The labels' values in a path, percent-encoded.

        Raises:
            Misfit: The path has another form.
        """
        if not self.labels:
            return ()
        found = self.exact.fullmatch(path) or self.ending.fullmatch(path)
        if found is None:
            raise Misfit(f"the path {path!r} does not match {self.template!r}")
        return found.groups()


@functools.cache
def path_form(template: str) -> PathForm:
    """The form of the paths that a template describes, which is without a query string."""
    pieces = re.split(r"\{([^}]+)\}", template)
    labels = pieces[1::2]
    groups = ["(.*)" if label.endswith("+") else "([^/]*)" for label in labels]
    literals = [re.escape(piece) for piece in pieces[::2]]
    own = literals[0] + "".join(group + after for group, after in zip(groups, literals[1:], strict=True))
    exact, ending = re.compile(own, re.DOTALL), re.compile(f"(?:/.*?)?{own}", re.DOTALL)
    return PathForm(template, tuple(label.rstrip("+") for label in labels), exact, ending)


def _is_form(request: HttpRequest, http: Mapping[str, Any]) -> bool:
    """Whether botocore moved a long query string into the body (as it does for CloudSearch's Search)."""
    return http.get("method") == "GET" and request.headers.get("content-type", "").startswith(_FORM)


def _read_query(decoded: dict[str, Any], query: str, places: Bindings, template: str) -> None:
    others: list[tuple[str, str]] = []
    for pair in query.split("&"):
        wire, _, text = pair.partition("=")
        wire, text = unquote_plus(wire), unquote_plus(text)
        member = places.query.get(wire)
        if member is None:
            others.append((wire, text))
        elif member.type_name == "list":
            element = Member(member.name, member.shape.member, member.shape.member.type_name)
            decoded.setdefault(member.name, []).append(_scalar(text, element))
        else:
            decoded[member.name] = _scalar(text, member)
    if places.query_map is not None:
        _read_query_map(decoded, others, places.query_map, _fixed_keys(template))


@functools.cache
def _fixed_keys(template: str) -> frozenset[str]:
    return frozenset(pair.partition("=")[0] for pair in template.partition("?")[2].split("&"))


def _read_query_map(
    decoded: dict[str, Any], pairs: list[tuple[str, str]], member: Member, fixed: frozenset[str]
) -> None:
    found: dict[str, Any] = {}
    for key, text in pairs:
        if key in fixed or key.startswith("X-Amz-"):
            continue
        if member.shape.value.type_name == "list":
            found.setdefault(key, []).append(text)
        else:
            found[key] = text
    if found:
        decoded[member.name] = found


def _read_headers(
    decoded: dict[str, Any],
    request: HttpRequest,
    readers: Mapping[str, tuple[str, HeaderReader | None]],
    prefixed: Mapping[str, Member],
) -> None:
    for wire, text in request.headers.items():
        found = readers.get(wire)
        if found is not None:
            name, read = found
            decoded[name] = text if read is None else read(text)
        elif prefixed:
            _read_prefixed(decoded, wire, text, prefixed)


def _read_prefixed(decoded: dict[str, Any], wire: str, text: str, prefixed: Mapping[str, Member]) -> None:
    for prefix, member in prefixed.items():
        if wire.startswith(prefix):
            decoded.setdefault(member.name, {})[wire[len(prefix) :]] = text


def _leave_out_chunks(decoded: dict[str, Any], name: str) -> None:
    """Keep of a Content-Encoding what botocore itself does not give to a streamed body."""
    encodings = [one for one in decoded.pop(name).split(",") if one != "aws-chunked"]
    if encodings:
        decoded[name] = ",".join(encodings)


def _header_reader(member: Member) -> HeaderReader | None:
    """What reads a member's values in headers; None for text, which is there as it is."""
    if member.type_name == "string":
        return functools.partial(_json_value, member) if member.shape.serialization.get("jsonvalue") else None
    if member.type_name != "list":
        return lambda text: _scalar(text, member)
    element = Member(member.name, member.shape.member, member.shape.member.type_name)
    return lambda text: [_scalar(one, element) for one in _header_elements(text)]


def _header_elements(text: str) -> list[str]:
    """The elements of a list in a header.

    Example:
        >>> _header_elements('ETag,"a, \\\\"b\\\\""')
        ['ETag', 'a, "b"']
    """
    elements = []
    for found in _HEADER_ELEMENT.finditer(text):
        quoted, plain = found.groups()
        elements.append(plain.strip() if quoted is None else quoted.replace('\\"', '"'))
        if not found[0].endswith(","):
            break
    return elements


def _json_value(member: Member, text: str) -> Any:
    try:
        return json.loads(base64.b64decode(text, validate=True))
    except ValueError:
        raise Misfit(f"{text!r} is not JSON in base64", member.name) from None


def _scalar(text: str, member: Member) -> Any:
    if member.type_name == "string":
        return text
    try:
        return read_scalar(member.type_name, text)
    except Misfit as misfit:
        raise misfit.within(member.name) from None
