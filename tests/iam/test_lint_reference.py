"""Lint against AWS's Service Authorization Reference, and what is near to what it finds and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, OIDC, REPORTS, SAML, policy, without

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject", "dynamobd:GetItem"], "Resource": "*"},
        'Statement[0].Action[1]: there is no service "dynamobd"; did you mean "dynamodb"? (error INVALID_SERVICE_IN_ACTION)',
        id="INVALID_SERVICE_IN_ACTION: misspelt",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Effect": "Deny", "NotAction": "xxxxxxxxxx:*", "Resource": "*"},
        'Statement[0].NotAction: there is no service "xxxxxxxxxx"; see the Service Authorization Reference (error INVALID_SERVICE_IN_ACTION)',
        id="INVALID_SERVICE_IN_ACTION: excepted, like none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObjct", "Resource": "*"},
        'Statement[0].Action: "s3:GetObjct" is no action; did you mean "s3:GetObject"? (error INVALID_ACTION)',
        id="INVALID_ACTION: misspelt",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get*", "s3:Obtain*"], "Resource": "*"},
        'Statement[0].Action[1]: "s3:Obtain*" matches no action; see the Service Authorization Reference (error INVALID_ACTION)',
        id="INVALID_ACTION: a pattern that matches none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObjct?", "Resource": "*"},
        'Statement[0].Action: "s3:GetObjct?" matches no action; see the Service Authorization Reference (error INVALID_ACTION)',
        id="INVALID_ACTION: a question mark",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "dynamodb:*Item", "Resource": "*"},
        'Statement[0].Action: "dynamodb:*Item" also matches dynamodb:BatchWriteItem, which changes things; name the actions (suggestion WILDCARD_ACROSS_ACCESS_LEVELS)',
        id="WILDCARD_ACROSS_ACCESS_LEVELS: reading and writing",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*e*", "Resource": "*"},
        'Statement[0].Action: "sqs:*e*" also matches sqs:AddPermission, which manages permissions; name the actions (suggestion WILDCARD_ACROSS_ACCESS_LEVELS)',
        id="WILDCARD_ACROSS_ACCESS_LEVELS: permissions among others",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject", "s3:PutBucketPolicy"], "Resource": "arn:aws:s3:::reports/*"},
        'Statement[0].Action[1]: s3:PutBucketPolicy takes none of the resources; it takes "arn:*:s3:::*" (warning ACTION_TAKES_NO_SUCH_RESOURCE)',
        id="ACTION_TAKES_NO_SUCH_RESOURCE: objects for a bucket",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "ec2:DescribeInstances", "Resource": "arn:aws:ec2:*:*:instance/*"},
        'Statement[0].Action: ec2:DescribeInstances takes none of the resources; it takes "*" alone (warning ACTION_TAKES_NO_SUCH_RESOURCE)',
        id="ACTION_TAKES_NO_SUCH_RESOURCE: an action that takes everything only",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::reports"},
        'Statement[0].Action: s3:ListAllMyBuckets takes none of the resources; it takes "*" alone (warning ACTION_TAKES_NO_SUCH_RESOURCE)',
        id="ACTION_TAKES_NO_SUCH_RESOURCE: one bucket to list all",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sns:eu-west-1:123456789012:topic"},
        'Statement[0].Action: sqs:SendMessage takes none of the resources; it takes "arn:*:sqs:*:*:*" (warning ACTION_TAKES_NO_SUCH_RESOURCE)',
        id="ACTION_TAKES_NO_SUCH_RESOURCE: another service",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]},
        'Statement[0].Resource[0]: no action of the statement takes "arn:aws:s3:::reports"; name an action that does, or remove it (warning RESOURCE_OF_NO_ACTION)',
        id="RESOURCE_OF_NO_ACTION: a bucket for objects",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "lambda:GetFunction", "Resource": "arn:aws:lambda:eu-west-1:123456789012:functions:f"},
        'Statement[0].Resource: "arn:aws:lambda:eu-west-1:123456789012:functions:f" is no resource of its service; write it as "arn:*:lambda:*:*:function:*" or "arn:*:lambda:*:*:function:*:*" (error INVALID_ARN_RESOURCE)',
        id="INVALID_ARN_RESOURCE: a misspelt type",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObject", "Resource": "arn:aws:s3:eu-west-1::reports/*"},
        'Statement[0].Resource: "arn:aws:s3:eu-west-1::reports/*" has a Region, and such resources have none; leave the Region empty (error ARN_REGION_NOT_ALLOWED)',
        id="ARN_REGION_NOT_ALLOWED: an object",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs::123456789012:q"},
        'Statement[0].Resource: "arn:aws:sqs::123456789012:q" has no Region; write the Region, or "*" (error MISSING_ARN_REGION)',
        id="MISSING_ARN_REGION: a queue",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Resource": "arn:aws:s3::123456789012:reports"},
        'Statement[0].Resource: "arn:aws:s3::123456789012:reports" has an account, and such resources have none; leave it empty (error ARN_ACCOUNT_NOT_ALLOWED)',
        id="ARN_ACCOUNT_NOT_ALLOWED: a bucket",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1::q"},
        'Statement[0].Resource: "arn:aws:sqs:eu-west-1::q" has no account; write the account id, or "*" (error MISSING_ARN_ACCOUNT)',
        id="MISSING_ARN_ACCOUNT: a queue",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringEquals": {"sqss:x": "y"}}},
        'Statement[0].Condition.StringEquals.sqss:x: there is no service "sqss"; did you mean "sqs"? (error INVALID_SERVICE)',
        id="INVALID_SERVICE: of a condition key",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringEquals": {"s3:prefx": "x"}}},
        'Statement[0].Condition.StringEquals.s3:prefx: there is no key s3:prefx; did you mean "s3:prefix"? (error INVALID_SERVICE_CONDITION_KEY)',
        id="INVALID_SERVICE_CONDITION_KEY: misspelt",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": ["s3:ListBucket", "s3:GetObject"],
            "Condition": {"StringEquals": {"s3:prefix": "x"}},
        },
        "Statement[0].Condition.StringEquals.s3:prefix: requests for s3:GetObject do not have s3:prefix; move these actions to a statement of their own (error UNSUPPORTED_ACTION_FOR_CONDITION_KEY)",
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: one of two actions",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringNotEquals": {"s3:prefix": "x"}}},
        "Statement[0].Condition.StringNotEquals.s3:prefix: requests for s3:GetObject do not have s3:prefix; move these actions to a statement of their own (error UNSUPPORTED_ACTION_FOR_CONDITION_KEY)",
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: a negated one always holds",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": ["ec2:StartInstances", "ec2:DescribeInstances"],
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        "Statement[0].Condition.StringEquals.aws:ResourceTag/team: requests for ec2:DescribeInstances do not know the tags of their resource and are not allowed; move these actions to a statement of their own (suggestion ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)",
        id="ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: an action without resources",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "ec2:DescribeInstances",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        "Statement[0].Condition.StringEquals.aws:ResourceTag/team: requests for ec2:DescribeInstances do not know the tags of their resource and are not denied; move these actions to a statement of their own (security warning DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)",
        id="DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: an action without resources",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringEquals": {"s3:TlsVersion": "1.2"}}},
        "Statement[0].Condition.StringEquals.s3:TlsVersion: StringEquals does not go with s3:TlsVersion, which is of type Numeric; use an operator of the family Numeric (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: a key of a service",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "s3:ListBucket",
            "Condition": {"ForAllValues:StringEquals": {"s3:prefix": "x"}},
        },
        "Statement[0].Condition.ForAllValues:StringEquals.s3:prefix: ForAllValues holds where the request does not have s3:prefix, which has one value; leave ForAllValues out (security warning FORALLVALUES_WITH_SINGLE_VALUED_KEY)",
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: a key of a service",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "dynamodb:GetItem",
            "Condition": {"StringEquals": {"dynamodb:Attributes": "id"}},
        },
        "Statement[0].Condition.StringEquals.dynamodb:Attributes: a request has several values of dynamodb:Attributes; write ForAllValues: or ForAnyValue: before it (error MISSING_QUALIFIER)",
        id="MISSING_QUALIFIER: a key of a service",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["dynamodb:*", "dynamodb:???Item"]},
        'Statement[0].Action[1]: "dynamodb:???Item" also matches dynamodb:PutItem, which changes things; name the actions (suggestion WILDCARD_ACROSS_ACCESS_LEVELS)',
        id="WILDCARD_ACROSS_ACCESS_LEVELS: question marks, after every action",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "lambda:*Tag*"},
        'Statement[0].Action: "lambda:*Tag*" also matches lambda:TagResource, which changes things; name the actions (suggestion WILDCARD_ACROSS_ACCESS_LEVELS)',
        id="WILDCARD_ACROSS_ACCESS_LEVELS: reading and writing tags",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "dynamodb:Query", "Resource": "arn:aws:s3:::reports"},
        'Statement[0].Action: dynamodb:Query takes none of the resources; it takes "arn:*:dynamodb:*:*:table/*" or "arn:*:dynamodb:*:*:table/*/index/*" (warning ACTION_TAKES_NO_SUCH_RESOURCE)',
        id="ACTION_TAKES_NO_SUCH_RESOURCE: an action with resources of two types",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "cloudformation:TagResource", "Resource": "arn:aws:s3:::reports"},
        'Statement[0].Action: cloudformation:TagResource takes none of the resources; it takes "arn:*:cloudformation:*:*:changeSet/*/*" or "arn:*:cloudformation:*:*:stack/*/*" and others (warning ACTION_TAKES_NO_SUCH_RESOURCE)',
        id="ACTION_TAKES_NO_SUCH_RESOURCE: an action with resources of three types",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": ["s3:ListBucket", "s3:GetObject", "s3:PutObject"],
            "Condition": {"StringEquals": {"s3:prefix": "x"}},
        },
        "Statement[0].Condition.StringEquals.s3:prefix: requests for s3:GetObject and s3:PutObject do not have s3:prefix; move these actions to a statement of their own (error UNSUPPORTED_ACTION_FOR_CONDITION_KEY)",
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: two of three actions",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": ["ec2:DescribeInstances", "ec2:DescribeVpcs"],
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        "Statement[0].Condition.StringEquals.aws:ResourceTag/team: requests for ec2:DescribeInstances and ec2:DescribeVpcs do not know the tags of their resource and are not allowed; move these actions to a statement of their own (suggestion ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)",
        id="ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: two actions without resources",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Resource"),
            "NotResource": ["arn:aws:s3:::reports/*", "arn:aws:s3:eu-west-1:123456789012:b"],
        },
        'Statement[0].NotResource[1]: "arn:aws:s3:eu-west-1:123456789012:b" is no resource of its service; write it as "arn:*:s3:us-west-2:*:async-request/mrap/*/*" or "arn:*:s3:::*" (error INVALID_ARN_RESOURCE)',
        id="INVALID_ARN_RESOURCE: a bucket with Region and account, in a NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "sqs:SendMessage",
            "Resource": ["arn:aws:sqs:eu-west-1:123456789012:q", "arn:aws:sqs::123456789012:q"],
        },
        'Statement[0].Resource[1]: "arn:aws:sqs::123456789012:q" has no Region; write the Region, or "*" (error MISSING_ARN_REGION)',
        id="MISSING_ARN_REGION: the second of two queues",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:::parameter/app"},
        'Statement[0].Resource: "arn:aws:ssm:::parameter/app" has no Region; write the Region, or "*" (error MISSING_ARN_REGION)',
        id="MISSING_ARN_REGION: a resource of AWS's own",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "dynamodb:GetItem",
            "Condition": {"ForAllValues:NumericEquals": {"dynamodb:Attributes": "5"}},
        },
        "Statement[0].Condition.ForAllValues:NumericEquals.dynamodb:Attributes: ForAllValues:NumericEquals does not go with dynamodb:Attributes, which is of type String; use an operator of the family String or Arn (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: a key of a service with several values",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "s3:GetObjct"},
        'Statement[0].NotAction: "s3:GetObjct" is no action; did you mean "s3:GetObject"? (error INVALID_ACTION)',
        id="INVALID_ACTION: excepted",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "s3:DescribeMultiRegionAccessPointOperation",
            "Resource": "arn:aws:s3:eu-west-1:123456789012:async-request/mrap/x/y",
        },
        'Statement[0].Resource: "arn:aws:s3:eu-west-1:123456789012:async-request/mrap/x/y" is no resource of its service; write it as "arn:*:s3:us-west-2:*:async-request/mrap/*/*" or "arn:*:s3-object-lambda:*:*:accesspoint/*" (error INVALID_ARN_RESOURCE)',
        id="INVALID_ARN_RESOURCE: another Region than the one that has them",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "s3:DescribeMultiRegionAccessPointOperation",
            "Resource": "arn:aws:s3::123456789012:async-request/mrap/x/y",
        },
        'Statement[0].Resource: "arn:aws:s3::123456789012:async-request/mrap/x/y" has no Region; write the Region, or "*" (error MISSING_ARN_REGION)',
        id="MISSING_ARN_REGION: there is one alone",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**SAML, "Condition": {"StringEquals": {"SAML:cn": "ann"}}},
        "Statement[0].Condition.StringEquals.SAML:cn: a request has several values of saml:cn; write ForAllValues: or ForAnyValue: before it (error MISSING_QUALIFIER)",
        id="MISSING_QUALIFIER: a key of an assertion",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:logs:*"},
        'Statement[0].Action: sqs:SendMessage takes none of the resources; it takes "arn:*:sqs:*:*:*" (warning ACTION_TAKES_NO_SUCH_RESOURCE)',
        id="ACTION_TAKES_NO_SUCH_RESOURCE: another service, cut short",
    ),
]

SPARED = [
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::*"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: buckets are listed on all of them",
    ),
    pytest.param(
        "INVALID_SERVICE_IN_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "S3:GetObject", "Resource": "*"},
        id="INVALID_SERVICE_IN_ACTION: in another case",
    ),
    pytest.param(
        "INVALID_SERVICE_IN_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "*", "Resource": "*"},
        id="INVALID_SERVICE_IN_ACTION: every action",
    ),
    pytest.param(
        "INVALID_SERVICE_IN_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3*:GetObject", "Resource": "*"},
        id="INVALID_SERVICE_IN_ACTION: a wildcard in the service",
    ),
    pytest.param(
        "INVALID_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:getobject", "iam:passrole"], "Resource": "*"},
        id="INVALID_ACTION: in another case",
    ),
    pytest.param(
        "INVALID_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get*Acl", "s3:*", "s3:GetObjec?"], "Resource": "*"},
        id="INVALID_ACTION: a pattern",
    ),
    pytest.param(
        "INVALID_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "foo:Bar", "Resource": "*"},
        id="INVALID_ACTION: an unknown service is another matter",
    ),
    pytest.param(
        "WILDCARD_ACROSS_ACCESS_LEVELS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["ec2:Describe*", "iam:Get*", "dynamodb:*"], "Resource": "*"},
        id="WILDCARD_ACROSS_ACCESS_LEVELS: reading",
    ),
    pytest.param(
        "WILDCARD_ACROSS_ACCESS_LEVELS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Action": "dynamodb:*Item"},
        id="WILDCARD_ACROSS_ACCESS_LEVELS: a Deny",
    ),
    pytest.param(
        "WILDCARD_ACROSS_ACCESS_LEVELS",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "dynamodb:*Item"},
        id="WILDCARD_ACROSS_ACCESS_LEVELS: excepted",
    ),
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": ["s3:GetObject", "s3:PutBucketPolicy"],
            "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
        },
        id="ACTION_TAKES_NO_SUCH_RESOURCE: a bucket and its objects",
    ),
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject", "ec2:DescribeInstances"], "Resource": "*"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: everything",
    ),
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:*", "Resource": "arn:aws:s3:::reports"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: some of those that a pattern matches",
    ),
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "logs:PutLogEvents", "Resource": "arn:aws:logs:*"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: an ARN that is cut short",
    ),
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Action": "s3:GetObject", "Resource": REPORTS + "/${aws:username}"}),
        id="ACTION_TAKES_NO_SUCH_RESOURCE: a policy variable",
    ),
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:*::parameter/aws/service/*"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: resources of AWS's own have no account",
    ),
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "kms:Decrypt", "Resource": "arn:aws:kms:::key/1"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: a misspelt resource is another matter",
    ),
    pytest.param(
        "RESOURCE_OF_NO_ACTION",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": ["s3:GetObject", "s3:PutBucketPolicy"],
            "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
        },
        id="RESOURCE_OF_NO_ACTION: both are taken",
    ),
    pytest.param(
        "RESOURCE_OF_NO_ACTION",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": ["s3:GetObject", "foo:Bar"],
            "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
        },
        id="RESOURCE_OF_NO_ACTION: an action that is not known may take it",
    ),
    pytest.param(
        "RESOURCE_OF_NO_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::others"]},
        id="RESOURCE_OF_NO_ACTION: none is taken: that is said of the action",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "lambda:GetFunction", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f"},
        id="INVALID_ARN_RESOURCE: a type",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "lambda:GetFunction", "Resource": "arn:aws:lambda:eu-west-1:123456789012:*"},
        id="INVALID_ARN_RESOURCE: a wildcard for the type",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "foo:Bar", "Resource": "arn:aws:foo:::x"},
        id="INVALID_ARN_RESOURCE: a service that is not known",
    ),
    pytest.param(
        "ARN_REGION_NOT_ALLOWED",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObject", "Resource": "arn:aws:s3:eu-west-1:123456789012:accesspoint/a/object/*"},
        id="ARN_REGION_NOT_ALLOWED: an access point",
    ),
    pytest.param(
        "MISSING_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:123456789012:q"},
        id="MISSING_ARN_REGION: a wildcard",
    ),
    pytest.param(
        "ARN_ACCOUNT_NOT_ALLOWED",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"},
        id="ARN_ACCOUNT_NOT_ALLOWED: no account",
    ),
    pytest.param(
        "MISSING_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:*:q"},
        id="MISSING_ARN_ACCOUNT: a wildcard",
    ),
    pytest.param(
        "INVALID_SERVICE",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {"oidc.example.com:sub": "x"}}},
        id="INVALID_SERVICE: an identity provider",
    ),
    pytest.param(
        "INVALID_SERVICE",
        PolicyKind.TRUST,
        {**SAML, "Condition": {"StringEquals": {"SAML:aud": "x", "SAML:foo": "y"}}},
        id="INVALID_SERVICE: a prefix of its own",
    ),
    pytest.param(
        "INVALID_SERVICE_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:ListBucket", "Condition": {"StringEquals": {"s3:Prefix": "x"}}},
        id="INVALID_SERVICE_CONDITION_KEY: in another case",
    ),
    pytest.param(
        "INVALID_SERVICE_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Condition": {"StringEquals": {"s3:ExistingObjectTag/team": "x"}},
        },
        id="INVALID_SERVICE_CONDITION_KEY: a key with a blank",
    ),
    pytest.param(
        "INVALID_SERVICE_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Condition": {"ArnEquals": {"ec2:SourceInstanceARN": "arn:aws:ec2:eu-west-1:123456789012:instance/i-1"}},
        },
        id="INVALID_SERVICE_CONDITION_KEY: a key that other services have too",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:ListBucket", "Condition": {"StringEquals": {"s3:prefix": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: an action that has it",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:*", "Condition": {"StringEquals": {"s3:prefix": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: AC: patterns are not looked at",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": ["s3:ListBucket", "s3:GetObject"],
            "Condition": {"StringEqualsIfExists": {"s3:prefix": "x"}},
        },
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: IfExists is for that",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringEquals": {"aws:username": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: a global key",
    ),
    pytest.param(
        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": "ec2:StartInstances",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        id="ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: an action that knows tags",
    ),
    pytest.param(
        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "ec2:DescribeInstances",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        id="ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: a Deny",
    ),
    pytest.param(
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": "ec2:DescribeInstances",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        id="DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: an Allow",
    ),
    pytest.param(
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "ec2:DescribeInstances",
            "Condition": {"StringEquals": {"aws:RequestTag/team": "x"}},
        },
        id="DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: another key",
    ),
    pytest.param(
        "INVALID_SERVICE_IN_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s?:GetObject"},
        id="INVALID_SERVICE_IN_ACTION: a question mark in the service",
    ),
    pytest.param(
        "WILDCARD_ACROSS_ACCESS_LEVELS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "lambda:*Permission"},
        id="WILDCARD_ACROSS_ACCESS_LEVELS: permissions alone",
    ),
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "ec2:DescribeInstances", "Resource": "arn:aws:ec2:*:*:instance/*"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: an action that is excepted",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:eu-west-1:123456789012:parameter/app/db"},
        id="INVALID_ARN_RESOURCE: a name with slashes",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        policy(
            {
                **ALLOW,
                "Action": "dynamodb:Query",
                "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:${ex:type}/a/index/${ex:name}",
            }
        ),
        id="INVALID_ARN_RESOURCE: two policy variables",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {
            "Statement": [
                {**ALLOW, "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:${ex"}
            ]
        },
        id="INVALID_ARN_RESOURCE: a variable that is not closed, where there are none",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:eu-west-1::reports/*"},
        id="INVALID_ARN_RESOURCE: a Region too much is another matter",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3::123456789012:reports/*"},
        id="INVALID_ARN_RESOURCE: so is an account too much",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs::123456789012:q"},
        id="INVALID_ARN_RESOURCE: so is a Region that misses",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1::q"},
        id="INVALID_ARN_RESOURCE: so is an account that misses",
    ),
    pytest.param(
        "MISSING_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:*::parameter/aws/service/*"},
        id="MISSING_ARN_ACCOUNT: resources of AWS's own",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObjec?", "Condition": {"StringEquals": {"s3:prefix": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: a pattern of actions",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringNotEqualsIfExists": {"s3:prefix": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: where there is one",
    ),
    pytest.param(
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:123456789012"},
        id="INVALID_ARN_RESOURCE: so is an ARN that is cut short",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "reference", reference=True)
