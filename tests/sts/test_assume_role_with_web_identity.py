"""AssumeRoleWithWebIdentity through real clients: its answer, who is let in, and what its sessions carry.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif and of
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import Account, FakeSts, OidcIssuer, OidcProvider, Role, StsClock, allow, deny, trust

HOME, MEMBER = "123456789012", "210987654321"
ISSUER = "idp.example.com"
PROVIDER = f"arn:aws:iam::{HOME}:oidc-provider/{ISSUER}"
ROLE = f"arn:aws:iam::{HOME}:role/team/app"
GITHUB, GITLAB = "token.actions.githubusercontent.com", "gitlab.com"
WEB = "sts:AssumeRoleWithWebIdentity"
ALL = [WEB, "sts:TagSession", "sts:SetSourceIdentity"]
TAGS = "https://aws.amazon.com/tags"

pytestmark = [
    pytest.mark.identity_providers(OidcProvider(ISSUER, audiences=["app", "other"])),
    pytest.mark.roles(
        Role(
            "app",
            path="/team/",
            trust=trust(f"oidc/{ISSUER}", actions=ALL),
            max_session=7200,
            permissions=allow("s3:*"),
        )
    ),
]


def assume(fakests: FakeSts, token: str, **params: Any) -> Any:
    """Assume the role with a token, by a client that has no AWS credentials and lets every parameter through."""
    config = Config(signature_version=UNSIGNED, parameter_validation=False)
    client = fakests.botocore_session().create_client("sts", config=config)
    return client.assume_role_with_web_identity(
        **{"RoleArn": ROLE, "RoleSessionName": "session", "WebIdentityToken": token, **params}
    )


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def note(caught: pytest.ExceptionInfo[ClientError]) -> str:
    """What the fake adds to an error of AWS."""
    return "\n".join(vars(caught.value)["__notes__"])


class TestAnswer:
    """What an allowed call gives."""

    def test_it_names_subject_provider_audience_and_session(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """As in an answer that was published: the provider is its ARN; nothing packed has no size."""
        answer = assume(fakests, oidc_provider.token(sub="user-4711"))
        credentials, who = answer.pop("Credentials"), answer.pop("AssumedRoleUser")
        for name in ("ResponseMetadata", "SessionTokenSize", "SessionTokenUtilization"):
            answer.pop(name, None)
        assert answer == {"SubjectFromWebIdentityToken": "user-4711", "Provider": PROVIDER, "Audience": "app"}
        assert who["Arn"] == f"arn:aws:sts::{HOME}:assumed-role/app/session"
        assert re.fullmatch(r"AROA[A-Z2-7]{17}:session", who["AssumedRoleId"])
        assert credentials["AccessKeyId"].startswith("ASIA")

    def test_a_client_with_keys_may_ask_too(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """botocore does not sign this operation, and its caller has no part in it."""
        client = fakests.client("sts", f"account/{HOME}")
        answer = client.assume_role_with_web_identity(
            RoleArn=ROLE, RoleSessionName="mine", WebIdentityToken=oidc_provider.token()
        )
        assert fakests.client("sts", answer).get_caller_identity()["Arn"].endswith(":assumed-role/app/mine")

    @pytest.mark.parametrize(
        "params",
        [
            pytest.param({"Policy": json.dumps(allow("s3:*"))}, id="policy"),
            pytest.param({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/AWSDenyAll"}]}, id="policy ARN"),
        ],
    )
    def test_what_is_packed_has_its_share_told(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, params: dict[str, Any]
    ) -> None:
        """The percentage that session policies take."""
        assert 1 <= assume(fakests, oidc_provider.token(), **params)["PackedPolicySize"] <= 100

    def test_the_tags_of_a_token_are_packed_too(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """They take room as those of AssumeRole do."""
        assert assume(fakests, oidc_provider.token(principal_tags={"team": "blue"}))["PackedPolicySize"] >= 1

    @pytest.mark.parametrize(
        ("params", "seconds"), [({}, 3600), ({"DurationSeconds": 900}, 900), ({"DurationSeconds": 7200}, 7200)]
    )
    def test_it_lasts_as_long_as_asked(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, sts_clock: StsClock, params: dict[str, int], seconds: int
    ) -> None:
        """An hour by default, up to the role's maximum; the token's own end has no part in it."""
        start = sts_clock.move_to(datetime.datetime(2031, 5, 1, tzinfo=datetime.timezone.utc))
        end = assume(fakests, oidc_provider.token(lifetime=60), **params)["Credentials"]["Expiration"]
        assert end == start + datetime.timedelta(seconds=seconds)

    def test_a_token_may_be_used_again(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """STS remembers no tokens: a pod's file serves for hours."""
        token = oidc_provider.token()
        assert assume(fakests, token)["Credentials"] != assume(fakests, token)["Credentials"]


# What a parameter is, and the text of the ValidationError.
WRONG_PARAMETERS = [
    ({"RoleArn": "arn:aws:iam::::1234567890:role/example"}, "Request ARN is invalid"),  # https://repost.aws/knowledge-center/eks-troubleshoot-irsa-errors
    ({"RoleArn": f"arn:aws:iam::{HOME}:user/somebody"}, "Request ARN is invalid"),
    ({"DurationSeconds": 7201}, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."),
    (
        {"DurationSeconds": 899},
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: "
        "Member must have value greater than or equal to 900",
    ),
    (
        {"RoleSessionName": "a b"},
        "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\w+=,.@-]*",
    ),
    (
        {"Policy": "x" * 2049},
        f"1 validation error detected: Value '{'x' * 2049}' at 'policy' failed to satisfy constraint: "
        "Member must have length less than or equal to 2048",
    ),
    (
        {"token": "x" * 20001},
        "1 validation error detected: Value at 'webIdentityToken' failed to satisfy constraint: "
        "Member must have length less than or equal to 20000",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("params", "message"), [pytest.param(*row, id=row[1][:60]) for row in WRONG_PARAMETERS])
def test_a_parameter_outside_its_limits_is_a_validation_error(
    fakests: FakeSts, oidc_provider: OidcIssuer, params: dict[str, Any], message: str
) -> None:
    """Status 400, in STS's words; a token is a secret and is not repeated."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, **{"token": oidc_provider.token(), **params})
    assert refusal(caught) == ("ValidationError", 400, message)


def test_a_missing_token_is_null(fakests: FakeSts) -> None:
    """What is required and not given is a validation error too."""
    client = fakests.botocore_session().create_client("sts", config=Config(parameter_validation=False))
    with pytest.raises(ClientError) as caught:
        client.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="session")
    assert refusal(caught)[2] == (
        "1 validation error detected: Value null at 'webIdentityToken' failed to satisfy constraint: "
        "Member must not be null"
    )


def test_a_malformed_session_policy_is_told_as_such(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """MalformedPolicyDocument, 400."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, oidc_provider.token(), Policy='{"Statement": 1}')
    assert refusal(caught)[:2] == ("MalformedPolicyDocument", 400)


def test_tags_that_do_not_fit_are_told_as_such(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """PackedPolicyTooLarge, 400, with the share that they would take."""
    tags = {f"key{number}": format(number**30, "x") for number in range(2, 40)}
    with pytest.raises(ClientError) as caught:
        assume(fakests, oidc_provider.token(principal_tags=tags))
    code, status, message = refusal(caught)
    assert (code, status) == ("PackedPolicyTooLarge", 400)
    assert re.fullmatch(r"Packed size of session tags consumes \d{3}% of allotted space\.", message)


def test_an_account_may_have_no_sts_in_the_region(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """RegionDisabledException, 403."""
    fakests.add(Account(HOME, sts_deactivated=["eu-west-1"]))
    client = fakests.botocore_session().create_client(
        "sts", region_name="eu-west-1", endpoint_url="https://sts.eu-west-1.amazonaws.com"
    )
    with pytest.raises(ClientError) as caught:
        client.assume_role_with_web_identity(
            RoleArn=ROLE, RoleSessionName="session", WebIdentityToken=oidc_provider.token()
        )
    assert refusal(caught)[:2] == ("RegionDisabledException", 403)


class TestTrust:
    """Who is let in."""

    def test_a_role_that_does_not_exist_is_denied_as_any(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """AWS does not tell; the note does."""
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token(), RoleArn=f"arn:aws:iam::{HOME}:role/nobody")
        assert refusal(caught) == ("AccessDenied", 403, f"Not authorized to perform {WEB}")
        assert note(caught) == f"the role arn:aws:iam::{HOME}:role/nobody is not declared; declared roles: {ROLE}"

    def test_the_note_tells_which_condition_was_not_met(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """AWS names the action alone."""
        fakests.role(ROLE).set_trust(trust(f"oidc/{ISSUER}", when={"StringEquals": {f"{ISSUER}:sub": "me"}}))
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token(sub="somebody else"))
        assert refusal(caught) == ("AccessDenied", 403, f"Not authorized to perform {WEB}")
        assert f'Condition StringEquals {ISSUER}:sub: wanted "me", had "somebody else"' in note(caught)

    def test_the_provider_must_be_of_the_roles_account(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """A role trusts providers of its own account only: https://repost.aws/knowledge-center/iam-oidc-idp-federation"""
        fakests.add(Role("far", account=MEMBER, trust=trust(PROVIDER)))
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token(), RoleArn=fakests.role("far").arn)
        message = f"No OpenIDConnect provider found in your account for https://{ISSUER}"
        assert refusal(caught) == ("InvalidIdentityToken", 400, message)

    def test_an_explicit_deny_wins(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """As in every policy."""
        denies = {**trust(f"oidc/{ISSUER}")["Statement"][0], "Effect": "Deny"}
        fakests.role(ROLE).set_trust([trust(f"oidc/{ISSUER}"), denies])
        with pytest.raises(ClientError, match="AccessDenied"):
            assume(fakests, oidc_provider.token())

    def test_the_decision_is_kept_with_the_call(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """For those who look at fakests.calls."""
        assume(fakests, oidc_provider.token())
        call = fakests.calls[-1]
        assert (call.operation, call.caller, call.error) == ("sts:AssumeRoleWithWebIdentity", "*", None)
        assert call.decision is not None
        assert call.decision.request.principal == PROVIDER


# The principal and action of a trust policy, and whether a token of the provider gets in.
TRUSTED = [
    pytest.param(trust(PROVIDER), True, id="by ARN"),
    pytest.param(trust(f"oidc/{ISSUER}", actions="sts:*"), True, id="by a wildcard in the action"),
    pytest.param(trust(PROVIDER, actions="sts:AssumeRole"), False, id="for another action"),
    pytest.param(trust(PROVIDER, actions="sts:AssumeRoleWithSAML"), False, id="for SAML's action"),
    pytest.param(trust(f"oidc/{ISSUER}/path"), False, id="another path"),
    pytest.param(trust(PROVIDER.replace(HOME, MEMBER)), False, id="the provider of another account"),
    pytest.param(trust("accounts.google.com"), False, id="another provider"),
    pytest.param(trust("*", actions="sts:*"), False, id="everybody of AWS"),
    pytest.param(trust(f"account/{HOME}", actions="sts:*"), False, id="the account"),
    pytest.param(trust("service/lambda.amazonaws.com", actions="sts:*"), False, id="a service"),
    pytest.param(None, False, id="nobody but the account, by default"),
]


@pytest.mark.parametrize(("policy", "allowed"), TRUSTED)
def test_only_the_provider_itself_is_meant(
    fakests: FakeSts, oidc_provider: OidcIssuer, policy: dict[str, Any] | None, allowed: bool
) -> None:
    """The trust policy must name it as a Federated principal, with the action of web identities."""
    fakests.role(ROLE).set_trust(policy)
    if allowed:
        assume(fakests, oidc_provider.token())
    else:
        with pytest.raises(ClientError, match=rf"\(AccessDenied\).*Not authorized to perform {WEB}\n"):
            assume(fakests, oidc_provider.token())


# The provider, the claims of a token, a condition of the trust policy, and whether it is met.
KEYS = [
    pytest.param(ISSUER, {"sub": "user-1"}, {"StringEquals": {":sub": "user-1"}}, True, id="sub"),
    pytest.param(ISSUER, {"sub": "user-2"}, {"StringEquals": {":sub": "user-1"}}, False, id="another sub"),
    pytest.param(ISSUER, {"sub": "User-1"}, {"StringEquals": {":sub": "user-1"}}, False, id="sub in another case"),
    pytest.param(ISSUER, {}, {"StringEquals": {":aud": "app"}}, True, id="aud"),
    pytest.param(ISSUER, {"aud": ["app"]}, {"StringEquals": {":aud": "app"}}, True, id="aud, a list of one"),
    pytest.param(ISSUER, {"azp": "other"}, {"StringEquals": {":aud": "other"}}, True, id="aud is azp"),
    pytest.param(ISSUER, {"azp": "other"}, {"StringEquals": {":aud": "app"}}, False, id="aud is not aud beside azp"),
    pytest.param(ISSUER, {"azp": "other"}, {"StringEquals": {":oaud": "app"}}, True, id="oaud is aud beside azp"),
    pytest.param(ISSUER, {}, {"StringEquals": {":oaud": "app"}}, True, id="oaud is aud without azp"),
    pytest.param(ISSUER, {"amr": ["pwd", "otp"]}, {"ForAnyValue:StringEquals": {":amr": "otp"}}, True, id="amr"),
    pytest.param(ISSUER, {"amr": ["pwd"]}, {"ForAnyValue:StringEquals": {":amr": "otp"}}, False, id="another amr"),
    pytest.param(ISSUER, {"email": "a@b.c"}, {"StringEquals": {":email": "a@b.c"}}, True, id="email"),
    pytest.param(ISSUER, {"actor": "tve"}, {"StringEquals": {":actor": "tve"}}, False, id="a claim that is no key"),
    pytest.param(ISSUER, {"iss": f"https://{ISSUER}"}, {"Null": {":iss": "true"}}, True, id="iss is no key"),
    pytest.param(GITHUB, {"actor": "octocat"}, {"StringEquals": {":actor": "octocat"}}, True, id="GitHub's actor"),
    pytest.param(GITHUB, {"repository_id": "74"}, {"StringEquals": {":repository_id": "74"}}, True, id="GitHub's repository_id"),
    pytest.param(GITHUB, {"event_name": "push"}, {"StringEquals": {":event_name": "push"}}, False, id="GitHub's event_name is none"),
    pytest.param(GITHUB + "/corp", {"ref": "r"}, {"StringEquals": {":ref": "r"}}, True, id="an enterprise's path"),
    pytest.param("token.actions.corp.ghe.com", {"ref": "r"}, {"StringEquals": {":ref": "r"}}, True, id="ghe.com"),
    pytest.param(GITLAB, {"project_id": "20"}, {"StringEquals": {":project_id": "20"}}, True, id="GitLab's project_id"),
    pytest.param("gitlab.example.com", {"project_id": "20"}, {"StringEquals": {":project_id": "20"}}, False, id="another GitLab"),
    pytest.param("agent.buildkite.com", {"pipeline_slug": "p"}, {"StringEquals": {":pipeline_slug": "p"}}, True, id="Buildkite"),
    pytest.param("oidc.circleci.com/org/1", {"oidc.circleci.com/project-id": "p"}, {"StringEquals": {":oidc.circleci.com/project-id": "p"}}, True, id="CircleCI"),
]  # fmt: skip


@pytest.mark.parametrize(("issuer", "claims", "condition", "met"), KEYS)
def test_a_trust_policy_sees_the_claims_that_aws_makes_keys(
    fakests: FakeSts,
    oidc_provider: OidcIssuer,
    issuer: str,
    claims: dict[str, Any],
    condition: Mapping[str, Mapping[str, Any]],
    met: bool,
) -> None:
    """Five of every issuer, and those that AWS lists for well-known ones."""
    fakests.add(OidcProvider(issuer, audiences=["app", "other"]))
    when = {operator: {issuer + key: value for key, value in keys.items()} for operator, keys in condition.items()}
    fakests.role(ROLE).set_trust(trust(f"oidc/{issuer}", when=when))
    token = oidc_provider(issuer).token(claims)
    if met:
        assume(fakests, token)
    else:
        with pytest.raises(ClientError, match="Not authorized"):
            assume(fakests, token)


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param({"StringEquals": {"sts:RoleSessionName": "session"}}, id="session name"),
        pytest.param({"ArnEquals": {"aws:FederatedProvider": PROVIDER}}, id="federated provider"),
        pytest.param({"StringEquals": {"sts:SourceIdentity": "ann.x"}}, id="source identity"),
        pytest.param({"StringEquals": {"aws:RequestTag/team": "blue"}}, id="request tag"),
        pytest.param({"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}, id="tag keys"),
        pytest.param({"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": "team"}}, id="transitive tag keys"),
        pytest.param({"Bool": {"sts:RoleAuthorizedByIdp": "false"}}, id="no roles claim"),
        pytest.param({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, id="source address"),
        pytest.param({"StringEquals": {"aws:ResourceTag/stage": "test"}}, id="the role's tag"),
        pytest.param({"Null": {"aws:PrincipalArn": "true", "aws:PrincipalAccount": "true"}}, id="no AWS principal"),
    ],
)
def test_a_trust_policy_sees_the_request(
    fakests: FakeSts, oidc_provider: OidcIssuer, condition: Mapping[str, Mapping[str, Any]]
) -> None:
    """The keys that AWS documents for AssumeRoleWithWebIdentity."""
    opens = trust(f"oidc/{ISSUER}", when=condition)
    rest = trust(f"oidc/{ISSUER}", actions=["sts:TagSession", "sts:SetSourceIdentity"])
    fakests.add(Role("app", path="/team/", trust=[opens, rest], tags={"stage": "test"}))
    token = oidc_provider.token(principal_tags={"team": "blue"}, transitive_tag_keys=["team"], source_identity="ann.x")
    assume(fakests, token)


# A condition, and whether the session itself meets it.
IN_SESSION = [
    pytest.param({"StringEquals": {f"{ISSUER}:sub": "user-1"}}, True, id="sub"),
    pytest.param({"StringEquals": {f"{ISSUER}:aud": "app"}}, True, id="aud"),
    pytest.param({"ForAnyValue:StringEquals": {f"{ISSUER}:amr": "otp"}}, True, id="amr"),
    pytest.param({"Null": {f"{ISSUER}:oaud": "false"}}, False, id="oaud"),
    pytest.param({"Null": {f"{ISSUER}:email": "false"}}, False, id="email"),
    pytest.param({"StringEquals": {"aws:FederatedProvider": PROVIDER}}, True, id="federated provider"),
    pytest.param({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, True, id="principal type"),
    pytest.param({"ArnEquals": {"aws:PrincipalArn": ROLE}}, True, id="principal ARN"),
    pytest.param({"StringLike": {"aws:userid": "AROA*:session"}}, True, id="user id"),
    pytest.param({"Null": {"aws:MultiFactorAuthPresent": "true"}}, True, id="nothing of MFA"),
    pytest.param({"Null": {"aws:TokenIssueTime": "false"}}, True, id="issue time"),
    pytest.param({"StringEquals": {"aws:PrincipalTag/team": "blue"}}, True, id="session tag"),
    pytest.param({"StringEquals": {"aws:SourceIdentity": "ann.x"}}, True, id="source identity"),
]


@pytest.mark.parametrize(("condition", "met"), IN_SESSION)
def test_a_session_carries_what_aws_lets_it(
    fakests: FakeSts, oidc_provider: OidcIssuer, condition: Mapping[str, Mapping[str, Any]], met: bool
) -> None:
    """ "Available in session" are sub, aud and amr alone."""
    fakests.role(ROLE).set_permissions(allow("s3:ListAllMyBuckets", when=condition))
    token = oidc_provider.token(
        sub="user-1", amr=["otp"], email="a@b.c", principal_tags={"team": "blue"}, source_identity="ann.x"
    )
    session = fakests.client("s3", assume(fakests, token))
    if met:
        session.list_buckets()
    else:
        with pytest.raises(ClientError, match="AccessDenied"):
            session.list_buckets()


def test_a_role_that_the_session_assumes_has_nothing_of_the_token(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """The keys are of this session; what goes on along a chain are transitive tags and the source identity."""
    fakests.role(ROLE).set_permissions(allow("sts:*"))
    absent = {"Null": {f"{ISSUER}:sub": "true", "aws:FederatedProvider": "true"}}
    chained = trust(ROLE, actions=["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
    fakests.add(Role("next", trust=chained, permissions=allow("s3:*", when=absent)))
    token = oidc_provider.token(
        principal_tags={"team": "blue", "job": "42"}, transitive_tag_keys=["team"], source_identity="ann.x"
    )
    first = assume(fakests, token)
    second = fakests.client("sts", first).assume_role(RoleArn=fakests.role("next").arn, RoleSessionName="second")
    fakests.client("s3", second).list_buckets()
    assert second["SourceIdentity"] == "ann.x"
    for tag, there in (("team", True), ("job", False)):
        key = f"aws:PrincipalTag/{tag}"
        fakests.role("next").set_permissions(allow("s3:*", when={"Null": {key: str(not there).lower()}}))
        fakests.client("s3", second).list_buckets()


class TestSessionPolicies:
    """What a request passes limits its session."""

    def test_only_what_both_allow_is_allowed(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """The role's policies and the session policy."""
        policy = json.dumps(allow("s3:GetObject", "ec2:DescribeVpcs"))
        session = assume(fakests, oidc_provider.token(), Policy=policy)
        arn = "arn:aws:s3:::reports/q3.csv"
        allowed = [
            action
            for action in ("s3:GetObject", "s3:PutObject", "ec2:DescribeVpcs")
            if fakests.can(session, action, arn)
        ]
        assert allowed == ["s3:GetObject"]

    def test_a_deny_in_it_wins(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """As anywhere."""
        policy = json.dumps([*allow("s3:*")["Statement"], *deny("s3:GetObject")["Statement"]])
        session = assume(fakests, oidc_provider.token(), Policy=f'{{"Version":"2012-10-17","Statement":{policy}}}')
        assert not fakests.can(session, "s3:GetObject", "arn:aws:s3:::reports/q3.csv")


# The claims in which a token has session tags, and the tags that the session gets.
FLAT = f"{TAGS}/principal_tags/"
TAG_CLAIMS = [
    pytest.param({TAGS: {"principal_tags": {"team": ["blue"], "job": ["42"]}}}, {"team": "blue", "job": "42"}, id="nested"),
    pytest.param({TAGS: {"principal_tags": {"team": "blue"}}}, {"team": "blue"}, id="nested, a text"),
    pytest.param({FLAT + "team": "blue", FLAT + "job": ["42"]}, {"team": "blue", "job": "42"}, id="flat"),
    pytest.param({TAGS: {"principal_tags": {"team": [""]}}}, {"team": ""}, id="an empty value"),
    pytest.param({TAGS: {}}, {}, id="none"),
    pytest.param({}, {}, id="no claim"),
]  # fmt: skip


class TestTags:
    """Session tags from the token."""

    @pytest.mark.parametrize(("claims", "tags"), TAG_CLAIMS)
    def test_each_documented_form_is_read(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, claims: dict[str, Any], tags: dict[str, str]
    ) -> None:
        """One claim with objects in it, or a claim for each tag."""
        session = assume(fakests, oidc_provider.token(claims))
        key = fakests._cloud.key(session["Credentials"]["AccessKeyId"])
        assert key is not None
        assert key.principal.tags == tags

    @pytest.mark.parametrize(
        "claims",
        [
            pytest.param({TAGS: {"principal_tags": {"team": ["blue"]}, "transitive_tag_keys": ["team"]}}, id="nested"),
            pytest.param({FLAT + "team": "blue", f"{TAGS}/transitive_tag_keys": ["team"]}, id="flat"),
            pytest.param({FLAT + "team": "blue", f"{TAGS}/transitive_tag_keys": "team"}, id="flat, a text"),
        ],
    )
    def test_transitive_keys_are_read(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, claims: dict[str, Any]
    ) -> None:
        """In each form."""
        session = assume(fakests, oidc_provider.token(claims))
        key = fakests._cloud.key(session["Credentials"]["AccessKeyId"])
        assert key is not None
        assert key.principal.transitive == {"team"}

    def test_a_session_tag_stands_over_the_roles(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """With the same key, whatever its case."""
        everything = trust(f"oidc/{ISSUER}", actions=ALL)
        when = {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
        fakests.add(
            Role("app", path="/team/", tags={"Team": "red"}, trust=everything, permissions=allow("s3:*", when=when))
        )
        session = assume(fakests, oidc_provider.token(principal_tags={"team": "blue"}))
        fakests.client("s3", session).list_buckets()

    @pytest.mark.parametrize(
        ("token", "action"),
        [
            pytest.param({"principal_tags": {"team": "blue"}}, "sts:TagSession", id="tags"),
            pytest.param({"source_identity": "ann.x"}, "sts:SetSourceIdentity", id="source identity"),
        ],
    )
    def test_the_trust_policy_must_allow_what_a_token_sets(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, token: dict[str, Any], action: str
    ) -> None:
        """sts:TagSession for tags, sts:SetSourceIdentity for a source identity; neither for a token without them."""
        fakests.role(ROLE).set_trust(trust(f"oidc/{ISSUER}"))
        assume(fakests, oidc_provider.token())
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token(**token))
        assert refusal(caught) == ("AccessDenied", 403, f"Not authorized to perform {action}")

    def test_the_source_identity_is_answered(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """As the token gives it."""
        assert assume(fakests, oidc_provider.token(source_identity="ann.x"))["SourceIdentity"] == "ann.x"


class TestRolesClaim:
    """https://aws.amazon.com/roles, as measured against AWS: https://awsteele.com/blog/2026/07/13/"""

    CLAIM = "https://aws.amazon.com/roles"

    @pytest.mark.parametrize("roles", [ROLE, [ROLE], ["arn:aws:iam::123456789012:role/other", ROLE]])
    def test_a_token_may_name_the_roles_that_it_is_for(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, roles: str | list[str]
    ) -> None:
        """One ARN or several; sts:RoleAuthorizedByIdp is then true."""
        when = {"Bool": {"sts:RoleAuthorizedByIdp": "true"}}
        fakests.role(ROLE).set_trust(trust(f"oidc/{ISSUER}", when=when))
        assume(fakests, oidc_provider.token({self.CLAIM: roles}))

    @pytest.mark.parametrize("roles", ["app", f"arn:aws:iam::{HOME}:role/*", [], f"arn:aws:iam::{HOME}:role/app"])
    def test_it_is_for_no_other(self, fakests: FakeSts, oidc_provider: OidcIssuer, roles: str | list[str]) -> None:
        """Names and wildcards do not count, and the trust policy is not asked; the note tells for which it is."""
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token({self.CLAIM: roles}))
        message = "The target role ARN is not present in the roles claim of the identity token"
        assert refusal(caught) == ("InvalidIdentityToken", 400, message)
        listed = roles if isinstance(roles, str) else "no role"
        assert note(caught) == f"the token is for {listed}, not for {ROLE}"
        assert fakests.calls[-1].decision is None


# Providers that are built into AWS: the claims of a token or access token, further parameters, the subject and
# audience of the answer, and conditions that the trust policy and the session meet.
GOOGLE, COGNITO, AMAZON, FACEBOOK = (
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "www.amazon.com",
    "graph.facebook.com",
)
POOL = "us-east-1:12345678-ffff-ffff-ffff-123456789012"
BUILT_IN = [
    pytest.param(
        GOOGLE,
        {"sub": "1101694", "aud": "sts.amazonaws.com", "azp": "1101694", "google:organization_number": 12345},
        ("1101694", "sts.amazonaws.com"),
        {
            "StringEquals": {":aud": "1101694", ":oaud": "sts.amazonaws.com", ":sub": "1101694"},
            "NumericEquals": {":google/organization_number": "12345"},
        },
        {"StringEquals": {":aud": "1101694", ":sub": "1101694"}, "Null": {":oaud": "true"}},
        id="Google, a service account",
    ),
    pytest.param(
        COGNITO,
        {"sub": "us-east-1:user", "aud": POOL, "amr": ["authenticated", FACEBOOK]},
        ("us-east-1:user", POOL),
        {"StringEquals": {":aud": POOL}, "ForAnyValue:StringLike": {":amr": "authenticated"}},
        {"StringEquals": {":aud": POOL, ":sub": "us-east-1:user"}, "ForAnyValue:StringLike": {":amr": "graph.*"}},
        id="Cognito",
    ),
    pytest.param(
        AMAZON,
        {"app_id": "amzn1.application.1", "user_id": "amzn1.account.1"},
        ("amzn1.account.1", "amzn1.application.1"),
        {"StringEquals": {":app_id": "amzn1.application.1", ":user_id": "amzn1.account.1", ":sub": "amzn1.account.1"}},
        {"StringEquals": {":app_id": "amzn1.application.1", ":user_id": "amzn1.account.1"}},
        id="Login with Amazon",
    ),
    pytest.param(
        FACEBOOK,
        {"app_id": "123456789012345", "id": "1234567890"},
        ("1234567890", "123456789012345"),
        {"StringEquals": {":app_id": "123456789012345", ":id": "1234567890"}},
        {"StringEquals": {":app_id": "123456789012345", ":id": "1234567890"}},
        id="Facebook",
    ),
]


class TestBuiltInProviders:
    """Google, Cognito, Login with Amazon and Facebook, which no account declares."""

    @pytest.mark.parametrize(("provider", "claims", "told", "trusted", "kept"), BUILT_IN)
    def test_their_tokens_are_taken(
        self,
        fakests: FakeSts,
        oidc_provider: OidcIssuer,
        provider: str,
        claims: dict[str, Any],
        told: tuple[str, str],
        trusted: dict[str, dict[str, str]],
        kept: dict[str, dict[str, str]],
    ) -> None:
        """A trust policy names them by their hosts; access tokens come with ProviderId."""

        def conditions(short: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
            return {operator: {provider + key: text for key, text in keys.items()} for operator, keys in short.items()}

        fakests.role(ROLE).set_trust(trust(provider, when=conditions(trusted)))
        fakests.role(ROLE).set_permissions(
            allow(
                "s3:*",
                when={
                    **conditions(kept),
                    "StringEquals": {**conditions(kept)["StringEquals"], "aws:FederatedProvider": provider},
                },
            )
        )
        params = {"ProviderId": provider} if provider in (AMAZON, FACEBOOK) else {}
        answer = assume(fakests, oidc_provider(provider).token(claims), **params)
        assert answer["Provider"] == provider
        assert (answer["SubjectFromWebIdentityToken"], answer["Audience"]) == told
        fakests.client("s3", answer).list_buckets()
