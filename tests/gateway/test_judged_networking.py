"""What calls of API Gateway and Route 53 are judged on, and what conditions see of them: each is made by a real client.

Sources: Service Authorization Reference, of each service; API Gateway Developer Guide, "Control access to manage API
Gateway resources"; Route 53 Developer Guide, "Using IAM policy conditions for fine-grained access control".
"""

from __future__ import annotations

from typing import Any

import pytest
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, UnmappedCallError, User, allow, deny

PRIVATE = {"endpointConfiguration": {"types": ["PRIVATE"]}}
TO_PUBLIC = {
    "patchOperations": [{"op": "replace", "path": "/endpointConfiguration/types/PRIVATE", "value": "REGIONAL"}]
}
METHOD = {"restApiId": "a1", "resourceId": "r1", "httpMethod": "GET"}

CALLS: list[Call] = [
    ("apigateway", "GetRestApis", {}, ["apigateway:GET arn:aws:apigateway:eu-west-1::/restapis"]),
    (
        "apigateway",
        "GetResource",
        {"restApiId": "a1", "resourceId": "r1"},
        ["apigateway:GET arn:aws:apigateway:eu-west-1::/restapis/a1/resources/r1"],
    ),
    (
        "apigateway",
        "CreateUsagePlanKey",
        {"usagePlanId": "u", "keyId": "k", "keyType": "API_KEY"},
        ["apigateway:POST arn:aws:apigateway:eu-west-1::/usageplans/u/keys"],
    ),
    (
        "apigateway",
        "TagResource",
        {"resourceArn": "arn:aws:apigateway:eu-west-1::/restapis/a1", "tags": {"team": "blue"}},
        ["apigateway:PUT arn:aws:apigateway:eu-west-1::/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fa1"],
    ),
    (
        "apigateway",
        "FlushStageCache",
        {"restApiId": "a1", "stageName": "prod"},
        ["apigateway:DELETE arn:aws:apigateway:eu-west-1::/restapis/a1/stages/prod/cache/data"],
    ),
    (
        "route53",
        "ChangeResourceRecordSets",
        {
            "HostedZoneId": "/hostedzone/Z1",
            "ChangeBatch": {
                "Changes": [{"Action": "CREATE", "ResourceRecordSet": {"Name": "WWW.example.com.", "Type": "A"}}]
            },
        },
        ["route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/Z1"],
    ),
    ("route53", "ListHostedZones", {}, ["route53:ListHostedZones *"]),
    ("route53", "GetChange", {"Id": "C1"}, ["route53:GetChange arn:aws:route53:::change/C1"]),
    (
        "route53",
        "CreateTrafficPolicyInstance",
        {
            "HostedZoneId": "Z1D633PJN98FT9",
            "Name": "n",
            "TTL": 1,
            "TrafficPolicyId": "12345678-0000-0000-0000-000000000000",
            "TrafficPolicyVersion": 1,
        },
        [
            "route53:CreateTrafficPolicyInstance arn:aws:route53:::hostedzone/Z1D633PJN98FT9",
            "route53:CreateTrafficPolicyInstance arn:aws:route53:::trafficpolicy/12345678-0000-0000-0000-000000000000",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    # API Gateway Developer Guide, "Control access to manage API Gateway resources", "Policy condition keys".
    *(
        ("apigateway", operation, params, f"apigateway:{verb}", f"apigateway:Request/{key}", value)
        for operation, params, verb, key, value in (
            ("CreateRestApi", {"name": "shop"}, "POST", "ApiName", "shop"),
            ("CreateRestApi", {"name": "shop", **PRIVATE}, "POST", "EndpointType", ("PRIVATE",)),
            ("UpdateRestApi", {"restApiId": "a1", **TO_PUBLIC}, "PATCH", "EndpointType", ("REGIONAL",)),
            ("PutMethod", {**METHOD, "authorizationType": "NONE"}, "PUT", "RouteAuthorizationType", ("NONE",)),
            ("CreateDeployment", {"restApiId": "a1", "stageName": "live"}, "POST", "StageName", "live"),
        )
    ),
    (
        "route53",
        "ChangeResourceRecordSets",
        {
            "HostedZoneId": "Z1",
            "ChangeBatch": {
                "Changes": [{"Action": "CREATE", "ResourceRecordSet": {"Name": "WWW.example.com.", "Type": "A"}}]
            },
        },
        "route53:ChangeResourceRecordSets",
        "route53:ChangeResourceRecordSetsNormalizedRecordNames",
        ("www.example.com",),
    ),
    (
        "route53",
        "ListHostedZonesByVPC",
        {"VPCId": "vpc-1", "VPCRegion": "eu-west-1"},
        "route53:ListHostedZonesByVPC *",
        "route53:VPCs",
        "VPCId=vpc-1,VPCRegion=eu-west-1",
    ),
    (
        "route53",
        "ChangeResourceRecordSets",
        {
            "HostedZoneId": "/hostedzone/Z1D633PJN98FT9",
            "ChangeBatch": {
                "Changes": [
                    {"Action": "UPSERT", "ResourceRecordSet": {"Name": "WWW.Example.com", "Type": "A"}},
                    {"Action": "DELETE", "ResourceRecordSet": {"Name": "*.example.com.", "Type": "TXT"}},
                ]
            },
        },
        "route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/Z1D633PJN98FT9",
        "route53:ChangeResourceRecordSetsNormalizedRecordNames",
        ("www.example.com", "\\052.example.com"),
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


@pytest.mark.parametrize(
    ("method", "params", "key"),
    [
        ("create_rest_api", {"name": "shop"}, "apigateway:Request/EndpointType"),
        ("import_rest_api", {"body": b"{}"}, "apigateway:Request/EndpointType"),
        ("delete_rest_api", {"restApiId": "a1"}, "apigateway:Resource/EndpointType"),
    ],
)
def test_what_an_api_is_like_is_not_guessed(fakests: FakeSts, method: str, params: dict[str, Any], key: str) -> None:
    """API Gateway Developer Guide, "Policy condition keys": by default, in its definition, or at present."""
    public = deny("apigateway:*", when={"ForAllValues:StringNotEquals": {key: "PRIVATE"}})
    fakests.add(User("ann", permissions=[allow("apigateway:*"), public]))
    with pytest.raises(UnmappedCallError, match=f"a policy asks for {key}, and "):
        getattr(fakests.client("apigateway", "user/ann"), method)(**params)
