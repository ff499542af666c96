"""The size quotas of policies, and how AWS counts against them.

Sources: IAM UG reference_iam-quotas; Organizations UG orgs_reference_limits; STS API AssumeRole; PrivateLink guide
vpc-limits-endpoints; for resource-based policies the guide of each service, or its API's model.
"""

from __future__ import annotations

import json
from collections import UserDict
from typing import Any

import pytest
from botocore.loaders import Loader

from pytest_fakests.iam import PolicyError, PolicyKind, check_size, parse_policy, policy_size
from pytest_fakests.iam.parsing.quotas import QUOTAS

SIZES = [
    pytest.param('{"a": 1}', False, 7, id="reference_iam-quotas: white space is not counted"),
    pytest.param('{"a": 1}', True, 8, id="orgs_reference_limits: saved as it is provided"),
    pytest.param(b'{"a": 1}\n', True, 9, id="bytes are text"),
    pytest.param('\t{\r\n"a"\n:\f1}', False, 7, id="white space of every kind"),
    pytest.param({"a": [1, 2]}, True, 11, id="a mapping is its shortest JSON"),
    pytest.param({"a": "\xe9"}, True, 9, id="a character is one, however it is encoded"),
    pytest.param({"Sid": "a b"}, False, 12, id="white space inside of a string"),
]


@pytest.mark.parametrize(("document", "white_space", "size"), SIZES)
def test_size_is_counted_as_aws_counts(document: Any, white_space: bool, size: int) -> None:
    """Characters, with white space or, if nothing is said, without."""
    assert policy_size(document, **({"white_space": True} if white_space else {})) == size


LIMITS = {
    "user": 2048,
    "group": 5120,
    "role": 10240,
    "managed": 6144,
    "trust": 2048,
    "session": 2048,
    "service_control": 10240,
    "resource_control": 5120,
    "endpoint": 20480,
    "gateway_endpoint": 20480,
    "cloudtrail": 8192,
    "codeartifact": 7168,
    "dynamodb": 20 * 1024,
    "ecr": 10240,
    "elasticfilesystem": 20000,
    "es": 100 * 1024,
    "events": 10 * 1024,
    "glacier": 20 * 1024,
    "kms": 32 * 1024,
    "lambda": 20 * 1024,
    "s3": 20 * 1024,
    "secretsmanager": 20480,
    "sns": 30720,
    "sqs": 8192,
}


@pytest.mark.parametrize(("holder", "limit"), LIMITS.items())
def test_a_policy_may_be_as_large_as_the_quota(holder: str, limit: int) -> None:
    """The last character that fits, and the first that does not."""
    fits = json.dumps("x" * (limit - 2))
    assert check_size([fits], holder) == limit
    with pytest.raises(PolicyError, match=f" may have {limit} characters.*, not {limit + 1}"):
        check_size([fits + "x"], holder)


def test_every_quota_is_tested() -> None:
    """The table above names them all."""
    assert set(LIMITS) == set(QUOTAS)


MODELS = [
    ("cloudtrail", "cloudtrail", "ResourcePolicy"),
    ("codeartifact", "codeartifact", "PolicyDocument"),
    ("ecr", "ecr", "RepositoryPolicyText"),
    ("efs", "elasticfilesystem", "Policy"),
    ("secretsmanager", "secretsmanager", "NonEmptyResourcePolicyType"),
    ("sts", "session", "sessionPolicyDocumentType"),
]


@pytest.mark.parametrize(("model", "holder", "shape"), MODELS)
def test_quota_is_the_length_in_the_model_of_the_api(model: str, holder: str, shape: str) -> None:
    """Where the API's model bounds the text of a policy, the quota is that bound."""
    shapes = Loader().load_service_model(model, "service-2")["shapes"]
    assert shapes[shape]["max"] == QUOTAS[holder].limit


MESSAGES = [
    pytest.param(
        "role",
        {"name": "permissions of role 'reader'", "of": "reader"},
        "permissions of role 'reader': the inline policies of a role may have 10240 characters, white space aside, "
        "not 30000 (Maximum policy size of 10240 bytes exceeded for role reader); move statements to managed policies",
        id="inline policies of a role",
    ),
    pytest.param(
        "user",
        {},
        "the inline policies of a user may have 2048 characters, white space aside, not 30000 (Maximum policy size of "
        "2048 bytes exceeded for user); move statements to managed policies",
        id="inline policies of a user whose name is not told",
    ),
    pytest.param(
        "managed",
        {},
        "a managed policy may have 6144 characters, white space aside, not 30000 (Cannot exceed quota for PolicySize: "
        "6144); split it into several",
        id="a managed policy",
    ),
    pytest.param(
        "trust",
        {"limit": 4096},
        "a role trust policy may have 4096 characters, white space aside, not 30000 (Cannot exceed quota for "
        "ACLSizePerRole: 4096); shorten it",
        id="a raised quota",
    ),
    pytest.param(
        "s3",
        {},
        "the policy of a bucket may have 20480 characters, not 30000; shorten it, or grant by identity-based policies",
        id="a bucket policy",
    ),
]


@pytest.mark.parametrize(("holder", "options", "text"), MESSAGES)
def test_too_large_a_policy_is_refused(holder: str, options: dict[str, Any], text: str) -> None:
    """The error says what the quota is, how large the policies are, and what to do; and AWS's words where known."""
    with pytest.raises(PolicyError) as caught:
        check_size(["x" * 10_000, "x" * 20_000], holder, **options)
    assert str(caught.value) == text


def test_unknown_holder_is_an_error_of_the_caller() -> None:
    """What no quota is known for is named, with what is near."""
    with pytest.raises(ValueError, match="'roles' holds no policies; did you mean \"role\"\\?"):
        check_size([], "roles")


DENY_S3 = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def of_size(size: int, statement: dict[str, Any]) -> str:
    empty = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Sid": ""}]})
    return empty.replace('"Sid": ""', f'"Sid": "{"x" * (size - len(empty))}"')


OF_ONE_KIND = [
    (PolicyKind.SERVICE_CONTROL, DENY_S3, 10240),
    (PolicyKind.RESOURCE_CONTROL, {**DENY_S3, "Principal": "*"}, 5120),
    (PolicyKind.ENDPOINT, {**DENY_S3, "Principal": "*"}, 20480),
    (PolicyKind.GATEWAY_ENDPOINT, {**DENY_S3, "Principal": "*"}, 20480),
]


@pytest.mark.parametrize(("kind", "statement", "limit"), OF_ONE_KIND)
def test_policy_whose_kind_says_its_quota_is_refused_when_it_is_read(
    kind: PolicyKind, statement: dict[str, Any], limit: int
) -> None:
    """Policies of organizations and of VPC endpoints have one quota each, against which white space counts."""
    assert parse_policy(of_size(limit, statement), kind)
    with pytest.raises(PolicyError, match=f"^policy 'p': .* may have {limit} characters, not {limit + 1};"):
        parse_policy(of_size(limit, statement) + " ", kind, name="policy 'p'")


def test_any_mapping_is_measured() -> None:
    """One that is no dict too, and a statement alone as the document that it stands for."""
    assert parse_policy(UserDict(DENY_S3), PolicyKind.SERVICE_CONTROL)
    with pytest.raises(PolicyError, match=r" may have 10240 characters, not 10\d\d\d;"):
        parse_policy(UserDict({**DENY_S3, "Sid": "x" * 10_160}), PolicyKind.SERVICE_CONTROL)


def test_trust_policy_longer_than_any_account_may_have_is_refused() -> None:
    """Service Quotas grants 8192 characters at the most; until there, it is the account that decides."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "123456789012"}}
    document = {"Version": "2012-10-17", "Statement": [{**statement, "Sid": "x" * 8000}]}
    assert parse_policy(document, PolicyKind.TRUST)
    document["Statement"] = [{**statement, "Sid": "x" * 9000}]
    with pytest.raises(PolicyError, match=r"^trust policy of role 'r': a role trust policy may have 8192 characters"):
        parse_policy(document, PolicyKind.TRUST, name="trust policy of role 'r'")


def test_identity_based_policy_is_read_whatever_its_size() -> None:
    """Its quota depends on what it is attached to: ReadOnlyAccess, of AWS's own, is larger than a customer's may be."""
    assert parse_policy({**DENY_S3, "Sid": "x" * 50_000})
