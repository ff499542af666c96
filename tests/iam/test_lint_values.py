"""Lint of the values of conditions: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, ROLE, policy

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
        {**ALLOW, "Condition": {"NumericEquals": {"aws:username": "5"}}},
        "Statement[0].Condition.NumericEquals.aws:username: NumericEquals does not go with aws:username, which is of type String; use an operator of the family String or Arn (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: a name as a number",
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
]

SPARED = [
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
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "values")
