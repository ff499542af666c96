"""Lint of resources against AWS's Service Authorization Reference: what each check finds, and what it spares.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, REPORTS, policy, without

from pytest_fakests.iam import PolicyKind

FOUND = [
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
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:logs:*"},
        'Statement[0].Action: sqs:SendMessage takes none of the resources; it takes "arn:*:sqs:*:*:*" (warning ACTION_TAKES_NO_SUCH_RESOURCE)',
        id="ACTION_TAKES_NO_SUCH_RESOURCE: another service, cut short",
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
            "Action": "s3:DescribeMultiRegionAccessPointOperation",
            "Resource": "arn:aws:s3:eu-west-1:123456789012:async-request/mrap/x/y",
        },
        'Statement[0].Resource: "arn:aws:s3:eu-west-1:123456789012:async-request/mrap/x/y" is no resource of its service; write it as "arn:*:s3:us-west-2:*:async-request/mrap/*/*" or "arn:*:s3-object-lambda:*:*:accesspoint/*" (error INVALID_ARN_RESOURCE)',
        id="INVALID_ARN_RESOURCE: another Region than the one that has them",
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
            "Action": "s3:DescribeMultiRegionAccessPointOperation",
            "Resource": "arn:aws:s3::123456789012:async-request/mrap/x/y",
        },
        'Statement[0].Resource: "arn:aws:s3::123456789012:async-request/mrap/x/y" has no Region; write the Region, or "*" (error MISSING_ARN_REGION)',
        id="MISSING_ARN_REGION: there is one alone",
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
]

SPARED = [
    pytest.param(
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::*"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: buckets are listed on all of them",
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
        "ACTION_TAKES_NO_SUCH_RESOURCE",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "ec2:DescribeInstances", "Resource": "arn:aws:ec2:*:*:instance/*"},
        id="ACTION_TAKES_NO_SUCH_RESOURCE: an action that is excepted",
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
        "INVALID_ARN_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:123456789012"},
        id="INVALID_ARN_RESOURCE: so is an ARN that is cut short",
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
        "MISSING_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:*::parameter/aws/service/*"},
        id="MISSING_ARN_ACCOUNT: resources of AWS's own",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "known_resources", reference=True)
