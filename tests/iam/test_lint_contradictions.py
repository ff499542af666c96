"""Lint of conditions that no request meets: what each check finds, and what is near to it and is none.

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
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "contradictions")
