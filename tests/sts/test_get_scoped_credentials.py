"""GetScopedCredentials through real clients: the same session, for less or for a shorter time.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_GetScopedCredentials.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getscopedcredentials.html.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, ResourcePolicy, Role, StsClock, UnmappedCallError, User, allow, deny, trust

HOME = "123456789012"
SESSION = f"arn:aws:sts::{HOME}:assumed-role/app/nightly"
BUCKET = "arn:aws:s3:::reports"
READ = json.dumps(allow("s3:GetObject"))
AGAIN = allow("sts:GetScopedCredentials")
START = datetime.datetime(2096, 5, 1, tzinfo=datetime.timezone.utc)

pytestmark = [
    pytest.mark.skipif(
        "GetScopedCredentials" not in botocore.session.Session().get_service_model("sts").operation_names,
        reason="this botocore's model of STS does not have GetScopedCredentials",
    ),
    pytest.mark.roles(
        Role(
            "app",
            permissions=allow("s3:*", "sqs:*", "sts:GetScopedCredentials"),
            trust=trust("user/tester", actions=["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]),
            tags={"stage": "test"},
        )
    ),
    pytest.mark.users(User("ann", permissions=allow("s3:*", "sts:*"))),
]


def scoped(fakests: FakeSts, who: Any, endpoint: str = "sts.us-east-1", **params: Any) -> Any:
    """Scope credentials down at a regional endpoint, with a client that lets every parameter through."""
    config = Config(parameter_validation=False)
    client = fakests.botocore_session(who).create_client(
        "sts", endpoint_url=f"https://{endpoint}.amazonaws.com", config=config
    )
    return client.get_scoped_credentials(**params)


def session(fakests: FakeSts, **params: Any) -> Any:
    """A session of the role."""
    return fakests.assume_role("app", session_name="nightly", **params)


def policy(*documents: dict[str, Any]) -> str:
    """The statements of several documents as the text of one."""
    statements = [statement for document in documents for statement in document["Statement"]]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def reads(fakests: FakeSts, who: Any) -> bool:
    """Whether somebody may read an object of the bucket."""
    return fakests.can(who, "s3:GetObject", f"{BUCKET}/q3.csv").allowed


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


class TestAnswer:
    """What an allowed call gives."""

    def test_the_identity_stays(self, fakests: FakeSts) -> None:
        """ARN and id are those of the calling session, in the answer and for whoever asks."""
        role = session(fakests)
        answer = scoped(fakests, role, Policy=READ)
        identity = fakests.client("sts", answer).get_caller_identity()
        assert answer["SessionInfo"] == {
            "ScopedSessionId": role.answer["AssumedRoleUser"]["AssumedRoleId"],
            "Arn": SESSION,
        }
        assert (identity["Arn"], identity["UserId"]) == (SESSION, answer["SessionInfo"]["ScopedSessionId"])

    def test_tags_and_source_identity_stay(self, fakests: FakeSts) -> None:
        """The source identity is told too."""
        role = session(fakests, Tags=[{"Key": "team", "Value": "blue"}], SourceIdentity="ann")
        answer = scoped(fakests, role, Policy=READ)
        context = fakests.can(answer, "s3:GetObject", f"{BUCKET}/k").request.context
        wanted = {"aws:PrincipalTag/team": "blue", "aws:PrincipalTag/stage": "test", "aws:SourceIdentity": "ann"}
        assert {key: context[key] for key in wanted} == wanted
        assert answer["SourceIdentity"] == "ann"

    def test_it_ends_with_the_session(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Without DurationSeconds the expiration is inherited."""
        sts_clock.move_to(START)
        role = session(fakests)
        sts_clock.advance(minutes=20)
        assert scoped(fakests, role, Policy=READ)["Credentials"]["Expiration"] == role.expiration

    @pytest.mark.parametrize("seconds", [1, 2400])
    def test_it_may_end_earlier(self, fakests: FakeSts, sts_clock: StsClock, seconds: int) -> None:
        """From a second on, up to all that the session has left."""
        sts_clock.move_to(START)
        role = session(fakests)
        sts_clock.advance(minutes=20)
        end = scoped(fakests, role, DurationSeconds=seconds)["Credentials"]["Expiration"]
        assert end == START + datetime.timedelta(minutes=20, seconds=seconds)

    def test_the_session_itself_goes_on(self, fakests: FakeSts) -> None:
        """What it may do, it may still do."""
        role = session(fakests)
        scoped(fakests, role, Policy=json.dumps(deny("*")))
        assert reads(fakests, role)

    def test_the_policies_are_counted(self, fakests: FakeSts) -> None:
        """A call without a policy adds none."""
        first = scoped(fakests, session(fakests), Policy=policy(AGAIN))
        second = scoped(fakests, first, DurationSeconds=60)
        assert (first["ScopedPoliciesCount"], second["ScopedPoliciesCount"]) == (1, 1)

    def test_the_size_of_the_token_is_told(self, fakests: FakeSts) -> None:
        """In bytes, and as a share of the most that there may be."""
        answer = scoped(fakests, session(fakests), Policy=READ, MinimumSessionTokenSize=4096)
        assert answer["SessionTokenSize"] == len(answer["Credentials"]["SessionToken"])
        assert 50 <= answer["SessionTokenUtilization"] <= 100


# Scope down policies of one call after the other, and whether the last credentials may read an object.
SCOPES: dict[str, tuple[list[str], bool]] = {
    "allows": ([policy(allow("s3:GetObject"))], True),
    "allows something else": ([policy(allow("s3:PutObject"))], False),
    "allows more than the session may": ([policy(allow("*"))], True),
    "denies": ([policy(allow("*"), deny("s3:GetObject"))], False),
    "both allow": ([policy(AGAIN, allow("s3:*")), policy(allow("s3:Get*"))], True),
    "the first does not allow": ([policy(AGAIN, allow("sqs:*")), policy(allow("*"))], False),
    "the second does not allow": ([policy(allow("*")), policy(allow("sqs:*"))], False),
    "three allow": ([policy(AGAIN, allow("s3:*")), policy(allow("*")), policy(allow("s3:GetObject"))], True),
}


@pytest.mark.parametrize(("policies", "allowed"), SCOPES.values(), ids=SCOPES)
def test_each_scope_down_policy_has_to_allow(fakests: FakeSts, policies: list[str], allowed: bool) -> None:
    """The intersection of the session's own permissions and all scope down policies."""
    who: Any = session(fakests)
    for one in policies:
        who = scoped(fakests, who, Policy=one)
    assert reads(fakests, who) is allowed


def test_it_cannot_grant_what_the_session_may_not(fakests: FakeSts) -> None:
    """A scope down policy only takes away."""
    answer = scoped(fakests, session(fakests), Policy=json.dumps(allow("*")))
    assert not fakests.can(answer, "dynamodb:GetItem", f"arn:aws:dynamodb:us-east-1:{HOME}:table/t")


def test_the_denial_speaks_of_a_session_policy(fakests: FakeSts) -> None:
    """As AWS words what a session policy does not allow."""
    answer = scoped(fakests, session(fakests), Policy=READ)
    with pytest.raises(ClientError) as caught:
        fakests.client("sqs", answer).list_queues()
    assert refusal(caught)[2].endswith("because no session policy allows the sqs:listqueues action")


def test_it_limits_what_a_resource_grants_to_the_session(fakests: FakeSts) -> None:
    """What a resource-based policy allows is a part of what the session may; the scope down policy limits that too."""
    statement = {"Effect": "Allow", "Principal": {"AWS": SESSION}, "Action": "s3:*", "Resource": "*"}
    fakests.add(ResourcePolicy(BUCKET, statement, account=HOME))
    fakests.role("app").set_permissions(allow("sts:GetScopedCredentials"))
    role = session(fakests)
    assert reads(fakests, role)
    assert reads(fakests, scoped(fakests, role, Policy=READ))
    assert not reads(fakests, scoped(fakests, role, Policy=json.dumps(allow("sqs:*"))))


def test_a_role_is_assumed_only_within_the_scope(fakests: FakeSts) -> None:
    """Neither a chain nor a further call leads out of it."""
    fakests.add(Role("next", trust=trust(f"arn:aws:iam::{HOME}:role/app")))
    answer = scoped(fakests, session(fakests), Policy=READ)
    with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole"):
        fakests.assume_role("next", by=answer)
    with pytest.raises(ClientError, match="is not authorized to perform: sts:GetScopedCredentials"):
        scoped(fakests, answer, DurationSeconds=60)


def test_what_revokes_the_session_revokes_it(fakests: FakeSts) -> None:
    """It is the same session, issued when that was."""
    answer = scoped(fakests, session(fakests), Policy=READ)
    fakests.role("app").revoke_sessions()
    assert not reads(fakests, answer)


@pytest.mark.parametrize("kind", ["session token", "federated user"])
def test_users_scope_their_sessions_down_too(fakests: FakeSts, kind: str) -> None:
    """Credentials of GetSessionToken and of GetFederationToken."""
    sts = fakests.client("sts", "user/ann")
    wide = json.dumps(allow("*"))
    who = sts.get_session_token() if kind == "session token" else sts.get_federation_token(Name="Carol", Policy=wide)
    answer = scoped(fakests, who, Policy=json.dumps(allow("sqs:*")))
    assert reads(fakests, who)
    assert not reads(fakests, answer)


def test_a_scope_may_ask_for_what_no_call_shows(fakests: FakeSts) -> None:
    """A scope down policy with a condition on what nobody told is not decided by a guess, as no other policy is."""
    point = f"arn:aws:s3:us-east-1:{HOME}:accesspoint/finance"
    asking = allow("s3:GetObject", when={"StringEquals": {"s3:AccessPointNetworkOrigin": "VPC"}})
    s3 = fakests.client("s3", scoped(fakests, session(fakests), Policy=json.dumps(asking))["Credentials"])
    with pytest.raises(UnmappedCallError, match="a policy asks for s3:AccessPointNetworkOrigin"):
        s3.get_object(Bucket=point, Key="q3.csv")


class TestRefused:
    """Every error of the model, and the others."""

    @pytest.mark.parametrize("who", ["user/ann", f"account/{HOME}"])
    def test_long_term_keys_have_no_session(self, fakests: FakeSts, who: str) -> None:
        """InvalidSubjectCredentials, in the words of AWS's documentation; the note says what is wrong."""
        with pytest.raises(ClientError) as caught:
            scoped(fakests, who, Policy=READ)
        message = "The session used to call GetScopedCredentials is not a valid session."
        assert refusal(caught) == ("InvalidSubjectCredentials", 400, message)
        assert vars(caught.value)["__notes__"][0].endswith(" calls with long-term keys")

    def test_no_session_can_be_made_longer(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """InsufficientSessionLifetime, in the words of AWS's documentation."""
        sts_clock.move_to(START)
        role = session(fakests)
        with pytest.raises(ClientError) as caught:
            scoped(fakests, role, DurationSeconds=3601)
        message = "The requested DurationSeconds is greater than the remaining lifetime of the calling session."
        assert refusal(caught) == ("InsufficientSessionLifetime", 400, message)
        assert vars(caught.value)["__notes__"] == ["the calling session ends at 2096-05-01 01:00:00 UTC"]

    def test_there_are_three_policies_at_most(self, fakests: FakeSts) -> None:
        """A fourth is denied; a shorter time is not."""
        who: Any = session(fakests)
        for _ in range(3):
            who = scoped(fakests, who, Policy=json.dumps(allow("*")))
        with pytest.raises(ClientError) as caught:
            scoped(fakests, who, Policy=READ)
        assert refusal(caught) == ("AccessDenied", 403, "The session already has 3 scope down policies.")
        assert scoped(fakests, who, DurationSeconds=60)["ScopedPoliciesCount"] == 3

    WRONG: tuple[Any, ...] = (
        pytest.param({}, "ValidationError", "At least one of Policy or DurationSeconds must be specified", id="nothing"),
        pytest.param({"DurationSeconds": 0}, "ValidationError", "'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 1", id="no time"),
        pytest.param({"DurationSeconds": 129601}, "ValidationError", "have value less than or equal to 129600", id="too long"),
        pytest.param({"Policy": READ + " " * 2048}, "ValidationError", "have length less than or equal to 2048", id="policy too long"),
        pytest.param({"Policy": READ, "ScopedSessionDescription": "x"}, "ValidationError", "have length greater than or equal to 2", id="short description"),
        pytest.param({"Policy": "{"}, "MalformedPolicyDocument", "", id="no JSON"),
        pytest.param({"Policy": '{"Version": "2012-10-17", "Statement": [{"Effect": "Alow"}]}'}, "MalformedPolicyDocument", "", id="no policy"),
        pytest.param({"Policy": json.dumps(allow("s3:*", on=[f"arn:aws:s3:::{hashlib.sha256(b'%d' % number).hexdigest()}" for number in range(20)]))}, "PackedPolicyTooLarge", "Packed policy consumes ", id="policy too large"),
    )  # fmt: skip

    @pytest.mark.parametrize(("params", "code", "words"), WRONG)
    def test_wrong_parameters_are_refused(
        self, fakests: FakeSts, params: dict[str, Any], code: str, words: str
    ) -> None:
        """With a status of 400."""
        with pytest.raises(ClientError) as caught:
            scoped(fakests, session(fakests), **params)
        assert refusal(caught)[:2] == (code, 400)
        assert words in refusal(caught)[2]

    def test_it_needs_permission(self, fakests: FakeSts) -> None:
        """sts:GetScopedCredentials, on no resource."""
        fakests.role("app").set_permissions(allow("s3:*"))
        with pytest.raises(ClientError) as caught:
            scoped(fakests, session(fakests), Policy=READ)
        assert refusal(caught) == (
            "AccessDenied",
            403,
            f"User: {SESSION} is not authorized to perform: sts:GetScopedCredentials "
            "because no identity-based policy allows the sts:GetScopedCredentials action",
        )

    def test_the_global_endpoint_does_not_have_it(self, fakests: FakeSts) -> None:
        """As it answers any operation that it does not know."""
        with pytest.raises(ClientError) as caught:
            scoped(fakests, session(fakests), endpoint="sts", Policy=READ)
        message = "Could not find operation GetScopedCredentials for version 2011-06-15"
        assert refusal(caught) == ("InvalidAction", 400, message)
