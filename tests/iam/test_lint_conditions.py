"""Lint of conditions: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, BUCKET, GITHUB, MFA, OIDC, REPORTS, ROLE, policy

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericEquals": {"aws:MultiFactorAuthPresent": "1"}}},
        "Statement[0].Condition.NumericEquals.aws:MultiFactorAuthPresent: NumericEquals does not go with aws:MultiFactorAuthPresent, which is of type Bool; use an operator of the family Bool (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: AC: MFA is a boolean",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:SourceIp": "203.0.113.0/24"}}},
        "Statement[0].Condition.StringEquals.aws:SourceIp: StringEquals does not go with aws:SourceIp, which is of type IPAddress; use an operator of the family IpAddress (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: addresses are no strings",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:CurrentTime": "2026-*"}}},
        "Statement[0].Condition.StringLike.aws:CurrentTime: StringLike does not go with aws:CurrentTime, which is of type Date; use an operator of the family Date (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: dates are no strings",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"BoolIfExists": {"aws:SecureTransport": "yes"}}},
        'Statement[0].Condition.BoolIfExists.aws:SecureTransport: "yes" is neither true nor false: it matches nothing; write "true" or "false" (warning TYPE_MISMATCH_BOOLEAN)',
        id="TYPE_MISMATCH_BOOLEAN: yes",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"ex:key": "0"}}},
        'Statement[0].Condition.Null.ex:key: "0" is neither true nor false: it matches nothing; write "true" or "false" (warning TYPE_MISMATCH_BOOLEAN)',
        id="TYPE_MISMATCH_BOOLEAN: Null too",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericLessThan": {"ex:n": ["10", "ten"]}}},
        'Statement[0].Condition.NumericLessThan.ex:n[1]: "ten" is not a number: it matches nothing; write an integer or a decimal (warning TYPE_MISMATCH_NUMBER)',
        id="TYPE_MISMATCH_NUMBER: a word",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"DateLessThan": {"aws:CurrentTime": "someday"}}},
        'Statement[0].Condition.DateLessThan.aws:CurrentTime: "someday" is not a date: it matches nothing; write it as "2026-01-31T12:00:00Z" (warning TYPE_MISMATCH_DATE)',
        id="TYPE_MISMATCH_DATE: a word",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"BinaryEquals": {"ex:b": "?"}}},
        'Statement[0].Condition.BinaryEquals.ex:b: "?" is not base64: it matches nothing; encode it (warning TYPE_MISMATCH_STRING)',
        id="TYPE_MISMATCH_STRING: no base64",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "example.com"}}},
        'Statement[0].Condition.IpAddress.aws:SourceIp: "example.com" is no range of IP addresses: it matches nothing; write it as "203.0.113.0/24" (error TYPE_MISMATCH_IP_RANGE)',
        id="TYPE_MISMATCH_IP_RANGE: a host",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnEquals": {"aws:PrincipalArn": "123456789012"}}},
        'Statement[0].Condition.ArnEquals.aws:PrincipalArn: "123456789012" is no ARN and matches none; write all six parts of an ARN (warning ARN_PATTERN_WITHOUT_SIX_PARTS)',
        id="ARN_PATTERN_WITHOUT_SIX_PARTS: an account id",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"DateLessThan": {"aws:TokenIssueTime": "1790000000"}}},
        'Statement[0].Condition.DateLessThan.aws:TokenIssueTime: "1790000000" is a date in seconds; write it as "2026-01-31T12:00:00Z" (warning INVALID_DATE_VALUE)',
        id="INVALID_DATE_VALUE: seconds",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Condition": {"NumericEquals": {"ex:n": "${aws:PrincipalTag/n}"}}}),
        "Statement[0].Condition.NumericEquals.ex:n: NumericEquals has no policy variables; use an operator for strings or ARNs (error INVALID_VARIABLE_FOR_OPERATOR)",
        id="INVALID_VARIABLE_FOR_OPERATOR: Numeric",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": ["true", "false"]}}},
        "Statement[0].Condition.Bool.aws:SecureTransport: it has several boolean values; write one (error INVALID_CONDITION_MULTIPLE_BOOLEAN)",
        id="INVALID_CONDITION_MULTIPLE_BOOLEAN: both",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:TokenIssueTime": ["true", "false"]}}},
        "Statement[0].Condition.Null.aws:TokenIssueTime: it has several boolean values; write one (error INVALID_CONDITION_MULTIPLE_BOOLEAN)",
        id="INVALID_CONDITION_MULTIPLE_BOOLEAN: of Null",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "fd00::1"]}}},
        "Statement[0].Condition.IpAddress.aws:SourceIp: all addresses are private, and aws:SourceIp is public: it never holds; use public addresses, or the key aws:VpcSourceIp (error PRIVATE_IP_ADDRESS)",
        id="PRIVATE_IP_ADDRESS: only private ones",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NotIpAddress": {"aws:SourceIp": "192.168.0.0/16"}}},
        "Statement[0].Condition.NotIpAddress.aws:SourceIp: all addresses are private, and aws:SourceIp is public: it always holds; use public addresses, or the key aws:VpcSourceIp (error PRIVATE_NOT_IP_ADDRESS)",
        id="PRIVATE_NOT_IP_ADDRESS: only private ones",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": ["172.16.0.0/12", "203.0.113.0/24"]}}},
        "Statement[0].Condition.IpAddress.aws:SourceIp: some addresses are private, and aws:SourceIp is public; use public addresses, or the key aws:VpcSourceIp (suggestion PRIVATE_IP_ADDRESS_SUBSET)",
        id="PRIVATE_IP_ADDRESS_SUBSET: both",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NotIpAddress": {"aws:SourceIp": ["10.1.0.0/16", "203.0.113.0/24"]}}},
        "Statement[0].Condition.NotIpAddress.aws:SourceIp: some addresses are private, and aws:SourceIp is public; use public addresses, or the key aws:VpcSourceIp (suggestion PRIVATE_NOT_IP_ADDRESS_SUBSET)",
        id="PRIVATE_NOT_IP_ADDRESS_SUBSET: both",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.7/24"}}},
        'Statement[0].Condition.IpAddress.aws:SourceIp: "203.0.113.7/24" has bits after its prefix, which are ignored; write 203.0.113.0/24 (suggestion IMPROVE_IP_RANGE)',
        id="IMPROVE_IP_RANGE: bits after the prefix",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericEquals": {"ex:n": ["1", 2]}}},
        "Statement[0].Condition.NumericEquals.ex:n: its values are of several JSON types; write them all as strings (error INVALID_CONDITION_DATA_TYPE)",
        id="INVALID_CONDITION_DATA_TYPE: text and number",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": ["2700", "3600"]}}},
        "Statement[0].Condition.NumericLessThan.aws:MultiFactorAuthAge: the greatest of its values decides; leave the others out (suggestion REDUNDANT_CONDITION_VALUE_NUM)",
        id="REDUNDANT_CONDITION_VALUE_NUM: AC: less than one of two",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericGreaterThanEquals": {"ex:n": ["1", "2"]}}},
        "Statement[0].Condition.NumericGreaterThanEquals.ex:n: the least of its values decides; leave the others out (suggestion REDUNDANT_CONDITION_VALUE_NUM)",
        id="REDUNDANT_CONDITION_VALUE_NUM: more than one of two",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "Ireland"]}}},
        'Statement[0].Condition.StringEquals.aws:RequestedRegion[1]: "Ireland" is no Region; write it as "eu-west-1" (error INVALID_REGION)',
        id="INVALID_REGION: a place",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "StringEquals": {
                    "s3:x-amz-server-side-encryption-aws-kms-key-id": "1234abcd-12ab-34cd-56ef-1234567890ab"
                }
            },
        },
        'Statement[0].Condition.StringEquals.s3:x-amz-server-side-encryption-aws-kms-key-id: "1234abcd-12ab-34cd-56ef-1234567890ab" is not the ARN of a KMS key; write it as "arn:aws:kms:REGION:ACCOUNT:key/ID" (error INVALID_KMS_KEY_VALUE)',
        id="INVALID_KMS_KEY_VALUE: an id",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "ArnLike": {
                    "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:123456789012:alias/a"
                }
            },
        },
        'Statement[0].Condition.ArnLike.s3:x-amz-server-side-encryption-aws-kms-key-id: "arn:aws:kms:eu-west-1:123456789012:alias/a" is not the ARN of a KMS key; write it as "arn:aws:kms:REGION:ACCOUNT:key/ID" (error INVALID_KMS_KEY_VALUE)',
        id="INVALID_KMS_KEY_VALUE: an alias",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:TagKeys": "team"}}},
        "Statement[0].Condition.StringEquals.aws:TagKeys: a request has several values of aws:TagKeys; write ForAllValues: or ForAnyValue: before it (error MISSING_QUALIFIER)",
        id="MISSING_QUALIFIER: tag keys",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:PrincipalTag/team": "red"}}},
        "Statement[0].Condition.ForAllValues:StringEquals.aws:PrincipalTag/team: ForAllValues holds where the request does not have aws:PrincipalTag/team, which has one value; leave ForAllValues out (security warning FORALLVALUES_WITH_SINGLE_VALUED_KEY)",
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: a tag of the principal",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
        "Statement[0].Condition.ForAnyValue:StringEquals.aws:PrincipalOrgID: aws:PrincipalOrgID has one value; leave ForAnyValue out (suggestion FORANYVALUE_WITH_SINGLE_VALUED_KEY)",
        id="FORANYVALUE_WITH_SINGLE_VALUED_KEY: who calls",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"ForAnyValue:StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        "Statement[0].Condition.ForAnyValue:StringEquals.token.actions.githubusercontent.com:aud: the audience of a token is one value; leave ForAnyValue out (security warning FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE)",
        id="FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE: the audience",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"ForAllValues:StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        "Statement[0].Condition.ForAllValues:StringEquals.token.actions.githubusercontent.com:aud: ForAllValues holds where a token has no audience; leave ForAllValues out (suggestion CONFIRM_AUDIENCE_CLAIM_TYPE)",
        id="CONFIRM_AUDIENCE_CLAIM_TYPE: the audience",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}}},
        'Statement[0].Condition.ForAllValues:StringEquals.aws:TagKeys: ForAllValues holds where the request has no aws:TagKeys; add "Null": {"aws:TagKeys": "false"} (warning FORALLVALUES_WITHOUT_NULL_CHECK)',
        id="FORALLVALUES_WITHOUT_NULL_CHECK: nothing asks for tags",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:Null": {"aws:TagKeys": "true"}}},
        "Statement[0].Condition.ForAllValues:Null.aws:TagKeys: ForAllValues:Null always holds; write Null (suggestion NULL_WITH_QUALIFIER)",
        id="NULL_WITH_QUALIFIER: always",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:Null": {"aws:TagKeys": "false"}}},
        "Statement[0].Condition.ForAnyValue:Null.aws:TagKeys: ForAnyValue:Null never holds; write Null (suggestion NULL_WITH_QUALIFIER)",
        id="NULL_WITH_QUALIFIER: never",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": []}}},
        "Statement[0].Condition.StringEquals.aws:username: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION)",
        id="EMPTY_ARRAY_CONDITION: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringNotEquals": {"aws:username": []}}},
        "Statement[0].Condition.StringNotEquals.aws:username: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION)",
        id="EMPTY_ARRAY_CONDITION: negated",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:username": []}}},
        "Statement[0].Condition.Null.aws:username: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION)",
        id="EMPTY_ARRAY_CONDITION: Null",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringNotEquals": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAllValues:StringNotEquals.aws:TagKeys: without a value it asks whether the key is missing; use Null for that (suggestion EMPTY_ARRAY_CONDITION_FORALLVALUES)",
        id="EMPTY_ARRAY_CONDITION_FORALLVALUES: negated",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAnyValue:StringNotEquals.aws:TagKeys: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION_FORANYVALUE)",
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: negated",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEqualsIfExists": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAnyValue:StringEqualsIfExists.aws:TagKeys: without a value it asks whether the key is missing; use Null for that (suggestion EMPTY_ARRAY_CONDITION_FORANYVALUE)",
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: with IfExists",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAllValues:StringEquals.aws:TagKeys: without a value it asks whether the key is missing; use Null for that (suggestion EMPTY_ARRAY_CONDITION_FORALLVALUES)",
        id="EMPTY_ARRAY_CONDITION_FORALLVALUES: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAnyValue:StringEquals.aws:TagKeys: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION_FORANYVALUE)",
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:username": []}}},
        "Statement[0].Condition.StringEqualsIfExists.aws:username: without a value it asks whether the key is missing; use Null for that (suggestion EMPTY_ARRAY_CONDITION_IFEXISTS)",
        id="EMPTY_ARRAY_CONDITION_IFEXISTS: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringNotEquals": {"aws:ResourceTag/env": "production"}}},
        'Statement[0].Condition.StringNotEquals.aws:ResourceTag/env: StringNotEquals also allows requests that do not have aws:ResourceTag/env; add "Null": {"aws:ResourceTag/env": "false"} (warning NEGATED_CONDITION_IN_ALLOW)',
        id="NEGATED_CONDITION_IN_ALLOW: examples-single-valued: untagged resources",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}},
        'Statement[0].Condition.NotIpAddress.aws:VpcSourceIp: NotIpAddress also allows requests that do not have aws:VpcSourceIp; add "Null": {"aws:VpcSourceIp": "false"} (warning NEGATED_CONDITION_IN_ALLOW)',
        id="NEGATED_CONDITION_IN_ALLOW: addresses",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:ResourceTag/env": "test"}}},
        "Statement[0].Condition.StringEqualsIfExists.aws:ResourceTag/env: StringEqualsIfExists also allows requests that do not have aws:ResourceTag/env; leave IfExists out, if that is not meant (suggestion IF_EXISTS_IN_ALLOW)",
        id="IF_EXISTS_IN_ALLOW: a tag",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}},
        "Statement[0].Condition.BoolIfExists.aws:MultiFactorAuthPresent: requests with long-term keys do not have aws:MultiFactorAuthPresent, and are allowed; leave IfExists out (security warning MFA_IF_EXISTS_IN_ALLOW)",
        id="MFA_IF_EXISTS_IN_ALLOW: presence",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericLessThanIfExists": {"aws:MultiFactorAuthAge": "3600"}}},
        "Statement[0].Condition.NumericLessThanIfExists.aws:MultiFactorAuthAge: requests with long-term keys do not have aws:MultiFactorAuthAge, and are allowed; leave IfExists out (security warning MFA_IF_EXISTS_IN_ALLOW)",
        id="MFA_IF_EXISTS_IN_ALLOW: age",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}},
        "Statement[0].Condition.Bool.aws:MultiFactorAuthPresent: requests with long-term keys do not have the key, and are not denied; use BoolIfExists (warning MFA_DENY_WITHOUT_IF_EXISTS)",
        id="MFA_DENY_WITHOUT_IF_EXISTS: Bool false",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:RequestTag/Project": ["x", "*"]}}},
        'Statement[0].Condition.StringLike.aws:RequestTag/Project: it only asks whether the request has the key; use "Null": {"aws:RequestTag/Project": "false"} (suggestion EQUIVALENT_TO_NULL_FALSE)',
        id="EQUIVALENT_TO_NULL_FALSE: every value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnLike": {"aws:SourceArn": "*"}}},
        'Statement[0].Condition.ArnLike.aws:SourceArn: it only asks whether the request has the key; use "Null": {"aws:SourceArn": "false"} (suggestion EQUIVALENT_TO_NULL_FALSE)',
        id="EQUIVALENT_TO_NULL_FALSE: every ARN",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"ForAnyValue:StringNotLikeIfExists": {"aws:TagKeys": "*"}}},
        'Statement[0].Condition.ForAnyValue:StringNotLikeIfExists.aws:TagKeys: it only asks whether the request does not have the key; use "Null": {"aws:TagKeys": "true"} (suggestion EQUIVALENT_TO_NULL_TRUE)',
        id="EQUIVALENT_TO_NULL_TRUE: or missing",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotLike": {"aws:RequestTag/Project": "*"}}},
        'Statement[0].Condition.StringNotLike.aws:RequestTag/Project: it only asks whether the request does not have the key; use "Null": {"aws:RequestTag/Project": "true"} (suggestion EQUIVALENT_TO_NULL_TRUE)',
        id="EQUIVALENT_TO_NULL_TRUE: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLikeIfExists": {"aws:username": "*"}}},
        "Statement[0].Condition.StringLikeIfExists.aws:username: it always holds; remove it (suggestion REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION)",
        id="REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION: or none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringLike": {"aws:TagKeys": "**"}}},
        "Statement[0].Condition.ForAllValues:StringLike.aws:TagKeys: it always holds; remove it (suggestion REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION)",
        id="REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION: all of them",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotLike": {"aws:TagKeys": "*"}}},
        "Statement[0].Condition.ForAnyValue:StringNotLike.aws:TagKeys: it never holds; remove the statement, or the condition (suggestion REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION)",
        id="REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION: none of any",
    ),
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
        {
            **ALLOW,
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}, "StringLike": {"aws:PrincipalOrgID": "o-2*"}},
        },
        "Statement[0].Condition: no request meets all conditions on aws:PrincipalOrgID, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: two values of one key",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": "ann"}, "StringNotEquals": {"aws:username": "ann"}}},
        "Statement[0].Condition: no request meets all conditions on aws:username, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: a value, and not that value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:username": "true"}, "StringLike": {"aws:username": "a*"}}},
        "Statement[0].Condition: no request meets all conditions on aws:username, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: missing, and with a value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:TagKeys": "true"}, "ForAnyValue:StringEquals": {"aws:TagKeys": "a"}}},
        "Statement[0].Condition: no request meets all conditions on aws:TagKeys, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: missing, and with a value of several",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "ArnLike": {"aws:PrincipalArn": f"{ROLE}*"},
                "ArnNotLike": {"aws:PrincipalArn": [f"{ROLE}*", f"{ROLE}x"]},
            },
        },
        "Statement[0].Condition: no request meets all conditions on aws:PrincipalArn, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: a pattern, and not that pattern",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {"Bool": {"aws:SecureTransport": "true"}, "BoolIfExists": {"aws:SecureTransport": "false"}},
        },
        "Statement[0].Condition: no request meets all conditions on aws:SecureTransport, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: true and false",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "NumericLessThan": {"aws:MultiFactorAuthAge": "60"},
                "NumericGreaterThanEquals": {"aws:MultiFactorAuthAge": "60"},
            },
        },
        "Statement[0].Condition: no request meets all conditions on aws:MultiFactorAuthAge, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: less, and more",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "DateLessThan": {"aws:CurrentTime": "2026-01-01"},
                "DateGreaterThan": {"aws:CurrentTime": "2027-01-01"},
            },
        },
        "Statement[0].Condition: no request meets all conditions on aws:CurrentTime, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: before it begins",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "IpAddress": {"aws:SourceIp": "203.0.113.0/24"},
                "NotIpAddress": {"aws:SourceIp": "203.0.0.0/16"},
            },
        },
        "Statement[0].Condition: no request meets all conditions on aws:SourceIp, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: in a range, and not in a wider one",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalServiceName": "*.amazonaws.com"}}},
        'Statement[0].Condition.StringEquals.aws:PrincipalServiceName: "*.amazonaws.com" is no service; write its host, as "lambda.amazonaws.com" (error INVALID_SERVICE_PRINCIPAL_FORMAT)',
        id="INVALID_SERVICE_PRINCIPAL_FORMAT: a wildcard that is none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Statement": [{**ALLOW, "Condition": {"StringLike": {"aws:SourceAccount": "${*}"}}}]},
        'Statement[0].Condition.StringLike.aws:SourceAccount: "${*}" has a wildcard; write whole values of aws:SourceAccount (error WILDCARD_USAGE_TOO_PERMISSIVE)',
        id="WILDCARD_USAGE_TOO_PERMISSIVE: a variable where there are none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": "ann"}, "StringLike": {"aws:UserName": "b*"}}},
        "Statement[0].Condition: no request meets all conditions on aws:username, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: a key in two cases",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:username": "a*"}, "StringNotLike": {"aws:username": "a*"}}},
        "Statement[0].Condition: no request meets all conditions on aws:username, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: the same pattern, and not",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "StringEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:t"},
                "ArnLike": {"aws:SourceArn": "arn:aws:sqs:*:*:*"},
            },
        },
        "Statement[0].Condition: no request meets all conditions on aws:SourceArn, so the statement never applies; put into several statements what is not to be met at once (error CONDITIONS_CONTRADICT)",
        id="CONDITIONS_CONTRADICT: a value, and a pattern of ARNs",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericEquals": {"aws:username": "5"}}},
        "Statement[0].Condition.NumericEquals.aws:username: NumericEquals does not go with aws:username, which is of type String; use an operator of the family String or Arn (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: a name as a number",
    ),
]

SPARED = [
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "IpAddress": {"aws:SourceIp": ["198.51.100.0/24", "255.255.255.0/24"]},
                "NotIpAddress": {"aws:SourceIp": "255.255.255.0/24"},
            },
        },
        id="CONDITIONS_CONTRADICT: the first of two ranges is left",
    ),
    pytest.param(
        "TYPE_MISMATCH",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericLessThan": {"aws:EpochTime": "1790000000"}}},
        id="TYPE_MISMATCH: either for the epoch",
    ),
    pytest.param(
        "TYPE_MISMATCH",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:SourceIp": "false"}}},
        id="TYPE_MISMATCH: Null goes with every key",
    ),
    pytest.param(
        "TYPE_MISMATCH",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalArn": f"{ROLE}x"}}},
        id="TYPE_MISMATCH: strings for ARNs",
    ),
    pytest.param(
        "TYPE_MISMATCH",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnLike": {"aws:RequestTag/owner": f"{ROLE}x"}}},
        id="TYPE_MISMATCH: ARNs for strings",
    ),
    pytest.param(
        "TYPE_MISMATCH",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Bool": {"ex:key": "true"}}},
        id="TYPE_MISMATCH: a key of a service is not known",
    ),
    pytest.param(
        "TYPE_MISMATCH",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotEqualsIgnoreCaseIfExists": {"aws:username": "ann"}}},
        id="TYPE_MISMATCH: the same family in another form",
    ),
    pytest.param(
        "TYPE_MISMATCH_BOOLEAN",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Bool": {"ex:a": "True", "ex:b": False}}},
        id="TYPE_MISMATCH_BOOLEAN: in any case, and as JSON has it",
    ),
    pytest.param(
        "TYPE_MISMATCH_NUMBER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericLessThan": {"ex:n": ["-1.5", 3]}}},
        id="TYPE_MISMATCH_NUMBER: decimals",
    ),
    pytest.param(
        "TYPE_MISMATCH_NUMBER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"ex:n": "ten"}}},
        id="TYPE_MISMATCH_NUMBER: a word for a string",
    ),
    pytest.param(
        "TYPE_MISMATCH_DATE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"DateLessThan": {"aws:CurrentTime": ["2026", "2026-01-31", "2026-01-31T12:00:00Z"]}}},
        id="TYPE_MISMATCH_DATE: ISO 8601",
    ),
    pytest.param(
        "TYPE_MISMATCH_STRING",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"BinaryEquals": {"ex:b": "QmluYXJ5"}}},
        id="TYPE_MISMATCH_STRING: base64",
    ),
    pytest.param(
        "TYPE_MISMATCH_IP_RANGE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.7", "2001:DB8::/32"]}}},
        id="TYPE_MISMATCH_IP_RANGE: of both versions",
    ),
    pytest.param(
        "ARN_PATTERN_WITHOUT_SIX_PARTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:role/*"}}},
        id="ARN_PATTERN_WITHOUT_SIX_PARTS: an ARN with wildcards",
    ),
    pytest.param(
        "ARN_PATTERN_WITHOUT_SIX_PARTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnLike": {"aws:PrincipalArn": "*"}}},
        id="ARN_PATTERN_WITHOUT_SIX_PARTS: every ARN",
    ),
    pytest.param(
        "ARN_PATTERN_WITHOUT_SIX_PARTS",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Condition": {"ArnEquals": {"aws:SourceArn": "${aws:PrincipalTag/arn}"}}}),
        id="ARN_PATTERN_WITHOUT_SIX_PARTS: a policy variable",
    ),
    pytest.param(
        "INVALID_DATE_VALUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"DateLessThan": {"aws:EpochTime": "1790000000"}}},
        id="INVALID_DATE_VALUE: seconds of the epoch",
    ),
    pytest.param(
        "INVALID_DATE_VALUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"DateLessThan": {"aws:TokenIssueTime": "2026"}}},
        id="INVALID_DATE_VALUE: a year",
    ),
    pytest.param(
        "INVALID_VARIABLE_FOR_OPERATOR",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Condition": {"StringEquals": {"ex:a": "${aws:username}"}, "ArnLike": {"ex:b": "${ex:c}"}}}),
        id="INVALID_VARIABLE_FOR_OPERATOR: String and Arn",
    ),
    pytest.param(
        "INVALID_VARIABLE_FOR_OPERATOR",
        PolicyKind.IDENTITY,
        {"Statement": [{**ALLOW, "Condition": {"NumericEquals": {"ex:n": "${aws:PrincipalTag/n}"}}}]},
        id="INVALID_VARIABLE_FOR_OPERATOR: a version without variables",
    ),
    pytest.param(
        "INVALID_CONDITION_MULTIPLE_BOOLEAN",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": ["true"]}}},
        id="INVALID_CONDITION_MULTIPLE_BOOLEAN: one",
    ),
    pytest.param(
        "PRIVATE_IP_ADDRESS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]}}},
        id="PRIVATE_IP_ADDRESS: a public one too",
    ),
    pytest.param(
        "PRIVATE_IP_ADDRESS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}},
        id="PRIVATE_IP_ADDRESS: a range that holds private ones",
    ),
    pytest.param(
        "PRIVATE_IP_ADDRESS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}},
        id="PRIVATE_IP_ADDRESS: addresses within a VPC",
    ),
    pytest.param(
        "PRIVATE_IP_ADDRESS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": []}}},
        id="PRIVATE_IP_ADDRESS: no address at all",
    ),
    pytest.param(
        "PRIVATE_NOT_IP_ADDRESS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
        id="PRIVATE_NOT_IP_ADDRESS: public ones",
    ),
    pytest.param(
        "PRIVATE_IP_ADDRESS_SUBSET",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": ["172.16.0.0/12"]}}},
        id="PRIVATE_IP_ADDRESS_SUBSET: only private ones",
    ),
    pytest.param(
        "PRIVATE_IP_ADDRESS_SUBSET",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": ["172.32.0.0/12", "203.0.113.0/24"]}}},
        id="PRIVATE_IP_ADDRESS_SUBSET: next to the private range",
    ),
    pytest.param(
        "PRIVATE_NOT_IP_ADDRESS_SUBSET",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}},
        id="PRIVATE_NOT_IP_ADDRESS_SUBSET: only public ones",
    ),
    pytest.param(
        "IMPROVE_IP_RANGE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
        id="IMPROVE_IP_RANGE: the first address",
    ),
    pytest.param(
        "IMPROVE_IP_RANGE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.7"}}},
        id="IMPROVE_IP_RANGE: no prefix",
    ),
    pytest.param(
        "IMPROVE_IP_RANGE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "2001:DB8::/32"}}},
        id="IMPROVE_IP_RANGE: upper case",
    ),
    pytest.param(
        "IMPROVE_IP_RANGE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "2001:0db8::/32"}}},
        id="IMPROVE_IP_RANGE: with zeros",
    ),
    pytest.param(
        "IMPROVE_IP_RANGE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "x/24"}}},
        id="IMPROVE_IP_RANGE: unreadable",
    ),
    pytest.param(
        "INVALID_CONDITION_DATA_TYPE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericEquals": {"ex:n": [1, 2]}}},
        id="INVALID_CONDITION_DATA_TYPE: numbers",
    ),
    pytest.param(
        "REDUNDANT_CONDITION_VALUE_NUM",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": ["3600"]}}},
        id="REDUNDANT_CONDITION_VALUE_NUM: one",
    ),
    pytest.param(
        "REDUNDANT_CONDITION_VALUE_NUM",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericEquals": {"ex:n": ["1", "2"]}}},
        id="REDUNDANT_CONDITION_VALUE_NUM: one of two numbers",
    ),
    pytest.param(
        "INVALID_REGION",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-gov-east-1", "eusc-de-east-1"]}},
        },
        id="INVALID_REGION: Regions",
    ),
    pytest.param(
        "INVALID_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:RequestedRegion": "eu-*"}}},
        id="INVALID_REGION: a pattern",
    ),
    pytest.param(
        "INVALID_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": "Ireland"}}},
        id="INVALID_REGION: another key",
    ),
    pytest.param(
        "INVALID_KMS_KEY_VALUE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "StringEquals": {
                    "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                }
            },
        },
        id="INVALID_KMS_KEY_VALUE: an ARN",
    ),
    pytest.param(
        "INVALID_KMS_KEY_VALUE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "StringLike": {
                    "s3:x-amz-server-side-encryption-aws-kms-key-id": ["*", "arn:aws:kms:*:123456789012:key/*"]
                }
            },
        },
        id="INVALID_KMS_KEY_VALUE: patterns",
    ),
    pytest.param(
        "INVALID_KMS_KEY_VALUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "true"}}},
        id="INVALID_KMS_KEY_VALUE: Null",
    ),
    pytest.param(
        "MISSING_QUALIFIER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}}},
        id="MISSING_QUALIFIER: with a quantifier",
    ),
    pytest.param(
        "MISSING_QUALIFIER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:TagKeys": "false"}}},
        id="MISSING_QUALIFIER: Null",
    ),
    pytest.param(
        "MISSING_QUALIFIER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": "ann"}}},
        id="MISSING_QUALIFIER: a key with one value",
    ),
    pytest.param(
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}},
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: tag keys",
    ),
    pytest.param(
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": "id"}}},
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: a key of a service is not known",
    ),
    pytest.param(
        "FORANYVALUE_WITH_SINGLE_VALUED_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}},
        id="FORANYVALUE_WITH_SINGLE_VALUED_KEY: paths",
    ),
    pytest.param(
        "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"ForAnyValue:StringEquals": {f"{GITHUB}:amr": "x"}}},
        id="FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE: another claim",
    ),
    pytest.param(
        "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        id="FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE: without it",
    ),
    pytest.param(
        "CONFIRM_AUDIENCE_CLAIM_TYPE",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        id="CONFIRM_AUDIENCE_CLAIM_TYPE: without it",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}, "Null": {"aws:TagKeys": "false"}},
        },
        id="FORALLVALUES_WITHOUT_NULL_CHECK: Null",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "ForAllValues:StringEquals": {"aws:TagKeys": "team"},
                "StringLike": {"aws:RequestTag/team": "*"},
            },
        },
        id="FORALLVALUES_WITHOUT_NULL_CHECK: a tag that must be there",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: a Deny",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.BOUNDARY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: a boundary only limits",
    ),
    pytest.param(
        "NULL_WITH_QUALIFIER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:TagKeys": "false"}}},
        id="NULL_WITH_QUALIFIER: Null alone",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION_FORANYVALUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:Null": {"aws:TagKeys": []}}},
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: Null is another matter",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"s3:prefix": ""}}},
        id="EMPTY_ARRAY_CONDITION: an empty text is a value",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION_FORALLVALUES",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}},
        id="EMPTY_ARRAY_CONDITION_FORALLVALUES: one value",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION_FORANYVALUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": ["team"]}}},
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: one value",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION_IFEXISTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:username": ["ann"]}}},
        id="EMPTY_ARRAY_CONDITION_IFEXISTS: one value",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "StringNotEquals": {"aws:ResourceTag/env": "production"},
                "Null": {"aws:ResourceTag/env": "false"},
            },
        },
        id="NEGATED_CONDITION_IN_ALLOW: Null",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:ResourceTag/env": "production"}}},
        id="NEGATED_CONDITION_IN_ALLOW: a Deny",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}},
        id="NEGATED_CONDITION_IN_ALLOW: a key that is always there",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "team"}}},
        id="NEGATED_CONDITION_IN_ALLOW: ForAnyValue asks for a value",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.SERVICE_CONTROL,
        {**ALLOW, "Condition": {"StringNotEquals": {"aws:ResourceTag/env": "production"}}},
        id="NEGATED_CONDITION_IN_ALLOW: a service control policy only limits",
    ),
    pytest.param(
        "IF_EXISTS_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:ResourceTag/env": "test"}}},
        id="IF_EXISTS_IN_ALLOW: without it",
    ),
    pytest.param(
        "IF_EXISTS_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringEqualsIfExists": {"aws:ResourceTag/env": "test"}}},
        id="IF_EXISTS_IN_ALLOW: a Deny",
    ),
    pytest.param(
        "IF_EXISTS_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"BoolIfExists": {"aws:ViaAWSService": "false"}}},
        id="IF_EXISTS_IN_ALLOW: a key that is always there",
    ),
    pytest.param(
        "MFA_IF_EXISTS_IN_ALLOW", PolicyKind.IDENTITY, {**ALLOW, **MFA}, id="MFA_IF_EXISTS_IN_ALLOW: without it"
    ),
    pytest.param(
        "MFA_IF_EXISTS_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
        id="MFA_IF_EXISTS_IN_ALLOW: a Deny",
    ),
    pytest.param(
        "MFA_DENY_WITHOUT_IF_EXISTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
        id="MFA_DENY_WITHOUT_IF_EXISTS: BoolIfExists",
    ),
    pytest.param(
        "MFA_DENY_WITHOUT_IF_EXISTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}},
        id="MFA_DENY_WITHOUT_IF_EXISTS: an Allow",
    ),
    pytest.param(
        "MFA_DENY_WITHOUT_IF_EXISTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
        id="MFA_DENY_WITHOUT_IF_EXISTS: true",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotLike": {"aws:TagKeys": "*"}}},
        id="EQUIVALENT_TO_NULL_FALSE: not every value",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotLikeIfExists": {"aws:TagKeys": "*"}}},
        id="REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION: or missing",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnLike": {"ex:key": "*"}}},
        id="EQUIVALENT_TO_NULL_FALSE: an ARN operator, and a value that may be no ARN",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:RequestTag/Project": "a*"}}},
        id="EQUIVALENT_TO_NULL_FALSE: some values",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:RequestTag/Project": "*"}}},
        id="EQUIVALENT_TO_NULL_FALSE: a star",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:RequestTag/Project": "false"}}},
        id="EQUIVALENT_TO_NULL_FALSE: Null",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_TRUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotLike": {"aws:RequestTag/Project": "a*"}}},
        id="EQUIVALENT_TO_NULL_TRUE: some values",
    ),
    pytest.param(
        "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:username": "*"}}},
        id="REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION: it asks for the key",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotLike": {"aws:TagKeys": "a*"}}},
        id="REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION: not like some",
    ),
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
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "StringEquals": {"aws:PrincipalOrgID": ["o-1", "o-22"]},
                "StringLike": {"aws:PrincipalOrgID": "o-2*"},
            },
        },
        id="CONDITIONS_CONTRADICT: a value that both take",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": "ann"}, "StringNotEquals": {"aws:username": "bob"}}},
        id="CONDITIONS_CONTRADICT: a value, and not another one",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {"StringEqualsIfExists": {"aws:username": "ann"}, "StringNotEquals": {"aws:username": "ann"}},
        },
        id="CONDITIONS_CONTRADICT: either may be missing",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:username": "true"}, "StringLike": {"aws:username": "*"}}},
        id="CONDITIONS_CONTRADICT: missing, or empty",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:username": "true"}, "StringNotEquals": {"aws:username": "ann"}}},
        id="CONDITIONS_CONTRADICT: missing, and not a value",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:username": "false"}, "StringEquals": {"aws:username": "ann"}}},
        id="CONDITIONS_CONTRADICT: there, and with a value",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {"ArnLike": {"aws:PrincipalArn": f"{ROLE}*"}, "ArnNotLike": {"aws:PrincipalArn": f"{ROLE}x"}},
        },
        id="CONDITIONS_CONTRADICT: a pattern, and not another one",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {"Bool": {"aws:SecureTransport": "true"}, "BoolIfExists": {"aws:SecureTransport": "TRUE"}},
        },
        id="CONDITIONS_CONTRADICT: true twice",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "NumericLessThanEquals": {"aws:MultiFactorAuthAge": "60"},
                "NumericGreaterThanEquals": {"aws:MultiFactorAuthAge": "60"},
            },
        },
        id="CONDITIONS_CONTRADICT: less, or the same, and more, or the same",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "NumericLessThan": {"aws:MultiFactorAuthAge": "60.1"},
                "NumericGreaterThan": {"aws:MultiFactorAuthAge": "60"},
            },
        },
        id="CONDITIONS_CONTRADICT: between",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "NumericEquals": {"aws:MultiFactorAuthAge": "0"},
                "NumericLessThan": {"aws:MultiFactorAuthAge": "1"},
            },
        },
        id="CONDITIONS_CONTRADICT: around zero",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "DateGreaterThan": {"aws:CurrentTime": "2026-01-01"},
                "DateLessThan": {"aws:CurrentTime": "2027-01-01"},
            },
        },
        id="CONDITIONS_CONTRADICT: for a year",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "DateGreaterThan": {"aws:CurrentTime": "1970-01-01T00:20:00Z"},
                "DateLessThan": {"aws:CurrentTime": "1970-01-01T00:50:00Z"},
            },
        },
        id="CONDITIONS_CONTRADICT: in the hour after the epoch, which is no year",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "IpAddress": {"aws:SourceIp": "203.0.0.0/16"},
                "NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"},
            },
        },
        id="CONDITIONS_CONTRADICT: in a range, and not in a part of it",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "ForAnyValue:StringEquals": {"aws:TagKeys": "a"},
                "ForAnyValue:StringLike": {"aws:TagKeys": "b*"},
            },
        },
        id="CONDITIONS_CONTRADICT: several values of one key",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"ex:key": "a"}, "StringLike": {"ex:key": "b*"}}},
        id="CONDITIONS_CONTRADICT: a key whose values nobody knows",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        policy(
            {
                **ALLOW,
                "Condition": {
                    "StringEquals": {"aws:username": "ann"},
                    "StringLike": {"aws:username": "${aws:PrincipalTag/n}"},
                },
            }
        ),
        id="CONDITIONS_CONTRADICT: a policy variable",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        policy(
            {
                **ALLOW,
                "Condition": {
                    "StringEquals": {"aws:username": "${aws:PrincipalTag/n}"},
                    "StringLike": {"aws:username": "b*"},
                },
            }
        ),
        id="CONDITIONS_CONTRADICT: a policy variable for the value",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": "ann", "aws:PrincipalTag/n": "bob"}}},
        id="CONDITIONS_CONTRADICT: two keys",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"BinaryEquals": {"aws:username": "YQ=="}, "StringLike": {"aws:username": "b*"}}},
        id="CONDITIONS_CONTRADICT: values that nobody compares",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "x"]},
                "NotIpAddress": {"aws:SourceIp": "x"},
            },
        },
        id="CONDITIONS_CONTRADICT: an unreadable range",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericEquals": {"aws:MultiFactorAuthAge": "x"}}},
        id="CONDITIONS_CONTRADICT: one that cannot be read is another matter",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:username": "true"}, "StringEquals": {"aws:username": ""}}},
        id="CONDITIONS_CONTRADICT: missing, and equal to nothing",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}, "BoolIfExists": {"aws:SecureTransport": "FALSE"}},
        },
        id="CONDITIONS_CONTRADICT: false twice",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "NumericGreaterThan": {"aws:MultiFactorAuthAge": "3"},
                "StringEquals": {"aws:MultiFactorAuthAge": "5"},
            },
        },
        id="CONDITIONS_CONTRADICT: a number, and the text of one",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "NumericLessThan": {"aws:MultiFactorAuthAge": "5"},
                "NumericLessThanIfExists": {"aws:MultiFactorAuthAge": "3"},
            },
        },
        id="CONDITIONS_CONTRADICT: less, and still less",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "NumericGreaterThan": {"aws:MultiFactorAuthAge": "5"},
                "NumericGreaterThanIfExists": {"aws:MultiFactorAuthAge": "3"},
            },
        },
        id="CONDITIONS_CONTRADICT: more, and still more",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "IpAddress": {"aws:SourceIp": "203.0.113.7/24"},
                "IpAddressIfExists": {"aws:SourceIp": "203.0.113.7/24"},
            },
        },
        id="CONDITIONS_CONTRADICT: bits after the prefix",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "IpAddress": {"aws:SourceIp": ["x", "203.0.113.0/24"]},
                "NotIpAddress": {"aws:SourceIp": "203.0.113.7"},
            },
        },
        id="CONDITIONS_CONTRADICT: a range after one that cannot be read",
    ),
    pytest.param(
        "CONDITIONS_CONTRADICT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "IpAddress": {"aws:SourceIp": "203.0.113.0/31"},
                "NotIpAddress": {"aws:SourceIp": "203.0.113.0"},
            },
        },
        id="CONDITIONS_CONTRADICT: one address is left",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:username": "ann"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: a key with one value is another matter",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"ForAllValues:StringEquals": {f"{GITHUB}:aud": "a"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: so is an audience",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:Null": {"aws:TagKeys": "true"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: Null itself",
    ),
    pytest.param(
        "INVALID_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-*"}}},
        id="INVALID_REGION: a wildcard is another matter",
    ),
    pytest.param(
        "INVALID_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:RequestedRegion": "true"}}},
        id="INVALID_REGION: Null",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "a"}}},
        id="NEGATED_CONDITION_IN_ALLOW: any value, of which there has to be one",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-12345678"}}},
        id="NEGATED_CONDITION_IN_ALLOW: IfExists is another matter",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(
    FOUND, SPARED, "values", "quantifiers", "presence", "condition_keys", "contradictions"
)
