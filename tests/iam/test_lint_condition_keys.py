"""Lint of condition keys: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, BUCKET, REPORTS, ROLE, policy

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalOrgId1": "o-1"}}},
        'Statement[0].Condition.StringEquals.aws:PrincipalOrgId1: there is no key aws:PrincipalOrgId1; did you mean "aws:PrincipalOrgID"? (error INVALID_GLOBAL_CONDITION_KEY)',
        id="INVALID_GLOBAL_CONDITION_KEY: misspelt",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalTags/team": "red"}}},
        'Statement[0].Condition.StringEquals.aws:PrincipalTags/team: there is no key aws:PrincipalTags/team; did you mean "aws:PrincipalTag"? (error INVALID_GLOBAL_CONDITION_KEY)',
        id="INVALID_GLOBAL_CONDITION_KEY: a misspelt key for tags",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:xyz": "o-1"}}},
        "Statement[0].Condition.StringEquals.aws:xyz: there is no key aws:xyz; see AWS's list of global condition keys (error INVALID_GLOBAL_CONDITION_KEY)",
        id="INVALID_GLOBAL_CONDITION_KEY: like none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnEquals": {"aws:ARN": f"{ROLE}x"}}},
        "Statement[0].Condition.ArnEquals.aws:ARN: aws:ARN is not supported; use aws:PrincipalArn or aws:SourceArn (error UNSUPPORTED_GLOBAL_CONDITION_KEY)",
        id="UNSUPPORTED_GLOBAL_CONDITION_KEY: aws:ARN",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:ResourceTag": "x"}}},
        'Statement[0].Condition.StringEquals.aws:ResourceTag: "aws:ResourceTag" names no tag; write "aws:ResourceTag/tag-key" (error MISSING_TAG_KEY_IN_CONDITION)',
        id="MISSING_TAG_KEY_IN_CONDITION: no slash",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"ec2:ResourceTag/": "x"}}},
        'Statement[0].Condition.StringEquals.ec2:ResourceTag/: "ec2:ResourceTag/" names no tag; write "ec2:ResourceTag/tag-key" (error MISSING_TAG_KEY_IN_CONDITION)',
        id="MISSING_TAG_KEY_IN_CONDITION: nothing after the slash",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:SourceVpc": ["vpc-11223344", "vpc-1"]}}},
        'Statement[0].Condition.StringEquals.aws:SourceVpc[1]: "vpc-1" is no id of a vpc; write "vpc-" and 8 or 17 letters and digits (error INVALID_VPC_FORMAT)',
        id="INVALID_VPC_FORMAT: too short",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpc-12345678"}}},
        'Statement[0].Condition.StringNotEquals.aws:SourceVpce: "vpc-12345678" is no id of a vpce; write "vpce-" and 8 or 17 letters and digits (error INVALID_VPCE_FORMAT)',
        id="INVALID_VPCE_FORMAT: the id of a VPC",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Condition": {"StringLike": {"aws:Referer": "https://example.com/*"}}},
        "Statement[0].Condition.StringLike.aws:Referer: the caller decides what aws:Referer is; do not rest access on it (security warning UNTRUSTWORTHY_CONDITION_KEY)",
        id="UNTRUSTWORTHY_CONDITION_KEY: aws:Referer",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Condition": {"StringEquals": {"aws:UserAgent": "mine"}}},
        "Statement[0].Condition.StringEquals.aws:UserAgent: the caller decides what aws:UserAgent is; do not rest access on it (security warning UNTRUSTWORTHY_CONDITION_KEY)",
        id="UNTRUSTWORTHY_CONDITION_KEY: aws:UserAgent",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}},
        "Statement[0].Condition.IpAddress.aws:VpcSourceIp: other networks have the same private addresses as aws:VpcSourceIp names; add aws:SourceVpc or aws:SourceVpcArn or aws:SourceVpce (security warning MISSING_PAIRED_CONDITION_KEYS)",
        id="MISSING_PAIRED_CONDITION_KEYS: AC: an address within a VPC",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:Ec2InstanceSourcePrivateIPv4": "10.0.0.0/8"}}},
        "Statement[0].Condition.IpAddress.aws:Ec2InstanceSourcePrivateIPv4: other networks have the same private addresses as aws:Ec2InstanceSourcePrivateIPv4 names; add aws:Ec2InstanceSourceVpc (security warning MISSING_PAIRED_CONDITION_KEYS)",
        id="MISSING_PAIRED_CONDITION_KEYS: an address of an instance",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:PrincipalOrgID": "o-*"}}},
        'Statement[0].Condition.StringLike.aws:PrincipalOrgID: "o-*" has a wildcard; write whole values of aws:PrincipalOrgID (error WILDCARD_USAGE_TOO_PERMISSIVE)',
        id="WILDCARD_USAGE_TOO_PERMISSIVE: any organization",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:userid": "*"}}},
        'Statement[0].Condition.StringLike.aws:userid: "*" has a wildcard in the unique id; write it after the colon, as "AROAEXAMPLEID:*" (error WILDCARD_USAGE_TOO_PERMISSIVE)',
        id="WILDCARD_USAGE_TOO_PERMISSIVE: any user's id",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:userid": "AROA*:ann"}}},
        'Statement[0].Condition.StringLike.aws:userid: "AROA*:ann" has a wildcard in the unique id; write it after the colon, as "AROAEXAMPLEID:*" (error WILDCARD_USAGE_TOO_PERMISSIVE)',
        id="WILDCARD_USAGE_TOO_PERMISSIVE: ids that begin alike",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Statement": [{**ALLOW, "Condition": {"StringLike": {"aws:SourceAccount": "${*}"}}}]},
        'Statement[0].Condition.StringLike.aws:SourceAccount: "${*}" has a wildcard; write whole values of aws:SourceAccount (error WILDCARD_USAGE_TOO_PERMISSIVE)',
        id="WILDCARD_USAGE_TOO_PERMISSIVE: a variable where there are none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalTag/job": ["x", "admin-*"]}}},
        'Statement[0].Condition.StringEquals.aws:PrincipalTag/job[1]: the wildcard in "admin-*" is a plain character; use StringLike, if one is meant (warning WILDCARD_WITHOUT_LIKE_OPERATOR)',
        id="WILDCARD_WITHOUT_LIKE_OPERATOR: StringEquals",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotEqualsIgnoreCase": {"aws:PrincipalTag/job": "admin-?"}}},
        'Statement[0].Condition.StringNotEqualsIgnoreCase.aws:PrincipalTag/job: the wildcard in "admin-?" is a plain character; use StringNotLike, if one is meant (warning WILDCARD_WITHOUT_LIKE_OPERATOR)',
        id="WILDCARD_WITHOUT_LIKE_OPERATOR: StringNotEqualsIgnoreCase",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:PrincipalArn": f"{ROLE}*"}}},
        "Statement[0].Condition.StringLike.aws:PrincipalArn: aws:PrincipalArn is an ARN, and its parts are not told apart; use ArnLike (security warning STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS)",
        id="STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: aws:PrincipalArn",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotLike": {"aws:SourceArn": f"{REPORTS}*"}}},
        "Statement[0].Condition.StringNotLike.aws:SourceArn: aws:SourceArn is an ARN, and its parts are not told apart; use ArnNotLike (security warning STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS)",
        id="STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: negated",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Condition": {"StringEquals": {"s3:ResourceAccount": "123456789012"}}},
        "Statement[0].Condition.StringEquals.s3:ResourceAccount: the account of a bucket is always the same in its own policy; use it in identity-based policies (suggestion IRRELEVANT_CONDITION_KEY_IN_POLICY)",
        id="IRRELEVANT_CONDITION_KEY_IN_POLICY: AC: the account of the bucket",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:PassRole", "Condition": {"StringEquals": {"iam:PassedToService": "lambda"}}},
        'Statement[0].Condition.StringEquals.iam:PassedToService: "lambda" is no service; write its host, as "lambda.amazonaws.com" (error INVALID_SERVICE_PRINCIPAL_FORMAT)',
        id="INVALID_SERVICE_PRINCIPAL_FORMAT: a prefix",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"kms:ViaService": "S3.eu-west-1.amazonaws.com"}}},
        'Statement[0].Condition.StringEquals.kms:ViaService: "S3.eu-west-1.amazonaws.com" is no service; write its host, as "lambda.amazonaws.com" (error INVALID_SERVICE_PRINCIPAL_FORMAT)',
        id="INVALID_SERVICE_PRINCIPAL_FORMAT: upper case",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalServiceName": "*.amazonaws.com"}}},
        'Statement[0].Condition.StringEquals.aws:PrincipalServiceName: "*.amazonaws.com" is no service; write its host, as "lambda.amazonaws.com" (error INVALID_SERVICE_PRINCIPAL_FORMAT)',
        id="INVALID_SERVICE_PRINCIPAL_FORMAT: a wildcard that is none",
    ),
]

SPARED = [
    pytest.param(
        "INVALID_GLOBAL_CONDITION_KEY",
        PolicyKind.RESOURCE,
        {**ALLOW, "Principal": "*", "Condition": {"StringEquals": {"AWS:SourceOwner": "111122223333"}}},
        id="INVALID_GLOBAL_CONDITION_KEY: of topics",
    ),
    pytest.param(
        "INVALID_GLOBAL_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"AWS:principalorgid": "o-1"}}},
        id="INVALID_GLOBAL_CONDITION_KEY: in another case",
    ),
    pytest.param(
        "INVALID_GLOBAL_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:ResourceTag/a/b:c": "x"}}},
        id="INVALID_GLOBAL_CONDITION_KEY: a tag with slashes and colons",
    ),
    pytest.param(
        "INVALID_GLOBAL_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"s3:foo": "x"}}},
        id="INVALID_GLOBAL_CONDITION_KEY: a key of a service",
    ),
    pytest.param(
        "UNSUPPORTED_GLOBAL_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnEquals": {"aws:PrincipalArn": f"{ROLE}x"}}},
        id="UNSUPPORTED_GLOBAL_CONDITION_KEY: aws:PrincipalArn",
    ),
    pytest.param(
        "MISSING_TAG_KEY_IN_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:ResourceTag/owner": "x"}}},
        id="MISSING_TAG_KEY_IN_CONDITION: a tag",
    ),
    pytest.param(
        "MISSING_TAG_KEY_IN_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "x"}}},
        id="MISSING_TAG_KEY_IN_CONDITION: keys of tags",
    ),
    pytest.param(
        "INVALID_VPC_FORMAT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:SourceVpc": ["vpc-12345678", "vpc-11223344556677889"]}}},
        id="INVALID_VPC_FORMAT: 8 or 17",
    ),
    pytest.param(
        "INVALID_VPC_FORMAT",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Condition": {"StringEquals": {"aws:SourceVpc": "${aws:Ec2InstanceSourceVpc}"}}}),
        id="INVALID_VPC_FORMAT: a policy variable",
    ),
    pytest.param(
        "INVALID_VPCE_FORMAT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-12345678"}}},
        id="INVALID_VPCE_FORMAT: an endpoint",
    ),
    pytest.param(
        "UNTRUSTWORTHY_CONDITION_KEY",
        PolicyKind.RESOURCE,
        {**BUCKET, "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
        id="UNTRUSTWORTHY_CONDITION_KEY: an address",
    ),
    pytest.param(
        "MISSING_PAIRED_CONDITION_KEYS",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"},
                "StringEquals": {"aws:SourceVpc": "vpc-12345678"},
            },
        },
        id="MISSING_PAIRED_CONDITION_KEYS: AC: and the VPC",
    ),
    pytest.param(
        "WILDCARD_USAGE_TOO_PERMISSIVE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:userid": "AROAEXAMPLEID:*"}}},
        id="WILDCARD_USAGE_TOO_PERMISSIVE: AC: every session of a role",
    ),
    pytest.param(
        "WILDCARD_USAGE_TOO_PERMISSIVE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:userid": "*:ann"}}},
        id="WILDCARD_USAGE_TOO_PERMISSIVE: AC: alone on the left side of the colon",
    ),
    pytest.param(
        "WILDCARD_USAGE_TOO_PERMISSIVE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-*"}}},
        id="WILDCARD_USAGE_TOO_PERMISSIVE: no wildcard there",
    ),
    pytest.param(
        "WILDCARD_USAGE_TOO_PERMISSIVE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:PrincipalTag/team": "r*"}}},
        id="WILDCARD_USAGE_TOO_PERMISSIVE: a key that is not sensitive",
    ),
    pytest.param(
        "WILDCARD_WITHOUT_LIKE_OPERATOR",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:PrincipalTag/job": "admin-*"}}},
        id="WILDCARD_WITHOUT_LIKE_OPERATOR: StringLike",
    ),
    pytest.param(
        "WILDCARD_WITHOUT_LIKE_OPERATOR",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnEquals": {"aws:PrincipalArn": f"{ROLE}*"}}},
        id="WILDCARD_WITHOUT_LIKE_OPERATOR: ArnEquals",
    ),
    pytest.param(
        "WILDCARD_WITHOUT_LIKE_OPERATOR",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalTag/job": "admin-${*}"}}}),
        id="WILDCARD_WITHOUT_LIKE_OPERATOR: a star that is meant",
    ),
    pytest.param(
        "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnLike": {"aws:PrincipalArn": f"{ROLE}*"}}},
        id="STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: ArnLike",
    ),
    pytest.param(
        "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalArn": f"{ROLE}x"}}},
        id="STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: the whole ARN",
    ),
    pytest.param(
        "IRRELEVANT_CONDITION_KEY_IN_POLICY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"s3:ResourceAccount": "123456789012"}}},
        id="IRRELEVANT_CONDITION_KEY_IN_POLICY: an identity-based policy",
    ),
    pytest.param(
        "INVALID_SERVICE_PRINCIPAL_FORMAT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com", "ec2.cn-north-1.amazonaws.com.cn"]}
            },
        },
        id="INVALID_SERVICE_PRINCIPAL_FORMAT: hosts",
    ),
    pytest.param(
        "INVALID_SERVICE_PRINCIPAL_FORMAT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"iam:PassedToService": "*.amazonaws.com*"}}},
        id="INVALID_SERVICE_PRINCIPAL_FORMAT: a pattern",
    ),
    pytest.param(
        "INVALID_SERVICE_PRINCIPAL_FORMAT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:PrincipalServiceName": "true"}}},
        id="INVALID_SERVICE_PRINCIPAL_FORMAT: Null",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "condition_keys")
