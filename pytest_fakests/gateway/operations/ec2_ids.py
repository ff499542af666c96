"""Amazon EC2: conditions see the id of the resource itself, as `ec2:VpcID` of a VPC.

Source: Service Authorization Reference, "Resource types defined by Amazon EC2" and "Condition keys for Amazon EC2".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_fakests.iam.late import laid_over

_KEYS = {
    "dhcp-options": "ec2:DhcpOptionsID",
    "elastic-ip": "ec2:AllocationId",
    "image": "ec2:ImageID",
    "instance": "ec2:InstanceID",
    "internet-gateway": "ec2:InternetGatewayID",
    "network-acl": "ec2:NetworkAclID",
    "network-interface": "ec2:NetworkInterfaceID",
    "placement-group": "ec2:PlacementGroupName",
    "route-table": "ec2:RouteTableID",
    "security-group": "ec2:SecurityGroupID",
    "snapshot": "ec2:SnapshotID",
    "subnet": "ec2:SubnetID",
    "transit-gateway": "ec2:transitGatewayId",
    "transit-gateway-attachment": "ec2:transitGatewayAttachmentId",
    "transit-gateway-connect-peer": "ec2:transitGatewayConnectPeerId",
    "transit-gateway-metering-policy": "ec2:transitGatewayMeteringPolicyId",
    "transit-gateway-multicast-domain": "ec2:transitGatewayMulticastDomainId",
    "transit-gateway-policy-table": "ec2:transitGatewayPolicyTableId",
    "transit-gateway-route-table": "ec2:transitGatewayRouteTableId",
    "transit-gateway-route-table-announcement": "ec2:transitGatewayRouteTableAnnouncementId",
    "volume": "ec2:VolumeID",
    "vpc": "ec2:VpcID",
    "vpc-peering-connection": "ec2:VpcPeeringConnectionID",
}


def with_id(context: Mapping[str, Any], resource: str) -> Mapping[str, Any]:
    """Condition keys of an action of EC2, with the id of the resource that it is judged on.

    Args:
        context: The keys that the action has whatever the resource; they come before the id.
        resource: The resource; one that is yet to be made, as `vpc/*`, has no id.

    Example:
        >>> with_id({}, "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1")
        {'ec2:VpcID': 'vpc-1'}
    """
    kind, _, name = resource.split(":", 5)[-1].partition("/")
    key = _KEYS.get(kind)
    return context if key is None or name.endswith("*") else laid_over({key: name}, context)
