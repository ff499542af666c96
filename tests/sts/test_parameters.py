"""What STS refuses before it asks any policy, word for word.

The texts are AWS's own, as recorded against the service; the limits are those of botocore's model of STS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, User, allow, trust

ROLE = "arn:aws:iam::123456789012:role/app"
ALL = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
LONG = "s" * 65

pytestmark = pytest.mark.roles(Role("app", max_session=7200, trust=trust("*", actions=ALL), permissions=allow("sts:*")))


@pytest.fixture
def unchecked(fakests: FakeSts) -> Callable[..., Any]:
    """Assume the role with parameters that botocore itself does not look at."""
    session = fakests.botocore_session()
    client = session.create_client("sts", config=Config(parameter_validation=False))
    return lambda **params: client.assume_role(**{"RoleArn": ROLE, "RoleSessionName": "session", **params})


def error(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, str]:
    """Code and message of an error whose status is 400."""
    response = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return response["Error"]["Code"], response["Error"]["Message"]


FAULT = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must {}"
PATTERN = r"satisfy regular expression pattern: [\w+=,.@-]*"

REFUSED = [
    ({"RoleArn": "nothing-valid-in-here"}, "nothing-valid-in-here is invalid"),
    ({"RoleArn": "arn::b:::something/test-role"}, "arn::b:::something/test-role is invalid"),
    ({"RoleArn": "arn:a::::something/test-role"}, "arn:a::::something/test-role is invalid"),
    ({"RoleArn": "arn:a:a::aaaaaaaaaa:"}, "arn:a:a::aaaaaaaaaa: is invalid"),
    ({"RoleArn": "short"}, FAULT.format("short", "roleArn", "have length greater than or equal to 20")),
    ({"RoleSessionName": "Session1:2"}, FAULT.format("Session1:2", "roleSessionName", PATTERN)),
    ({"RoleSessionName": LONG}, FAULT.format(LONG, "roleSessionName", "have length less than or equal to 64")),
    ({"RoleSessionName": "s"}, FAULT.format("s", "roleSessionName", "have length greater than or equal to 2")),
    ({"DurationSeconds": 86400}, FAULT.format(86400, "durationSeconds", "have value less than or equal to 43200")),
    ({"DurationSeconds": 123}, FAULT.format(123, "durationSeconds", "have value greater than or equal to 900")),
    (
        {"ExternalId": "a b"},
        FAULT.format("a b", "externalId", r"satisfy regular expression pattern: [\w+=,.@:\/-]*"),
    ),
    ({"SourceIdentity": "aws:me"}, FAULT.format("aws:me", "sourceIdentity", PATTERN)),
    ({"TokenCode": "12345"}, FAULT.format("12345", "tokenCode", "have length greater than or equal to 6")),
    (
        {"DurationSeconds": 7201},
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("params", "message"), [pytest.param(*row, id=row[1][:70]) for row in REFUSED])
def test_a_parameter_outside_its_limits_is_a_validation_error(
    unchecked: Callable[..., Any], params: dict[str, Any], message: str
) -> None:
    """Code ValidationError, status 400, and the text that names value, place and constraint."""
    with pytest.raises(ClientError) as caught:
        unchecked(**params)
    assert error(caught) == ("ValidationError", message)


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1])
def test_a_number_that_no_32_bits_hold_is_malformed(unchecked: Callable[..., Any], number: int) -> None:
    """As measured against AWS: code MalformedInput, and no message; the note tells the number."""
    with pytest.raises(ClientError) as caught:
        unchecked(DurationSeconds=number)
    assert caught.value.response["Error"] == {"Type": "Sender", "Code": "MalformedInput"}
    assert vars(caught.value)["__notes__"] == [f"DurationSeconds is {number}, which 32 bits do not hold"]


def test_two_faults_are_told_together(unchecked: Callable[..., Any]) -> None:
    """The text counts the faults and joins them."""
    with pytest.raises(ClientError) as caught:
        unchecked(RoleSessionName="a:b", DurationSeconds=1)
    message = error(caught)[1]
    assert message.startswith("2 validation errors detected: Value 'a:b' at 'roleSessionName' failed")
    assert message.endswith("; Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")  # fmt: skip


def test_a_missing_parameter_is_null(fakests: FakeSts) -> None:
    """What is required and not given is a validation error too."""
    client = fakests.botocore_session().create_client("sts", config=Config(parameter_validation=False))
    with pytest.raises(ClientError) as caught:
        client.assume_role(RoleArn=ROLE)
    assert error(caught)[1] == (
        "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: "
        "Member must not be null"
    )


TAG = {"Key": "Team", "Value": "blue"}
TAGS = [
    (
        {"Tags": [TAG, {"Key": "team", "Value": "red"}]},
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ),
    ({"Tags": [{"Key": "AWS:team", "Value": "blue"}]}, "The tag key prefix aws: is reserved for AWS use."),
    ({"Tags": [{"Key": "team", "Value": "aws:blue"}]}, "The tag value prefix aws: is reserved for AWS use."),
    (
        {"Tags": [TAG], "TransitiveTagKeys": ["Stage"]},
        "The specified transitive tag key must be included in the requested tags.",
    ),
]


@pytest.mark.parametrize(("params", "message"), [pytest.param(*row, id=row[1][:40]) for row in TAGS])
def test_tags_that_do_not_fit_together_are_refused(
    unchecked: Callable[..., Any], params: dict[str, Any], message: str
) -> None:
    """Code InvalidParameterValue, as recorded against AWS."""
    with pytest.raises(ClientError) as caught:
        unchecked(**params)
    assert error(caught) == ("InvalidParameterValue", message)


@pytest.mark.parametrize("key", ["Ünï", "a b", "a.b:c/d=e+f-g@h", "日本"])
def test_a_tag_key_may_have_letters_of_any_script(unchecked: Callable[..., Any], key: str) -> None:
    """The pattern of tag keys takes letters, separators and numbers of Unicode."""
    assert unchecked(Tags=[{"Key": key, "Value": "v"}])["PackedPolicySize"] > 0


TAG_FAULTS = [
    pytest.param(
        "a*b",
        "v",
        "key",
        r"satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+",
        id="another sign in the key",
    ),
    pytest.param("k" * 129, "v", "key", "have length less than or equal to 128", id="a key of 129 characters"),
    pytest.param(
        "k",
        "a\tb",
        "value",
        r"satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*",
        id="a tab in the value",
    ),
    pytest.param("k", "v" * 257, "value", "have length less than or equal to 256", id="a value of 257 characters"),
]


@pytest.mark.parametrize(("key", "value", "part", "constraint"), TAG_FAULTS)
def test_a_tag_outside_the_limits_is_refused(
    unchecked: Callable[..., Any], key: str, value: str, part: str, constraint: str
) -> None:
    """The text names the place of the tag and the model's own constraint."""
    with pytest.raises(ClientError) as caught:
        unchecked(Tags=[{"Key": key, "Value": value}])
    shown = key if part == "key" else value
    assert error(caught)[1] == FAULT.format(shown, f"tags.1.member.{part}", constraint)


def test_more_than_fifty_tags_are_refused(unchecked: Callable[..., Any]) -> None:
    """As STS words a list that is too long."""
    with pytest.raises(ClientError) as caught:
        unchecked(Tags=[{"Key": f"k{number}", "Value": ""} for number in range(51)])
    assert error(caught)[1].endswith("at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50")  # fmt: skip


class TestSessionPolicies:
    """Policy and PolicyArns."""

    @pytest.mark.parametrize(
        ("policy", "sign", "place"),
        [
            pytest.param("invalid", "'i' (code 105)", "line: 1, column: 2", id="at its beginning"),
            pytest.param('{\n "Version": <x>}', "'<' (code 60)", "line: 2, column: 14", id="within"),
        ],
    )
    def test_a_policy_that_is_not_json_is_malformed(
        self, unchecked: Callable[..., Any], policy: str, sign: str, place: str
    ) -> None:
        """In the words of the parser behind STS; the note says what would be right."""
        with pytest.raises(ClientError) as caught:
            unchecked(Policy=policy)
        assert error(caught) == (
            "MalformedPolicyDocument",
            f"Unexpected character ({sign}): expected a valid value (number, String, array, object, 'true', 'false' or "
            f"'null')\n at [Source: java.io.StringReader@52b5743d; {place}]",
        )
        note = vars(caught.value)["__notes__"][0]
        assert note.startswith("session policy: the document is not JSON (Expecting value: line ")

    def test_a_policy_that_is_cut_off_is_malformed(self, unchecked: Callable[..., Any]) -> None:
        """The text is the fake's own, since none was seen."""
        with pytest.raises(ClientError) as caught:
            unchecked(Policy='{"Version":')
        assert error(caught) == (
            "MalformedPolicyDocument",
            "session policy: the document is not JSON (Expecting value: line 1 column 12 (char 11)); write a mapping with "
            '"Version" and "Statement", or its JSON text',
        )

    def test_a_policy_longer_than_2048_characters_is_refused(self, unchecked: Callable[..., Any]) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
        with pytest.raises(ClientError) as caught:
            unchecked(Policy="x" * 2049)
        assert error(caught)[1].endswith("at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048")  # fmt: skip

    def test_more_than_ten_policies_are_refused(self, unchecked: Callable[..., Any]) -> None:
        """Up to ten managed session policies."""
        with pytest.raises(ClientError, match="Member must have length less than or equal to 10"):
            unchecked(PolicyArns=[{"arn": f"arn:aws:iam::aws:policy/P{n}"} for n in range(11)])

    @pytest.mark.parametrize(
        "arn",
        [
            "arn:aws:iam::aws:policy/NoSuchPolicy",
            "arn:aws-cn:iam::aws:policy/AmazonS3ReadOnlyAccess",
            "arn:aws:iam::aws:policy/job-function/AmazonS3ReadOnlyAccess",
            "AmazonS3ReadOnlyAccess",
        ],
    )
    def test_a_policy_that_does_not_exist_is_refused(self, unchecked: Callable[..., Any], arn: str) -> None:
        """Nor one of another partition or path, nor its name; the text names the policy."""
        with pytest.raises(ClientError) as caught:
            unchecked(PolicyArns=[{"arn": arn}])
        assert error(caught) == (
            "ValidationError",
            f"Policy {arn} does not exist or is not attachable.",
        )

    def test_tags_that_take_too_much_room_are_refused(self, unchecked: Callable[..., Any]) -> None:
        """Code PackedPolicyTooLarge, with the percentage."""
        tags = [{"Key": f"key-{n}-{n * 7919}", "Value": f"{n * 104729 % 99991}" * 40} for n in range(50)]
        with pytest.raises(ClientError) as caught:
            unchecked(Tags=tags)
        code, message = error(caught)
        assert code == "PackedPolicyTooLarge"
        assert message.startswith("Packed size of session tags consumes ")
        assert message.endswith("% of allotted space.")

    @pytest.mark.parametrize(
        ("account", "known"),
        [pytest.param("123456789012", True, id="own"), pytest.param("210987654321", False, id="other")],
    )
    def test_a_customer_managed_policy_has_to_be_in_the_account_of_the_role(
        self, fakests: FakeSts, account: str, known: bool
    ) -> None:
        """One that a role or user of the test has is known by its ARN; the note says what else is."""
        arn = f"arn:aws:iam::{account}:policy/narrow"
        fakests.add(
            Role("wide", permissions=allow("s3:*")),
            Role("other", managed={arn: allow("s3:GetObject")}),
        )
        if known:
            role = fakests.assume_role("wide", PolicyArns=[{"arn": arn}])
            assert fakests.can(role, "s3:GetObject", "arn:aws:s3:::b/k")
            assert not fakests.can(role, "s3:PutObject", "arn:aws:s3:::b/k")
            return
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("wide", PolicyArns=[{"arn": arn}])
        assert error(caught) == ("ValidationError", f"Policy {arn} does not exist or is not attachable.")
        assert vars(caught.value)["__notes__"] == [
            "the fake carries AdministratorAccess, AWSDenyAll, AmazonS3ReadOnlyAccess; declare another one of AWS's or of "
            "account 123456789012 on a role or user, as managed={ARN: document}"
        ]

    def test_a_managed_policy_that_is_no_session_policy_is_malformed(self, fakests: FakeSts) -> None:
        """IAM completes an ARN that is cut short, and STS does not take one.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
        """
        arn = "arn:aws:iam::123456789012:policy/short"
        fakests.add(Role("other", managed={arn: allow("sqs:*", on="arn:aws:sqs:*")}))
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("app", PolicyArns=[{"arn": arn}])
        assert error(caught) == (
            "MalformedPolicyDocument",
            f"session policy '{arn}': Statement[0].Resource: the resource \"arn:aws:sqs:*\" is an ARN cut short, which a "
            'session policy does not take; write all its parts, as "arn:aws:sqs:*:*:*"',
        )

    def test_a_session_policy_limits_the_session(self, fakests: FakeSts) -> None:
        """The session may do what both the role and the session policy allow."""
        fakests.add(Role("wide", permissions=allow("s3:*", "sqs:*")))
        role = fakests.assume_role("wide", Policy='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}')  # fmt: skip
        s3 = role.client("s3")
        s3.get_object(Bucket="b", Key="k")
        with pytest.raises(ClientError, match="because no session policy allows the s3:PutObject action"):
            s3.put_object(Bucket="b", Key="k")

    def test_a_managed_session_policy_limits_the_session(self, fakests: FakeSts) -> None:
        """PolicyArns are session policies too; an explicit deny in one carries its ARN."""
        fakests.add(Role("wide", permissions=allow("s3:*")))
        role = fakests.assume_role("wide", PolicyArns=[{"arn": "arn:aws:iam::aws:policy/AWSDenyAll"}])
        with pytest.raises(ClientError, match="with an explicit deny in a session policy"):
            role.client("s3").get_object(Bucket="b", Key="k")


class TestChaining:
    """A role assumed by a session.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html (role chaining)
    """

    def test_a_chained_session_lasts_one_hour_at_most(self, fakests: FakeSts) -> None:
        """A longer duration is refused, though the role's maximum would admit it."""
        first = fakests.assume_role("app")
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("app", by=first, duration=3601)
        assert error(caught) == (
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        )

    def test_the_maximum_of_the_role_is_told_first(self, fakests: FakeSts) -> None:
        """Where both limits are exceeded, the role's own is named."""
        first = fakests.assume_role("app")
        with pytest.raises(ClientError, match="exceeds the MaxSessionDuration set for this role"):
            fakests.assume_role("app", by=first, duration=7201)

    def test_transitive_tags_go_on_and_others_do_not(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html"""
        tags = [{"Key": "team", "Value": "blue"}, {"Key": "stage", "Value": "test"}]
        first = fakests.assume_role("app", Tags=tags, TransitiveTagKeys=["team"])
        second = fakests.assume_role("app", by=first)
        fakests.role("app").set_permissions(
            [
                allow("s3:GetObject", when={"StringEquals": {"aws:PrincipalTag/team": "blue"}}),
                allow("s3:PutObject", when={"StringEquals": {"aws:PrincipalTag/stage": "test"}}),
            ]
        )
        assert fakests.can(second, "s3:GetObject", "arn:aws:s3:::b/k")
        assert not fakests.can(second, "s3:PutObject", "arn:aws:s3:::b/k")

    def test_an_inherited_transitive_tag_cannot_be_set_anew(self, fakests: FakeSts) -> None:
        """Code InvalidParameterValue, as recorded against AWS."""
        first = fakests.assume_role("app", Tags=[TAG], TransitiveTagKeys=["Team"])
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("app", by=first, Tags=[{"Key": "team", "Value": "red"}])
        assert error(caught) == (
            "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
            "from the calling session.",
        )

    def test_the_source_identity_goes_on(self, fakests: FakeSts) -> None:
        """Set once, it is in the answer of the next hop too, though the request does not repeat it."""
        first = fakests.assume_role("app", SourceIdentity="julie")
        assert fakests.assume_role("app", by=first).answer["SourceIdentity"] == "julie"

    def test_the_source_identity_cannot_change(self, fakests: FakeSts) -> None:
        """As measured: ValidationError, with this text."""
        first = fakests.assume_role("app", SourceIdentity="julie")
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("app", by=first, SourceIdentity="bob")
        assert error(caught) == (
            "ValidationError",
            "The source identity is already set for this assume role session",
        )


class TestFurtherActions:
    """Tags and a source identity need actions of their own."""

    @pytest.mark.parametrize(
        ("trusted", "params", "named"),
        [
            pytest.param(["sts:AssumeRole"], {"Tags": [TAG]}, "sts:TagSession", id="tags"),
            pytest.param(["sts:AssumeRole"], {"SourceIdentity": "me"}, "sts:SetSourceIdentity", id="source identity"),
            pytest.param(["sts:TagSession"], {"Tags": [TAG]}, "sts:AssumeRole", id="tags alone"),
        ],
    )
    def test_the_denial_names_the_action_that_is_missing(
        self, fakests: FakeSts, trusted: list[str], params: dict[str, Any], named: str
    ) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html and ..._monitor.html"""
        fakests.add(User("ann"), Role("strict", trust=trust("user/ann", actions=trusted)))
        with pytest.raises(ClientError, match=f"is not authorized to perform: {named} on resource: "):
            fakests.assume_role("strict", by="user/ann", **params)

    def test_a_wrong_source_identity_is_denied_as_setting_it(self, fakests: FakeSts) -> None:
        """As measured against AWS: a wrong value names sts:SetSourceIdentity, a missing one sts:AssumeRole."""
        when = {"StringEquals": {"sts:SourceIdentity": "julie"}}
        fakests.add(Role("strict", trust=trust("user/tester", when=when, actions=ALL)))
        fakests.assume_role("strict", SourceIdentity="julie")
        with pytest.raises(ClientError, match="perform: sts:SetSourceIdentity on"):
            fakests.assume_role("strict", SourceIdentity="bob")
        with pytest.raises(ClientError, match="perform: sts:AssumeRole on"):
            fakests.assume_role("strict")
