"""Resource-based policies by service: KMS keys, VPC Lattice services, buckets and queues, API Gateway's APIs."""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate

DEFAULT_KEY_POLICY = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"
KMS_EVALUATION = "https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html"
KMS_EXTERNAL = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html"
LATTICE = "https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html"
API_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html"

A, B = "111122223333", "444455556666"
ALICE = f"arn:aws:iam::{A}:user/Alice"
BOB = f"arn:aws:iam::{B}:user/Bob"
ENGINEERING = f"arn:aws:sts::{B}:assumed-role/Engineering/bob"
ENGINEERING_ROLE = f"arn:aws:iam::{B}:role/Engineering"
ROOT = f"arn:aws:iam::{A}:root"

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY: dict[str, Any] = {**ALLOW, "Effect": "Deny"}
ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
IDENTITY, RESOURCE = PolicyKind.IDENTITY, PolicyKind.RESOURCE

KEY = f"arn:aws:kms:us-west-2:{A}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
DEFAULT: dict[str, Any] = {
    "Sid": "Enable IAM User Permissions",
    "Effect": "Allow",
    "Principal": {"AWS": ROOT},
    "Action": "kms:*",
    "Resource": "*",
}
SHARED: list[dict[str, Any]] = [
    DEFAULT,
    {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{B}:root"},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"],
        "Resource": "*",
    },
]


def key_policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def lets(principal: str, **elements: Any) -> dict[str, Any]:
    return key_policy({**DEFAULT, "Principal": {"AWS": principal}, **elements})


MAY_USE: dict[str, Any] = {"Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": KEY}
# Who asks for what, under which key policy and identity-based policies; the outcome, and the type that decided.
KEYS = [
    pytest.param(
        DEFAULT_KEY_POLICY, ALICE, "kms:Encrypt", key_policy(DEFAULT), [MAY_USE], ALLOWED, RESOURCE, id="the default"
    ),
    pytest.param(
        KMS_EVALUATION, ALICE, "kms:Encrypt", key_policy(DEFAULT), [], IMPLICIT, IDENTITY, id="example 1: no policy"
    ),
    pytest.param(
        DEFAULT_KEY_POLICY, ROOT, "kms:Encrypt", key_policy(DEFAULT), [], ALLOWED, RESOURCE, id="the root user, let in"
    ),
    pytest.param(
        DEFAULT_KEY_POLICY, ROOT, "kms:Encrypt", lets(ALICE), [], IMPLICIT, RESOURCE, id="the root user, not let in"
    ),
    pytest.param(
        DEFAULT_KEY_POLICY,
        ALICE,
        "kms:Encrypt",
        lets(f"arn:aws:iam::{A}:user/X"),
        [MAY_USE],
        IMPLICIT,
        RESOURCE,
        id="without the account an identity-based policy that allows has no effect",
    ),
    pytest.param(
        DEFAULT_KEY_POLICY,
        ALICE,
        "kms:Encrypt",
        lets(ALICE),
        [DENY],
        EXPLICIT,
        IDENTITY,
        id="without the account one that denies has its effect",
    ),
    pytest.param(KMS_EVALUATION, ALICE, "kms:Encrypt", lets(ALICE), [], ALLOWED, RESOURCE, id="the user by name"),
    pytest.param(
        DEFAULT_KEY_POLICY,
        ALICE,
        "kms:Encrypt",
        lets(ROOT, Action="kms:Describe*"),
        [ALLOW],
        IMPLICIT,
        RESOURCE,
        id="an account delegates what it was given",
    ),
    pytest.param(
        DEFAULT_KEY_POLICY,
        ALICE,
        "kms:DescribeKey",
        lets(ROOT, Action="kms:Describe*"),
        [ALLOW],
        ALLOWED,
        RESOURCE,
        id="an account delegates all that it was given",
    ),
    pytest.param(
        KMS_EVALUATION,
        ENGINEERING,
        "kms:Decrypt",
        key_policy(*SHARED),
        [MAY_USE],
        ALLOWED,
        RESOURCE,
        id="example 2: another account's role",
    ),
    pytest.param(
        KMS_EVALUATION,
        ENGINEERING,
        "kms:Decrypt",
        key_policy(*SHARED),
        [],
        IMPLICIT,
        IDENTITY,
        id="example 2: without an identity-based policy there",
    ),
    pytest.param(
        KMS_EVALUATION,
        ENGINEERING,
        "kms:Decrypt",
        key_policy(DEFAULT),
        [MAY_USE],
        IMPLICIT,
        RESOURCE,
        id="example 2: without a statement for the account",
    ),
    pytest.param(
        KMS_EVALUATION,
        ENGINEERING,
        "kms:ScheduleKeyDeletion",
        key_policy(*SHARED),
        [ALLOW],
        IMPLICIT,
        RESOURCE,
        id="example 2: more than the account was given",
    ),
    pytest.param(
        KMS_EXTERNAL, BOB, "kms:Decrypt", lets(BOB), [], IMPLICIT, IDENTITY, id="another account's user by name alone"
    ),
    pytest.param(
        KMS_EXTERNAL, BOB, "kms:Decrypt", lets(BOB), [MAY_USE], ALLOWED, RESOURCE, id="another account's user by name"
    ),
    # A grant is no policy; it is told to the engine as a statement of the key policy that names the grantee.
    pytest.param(
        KMS_EVALUATION,
        ALICE,
        "kms:Decrypt",
        key_policy(DEFAULT, {**DEFAULT, "Sid": "Grant", "Principal": {"AWS": ALICE}, "Action": "kms:Decrypt"}),
        [],
        ALLOWED,
        RESOURCE,
        id="a grant, written as a statement",
    ),
    # No key is without a policy: an engine that is told none must not ask for one.
    pytest.param(KMS_EVALUATION, ALICE, "kms:Decrypt", None, [MAY_USE], ALLOWED, IDENTITY, id="none that is known of"),
]


@pytest.mark.parametrize(("source", "caller", "action", "policy", "identity", "outcome", "kind"), KEYS)
def test_kms_key_policy(
    source: str, caller: str, action: str, policy: Any, identity: list[Any], outcome: Outcome, kind: PolicyKind
) -> None:
    """A key's policy must let the caller in, by name or through its account, and then is what any other policy is."""
    issuer = ENGINEERING_ROLE if caller == ENGINEERING else None
    request = Request(action, KEY, caller, issuer=issuer)
    decision = evaluate(request, Policies(identity=identity, resource=policy))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source


LATTICE_SERVICE = f"arn:aws:vpc-lattice:us-west-2:{A}:service/svc-0123456789abcdef0/rates"
INVOKE: dict[str, Any] = {"Effect": "Allow", "Principal": {"AWS": ALICE}, "Action": "vpc-lattice-svcs:Invoke"}
LATTICES = [
    pytest.param(LATTICE, ALICE, INVOKE, [ALLOW], ALLOWED, RESOURCE, id="both allow"),
    pytest.param(LATTICE, ALICE, INVOKE, [], IMPLICIT, IDENTITY, id="the auth policy alone, though it names the user"),
    pytest.param(
        LATTICE, ALICE, {**INVOKE, "Principal": "*"}, [], IMPLICIT, IDENTITY, id="the auth policy alone, for everyone"
    ),
    pytest.param(
        LATTICE,
        ALICE,
        {**INVOKE, "Principal": {"AWS": f"arn:aws:iam::{A}:user/X"}},
        [ALLOW],
        IMPLICIT,
        RESOURCE,
        id="the identity-based policy alone",
    ),
    pytest.param(LATTICE, ALICE, None, [ALLOW], ALLOWED, IDENTITY, id="no auth policy: the auth type is NONE"),
    pytest.param(
        LATTICE, ALICE, {**INVOKE, "Effect": "Deny"}, [ALLOW], EXPLICIT, RESOURCE, id="the auth policy denies"
    ),
    pytest.param(LATTICE, "*", {**INVOKE, "Principal": "*"}, [], ALLOWED, RESOURCE, id="an anonymous caller, let in"),
    pytest.param(LATTICE, "*", INVOKE, [], IMPLICIT, RESOURCE, id="an anonymous caller, not let in"),
]


@pytest.mark.parametrize(("source", "caller", "policy", "identity", "outcome", "kind"), LATTICES)
def test_vpc_lattice_auth_policy(
    source: str, caller: str, policy: Any, identity: list[Any], outcome: Outcome, kind: PolicyKind
) -> None:
    """Both an auth policy and an identity-based policy must allow, even in one account."""
    request = Request("vpc-lattice-svcs:Invoke", LATTICE_SERVICE, caller)
    decision = evaluate(request, Policies(identity=identity, resource=policy))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source


UNLOCKS = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html"
TASKS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html"
LOCKED, QUEUE = "arn:aws:s3:::locked", f"arn:aws:sqs:us-east-1:{A}:locked"
OTHERS_ROOT = f"arn:aws:iam::{B}:root"
LOCKS = [
    pytest.param(UNLOCKS, ROOT, "s3:GetBucketPolicy", LOCKED, {}, ALLOWED, id="root reads the policy"),
    pytest.param(UNLOCKS, ROOT, "s3:PutBucketPolicy", LOCKED, {}, ALLOWED, id="root replaces it"),
    pytest.param(UNLOCKS, ROOT, "s3:DeleteBucketPolicy", LOCKED, {}, ALLOWED, id="root deletes it"),
    pytest.param(UNLOCKS, ROOT, "s3:DeleteBucket", LOCKED, {}, EXPLICIT, id="root does nothing else"),
    pytest.param(UNLOCKS, ALICE, "s3:DeleteBucketPolicy", LOCKED, {}, EXPLICIT, id="a user, however powerful"),
    pytest.param(UNLOCKS, OTHERS_ROOT, "s3:DeleteBucketPolicy", LOCKED, {}, EXPLICIT, id="another account's root"),
    pytest.param(
        UNLOCKS,
        ROOT,
        "s3:DeleteBucketPolicy",
        LOCKED,
        {"endpoint": [{**DENY, "Principal": "*"}]},
        EXPLICIT,
        id="not past an endpoint policy",
    ),
    pytest.param(
        UNLOCKS,
        ROOT,
        "s3:DeleteBucketPolicy",
        LOCKED,
        {"service_control": [[ALLOW, DENY]]},
        EXPLICIT,
        id="not past the organization",
    ),
    pytest.param(TASKS, ROOT, "sqs:GetQueueAttributes", QUEUE, {}, ALLOWED, id="root reads a queue's policy"),
    pytest.param(TASKS, ROOT, "sqs:SetQueueAttributes", QUEUE, {}, ALLOWED, id="root replaces a queue's policy"),
    pytest.param(TASKS, ROOT, "sqs:DeleteQueue", QUEUE, {}, EXPLICIT, id="root does nothing else to a queue"),
]


@pytest.mark.parametrize(("source", "caller", "action", "resource", "others", "outcome"), LOCKS)
def test_root_is_not_locked_out_by_a_resource_policy(
    source: str, caller: str, action: str, resource: str, others: dict[str, Any], outcome: Outcome
) -> None:
    """The owner's root user gets at the policy of a bucket or queue that denies everyone, and at nothing else."""
    everyone = {"Effect": "Deny", "Principal": "*", "Action": resource.split(":")[2] + ":*", "Resource": "*"}
    policies = Policies(identity=[ALLOW], resource=everyone, **others)
    decision = evaluate(Request(action, resource, caller, resource_account=A), policies)
    assert decision.outcome is outcome, source


API = f"arn:aws:execute-api:us-east-1:{A}:abcdef1234/prod/GET/"
SAID: dict[str, list[dict[str, Any]]] = {
    "allows": [ALLOW],
    "denies": [DENY],
    "is silent": [{**ALLOW, "Action": "ec2:*"}],
}
# Table A, of one account, and table B, of two: what the IAM policy says, what the API's policy says, the outcomes.
TABLES = [
    ("allows", "allows", ALLOWED, ALLOWED),
    ("allows", "is silent", ALLOWED, IMPLICIT),
    ("allows", "denies", EXPLICIT, EXPLICIT),
    ("is silent", "allows", ALLOWED, IMPLICIT),
    ("is silent", "is silent", IMPLICIT, IMPLICIT),
    ("is silent", "denies", EXPLICIT, EXPLICIT),
    ("denies", "allows", EXPLICIT, EXPLICIT),
    ("denies", "is silent", EXPLICIT, EXPLICIT),
    ("denies", "denies", EXPLICIT, EXPLICIT),
]
APIS = [
    pytest.param(
        API_GATEWAY, caller, identity, resource, outcomes[index], id=f"{table}: IAM {identity}, API {resource}"
    )
    for index, (table, caller) in enumerate([("table A", ALICE), ("table B", BOB)])
    for identity, resource, *outcomes in TABLES
]


@pytest.mark.parametrize(("source", "caller", "identity", "resource", "outcome"), APIS)
def test_api_gateway_resource_policy(source: str, caller: str, identity: str, resource: str, outcome: Outcome) -> None:
    """An API's policy and the caller's join as those of most resources do."""
    policy = {**SAID[resource][0], "Principal": {"AWS": caller}}
    decision = evaluate(Request("execute-api:Invoke", API, caller), Policies(identity=SAID[identity], resource=policy))
    assert decision.outcome is outcome, source
