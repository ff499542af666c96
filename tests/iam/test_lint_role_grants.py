"""Lint of the permission to pass roles and to make service-linked ones: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, ROLE, without

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:PassRole"},
        "Statement[0].Resource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_RESOURCE)",
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE: every resource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:*", "iam:PassRole"], "Resource": ["arn:aws:s3:::b", f"{ROLE}*"]},
        "Statement[0].Resource[1]: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_RESOURCE)",
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE: every role of an account",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012"},
        "Statement[0].Resource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_RESOURCE)",
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE: an ARN that IAM completes",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:Pass*"},
        "Statement[0].Resource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE)",
        id="PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: a wildcard",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "*"},
        "Statement[0].Resource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE)",
        id="PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: every action",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "s3:*"},
        "Statement[0].Resource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION)",
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: not excepted",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "Action": "iam:PassRole", "NotResource": f"{ROLE}admin"},
        "Statement[0].NotResource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_NOT_RESOURCE)",
        id="PASS_ROLE_WITH_NOT_RESOURCE: all but one",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "Action": "iam:Pass*", "NotResource": f"{ROLE}admin"},
        "Statement[0].NotResource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE)",
        id="PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: a wildcard",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Effect": "Allow", "NotAction": "s3:*", "NotResource": f"{ROLE}admin"},
        "Statement[0].NotResource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE)",
        id="PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: neither excepted",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:CreateServiceLinkedRole"},
        "Statement[0].Resource: it lets service-linked roles of any service be created; name the roles, or add a condition on iam:AWSServiceName (warning CREATE_SLR_WITH_STAR_IN_RESOURCE)",
        id="CREATE_SLR_WITH_STAR_IN_RESOURCE: every resource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:*", "iam:CreateServiceLinkedRole"], "Resource": ["arn:aws:s3:::b", f"{ROLE}*"]},
        "Statement[0].Resource[1]: it lets service-linked roles of any service be created; name the roles, or add a condition on iam:AWSServiceName (warning CREATE_SLR_WITH_STAR_IN_RESOURCE)",
        id="CREATE_SLR_WITH_STAR_IN_RESOURCE: every role of an account",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:Create*"},
        "Statement[0].Resource: it lets service-linked roles of any service be created; name the roles, or add a condition on iam:AWSServiceName (warning CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE)",
        id="CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: a wildcard",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "*"},
        "Statement[0].Resource: it lets service-linked roles of any service be created; name the roles, or add a condition on iam:AWSServiceName (warning CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE)",
        id="CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: every action",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "s3:*"},
        "Statement[0].Resource: it lets service-linked roles of any service be created; name the roles, or add a condition on iam:AWSServiceName (warning CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION)",
        id="CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: not excepted",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "Action": "iam:CreateServiceLinkedRole", "NotResource": f"{ROLE}admin"},
        "Statement[0].NotResource: it lets service-linked roles of any service be created; name the roles, or add a condition on iam:AWSServiceName (warning CREATE_SLR_WITH_NOT_RESOURCE)",
        id="CREATE_SLR_WITH_NOT_RESOURCE: all but one",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "Action": "iam:Create*", "NotResource": f"{ROLE}admin"},
        "Statement[0].NotResource: it lets service-linked roles of any service be created; name the roles, or add a condition on iam:AWSServiceName (warning CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE)",
        id="CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: a wildcard",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Effect": "Allow", "NotAction": "s3:*", "NotResource": f"{ROLE}admin"},
        "Statement[0].NotResource: it lets service-linked roles of any service be created; name the roles, or add a condition on iam:AWSServiceName (warning CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE)",
        id="CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: neither excepted",
    ),
]

SPARED = [
    pytest.param(
        "PASS_ROLE_WITH_STAR_IN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:PassRole", "Resource": f"{ROLE}service-role/ecs*"},
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE: some roles",
    ),
    pytest.param(
        "PASS_ROLE_WITH_STAR_IN_RESOURCE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "iam:PassRole",
            "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
        },
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE: to one service",
    ),
    pytest.param(
        "PASS_ROLE_WITH_STAR_IN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:PassRole", "Effect": "Deny"},
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE: a Deny",
    ),
    pytest.param(
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:*"},
        id="PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: another service",
    ),
    pytest.param(
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:PassRole"},
        id="PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: named",
    ),
    pytest.param(
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
        PolicyKind.BOUNDARY,
        {**ALLOW, "Action": "*"},
        id="PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: a boundary only limits",
    ),
    pytest.param(
        "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "iam:*"},
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: excepted",
    ),
    pytest.param(
        "PASS_ROLE_WITH_NOT_RESOURCE",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "Action": "iam:GetRole", "NotResource": f"{ROLE}admin"},
        id="PASS_ROLE_WITH_NOT_RESOURCE: another action",
    ),
    pytest.param(
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "Action": "iam:Get*", "NotResource": f"{ROLE}admin"},
        id="PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: another action",
    ),
    pytest.param(
        "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
        PolicyKind.IDENTITY,
        {"Effect": "Allow", "NotAction": "iam:*", "NotResource": f"{ROLE}admin"},
        id="PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: excepted",
    ),
    pytest.param(
        "CREATE_SLR_WITH_STAR_IN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:CreateServiceLinkedRole", "Resource": f"{ROLE}aws-service-role/ecs.amazonaws.com/*"},
        id="CREATE_SLR_WITH_STAR_IN_RESOURCE: some roles",
    ),
    pytest.param(
        "CREATE_SLR_WITH_STAR_IN_RESOURCE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "iam:CreateServiceLinkedRole",
            "Condition": {"StringEquals": {"iam:AWSServiceName": "ecs.amazonaws.com"}},
        },
        id="CREATE_SLR_WITH_STAR_IN_RESOURCE: to one service",
    ),
    pytest.param(
        "CREATE_SLR_WITH_STAR_IN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:CreateServiceLinkedRole", "Effect": "Deny"},
        id="CREATE_SLR_WITH_STAR_IN_RESOURCE: a Deny",
    ),
    pytest.param(
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:*"},
        id="CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: another service",
    ),
    pytest.param(
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:CreateServiceLinkedRole"},
        id="CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: named",
    ),
    pytest.param(
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
        PolicyKind.BOUNDARY,
        {**ALLOW, "Action": "*"},
        id="CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: a boundary only limits",
    ),
    pytest.param(
        "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "iam:*"},
        id="CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: excepted",
    ),
    pytest.param(
        "CREATE_SLR_WITH_NOT_RESOURCE",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "Action": "iam:GetRole", "NotResource": f"{ROLE}admin"},
        id="CREATE_SLR_WITH_NOT_RESOURCE: another action",
    ),
    pytest.param(
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "Action": "iam:Get*", "NotResource": f"{ROLE}admin"},
        id="CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: another action",
    ),
    pytest.param(
        "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
        PolicyKind.IDENTITY,
        {"Effect": "Allow", "NotAction": "iam:*", "NotResource": f"{ROLE}admin"},
        id="CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: excepted",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "role_grants")
