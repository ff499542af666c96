"""Bearer tokens, and operations that need no signature at all."""

from __future__ import annotations

import base64
import datetime
from typing import Any

import botocore.session
import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from http_calls import send

from pytest_fakests import FakeSts, Role, StsClock, User, allow, deny

NOON = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
RUNTIME = "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke"
UNSIGNED_KEY = "bedrock-api-key-" + base64.b64encode(b"bedrock.amazonaws.com/?Action=CallWithBearerToken").decode()
NO_KEY = "the token is none that Bedrock's own library makes of AWS credentials"


def api_key(keys: Any, region: str = "us-east-1") -> str:
    """A short-term key of Bedrock, as aws-bedrock-token-generator makes it."""
    request = AWSRequest("POST", "https://bedrock.amazonaws.com/", {"host": "bedrock.amazonaws.com"}, params={"Action": "CallWithBearerToken"})  # fmt: skip
    SigV4QueryAuth(Credentials(keys.access_key, keys.secret_key, keys.token), "bedrock", region, 43200).add_auth(
        request
    )
    text = str(request.url).removeprefix("https://") + "&Version=1"
    return "bedrock-api-key-" + base64.b64encode(text.encode()).decode()


def invoke(fakests: FakeSts, token: str) -> int:
    """The status of the answer to InvokeModel with a token."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return send(fakests, "bedrock-runtime:InvokeModel", "POST", RUNTIME, headers, b"{}").status


@pytest.fixture
def mapped(fakests: FakeSts) -> FakeSts:
    """A fake that knows what InvokeModel needs."""
    fakests.map("bedrock-runtime:InvokeModel", actions="bedrock:InvokeModel")
    return fakests


needs_bearer = pytest.mark.skipif(
    "smithy.api#httpBearerAuth"
    not in botocore.session.Session().get_service_model("bedrock-runtime").metadata.get("auth", ()),
    reason="this botocore does not know of Bedrock's bearer tokens",
)


@needs_bearer
@pytest.mark.roles(
    Role("app", permissions=allow("bedrock:InvokeModel", "bedrock:CallWithBearerToken")),
    Role("signing", permissions=allow("bedrock:InvokeModel")),
    Role("other", permissions=allow("bedrock:CallWithBearerToken")),
)
class TestBedrock:
    """Keys that are presigned URLs: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html."""

    def test_a_key_calls_as_who_made_it(self, mapped: FakeSts) -> None:
        """It is signed by the role's session."""
        role = mapped.assume_role("app")
        assert invoke(mapped, api_key(role.credentials)) == 200
        assert mapped.calls[-1].caller == role.arn

    def test_a_key_may_do_what_its_maker_may(self, mapped: FakeSts) -> None:
        """A role that may not call the model cannot make a key that does."""
        assert invoke(mapped, api_key(mapped.assume_role("other").credentials)) == 403
        assert mapped.calls[-1].error == "AccessDeniedException"

    def test_a_key_needs_a_permission_of_its_own(self, mapped: FakeSts) -> None:
        """https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-permissions.html"""
        assert invoke(mapped, api_key(mapped.assume_role("signing").credentials)) == 403
        decision = mapped.calls[-1].decision
        assert decision is not None
        assert decision.reason == "because no identity-based policy allows the bedrock:CallWithBearerToken action"

    @pytest.mark.parametrize(("kind", "status"), [("SHORT_TERM", 403), ("LONG_TERM", 200)])
    def test_keys_of_one_kind_may_be_denied(self, mapped: FakeSts, kind: str, status: int) -> None:
        """A key that is made of other credentials is a short-term one."""
        refused = deny("bedrock:CallWithBearerToken", when={"StringEquals": {"bedrock:BearerTokenType": kind}})
        mapped.add(User("ann", permissions=[allow("bedrock:*"), refused]))
        assert invoke(mapped, api_key(mapped.credentials("user/ann"))) == status

    def test_a_key_ends_with_the_session(self, mapped: FakeSts, sts_clock: StsClock) -> None:
        """Or after twelve hours."""
        sts_clock.move_to(NOON)
        role, user = mapped.assume_role("app"), mapped.credentials("user/tester")
        short, long = api_key(role.credentials), api_key(user)
        sts_clock.advance(hours=1, seconds=1)
        assert (invoke(mapped, short), mapped.calls[-1].error) == (403, "ExpiredTokenException")
        assert invoke(mapped, long) == 200
        sts_clock.advance(hours=11)
        assert invoke(mapped, long) == 403

    def test_a_key_is_for_one_region(self, mapped: FakeSts) -> None:
        """The Region that it is signed for."""
        assert invoke(mapped, api_key(mapped.credentials("user/tester"), "eu-west-1")) == 403
        assert mapped.calls[-1].note == "the token is for eu-west-1, and the request goes to us-east-1"

    @pytest.mark.parametrize(
        ("token", "note"),
        [
            pytest.param("ABSK-made-up", NO_KEY, id="a long-term key"),
            pytest.param("bedrock-api-key-", NO_KEY, id="nothing"),
            pytest.param("bedrock-api-key-zzz", NO_KEY, id="no base64"),
            pytest.param(UNSIGNED_KEY, "the token is not signed", id="no signature"),
        ],
    )
    def test_a_token_that_is_none(self, mapped: FakeSts, token: str, note: str) -> None:
        """Nobody here made it."""
        assert invoke(mapped, token) == 403
        assert (mapped.calls[-1].error, mapped.calls[-1].note) == ("UnrecognizedClientException", note)

    def test_a_changed_key_is_refused(self, mapped: FakeSts) -> None:
        """It is a signature."""
        text = base64.b64decode(api_key(mapped.credentials("user/tester")).removeprefix("bedrock-api-key-")).decode()
        longer = text.replace("X-Amz-Expires=43200", "X-Amz-Expires=86400")
        assert invoke(mapped, "bedrock-api-key-" + base64.b64encode(longer.encode()).decode()) == 403
        assert mapped.calls[-1].error == "InvalidSignatureException"


class TestOtherTokens:
    """Tokens that AWS Builder ID or an identity provider issues, and not IAM."""

    URL = "https://codecatalyst.global.api.aws/session"

    def test_a_service_of_such_tokens_takes_one(self, fakests: FakeSts) -> None:
        """IAM has no say in what it may do."""
        headers = {"Authorization": "Bearer of-somebody"}
        answer = send(fakests, "codecatalyst:VerifySession", "GET", self.URL, headers)
        assert (answer.status, fakests.calls[-1].caller) == (200, "*")

    def test_it_wants_one(self, fakests: FakeSts) -> None:
        """Without it nobody calls."""
        assert send(fakests, "codecatalyst:VerifySession", "GET", self.URL, {}).status == 403

    @pytest.mark.parametrize("service", ["dynamodb", "sts"])
    def test_other_services_take_none(self, fakests: FakeSts, service: str) -> None:
        """A bearer token is no signature."""
        call = {"dynamodb": "dynamodb:ListTables", "sts": "sts:GetCallerIdentity"}[service]
        url = f"https://{service}.us-east-1.amazonaws.com/"
        answer = send(fakests, call, "POST", url, {"Authorization": "Bearer of-somebody"}, b"{}")
        assert b"MissingAuthenticationToken" in answer.body


def test_an_operation_that_needs_no_signature_is_for_everybody(fakests: FakeSts) -> None:
    """Cognito's sign-in, before which nobody has credentials: its model says "authtype": "none"."""
    client = fakests.client("cognito-idp")
    client.initiate_auth(AuthFlow="USER_PASSWORD_AUTH", ClientId="abc", AuthParameters={"USERNAME": "ann"})
    assert fakests.calls[-1].caller == "*"
