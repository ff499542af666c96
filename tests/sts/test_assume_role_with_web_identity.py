"""AssumeRoleWithWebIdentity through real clients: its answer, and its parameters.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif and of
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html.
"""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from web_identities import DECLARED, HOME, PROVIDER, ROLE, assume, refusal

from pytest_fakests import Account, FakeSts, OidcIssuer, StsClock, allow

pytestmark = DECLARED


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
        start = sts_clock.move_to(datetime.datetime(2096, 5, 1, tzinfo=datetime.timezone.utc))
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
