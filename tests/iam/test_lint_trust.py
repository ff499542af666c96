"""Lint of who is let in: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import findings_of, lint_tests
from sample_statements import ALLOW, BUCKET, ROLE, SESSION, TRUST, without

from pytest_fakests.iam import PolicyKind

TOPIC = {
    "Effect": "Allow",
    "Action": "sns:Publish",
    "Resource": "arn:aws:sns:us-east-2:444455556666:MyTopic",
    "Condition": {"StringEquals": {"AWS:SourceOwner": "111122223333"}},
}
KNOWN = [f"arn:aws:iam::123456789012:{name}" for name in ("user/julie", "role/batch/worker", "role/r1", "role/r2")]
FOUND = [
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "*"}},
        'Statement[0].Principal.AWS: "*" is everybody, in every account; name who is meant, or add a condition on them (security warning OPEN_TO_THE_WORLD)',
        id="OPEN_TO_THE_WORLD: a role",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": "*"},
        'Statement[0].Principal: "*" is everybody, in every account; name who is meant, or add a condition on them (security warning OPEN_TO_THE_WORLD)',
        id="OPEN_TO_THE_WORLD: a bucket",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Principal": {"AWS": ["*"]},
            "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}, "ArnLike": {"aws:PrincipalArn": "*"}},
        },
        'Statement[0].Principal.AWS[0]: "*" is everybody, in every account; name who is meant, or add a condition on them (security warning OPEN_TO_THE_WORLD)',
        id="OPEN_TO_THE_WORLD: a condition that everybody meets",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": "*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}},
        'Statement[0].Principal: "*" is everybody, in every account; name who is meant, or add a condition on them (security warning OPEN_TO_THE_WORLD)',
        id="OPEN_TO_THE_WORLD: a condition that a missing key meets",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        'Statement[0].Principal: "*" is everybody, in every account; name who is meant, or add a condition on them (security warning OPEN_TO_THE_WORLD)',
        id="OPEN_TO_THE_WORLD: a condition on something else",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": ["AROADBQP57FF2AEXAMPLE"]}},
        'Statement[0].Principal.AWS[0]: "AROADBQP57FF2AEXAMPLE" is the unique id of a role; write the ARN of the role (warning INVALID_ROLE_REFERENCE)',
        id="INVALID_ROLE_REFERENCE: what a deleted role leaves",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": "AIDACKCEVSQ6C2EXAMPLE"}},
        'Statement[0].Principal.AWS: "AIDACKCEVSQ6C2EXAMPLE" is the unique id of a user; write the ARN of the user (warning INVALID_USER_REFERENCE)',
        id="INVALID_USER_REFERENCE: what a deleted user leaves",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": [f"{ROLE}path/app", f"{SESSION}app/one"]}},
        'Statement[0].Principal.AWS[1]: "arn:aws:sts::123456789012:assumed-role/app/one" is a session of a role that is named too; remove it (suggestion REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY)',
        id="REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: a session of a role with a path",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"Service": "sns.amazonaws.com"}},
        "Statement[0].Principal.Service: sns.amazonaws.com may be asked by others to use it; add a condition on aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths (security warning RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL)",
        id="RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL: a topic",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Service": ["ec2.amazonaws.com", "events.amazonaws.com"]}},
        "Statement[0].Principal.Service[1]: events.amazonaws.com may be asked by others to use it; add a condition on aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths (suggestion SERVICE_TRUST_WITHOUT_SOURCE)",
        id="SERVICE_TRUST_WITHOUT_SOURCE: a service that tells its source",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": "sts:AssumeRole"},
        "Statement[0].Action: rolesanywhere.amazonaws.com also needs sts:SetSourceIdentity and sts:TagSession; add what it needs (error MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY)",
        id="MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: one action",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {
            **TRUST,
            "Principal": {"AWS": ["arn:aws:iam::123456789012:user/julie", "arn:aws:iam::123456789012:user/jule"]},
        },
        'Statement[0].Principal.AWS[1]: there is no "arn:aws:iam::123456789012:user/jule"; did you mean "arn:aws:iam::123456789012:user/julie"? (warning UNKNOWN_PRINCIPAL)',
        id="UNKNOWN_PRINCIPAL: one letter is missing",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "arn:aws:iam::123456789012:role/worker"}},
        'Statement[0].Principal.AWS: there is no "arn:aws:iam::123456789012:role/worker"; did you mean "arn:aws:iam::123456789012:role/batch/worker"? (warning UNKNOWN_PRINCIPAL)',
        id="UNKNOWN_PRINCIPAL: the path is missing",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:role/xyz"}},
        'Statement[0].Principal.AWS: there is no "arn:aws:iam::123456789012:role/xyz"; the account has "arn:aws:iam::123456789012:user/julie", "arn:aws:iam::123456789012:role/batch/worker", "arn:aws:iam::123456789012:role/r1" and 1 more (warning UNKNOWN_PRINCIPAL)',
        id="UNKNOWN_PRINCIPAL: no name is like it",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "arn:aws:iam::123456789012:role/walker"}},
        'Statement[0].Principal.AWS: there is no "arn:aws:iam::123456789012:role/walker"; the account has "arn:aws:iam::123456789012:user/julie", "arn:aws:iam::123456789012:role/batch/worker", "arn:aws:iam::123456789012:role/r1" and 1 more (warning UNKNOWN_PRINCIPAL)',
        id="UNKNOWN_PRINCIPAL: a name is a little like it",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "999999999999"}},
        'Statement[0].Principal.AWS: account 999999999999 is not known to be yours, and may be asked by others to assume the role; add "StringEquals": {"sts:ExternalId": ...} (suggestion FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID)',
        id="FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID: an account by its id",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": ["arn:aws:iam::999999999999:root"]}},
        'Statement[0].Principal.AWS[0]: account 999999999999 is not known to be yours, and may be asked by others to assume the role; add "StringEquals": {"sts:ExternalId": ...} (suggestion FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID)',
        id="FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID: an account by its root",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        },
        "Statement[0].Condition.StringEquals.aws:PrincipalOrgID: services have no aws:PrincipalOrgID; use aws:SourceOrgID, aws:SourceOrgPaths or aws:SourceArn (error UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL)",
        id="UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: AC: CloudFront in an organization",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Action": ["s3:GetObject", "kms:Decrypt"], "Resource": "arn:aws:s3:::reports/*"},
        "Statement[0].Action[1]: kms:Decrypt is not asked for on s3; remove it (error UNSUPPORTED_ACTION_IN_POLICY)",
        id="UNSUPPORTED_ACTION_IN_POLICY: AC: KMS in a bucket policy",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Action": "kms:Decrypt",
            "Resource": ["arn:aws:sqs:eu-west-1:123456789012:q", "arn:aws:s3:::reports"],
        },
        "Statement[0].Action: kms:Decrypt is not asked for on s3 or sqs; remove it (error UNSUPPORTED_ACTION_IN_POLICY)",
        id="UNSUPPORTED_ACTION_IN_POLICY: KMS for resources of two other services",
    ),
]

SPARED = [
    pytest.param(
        "OPEN_TO_THE_WORLD",
        PolicyKind.RESOURCE,
        {**TOPIC, "Principal": {"AWS": "*"}},
        id="OPEN_TO_THE_WORLD: the owner of a topic, as in the policy that it has by default",
    ),
    pytest.param(
        "OPEN_TO_THE_WORLD",
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
        id="OPEN_TO_THE_WORLD: an organization",
    ),
    pytest.param(
        "OPEN_TO_THE_WORLD",
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": f"{ROLE}*"}}},
        id="OPEN_TO_THE_WORLD: some roles",
    ),
    pytest.param("OPEN_TO_THE_WORLD", PolicyKind.TRUST, TRUST, id="OPEN_TO_THE_WORLD: an account"),
    pytest.param(
        "OPEN_TO_THE_WORLD",
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": "*", "Effect": "Deny"},
        id="OPEN_TO_THE_WORLD: a Deny",
    ),
    pytest.param(
        "OPEN_TO_THE_WORLD",
        PolicyKind.ENDPOINT,
        {**BUCKET, "Principal": "*"},
        id="OPEN_TO_THE_WORLD: an endpoint only limits",
    ),
    pytest.param(
        "OPEN_TO_THE_WORLD",
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
        id="OPEN_TO_THE_WORLD: some addresses",
    ),
    pytest.param(
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
        PolicyKind.RESOURCE,
        {**TOPIC, "Principal": {"Service": "ses.amazonaws.com"}},
        id="RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL: the owner of what publishes to a topic",
    ),
    pytest.param(
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Principal": {"Service": "sns.amazonaws.com"},
            "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        },
        id="RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL: for an account",
    ),
    pytest.param(
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"Service": "sns.amazonaws.com"}, "Effect": "Deny"},
        id="RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL: a Deny",
    ),
    pytest.param(
        "INVALID_ROLE_REFERENCE",
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ROLE}AROA"}},
        id="INVALID_ROLE_REFERENCE: an ARN",
    ),
    pytest.param("INVALID_USER_REFERENCE", PolicyKind.RESOURCE, BUCKET, id="INVALID_USER_REFERENCE: an account id"),
    pytest.param(
        "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": [f"{ROLE}app2", f"{SESSION}app/one"]}},
        id="REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: another role",
    ),
    pytest.param(
        "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": [f"{ROLE}app", f"{SESSION}app/one"]}},
        id="REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: a bucket policy",
    ),
    pytest.param(
        "SERVICE_TRUST_WITHOUT_SOURCE",
        PolicyKind.TRUST,
        {
            **TRUST,
            "Principal": {"Service": "events.amazonaws.com"},
            "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:events:*:123456789012:rule/*"}},
        },
        id="SERVICE_TRUST_WITHOUT_SOURCE: for an ARN",
    ),
    pytest.param(
        "SERVICE_TRUST_WITHOUT_SOURCE",
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]}},
        id="SERVICE_TRUST_WITHOUT_SOURCE: services that tell none",
    ),
    pytest.param(
        "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
        PolicyKind.TRUST,
        {
            **TRUST,
            "Principal": {"Service": "rolesanywhere.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:Tag*"],
        },
        id="MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: all of them",
    ),
    pytest.param(
        "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Service": "ec2.amazonaws.com"}},
        id="MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: another service",
    ),
    *(
        pytest.param(
            "UNKNOWN_PRINCIPAL", PolicyKind.TRUST, {**TRUST, "Principal": principal}, id=f"UNKNOWN_PRINCIPAL: {name}"
        )
        for name, principal in {
            "one that there is": {"AWS": "arn:aws:iam::123456789012:role/batch/worker"},
            "one of an account of which nothing is known": {"AWS": "arn:aws:iam::999999999999:user/jule"},
            "an account": {"AWS": "arn:aws:iam::123456789012:root"},
            "a session": {"AWS": "arn:aws:sts::123456789012:assumed-role/jule/s"},
            "a role that AWS makes": {"AWS": "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/x"},
            "a role of a permission set": {"AWS": "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/x"},
            "a service": {"Service": "ec2.amazonaws.com"},
        }.items()
    ),
    pytest.param(
        "FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID",
        PolicyKind.TRUST,
        TRUST,
        id="FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID: an account of yours",
    ),
    pytest.param(
        "FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID",
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "999999999999"}, "Condition": {"StringEquals": {"sts:ExternalId": "x"}}},
        id="FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID: an external id",
    ),
    pytest.param(
        "FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID",
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "arn:aws:iam::999999999999:role/x"}},
        id="FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID: one role of another account",
    ),
    pytest.param(
        "FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID",
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "*"}},
        id="FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID: everybody is another matter",
    ),
    pytest.param(
        "FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID",
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": "999999999999"}},
        id="FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID: a bucket policy",
    ),
    pytest.param(
        "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Condition": {"StringEquals": {"aws:SourceOrgID": "o-1"}},
        },
        id="UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: the organization of the source",
    ),
    pytest.param(
        "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
        },
        id="UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: where there is one",
    ),
    pytest.param(
        "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Principal": {"Service": "cloudfront.amazonaws.com", "AWS": "*"},
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        },
        id="UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: accounts too",
    ),
    pytest.param(
        "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        PolicyKind.RESOURCE,
        {**BUCKET, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
        id="UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: accounts",
    ),
    pytest.param(
        "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Condition": {"Null": {"aws:PrincipalOrgID": "true"}},
        },
        id="UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: that it is missing",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_IN_POLICY",
        PolicyKind.RESOURCE,
        {**BUCKET, "Action": "S3:GetObject", "Resource": "arn:aws:s3:::reports/*"},
        id="UNSUPPORTED_ACTION_IN_POLICY: its own service",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_IN_POLICY",
        PolicyKind.RESOURCE,
        {**BUCKET, "Action": "kms:Decrypt", "Resource": "*"},
        id="UNSUPPORTED_ACTION_IN_POLICY: the resource itself, whatever it is",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_IN_POLICY",
        PolicyKind.RESOURCE,
        {**BUCKET, "Action": "*", "Resource": "arn:aws:s3:::reports/*"},
        id="UNSUPPORTED_ACTION_IN_POLICY: every action",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_IN_POLICY",
        PolicyKind.RESOURCE,
        {
            **BUCKET,
            "Action": "vpc-lattice-svcs:Invoke",
            "Resource": "arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-1/*",
        },
        id="UNSUPPORTED_ACTION_IN_POLICY: a service with another name in ARNs",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_IN_POLICY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject", "kms:Decrypt"], "Resource": "arn:aws:s3:::reports/*"},
        id="UNSUPPORTED_ACTION_IN_POLICY: an identity-based policy",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_IN_POLICY",
        PolicyKind.RESOURCE,
        {**without(BUCKET, "Resource"), "Action": "kms:Decrypt", "NotResource": "arn:aws:s3:::reports"},
        id="UNSUPPORTED_ACTION_IN_POLICY: all but a resource",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_IN_POLICY",
        PolicyKind.RESOURCE,
        {**BUCKET, "Action": "kms:Decrypt", "Resource": ["arn:aws:s3:::reports", "*"]},
        id="UNSUPPORTED_ACTION_IN_POLICY: and whatever it is attached to",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_IN_POLICY",
        PolicyKind.RESOURCE,
        {**BUCKET, "Action": "kms:Decrypt", "Resource": "arn:aws:*:::reports"},
        id="UNSUPPORTED_ACTION_IN_POLICY: an ARN of any service",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(
    FOUND, SPARED, "trust", accounts=["123456789012"], principals=KNOWN
)


def test_of_few_principals_all_are_named() -> None:
    """Three at the most, without a word of more."""
    document = {**TRUST, "Principal": {"AWS": "arn:aws:iam::123456789012:role/xyz"}}
    told = findings_of("UNKNOWN_PRINCIPAL", document, PolicyKind.TRUST, principals=KNOWN[:3])
    assert told[0].endswith('"arn:aws:iam::123456789012:role/r1" (warning UNKNOWN_PRINCIPAL)')
