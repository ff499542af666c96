"""Policies of resources: who may, within an account and across accounts, and what conditions see of a resource."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Resource, ResourcePolicy, Role, User, allow, deny

HOME, FAR = "123456789012", "210987654321"
PLACE = f"us-east-1:{FAR}"
BUCKET = "arn:aws:s3:::reports"
QUEUE = f"arn:aws:sqs:{PLACE}:orders"
TOPIC = f"arn:aws:sns:{PLACE}:news"
KEY = f"arn:aws:kms:{PLACE}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SECRET = f"arn:aws:secretsmanager:{PLACE}:secret:db-Xy12Zz"
FUNCTION = f"arn:aws:lambda:{PLACE}:function:resize"
TABLE = f"arn:aws:dynamodb:{PLACE}:table/music"
GROUP = f"arn:aws:logs:us-east-1:{HOME}:log-group:app"
STACK = f"arn:aws:cloudformation:us-east-1:{HOME}:stack/web/1234"
NODES = f"arn:aws:eks:us-east-1:{HOME}:nodegroup/prod/workers/1234"

Step = Callable[[Any], Any]


def outcome(step: Callable[[], Any]) -> str:
    """The code of the error that a call gets, or "fine"."""
    try:
        step()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "fine"


# The service, its resource in account FAR, an action on it, what the policy is about, and a call.
RESOURCES = [
    pytest.param("s3", BUCKET, "s3:GetObject", f"{BUCKET}/*", lambda s3: s3.get_object(Bucket="reports", Key="a/b.csv"), id="an object of a bucket"),
    pytest.param("s3", BUCKET, "s3:ListBucket", BUCKET, lambda s3: s3.list_objects_v2(Bucket="reports"), id="a bucket"),
    pytest.param("sqs", QUEUE, "sqs:SendMessage", QUEUE, lambda sqs: sqs.send_message(QueueUrl=f"https://sqs.us-east-1.amazonaws.com/{FAR}/orders", MessageBody="m"), id="a queue"),
    pytest.param("sns", TOPIC, "sns:Publish", TOPIC, lambda sns: sns.publish(TopicArn=TOPIC, Message="m"), id="a topic"),
    pytest.param("kms", KEY, "kms:Decrypt", "*", lambda kms: kms.decrypt(KeyId=KEY, CiphertextBlob=b"c"), id="a key"),
    pytest.param("secretsmanager", SECRET, "secretsmanager:GetSecretValue", "*", lambda client: client.get_secret_value(SecretId=SECRET), id="a secret"),
    pytest.param("lambda", FUNCTION, "lambda:InvokeFunction", FUNCTION, lambda client: client.invoke(FunctionName=FUNCTION), id="a function"),
    pytest.param("dynamodb", TABLE, "dynamodb:Query", f"{TABLE}/index/*", lambda client: client.query(TableName=TABLE, IndexName="by-year"), id="an index of a table"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "arn", "action", "about", "call"), RESOURCES)
@pytest.mark.users(User("ann", permissions=allow("*")), User("poor"))
class TestAcrossAccounts:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html"""

    def test_the_owner_has_to_let_the_caller_in(
        self, fakests: FakeSts, service: str, arn: str, action: str, about: str, call: Step
    ) -> None:
        """Without a policy of the resource, the caller's own permissions are not enough."""
        fakests.add(Resource(arn, account=FAR))
        client = fakests.client(service, "user/ann")
        assert outcome(lambda: call(client)) in ("AccessDenied", "AccessDeniedException", "AuthorizationError")
        decision = fakests.calls[-1].decision
        assert decision is not None
        assert decision.reason == f"because no resource-based policy allows the {action} action"
        fakests.add(ResourcePolicy(arn, allow(action, on=about, to=f"account/{HOME}"), account=FAR))
        assert outcome(lambda: call(client)) == "fine"

    def test_the_caller_needs_permissions_of_its_own(
        self, fakests: FakeSts, service: str, arn: str, action: str, about: str, call: Step
    ) -> None:
        """A policy of another account's resource grants nothing to whom its own account grants nothing."""
        poor = fakests.user("poor").arn
        fakests.add(ResourcePolicy(arn, allow(action, on=about, to=poor), account=FAR))
        outcome(lambda: call(fakests.client(service, "user/poor")))
        decision = fakests.calls[-1].decision
        assert decision is not None
        assert decision.reason == f"because no identity-based policy allows the {action} action"


@pytest.mark.parametrize(
    ("operation", "params"),
    [("Get", {}), ("Put", {"Policy": "{}"}), ("Delete", {})],
    ids=["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"],
)
@pytest.mark.users(User("ann", permissions=allow("s3:*")))
class TestThePolicyOfABucket:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html, likewise those to read and delete it."""

    def call(self, fakests: FakeSts, operation: str, params: dict[str, Any]) -> Any:
        s3 = fakests.client("s3", "user/ann")
        return getattr(s3, f"{operation.lower()}_bucket_policy")(Bucket="reports", **params)

    def test_another_account_is_let_in_for_nothing(
        self, fakests: FakeSts, operation: str, params: dict[str, Any]
    ) -> None:
        """Who has the permission and is not of the owner's account gets 405, and a note that tells why."""
        fakests.add(ResourcePolicy(BUCKET, allow("s3:*", on=BUCKET, to=f"account/{HOME}"), account=FAR))
        with pytest.raises(ClientError) as caught:
            self.call(fakests, operation, params)
        error, note = caught.value.response, vars(caught.value)["__notes__"][0]
        assert (error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], error["Error"]["Message"]) == (
            405,
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
        )
        assert note == (
            f"the policies allow s3:{operation}BucketPolicy on {BUCKET}, but only identities of account {FAR}, which owns "
            "the bucket, can do it"
        )

    def test_without_the_permission_it_is_denied(
        self, fakests: FakeSts, operation: str, params: dict[str, Any]
    ) -> None:
        """With 403, as everybody is."""
        fakests.add(Resource(BUCKET, account=FAR))
        with pytest.raises(ClientError, match="AccessDenied"):
            self.call(fakests, operation, params)

    def test_an_identity_of_the_owner_s_account_can(
        self, fakests: FakeSts, operation: str, params: dict[str, Any]
    ) -> None:
        """Its own permissions are enough."""
        fakests.add(Resource(BUCKET))
        assert self.call(fakests, operation, params)


class TestWithinAnAccount:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html"""

    @pytest.mark.users("ann")
    def test_a_bucket_policy_grants_by_itself(self, fakests: FakeSts) -> None:
        """A user without permissions reads what the bucket lets it read; a short name means the owner's account."""
        fakests.add(ResourcePolicy(BUCKET, allow("s3:GetObject", on=f"{BUCKET}/public/*", to="user/ann")))
        s3 = fakests.client("s3", "user/ann")
        assert outcome(lambda: s3.get_object(Bucket="reports", Key="public/a")) == "fine"
        assert outcome(lambda: s3.get_object(Bucket="reports", Key="secret/a")) == "AccessDenied"
        assert outcome(lambda: s3.list_objects_v2(Bucket="reports")) == "AccessDenied"

    def test_a_queue_policy_may_deny_whom_permissions_allow(self, fakests: FakeSts) -> None:
        """An explicit deny, in SQS's words."""
        queue = f"arn:aws:sqs:us-east-1:{HOME}:orders"
        fakests.add(ResourcePolicy(queue, deny("sqs:SendMessage", on=queue, to="*")))
        with pytest.raises(ClientError) as caught:
            fakests.client("sqs").send_message(
                QueueUrl=f"https://sqs.us-east-1.amazonaws.com/{HOME}/orders", MessageBody="m"
            )
        assert caught.value.response["Error"]["Message"] == (
            f"User: arn:aws:iam::{HOME}:user/tester is not authorized to perform: sqs:sendmessage on resource: {queue} "
            "with an explicit deny in a resource-based policy"
        )

    def test_a_function_policy_says_nothing_of_an_alias(self, fakests: FakeSts) -> None:
        """Versions and aliases have policies of their own: lambda/latest/dg/access-control-resource-based.html."""
        function = f"arn:aws:lambda:us-east-1:{HOME}:function:resize"
        fakests.add(User("ann"), ResourcePolicy(function, allow("lambda:InvokeFunction", to="user/ann")))
        client = fakests.client("lambda", "user/ann")
        assert outcome(lambda: client.invoke(FunctionName="resize")) == "fine"
        assert outcome(lambda: client.invoke(FunctionName="resize", Qualifier="live")) == "AccessDeniedException"

    def test_a_policy_of_another_repository_is_not_taken_for_one_of_a_folder(self, fakests: FakeSts) -> None:
        """Names of ECR's repositories may have slashes; each has its own policy."""
        repository = f"arn:aws:ecr:us-east-1:{HOME}:repository/team"
        fakests.add(ResourcePolicy(repository, deny("ecr:ListImages", to="*")))
        ecr = fakests.client("ecr")
        assert outcome(lambda: ecr.list_images(repositoryName="team")) == "AccessDeniedException"
        assert outcome(lambda: ecr.list_images(repositoryName="team/app")) == "fine"


@pytest.mark.users(User("ann", permissions=allow("kms:*")))
class TestKeys:
    """https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"""

    KEY = f"arn:aws:kms:us-east-1:{HOME}:key/1234abcd-12ab-34cd-56ef-1234567890ab"

    @pytest.mark.parametrize(
        ("to", "expected"),
        [
            pytest.param(f"account/{HOME}", "fine", id="the statement for the account leaves it to IAM"),
            pytest.param("user/ann", "fine", id="the key policy names the user"),
            pytest.param("user/bob", "AccessDeniedException", id="it names another: IAM alone cannot allow"),
        ],
    )
    def test_a_key_policy_must_allow(self, fakests: FakeSts, to: str, expected: str) -> None:
        """Permissions of the user alone are not enough."""
        fakests.add(ResourcePolicy(self.KEY, allow("kms:*", to=to)))
        kms = fakests.client("kms", "user/ann")
        assert outcome(lambda: kms.encrypt(KeyId=self.KEY, Plaintext=b"p")) == expected

    def test_an_alias_is_judged_as_the_key_behind_it(self, fakests: FakeSts) -> None:
        """The key is declared with its aliases."""
        fakests.add(Resource(self.KEY, aliases=["alias/app"]), ResourcePolicy(self.KEY, deny("kms:Encrypt", to="*")))
        kms = fakests.client("kms", "user/ann")
        assert outcome(lambda: kms.encrypt(KeyId="alias/app", Plaintext=b"p")) == "AccessDeniedException"
        assert fakests.calls[-1].decision.request.resource == self.KEY  # type: ignore[union-attr]


class TestSecrets:
    """A secret's ARN ends in six characters that its name does not show."""

    SECRET = f"arn:aws:secretsmanager:us-east-1:{HOME}:secret:db-Xy12Zz"

    @pytest.mark.parametrize("name", ["db", SECRET], ids=["by name", "by ARN"])
    def test_a_declared_secret_is_judged_by_its_whole_arn(self, fakests: FakeSts, name: str) -> None:
        """Permissions on the ARN hold for calls by name, too."""
        fakests.add(
            Resource(self.SECRET), User("ann", permissions=allow("secretsmanager:GetSecretValue", on=self.SECRET))
        )
        client = fakests.client("secretsmanager", "user/ann")
        assert outcome(lambda: client.get_secret_value(SecretId=name)) == "fine"
        assert outcome(lambda: client.get_secret_value(SecretId="other")) == "AccessDeniedException"

    @pytest.mark.parametrize("declared", ["db-Xy12Zz", "db"])
    def test_its_policy_is_found_with_and_without_them(self, fakests: FakeSts, declared: str) -> None:
        """As it is declared."""
        arn = f"arn:aws:secretsmanager:us-east-1:{HOME}:secret:{declared}"
        fakests.add(ResourcePolicy(arn, deny("secretsmanager:*", to="*")))
        client = fakests.client("secretsmanager")
        assert outcome(lambda: client.get_secret_value(SecretId="db")) == "AccessDeniedException"


class TestNamesWithoutAnId:
    """What a call by name leaves out of the ARN, a declaration tells."""

    @pytest.mark.parametrize(("stack", "expected"), [("1234", "fine"), ("5678", "AccessDenied")])
    def test_a_policy_on_a_stack_s_id_is_about_the_declared_one(
        self, fakests: FakeSts, stack: str, expected: str
    ) -> None:
        """The id is as much a part of the ARN as the name."""
        fakests.add(
            Resource(STACK), User("ann", permissions=allow("cloudformation:*", on=STACK.replace("/1234", f"/{stack}")))
        )
        cloudformation = fakests.client("cloudformation", "user/ann")
        assert outcome(lambda: cloudformation.delete_stack(StackName="web")) == expected

    def test_a_removed_stack_is_known_no_more(self, fakests: FakeSts) -> None:
        """remove() takes the id away, too."""
        fakests.add(Resource(STACK), User("ann", permissions=allow("cloudformation:*", on=STACK)))
        fakests.remove(STACK)
        cloudformation = fakests.client("cloudformation", "user/ann")
        assert outcome(lambda: cloudformation.delete_stack(StackName="web")) == "AccessDenied"


class TestServices:
    """AWS services, and what they say of the resource for which they ask."""

    @pytest.mark.parametrize(("source", "allowed"), [(TOPIC, True), (f"{TOPIC}-2", False)])
    def test_a_queue_lets_one_topic_in(self, fakests: FakeSts, source: str, allowed: bool) -> None:
        """aws:SourceArn: https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html"""
        when = {"ArnEquals": {"aws:SourceArn": TOPIC}}
        fakests.add(
            ResourcePolicy(QUEUE, allow("sqs:SendMessage", on=QUEUE, to="service/sns.amazonaws.com", when=when))
        )
        assert (
            bool(fakests.can("service/sns.amazonaws.com", "sqs:SendMessage", QUEUE, {"aws:SourceArn": source}))
            is allowed
        )


class TestOwners:
    """The account of a resource whose ARN does not tell it."""

    @pytest.mark.parametrize(
        ("declared", "owner"),
        [
            pytest.param([], HOME, id="nothing is declared: the caller's"),
            pytest.param([Resource(BUCKET, account=FAR)], FAR, id="of the resource"),
            pytest.param([ResourcePolicy(BUCKET, allow("s3:*", to="*"), account=FAR)], FAR, id="of its policy"),
            pytest.param([ResourcePolicy(BUCKET, allow("s3:*", to="*")), Resource(BUCKET, account=FAR)], FAR, id="of the resource, declared later"),
            pytest.param([ResourcePolicy(BUCKET, allow("s3:*", to="*"))], HOME, id="of the test, where neither says it"),
        ],
    )  # fmt: skip
    def test_it_is_the_declared_one(self, fakests: FakeSts, declared: list[Any], owner: str) -> None:
        """aws:ResourceAccount, of an object as of the bucket."""
        fakests.add(*declared)
        request = fakests.can("user/tester", "s3:GetObject", f"{BUCKET}/q3.csv").request
        assert request.account == owner

    def test_a_removed_resource_is_the_callers_again(self, fakests: FakeSts) -> None:
        """remove() takes resource and policy away."""
        fakests.add(Resource(BUCKET, account=FAR))
        fakests.remove(BUCKET)
        assert fakests.can("user/tester", "s3:ListBucket", BUCKET)


TAGGED = [
    pytest.param(BUCKET, "s3:ListBucket", BUCKET, "aws:ResourceTag/team", True, id="a bucket"),
    pytest.param(BUCKET, "s3:GetObject", f"{BUCKET}/k", "s3:BucketTag/team", True, id="a bucket, seen from its object"),
    pytest.param(f"{BUCKET}/k", "s3:GetObject", f"{BUCKET}/k", "s3:ExistingObjectTag/team", True, id="an object"),
    pytest.param(f"{BUCKET}/k", "s3:PutObject", f"{BUCKET}/k", "s3:ExistingObjectTag/team", False, id="an object that is written over"),
    pytest.param(f"{BUCKET}/k", "s3:GetObject", f"{BUCKET}/k", "aws:ResourceTag/team", False, id="an object has no other tags"),
    pytest.param(QUEUE, "sqs:SendMessage", QUEUE, "aws:ResourceTag/team", True, id="a queue"),
    pytest.param(SECRET, "secretsmanager:GetSecretValue", SECRET, "secretsmanager:ResourceTag/team", True, id="a secret"),
    pytest.param(TABLE, "dynamodb:Query", f"{TABLE}/index/i", "aws:ResourceTag/team", False, id="an index of a table"),
    pytest.param("arn:aws:ec2:us-east-1:123456789012:instance/i-1", "ec2:StopInstances", "arn:aws:ec2:us-east-1:123456789012:instance/i-1", "ec2:ResourceTag/team", True, id="an instance"),
    pytest.param("arn:aws:rds:us-east-1:123456789012:db:orders", "rds:StopDBInstance", "arn:aws:rds:us-east-1:123456789012:db:orders", "rds:db-tag/team", True, id="a database"),
    pytest.param("arn:aws:s3:us-east-1:123456789012:accesspoint/ap", "s3:GetObject", "arn:aws:s3:us-east-1:123456789012:accesspoint/ap/object/k", "s3:AccessPointTag/team", True, id="an access point"),
    *(
        pytest.param(f"{GROUP}{declared}", "logs:PutLogEvents", f"{GROUP}:log-stream:{stream}", "aws:ResourceTag/team", True, id=f"{what} of a log group declared as app{declared}")
        for declared in ("", ":*")
        for stream, what in (("", "the streams"), ("s", "a stream"))
    ),
    pytest.param(STACK, "cloudformation:DeleteStack", STACK.replace("/1234", "/*"), "aws:ResourceTag/team", True, id="a stack, named without its id"),
    pytest.param(STACK, "cloudformation:DeleteStack", STACK.replace("web/1234", "other/*"), "aws:ResourceTag/team", False, id="another stack"),
    pytest.param(NODES, "eks:DeleteNodegroup", NODES.replace("/1234", "/*"), "aws:ResourceTag/team", True, id="a node group, named without its id"),
    pytest.param("arn:aws:ssm:us-east-1:123456789012:parameter/p", "ssm:GetParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/p", "ssm:resourceTag/team", True, id="a parameter"),
]  # fmt: skip


@pytest.mark.parametrize(("arn", "action", "resource", "key", "seen"), TAGGED)
def test_tags_are_seen_in_the_keys_of_their_service(
    fakests: FakeSts, arn: str, action: str, resource: str, key: str, seen: bool
) -> None:
    """Service Authorization Reference, "Condition keys for ..."."""
    fakests.add(Resource(arn, tags={"team": "finance"}))
    decision = fakests.can("user/tester", action, resource)
    assert (decision.request.context.get(key) == "finance") is seen


@pytest.mark.roles(Role("app", tags={"team": "finance"}))
@pytest.mark.users(User("ann", tags={"team": "sales"}))
def test_tags_of_roles_and_users_are_seen_by_iam(fakests: FakeSts) -> None:
    """They are resources of IAM themselves."""
    when = {"StringEquals": {"iam:ResourceTag/team": "finance"}}
    fakests.add(User("admin", permissions=allow("iam:Get*", when=when)))
    iam = fakests.client("iam", "user/admin")
    assert outcome(lambda: iam.get_role(RoleName="app")) == "fine"
    assert outcome(lambda: iam.get_user(UserName="ann")) == "AccessDenied"


@pytest.mark.roles(Role("app", permissions=allow("dynamodb:GetItem", when={"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}), tags={"team": "finance"}))  # fmt: skip
@pytest.mark.parametrize(("team", "expected"), [("finance", "fine"), ("sales", "AccessDeniedException")])
def test_access_by_attributes_compares_tags(fakests: FakeSts, team: str, expected: str) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_attribute-based-access-control.html"""
    fakests.add(Resource(f"arn:aws:dynamodb:us-east-1:{HOME}:table/music", tags={"team": team}))
    table = fakests.assume_role("app").client("dynamodb")
    assert outcome(lambda: table.get_item(TableName="music", Key={"id": {"S": "1"}})) == expected


@pytest.mark.parametrize("operator", ["StringEquals", "StringNotEquals"])
@pytest.mark.parametrize(
    "declared",
    [
        pytest.param([], id="not declared"),
        pytest.param([Resource(f"{BUCKET}/k")], id="without tags"),
        pytest.param([Resource(f"{BUCKET}/k", tags={"team": "finance"})], id="with the tag"),
    ],
)
def test_the_source_of_a_copy_has_the_tags_that_a_reader_sees(
    fakests: FakeSts, declared: list[Any], operator: str
) -> None:
    """What is not declared has no tags for either."""
    tagged = {operator: {"s3:ExistingObjectTag/team": "finance"}}
    write = allow("s3:PutObject*", "s3:GetObjectTagging", on="*")
    fakests.add(*declared, User("ann", permissions=[allow("s3:GetObject", on="*", when=tagged), write]))
    s3 = fakests.client("s3", "user/ann")
    read = outcome(lambda: s3.get_object(Bucket="reports", Key="k"))
    assert outcome(lambda: s3.copy_object(Bucket="archive", Key="k", CopySource="reports/k")) == read
