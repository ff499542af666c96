"""How hosts of AWS's at which customers' own resources answer refuse what programs sign themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest
import urllib3
from self_signed import (
    API,
    COLLECTION,
    DOMAIN,
    FUNCTION,
    FUNCTION_ARN,
    GRAPHQL,
    GRAPHQL_ARN,
    WORKSPACE,
    call,
    graphql,
    send,
    signed,
)

from pytest_fakests import (
    FakeSts,
    OrganizationalUnit,
    Resource,
    Role,
    StsClock,
    User,
    allow,
    deny,
)

WHOSE = "because no identity-based policy allows the {} action".format
ANN = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: "


class TestDenial:
    """In the words of the host, with the note in `fakests.calls`."""

    @pytest.mark.users(User("ann"))
    @pytest.mark.parametrize(
        ("url", "body", "status", "code", "told"),
        [
            pytest.param(
                f"{API}/prod/pets",
                b"",
                403,
                "AccessDeniedException",
                {"Message": f"{ANN}execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/prod/POST/pets {WHOSE('execute-api:Invoke')}"},
                id="API Gateway",
            ),
            pytest.param(
                f"{DOMAIN}/_bulk",
                b"",
                403,
                "AccessDeniedException",
                {"Message": f"{ANN}es:ESHttpPost {WHOSE('es:ESHttpPost')}"},
                id="OpenSearch",
            ),
            pytest.param(
                COLLECTION,
                b"",
                403,
                "Forbidden",
                {"status": 403, "request-id": "ID", "error": {"reason": "403 Forbidden", "type": "Forbidden"}},
                id="OpenSearch Serverless",
            ),
            pytest.param(
                FUNCTION,
                b"",
                403,
                "AccessDeniedException",
                {"Message": "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"},
                id="function URL",
            ),
            pytest.param(
                GRAPHQL,
                graphql("{ posts { id } }"),
                401,
                "UnauthorizedException",
                {"errors": [{"errorType": "UnauthorizedException", "message": "Permission denied"}]},
                id="AppSync",
            ),
            pytest.param(
                f"{WORKSPACE}/api/v1/remote_write",
                b"",
                403,
                "AccessDeniedException",
                {"message": f"{ANN}aps:RemoteWrite on resource: arn:aws:aps:us-east-1:123456789012:workspace/ws-1 {WHOSE('aps:RemoteWrite')}"},
                id="Prometheus",
            ),
        ],
    )  # fmt: skip
    def test_it_is_the_hosts_own(self, fakests: FakeSts, url: str, body: bytes, status: int, code: str, told: Any) -> None:  # fmt: skip
        """Status, header and body."""
        fakests.add(Resource(FUNCTION_ARN, url=FUNCTION))
        fakests.add(Resource(GRAPHQL_ARN, url=GRAPHQL))
        answer = call(fakests, "user/ann", "POST", url, body)
        request_id = answer.headers["x-amzn-requestid"]
        assert (answer.status, answer.headers["x-amzn-errortype"]) == (status, code)
        assert json.loads(answer.data.replace(request_id.encode(), b"ID")) == told
        made = fakests.calls[-1]
        assert (made.error, made.note.startswith(f"DENIED: {made.operation} on arn:aws:")) == (code, True)

    @pytest.mark.parametrize(
        ("role", "reason"),
        [
            pytest.param(Role("app", permissions=[allow("*"), deny("execute-api:*")]), "with an explicit deny in an identity-based policy", id="identity"),
            pytest.param(Role("app", permissions=allow("*"), boundary=allow("s3:*")), "because no permissions boundary allows the execute-api:Invoke action", id="boundary"),
        ],
    )  # fmt: skip
    def test_every_policy_of_the_caller_counts(self, fakests: FakeSts, role: Role, reason: str) -> None:
        """As in any call."""
        fakests.add(role)
        assert call(fakests, "role/app").json()["Message"].endswith(f"/prod/GET/pets {reason}")

    @pytest.mark.roles(Role("app", permissions=allow("*")))
    def test_so_does_a_session_policy(self, fakests: FakeSts, sts: Any) -> None:
        """That the session was made with."""
        arn = fakests.role("app").arn
        policy = json.dumps(
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
        )
        keys = sts.assume_role(RoleArn=arn, RoleSessionName="nightly", Policy=policy)["Credentials"]
        told = send(keys, "GET", f"{API}/prod/pets").json()["Message"]
        assert told.endswith("because no session policy allows the execute-api:Invoke action")

    @pytest.mark.organization(units=[OrganizationalUnit("prod", accounts=["123456789012"], service_control=deny("execute-api:*"))])  # fmt: skip
    def test_so_does_an_organization(self, fakests: FakeSts) -> None:
        """Its service control policies."""
        told = call(fakests, "user/tester").json()["Message"]
        assert "/prod/GET/pets with an explicit deny in a service control policy" in told


class TestFaults:
    """Who signs otherwise than AWS wants it is told so as by any service of REST."""

    @pytest.mark.parametrize(
        ("scope", "told"),
        [
            ({"service": "es"}, "Credential should be scoped to correct service: 'execute-api'. "),
            ({"region": "eu-west-1"}, "Credential should be scoped to a valid region. "),
        ],
    )
    def test_another_scope(self, fakests: FakeSts, scope: dict[str, str], told: str) -> None:
        """Another service's or Region's."""
        answer = send(fakests.credentials("user/tester"), "GET", f"{API}/prod/pets", b"", **scope)
        assert (answer.status, answer.headers["x-amzn-errortype"]) == (403, "InvalidSignatureException")
        assert answer.json() == {"message": told}

    def test_what_was_changed(self, fakests: FakeSts) -> None:
        """After it was signed."""
        headers = signed(fakests.credentials("user/tester"), "GET", f"{API}/prod/pets")
        answer = urllib3.request("GET", f"{API}/prod/other", headers=headers)
        assert answer.status == 403
        assert answer.json()["message"].startswith("The request signature we calculated does not match the signature")

    @pytest.mark.roles(Role("app", permissions=allow("*")))
    def test_a_session_that_is_over(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """By the clock of the test; AppSync has a form of its own for it."""
        keys = fakests.assume_role("app").credentials
        sts_clock.expire(keys)
        told = "The security token included in the request is expired"
        assert send(keys, "GET", f"{API}/prod/pets").json() == {"message": told}
        answer = send(keys, "POST", GRAPHQL, graphql("{ a }"))
        assert answer.json() == {"errors": [{"errorType": "ExpiredTokenException", "message": told}]}

    def test_keys_that_nobody_has(self, fakests: FakeSts) -> None:
        """As those of a real account that a program found."""
        keys = {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "x", "SessionToken": None}
        answer = send(keys, "GET", f"{DOMAIN}/a")
        assert (answer.status, answer.headers["x-amzn-errortype"]) == (403, "UnrecognizedClientException")
        assert answer.json() == {"message": "The security token included in the request is invalid."}
