"""What a test holds in its hands: who is declared, who calls, what calls get."""

from __future__ import annotations

import datetime
import operator
import os
import sys
from collections.abc import Callable
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from pytest_fakests import (
    Account,
    AssumedRole,
    Credentials,
    DeclarationError,
    Ec2Instance,
    FakeSts,
    ResourcePolicy,
    Role,
    UnansweredCallError,
    UndeclaredError,
    UnmappedCallError,
    User,
    allow,
    deny,
    fake_sts,
    trust,
)

OBJECT = "arn:aws:s3:::reports/q3.csv"
READER = Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"))


class TestDeclared:
    """What was declared, and what was not."""

    @pytest.mark.roles("app", Role("far", account="210987654321"))
    @pytest.mark.users("ann")
    @pytest.mark.accounts(Account("111122223333", alias="prod"))
    def test_what_is_declared_is_found_in_each_way(self, fakests: FakeSts) -> None:
        """By name, by kind and name, by ARN; a role of another account by name where there is no other."""
        role = fakests.role("app")
        assert fakests.role("role/app") is fakests.role(role.arn) is role
        assert fakests.role("far").arn == "arn:aws:iam::210987654321:role/far"
        assert fakests.user("user/ann") is fakests.user("ann")
        assert fakests.account("prod") is fakests.account("111122223333")

    @pytest.mark.parametrize(
        ("ask", "text"),
        [
            (lambda f: f.role("nobody"), "no role 'nobody' is declared; declared roles: app, worker"),
            (lambda f: f.user("nobody"), "no user 'nobody' is declared; declared users: tester"),
            (lambda f: f.account("1"), "no account '1' is declared; declared accounts: 123456789012"),
            (lambda f: f.remove("nobody"), "no role or user 'nobody' is declared; declared roles and users: app, worker, tester"),
            (lambda f: f.credentials("user/nobody"), "no user 'user/nobody' is declared; declared users: tester"),
            (lambda f: f.assume_role("nobody"), "no role 'nobody' is declared; declared roles: app, worker"),
        ],
        ids=["role", "user", "account", "remove", "credentials", "assume_role"],
    )  # fmt: skip
    @pytest.mark.roles("app", "worker")
    def test_what_is_not_declared_is_a_key_error_that_lists_what_is(
        self, fakests: FakeSts, ask: Any, text: str
    ) -> None:
        """A typo is seen at a glance."""
        with pytest.raises(KeyError) as caught:
            ask(fakests)
        assert str(caught.value) == text
        assert isinstance(caught.value, UndeclaredError)

    def test_the_world_changes_during_the_test(self, fakests: FakeSts) -> None:
        """A role that is added can be assumed; one that is removed cannot."""
        fakests.add(READER)
        fakests.assume_role("reader")
        arn = fakests.role("reader").arn
        fakests.remove("reader")
        with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole"):
            fakests.assume_role(arn)

    def test_what_is_no_declaration_is_refused(self, fakests: FakeSts) -> None:
        """The text says what can be declared."""
        with pytest.raises(DeclarationError) as caught:
            fakests.add("reader")  # type: ignore[arg-type]  # what is refused
        assert str(caught.value) == (
            "'reader' is not a declaration; give a Role, a User, an Account, an OidcProvider, a SamlProvider, "
            "a Resource, a ResourcePolicy, an Organization, a VpcEndpoint, or a mapping in IAM's shape"
        )


@pytest.mark.roles(READER)
class TestChanges:
    """Changes that living sessions see."""

    def test_new_permissions_count_from_the_next_call_on(self, fakests: FakeSts) -> None:
        """For the session that was there before, and for a new one."""
        s3 = fakests.assume_role("reader").client("s3")
        s3.get_object(Bucket="reports", Key="q3.csv")
        fakests.role("reader").set_permissions(allow("s3:PutObject"))
        for client in (s3, fakests.assume_role("reader").client("s3")):
            with pytest.raises(ClientError, match="because no identity-based policy allows the s3:GetObject action"):
                client.get_object(Bucket="reports", Key="q3.csv")

    def test_a_new_trust_policy_shuts_the_door_and_leaves_who_is_inside(self, fakests: FakeSts) -> None:
        """Sessions that exist go on."""
        s3 = fakests.assume_role("reader").client("s3")
        fakests.role("reader").set_trust(trust("user/other"))
        s3.get_object(Bucket="reports", Key="q3.csv")
        with pytest.raises(ClientError, match="sts:AssumeRole"):
            fakests.assume_role("reader")

    def test_a_boundary_limits_a_role(self, fakests: FakeSts) -> None:
        """What the boundary does not allow is denied, and it is named."""
        s3 = fakests.assume_role("reader").client("s3")
        fakests.role("reader").set_boundary(allow("sqs:*"))
        with pytest.raises(ClientError, match="because no permissions boundary allows the s3:GetObject action"):
            s3.get_object(Bucket="reports", Key="q3.csv")

    def test_revoked_sessions_are_denied_and_know_who_they_are(self, fakests: FakeSts) -> None:
        """The token stays valid: GetCallerIdentity works, all else is denied explicitly."""
        role = fakests.assume_role("reader")
        fakests.role("reader").revoke_sessions()
        assert role.client("sts").get_caller_identity()["Arn"] == role.arn
        with pytest.raises(ClientError, match="with an explicit deny in an identity-based policy"):
            role.client("s3").get_object(Bucket="reports", Key="q3.csv")
        fakests.assume_role("reader").client("s3").get_object(Bucket="reports", Key="q3.csv")


@pytest.mark.roles(READER)
@pytest.mark.users(User("julie", permissions=allow("sts:AssumeRole")))
class TestCallers:
    """Who calls."""

    def test_each_way_to_name_who_calls(self, fakests: FakeSts) -> None:
        """A user, root, a role, an answer, its Credentials, Credentials, an assumed role, and what is declared."""
        role = fakests.assume_role("reader", session_name="mine")
        names = {
            "user/julie": "user/julie",
            "arn:aws:iam::123456789012:user/julie": "user/julie",
            "account/123456789012": "root",
            "arn:aws:iam::123456789012:root": "root",
            "role/reader": "assumed-role/reader/tester",
        }
        for who, arn in names.items():
            assert fakests.client("sts", who).get_caller_identity()["Arn"].endswith(f":{arn}")
        for given in (role, role.answer, role.answer["Credentials"], role.credentials):
            assert fakests.client("sts", given).get_caller_identity()["Arn"] == role.arn
        for entity in (fakests.user("julie"), fakests.account("123456789012")):
            assert fakests.client("sts", entity).get_caller_identity()["Arn"] == entity.arn

    def test_who_is_nobody_is_refused(self, fakests: FakeSts) -> None:
        """The text says what would be somebody."""
        with pytest.raises(DeclarationError) as caught:
            fakests.client("sts", {"AccessKeyId": "AKIA"})
        assert str(caught.value) == (
            "{'AccessKeyId': 'AKIA'} names no caller; give a principal such as 'user/julie', "
            'an answer\'s "Credentials", or what assume_role() gave'
        )

    def test_sessions_are_of_the_kind_asked_for(self, fakests: FakeSts) -> None:
        """boto3's and botocore's own, in the test's Region."""
        assert isinstance(fakests.boto3_session(), boto3.Session)
        assert isinstance(fakests.botocore_session(), botocore.session.Session)
        assert fakests.boto3_session("user/julie").region_name == "us-east-1"

    def test_an_assumed_role_makes_sessions_too(self, fakests: FakeSts) -> None:
        """.client, .boto3_session and .botocore_session call as the session."""
        role = fakests.assume_role("reader")
        clients = [role.client("sts"), role.boto3_session().client("sts"), role.botocore_session().create_client("sts")]
        assert {client.get_caller_identity()["Arn"] for client in clients} == {role.arn}

    def test_without_boto3_the_error_names_the_extra(self, fakests: FakeSts, monkeypatch: pytest.MonkeyPatch) -> None:
        """botocore_session and client go on working."""
        monkeypatch.setitem(sys.modules, "boto3", None)
        with pytest.raises(ImportError) as caught:
            fakests.boto3_session()
        assert str(caught.value) == (
            "boto3_session() needs boto3; install it with: pip install 'pytest-fakests[boto3]'"
        )
        with fakests.calling_as("user/julie"):
            assert fakests.client("sts").get_caller_identity()["Arn"].endswith("user/julie")
        assert fakests.client("sts").get_caller_identity()["Account"] == "123456789012"

    def test_calling_as_another_changes_the_environment_for_a_while(self, fakests: FakeSts) -> None:
        """boto3.client() is that caller inside, and the default one again after."""
        with fakests.calling_as("user/julie"):
            assert boto3.client("sts").get_caller_identity()["Arn"].endswith("user/julie")
            with fakests.calling_as("role/reader"):
                assert os.environ["AWS_SESSION_TOKEN"]
                assert ":assumed-role/reader/" in boto3.client("sts").get_caller_identity()["Arn"]
            assert "AWS_SESSION_TOKEN" not in os.environ
        assert boto3.client("sts").get_caller_identity()["Arn"].endswith("user/tester")

    def test_credentials_hide_their_secret(self, fakests: FakeSts) -> None:
        """Neither secret nor token is in their text."""
        keys = fakests.assume_role("reader").credentials
        assert keys.secret_key not in repr(keys)
        assert str(keys.token) not in repr(keys)


class TestServices:
    """A service that hands a role to code."""

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com"), permissions=allow("s3:*")))
    def test_a_trusted_service_hands_the_role_out(self, fakests: FakeSts) -> None:
        """No permission of anybody's own is needed."""
        role = fakests.assume_role("exec", by="service/lambda.amazonaws.com", session_name="function", duration=900)
        assert role.arn == "arn:aws:sts::123456789012:assumed-role/exec/function"
        role.client("s3").list_buckets()

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com")))
    def test_another_service_is_denied(self, fakests: FakeSts) -> None:
        """The trust policy names services one by one."""
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("exec", by="service/ec2.amazonaws.com")
        assert caught.value.response["Error"]["Message"] == (
            "User: ec2.amazonaws.com is not authorized to perform: sts:AssumeRole "
            "on resource: arn:aws:iam::123456789012:role/exec"
        )

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com")))
    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda fake: fake.assume_role("exec", by="service/ec2.amazonaws.com"), id="by"),
            pytest.param(lambda fake: fake.inside(Ec2Instance("exec")).__enter__(), id="inside"),
        ],
    )
    def test_a_denial_is_whole(self, fakests: FakeSts, ask: Callable[[FakeSts], object]) -> None:
        """With the status, the request's id and the headers that code reads of any ClientError."""
        with pytest.raises(ClientError) as caught:
            ask(fakests)
        metadata = caught.value.response["ResponseMetadata"]
        assert metadata["HTTPStatusCode"] == 403
        assert metadata["RequestId"] == metadata["HTTPHeaders"]["x-amzn-requestid"]

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com")))
    @pytest.mark.parametrize(
        ("name", "constraint"),
        [
            pytest.param("a b", r"satisfy regular expression pattern: [\w+=,.@-]*", id="a space"),
            pytest.param("s", "have length greater than or equal to 2", id="one character"),
            pytest.param("s" * 65, "have length less than or equal to 64", id="65 characters"),
        ],
    )
    def test_its_session_has_a_name_as_any_other(self, fakests: FakeSts, name: str, constraint: str) -> None:
        """What STS would not take is refused as STS refuses it."""
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("exec", by="service/lambda.amazonaws.com", session_name=name)
        assert caught.value.response["Error"] == {
            "Type": "Sender",
            "Code": "ValidationError",
            "Message": f"1 validation error detected: Value '{name}' at 'roleSessionName' failed to satisfy constraint: "
            f"Member must {constraint}",
        }

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com")))
    def test_it_passes_nothing_that_a_test_says(self, fakests: FakeSts) -> None:
        """What would be lost is refused."""
        with pytest.raises(DeclarationError) as caught:
            fakests.assume_role("exec", by="service/lambda.amazonaws.com", ExternalId="p-42", Policy="{}")
        assert str(caught.value) == (
            "'service/lambda.amazonaws.com' passes no ExternalId, Policy; a role or user does, and fakests.inside() has "
            "what services do"
        )

    def test_the_guard_against_confused_deputies_is_seen(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"""
        guard = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
        fakests.add(Role("exec", trust=trust("service/sns.amazonaws.com", when=guard)))
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("exec", by="service/sns.amazonaws.com")
        fakests.context["aws:SourceAccount"] = "123456789012"
        fakests.assume_role("exec", by="service/sns.amazonaws.com")


@pytest.mark.roles(READER)
class TestCan:
    """Decisions without a call."""

    @pytest.mark.parametrize(
        ("who", "action", "resource", "allowed"),
        [
            ("user/tester", "s3:GetObject", OBJECT, True),
            ("role/reader", "s3:GetObject", OBJECT, True),
            ("role/reader", "s3:PutObject", OBJECT, False),
            ("role/reader", "s3:GetObject", "arn:aws:s3:::other/k", False),
            ("account/123456789012", "s3:PutObject", OBJECT, True),
            ("user/tester", "sts:AssumeRole", "arn:aws:iam::123456789012:role/reader", True),
            ("user/tester", "sts:AssumeRole", "arn:aws:iam::123456789012:role/nobody", False),
            ("role/reader", "sts:AssumeRole", "arn:aws:iam::123456789012:role/reader", False),
        ],
    )
    def test_it_says_what_a_call_would_meet(
        self, fakests: FakeSts, who: str, action: str, resource: str, allowed: bool
    ) -> None:
        """Identity-based policies, and the trust policy where a role is assumed."""
        assert bool(fakests.can(who, action, resource)) is allowed
        assert fakests.calls == []

    def test_its_context_is_laid_over_the_tests(self, fakests: FakeSts) -> None:
        """Condition keys given to can() count more than those of fakests.context."""
        fakests.add(User("ann", permissions=allow("s3:*", when={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})))
        fakests.context["aws:SourceIp"] = "198.51.100.1"
        assert not fakests.can("user/ann", "s3:GetObject", OBJECT)
        assert fakests.can("user/ann", "s3:GetObject", OBJECT, {"aws:SourceIp": "203.0.113.7"})

    def test_a_service_may_ask_too(self, fakests: FakeSts) -> None:
        """For a service only resource-based policies speak."""
        fakests.add(Role("exec", trust=trust("service/lambda.amazonaws.com")))
        arn = fakests.role("exec").arn
        assert fakests.can("service/lambda.amazonaws.com", "sts:AssumeRole", arn)
        assert not fakests.can("service/ec2.amazonaws.com", "sts:AssumeRole", arn)

    def test_keys_of_elsewhere_are_nobody(self, fakests: FakeSts) -> None:
        """A decision needs a principal of this world."""
        with pytest.raises(DeclarationError) as caught:
            fakests.can(Credentials("AKIAIOSFODNN7EXAMPLE", "secret"), "s3:GetObject")
        assert str(caught.value) == "the access key AKIAIOSFODNN7EXAMPLE is not one of this test's"

    def test_keys_of_a_fake_around_it_are_told_whose_they_are(self, fakests: FakeSts) -> None:
        """However far out it is."""
        keys = fakests.credentials("user/tester")
        with fake_sts(), fake_sts() as inner, pytest.raises(DeclarationError) as caught:
            inner.can(keys, "s3:GetObject")
        assert str(caught.value) == (
            f"the access key {keys.access_key} is that of arn:aws:iam::123456789012:user/tester in fakests, inside of "
            "which fake_sts() is on, with callers of its own; call as one of these"
        )

    def test_a_resource_policy_lets_another_account_in(self, fakests: FakeSts) -> None:
        """Across accounts the caller's policy and the bucket's are both needed."""
        fakests.add(
            User("far", account="210987654321", permissions=allow("s3:GetObject")),
            ResourcePolicy(
                "arn:aws:s3:::reports",
                {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "s3:*", "Resource": "arn:aws:s3:::reports/*"},
            ),
        )  # fmt: skip
        far = "arn:aws:iam::210987654321:user/far"
        assert fakests.can(far, "s3:GetObject", OBJECT)
        fakests.remove("arn:aws:s3:::reports")
        fakests.add(ResourcePolicy("arn:aws:s3:::reports", deny_all()))
        assert not fakests.can(far, "s3:GetObject", OBJECT)


def deny_all() -> dict[str, Any]:
    """A bucket policy that lets nobody in."""
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


class TestAnswers:
    """What an authorised call gets."""

    def test_an_operation_without_an_answer_gets_the_smallest(self, fakests: FakeSts) -> None:
        """An empty body for an object, nothing where nothing is required."""
        s3 = fakests.client("s3")
        assert s3.get_object(Bucket="b", Key="k")["Body"].read() == b""
        assert set(s3.list_objects_v2(Bucket="b")) == {"ResponseMetadata"}

    def test_there_are_no_buckets_unless_the_test_says_so(self, fakests: FakeSts) -> None:
        """S3 always sends the list, and boto3's own Bucket.load() reads it."""
        assert fakests.client("s3").list_buckets()["Buckets"] == []

    def test_a_mapping_is_the_answer(self, fakests: FakeSts) -> None:
        """In the operation's output shape; bytes become the body."""
        fakests.answer("s3:GetObject", {"Body": b"profit", "ContentLength": 6})
        answer = fakests.client("s3").get_object(Bucket="b", Key="k")
        assert (answer["Body"].read(), answer["ContentLength"]) == (b"profit", 6)

    def test_a_body_can_be_read_again_with_each_call(self, fakests: FakeSts) -> None:
        """Each call gets a body of its own."""
        fakests.answer("s3:GetObject", {"Body": b"profit"})
        s3 = fakests.client("s3")
        assert [s3.get_object(Bucket="b", Key="k")["Body"].read() for _ in range(2)] == [b"profit"] * 2

    def test_a_function_makes_the_answer_from_the_parameters(self, fakests: FakeSts) -> None:
        """It is given what was on the wire."""
        fakests.answer("dynamodb:GetItem", lambda params: {"Item": params["Key"]})
        item = {"id": {"S": "42"}}
        answer = fakests.client("dynamodb").get_item(TableName="t", Key=item)
        assert answer["Item"] == item

    @pytest.mark.parametrize(
        "answer",
        [
            ReadTimeoutError(endpoint_url="https://s3.amazonaws.com"),
            lambda _: ReadTimeoutError(endpoint_url="https://s3.amazonaws.com"),
        ],
        ids=["exception", "function"],
    )
    def test_an_exception_is_raised(self, fakests: FakeSts, answer: Any) -> None:
        """After botocore's own retries, as one of the network is."""
        fakests.answer("s3:ListBuckets", answer)
        config = botocore.config.Config(retries={"total_max_attempts": 1})
        client = fakests.botocore_session().create_client("s3", config=config)
        with pytest.raises(ReadTimeoutError):
            client.list_buckets()

    def test_a_client_error_is_raised_as_it_is(self, fakests: FakeSts) -> None:
        """With the code that the test gave."""
        error = ClientError({"Error": {"Code": "NoSuchKey", "Message": "gone"}}, "GetObject")
        fakests.answer("s3:GetObject", error)
        with pytest.raises(ClientError) as caught:
            fakests.client("s3").get_object(Bucket="b", Key="k")
        assert caught.value is error
        assert fakests.calls[-1].error == "NoSuchKey"

    @pytest.mark.roles(READER)
    def test_a_denied_call_does_not_get_it(self, fakests: FakeSts) -> None:
        """The gate comes first."""
        fakests.answer("s3:PutObject", {"ETag": "x"})
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("reader").client("s3").put_object(Bucket="reports", Key="k")

    @pytest.mark.parametrize("name", ["stepfunctions:ListStateMachines", "states:ListStateMachines", "STATES:liststatemachines"])  # fmt: skip
    def test_a_service_may_be_called_by_botocores_name_or_by_iams(self, fakests: FakeSts, name: str) -> None:
        """Without regard to case."""
        fakests.answer(name, {"stateMachines": []})
        assert fakests.client("stepfunctions").list_state_machines()["stateMachines"] == []

    @pytest.mark.fakests(unstubbed="error")
    def test_unstubbed_calls_raise_where_the_test_wants_it(self, fakests: FakeSts) -> None:
        """The text says how to give an answer."""
        with pytest.raises(UnansweredCallError) as caught:
            fakests.client("s3").list_buckets()
        assert str(caught.value) == (
            's3:ListBuckets is allowed, and nobody answers it; give it one with fakests.answer("s3:ListBuckets", {...})'
        )


class TestMapping:
    """Calls that the tables cannot judge."""

    def test_an_unmapped_call_raises_and_says_how_to_map_it(self, fakests: FakeSts) -> None:
        """It is never judged against a guessed "*"."""
        with pytest.raises(UnmappedCallError) as caught:
            fakests.client("apigatewayv2").get_apis()
        assert str(caught.value) == (
            "no mapping for apigatewayv2:GetApis: AWS's Service Authorization Reference has no action of this name; say what it "
            "needs with "
            'fakests.map("apigatewayv2:GetApis", actions=..., resources=...), or choose '
            '@pytest.mark.fakests(unmapped="allow") or "deny"'
        )

    @pytest.mark.fakests(unmapped="allow")
    def test_unmapped_calls_may_be_allowed(self, fakests: FakeSts) -> None:
        """By setting."""
        fakests.client("apigatewayv2").get_apis()

    @pytest.mark.fakests(unmapped="deny")
    def test_unmapped_calls_may_be_denied(self, fakests: FakeSts) -> None:
        """By setting, in the service's words; the note tells the reason."""
        with pytest.raises(ClientError, match="not authorized to perform: apigateway:GetApis") as caught:
            fakests.client("apigatewayv2").get_apis()
        assert vars(caught.value)["__notes__"] == [
            "no mapping for apigatewayv2:GetApis: AWS's Service Authorization Reference has no action of this name; "
            'this test has unmapped="deny"'
        ]

    @pytest.mark.parametrize(
        "resources",
        [
            "arn:aws:codecommit:us-east-1:123456789012:{repositoryName}",
            ["arn:aws:codecommit:us-east-1:123456789012:{repositoryName}"],
            lambda params: f"arn:aws:codecommit:us-east-1:123456789012:{params['repositoryName']}",
        ],
        ids=["template", "list", "function"],
    )
    def test_a_mapped_call_is_judged(self, fakests: FakeSts, resources: Any) -> None:
        """On the resources that its parameters name."""
        app = "arn:aws:codecommit:us-east-1:123456789012:app"
        fakests.add(User("ann", permissions=allow("codecommit:ListBranches", on=app)))
        fakests.map("codecommit:ListBranches", resources=resources)
        client = fakests.client("codecommit", "user/ann")
        client.list_branches(repositoryName="app")
        with pytest.raises(ClientError, match="on resource: arn:aws:codecommit:us-east-1:123456789012:other"):
            client.list_branches(repositoryName="other")

    def test_a_mapping_may_need_several_actions(self, fakests: FakeSts) -> None:
        """All of them."""
        fakests.add(User("ann", permissions=allow("codecommit:ListBranches")))
        fakests.map("codecommit:ListBranches", actions=["codecommit:ListBranches", "codecommit:GetBranch"])
        with pytest.raises(ClientError, match="not authorized to perform: codecommit:GetBranch"):
            fakests.client("codecommit", "user/ann").list_branches(repositoryName="app")


@pytest.mark.roles(READER)
def test_every_call_is_recorded_with_how_it_was_judged(fakests: FakeSts) -> None:
    """Operation, caller, parameters, decision and error."""
    s3 = fakests.assume_role("reader", session_name="mine").client("s3")
    s3.get_object(Bucket="reports", Key="q3.csv")
    with pytest.raises(ClientError):
        s3.put_object(Bucket="reports", Key="q3.csv", Body=b"loss")
    assumed, got, put = fakests.calls
    assert (assumed.operation, assumed.caller, assumed.error) == (
        "sts:AssumeRole",
        "arn:aws:iam::123456789012:user/tester",
        None,
    )
    assert assumed.decision
    assert assumed.decision.policy is fakests.role("reader").trust
    assert (got.operation, got.caller) == ("s3:GetObject", "arn:aws:sts::123456789012:assumed-role/reader/mine")
    assert (got.params["Bucket"], got.params["Key"]) == ("reports", "q3.csv")
    assert got.decision
    assert (put.error, bool(put.decision)) == ("AccessDenied", False)


class TestContext:
    """Condition keys of the requests."""

    def test_they_can_be_changed_during_the_test(self, fakests: FakeSts) -> None:
        """The next request has them."""
        fakests.add(User("ann", permissions=allow("s3:*", when={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})))
        s3 = fakests.client("s3", "user/ann")
        with pytest.raises(ClientError, match="AccessDenied"):
            s3.list_buckets()
        fakests.context["aws:SourceIp"] = "203.0.113.7"
        s3.list_buckets()

    @pytest.mark.parametrize(
        "add",
        [
            lambda fakests: operator.setitem(fakests.context, "SourceIp", "203.0.113.7"),
            lambda fakests: fakests.context.update({"aws:SourceVpc": "vpc-1", "SourceIp": "203.0.113.7"}),
            lambda fakests: fakests.context.update(SourceIp="203.0.113.7"),
            lambda fakests: fakests.context.__ior__({"SourceIp": "203.0.113.7"}),
            lambda fakests: fakests.context.setdefault("SourceIp", "203.0.113.7"),
        ],
        ids=["setitem", "update", "update by name", "or", "setdefault"],
    )
    def test_one_without_a_prefix_is_refused(self, fakests: FakeSts, add: Callable[[FakeSts], Any]) -> None:
        """However it is added: no condition would ever see it."""
        with pytest.raises(DeclarationError) as caught:
            add(fakests)
        assert str(caught.value) == (
            "fakests.context has the key 'SourceIp' without a prefix; did you mean \"aws:SourceIp\"?"
        )
        assert not fakests.context

    @pytest.mark.parametrize("key", ["Colour", 42])
    def test_what_is_near_no_key_is_refused_with_an_example(self, fakests: FakeSts, key: Any) -> None:
        """And can() refuses it as well."""
        with pytest.raises(DeclarationError) as caught:
            fakests.can("user/tester", "s3:ListAllMyBuckets", context={key: "x"})
        assert str(caught.value) == (
            f'the context of can() has the key {key!r} without a prefix; write one, as in "aws:SourceIp"'
        )

    def test_each_way_to_add_one_with_a_prefix_counts(self, fakests: FakeSts) -> None:
        """As with any dict, and as an attribute."""
        fakests.context = {"aws:SourceIp": "203.0.113.7"}
        fakests.context = {}
        fakests.context |= {"aws:SourceVpc": "vpc-1"}
        fakests.context.update([("aws:SourceVpce", "vpce-1")])
        assert fakests.context.setdefault("aws:SourceVpc", "vpc-2") == "vpc-1"
        assert fakests.context == {"aws:SourceVpc": "vpc-1", "aws:SourceVpce": "vpce-1"}

    @pytest.mark.parametrize(
        ("condition", "allowed"),
        [
            ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, True),
            ({"Bool": {"aws:SecureTransport": "true"}}, True),
            ({"StringLike": {"aws:UserAgent": "*otocore/*"}}, True),
            ({"Bool": {"aws:ViaAWSService": "false"}}, True),
            ({"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}, True),
            ({"StringEquals": {"aws:PrincipalTag/team": "blue"}}, True),
            ({"StringEquals": {"aws:PrincipalTag/team": "Blue"}}, False),
            ({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, True),
            ({"StringLike": {"aws:userid": "AROA*:mine"}}, True),
            ({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/team/tagged"}}, True),
            ({"Null": {"aws:TokenIssueTime": "false"}}, True),
            ({"Null": {"aws:username": "true"}}, True),
            ({"Null": {"aws:MultiFactorAuthPresent": "true"}}, True),
            ({"StringEquals": {"sts:ExternalId": "x"}}, False),
        ],
        ids=repr,
    )
    @pytest.mark.fakests(region="eu-west-1")
    @pytest.mark.accounts(Account("123456789012", organization="o-exampleorgid"))
    def test_a_session_has_the_keys_that_aws_documents(self, fakests: FakeSts, condition: Any, allowed: bool) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""
        fakests.add(Role("tagged", path="/team/", tags={"team": "blue"}, permissions=allow("s3:*", when=condition)))
        s3 = fakests.assume_role("tagged", session_name="mine", ExternalId="xx").client("s3")
        if allowed:
            s3.list_buckets()
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                s3.list_buckets()

    def test_a_call_through_a_service_is_known_by_its_chain(self, fakests: FakeSts) -> None:
        """Where aws:CalledVia is set, aws:ViaAWSService is true."""
        fakests.add(User("ann", permissions=allow("s3:*", when={"Bool": {"aws:ViaAWSService": "true"}})))
        fakests.context["aws:CalledVia"] = ["athena.amazonaws.com"]
        fakests.client("s3", "user/ann").list_buckets()

    def test_a_call_is_explained_at_the_moment_when_it_was_made(self, fakests: FakeSts, sts_clock: Any) -> None:
        """What the clock says later changes nothing of the explanation of a call."""
        sts_clock.move_to(datetime.datetime(2099, 1, 31, 11, tzinfo=datetime.timezone.utc))
        until_noon = {"DateLessThan": {"aws:CurrentTime": "2099-01-31T12:00:00Z"}}
        fakests.add(User("ann", permissions=[allow("s3:*"), deny("ec2:*", when=until_noon)]))
        fakests.client("s3", "user/ann").list_buckets()
        sts_clock.advance(hours=2)
        decision = fakests.calls[-1].decision
        assert decision is not None
        assert [one.element for one in decision.contributions[0].statements[1].mismatches] == ["Action"]


class TestStrict:
    """What was registered and met no call."""

    def test_it_is_told(self) -> None:
        """The text lists each answer and failure, and how to say that it was meant."""
        with fake_sts() as fakests:
            fakests.answer("s3:GetObject", {})
            fakests.answer("s3:PutObject", {}, optional=True)
            fakests.fail("sts:AssumeRole", "Throttling")
            with pytest.raises(AssertionError) as caught:
                fakests.check_used()
        assert str(caught.value) == (
            'registered, yet no call met it: answer("s3:GetObject"), fail("sts:AssumeRole", "Throttling"); '
            "take it away, give answer() optional=True, or set @pytest.mark.fakests(strict=False)"
        )

    @pytest.mark.roles(READER)
    def test_a_call_that_was_denied_met_it(self, fakests: FakeSts) -> None:
        """What counts is that the call was made."""
        fakests.answer("s3:PutObject", {})
        with pytest.raises(ClientError):
            fakests.assume_role("reader").client("s3").put_object(Bucket="b", Key="k")
        fakests.check_used()


def test_the_same_seed_gives_the_same_ids_and_keys() -> None:
    """And another seed others."""

    def keys(seed: str) -> list[str]:
        with fake_sts(READER, seed=seed) as fakests:
            role = fakests.assume_role("reader")
            return [fakests.role("reader").unique_id, role.credentials.secret_key, str(role.credentials.token)]

    assert keys("one") == keys("one")
    assert set(keys("one")).isdisjoint(keys("two"))


def test_a_user_may_be_denied_by_its_group(fakests: FakeSts) -> None:
    """Policies of a user's groups are the user's; a group's name alone says nothing."""
    fakests.add(User("ann", permissions=allow("s3:*"), groups={"readers": deny("s3:Put*"), "staff": None}))
    assert fakests.can("user/ann", "s3:GetObject", OBJECT)
    assert not fakests.can("user/ann", "s3:PutObject", OBJECT)


def test_the_order_of_declarations_does_not_matter_to_short_names(fakests: FakeSts) -> None:
    """A trust policy names a user that is declared after it, whatever that user's path."""
    fakests.add(Role("app", trust=trust("user/ann")), User("ann", path="/staff/"))
    fakests.assume_role("app", by="user/ann")


@pytest.mark.roles(READER)
def test_what_is_declared_tells_itself(fakests: FakeSts) -> None:
    """A role, a user and an account in a failed assertion can be told apart."""
    entities = (fakests.role("reader"), fakests.user("tester"), fakests.account("123456789012"))
    assert [repr(entity) for entity in entities] == [
        "<role arn:aws:iam::123456789012:role/reader>",
        "<user arn:aws:iam::123456789012:user/tester>",
        "<account 123456789012>",
    ]


def test_what_is_declared_may_be_handed_back(fakests: FakeSts) -> None:
    """assume_role() and can() take what role() and user() gave; add() takes IAM's own shape."""
    fakests.add({"RoleName": "app", "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": allow("s3:*")}]})
    role = fakests.assume_role(fakests.role("app"), by=fakests.user("tester"))
    assert role.arn.endswith(":assumed-role/app/fakests")
    assert fakests.can(fakests.role("app"), "s3:GetObject", OBJECT)


def test_an_assumed_role_without_an_end_says_so() -> None:
    """One that was made up from long-term keys has no expiration."""
    role = AssumedRole("arn:aws:sts::123456789012:assumed-role/app/x", Credentials("AKIA", "secret"), "us-east-1")
    with pytest.raises(ValueError, match="has credentials without an expiration") as caught:
        _ = role.expiration
    assert str(caught.value) == f"{role.arn} has credentials without an expiration"


def test_a_policy_of_another_bucket_says_nothing(fakests: FakeSts) -> None:
    """A resource-based policy speaks of its own resource and what is in it."""
    fakests.add(User("ann", permissions=allow("s3:*")), ResourcePolicy("arn:aws:s3:::other", deny_all()))
    assert fakests.can("user/ann", "s3:GetObject", OBJECT)
    assert not fakests.can("user/ann", "s3:GetObject", "arn:aws:s3:::other/a/b")


def test_an_exception_may_be_given_as_its_class(fakests: FakeSts) -> None:
    """As in a raise statement."""
    fakests.answer("s3:ListBuckets", RuntimeError)
    with pytest.raises(RuntimeError):
        fakests.client("s3").list_buckets()
