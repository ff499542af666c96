"""Amazon EC2: resource types by the prefix of an id (EC2 User Guide, "Resource IDs")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter
from pytest_fakests.gateway.operations.filters.text import BETWEEN
from pytest_fakests.gateway.operations.paths import text_of

# Types as in the Service Authorization Reference, "Resource types defined by Amazon EC2".
_TYPES = {
    "acl": "network-acl",
    "ami": "image",
    "capacity-block": "capacity-block",
    "cgw": "customer-gateway",
    "cr": "capacity-reservation",
    "crf": "capacity-reservation-fleet",
    "cvpn-endpoint": "client-vpn-endpoint",
    "dopt": "dhcp-options",
    "eigw": "egress-only-internet-gateway",
    "eipalloc": "elastic-ip",
    "eice": "instance-connect-endpoint",
    "eni": "network-interface",
    "fl": "vpc-flow-log",
    "fleet": "fleet",
    "h": "dedicated-host",
    "i": "instance",
    "igw": "internet-gateway",
    "ipam": "ipam",
    "ipam-pool": "ipam-pool",
    "ipam-scope": "ipam-scope",
    "key": "key-pair",
    "lgw": "local-gateway",
    "lt": "launch-template",
    "nat": "natgateway",
    "pg": "placement-group",
    "pl": "prefix-list",
    "rtb": "route-table",
    "sfr": "spot-fleet-request",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "sir": "spot-instances-request",
    "snap": "snapshot",
    "subnet": "subnet",
    "tgw": "transit-gateway",
    "tgw-attach": "transit-gateway-attachment",
    "tgw-rtb": "transit-gateway-route-table",
    "vgw": "vpn-gateway",
    "vol": "volume",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
    "vpce-svc": "vpc-endpoint-service",
    "vpn": "vpn-connection",
    "pcx": "vpc-peering-connection",
}
_SHARED = {"userId": ("UserIds", "UserId"), "group": ("GroupNames", "Group")}
_WITHOUT_ACCOUNT = ("image", "snapshot")
# API Reference, CreateFlowLogs, ResourceType.
_FLOW_TYPES = {
    "VPC": "vpc",
    "Subnet": "subnet",
    "NetworkInterface": "network-interface",
    "TransitGateway": "transit-gateway",
    "TransitGatewayAttachment": "transit-gateway-attachment",
    "RegionalNatGateway": "natgateway",
}


def ec2_resource_arn(value: str, call: Call, _: str) -> str:
    """The ARN of what an id names: `vol-1` is a volume."""
    kind = _TYPES.get(value.rpartition("-")[0])
    if kind is None:
        raise call.unknown(f"the resource type of {value} is not known")
    return call.place.arn("ec2", f"{kind}/{value}", account="" if kind in _WITHOUT_ACCOUNT else None)


def attributes(params: Mapping[str, Any], call: Call, _: str) -> tuple[str, ...]:
    """The attributes that a call sets, with their values: plain ones, and those with a `Value` alone.

    User Guide, "Example policies", "ec2:Attribute condition key".
    """
    found = ((name, value) for name, value in params.items() if name != "DryRun")
    plain = ((name, text_of(value["Value"] if _is_value(value) else value)) for name, value in found)
    return tuple(f"{name}{BETWEEN}{text}" for name, text in plain if text is not None)


def attribute(params: Mapping[str, Any], call: Call, _: str) -> None:
    """The attribute that a call is about, which does not name it by its parameter Attribute.

    Raises:
        UnknownResource: It sets one.
    """
    if any(_is_value(value) for value in params.values()):
        reason = "AWS does not document what it is where the parameter Attribute does not say it"
        raise call.unknown(f'{reason}, fakests.context["ec2:Attribute"] = "..." tells')


def shared(params: Mapping[str, Any], call: Call, argument: str) -> tuple[str, ...]:
    """With whom a snapshot comes to be shared, or not any more: the argument is `Add/userId`, `Remove/group` and so on.

    EBS User Guide, "Share an Amazon EBS snapshot"; API reference, ModifySnapshotAttribute, which has two forms for it.
    """
    verb, _, kind = argument.partition("/")
    listed, member = _SHARED[kind]
    named = params.get(listed) or () if params.get("OperationType") == verb.lower() else ()
    permissions = (params.get("CreateVolumePermission") or {}).get(verb) or ()
    return (*named, *(one[member] for one in permissions if member in one))


def vpce_owner(value: str, call: Call, _: str) -> str:
    """Who offers the service of a VPC endpoint (PrivateLink Guide, "Control VPC endpoints creation").

    Raises:
        UnknownResource: It is none of AWS's own.
    """
    if ".vpce." in value or not value.startswith(("com.amazonaws.", "aws.")):
        raise call.unknown(f'the owner of {value} is not known, fakests.context["ec2:VpceServiceOwner"] = "..." tells')
    return "amazon"


def _is_value(value: object) -> bool:
    return isinstance(value, Mapping) and list(value) == ["Value"]


def flow_type(value: str, call: Call, _: str) -> str:
    """The resource type in ARNs for the ResourceType of a flow log."""
    if value not in _FLOW_TYPES:
        raise call.unknown(f"flow logs of the resource type {value} are not known")
    return _FLOW_TYPES[value]


def ec2_instance(value: str, call: Call, _: str) -> str | None:
    """The id of an EC2 instance; nothing for a managed node."""
    return value if value.startswith("i-") else None


def managed_instance(value: str, call: Call, _: str) -> str | None:
    """The id of a hybrid-activated managed node; nothing for an EC2 instance."""
    return value if value.startswith("mi-") else None


FILTERS = {
    "ec2_resource_arn": Filter(ec2_resource_arn),
    "ec2_attribute": Filter(attribute, structured=True),
    "ec2_attributes": Filter(attributes, structured=True),
    "ec2_shared": Filter(shared, structured=True),
    "vpce_owner": Filter(vpce_owner),
    "flow_type": Filter(flow_type),
    "ec2_instance": Filter(ec2_instance),
    "managed_instance": Filter(managed_instance),
}
