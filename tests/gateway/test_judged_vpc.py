"""What calls of Amazon VPC are judged on, and what conditions see of them: each is made by a real client.

Sources: Service Authorization Reference, Amazon EC2, to which they belong; PrivateLink Guide, "Identity-based policy
examples"; VPC Peering Guide, "Identity and access management for VPC peering".
"""

from __future__ import annotations

from typing import Any

from judged_rows import Call, Seen, carries, judged_on

GATEWAY_ENDPOINT: dict[str, Any] = {
    "VpcId": "vpc-1",
    "ServiceName": "com.amazonaws.eu-west-1.s3",
    "RouteTableIds": ["rtb-1"],
    "SubnetIds": ["subnet-1"],
    "SecurityGroupIds": ["sg-1"],
}
NAT_GATEWAY: dict[str, Any] = {
    "SubnetId": "subnet-1",
    "AllocationId": "eipalloc-1",
    "TagSpecifications": [{"ResourceType": "natgateway", "Tags": [{"Key": "team", "Value": "blue"}]}],
}

CALLS: list[Call] = [
    (
        "ec2",
        "AuthorizeSecurityGroupIngress",
        {"GroupId": "sg-1"},
        ["ec2:AuthorizeSecurityGroupIngress arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1"],
    ),
    ("ec2", "CreateVpc", {"CidrBlock": "10.0.0.0/16"}, ["ec2:CreateVpc arn:aws:ec2:eu-west-1:123456789012:vpc/*"]),
    (
        "ec2",
        "CreateVpcEndpoint",
        GATEWAY_ENDPOINT,
        [
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:route-table/rtb-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint/*",
        ],
    ),
    (
        "ec2",
        "CreateNatGateway",
        NAT_GATEWAY,
        [
            "ec2:CreateNatGateway arn:aws:ec2:eu-west-1:123456789012:elastic-ip/eipalloc-1",
            "ec2:CreateNatGateway arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1",
            "ec2:CreateNatGateway arn:aws:ec2:eu-west-1:123456789012:natgateway/*",
            "ec2:CreateTags arn:aws:ec2:eu-west-1:123456789012:natgateway/*",
        ],
    ),
    (
        "ec2",
        "CreateVpcEndpoint",
        {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.eu-west-1.s3"},
        [
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint/*",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    # One that is yet to be made has no id.
    (
        "ec2",
        "CreateVpc",
        {"CidrBlock": "10.0.0.0/16"},
        "ec2:CreateVpc arn:aws:ec2:eu-west-1:123456789012:vpc/*",
        "ec2:VpcID",
        None,
    ),
    (
        "ec2",
        "CreateVpcEndpoint",
        GATEWAY_ENDPOINT,
        "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
        "ec2:VpcID",
        "vpc-1",
    ),
    (
        "ec2",
        "CreateNatGateway",
        NAT_GATEWAY,
        "ec2:CreateNatGateway arn:aws:ec2:eu-west-1:123456789012:elastic-ip/eipalloc-1",
        "ec2:AllocationId",
        "eipalloc-1",
    ),
    (
        "ec2",
        "CreateSecurityGroup",
        {"GroupName": "g", "Description": "d", "VpcId": "vpc-1"},
        "ec2:CreateSecurityGroup arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
        "ec2:VpcID",
        "vpc-1",
    ),
    (
        "ec2",
        "AssociateAddress",
        {"AllocationId": "eipalloc-1", "InstanceId": "i-1"},
        "ec2:AssociateAddress arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "ec2:InstanceID",
        "i-1",
    ),
    (
        "ec2",
        "CreateVpcPeeringConnection",
        {"VpcId": "vpc-1", "PeerVpcId": "vpc-2"},
        "ec2:CreateVpcPeeringConnection arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
        "ec2:VpcID",
        "vpc-1",
    ),
    (
        "ec2",
        "AttachInternetGateway",
        {"InternetGatewayId": "igw-1", "VpcId": "vpc-1"},
        "ec2:AttachInternetGateway arn:aws:ec2:eu-west-1:123456789012:internet-gateway/igw-1",
        "ec2:InternetGatewayID",
        "igw-1",
    ),
    (
        "ec2",
        "AssociateRouteTable",
        {"RouteTableId": "rtb-1", "SubnetId": "subnet-1"},
        "ec2:AssociateRouteTable arn:aws:ec2:eu-west-1:123456789012:route-table/rtb-1",
        "ec2:RouteTableID",
        "rtb-1",
    ),
    (
        "ec2",
        "CreateVpc",
        {"Ipv4IpamPoolId": "ipam-pool-1", "Ipv4NetmaskLength": 24},
        "ec2:CreateVpc arn:aws:ec2:eu-west-1:123456789012:vpc/*",
        "ec2:Ipv4IpamPoolId",
        "ipam-pool-1",
    ),
    (
        "ec2",
        "CreateInstanceConnectEndpoint",
        {"SubnetId": "subnet-1", "SecurityGroupIds": ["sg-1"]},
        "ec2:CreateInstanceConnectEndpoint arn:aws:ec2:eu-west-1:123456789012:instance-connect-endpoint/*",
        "ec2:SubnetID",
        "subnet-1",
    ),
    (
        "ec2",
        "CreateVpcEndpointServiceConfiguration",
        {
            "PrivateDnsName": "api.example.com",
            "NetworkLoadBalancerArns": ["arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/x/1"],
        },
        "ec2:CreateVpcEndpointServiceConfiguration arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint-service/*",
        "ec2:VpceServicePrivateDnsName",
        "api.example.com",
    ),
    (
        "ec2",
        "CreateVpcPeeringConnection",
        {"VpcId": "vpc-1", "PeerVpcId": "vpc-2", "PeerOwnerId": "210987654321", "PeerRegion": "us-east-1"},
        "ec2:CreateVpcPeeringConnection arn:aws:ec2:eu-west-1:123456789012:vpc-peering-connection/*",
        "ec2:RequesterVpc",
        "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
    ),
    (
        "ec2",
        "CreateVpcPeeringConnection",
        {"VpcId": "vpc-1", "PeerVpcId": "vpc-2", "PeerOwnerId": "210987654321", "PeerRegion": "us-east-1"},
        "ec2:CreateVpcPeeringConnection arn:aws:ec2:eu-west-1:123456789012:vpc-peering-connection/*",
        "ec2:AccepterVpc",
        "arn:aws:ec2:us-east-1:210987654321:vpc/vpc-2",
    ),
    (
        "ec2",
        "CreateVpcPeeringConnection",
        {"VpcId": "vpc-1", "PeerVpcId": "vpc-2"},
        "ec2:CreateVpcPeeringConnection arn:aws:ec2:eu-west-1:123456789012:vpc-peering-connection/*",
        "ec2:AccepterVpc",
        "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-2",
    ),
    (
        "ec2",
        "CreateVpcEndpoint",
        {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.eu-west-1.s3"},
        "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint/*",
        "ec2:VpceServiceOwner",
        "amazon",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)
