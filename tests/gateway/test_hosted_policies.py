"""Policies of APIs, domains and functions, and what is not signed."""

from __future__ import annotations

from typing import Any

import pytest
import urllib3
from self_signed import (
    API,
    API_ARN,
    DOMAIN,
    DOMAIN_ARN,
    FUNCTION,
    FUNCTION_ARN,
    call,
    signed,
)

from pytest_fakests import (
    Account,
    FakeSts,
    NetworkRefusedError,
    Resource,
    ResourcePolicy,
    User,
    allow,
    deny,
)

OTHER = "210987654321"


ANN_ARN = "arn:aws:iam::123456789012:user/ann"
PETS = f"{API_ARN}/prod/GET/pets"
THEIRS = API_ARN.replace("123456789012", OTHER)


class TestResourcePolicies:
    """The policy of an API, domain or function counts as that of any resource."""

    @pytest.mark.users(User("ann"))
    @pytest.mark.parametrize(
        ("arn", "resource", "url"),
        [
            pytest.param(API_ARN, f"{API_ARN}/*", f"{API}/prod/pets", id="an API"),
            pytest.param(API_ARN, "execute-api:/prod/*", f"{API}/prod/pets", id="an API, by its short name"),
            pytest.param(DOMAIN_ARN, f"{DOMAIN_ARN}/*", f"{DOMAIN}/", id="a domain"),
        ],
    )
    def test_it_lets_in_whom_it_names(self, fakests: FakeSts, arn: str, resource: str, url: str) -> None:
        """In the same account by itself."""
        fakests.add(ResourcePolicy(arn, allow("execute-api:Invoke", "es:*", on=resource, to="user/ann")))
        assert call(fakests, "user/ann", "GET", url).status == 200

    @pytest.mark.parametrize(("endpoint", "status"), [("vpce-1a2b3c4d", 200), ("vpce-99999999", 403)])
    def test_it_may_keep_an_api_to_a_vpc_endpoint(self, fakests: FakeSts, endpoint: str, status: int) -> None:
        """Whose id is in the host of a private API."""
        closed = deny("*", on="execute-api:/*", to="*", when={"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}})
        fakests.add(ResourcePolicy(API_ARN, [allow("execute-api:Invoke", on="execute-api:/*", to="*"), closed]))
        url = f"{API}/prod/pets".replace(".execute-api", f"-{endpoint}.execute-api")
        assert call(fakests, "user/tester", url=url).status == status

    @pytest.mark.users(User("ann"))
    def test_it_may_be_a_document_of_one_statement(self, fakests: FakeSts) -> None:
        """Whose resources may be short as well."""
        statement = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
        fakests.add(ResourcePolicy(API_ARN, {"Version": "2012-10-17", "Statement": statement}))
        assert call(fakests, "user/ann").status == 200

    def test_it_keeps_out_whom_it_names(self, fakests: FakeSts) -> None:
        """In a document of several statements, whose resources are short; one of them stands for all but itself."""
        statements = [
            {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "NotResource": "execute-api:/none"},
            {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": ["execute-api:/prod/GET/pets"]},
        ]
        fakests.add(ResourcePolicy(API_ARN, {"Version": "2012-10-17", "Statement": statements}))
        told = call(fakests, "user/tester").json()["Message"]
        assert told.endswith("/prod/GET/pets with an explicit deny in a resource-based policy")
        assert call(fakests, "user/tester", url=f"{API}/prod/cats").status == 200

    @pytest.mark.accounts(Account(OTHER))
    @pytest.mark.parametrize(
        ("own", "theirs", "status"),
        [
            pytest.param(allow("execute-api:*"), allow("execute-api:*", on="execute-api:/*", to=ANN_ARN), 200, id="both"),
            pytest.param(allow("execute-api:*"), allow("execute-api:*", on="execute-api:/*", to=f"account/{OTHER}"), 403, id="the caller's alone"),
            pytest.param((), allow("execute-api:*", on="execute-api:/*", to=ANN_ARN), 403, id="the API's alone"),
        ],
    )  # fmt: skip
    def test_across_accounts_both_have_to_allow(self, fakests: FakeSts, own: Any, theirs: Any, status: int) -> None:
        """As the table of API Gateway's guide says."""
        fakests.add(User("ann", permissions=own))
        fakests.add(ResourcePolicy(THEIRS, theirs))
        answer = call(fakests, "user/ann")
        assert answer.status == status
        assert fakests.calls[-1].decisions[-1].request.resource == PETS.replace("123456789012", OTHER)

    @pytest.mark.accounts(Account(OTHER))
    def test_a_resource_that_is_declared_there_is_of_another_account(self, fakests: FakeSts) -> None:
        """Whose policies the caller's are not."""
        fakests.add(Resource(THEIRS))
        assert call(fakests, "user/tester").status == 403
        fakests.add(Resource(API_ARN))
        assert call(fakests, "user/tester").status == 200


class TestUnsigned:
    """Whoever else is let in, as by an authorizer, is not known here."""

    @pytest.mark.parametrize("header", ["Bearer eyJ", "Basic YTpi", None])
    def test_it_is_refused(self, fakests: FakeSts, header: str | None) -> None:
        """And it says what to do."""
        with pytest.raises(NetworkRefusedError) as caught:
            urllib3.request("GET", f"{API}/prod/pets?a=b", headers={"Authorization": header} if header else {})
        assert str(caught.value) == (
            f"GET {API}/prod/pets was about to reach the network while the fake is on; no request of botocore, and none "
            "to AWS, leaves the process during such a test; it is not signed with AWS credentials, and whether others are "
            "let in is not known: sign it, declare the ResourcePolicy of what answers there, or let a tool answer that "
            "stands in for the HTTP library, as responses does for requests"
        )
        assert fakests.calls == []

    @pytest.mark.parametrize(("path", "status"), [("open", 200), ("pets", 403)])
    def test_the_policy_of_the_api_may_let_anybody_in(self, fakests: FakeSts, path: str, status: int) -> None:
        """Then it decides, as in an API without authorizer."""
        fakests.add(ResourcePolicy(API_ARN, allow("execute-api:Invoke", on="execute-api:/prod/GET/open", to="*")))
        answer = urllib3.request("GET", f"{API}/prod/{path}")
        assert (answer.status, fakests.calls[-1].caller) == (status, "*")
        if status == 403:
            assert answer.json() == {
                "Message": "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
                "arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/prod/GET/pets because no resource-based policy "
                "allows the execute-api:Invoke action"
            }

    def test_the_policy_of_a_function_may_let_anybody_in(self, fakests: FakeSts) -> None:
        """By the type of its authentication, as Lambda's guide shows it."""
        none = {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}
        by_url = {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}
        policy = [
            allow("lambda:InvokeFunctionUrl", on=FUNCTION_ARN, to="*", when=none),
            allow("lambda:InvokeFunction", on=FUNCTION_ARN, to="*", when=by_url),
        ]
        fakests.add(Resource(FUNCTION_ARN, url=FUNCTION))
        fakests.add(ResourcePolicy(FUNCTION_ARN, policy))
        assert urllib3.request("GET", FUNCTION).status == 200

    def test_a_websocket_is_refused_signed_or_not(self, fakests: FakeSts) -> None:
        """Nobody here would go on with it."""
        headers = signed(fakests.credentials("user/tester"), "GET", f"{API}/prod")
        with pytest.raises(NetworkRefusedError, match="it is to no service of botocore's"):
            urllib3.request("GET", f"{API}/prod", headers={**headers, "Upgrade": "websocket"})
