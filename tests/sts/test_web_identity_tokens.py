"""Which tokens AssumeRoleWithWebIdentity takes, and in which words it refuses the others.

What a token must be: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html. The words are those of public reports
about AWS; a row whose words are not known to be AWS's has its place in docs/not-verified.md.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

import jwt
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_fakests import FakeSts, OidcIssuer, OidcProvider, Role, StsClock, fake_sts, trust
from pytest_fakests.cloud.oidc.keys import signing_key

ISSUER = "idp.example.com"
URL = f"https://{ISSUER}"
ROLE = "arn:aws:iam::123456789012:role/app"
AMAZON, FACEBOOK = "www.amazon.com", "graph.facebook.com"
THUMBPRINT = "6938fd4d98bab03faadb97b34396831e3780aea1"
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")

NOT_A_JWT = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
NO_KEY = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"
AUDIENCE = "Incorrect token audience"

PROVIDER = OidcProvider(ISSUER, audiences=["app", "other"])
TRUST = trust(f"oidc/{ISSUER}", "oidc/slash.example.com/", "accounts.google.com", AMAZON, FACEBOOK, actions="sts:*")
APP = Role("app", trust=TRUST)

pytestmark = [pytest.mark.identity_providers(PROVIDER), pytest.mark.roles(APP)]

Forge = Callable[[OidcIssuer], str]


def assume(fakests: FakeSts, token: str, **params: Any) -> Any:
    """Assume the role with a token, by a client without AWS credentials."""
    config = Config(signature_version=UNSIGNED, parameter_validation=False, retries={"max_attempts": 0})
    client = fakests.botocore_session().create_client("sts", config=config)
    return client.assume_role_with_web_identity(
        RoleArn=ROLE, RoleSessionName="session", WebIdentityToken=token, **params
    )


def refused(fakests: FakeSts, token: str, **params: Any) -> tuple[str, int, str]:
    """Code, HTTP status and message of the error that a token meets."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, token, **params)
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def part(value: object) -> str:
    """A part of a token."""
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def claims_of(token: str) -> dict[str, Any]:
    """What a token says."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def signed_by_hand(header: Mapping[str, Any], claims: object, sign: Callable[[bytes], bytes]) -> str:
    """A token that PyJWT would not make."""
    text = f"{part(header)}.{part(claims)}"
    return f"{text}.{part(sign(text.encode()))}"


def with_header(**header: Any) -> Forge:
    """A token whose header says something else; the signature is of the issuer's key, over that header."""
    return lambda idp: idp.token(headers=header)


def with_public_key_as_secret(encoding: str) -> Forge:
    """The classic: HS256 with the published key, which anybody has, as the secret."""

    def forge(idp: OidcIssuer) -> str:
        public = signing_key(URL, "RSA").public
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        secret = (
            public.public_bytes(getattr(serialization.Encoding, encoding), form)
            if encoding != "JWK"
            else json.dumps(idp.jwks()["keys"][0]).encode()
        )
        header = {"alg": "HS256", "typ": "JWT", "kid": "RSA_0"}
        claims = claims_of(idp.token())
        return signed_by_hand(header, claims, lambda text: hmac.new(secret, text, hashlib.sha256).digest())

    return forge


def by_library(algorithm: str, kid: str, kind: str) -> Forge:
    """Signed by the issuer's own key, with an algorithm that STS does not take or that the key id is not for."""

    def forge(idp: OidcIssuer) -> str:
        return jwt.encode(claims_of(idp.token()), signing_key(URL, kind).private, algorithm, headers={"kid": kid})

    return forge


def unsigned(algorithm: str, signature: str = "") -> Forge:
    """A header that says that there is no signature."""
    return lambda idp: f"{part({'alg': algorithm, 'kid': 'RSA_0'})}.{part(claims_of(idp.token()))}.{signature}"


def swapped(idp: OidcIssuer) -> str:
    """Header and signature of one token around the claims of another."""
    header, _, signature = idp.token(sub="user-1").split(".")
    return f"{header}.{idp.token(sub='user-2').split('.')[1]}.{signature}"


def by_another_issuer(idp: OidcIssuer) -> str:
    """What one issuer signs does not speak for another."""
    return idp("evil.example.com").token(iss=URL, aud="app")


def with_payload(payload: bytes) -> Forge:
    """A payload that is no JSON object, well signed."""
    key = signing_key(URL, "RSA").private
    return lambda idp: jwt.PyJWS().encode(payload, key, "RS256", {"kid": "RSA_0"})


def text(value: str) -> Forge:
    """Something that is no token."""
    return lambda idp: value


NO_TOKENS: dict[str, Forge] = {
    "a word": text("abcd"),
    "two parts": text("abcd.efgh"),
    "four parts": text("a.b.c.d"),
    "five parts, encrypted": text("a.b.c.d.e"),
    "an access token": text("Atza|IQEBLjAsAhRFiXuWpUXuRvQ9PZL3GMFcYevydwIUFAHZwXZXXXXXXXX"),
    "a header that is no base64": lambda idp: "!" + idp.token()[1:],
    "a header that is no JSON": lambda idp: part(b"{") + "." + idp.token().partition(".")[2],
    "a header that is a list": lambda idp: part([]) + "." + idp.token().partition(".")[2],
    "a payload that is no JSON": with_payload(b"claims"),
    "a payload that is a list": with_payload(b"[]"),
    "a payload that is not UTF-8": with_payload(b'{"iss": "\xff"}'),
    "a payload deeper than any": with_payload(b"[" * 14_000),
    "padded base64": lambda idp: idp.token() + "==",
    "a line end behind it": lambda idp: idp.token() + "\n",
    "a space before it": lambda idp: " " + idp.token(),
    "a header with critical extensions": with_header(crit=["exp"], exp=1),
}

FORGED: dict[str, Forge] = {
    "no algorithm": unsigned("none"),
    "no algorithm, in capitals": unsigned("None"),
    "no algorithm, yet a signature": unsigned("none", "c2ln"),
    "no signature": lambda idp: idp.token().rpartition(".")[0] + ".",
    "HS256 with the public key, PEM": with_public_key_as_secret("PEM"),
    "HS256 with the public key, DER": with_public_key_as_secret("DER"),
    "HS256 with the public key, JWK": with_public_key_as_secret("JWK"),
    "PS256": by_library("PS256", "RSA_0", "RSA"),
    "an algorithm in small letters": lambda idp: signed_by_hand({"alg": "rs256", "kid": "RSA_0"}, claims_of(idp.token()), lambda _: b"signature"),
    "an algorithm that is no text": lambda idp: signed_by_hand({"alg": ["RS256"], "kid": "RSA_0"}, claims_of(idp.token()), lambda _: b"signature"),
    "no algorithm named": lambda idp: signed_by_hand({"kid": "RSA_0"}, claims_of(idp.token()), lambda _: b"signature"),
    "RS256 with the id of the EC key": by_library("RS256", "EC256_0", "RSA"),
    "ES256 with the id of the RSA key": by_library("ES256", "RSA_0", "EC256"),
    "the claims of another token": swapped,
    "the key of another issuer": by_another_issuer,
    "the signature of another algorithm": lambda idp: f"{part({'alg': 'RS256', 'kid': 'RSA_0'})}.{idp.token(algorithm='RS384').partition('.')[2]}",
    "an empty EC signature": lambda idp: signed_by_hand({"alg": "ES256", "kid": "EC256_0"}, claims_of(idp.token()), lambda _: b""),
    "an EC signature of zeros": lambda idp: signed_by_hand({"alg": "ES256", "kid": "EC256_0"}, claims_of(idp.token()), lambda _: bytes(64)),
}  # fmt: skip


@pytest.mark.parametrize("forge", NO_TOKENS.values(), ids=NO_TOKENS)
def test_what_is_no_token_is_told_so(fakests: FakeSts, oidc_provider: OidcIssuer, forge: Forge) -> None:
    """In the words that AWS has for it."""
    assert refused(fakests, forge(oidc_provider)) == ("InvalidIdentityToken", 400, NOT_A_JWT)


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_token_is_refused(fakests: FakeSts, oidc_provider: OidcIssuer, forge: Forge) -> None:
    """Only the issuer's own key, with an algorithm that STS takes and the key is for, makes a token."""
    assert refused(fakests, forge(oidc_provider)) == ("InvalidIdentityToken", 400, NOT_A_JWT)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_that_sts_takes_is_taken(fakests: FakeSts, oidc_provider: OidcIssuer, algorithm: str) -> None:
    """RSA and ECDSA, each with three hashes."""
    assert assume(fakests, oidc_provider.token(algorithm=algorithm))["Audience"] == "app"


@pytest.mark.parametrize("kid", ["RSA_1", "", None, 5, ["RSA_0"], {}, "OCT_0"])
def test_a_key_that_the_issuer_does_not_publish_cannot_be_retrieved(
    fakests: FakeSts, oidc_provider: OidcIssuer, kid: Any
) -> None:
    """As where the keys cannot be fetched at all."""
    header = {"alg": "RS256", "typ": "JWT"} if kid is None else {"alg": "RS256", "typ": "JWT", "kid": kid}
    token = signed_by_hand(header, claims_of(oidc_provider.token()), lambda _: b"signature")
    assert refused(fakests, token) == ("InvalidIdentityToken", 400, NO_KEY)


def test_an_issuer_that_is_not_reachable_gives_no_key(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """Until it is reachable again."""
    token = oidc_provider.token()
    oidc_provider.reachable = False
    assert not oidc_provider.reachable
    assert refused(fakests, token) == ("InvalidIdentityToken", 400, NO_KEY)
    oidc_provider.reachable = True
    assume(fakests, token)


@pytest.mark.parametrize(
    ("thumbprints", "certificate", "taken"),
    [
        pytest.param([], None, True, id="a public authority, none configured"),
        pytest.param(["0" * 40], None, True, id="a public authority, another configured"),
        pytest.param([THUMBPRINT], THUMBPRINT, True, id="the one configured"),
        pytest.param(["0" * 40, THUMBPRINT.upper()], THUMBPRINT, True, id="one of those configured, in capitals"),
        pytest.param(["0" * 40], THUMBPRINT, False, id="another configured"),
        pytest.param([], THUMBPRINT, False, id="none configured"),
    ],
)
def test_a_private_authority_must_be_configured(
    fakests: FakeSts, oidc_provider: OidcIssuer, thumbprints: list[str], certificate: str | None, taken: bool
) -> None:
    """AWS trusts public authorities by itself, and any other by its thumbprint.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
    """
    fakests.add(OidcProvider(ISSUER, audiences="app", thumbprints=thumbprints))
    oidc_provider.certificate = certificate
    assert oidc_provider.certificate == certificate
    token = oidc_provider.token()
    if taken:
        assume(fakests, token)
    else:
        message = "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"
        assert refused(fakests, token) == ("InvalidIdentityToken", 400, message)


BAD_TIMES: list[Any] = [1.5e9, "1500000000", True, []]
BAD_IDENTITIES: list[Any] = ["a", "aws:me", "a b", "x" * 65, 5, ["ann"]]
BAD_TAGS: list[Any] = [
    "team=blue",
    [],
    {"principal_tags": ["team"]},
    {"principal_tags": {"team": ["blue", "red"]}},
    {"principal_tags": {"team": []}},
    {"principal_tags": {"team": 5}},
    {"principal_tags": {"": "x"}},
    {"principal_tags": {"a" * 129: "x"}},
    {"principal_tags": {"team": "x" * 257}},
    {"principal_tags": {"team!": "x"}},
    {"principal_tags": {"team": "x!"}},
    {"principal_tags": {f"key{number}": "x" for number in range(51)}},
    {"principal_tags": {"team": "x"}, "transitive_tag_keys": [5]},
    {"principal_tags": {"team": "x"}, "transitive_tag_keys": {"team": True}},
]

# Claims over those of a good token (None takes one away), and the message.
CLAIMS: list[Any] = [
    *(pytest.param({name: None}, f"Missing a required claim: {name}", id=f"no {name}") for name in ("iss", "sub", "aud", "exp", "iat")),
    pytest.param({"sub": ""}, "Missing a required claim: sub", id="an empty sub"),
    pytest.param({"sub": 5}, "Missing a required claim: sub", id="a sub that is no text"),
    pytest.param({"iss": 5}, "Missing a required claim: iss", id="an iss that is no text"),
    pytest.param({"aud": "stranger"}, AUDIENCE, id="another audience"),
    pytest.param({"aud": "App"}, AUDIENCE, id="an audience in another case"),
    pytest.param({"aud": ["app", "other"]}, AUDIENCE, id="two audiences"),
    pytest.param({"aud": ["app", "other"], "azp": "stranger"}, AUDIENCE, id="two audiences, for a stranger"),
    pytest.param({"aud": "app", "azp": "stranger"}, AUDIENCE, id="an audience, for a stranger"),
    pytest.param({"aud": "app", "azp": ["app"]}, AUDIENCE, id="an azp that is no text"),
    pytest.param({"aud": []}, "Missing a required claim: aud", id="no audience in the list"),
    pytest.param({"aud": ""}, AUDIENCE, id="an empty audience"),
    pytest.param({"aud": 5}, "Missing a required claim: aud", id="an audience that is no text"),
    pytest.param({"aud": ["app", 5]}, "Missing a required claim: aud", id="audiences that are no texts"),
    *(
        pytest.param({"iss": issuer}, f"No OpenIDConnect provider found in your account for {issuer}", id=f"iss {issuer}")
        for issuer in (
            "https://stranger.example.com",
            f"{URL}/",
            f"{URL}/path",
            ISSUER,
            f"http://{ISSUER}",
            "https://IDP.example.com",
            "https://0b6f8c1e-9f6c-5c6b-8f4b-0a4f9f6f1b1c.tokens.sts.global.api.aws",
        )
    ),
    *(
        pytest.param({name: value}, NOT_A_JWT, id=f"{name} {value!r}")
        for name in ("exp", "iat", "nbf")
        for value in BAD_TIMES
    ),
    *(
        pytest.param({"https://aws.amazon.com/source_identity": value}, 'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"', id=f"source identity {value!r:.20}")
        for value in BAD_IDENTITIES
    ),
    *(
        pytest.param({"https://aws.amazon.com/tags": value}, NOT_A_JWT, id=f"tags {value!r:.60}")
        for value in BAD_TAGS
    ),
    pytest.param({"https://aws.amazon.com/roles": 5}, NOT_A_JWT, id="roles that are no texts"),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "message"), CLAIMS)
def test_a_claim_that_is_not_as_it_should_be_is_told(
    fakests: FakeSts, oidc_provider: OidcIssuer, claims: dict[str, Any], message: str
) -> None:
    """InvalidIdentityToken, 400: the token is well signed, and says something wrong."""
    token = oidc_provider.token(claims)
    if "iss" in claims and isinstance(claims["iss"], str):
        # As the issuer itself would sign it, so that it is refused for its name and not for its key.
        token = fakests._cloud.token_issuer(claims["iss"]).issue(claims_of(token), "RS256")
    assert refused(fakests, token) == ("InvalidIdentityToken", 400, message)


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        pytest.param(
            {"principal_tags": {"Team": "a", "team": "b"}},
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            id="a tag twice",
        ),
        pytest.param(
            {"principal_tags": {"team": "a"}, "transitive_tag_keys": ["stage"]},
            "The specified transitive tag key must be included in the requested tags.",
            id="a transitive tag that is none",
        ),
    ],
)
def test_tags_that_do_not_go_together_are_refused_as_assume_role_does(
    fakests: FakeSts, oidc_provider: OidcIssuer, claims: dict[str, Any], message: str
) -> None:
    """InvalidParameterValue, 400."""
    assert refused(fakests, oidc_provider.token({}, **claims)) == ("InvalidParameterValue", 400, message)


def test_a_provider_without_audiences_takes_no_token(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """Whatever the token's audience."""
    fakests.add(OidcProvider(ISSUER))
    assert refused(fakests, oidc_provider.token())[2] == AUDIENCE


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"aud": ["app"]}, id="a list of one"),
        pytest.param({"aud": ["app", "stranger"], "azp": "app"}, id="several, for one that is configured"),
        pytest.param({"aud": "stranger", "azp": "other"}, id="another, for one that is configured"),
    ],
)
def test_an_audience_that_is_configured_is_taken(
    fakests: FakeSts, oidc_provider: OidcIssuer, claims: dict[str, Any]
) -> None:
    """The authorized party, where a token names one, is its audience."""
    assume(fakests, oidc_provider.token(claims))


def test_an_issuer_with_a_slash_at_its_end_is_just_that(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """The URL is compared as it is written."""
    fakests.add(OidcProvider("slash.example.com/", audiences="app"))
    answer = assume(fakests, oidc_provider("slash.example.com/").token())
    assert answer["Provider"].endswith(":oidc-provider/slash.example.com/")
    token = fakests._cloud.token_issuer("https://slash.example.com").issue(
        {"iss": "https://slash.example.com"}, "ES256"
    )
    assert refused(fakests, token)[2].startswith("No OpenIDConnect provider found")


@pytest.mark.parametrize("issuer", ["https://accounts.google.com", "accounts.google.com"])
def test_google_is_known_with_and_without_its_scheme(fakests: FakeSts, oidc_provider: OidcIssuer, issuer: str) -> None:
    """Google's ID tokens have either: https://developers.google.com/identity/openid-connect/openid-connect"""
    token = claims_of(oidc_provider("accounts.google.com").token(iss=issuer))
    answer = assume(fakests, fakests._cloud.token_issuer(issuer).issue(token, "RS256"))
    assert answer["Provider"] == "accounts.google.com"


def test_a_token_of_google_is_for_one_audience(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """Which one is the trust policy's matter; two without an authorized party are none."""
    token = oidc_provider("accounts.google.com").token(aud=["app", "other"])
    assert refused(fakests, token)[2] == AUDIENCE


START = datetime.datetime(2031, 5, 1, 12, tzinfo=datetime.timezone.utc)
NOON = int(START.timestamp())

# Seconds from now to a token's iat, nbf and exp, and the error (None: it is taken).
# AWS takes a token for five minutes after its end: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
EXPIRED = "Token expired: current date/time {} must be before the expiration date/time {}"
TIMES = [
    pytest.param(0, 0, 60, None, id="fresh"),
    pytest.param(-360, 0, -299, None, id="ended, within the skew"),
    pytest.param(-360, 0, -300, ("ExpiredTokenException", EXPIRED.format(NOON, NOON - 300)), id="ended, at the skew"),
    pytest.param(-7200, 0, -3600, ("ExpiredTokenException", EXPIRED.format(NOON, NOON - 3600)), id="ended an hour ago"),
    pytest.param(300, 300, 900, None, id="not yet, within the skew"),
    pytest.param(301, 0, 900, ("InvalidIdentityToken", NOT_A_JWT), id="issued in the future"),
    pytest.param(0, 301, 900, ("InvalidIdentityToken", NOT_A_JWT), id="not before the future"),
    pytest.param(-86700, -86700, 900, None, id="a day old, and the skew"),
    pytest.param(-86701, -86701, 900, ("ExpiredTokenException", "Token too old: 86701"), id="too old"),
]


@pytest.mark.parametrize(("iat", "nbf", "exp", "error"), TIMES)
def test_a_token_is_taken_in_its_time_by_the_tests_clock(
    fakests: FakeSts,
    oidc_provider: OidcIssuer,
    sts_clock: StsClock,
    iat: int,
    nbf: int,
    exp: int,
    error: tuple[str, str] | None,
) -> None:
    """Expired, too old or too young by the clock that the test moves."""
    sts_clock.move_to(START)
    token = oidc_provider.token(iat=NOON + iat, nbf=NOON + nbf, exp=NOON + exp)
    if error is None:
        assume(fakests, token)
    else:
        code, message = error
        assert refused(fakests, token) == (code, 400, message)


def test_a_token_expires_while_the_clock_moves(
    fakests: FakeSts, oidc_provider: OidcIssuer, sts_clock: StsClock
) -> None:
    """The same token, taken and then not."""
    token = oidc_provider.token(lifetime=600)
    assume(fakests, token)
    sts_clock.advance(minutes=14)
    assume(fakests, token)
    sts_clock.advance(minutes=1)
    assert refused(fakests, token)[0] == "ExpiredTokenException"


class TestAccessTokens:
    """OAuth 2.0 access tokens of Login with Amazon and Facebook, which AWS asks the provider about."""

    @pytest.mark.parametrize("provider", [AMAZON, FACEBOOK])
    @pytest.mark.parametrize(
        "forge",
        [
            pytest.param(lambda idp: "Atza|IQEBLjAsAhRFiXuWpUXuRvQ9", id="made up"),
            pytest.param(lambda idp: idp.token(lifetime=-1), id="expired"),
            pytest.param(lambda idp: idp.token(exp=None, app_id="1", id="2", user_id="2"), id="without end"),
            pytest.param(lambda idp: idp.token(app_id=None, id="2", user_id="2"), id="of no application"),
            pytest.param(lambda idp: idp.token(app_id="1", id=None, user_id=None), id="of no user"),
            pytest.param(lambda idp: idp("evil.example.com").token(iss=idp.issuer, app_id="1", id="2", user_id="2"), id="of another issuer"),
            pytest.param(lambda idp: idp.token(headers={"kid": "other"}), id="of another key"),
        ],
    )  # fmt: skip
    def test_the_provider_rejects_what_it_did_not_issue(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, provider: str, forge: Forge
    ) -> None:
        """IDPRejectedClaim, 403."""
        message = "The identity provider (IdP) reported that authentication failed."
        assert refused(fakests, forge(oidc_provider(provider)), ProviderId=provider) == (
            "IDPRejectedClaim",
            403,
            message,
        )

    def test_a_provider_that_is_not_reachable_is_told(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """IDPCommunicationError, 400, which botocore tries again."""
        facebook = oidc_provider(FACEBOOK)
        facebook.reachable = False
        message = (
            "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the "
            "incoming identity token could not be reached."
        )
        assert refused(fakests, facebook.token(), ProviderId=FACEBOOK) == ("IDPCommunicationError", 400, message)
        before = len(fakests.calls)
        with pytest.raises(ClientError, match="IDPCommunicationError"):
            fakests.client("sts").assume_role_with_web_identity(
                RoleArn=ROLE, RoleSessionName="session", WebIdentityToken=facebook.token(), ProviderId=FACEBOOK
            )
        assert len(fakests.calls) - before > 1

    @pytest.mark.parametrize("provider", [ISSUER, "accounts.google.com", "https://graph.facebook.com"])
    def test_no_other_provider_gives_access_tokens(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, provider: str
    ) -> None:
        """ProviderId is one of two."""
        message = f"No OpenIDConnect provider found in your account for {provider}"
        token = oidc_provider.token()
        assert refused(fakests, token, ProviderId=provider) == ("InvalidIdentityToken", 400, message)

    def test_without_provider_id_it_is_no_id_token(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """No account has Facebook as an OIDC provider."""
        assert refused(fakests, oidc_provider(FACEBOOK).token())[0] == "InvalidIdentityToken"


@given(data=st.data())
@settings(max_examples=150)
def test_no_token_that_was_edited_in_one_place_is_taken(data: st.DataObject) -> None:
    """One character replaced, put in or taken away, anywhere: what was signed is the text itself."""
    with fake_sts(PROVIDER, APP, seed="edited") as fakests:
        issuer = fakests.oidc_provider
        algorithm = data.draw(st.sampled_from(ALGORITHMS), label="algorithm")
        token = issuer.token(algorithm=algorithm)
        place = data.draw(st.integers(0, len(token) - 1), label="place")
        sign = data.draw(st.one_of(st.sampled_from("AQgw_-=. \n"), st.characters(codec="ascii")), label="sign")
        kept = data.draw(st.integers(0, 1), label="characters after it that go")
        edited = token[:place] + data.draw(st.sampled_from(["", sign]), label="text") + token[place + kept :]
        if edited == token:
            assume(fakests, edited)
        else:
            assert refused(fakests, edited)[0] == "InvalidIdentityToken"


@given(
    text=st.one_of(
        st.text(st.characters(codec="ascii", exclude_characters="\x00"), min_size=4, max_size=60),
        st.lists(st.binary(max_size=20).map(part), min_size=1, max_size=5).map(".".join).filter(lambda text: len(text) > 3),
        st.tuples(st.dictionaries(st.text(max_size=5), st.text(max_size=5)), st.dictionaries(st.text(max_size=5), st.integers())).map(
            lambda two: f"{part(two[0])}.{part(two[1])}.c2ln"
        ),
    )
)  # fmt: skip
def test_whatever_is_sent_for_a_token_is_answered(text: str) -> None:
    """With InvalidIdentityToken, and never with a fault of the fake's own."""
    with fake_sts(PROVIDER, APP, seed="whatever") as fakests:
        assert refused(fakests, text)[:2] == ("InvalidIdentityToken", 400)
