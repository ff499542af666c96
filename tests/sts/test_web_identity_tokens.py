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
from pytest_fakests.cloud.oidc.condition_keys import OAUTH_USER_KEYS
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

PROVIDER_ARN = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
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
    return refused_with_note(fakests, token, **params)[:3]


def refused_with_note(fakests: FakeSts, token: str, **params: Any) -> tuple[str, int, str, str]:
    """The same, and what the fake notes on the error, as AWS does not say why."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, token, **params)
    error, (note, *_) = caught.value.response["Error"], vars(caught.value).get("__notes__", [""])
    status = caught.value.response["ResponseMetadata"]["HTTPStatusCode"]
    return error["Code"], status, error["Message"], note


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


NO_TOKENS: dict[str, tuple[Forge, str]] = {
    "a word": (text("abcd"), "it is not 3 parts with dots between, as a JSON Web Token is, but 1"),
    "two parts": (text("abcd.efgh"), "it is not 3 parts with dots between, as a JSON Web Token is, but 2"),
    "four parts": (text("a.b.c.d"), "it is not 3 parts with dots between, as a JSON Web Token is, but 4"),
    "five parts, encrypted": (text("a.b.c.d.e"), "it is not 3 parts with dots between, as a JSON Web Token is, but 5"),
    "an access token": (text("Atza|IQEBLjAsAhRFiXuWpUXuRvQ9PZL3GMFcYevydwIUFAHZwXZXXXXXXXX"), "it is not 3 parts with dots between, as a JSON Web Token is, but 1"),
    "a header that is no base64": (lambda idp: "!" + idp.token()[1:], "a part of it is not base64url"),
    "a header that is no JSON": (lambda idp: part(b"{") + "." + idp.token().partition(".")[2], "its header is not JSON"),
    "a header that is a list": (lambda idp: part([]) + "." + idp.token().partition(".")[2], "its header is not a JSON object"),
    "a payload that is no JSON": (with_payload(b"claims"), "its payload is not JSON"),
    "a payload that is a list": (with_payload(b"[]"), "its payload is not a JSON object"),
    "a payload that is not UTF-8": (with_payload(b'{"iss": "\xff"}'), "its payload is not JSON"),
    "a payload deeper than any": (with_payload(b"[" * 14_000), "its payload is not JSON"),
    "padded base64": (lambda idp: idp.token() + "==", "a part of it is not base64url"),
    "a line end behind it": (lambda idp: idp.token() + "\n", "a part of it is not base64url"),
    "a space before it": (lambda idp: " " + idp.token(), "a part of it is not base64url"),
    "a header with critical extensions": (with_header(crit=["exp"], exp=1), "its header has critical extensions, which nobody here understands"),
}  # fmt: skip

FORGED: dict[str, tuple[Forge, str]] = {
    "no algorithm": (unsigned("none"), "it is signed with 'none'; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "no algorithm, in capitals": (unsigned("None"), "it is signed with 'None'; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "no algorithm, yet a signature": (unsigned("none", "c2ln"), "it is signed with 'none'; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "no signature": (lambda idp: idp.token().rpartition(".")[0] + ".", "its signature was not made by the issuer's key 'RSA_0'"),
    "HS256 with the public key, PEM": (with_public_key_as_secret("PEM"), "it is signed with 'HS256'; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "HS256 with the public key, DER": (with_public_key_as_secret("DER"), "it is signed with 'HS256'; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "HS256 with the public key, JWK": (with_public_key_as_secret("JWK"), "it is signed with 'HS256'; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "PS256": (by_library("PS256", "RSA_0", "RSA"), "it is signed with 'PS256'; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "an algorithm in small letters": (lambda idp: signed_by_hand({"alg": "rs256", "kid": "RSA_0"}, claims_of(idp.token()), lambda _: b"signature"), "it is signed with 'rs256'; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "an algorithm that is no text": (lambda idp: signed_by_hand({"alg": ["RS256"], "kid": "RSA_0"}, claims_of(idp.token()), lambda _: b"signature"), "it is signed with ['RS256']; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "no algorithm named": (lambda idp: signed_by_hand({"kid": "RSA_0"}, claims_of(idp.token()), lambda _: b"signature"), "it is signed with None; STS takes RS256, RS384, RS512, ES256, ES384, ES512"),
    "RS256 with the id of the EC key": (by_library("RS256", "EC256_0", "RSA"), "its algorithm is RS256, and its key 'EC256_0' is for another one"),
    "ES256 with the id of the RSA key": (by_library("ES256", "RSA_0", "EC256"), "its algorithm is ES256, and its key 'RSA_0' is for another one"),
    "the claims of another token": (swapped, "its signature was not made by the issuer's key 'RSA_0'"),
    "the key of another issuer": (by_another_issuer, "its signature was not made by the issuer's key 'RSA_0'"),
    "the signature of another algorithm": (lambda idp: f"{part({'alg': 'RS256', 'kid': 'RSA_0'})}.{idp.token(algorithm='RS384').partition('.')[2]}", "its signature was not made by the issuer's key 'RSA_0'"),
    "an empty EC signature": (lambda idp: signed_by_hand({"alg": "ES256", "kid": "EC256_0"}, claims_of(idp.token()), lambda _: b""), "its signature was not made by the issuer's key 'EC256_0'"),
    "an EC signature of zeros": (lambda idp: signed_by_hand({"alg": "ES256", "kid": "EC256_0"}, claims_of(idp.token()), lambda _: bytes(64)), "its signature was not made by the issuer's key 'EC256_0'"),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "note"), NO_TOKENS.values(), ids=NO_TOKENS)
def test_what_is_no_token_is_told_so(fakests: FakeSts, oidc_provider: OidcIssuer, forge: Forge, note: str) -> None:
    """In the words that AWS has for it; the note says what it lacks."""
    refusal = refused_with_note(fakests, forge(oidc_provider))
    assert refusal == ("InvalidIdentityToken", 400, NOT_A_JWT, note)


@pytest.mark.parametrize(("forge", "note"), FORGED.values(), ids=FORGED)
def test_a_forged_token_is_refused(fakests: FakeSts, oidc_provider: OidcIssuer, forge: Forge, note: str) -> None:
    """Only the issuer's own key, with an algorithm that STS takes and the key is for, makes a token."""
    refusal = refused_with_note(fakests, forge(oidc_provider))
    assert refusal == ("InvalidIdentityToken", 400, NOT_A_JWT, note)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_that_sts_takes_is_taken(fakests: FakeSts, oidc_provider: OidcIssuer, algorithm: str) -> None:
    """RSA and ECDSA, each with three hashes."""
    assert assume(fakests, oidc_provider.token(algorithm=algorithm))["Audience"] == "app"


@pytest.mark.parametrize("kid", ["RSA_1", "", None, 5, ["RSA_0"], {}, "OCT_0"])
def test_a_key_that_the_issuer_does_not_publish_cannot_be_retrieved(
    fakests: FakeSts, oidc_provider: OidcIssuer, kid: Any
) -> None:
    """As where the keys cannot be fetched at all; the note names those that it has."""
    header = {"alg": "RS256", "typ": "JWT"} if kid is None else {"alg": "RS256", "typ": "JWT", "kid": kid}
    token = signed_by_hand(header, claims_of(oidc_provider.token()), lambda _: b"signature")
    note = f"{URL} has no key {kid!r}; it has RSA_0, EC256_0, EC384_0, EC512_0"
    assert refused_with_note(fakests, token) == ("InvalidIdentityToken", 400, NO_KEY, note)


def test_an_issuer_that_is_not_reachable_gives_no_key(fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
    """Until it is reachable again."""
    token = oidc_provider.token()
    oidc_provider.reachable = False
    assert not oidc_provider.reachable
    note = f"{URL} is not reachable in this test"
    assert refused_with_note(fakests, token) == ("InvalidIdentityToken", 400, NO_KEY, note)
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
        note = f"the server's is {certificate}; configured are {', '.join(thumbprints) or 'none'}"
        assert refused_with_note(fakests, token) == ("InvalidIdentityToken", 400, message, note)


BAD_TIMES: list[Any] = [1.5e9, "1500000000", True, []]
BAD_IDENTITIES: list[Any] = ["a", "aws:me", "a b", "x" * 65, 5, ["ann"]]
# Each with the note.
BAD_TAGS: list[tuple[Any, str]] = [
    ("team=blue", "the claim https://aws.amazon.com/tags is not an object with principal_tags"),
    ([], "the claim https://aws.amazon.com/tags is not an object with principal_tags"),
    ({"principal_tags": ["team"]}, "the claim https://aws.amazon.com/tags is not an object with principal_tags"),
    ({"principal_tags": {"team": ["blue", "red"]}}, "the session tag 'team' has the value ['blue', 'red']; AWS takes one text"),
    ({"principal_tags": {"team": []}}, "the session tag 'team' has the value []; AWS takes one text"),
    ({"principal_tags": {"team": 5}}, "the session tag 'team' has the value 5; AWS takes one text"),
    ({"principal_tags": {"": "x"}}, "the tag key '' is not one that AWS takes; use 1 to 128 letters, digits, spaces and _.:/=+-@"),
    ({"principal_tags": {"a" * 129: "x"}}, f"the tag key {'a' * 129!r} is not one that AWS takes; use 1 to 128 letters, digits, spaces and _.:/=+-@"),
    ({"principal_tags": {"team": "x" * 257}}, f"the value {'x' * 257!r} of the tag 'team' is not one that AWS takes; use up to 256 letters, digits, spaces and _.:/=+-@"),
    ({"principal_tags": {"team!": "x"}}, "the tag key 'team!' is not one that AWS takes; use 1 to 128 letters, digits, spaces and _.:/=+-@"),
    ({"principal_tags": {"team": "x!"}}, "the value 'x!' of the tag 'team' is not one that AWS takes; use up to 256 letters, digits, spaces and _.:/=+-@"),
    ({"principal_tags": {f"key{number}": "x" for number in range(51)}}, "the token has 51 session tags; AWS takes up to 50"),
    ({"principal_tags": {"team": "x"}, "transitive_tag_keys": [5]}, "the claim transitive_tag_keys is [5]; it is a list of texts"),
    ({"principal_tags": {"team": "x"}, "transitive_tag_keys": {"team": True}}, "the claim transitive_tag_keys is {'team': True}; it is a list of texts"),
]  # fmt: skip
NO_SUCH_PROVIDER = f"account 123456789012 trusts no such provider; declared identity providers: {PROVIDER_ARN}"


def lacks(claim: str) -> str:
    """The note for a claim that is not there."""
    return f"the token has no claim {claim}, or none that can be read"


def meant_for(party: str) -> str:
    """The note for an audience that is not configured."""
    return f"the token is meant for {party}; the audiences of {PROVIDER_ARN} are: app, other"


# Claims over those of a good token (None takes one away), the message and the note.
CLAIMS: list[Any] = [
    *(pytest.param({name: None}, f"Missing a required claim: {name}", lacks(name), id=f"no {name}") for name in ("iss", "sub", "aud", "exp", "iat")),
    pytest.param({"sub": ""}, "Missing a required claim: sub", lacks("sub"), id="an empty sub"),
    pytest.param({"sub": 5}, "Missing a required claim: sub", lacks("sub"), id="a sub that is no text"),
    pytest.param({"iss": 5}, "Missing a required claim: iss", lacks("iss"), id="an iss that is no text"),
    pytest.param({"aud": "stranger"}, AUDIENCE, meant_for("'stranger'"), id="another audience"),
    pytest.param({"aud": "App"}, AUDIENCE, meant_for("'App'"), id="an audience in another case"),
    pytest.param({"aud": ["app", "other"]}, AUDIENCE, meant_for("app and other"), id="two audiences"),
    pytest.param({"aud": ["app", "other"], "azp": "stranger"}, AUDIENCE, meant_for("'stranger'"), id="two audiences, for a stranger"),
    pytest.param({"aud": "app", "azp": "stranger"}, AUDIENCE, meant_for("'stranger'"), id="an audience, for a stranger"),
    pytest.param({"aud": "app", "azp": ["app"]}, AUDIENCE, meant_for("['app']"), id="an azp that is no text"),
    pytest.param({"aud": []}, "Missing a required claim: aud", lacks("aud"), id="no audience in the list"),
    pytest.param({"aud": ""}, AUDIENCE, meant_for("''"), id="an empty audience"),
    pytest.param({"aud": 5}, "Missing a required claim: aud", lacks("aud"), id="an audience that is no text"),
    pytest.param({"aud": ["app", 5]}, "Missing a required claim: aud", lacks("aud"), id="audiences that are no texts"),
    *(
        pytest.param({"iss": issuer}, f"No OpenIDConnect provider found in your account for {issuer}", NO_SUCH_PROVIDER, id=f"iss {issuer}")
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
        pytest.param({name: value}, NOT_A_JWT, f"its claim {name} is {value!r}; AWS takes whole numbers only", id=f"{name} {value!r}")
        for name in ("exp", "iat", "nbf")
        for value in BAD_TIMES
    ),
    *(
        pytest.param({"https://aws.amazon.com/source_identity": value}, 'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"', f"the source identity is {value!r}", id=f"source identity {value!r:.20}")
        for value in BAD_IDENTITIES
    ),
    *(
        pytest.param({"https://aws.amazon.com/tags": value}, NOT_A_JWT, note, id=f"tags {value!r:.60}")
        for value, note in BAD_TAGS
    ),
    pytest.param({"https://aws.amazon.com/roles": 5}, NOT_A_JWT, "the claim roles is 5; it is a list of texts", id="roles that are no texts"),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "message", "note"), CLAIMS)
def test_a_claim_that_is_not_as_it_should_be_is_told(
    fakests: FakeSts, oidc_provider: OidcIssuer, claims: dict[str, Any], message: str, note: str
) -> None:
    """InvalidIdentityToken, 400: the token is well signed, and says something wrong."""
    token = oidc_provider.token(claims)
    if "iss" in claims and isinstance(claims["iss"], str):
        # As the issuer itself would sign it, so that it is refused for its name and not for its key.
        token = fakests._cloud.token_issuer(claims["iss"]).issue(claims_of(token), "RS256")
    assert refused_with_note(fakests, token) == ("InvalidIdentityToken", 400, message, note)


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
    note = f"the token is meant for 'sts.amazonaws.com'; the audiences of {PROVIDER_ARN} are: none"
    assert refused_with_note(fakests, oidc_provider.token())[2:] == (AUDIENCE, note)


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
    note = "the token is meant for app and other, not for one"
    assert refused_with_note(fakests, token)[2:] == (AUDIENCE, note)


START = datetime.datetime(2031, 5, 1, 12, tzinfo=datetime.timezone.utc)
NOON = int(START.timestamp())

# Seconds from now to a token's iat, nbf and exp, and the error (None: it is taken).
# AWS takes a token for five minutes after its end: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
EXPIRED = "Token expired: current date/time {} must be before the expiration date/time {}"
TIMES = [
    pytest.param(0, 0, 60, None, id="fresh"),
    pytest.param(-360, 0, -299, None, id="ended, within the skew"),
    pytest.param(-360, 0, -300, ("ExpiredTokenException", EXPIRED.format(NOON, NOON - 300), "the token ended 300 seconds ago"), id="ended, at the skew"),
    pytest.param(-7200, 0, -3600, ("ExpiredTokenException", EXPIRED.format(NOON, NOON - 3600), "the token ended 3600 seconds ago"), id="ended an hour ago"),
    pytest.param(300, 300, 900, None, id="not yet, within the skew"),
    pytest.param(301, 0, 900, ("InvalidIdentityToken", NOT_A_JWT, "the token is valid only in 301 seconds"), id="issued in the future"),
    pytest.param(0, 301, 900, ("InvalidIdentityToken", NOT_A_JWT, "the token is valid only in 301 seconds"), id="not before the future"),
    pytest.param(-86700, -86700, 900, None, id="a day old, and the skew"),
    pytest.param(-86701, -86701, 900, ("ExpiredTokenException", "Token too old: 86701", "a token is taken for a day after it was issued"), id="too old"),
]  # fmt: skip


@pytest.mark.parametrize(("iat", "nbf", "exp", "error"), TIMES)
def test_a_token_is_taken_in_its_time_by_the_tests_clock(
    fakests: FakeSts,
    oidc_provider: OidcIssuer,
    sts_clock: StsClock,
    iat: int,
    nbf: int,
    exp: int,
    error: tuple[str, str, str] | None,
) -> None:
    """Expired, too old or too young by the clock that the test moves."""
    sts_clock.move_to(START)
    token = oidc_provider.token(iat=NOON + iat, nbf=NOON + nbf, exp=NOON + exp)
    if error is None:
        assume(fakests, token)
    else:
        code, message, note = error
        assert refused_with_note(fakests, token) == (code, 400, message, note)


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
        ("forge", "why"),
        [
            pytest.param(lambda idp: "Atza|IQEBLjAsAhRFiXuWpUXuRvQ9", "it is not 3 parts with dots between, as a JSON Web Token is, but 1", id="made up"),
            pytest.param(lambda idp: idp.token(lifetime=-1), "it has expired", id="expired"),
            pytest.param(lambda idp: idp.token(exp=None, app_id="1", id="2", user_id="2"), "it has expired", id="without end"),
            pytest.param(lambda idp: idp.token(app_id=None, id="2", user_id="2"), "it has no claim app_id", id="of no application"),
            pytest.param(lambda idp: idp.token(app_id="1", id=None, user_id=None), "it has no claim {user}", id="of no user"),
            pytest.param(lambda idp: idp("evil.example.com").token(iss=idp.issuer, app_id="1", id="2", user_id="2"), "its signature was not made by the issuer's key 'RSA_0'", id="of another issuer"),
            pytest.param(lambda idp: idp.token(headers={"kid": "other"}), "it is none that the provider issued", id="of another key"),
        ],
    )  # fmt: skip
    def test_the_provider_rejects_what_it_did_not_issue(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, provider: str, forge: Forge, why: str
    ) -> None:
        """IDPRejectedClaim, 403; the note shows the beginning of the token, and says why."""
        message = "The identity provider (IdP) reported that authentication failed."
        token = forge(oidc_provider(provider))
        note = f"the token {token[:12]}...: {why.format(user=OAUTH_USER_KEYS[provider])}"
        refusal = refused_with_note(fakests, token, ProviderId=provider)
        assert refusal == ("IDPRejectedClaim", 403, message, note)

    def test_a_provider_that_is_not_reachable_is_told(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """IDPCommunicationError, 400, which botocore tries again."""
        facebook = oidc_provider(FACEBOOK)
        facebook.reachable = False
        message = (
            "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the "
            "incoming identity token could not be reached."
        )
        refusal = refused_with_note(fakests, facebook.token(), ProviderId=FACEBOOK)
        assert refusal == ("IDPCommunicationError", 400, message, f"{FACEBOOK} is not reachable in this test")
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
        note = f"ProviderId is for access tokens of {AMAZON} and {FACEBOOK}; leave it out for ID tokens"
        refusal = refused_with_note(fakests, token, ProviderId=provider)
        assert refusal == ("InvalidIdentityToken", 400, message, note)

    def test_without_provider_id_it_is_no_id_token(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """No account has Facebook as an OIDC provider."""
        assert refused(fakests, oidc_provider(FACEBOOK).token())[0] == "InvalidIdentityToken"


@given(data=st.data())
@settings(max_examples=settings().max_examples * 3 // 2)
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
