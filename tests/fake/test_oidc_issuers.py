"""What `oidc_provider` issues: tokens that others verify too, with the claims that were asked for."""

from __future__ import annotations

import base64
import datetime
import threading
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from pytest_fakests import DeclarationError, FakeSts, OidcIssuer, OidcProvider, StsClock, fake_sts
from pytest_fakests.cloud.oidc.keys import SigningKey, jwk

GITHUB, GITLAB = "token.actions.githubusercontent.com", "gitlab.example.com"
NOON = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
TAGS = "https://aws.amazon.com/tags"

pytestmark = pytest.mark.identity_providers(OidcProvider("idp.example.com", audiences=["app", "other"]))


def claims_of(token: str) -> dict[str, Any]:
    """What a token says."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


class TestKeys:
    """Key sets and discovery documents, as others read them."""

    @pytest.mark.parametrize("algorithm", ALGORITHMS)
    def test_a_token_verifies_against_the_published_key_set(self, oidc_provider: OidcIssuer, algorithm: str) -> None:
        """By PyJWT, as a service outside AWS would do it."""
        token = oidc_provider.token(algorithm=algorithm)
        keys = jwt.PyJWKSet.from_dict(oidc_provider.jwks())
        key = keys[jwt.get_unverified_header(token)["kid"]]
        assert jwt.decode(token, key.key, [algorithm], audience="app")["iss"] == "https://idp.example.com"

    def test_the_key_set_holds_no_private_key(self, oidc_provider: OidcIssuer) -> None:
        """Only the members of public keys (RFC 7518)."""
        members = {"RSA": {"kty", "kid", "use", "n", "e"}, "EC": {"kty", "kid", "use", "alg", "crv", "x", "y"}}
        keys = oidc_provider.jwks()["keys"]
        assert [(key["kid"], key["kty"]) for key in keys] == [
            ("RSA_0", "RSA"),
            ("EC256_0", "EC"),
            ("EC384_0", "EC"),
            ("EC512_0", "EC"),
        ]
        assert all(set(key) == members[key["kty"]] for key in keys)

    @pytest.mark.parametrize(("kind", "number", "length"), [("EC256", 379, 32), ("EC384", 197, 48), ("EC512", 2, 66)])
    def test_coordinates_keep_the_zeros_that_they_begin_with(self, kind: str, number: int, length: int) -> None:
        """Section 6.2.1.2 of RFC 7518; the private key with this number has such ones."""
        curve = {"EC256": ec.SECP256R1(), "EC384": ec.SECP384R1(), "EC512": ec.SECP521R1()}[kind]
        private = ec.derive_private_key(number, curve)
        published = jwk(SigningKey(f"{kind}_0", private, private.public_key()), kind)
        points = [base64.urlsafe_b64decode(published[name] + "=" * (-len(published[name]) % 4)) for name in ("x", "y")]
        assert [len(point) for point in points] == [length, length]
        assert points[0][0] == 0

    def test_two_issuers_have_keys_of_their_own(self, oidc_provider: OidcIssuer) -> None:
        """So that the one does not speak for the other."""
        keys = [issuer.jwks()["keys"] for issuer in (oidc_provider, oidc_provider("other.example.com"))]
        assert not any(one == other for one, other in zip(*keys, strict=True))

    def test_an_issuer_keeps_its_keys_for_the_run(self, oidc_provider: OidcIssuer) -> None:
        """They are slow to make, and no test depends on which they are."""
        with fake_sts() as other:
            assert other.oidc_provider("idp.example.com").jwks() == oidc_provider.jwks()

    def test_threads_that_start_together_sign_with_one_key(self, oidc_provider: OidcIssuer) -> None:
        """Of an issuer whose key nobody needed before."""
        issuer = oidc_provider("threads.example.com")
        tokens: list[str] = []
        start = threading.Barrier(4)

        def sign() -> None:
            start.wait()
            tokens.append(issuer.token(algorithm="ES256"))

        threads = [threading.Thread(target=sign) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        key = jwt.PyJWKSet.from_dict(issuer.jwks())["EC256_0"].key
        assert [jwt.decode(token, key, ["ES256"], audience="sts.amazonaws.com")["sub"] for token in tokens] == [
            "subject"
        ] * 4

    def test_the_discovery_document_names_issuer_and_key_set(self, oidc_provider: OidcIssuer) -> None:
        """What OpenID Connect Discovery 1.0 requires of it."""
        document = oidc_provider.openid_configuration()
        assert document["issuer"] == oidc_provider.issuer == "https://idp.example.com"
        assert document["jwks_uri"] == "https://idp.example.com/.well-known/jwks.json"
        assert document["id_token_signing_alg_values_supported"] == list(ALGORITHMS)
        assert {"response_types_supported", "subject_types_supported"} <= set(document)


class TestClaims:
    """What a token says."""

    def test_the_ready_claims(self, oidc_provider: OidcIssuer, sts_clock: StsClock) -> None:
        """Issued now, for an hour, to somebody, for the first audience."""
        now = int(sts_clock.move_to(NOON).timestamp())
        claims = claims_of(oidc_provider.token())
        assert len(claims.pop("jti")) == 32
        assert claims == {
            "iss": "https://idp.example.com",
            "sub": "subject",
            "aud": "app",
            "iat": now,
            "exp": now + 3600,
        }

    def test_claims_are_over_the_ready_ones(self, oidc_provider: OidcIssuer) -> None:
        """By keyword, and by mapping where a name is none in Python; None takes one away."""
        claims = claims_of(oidc_provider.token({"https://a/b": 1, "sub": "x"}, sub="user-1", team="blue", jti=None))
        assert (claims["https://a/b"], claims["sub"], claims["team"], "jti" in claims) == (1, "user-1", "blue", False)

    def test_a_lifetime_may_be_a_timedelta(self, oidc_provider: OidcIssuer) -> None:
        """As every duration."""
        claims = claims_of(oidc_provider.token(lifetime=datetime.timedelta(minutes=5)))
        assert claims["exp"] - claims["iat"] == 300

    def test_times_may_be_datetimes(self, oidc_provider: OidcIssuer) -> None:
        """Which become whole seconds."""
        claims = claims_of(oidc_provider.token(nbf=NOON, exp=NOON + datetime.timedelta(seconds=90)))
        assert (claims["nbf"], claims["exp"]) == (int(NOON.timestamp()), int(NOON.timestamp()) + 90)

    def test_tags_and_source_identity_have_parameters(self, oidc_provider: OidcIssuer) -> None:
        """As in AWS's example: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html"""
        claims = claims_of(
            oidc_provider.token(principal_tags={"team": "blue"}, transitive_tag_keys=["team"], source_identity="ann")
        )
        assert claims[TAGS] == {"principal_tags": {"team": ["blue"]}, "transitive_tag_keys": ["team"]}
        assert claims["https://aws.amazon.com/source_identity"] == "ann"

    def test_headers_are_over_the_ready_ones(self, oidc_provider: OidcIssuer) -> None:
        """Algorithm, key and type are there."""
        header = jwt.get_unverified_header(oidc_provider.token(headers={"kid": "mine", "x": 1}, algorithm="ES384"))
        assert header == {"alg": "ES384", "typ": "JWT", "kid": "mine", "x": 1}

    @pytest.mark.parametrize("algorithm", ["HS256", "none", "PS256", "EdDSA"])
    def test_an_algorithm_that_sts_does_not_take_is_not_offered(
        self, oidc_provider: OidcIssuer, algorithm: str
    ) -> None:
        """The text lists those that it takes."""
        with pytest.raises(ValueError, match="the algorithm") as caught:
            oidc_provider.token(algorithm=algorithm)
        assert str(caught.value) == (
            f"the algorithm {algorithm!r} is none that STS takes; use RS256, RS384, RS512, ES256, ES384, ES512"
        )

    def test_no_two_tokens_are_the_same(self, oidc_provider: OidcIssuer) -> None:
        """Even in the same second."""
        assert oidc_provider.token() != oidc_provider.token()


# A ready-made token, the claims that its page shows (a part of them), the seconds that it lasts and its nbf before iat.
GITHUB_SUB = "repo:octo-org/octo-repo:"
READY: list[Any] = [
    pytest.param(
        lambda idp: idp.github_actions("octo-org/octo-repo"),
        {"sub": GITHUB_SUB + "ref:refs/heads/main", "ref": "refs/heads/main", "ref_type": "branch", "repository": "octo-org/octo-repo", "repository_owner": "octo-org", "event_name": "push"},
        (300, 600),
        id="GitHub, a branch",
    ),
    pytest.param(
        lambda idp: idp.github_actions("octo-org/octo-repo", ref="refs/tags/v1"),
        {"sub": GITHUB_SUB + "ref:refs/tags/v1", "ref_type": "tag"},
        (300, 600),
        id="GitHub, a tag",
    ),
    pytest.param(
        lambda idp: idp.github_actions("octo-org/octo-repo", environment="prod"),
        {"sub": GITHUB_SUB + "environment:prod", "environment": "prod", "ref": "refs/heads/main"},
        (300, 600),
        id="GitHub, an environment",
    ),
    pytest.param(
        lambda idp: idp.github_actions("octo-org/octo-repo", event_name="pull_request", ref="refs/pull/5/merge"),
        {"sub": GITHUB_SUB + "pull_request", "event_name": "pull_request", "head_ref": "feature", "base_ref": "main"},
        (300, 600),
        id="GitHub, a pull request",
    ),
    pytest.param(
        lambda idp: idp.github_actions("octo-org/octo-repo", actor="dependabot[bot]", lifetime=60, job_workflow_ref="a/b/.github/workflows/c.yml@refs/heads/main"),
        {"actor": "dependabot[bot]", "job_workflow_ref": "a/b/.github/workflows/c.yml@refs/heads/main"},
        (60, 600),
        id="GitHub, further claims",
    ),
    pytest.param(
        lambda idp: idp.gitlab_ci("my-group/sub/my-project"),
        {"sub": "project_path:my-group/sub/my-project:ref_type:branch:ref:main", "namespace_path": "my-group/sub", "project_path": "my-group/sub/my-project", "ref_path": "refs/heads/main", "ci_config_ref_uri": "idp.example.com/my-group/sub/my-project//.gitlab-ci.yml@refs/heads/main"},
        (3600, 5),
        id="GitLab, a branch",
    ),
    pytest.param(
        lambda idp: idp.gitlab_ci("my-group/my-project", ref="v1", ref_type="tag", project_id="7"),
        {"sub": "project_path:my-group/my-project:ref_type:tag:ref:v1", "ref_path": "refs/tags/v1", "project_id": "7"},
        (3600, 5),
        id="GitLab, a tag",
    ),
    pytest.param(
        lambda idp: idp.eks_service_account("default", "app", pod="app-1"),
        {"sub": "system:serviceaccount:default:app", "aud": ["app"]},
        (86400, 0),
        id="EKS",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("issue", "shown", "times"), READY)
def test_a_ready_made_token_reads_as_its_issuers_page_shows(
    oidc_provider: OidcIssuer, issue: Callable[[OidcIssuer], str], shown: dict[str, Any], times: tuple[int, int]
) -> None:
    """https://docs.github.com/en/actions/reference/security/oidc,
    https://docs.gitlab.com/ci/secrets/id_token_authentication/ and
    https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html."""
    claims = claims_of(issue(oidc_provider))
    assert {name: claims.get(name) for name in shown} == shown
    assert (claims["exp"] - claims["iat"], claims["iat"] - claims["nbf"]) == times


def test_a_pods_token_names_what_kubernetes_knows_of_it(oidc_provider: OidcIssuer) -> None:
    """https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/"""
    claims = claims_of(oidc_provider.eks_service_account("default", "app", pod="app-1"))["kubernetes.io"]
    assert (claims["namespace"], claims["serviceaccount"]["name"], claims["pod"]["name"]) == ("default", "app", "app-1")


class TestWhich:
    """Which provider is meant."""

    def test_the_only_one_is_meant(self, oidc_provider: OidcIssuer) -> None:
        """Without a word."""
        assert oidc_provider.issuer == "https://idp.example.com"

    @pytest.mark.parametrize("name", ["other.example.com/id", "https://other.example.com/id"])
    def test_any_can_be_named(self, fakests: FakeSts, oidc_provider: OidcIssuer, name: str) -> None:
        """Declared or not; what is not declared has the audience of AWS's own tools."""
        claims = claims_of(oidc_provider(name).token())
        assert (claims["iss"], claims["aud"]) == ("https://other.example.com/id", "sts.amazonaws.com")

    def test_one_of_several_has_to_be_named(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """The text lists them."""
        fakests.add(OidcProvider(GITHUB))
        with pytest.raises(DeclarationError) as caught:
            oidc_provider.token()
        assert str(caught.value) == (
            f"the test declares 2 OIDC providers (idp.example.com, {GITHUB}); say which is meant, as "
            'oidc_provider("idp.example.com")'
        )

    def test_one_has_to_be_declared(self) -> None:
        """The text says how."""
        with fake_sts() as fakests, pytest.raises(DeclarationError) as caught:
            fakests.oidc_provider.token()
        assert str(caught.value) == (
            "the test declares no OIDC provider; declare one with @pytest.mark.identity_providers(OidcProvider(...)), "
            'or name one that is built into AWS, as oidc_provider("accounts.google.com")'
        )

    def test_two_accounts_may_trust_the_only_one(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """Its tokens are for the audience of the test's own account."""
        fakests.add(OidcProvider("idp.example.com", account="210987654321", audiences="far"))
        assert claims_of(oidc_provider.token())["aud"] == "app"

    def test_of_another_account_alone_the_audience_is_its_own(self) -> None:
        """Where only that account trusts it."""
        with fake_sts(OidcProvider("idp.example.com", account="210987654321", audiences="far")) as fakests:
            assert claims_of(fakests.oidc_provider.token())["aud"] == "far"


MISSING = (
    "ImportError: tokens of identity providers need PyJWT with cryptography; install them with: "
    "pip install 'pytest-fakests[oidc]'"
)
WITHOUT = """
import base64, json, time
import pytest
from botocore.exceptions import ClientError
from pytest_fakests import OidcProvider, Role, trust

pytestmark = [
    pytest.mark.identity_providers(OidcProvider("idp.example.com", audiences="app")),
    pytest.mark.roles(Role("app", trust=[trust("user/tester"), trust("oidc/idp.example.com")])),
]

def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

def test_declaring(fakests, oidc_provider, assume_role):
    assume_role("app")
    assert fakests.identity_provider("idp.example.com").audiences == ("app",)
    assert oidc_provider.issuer == "https://idp.example.com"

def test_refusing(fakests, sts):
    with pytest.raises(ClientError, match="not a valid JWT"):
        sts.assume_role_with_web_identity(RoleArn=fakests.role("app").arn, RoleSessionName="me", WebIdentityToken="text")

def test_issuing(oidc_provider):
    oidc_provider.token()

def test_verifying(fakests, sts):
    now = int(time.time())
    claims = {"iss": "https://idp.example.com", "sub": "user-1", "aud": "app", "iat": now, "exp": now + 60}
    token = f"{part({'alg': 'RS256', 'kid': 'RSA_0'})}.{part(claims)}.c2ln"
    sts.assume_role_with_web_identity(RoleArn=fakests.role("app").arn, RoleSessionName="me", WebIdentityToken=token)

def test_publishing(oidc_provider):
    oidc_provider.jwks()
"""


@pytest.mark.parametrize("missing", ["jwt", "cryptography"])
def test_without_the_extra_only_issuing_and_verifying_fail(pytester: pytest.Pytester, missing: str) -> None:
    """With an error that names it; all else works."""
    pytester.makeconftest(f"import sys\nsys.modules[{missing!r}] = None")
    pytester.makepyfile(WITHOUT)
    result = pytester.runpytest_subprocess("-p", "no:randomly")
    result.assert_outcomes(passed=2, failed=3)
    text = result.stdout.str()
    assert text.count(f"E   {MISSING}") + text.count(f"E           {MISSING}") == 3
