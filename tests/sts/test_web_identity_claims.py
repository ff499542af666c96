"""What the claims of a token have to say for AssumeRoleWithWebIdentity, and in which words it refuses others.

What a token must be: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html. The words are those of public reports
about AWS; a row whose words are not known to be AWS's has its place in docs/not-verified.md.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from issued_tokens import DECLARED, ISSUER, PROVIDER_ARN, URL, assume, claims_of, refused, refused_with_note

from pytest_fakests import FakeSts, OidcIssuer, OidcProvider, StsClock

NOT_A_JWT = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
AUDIENCE = "Incorrect token audience"
pytestmark = DECLARED

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


START = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
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
