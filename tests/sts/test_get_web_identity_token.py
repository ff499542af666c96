"""GetWebIdentityToken through real clients: a token that others verify, and who may have one.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html, the claims those
of https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_token_claims.html, and the permissions
those of https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_policies.html.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Mapping
from typing import Any

import botocore.session
import jwt
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import (
    Account,
    FakeSts,
    LambdaFunction,
    OidcIssuer,
    OidcProvider,
    Role,
    StsClock,
    User,
    allow,
    deny,
    fake_sts,
    trust,
)

HOME, MEMBER = "123456789012", "210987654321"
NOON = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
API = "https://api.example.com"
AWS = "https://sts.amazonaws.com/"
GET, TAG = "sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"
TEAM = [{"Key": "team", "Value": "blue"}]

_MODEL = botocore.session.Session().get_service_model("sts")
pytestmark = [
    pytest.mark.skipif("GetWebIdentityToken" not in _MODEL.operation_names, reason="botocore's model is older"),
    pytest.mark.accounts(Account(HOME, outbound_federation=True)),
    pytest.mark.users(User("ann", path="/staff/", permissions=allow(GET, TAG), tags={"team": "red", "job": "42"})),
    pytest.mark.roles(
        Role("app", path="/team/", trust=[trust(f"account/{HOME}", actions="sts:*"), trust("service/lambda.amazonaws.com")], permissions=allow("sts:*"), tags={"stage": "test"})
    ),
]  # fmt: skip


def ask(fakests: FakeSts, by: Any = "user/ann", **params: Any) -> Any:
    """Get a token, with a client that lets every parameter through."""
    config = Config(parameter_validation=False)
    client = fakests.botocore_session(by).create_client("sts", config=config)
    return client.get_web_identity_token(**{"Audience": [API], "SigningAlgorithm": "ES384", **params})


def verified(fakests: FakeSts, token: str, audience: str = API, account: str = HOME) -> dict[str, Any]:
    """The claims of a token, verified as a service outside AWS does it, with the account's own key set."""
    header = jwt.get_unverified_header(token)
    published = fakests.account(account)
    algorithms = published.openid_configuration()["id_token_signing_alg_values_supported"]
    key = jwt.PyJWKSet.from_dict(published.jwks())[header["kid"]]
    claims: dict[str, Any] = jwt.decode(
        token, key.key, algorithms, audience=audience, issuer=published.token_issuer, options={"require": ["exp", "iat", "sub", "jti"]}
    )  # fmt: skip
    return claims


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


class TestToken:
    """What the token says."""

    @pytest.mark.parametrize(("algorithm", "kid"), [("RS256", "RSA_0"), ("ES384", "EC384_0")])
    def test_it_verifies_against_the_accounts_key_set(self, fakests: FakeSts, algorithm: str, kid: str) -> None:
        """With either algorithm; the key ids are those of STS's own issuers."""
        token = ask(fakests, SigningAlgorithm=algorithm)["WebIdentityToken"]
        assert jwt.get_unverified_header(token) == {"alg": algorithm, "kid": kid, "typ": "JWT"}
        assert verified(fakests, token)["sub"] == f"arn:aws:iam::{HOME}:user/staff/ann"

    def test_the_claims_are_those_that_aws_documents(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Of a user: the standard ones, and AWS's own under its name."""
        now = int(sts_clock.move_to(NOON).timestamp())
        claims = verified(fakests, ask(fakests, Tags=TEAM)["WebIdentityToken"])
        assert uuid.UUID(claims.pop("jti"))
        who = f"arn:aws:iam::{HOME}:user/staff/ann"
        assert claims == {
            "iss": fakests.account(HOME).token_issuer,
            "aud": API,
            "sub": who,
            "iat": now,
            "exp": now + 300,
            AWS: {
                "aws_account": HOME,
                "source_region": "us-east-1",
                "principal_id": who,
                "principal_tags": {"team": "red", "job": "42"},
                "request_tags": {"team": "blue"},
            },
        }

    def test_a_session_is_named_by_its_role(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """With its path, the session's end, its tags over the role's, and its source identity."""
        sts_clock.move_to(NOON)
        tags = [{"Key": "Stage", "Value": "prod"}]
        session = fakests.assume_role("app", by="user/tester", Tags=tags, SourceIdentity="ann.x")
        claims = verified(fakests, ask(fakests, session)["WebIdentityToken"])
        role = f"arn:aws:iam::{HOME}:role/team/app"
        assert claims["sub"] == role
        assert claims[AWS] == {
            "aws_account": HOME,
            "source_region": "us-east-1",
            "principal_id": role,
            "principal_tags": {"Stage": "prod"},
            "source_identity": "ann.x",
            "original_session_exp": "2096-05-01T13:00:00Z",
        }

    def test_root_is_named_as_itself(self, fakests: FakeSts) -> None:
        """It has neither tags nor an entity."""
        assert (
            verified(fakests, ask(fakests, f"account/{HOME}")["WebIdentityToken"])["sub"] == f"arn:aws:iam::{HOME}:root"
        )

    def test_a_session_of_a_user_is_named_by_the_user(self, fakests: FakeSts) -> None:
        """GetSessionToken's credentials may call it."""
        session = fakests.client("sts", "user/ann").get_session_token()
        claims = verified(fakests, ask(fakests, session)["WebIdentityToken"])
        assert claims["sub"] == f"arn:aws:iam::{HOME}:user/staff/ann"
        assert "original_session_exp" not in claims[AWS]

    def test_the_organization_is_named(self, fakests: FakeSts) -> None:
        """If the account belongs to one."""
        fakests.add(Account(HOME, outbound_federation=True, organization="o-exampleorgid"))
        claims = verified(fakests, ask(fakests, f"account/{HOME}")["WebIdentityToken"])
        assert claims[AWS]["org_id"] == "o-exampleorgid"

    def test_the_provider_of_a_web_identity_is_named(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """As aws:FederatedProvider."""
        fakests.add(OidcProvider("idp.example.com", audiences="app"))
        fakests.role("app").set_trust(trust("oidc/idp.example.com"))
        session = fakests.client("sts").assume_role_with_web_identity(
            RoleArn=fakests.role("app").arn, RoleSessionName="mine", WebIdentityToken=oidc_provider.token()
        )
        claims = verified(fakests, ask(fakests, session)["WebIdentityToken"])
        assert claims[AWS]["federated_provider"] == f"arn:aws:iam::{HOME}:oidc-provider/idp.example.com"

    def test_the_function_that_asks_is_named(self, fakests: FakeSts) -> None:
        """As lambda:SourceFunctionArn."""
        with fakests.inside(LambdaFunction("app", "nightly")):
            claims = verified(fakests, ask(fakests, None)["WebIdentityToken"])
        assert claims[AWS]["lambda_source_function_arn"] == f"arn:aws:lambda:us-east-1:{HOME}:function:nightly"

    def test_several_audiences_are_a_list(self, fakests: FakeSts) -> None:
        """Each may verify it."""
        token = ask(fakests, Audience=[API, "other"])["WebIdentityToken"]
        assert verified(fakests, token, "other")["aud"] == [API, "other"]

    @pytest.mark.parametrize(
        ("params", "seconds"), [({}, 300), ({"DurationSeconds": 60}, 60), ({"DurationSeconds": 3600}, 3600)]
    )
    def test_it_lasts_as_long_as_asked(
        self, fakests: FakeSts, sts_clock: StsClock, params: dict[str, int], seconds: int
    ) -> None:
        """Five minutes by default, an hour at the most; by the test's clock."""
        sts_clock.move_to(NOON)
        answer = ask(fakests, **params)
        claims = verified(fakests, answer["WebIdentityToken"])
        assert answer["Expiration"] == NOON + datetime.timedelta(seconds=seconds)
        assert claims["exp"] - claims["iat"] == seconds

    def test_no_two_tokens_are_the_same(self, fakests: FakeSts) -> None:
        """Each has an id of its own."""
        tokens = [verified(fakests, ask(fakests)["WebIdentityToken"])["jti"] for _ in range(3)]
        assert len(set(tokens)) == 3


class TestIssuer:
    """STS as the issuer of an account's tokens."""

    def test_each_account_has_its_own(self, fakests: FakeSts) -> None:
        """A URL of its own, the same in each test, and keys of its own."""
        fakests.add(Account(MEMBER))
        one, other = fakests.account(HOME), fakests.account(MEMBER)
        assert re.fullmatch(r"https://[0-9a-f-]{36}\.tokens\.sts\.global\.api\.aws", one.token_issuer)
        assert one.token_issuer != other.token_issuer
        assert one.jwks() != other.jwks()
        with fake_sts() as another:
            assert another.account(HOME).token_issuer == one.token_issuer

    def test_its_documents_have_the_members_of_awss_own(self, fakests: FakeSts) -> None:
        """As they were published from an account of AWS."""
        account = fakests.account(HOME)
        assert account.openid_configuration() == {
            "issuer": account.token_issuer,
            "jwks_uri": f"{account.token_issuer}/.well-known/jwks.json",
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES384"],
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "jti", AWS],
        }
        assert [(key["kid"], set(key)) for key in account.jwks()["keys"]] == [
            ("RSA_0", {"kty", "kid", "use", "n", "e"}),
            ("EC384_0", {"kty", "alg", "kid", "use", "crv", "x", "y"}),
        ]

    def test_its_tokens_open_no_role(self, fakests: FakeSts) -> None:
        """AWS does not take them back: id_roles_providers_outbound_getting_started.html."""
        issuer = fakests.account(HOME).token_issuer
        fakests.add(OidcProvider(issuer, audiences=API))
        fakests.role("app").set_trust(trust(f"oidc/{issuer}"))
        with pytest.raises(ClientError) as caught:
            fakests.client("sts").assume_role_with_web_identity(
                RoleArn=fakests.role("app").arn,
                RoleSessionName="mine",
                WebIdentityToken=ask(fakests)["WebIdentityToken"],
            )
        message = f"No OpenIDConnect provider found in your account for {issuer}"
        assert refusal(caught) == ("InvalidIdentityToken", 400, message)


# A condition of the caller's policy, parameters, and whether they meet it.
CONDITIONS = [
    pytest.param({"ForAllValues:StringEquals": {"sts:IdentityTokenAudience": [API]}}, {}, True, id="audience"),
    pytest.param({"ForAllValues:StringEquals": {"sts:IdentityTokenAudience": ["other"]}}, {}, False, id="another audience"),
    pytest.param({"ForAllValues:StringEquals": {"sts:IdentityTokenAudience": [API]}}, {"Audience": [API, "other"]}, False, id="an audience more"),
    pytest.param({"ForAnyValue:StringEquals": {"sts:IdentityTokenAudience": [API]}}, {"Audience": [API, "other"]}, True, id="one of the audiences"),
    pytest.param({"NumericLessThanEquals": {"sts:DurationSeconds": "300"}}, {}, True, id="the default duration"),
    pytest.param({"NumericLessThanEquals": {"sts:DurationSeconds": "300"}}, {"DurationSeconds": 301}, False, id="a longer duration"),
    pytest.param({"StringEquals": {"sts:SigningAlgorithm": "ES384"}}, {}, True, id="algorithm"),
    pytest.param({"StringEquals": {"sts:SigningAlgorithm": "ES384"}}, {"SigningAlgorithm": "RS256"}, False, id="another algorithm"),
    pytest.param({"StringEquals": {"aws:RequestTag/team": "blue"}}, {"Tags": TEAM}, True, id="request tag"),
    pytest.param({"StringEquals": {"aws:RequestTag/team": "blue"}}, {}, False, id="no request tag"),
    pytest.param({"ForAllValues:StringEquals": {"aws:TagKeys": ["stage"]}}, {"Tags": TEAM}, False, id="another tag key"),
]  # fmt: skip


class TestPermission:
    """Who may have a token."""

    @pytest.mark.parametrize(("condition", "params", "met"), CONDITIONS)
    def test_its_condition_keys_decide(
        self, fakests: FakeSts, condition: Mapping[str, Any], params: dict[str, Any], met: bool
    ) -> None:
        """Audience, duration, algorithm and tags."""
        fakests.user("ann").set_permissions([allow(GET, when=condition), allow(TAG)])
        if met:
            ask(fakests, **params)
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                ask(fakests, **params)

    def test_without_permission_the_denial_says_why(self, fakests: FakeSts) -> None:
        """It has no resource, so it ends with the reason, as GetAccessKeyInfo's does."""
        fakests.user("ann").set_permissions(None)
        with pytest.raises(ClientError) as caught:
            ask(fakests)
        assert refusal(caught) == (
            "AccessDenied",
            403,
            f"User: arn:aws:iam::{HOME}:user/staff/ann is not authorized to perform: {GET} because no identity-based "
            f"policy allows the {GET} action",
        )

    def test_tags_need_a_permission_of_their_own(self, fakests: FakeSts) -> None:
        """sts:TagGetWebIdentityToken."""
        fakests.user("ann").set_permissions(allow(GET))
        ask(fakests)
        with pytest.raises(ClientError, match=rf"not authorized to perform: {TAG} because"):
            ask(fakests, Tags=TEAM)

    def test_an_explicit_deny_wins(self, fakests: FakeSts) -> None:
        """As in every policy."""
        fakests.user("ann").set_permissions([allow("sts:*"), deny(GET)])
        with pytest.raises(ClientError, match=f"{GET} with an explicit deny in an identity-based policy"):
            ask(fakests)


FAULT = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must {}"
# Parameters, and code, status and message of the error.
REFUSED: list[Any] = [
    pytest.param({"SigningAlgorithm": "ES256"}, FAULT.format("ES256", "signingAlgorithm", "satisfy enum value set: [ES384, RS256]"), id="another algorithm"),
    pytest.param({"SigningAlgorithm": "none"}, FAULT.format("none", "signingAlgorithm", "have length greater than or equal to 5"), id="none"),
    pytest.param({"DurationSeconds": 59}, FAULT.format("59", "durationSeconds", "have value greater than or equal to 60"), id="too short"),
    pytest.param({"DurationSeconds": 3601}, FAULT.format("3601", "durationSeconds", "have value less than or equal to 3600"), id="too long"),
    pytest.param({"Audience": [API] * 11}, FAULT.format([API] * 11, "audience", "have length less than or equal to 10"), id="11 audiences"),
    pytest.param({"Audience": ["x" * 1001]}, FAULT.format("x" * 1001, "audience.1.member", "have length less than or equal to 1000"), id="a long audience"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "message"), REFUSED)
def test_a_parameter_outside_its_limits_is_a_validation_error(
    fakests: FakeSts, params: dict[str, Any], message: str
) -> None:
    """In STS's words."""
    with pytest.raises(ClientError) as caught:
        ask(fakests, **params)
    assert refusal(caught) == ("ValidationError", 400, message)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        pytest.param({"SubjectMode": "OriginIdentity"}, "The calling session has no origin identity", id="origin"),
        pytest.param({"Scope": "read"}, "Scope can be specified only when SubjectMode is OriginIdentity", id="scope"),
    ],
)
def test_nobody_here_acts_for_an_origin_identity(fakests: FakeSts, params: dict[str, str], message: str) -> None:
    """The subject of trusted identity propagation, which no session of the fake has."""
    shape: Any = _MODEL.operation_model("GetWebIdentityToken").input_shape
    if "Scope" not in shape.members:
        pytest.skip("this botocore's model does not have the parameter")
    with pytest.raises(ClientError) as caught:
        ask(fakests, **params)
    assert refusal(caught) == ("ValidationError", 400, message)


def test_a_tag_twice_is_refused(fakests: FakeSts) -> None:
    """As session tags are."""
    with pytest.raises(ClientError, match="Duplicate tag keys found"):
        ask(fakests, Tags=[*TEAM, {"Key": "Team", "Value": "red"}])


def test_an_account_has_to_enable_it(fakests: FakeSts) -> None:
    """It is off until then, and the note says how a test declares it."""
    fakests.add(Account(HOME))
    with pytest.raises(ClientError) as caught:
        ask(fakests)
    message = "The outbound web identity federation feature is not enabled for this account."
    assert refusal(caught) == ("OutboundWebIdentityFederationDisabledException", 403, message)
    assert vars(caught.value)["__notes__"] == [f"declare Account('{HOME}', outbound_federation=True)"]


class TestSessionEnd:
    """A token may not outlive the session that asked for it."""

    MESSAGE = "The requested token duration would extend the session beyond its original expiration time."

    @pytest.mark.parametrize(
        ("left", "seconds", "taken"), [(900, 900, True), (900, 901, False), (60, 60, True), (59, 60, False)]
    )
    def test_it_ends_with_the_session_at_the_latest(
        self, fakests: FakeSts, sts_clock: StsClock, left: int, seconds: int, taken: bool
    ) -> None:
        """To the second."""
        sts_clock.move_to(NOON)
        session = fakests.assume_role("app", by="user/tester", duration=900)
        sts_clock.advance(900 - left)
        if taken:
            ask(fakests, session, DurationSeconds=seconds)
            return
        with pytest.raises(ClientError) as caught:
            ask(fakests, session, DurationSeconds=seconds)
        assert refusal(caught) == ("SessionDurationEscalationException", 403, self.MESSAGE)
        ends = [f"{NOON + datetime.timedelta(seconds=900 - left + more):%H:%M:%S}" for more in (left, seconds)]
        note = f"the session ends at {NOON:%Y-%m-%d} {ends[0]} UTC, the token would at {ends[1]}"
        assert vars(caught.value)["__notes__"] == [note]

    def test_long_term_keys_have_no_end(self, fakests: FakeSts) -> None:
        """A user's token may last an hour."""
        ask(fakests, DurationSeconds=3600)


def test_a_token_that_is_too_large_is_refused(fakests: FakeSts) -> None:
    """JWTPayloadSizeExceededException; fewer tags fit."""
    tags = [{"Key": f"key{number}", "Value": "x" * 256} for number in range(50)]
    with pytest.raises(ClientError) as caught:
        ask(fakests, Tags=tags)
    message = "The requested token payload size exceeds the maximum allowed size."
    assert refusal(caught) == ("JWTPayloadSizeExceededException", 400, message)
    assert vars(caught.value)["__notes__"] == ["the fake takes up to 10240 bytes"]
    ask(fakests, Tags=tags[:20])


def test_the_global_endpoint_does_not_have_it(fakests: FakeSts) -> None:
    """As its page says; the Regions' endpoints do."""
    client = fakests.botocore_session("user/ann").create_client("sts", endpoint_url="https://sts.amazonaws.com")
    with pytest.raises(ClientError, match=r"InvalidAction.*Could not find operation GetWebIdentityToken"):
        client.get_web_identity_token(Audience=[API], SigningAlgorithm="ES384")
    regional = fakests.botocore_session("user/ann").create_client("sts", region_name="eu-west-1")
    token = regional.get_web_identity_token(Audience=[API], SigningAlgorithm="ES384")["WebIdentityToken"]
    assert verified(fakests, token)[AWS]["source_region"] == "eu-west-1"
