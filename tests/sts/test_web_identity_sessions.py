"""What sessions of AssumeRoleWithWebIdentity carry: keys and tags of the token, and the limits of the request.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif and of
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError
from web_identities import ALL, DECLARED, ISSUER, PROVIDER, ROLE, assume, refusal

from pytest_fakests import FakeSts, OidcIssuer, Role, allow, deny, trust

TAGS = "https://aws.amazon.com/tags"
pytestmark = DECLARED

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
