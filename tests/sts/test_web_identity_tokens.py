"""Which tokens AssumeRoleWithWebIdentity takes for an issuer's, and in which words it refuses forged ones.

What a token must be: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html. The words are those of public reports
about AWS; a row whose words are not known to be AWS's has its place in docs/not-verified.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st
from issued_tokens import APP, DECLARED, ISSUER, PROVIDER, URL, assume, claims_of, refused, refused_with_note

from pytest_fakests import FakeSts, OidcIssuer, OidcProvider, fake_sts
from pytest_fakests.cloud.oidc.keys import signing_key

THUMBPRINT = "6938fd4d98bab03faadb97b34396831e3780aea1"
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")

NOT_A_JWT = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
NO_KEY = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"
pytestmark = DECLARED

Forge = Callable[[OidcIssuer], str]


def part(value: object) -> str:
    """A part of a token."""
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


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
