"""Amazon EC2: resource types by the prefix of an id (EC2 User Guide, "Resource IDs")."""

from __future__ import annotations

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter

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
    "flow_type": Filter(flow_type),
    "ec2_instance": Filter(ec2_instance),
    "managed_instance": Filter(managed_instance),
}
