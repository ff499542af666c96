"""Lint of documents and of the elements of statements: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, BUCKET, MFA, RCP, REPORTS, ROLE, TRUST, policy, without

from pytest_fakests.iam import PolicyKind


def sized(size: int, statement: dict[str, Any]) -> dict[str, Any]:
    """A document of so many characters."""
    empty = json.dumps(policy({**statement, "Sid": ""}), separators=(",", ":"))
    return policy({**statement, "Sid": "x" * (size - len(empty))})


FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        policy(),
        "Statement: there is no statement; write one (error MISSING_STATEMENT)",
        id="MISSING_STATEMENT: an empty list",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Statement": [ALLOW]},
        'it has no Version; write "Version": "2012-10-17" (warning MISSING_VERSION)',
        id="MISSING_VERSION: no version",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        policy({**BUCKET, "Sid": "A"}, {**BUCKET, "Sid": "A", "Action": "s3:PutObject"}),
        'Statement[1].Sid: the Sid "A" appears twice; give each statement one of its own (warning UNIQUE_SIDS_RECOMMENDED)',
        id="UNIQUE_SIDS_RECOMMENDED: twice in a bucket policy",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        sized(6145, ALLOW),
        "it has 6145 characters, white space aside, and a managed policy may have 6144; split it into several (warning POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA)",
        id="POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: 6145 characters",
    ),
    pytest.param(
        PolicyKind.BOUNDARY,
        sized(6145, ALLOW),
        "it has 6145 characters, white space aside, and a managed policy may have 6144; split it into several (warning POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA)",
        id="POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: a boundary",
    ),
    pytest.param(
        PolicyKind.TRUST,
        sized(2049, TRUST),
        "it has 2049 characters, white space aside, and a role trust policy may have 2048; shorten it (warning POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA)",
        id="POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: 2049 characters",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, "Action": "S3:getobject"}),
        "Statement[1]: Statement[0] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: the same twice",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy({**ALLOW, **MFA}, {**ALLOW, "Action": ["s3:Get*", "s3:List*"]}),
        "Statement[0]: Statement[1] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: a narrower one first",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, "Effect": "Deny", "Action": "s3:*"}),
        "Statement[0]: Statement[1] denies all that it allows; remove one of them (warning ALLOW_COVERED_BY_DENY)",
        id="ALLOW_COVERED_BY_DENY: a wider Deny",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Sid": ""},
        "Statement[0].Sid: the Sid is empty; give it a value, or leave it out (suggestion EMPTY_SID_VALUE)",
        id="EMPTY_SID_VALUE: an empty Sid",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": []},
        "Statement[0].Action: it is empty, so the statement never applies; name what is meant (suggestion EMPTY_ARRAY_ACTION)",
        id="EMPTY_ARRAY_ACTION: no action",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": []},
        "Statement[0].NotAction: it is empty, so the statement never applies; name what is meant (suggestion EMPTY_ARRAY_ACTION)",
        id="EMPTY_ARRAY_ACTION: nothing excepted",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": []},
        "Statement[0].Resource: it is empty, so the statement never applies; name what is meant (suggestion EMPTY_ARRAY_RESOURCE)",
        id="EMPTY_ARRAY_RESOURCE: no resource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": []},
        "Statement[0].NotResource: it is empty, so the statement never applies; name what is meant (suggestion EMPTY_ARRAY_RESOURCE)",
        id="EMPTY_ARRAY_RESOURCE: nothing excepted",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": []}},
        "Statement[0].Principal: it names no principal, so the statement never applies; name one (suggestion EMPTY_ARRAY_PRINCIPAL)",
        id="EMPTY_ARRAY_PRINCIPAL: no principal",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {}},
        "Statement[0].Principal: it names no principal, so the statement never applies; name one (suggestion EMPTY_OBJECT_PRINCIPAL)",
        id="EMPTY_OBJECT_PRINCIPAL: an empty object",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**without(BUCKET, "Principal"), "Effect": "Deny", "NotPrincipal": {}},
        "Statement[0].NotPrincipal: it names no principal, so the statement never applies; name one (suggestion EMPTY_OBJECT_PRINCIPAL)",
        id="EMPTY_OBJECT_PRINCIPAL: in a NotPrincipal",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {}},
        "Statement[0].Condition: it is empty and narrows nothing; name condition keys, or leave it out (suggestion EMPTY_OBJECT_CONDITION)",
        id="EMPTY_OBJECT_CONDITION: no operator",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Bool": {}}},
        "Statement[0].Condition.Bool: it is empty and narrows nothing; name condition keys, or leave it out (suggestion EMPTY_OBJECT_CONDITION)",
        id="EMPTY_OBJECT_CONDITION: no key",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": ["s3:*", "*"]},
        "Statement[0].NotAction[1]: NotAction excludes everything, so the statement never applies; name what is meant (error EXCLUDES_EVERYTHING)",
        id="EXCLUDES_EVERYTHING: NotAction",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": "**"},
        "Statement[0].NotResource: NotResource excludes everything, so the statement never applies; name what is meant (error EXCLUDES_EVERYTHING)",
        id="EXCLUDES_EVERYTHING: NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["iam:Get*", "iam:List*", "iam:GetCredentialReport"]},
        'Statement[0].Action[2]: "iam:GetCredentialReport" is among what "iam:Get*" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: AC: Get* takes in one that gets",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject", "S3:getObject"]},
        'Statement[0].Action[1]: "S3:getObject" is among what "s3:GetObject" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: the same twice",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:GetRole", "Resource": [f"{ROLE}jane-admin", f"{ROLE}jane*"]},
        'Statement[0].Resource[0]: "arn:aws:iam::123456789012:role/jane-admin" is among what "arn:aws:iam::123456789012:role/jane*" matches; remove it (suggestion REDUNDANT_RESOURCE)',
        id="REDUNDANT_RESOURCE: AC: a pattern takes in one role",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Statement": [{**ALLOW, "Resource": REPORTS + "/${aws:username}"}]},
        'Statement[0].Resource: "arn:aws:s3:::reports/${aws:username}" is plain text: this version has no policy variables; write "Version": "2012-10-17" (error VARIABLE_UNSUPPORTED_IN_VERSION)',
        id="VARIABLE_UNSUPPORTED_IN_VERSION: in a resource, without a version",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            "Version": "2008-10-17",
            "Statement": {**ALLOW, "Condition": {"StringLike": {"s3:prefix": ["x", "${aws:username}/*"]}}},
        },
        'Statement.Condition.StringLike.s3:prefix[1]: "${aws:username}/*" is plain text: this version has no policy variables; write "Version": "2012-10-17" (error VARIABLE_UNSUPPORTED_IN_VERSION)',
        id="VARIABLE_UNSUPPORTED_IN_VERSION: in a condition, with the old version",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": "*:reports/x"},
        'Statement[0].NotResource: "*:reports/x" does not begin with "arn:"; write an ARN, or "*" (error INVALID_ARN_PREFIX)',
        id="INVALID_ARN_PREFIX: in a NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": "arn:aws:s3:reports"},
        'Statement[0].NotResource: "arn:aws:s3:reports" has 4 of an ARN\'s six fields; write arn:partition:service:region:account:resource (error MISSING_ARN_FIELD)',
        id="MISSING_ARN_FIELD: in a NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "*:reports/x"},
        'Statement[0].Resource: "*:reports/x" does not begin with "arn:"; write an ARN, or "*" (error INVALID_ARN_PREFIX)',
        id="INVALID_ARN_PREFIX: a wildcard in its place",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:awscn:s3:::reports"},
        'Statement[0].Resource: "awscn" is no partition of AWS; did you mean "aws-cn"? (error INVALID_PARTITION)',
        id="INVALID_PARTITION: misspelt, in a bucket policy",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:S3:::reports"},
        'Statement[0].Resource: no ARN has the service "S3"; write "s3" (error INVALID_ARN_SERVICE_CASE)',
        id="INVALID_ARN_SERVICE_CASE: upper case",
    ),
    pytest.param(
        PolicyKind.SERVICE_CONTROL,
        {**ALLOW, "Resource": "arn:aws:*code*::111122223333:*"},
        'Statement[0].Resource: "*code*" names more than one service; name each by itself (suggestion WILDCARD_IN_SERVICE_NAME)',
        id="WILDCARD_IN_SERVICE_NAME: AC: in a resource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:*", "*code*:List*"]},
        'Statement[0].Action[1]: "*code*" names more than one service; name each by itself (suggestion WILDCARD_IN_SERVICE_NAME)',
        id="WILDCARD_IN_SERVICE_NAME: in an action",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:reports"},
        'Statement[0].Resource: "arn:aws:s3:reports" has 4 of an ARN\'s six fields; write arn:partition:service:region:account:resource (error MISSING_ARN_FIELD)',
        id="MISSING_ARN_FIELD: four of six",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:12345678901:q"},
        'Statement[0].Resource: "12345678901" is no account id; write its 12 digits (error INVALID_ARN_ACCOUNT)',
        id="INVALID_ARN_ACCOUNT: eleven digits",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:prod:q"},
        'Statement[0].Resource: "prod" is no account id; write its 12 digits (error INVALID_ARN_ACCOUNT)',
        id="INVALID_ARN_ACCOUNT: a name",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Action": "iam:GetRole", "Resource": "arn:aws:iam::${aws:PrincipalAccount}:role/x"}),
        'Statement[0].Resource: the policy variable in "arn:aws:iam::${aws:PrincipalAccount}:role/x" is plain text before the fifth colon; write what it stands for, or a wildcard (error VARIABLE_BEFORE_RESOURCE_PART)',
        id="VARIABLE_BEFORE_RESOURCE_PART: for the account",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west:123456789012:q"},
        'Statement[0].Resource: "eu-west" is no Region; write it as "eu-west-1" (error INVALID_ARN_REGION)',
        id="INVALID_ARN_REGION: a Region cut short",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "iam:*"},
        'Statement[0].NotAction: it allows every action that it does not name, those of other services too; use "Action" (security warning ALLOW_WITH_NOT_ACTION)',
        id="ALLOW_WITH_NOT_ACTION: Allow",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": REPORTS},
        'Statement[0].NotResource: it allows every resource that it does not name; use "Resource" (security warning ALLOW_WITH_NOT_RESOURCE)',
        id="ALLOW_WITH_NOT_RESOURCE: Allow",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/deploy"},
        'Statement[0].Resource: "arn:aws:iam::*:role/deploy" is in every account; name the account of the roles (security warning ASSUME_ROLE_IN_ANY_ACCOUNT)',
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: a wildcard for the account",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:*", "sts:Assume*"]},
        'Statement[0].Resource: "*" is in every account; name the account of the roles (security warning ASSUME_ROLE_IN_ANY_ACCOUNT)',
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: every role",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports*"},
        'Statement[0].Resource: "arn:aws:s3:::reports*" is every bucket whose name begins so, and its objects; write "arn:aws:s3:::reports" for the bucket and "arn:aws:s3:::reports/*" for its objects (warning BUCKET_NAME_WITH_WILDCARD)',
        id="BUCKET_NAME_WITH_WILDCARD: the bucket",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports*/*"},
        'Statement[0].Resource: "arn:aws:s3:::reports*/*" is every bucket whose name begins so, and its objects; write "arn:aws:s3:::reports" for the bucket and "arn:aws:s3:::reports/*" for its objects (warning BUCKET_NAME_WITH_WILDCARD)',
        id="BUCKET_NAME_WITH_WILDCARD: its objects",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Effect": "Deny", "Condition": {"StringLike": {"s3:prefix": "private/*"}}},
        "Statement[0].Condition.StringLike.s3:prefix: StringLike in a Deny does not hide what is listed with a shorter prefix; allow with StringLike, or deny with StringNotLike (security warning S3_PREFIX_IN_NEGATIVE_CONTEXT)",
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: AC: Deny with StringLike",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Condition": {"StringNotLike": {"s3:prefix": "private/*"}}},
        "Statement[0].Condition.StringNotLike.s3:prefix: StringNotLike in an Allow does not hide what is listed with a shorter prefix; allow with StringLike, or deny with StringNotLike (security warning S3_PREFIX_IN_NEGATIVE_CONTEXT)",
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: AC: Allow with StringNotLike",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "dynamodb:Query",
            "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": "id"}},
        },
        'Statement[0].Condition.ForAllValues:StringEquals.dynamodb:Attributes: a request that names no attributes gets all; add "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"} (security warning DYNAMODB_ATTRIBUTES_WITHOUT_SELECT)',
        id="DYNAMODB_ATTRIBUTES_WITHOUT_SELECT: attributes alone",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Action"),
            "NotAction": "iam:*",
            "Effect": "Allow",
            "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}},
        },
        'Statement[0].Condition.StringEquals.aws:ResourceTag/owner: actions that do not know the tags of their resources have no aws:ResourceTag/owner and are not allowed; use "Action" (suggestion ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)',
        id="ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Allow",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Action"),
            "NotAction": "iam:*",
            "Effect": "Deny",
            "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}},
        },
        'Statement[0].Condition.StringEquals.aws:ResourceTag/owner: actions that do not know the tags of their resources have no aws:ResourceTag/owner and are not denied; use "Action" (security warning DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)',
        id="DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Deny",
    ),
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
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": ["s3:*", "ec2:*"]},
        'Statement[0].Action[1]: "ec2" knows no resource control policies; leave it out (error RCP_SYNTAX_ERROR_ACTION)',
        id="RCP_SYNTAX_ERROR_ACTION: a service that knows none",
    ),
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}},
        'Statement[0].Condition.StringNotEqualsIfExists.aws:PrincipalOrgID: services that call for you have none; add "BoolIfExists": {"aws:PrincipalIsAWSService": "false"} (warning RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY)',
        id="RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: an organization",
    ),
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Condition": {"StringNotEqualsIfExists": {"aws:SourceAccount": "123456789012"}}},
        'Statement[0].Condition.StringNotEqualsIfExists.aws:SourceAccount: users and roles have none; add "BoolIfExists": {"aws:PrincipalIsAWSService": "true"} (warning RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY)',
        id="RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY: a source",
    ),
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {
            **RCP,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-1"},
                "Bool": {"aws:PrincipalIsAWSService": "true"},
            },
        },
        'Statement[0].Condition.StringNotEqualsIfExists.aws:SourceOrgID: services that do not tell a source have none; add "Null": {"aws:SourceAccount": "false"} (warning RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK)',
        id="RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK: an organization of the source",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        policy(BUCKET, BUCKET),
        "Statement[1]: Statement[0] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: the same twice, for a principal",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy({**without(ALLOW, "Action"), "NotAction": "s3:*"}, {**without(ALLOW, "Action"), "NotAction": "s3:*"}),
        "Statement[1]: Statement[0] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: all but the same actions",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy(
            {**without(ALLOW, "Resource"), "NotResource": REPORTS},
            {**without(ALLOW, "Resource"), "NotResource": REPORTS},
        ),
        "Statement[1]: Statement[0] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: all but the same resource",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**without(BUCKET, "Principal"), "Effect": "Deny", "NotPrincipal": {"AWS": []}},
        "Statement[0].NotPrincipal: it names no principal, so the statement never applies; name one (suggestion EMPTY_ARRAY_PRINCIPAL)",
        id="EMPTY_ARRAY_PRINCIPAL: in a NotPrincipal",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": ["s3:Get*", "s3:GetObject"]},
        'Statement[0].NotAction[1]: "s3:GetObject" is among what "s3:Get*" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: in a NotAction",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get*Acl", "s3:GetObjectAcl"]},
        'Statement[0].Action[1]: "s3:GetObjectAcl" is among what "s3:Get*Acl" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: a star in the middle",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get?", "s3:Get*"]},
        'Statement[0].Action[0]: "s3:Get?" is among what "s3:Get*" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: any one character is among any number of them",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get?bject", "s3:GetObject"]},
        'Statement[0].Action[1]: "s3:GetObject" is among what "s3:Get?bject" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: a question mark takes in one that gets",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": [f"{REPORTS}/*", f"{REPORTS}/x"]},
        'Statement[0].NotResource[1]: "arn:aws:s3:::reports/x" is among what "arn:aws:s3:::reports/*" matches; remove it (suggestion REDUNDANT_RESOURCE)',
        id="REDUNDANT_RESOURCE: in a NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Statement": [{**without(ALLOW, "Resource"), "NotResource": REPORTS + "/${aws:username}"}]},
        'Statement[0].NotResource: "arn:aws:s3:::reports/${aws:username}" is plain text: this version has no policy variables; write "Version": "2012-10-17" (error VARIABLE_UNSUPPORTED_IN_VERSION)',
        id="VARIABLE_UNSUPPORTED_IN_VERSION: in a NotResource",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws:S3"},
        'Statement[0].Resource: no ARN has the service "S3"; write "s3" (error INVALID_ARN_SERVICE_CASE)',
        id="INVALID_ARN_SERVICE_CASE: the end of the ARN",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "s?:List*"},
        'Statement[0].NotAction: "s?" names more than one service; name each by itself (suggestion WILDCARD_IN_SERVICE_NAME)',
        id="WILDCARD_IN_SERVICE_NAME: in a NotAction, one character",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws:s?:*"},
        'Statement[0].Resource: "s?" names more than one service; name each by itself (suggestion WILDCARD_IN_SERVICE_NAME)',
        id="WILDCARD_IN_SERVICE_NAME: in an ARN that is cut short, one character",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*"},
        'Statement[0].Resource: "arn:aws:iam::*" is in every account; name the account of the roles (security warning ASSUME_ROLE_IN_ANY_ACCOUNT)',
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: an ARN that IAM completes",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::s3*"},
        'Statement[0].Resource: "arn:aws:s3:::s3*" is every bucket whose name begins so, and its objects; write "arn:aws:s3:::s3" for the bucket and "arn:aws:s3:::s3/*" for its objects (warning BUCKET_NAME_WITH_WILDCARD)',
        id="BUCKET_NAME_WITH_WILDCARD: a bucket with the name of the service",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012"},
        "Statement[0].Resource: it lets any role be passed to a service; name the roles, or add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_RESOURCE)",
        id="PASS_ROLE_WITH_STAR_IN_RESOURCE: an ARN that IAM completes",
    ),
]

SPARED = [
    *(
        pytest.param(
            code, PolicyKind.IDENTITY, {**ALLOW, "Resource": "arn:aws:s3:reports:x"}, id=f"{code}: an ARN that has none"
        )
        for code in ("INVALID_ARN_ACCOUNT", "INVALID_ARN_REGION")
    ),
    pytest.param("MISSING_STATEMENT", PolicyKind.IDENTITY, policy(ALLOW), id="MISSING_STATEMENT: one statement"),
    pytest.param(
        "MISSING_VERSION",
        PolicyKind.IDENTITY,
        {"Version": "2008-10-17", "Statement": [ALLOW]},
        id="MISSING_VERSION: an old version",
    ),
    pytest.param("MISSING_VERSION", PolicyKind.IDENTITY, ALLOW, id="MISSING_VERSION: a statement alone"),
    pytest.param(
        "UNIQUE_SIDS_RECOMMENDED",
        PolicyKind.RESOURCE,
        policy({**BUCKET, "Sid": "A"}, {**BUCKET, "Sid": "a"}),
        id="UNIQUE_SIDS_RECOMMENDED: different Sids",
    ),
    pytest.param(
        "UNIQUE_SIDS_RECOMMENDED",
        PolicyKind.RESOURCE,
        policy(BUCKET, {**BUCKET, "Action": "s3:PutObject"}),
        id="UNIQUE_SIDS_RECOMMENDED: no Sids",
    ),
    pytest.param(
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        PolicyKind.IDENTITY,
        sized(6144, ALLOW),
        id="POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: 6144 characters",
    ),
    pytest.param(
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        PolicyKind.RESOURCE,
        sized(6145, BUCKET),
        id="POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: another kind of policy",
    ),
    pytest.param(
        "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
        PolicyKind.TRUST,
        sized(2048, TRUST),
        id="POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: 2048 characters",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, "Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"{REPORTS}/*"}),
        id="REDUNDANT_STATEMENT: more actions",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, "Effect": "Deny"}),
        id="REDUNDANT_STATEMENT: another effect",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy({**ALLOW, **MFA}, {**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}),
        id="REDUNDANT_STATEMENT: another condition",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.RESOURCE,
        policy(BUCKET, {**BUCKET, "Principal": {"AWS": "999999999999"}}),
        id="REDUNDANT_STATEMENT: another principal",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy(ALLOW, {**without(ALLOW, "Action"), "NotAction": "s3:GetObject"}),
        id="REDUNDANT_STATEMENT: what is named, and what is not",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Action": []}, ALLOW),
        id="REDUNDANT_STATEMENT: empty lists",
    ),
    pytest.param(
        "ALLOW_COVERED_BY_DENY",
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, **MFA, "Effect": "Deny", "Action": "s3:*"}),
        id="ALLOW_COVERED_BY_DENY: a Deny with a condition",
    ),
    pytest.param(
        "ALLOW_COVERED_BY_DENY",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Action": "s3:*"}, {**ALLOW, "Effect": "Deny"}),
        id="ALLOW_COVERED_BY_DENY: a narrower Deny",
    ),
    pytest.param("EMPTY_SID_VALUE", PolicyKind.IDENTITY, {**ALLOW, "Sid": "A"}, id="EMPTY_SID_VALUE: a Sid"),
    pytest.param(
        "EMPTY_ARRAY_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject"]},
        id="EMPTY_ARRAY_ACTION: one action",
    ),
    pytest.param("EMPTY_ARRAY_RESOURCE", PolicyKind.IDENTITY, ALLOW, id="EMPTY_ARRAY_RESOURCE: one resource"),
    pytest.param(
        "EMPTY_ARRAY_PRINCIPAL",
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": [], "Service": "lambda.amazonaws.com"}},
        id="EMPTY_ARRAY_PRINCIPAL: one list of two is empty",
    ),
    pytest.param("EMPTY_OBJECT_PRINCIPAL", PolicyKind.RESOURCE, BUCKET, id="EMPTY_OBJECT_PRINCIPAL: a principal"),
    pytest.param(
        "EMPTY_OBJECT_CONDITION", PolicyKind.IDENTITY, {**ALLOW, **MFA}, id="EMPTY_OBJECT_CONDITION: a condition"
    ),
    pytest.param("EMPTY_OBJECT_CONDITION", PolicyKind.IDENTITY, ALLOW, id="EMPTY_OBJECT_CONDITION: no Condition"),
    pytest.param(
        "EXCLUDES_EVERYTHING", PolicyKind.IDENTITY, {**ALLOW, "Action": "*"}, id="EXCLUDES_EVERYTHING: Action"
    ),
    pytest.param(
        "EXCLUDES_EVERYTHING",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "s3:*"},
        id="EXCLUDES_EVERYTHING: one service",
    ),
    pytest.param(
        "REDUNDANT_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["iam:Get*", "iam:*CredentialReport"]},
        id="REDUNDANT_ACTION: AC: an overlap is none",
    ),
    pytest.param(
        "REDUNDANT_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get?", "s3:Get*t"]},
        id="REDUNDANT_ACTION: one character and any number of them",
    ),
    pytest.param(
        "REDUNDANT_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": [f"{REPORTS}/*", f"{REPORTS.upper()}/x".replace("ARN:AWS:S3", "arn:aws:s3")]},
        id="REDUNDANT_RESOURCE: another case",
    ),
    pytest.param(
        "REDUNDANT_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": [REPORTS + "/${aws:username}", REPORTS + "/ann"]},
        id="REDUNDANT_RESOURCE: a policy variable",
    ),
    pytest.param(
        "VARIABLE_UNSUPPORTED_IN_VERSION",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Resource": REPORTS + "/${aws:username}"}),
        id="VARIABLE_UNSUPPORTED_IN_VERSION: the current version",
    ),
    pytest.param(
        "VARIABLE_UNSUPPORTED_IN_VERSION",
        PolicyKind.IDENTITY,
        {"Statement": [{**ALLOW, "Resource": REPORTS + "/$aws"}]},
        id="VARIABLE_UNSUPPORTED_IN_VERSION: a dollar sign",
    ),
    pytest.param(
        "INVALID_ARN_PREFIX",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": ["*", "**"]},
        id="INVALID_ARN_PREFIX: everything",
    ),
    pytest.param(
        "INVALID_PARTITION",
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws-us-gov:s3:::reports"},
        id="INVALID_PARTITION: one of AWS",
    ),
    pytest.param(
        "INVALID_PARTITION",
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws*:s3:::reports"},
        id="INVALID_PARTITION: a wildcard",
    ),
    pytest.param(
        "INVALID_ARN_SERVICE_CASE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::Reports"},
        id="INVALID_ARN_SERVICE_CASE: upper case elsewhere",
    ),
    pytest.param(
        "WILDCARD_IN_SERVICE_NAME",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "*"},
        id="WILDCARD_IN_SERVICE_NAME: every action",
    ),
    pytest.param(
        "WILDCARD_IN_SERVICE_NAME",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:*", "Resource": "arn:aws:s3:*"},
        id="WILDCARD_IN_SERVICE_NAME: every action of a service",
    ),
    pytest.param(
        "MISSING_ARN_FIELD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:logs:*"},
        id="MISSING_ARN_FIELD: a wildcard for those that miss",
    ),
    pytest.param(
        "MISSING_ARN_FIELD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:logs:eu-west-1:123456789012:log-group:a:*"},
        id="MISSING_ARN_FIELD: more colons",
    ),
    pytest.param(
        "INVALID_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:iam::aws:policy/X"},
        id="INVALID_ARN_ACCOUNT: AWS itself",
    ),
    pytest.param(
        "INVALID_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:iam::1234*:role/x"},
        id="INVALID_ARN_ACCOUNT: a wildcard",
    ),
    pytest.param(
        "INVALID_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports"},
        id="INVALID_ARN_ACCOUNT: none",
    ),
    pytest.param(
        "INVALID_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:sqs:eu-west-1:123456789012:q"},
        id="INVALID_ARN_ACCOUNT: twelve digits",
    ),
    pytest.param(
        "VARIABLE_BEFORE_RESOURCE_PART",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Resource": REPORTS + "/${aws:PrincipalAccount}"}),
        id="VARIABLE_BEFORE_RESOURCE_PART: after the fifth colon",
    ),
    pytest.param(
        "INVALID_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:us-gov-west-1:123456789012:q"},
        id="INVALID_ARN_REGION: a Region",
    ),
    pytest.param(
        "INVALID_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:ap-southeast-5:123456789012:q"},
        id="INVALID_ARN_REGION: a longer one",
    ),
    pytest.param(
        "INVALID_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-*:123456789012:q"},
        id="INVALID_ARN_REGION: a wildcard",
    ),
    pytest.param(
        "INVALID_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs::123456789012:q"},
        id="INVALID_ARN_REGION: none",
    ),
    pytest.param(
        "ALLOW_WITH_NOT_ACTION",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "iam:*", "Effect": "Deny"},
        id="ALLOW_WITH_NOT_ACTION: Deny",
    ),
    pytest.param(
        "ALLOW_WITH_NOT_ACTION",
        PolicyKind.BOUNDARY,
        {**without(ALLOW, "Action"), "NotAction": "iam:*"},
        id="ALLOW_WITH_NOT_ACTION: a boundary only limits",
    ),
    pytest.param(
        "ALLOW_WITH_NOT_RESOURCE",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": REPORTS, "Effect": "Deny"},
        id="ALLOW_WITH_NOT_RESOURCE: Deny",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Resource": f"{ROLE}*"},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: one account",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:ResourceOrgID": "o-1"}}},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: accounts of the organization",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "*"},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: an administrator",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:GetCallerIdentity"},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: another action of STS",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Effect": "Deny"},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: a Deny",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::*"},
        id="BUCKET_NAME_WITH_WILDCARD: every bucket",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports-*"},
        id="BUCKET_NAME_WITH_WILDCARD: a prefix that ends",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports/*"},
        id="BUCKET_NAME_WITH_WILDCARD: its objects",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports/q*"},
        id="BUCKET_NAME_WITH_WILDCARD: objects that begin alike",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:eu-west-1:123456789012:accesspoint/a*"},
        id="BUCKET_NAME_WITH_WILDCARD: an access point",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:sqs:::reports*"},
        id="BUCKET_NAME_WITH_WILDCARD: another service",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Resource": "arn:aws:s3:::reports*"},
        id="BUCKET_NAME_WITH_WILDCARD: a Deny",
    ),
    pytest.param(
        "S3_PREFIX_IN_NEGATIVE_CONTEXT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Condition": {"StringLike": {"s3:prefix": "private/*"}}},
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: AC: Allow with StringLike",
    ),
    pytest.param(
        "S3_PREFIX_IN_NEGATIVE_CONTEXT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "s3:ListBucket",
            "Effect": "Deny",
            "Condition": {"StringNotLike": {"s3:prefix": "private/*"}},
        },
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: AC: Deny with StringNotLike",
    ),
    pytest.param(
        "S3_PREFIX_IN_NEGATIVE_CONTEXT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Effect": "Deny", "Condition": {"Null": {"s3:prefix": "true"}}},
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: Null",
    ),
    pytest.param(
        "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "dynamodb:Query",
            "Condition": {
                "ForAllValues:StringEquals": {"dynamodb:Attributes": "id"},
                "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
            },
        },
        id="DYNAMODB_ATTRIBUTES_WITHOUT_SELECT: and what is selected",
    ),
    pytest.param(
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Action"),
            "NotAction": "iam:*",
            "Effect": "Deny",
            "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}},
        },
        id="ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Deny",
    ),
    pytest.param(
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}}},
        id="ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Action",
    ),
    pytest.param(
        "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Action"),
            "NotAction": "iam:*",
            "Effect": "Allow",
            "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}},
        },
        id="DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Allow",
    ),
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
    pytest.param(
        "RCP_SYNTAX_ERROR_ACTION",
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": ["S3:*", "sts:*", "kms:*"]},
        id="RCP_SYNTAX_ERROR_ACTION: services that AWS lists",
    ),
    pytest.param(
        "RCP_SYNTAX_ERROR_ACTION",
        PolicyKind.SERVICE_CONTROL,
        {**ALLOW, "Effect": "Deny", "Action": "ec2:*"},
        id="RCP_SYNTAX_ERROR_ACTION: another kind of policy",
    ),
    pytest.param(
        "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
        PolicyKind.RESOURCE_CONTROL,
        {
            **RCP,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        },
        id="RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: services aside",
    ),
    pytest.param(
        "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}},
        id="RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: another kind of policy",
    ),
    pytest.param(
        "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
        PolicyKind.RESOURCE_CONTROL,
        {
            **RCP,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:SourceAccount": "123456789012"},
                "Bool": {"aws:PrincipalIsAWSService": "true"},
            },
        },
        id="RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY: services alone",
    ),
    pytest.param(
        "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
        PolicyKind.RESOURCE_CONTROL,
        {
            **RCP,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-1"},
                "Null": {"aws:SourceAccount": "false"},
            },
        },
        id="RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK: a source that is there",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy({**without(ALLOW, "Action"), "NotAction": "s3:*"}, {**without(ALLOW, "Action"), "NotAction": "iam:*"}),
        id="REDUNDANT_STATEMENT: all but other actions",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy(
            {**without(ALLOW, "Resource"), "NotResource": REPORTS},
            {**without(ALLOW, "Resource"), "NotResource": f"{REPORTS}/*"},
        ),
        id="REDUNDANT_STATEMENT: all but other resources",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Resource": f"{REPORTS}/a"}, {**ALLOW, "Resource": f"{REPORTS}/A"}),
        id="REDUNDANT_STATEMENT: a resource in another case",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.RESOURCE,
        policy(
            *(
                {**without(BUCKET, "Principal"), "Effect": "Deny", "NotPrincipal": {"AWS": account}}
                for account in ("123456789012", "999999999999")
            )
        ),
        id="REDUNDANT_STATEMENT: all but other principals",
    ),
    pytest.param(
        "REDUNDANT_RESOURCE",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Resource": [REPORTS + "/${*}", REPORTS + "/${aws:username}"]}),
        id="REDUNDANT_RESOURCE: a star that is none",
    ),
    pytest.param(
        "INVALID_ARN_SERVICE_CASE",
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws"},
        id="INVALID_ARN_SERVICE_CASE: an ARN without a service",
    ),
    pytest.param(
        "WILDCARD_IN_SERVICE_NAME",
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws:*"},
        id="WILDCARD_IN_SERVICE_NAME: an ARN that is cut short there",
    ),
    pytest.param(
        "RCP_SYNTAX_ERROR_ACTION",
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": ["s*:Get*", "s?:Get*"]},
        id="RCP_SYNTAX_ERROR_ACTION: wildcards in services",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(
    FOUND, SPARED, "documents", "elements", "arns", "grants", "role_grants", "organizations"
)
