"""What no parameter shows: only the service knows what these ids belong to."""

from __future__ import annotations

from typing import NoReturn

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter
from pytest_fakests.gateway.operations.paths import given

# "{value}" is what the parameter says, "{argument}" the resource type that the table asks for.
_REASONS = {
    "acquired_role": "the role that the template {value} makes is not known",
    "ciphertext_key": "the key that made the ciphertext is not known, a key id in the call would tell",
    "cluster_backup_id": "the automated backup of the DB cluster {value} is not known",
    "durable_execution": "the function behind the callback {value} is not known",
    "grant_key": "the key of the grant token is not known",
    "iterator_stream": "the stream behind the shard iterator is not known",
    "key_owner": "the user who owns the access key {value} is not known",
    "launch_template_id": "the id of the launch template {value} is not known",
    "lookup": "the {argument} that {value} belongs to is not known",
    "not_given": "{argument} of {value} is not given, and its default is not known",
    "proxy_endpoint_id": "the id of the DB proxy endpoint {value} is not known",
    "proxy_id": "the id of the DB proxy {value} is not known",
    "shard_group_id": "the id of the DB shard group {value} is not known",
    "target_group_id": "the id of the DB proxy target group {value} is not known",
    "volume_encryption": "whether the volumes of {value} are encrypted is not known, Ebs.Encrypted would tell",
}


def current(value: object, call: Call, argument: str) -> None:
    """The condition key that the argument names, of a resource that exists already: nothing where none is named.

    Raises:
        UnknownResource: There is a resource; what it has now, no parameter shows.
    """
    if given(value):
        raise call.unknown(f'no parameter shows it, fakests.context["{argument}"] = "..." tells')


def _unknown(reason: str) -> Filter:
    def refuse(value: str, call: Call, argument: str) -> NoReturn:
        raise call.unknown(reason.format(value=value, argument=argument))

    return Filter(refuse)


FILTERS = {name: _unknown(reason) for name, reason in _REASONS.items()} | {"current": Filter(current, structured=True)}
