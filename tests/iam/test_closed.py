"""What no policy can open: the limits of credentials themselves, and of other accounts."""

import re
from typing import Any

import botocore.session
import pytest

from pytest_fakests.iam import Outcome, Policies, Request, evaluate
from pytest_fakests.iam.unshared import IN_ONE_ACCOUNT

CREDENTIALS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html"
GET_SESSION_TOKEN = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html"
GET_FEDERATION_TOKEN = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html"
ASSUME_ROLE = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
ASSUME_ROOT = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html"
TOKEN_PERMISSIONS = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html"
)
KMS_EXTERNAL = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html"

A, B = "111111111111", "222222222222"
USER = f"arn:aws:iam::{A}:user/U"
ROLE = f"arn:aws:iam::{A}:role/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
FEDERATED = f"arn:aws:sts::{A}:federated-user/F"
ROOT = f"arn:aws:iam::{A}:root"
KEY = f"arn:aws:kms:eu-west-1:{B}:key/1234abcd-12ab-34cd-56ef-1234567890ab"

ISSUED = {"aws:TokenIssueTime": "2026-01-31T12:00:00Z"}
WITHOUT_MFA = {**ISSUED, "aws:MultiFactorAuthPresent": "false"}
WITH_MFA = {**ISSUED, "aws:MultiFactorAuthPresent": "true"}
ASSUMED_ROOT = {**ISSUED, "aws:AssumedRoot": "true"}
ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY: dict[str, Any] = {**ALLOW, "Effect": "Deny"}


def everything_allows(action: str) -> Policies:
    """Policies of every type that all let the action pass."""
    return Policies(
        identity=[ALLOW],
        resource={"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": f"{action.partition(':')[0]}:*"},
        boundary=[ALLOW],
        session=[ALLOW],
    )


# The page of GetSessionToken of 2023 closed all of IAM and STS to its credentials; the comparison of credentials, and the
# API's page, except what follows.
# The page, who asks for what with which keys, and whether it is open, to one whom every policy lets pass.
CALLS = [
    pytest.param(CREDENTIALS, USER, {}, "iam:GetUser", True, id="a user's own keys: IAM"),
    pytest.param(CREDENTIALS, USER, {}, "sts:GetFederationToken", True, id="a user's own keys: GetFederationToken"),
    pytest.param(CREDENTIALS, USER, {}, "sts:GetSessionToken", True, id="a user's own keys: GetSessionToken"),
    pytest.param(CREDENTIALS, ROOT, {}, "iam:GetUser", True, id="root's own keys: IAM"),
    pytest.param(CREDENTIALS, ROOT, {}, "sts:GetSessionToken", True, id="root's own keys: GetSessionToken"),
    pytest.param(CREDENTIALS, ROOT, {}, "sts:GetFederationToken", True, id="root's own keys: GetFederationToken"),
    pytest.param(CREDENTIALS, ROOT, {}, "sts:AssumeRole", False, id="root's own keys: not AssumeRole"),
    pytest.param(CREDENTIALS, SESSION, ISSUED, "iam:GetUser", True, id="a role: IAM"),
    pytest.param(CREDENTIALS, SESSION, ISSUED, "sts:AssumeRole", True, id="a role: AssumeRole"),
    pytest.param(CREDENTIALS, SESSION, ISSUED, "sts:GetCallerIdentity", True, id="a role: GetCallerIdentity"),
    pytest.param(ASSUME_ROLE, SESSION, ISSUED, "sts:GetFederationToken", False, id="a role: not GetFederationToken"),
    pytest.param(ASSUME_ROLE, SESSION, ISSUED, "sts:GetSessionToken", False, id="a role: not GetSessionToken"),
    pytest.param(ASSUME_ROLE, SESSION, {}, "sts:GetSessionToken", False, id="a role, without keys that tell"),
    pytest.param(TOKEN_PERMISSIONS, USER, WITHOUT_MFA, "s3:GetObject", True, id="a session token: other services"),
    pytest.param(CREDENTIALS, USER, WITHOUT_MFA, "iam:GetUser", False, id="a session token without MFA: not IAM"),
    pytest.param(
        CREDENTIALS, USER, ISSUED, "iam:GetUser", False, id="a session token that tells nothing of MFA: not IAM"
    ),
    pytest.param(CREDENTIALS, USER, WITH_MFA, "iam:GetUser", True, id="a session token with MFA: IAM"),
    pytest.param(CREDENTIALS, ROOT, WITHOUT_MFA, "iam:GetUser", False, id="root's session token without MFA: not IAM"),
    pytest.param(CREDENTIALS, ROOT, WITH_MFA, "iam:GetUser", True, id="root's session token with MFA: IAM"),
    pytest.param(CREDENTIALS, USER, WITHOUT_MFA, "sts:AssumeRole", True, id="a session token: AssumeRole"),
    pytest.param(CREDENTIALS, USER, WITHOUT_MFA, "sts:TagSession", True, id="a session token: tags for AssumeRole"),
    pytest.param(
        CREDENTIALS, USER, WITHOUT_MFA, "sts:SetSourceIdentity", True, id="a session token: a source identity for it"
    ),
    pytest.param(
        CREDENTIALS, USER, WITHOUT_MFA, "sts:GetCallerIdentity", True, id="a session token: GetCallerIdentity"
    ),
    pytest.param(
        GET_SESSION_TOKEN, USER, WITHOUT_MFA, "sts:GetWebIdentityToken", True, id="a session token: GetWebIdentityToken"
    ),
    pytest.param(
        GET_SESSION_TOKEN,
        USER,
        WITHOUT_MFA,
        "sts:GetDelegatedAccessToken",
        True,
        id="a session token: delegated access",
    ),
    pytest.param(
        CREDENTIALS, USER, WITH_MFA, "sts:GetFederationToken", False, id="a session token: no other federation"
    ),
    pytest.param(CREDENTIALS, USER, WITH_MFA, "sts:GetSessionToken", False, id="a session token: not another"),
    pytest.param(
        CREDENTIALS, USER, WITH_MFA, "sts:DecodeAuthorizationMessage", False, id="a session token: nothing else of STS"
    ),
    # Inferred: the two pages speak of root users' tokens and of root users' assuming roles, not of both at once.
    pytest.param(CREDENTIALS, ROOT, WITH_MFA, "sts:AssumeRole", False, id="root's session token: not AssumeRole"),
    pytest.param(CREDENTIALS, FEDERATED, ISSUED, "s3:GetObject", True, id="a federated user: other services"),
    pytest.param(CREDENTIALS, FEDERATED, ISSUED, "iam:GetUser", False, id="a federated user: not IAM"),
    pytest.param(CREDENTIALS, FEDERATED, WITH_MFA, "iam:GetUser", False, id="a federated user: not IAM, MFA or not"),
    pytest.param(CREDENTIALS, FEDERATED, ISSUED, "sts:AssumeRole", False, id="a federated user: not AssumeRole"),
    pytest.param(
        CREDENTIALS, FEDERATED, ISSUED, "sts:GetSessionToken", False, id="a federated user: not GetSessionToken"
    ),
    pytest.param(
        CREDENTIALS, FEDERATED, ISSUED, "sts:GetFederationToken", False, id="a federated user: not GetFederationToken"
    ),
    pytest.param(
        CREDENTIALS, FEDERATED, ISSUED, "sts:TagSession", False, id="a federated user: nothing for AssumeRole"
    ),
    pytest.param(
        CREDENTIALS, FEDERATED, ISSUED, "sts:GetCallerIdentity", True, id="a federated user: GetCallerIdentity"
    ),
    pytest.param(
        GET_FEDERATION_TOKEN,
        FEDERATED,
        ISSUED,
        "sts:GetDelegatedAccessToken",
        True,
        id="a federated user: GetDelegatedAccessToken",
    ),
    pytest.param(
        GET_FEDERATION_TOKEN,
        FEDERATED,
        ISSUED,
        "sts:GetWebIdentityToken",
        False,
        id="a federated user: not GetWebIdentityToken",
    ),
    # Inferred: AssumeRoot's task policies allow actions of IAM, which are there to be taken.
    pytest.param(ASSUME_ROOT, ROOT, ASSUMED_ROOT, "iam:DeleteLoginProfile", True, id="AssumeRoot's credentials: IAM"),
]


@pytest.mark.parametrize(("source", "caller", "context", "action", "is_open"), CALLS)
def test_what_credentials_are_good_for(
    source: str, caller: str, context: dict[str, str], action: str, is_open: bool
) -> None:
    """Temporary credentials are closed to parts of IAM and STS, whatever policies allow."""
    issuer = {SESSION: ROLE, FEDERATED: USER}.get(caller)
    request = Request(action, ROLE, caller, context, issuer=issuer)
    assert bool(evaluate(request, everything_allows(action))) is is_open, source


ACROSS = [
    pytest.param(KMS_EXTERNAL, "kms:Decrypt", B, True, id="a cryptographic operation"),
    pytest.param(KMS_EXTERNAL, "kms:GenerateDataKeyWithoutPlaintext", B, True, id="another one"),
    pytest.param(KMS_EXTERNAL, "kms:CreateGrant", B, True, id="CreateGrant"),
    pytest.param(KMS_EXTERNAL, "kms:DescribeKey", B, True, id="DescribeKey"),
    pytest.param(KMS_EXTERNAL, "kms:GetKeyRotationStatus", B, True, id="GetKeyRotationStatus"),
    pytest.param(KMS_EXTERNAL, "kms:GetPublicKey", B, True, id="GetPublicKey"),
    pytest.param(KMS_EXTERNAL, "kms:ListGrants", B, True, id="ListGrants"),
    pytest.param(KMS_EXTERNAL, "kms:RetireGrant", B, True, id="RetireGrant"),
    pytest.param(KMS_EXTERNAL, "kms:RevokeGrant", B, True, id="RevokeGrant"),
    pytest.param(KMS_EXTERNAL, "kms:ScheduleKeyDeletion", B, False, id="not ScheduleKeyDeletion"),
    pytest.param(KMS_EXTERNAL, "kms:PutKeyPolicy", B, False, id="not PutKeyPolicy"),
    pytest.param(KMS_EXTERNAL, "kms:ScheduleKeyDeletion", A, True, id="ScheduleKeyDeletion, in one's own account"),
]


@pytest.mark.parametrize(("source", "action", "owner", "is_open"), ACROSS)
def test_what_a_key_opens_to_other_accounts(source: str, action: str, owner: str, is_open: bool) -> None:
    """A key policy can let other accounts in to few operations; its statements about others have no effect."""
    request = Request(action, KEY.replace(B, owner), USER)
    assert bool(evaluate(request, everything_allows(action))) is is_open, source


def test_kms_says_the_same_of_its_operations() -> None:
    """Every operation on a key that botocore's model of KMS calls one of a single account is in the table."""
    model = botocore.session.get_session().get_service_model("kms")
    operations = [model.operation_model(name) for name in model.operation_names]
    found = {
        f"kms:{operation.name}".lower()
        for operation in operations
        if re.search(r"Cross-account use(</b>)?\s*:(</b>)?\s*No", operation.documentation)
        and operation.input_shape is not None
        and {"KeyId", "TargetKeyId"} & set(operation.input_shape.members)
    }
    assert len(found) > 15
    # The permission of ListAliases is on no key: its KeyId only picks some of them.
    assert found - {"kms:listaliases"} <= IN_ONE_ACCOUNT


QUEUE, TABLE = f"arn:aws:sqs:eu-west-1:{B}:q", f"arn:aws:dynamodb:eu-west-1:{B}:table/t"
BACKUP = f"arn:aws:cloudhsm:eu-west-1:{B}:backup/b"
SQS = (
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html"
)
DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html"
CLOUDHSM = "https://docs.aws.amazon.com/cloudhsm/latest/APIReference/API_Operations.html"
UNSHARED = [
    pytest.param(SQS, USER, "sqs:SendMessage", QUEUE, True, id="a message is sent"),
    pytest.param(SQS, USER, "sqs:GetQueueAttributes", QUEUE, True, id="attributes are read"),
    pytest.param(SQS, USER, "sqs:SetQueueAttributes", QUEUE, False, id="and not set"),
    pytest.param(SQS, USER, "sqs:DeleteQueue", QUEUE, False, id="no queue is deleted"),
    pytest.param(SQS, USER, "sqs:DeleteQueue", QUEUE.replace(B, A), True, id="but one's own"),
    pytest.param(SQS, ROOT, "sqs:DeleteQueue", QUEUE, False, id="nor by another account's root user"),
    pytest.param(SQS, "*", "sqs:ReceiveMessage", QUEUE, True, id="anybody receives messages"),
    pytest.param(SQS, "*", "sqs:TagQueue", QUEUE, False, id="and tags no queue"),
    pytest.param(DYNAMODB, USER, "dynamodb:GetItem", TABLE, True, id="an item is read"),
    pytest.param(DYNAMODB, USER, "dynamodb:DeleteTable", TABLE, True, id="a table is deleted"),
    pytest.param(DYNAMODB, USER, "dynamodb:PartiQLSelect", TABLE, False, id="no statement of PartiQL"),
    pytest.param(DYNAMODB, USER, "dynamodb:PutResourcePolicy", TABLE, False, id="no policy is put"),
    pytest.param(DYNAMODB, USER, "dynamodb:UpdateTimeToLive", TABLE.replace(B, A), True, id="but on one's own table"),
    pytest.param(CLOUDHSM, USER, "cloudhsm:DescribeBackups", BACKUP, True, id="a backup is shown"),
    pytest.param(CLOUDHSM, USER, "cloudhsm:RestoreBackup", BACKUP, False, id="and not restored"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "action", "resource", "is_open"), UNSHARED)
def test_what_services_open_to_other_accounts(
    source: str, caller: str, action: str, resource: str, is_open: bool
) -> None:
    """A resource's policy has no effect on others where its service keeps an action to the account."""
    assert bool(evaluate(Request(action, resource, caller), everything_allows(action))) is is_open, source


SAID = [
    pytest.param("cloudhsmv2", "cloudhsm", r"Cross-account use(</b>)?\s*:(</b>)?\s*No", id="CloudHSM"),
    pytest.param("sqs", "sqs", "Cross-account permissions don't apply to this action", id="SQS"),
]


@pytest.mark.parametrize(("service", "prefix", "text"), SAID)
def test_services_say_the_same_of_their_operations(service: str, prefix: str, text: str) -> None:
    """Every operation that botocore's model calls one of a single account is in the table."""
    model = botocore.session.get_session().get_service_model(service)
    operations = [model.operation_model(name) for name in model.operation_names]
    found = {f"{prefix}:{one.name}".lower() for one in operations if re.search(text, one.documentation)}
    assert len(found) > 5
    assert found <= IN_ONE_ACCOUNT


REASONS = [
    pytest.param(USER, WITHOUT_MFA, "iam:GetUser", ROLE, "credentials of GetSessionToken cannot call IAM without MFA"),
    pytest.param(USER, WITH_MFA, "sts:GetSessionToken", "*", "credentials of GetSessionToken cannot call it"),
    pytest.param(FEDERATED, ISSUED, "iam:GetUser", ROLE, "credentials of GetFederationToken cannot call IAM"),
    pytest.param(SESSION, ISSUED, "sts:GetSessionToken", "*", "credentials of a role cannot call it"),
    pytest.param(ROOT, {}, "sts:AssumeRole", ROLE, "the root user cannot assume roles"),
    pytest.param(USER, {}, "kms:DisableKey", KEY, "KMS does not open it to other accounts"),
    pytest.param(USER, {}, "sqs:DeleteQueue", QUEUE, "SQS does not open it to other accounts"),
]


@pytest.mark.parametrize(("caller", "context", "action", "resource", "why"), REASONS)
def test_explanation_of_what_is_closed(
    caller: str, context: dict[str, str], action: str, resource: str, why: str
) -> None:
    """It says what closes the action, and that no policy will help."""
    decision = evaluate(Request(action, resource, caller, context), everything_allows(action))
    assert (decision.outcome, decision.reason, decision.policy_kind) == (Outcome.IMPLICIT_DENY, f"because {why}", None)
    lines = decision.explain().splitlines()
    assert lines[0] == f"DENIED: {action} on {resource} because {why}"
    assert lines[-1] == "No policy can allow it."


def test_a_policy_that_denies_is_named_first() -> None:
    """Where a policy denies what is closed as well, the policy is the reason."""
    decision = evaluate(Request("iam:GetUser", USER, FEDERATED), Policies(identity=[DENY], session=[ALLOW]))
    assert decision.reason == "with an explicit deny in an identity-based policy"


FREE = [
    pytest.param(CREDENTIALS, USER, {}, "sts:GetCallerIdentity", id="GetCallerIdentity, a user"),
    pytest.param(CREDENTIALS, SESSION, ISSUED, "sts:GetCallerIdentity", id="GetCallerIdentity, a role"),
    pytest.param(CREDENTIALS, FEDERATED, ISSUED, "sts:GetCallerIdentity", id="GetCallerIdentity, a federated user"),
    pytest.param(CREDENTIALS, USER, WITHOUT_MFA, "sts:GetCallerIdentity", id="GetCallerIdentity, a session token"),
    pytest.param(CREDENTIALS, ROOT, {}, "sts:GetCallerIdentity", id="GetCallerIdentity, the root user"),
    pytest.param(TOKEN_PERMISSIONS, USER, {}, "sts:GetSessionToken", id="GetSessionToken, a user"),
    pytest.param(TOKEN_PERMISSIONS, ROOT, {}, "sts:GetSessionToken", id="GetSessionToken, the root user"),
    pytest.param(CREDENTIALS, USER, {}, "STS:getcalleridentity", id="in any case"),
]


@pytest.mark.parametrize(("source", "caller", "context", "action"), FREE)
def test_some_actions_need_no_permission(source: str, caller: str, context: dict[str, str], action: str) -> None:
    """No policy of any type can take them away, nor need one give them."""
    for policies in (Policies(), Policies([DENY], None, [DENY], [DENY], [[DENY]])):
        decision = evaluate(Request(action, "*", caller, context), policies)
        assert (decision.allowed, decision.reason) == (True, f"allowed: {action} needs no permission"), source
