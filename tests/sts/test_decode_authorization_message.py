"""DecodeAuthorizationMessage through real clients: what EC2's denials encode, and what is refused.

https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html; the form of a decoded message is
that of aws/aws-sdk-go#1536 and of newer public reports.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, User, allow, deny, fake_sts

HOME = "123456789012"
POOR = f"arn:aws:iam::{HOME}:user/poor"
VOLUME = f"arn:aws:ec2:us-east-1:{HOME}:volume/vol-1"
MARK = ". Encoded authorization failure message: "

pytestmark = pytest.mark.users(User("poor", permissions=allow("ec2:Describe*")))


def denied(fakests: FakeSts, who: Any = "user/poor") -> str:
    """The message with which EC2 denies to delete a volume."""
    with pytest.raises(ClientError, match="UnauthorizedOperation") as caught:
        fakests.client("ec2", who).delete_volume(VolumeId="vol-1")
    return str(caught.value.response["Error"]["Message"])


def encoded(fakests: FakeSts, who: Any = "user/poor") -> str:
    """What that message encodes."""
    return denied(fakests, who).rpartition(MARK)[2]


def decode(fakests: FakeSts, message: str, by: str = "user/tester") -> Any:
    """Decode it, with a client that lets every parameter through."""
    client = fakests.botocore_session(by).create_client("sts", config=Config(parameter_validation=False))
    return client.decode_authorization_message(EncodedMessage=message)


def read(fakests: FakeSts, message: str) -> dict[str, Any]:
    """The decoded message as data."""
    found: dict[str, Any] = json.loads(decode(fakests, message)["DecodedMessage"])
    return found


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def conditions(found: dict[str, Any]) -> dict[str, list[str]]:
    """The condition keys of the request's context, with their values."""
    items = found["context"]["conditions"]["items"]
    return {item["key"]: [value["value"] for value in item["values"]["items"]] for item in items}


class TestDenial:
    """What EC2 says where it encodes."""

    def test_the_message_follows_the_reason(self, fakests: FakeSts) -> None:
        """As in aws/karpenter-provider-aws#7370; the encoded text has letters, digits, "_" and "-" only."""
        words, mark, message = denied(fakests).partition(MARK)
        assert words == (
            f"You are not authorized to perform this operation. User: {POOR} is not authorized to perform: "
            f"ec2:DeleteVolume on resource: {VOLUME} because no identity-based policy allows the ec2:DeleteVolume action"
        )
        assert mark
        assert re.fullmatch(r"[A-Za-z0-9_-]{200,}", message)

    def test_without_a_resource_nothing_is_encoded(self, fakests: FakeSts) -> None:
        """As the denials of Describe operations are seen."""
        fakests.user("poor").set_permissions(None)
        with pytest.raises(ClientError) as caught:
            fakests.client("ec2", "user/poor").describe_volumes()
        assert "Encoded" not in caught.value.response["Error"]["Message"]


class TestDecoded:
    """What a decoded message tells."""

    def test_it_is_compact_json_in_the_order_of_aws(self, fakests: FakeSts) -> None:
        """No spaces; allowed, explicitDeny, matchedStatements, failures, context."""
        text = decode(fakests, encoded(fakests))["DecodedMessage"]
        beginning = (
            '{"allowed":false,"explicitDeny":false,"matchedStatements":{"items":[]},"failures":{"items":[]},'
            '"context":{"principal":{"id":"AIDA'
        )
        assert text.startswith(beginning)

    def test_it_names_a_user(self, fakests: FakeSts) -> None:
        """By its unique id, its name and its ARN."""
        principal = read(fakests, encoded(fakests))["context"]["principal"]
        assert principal == {"id": fakests.user("poor").unique_id, "name": "poor", "arn": POOR}

    @pytest.mark.roles("app")
    def test_it_names_a_session_without_a_name(self, fakests: FakeSts) -> None:
        """By the role's unique id with the session name, and by its ARN."""
        role = fakests.assume_role("app", session_name="nightly")
        assert read(fakests, encoded(fakests, role))["context"]["principal"] == {
            "id": f"{fakests.role('app').unique_id}:nightly",
            "arn": f"arn:aws:sts::{HOME}:assumed-role/app/nightly",
        }

    def test_it_tells_what_was_asked(self, fakests: FakeSts) -> None:
        """The action without its service, and the resource."""
        context = read(fakests, encoded(fakests))["context"]
        assert (context["action"], context["resource"]) == ("DeleteVolume", VOLUME)

    def test_it_tells_the_condition_keys_of_the_request(self, fakests: FakeSts) -> None:
        """Those that describe the resource, and those that the request had."""
        fakests.context["aws:SourceIp"] = "203.0.113.7"
        fakests.context["aws:TagKeys"] = ["team", "cost"]
        found = conditions(read(fakests, encoded(fakests)))
        wanted = {
            "aws:Resource": ["volume/vol-1"],
            "aws:Account": [HOME],
            "aws:Region": ["us-east-1"],
            "aws:Service": ["ec2"],
            "aws:Type": ["volume"],
            "aws:ARN": [VOLUME],
            "aws:SourceIp": ["203.0.113.7"],
            "aws:TagKeys": ["team", "cost"],
            "aws:username": ["poor"],
        }
        assert {key: found[key] for key in wanted} == wanted

    def test_an_explicit_deny_names_its_statement(self, fakests: FakeSts) -> None:
        """Sid, effect, principal, actions, resources, and the conditions without their operators."""
        when = {"StringEquals": {"aws:RequestedRegion": ["us-east-1", "us-east-2"]}}
        statement = {"Sid": "Keep", "Effect": "Deny", "Action": "ec2:Delete*", "Resource": "*", "Condition": when}
        fakests.user("poor").set_permissions([allow("*"), statement])
        found = read(fakests, encoded(fakests))
        assert found["explicitDeny"] is True
        assert found["matchedStatements"]["items"] == [
            {
                "statementId": "Keep",
                "effect": "DENY",
                "principals": {"items": [{"value": fakests.user("poor").unique_id}]},
                "principalGroups": {"items": []},
                "actions": {"items": [{"value": "ec2:Delete*"}]},
                "resources": {"items": [{"value": "*"}]},
                "conditions": {
                    "items": [
                        {
                            "key": "aws:RequestedRegion",
                            "values": {"items": [{"value": "us-east-1"}, {"value": "us-east-2"}]},
                        }
                    ]
                },
            }
        ]

    def test_a_statement_without_sid_and_action_shows_what_it_covers(self, fakests: FakeSts) -> None:
        """An empty id, and of NotAction and NotResource what was asked."""
        statement = {"Effect": "Deny", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::*"}
        fakests.user("poor").set_permissions([allow("*"), statement])
        found = read(fakests, encoded(fakests))["matchedStatements"]["items"][0]
        assert found["statementId"] == ""
        assert found["actions"] == {"items": [{"value": "ec2:DeleteVolume"}]}
        assert found["resources"] == {"items": [{"value": VOLUME}]}


class TestRefused:
    """InvalidAuthorizationMessageException and the others."""

    MESSAGE = ("InvalidAuthorizationMessageException", 400, "Message is not valid")

    @pytest.mark.parametrize("message", ["nonsense", "a", "äöü", "line\nbreak", "{}"])
    def test_what_is_no_encoded_message_is_refused(self, fakests: FakeSts, message: str) -> None:
        """The words are remembered, not recorded; the note says what it means here."""
        with pytest.raises(ClientError) as caught:
            decode(fakests, message)
        assert refusal(caught) == self.MESSAGE
        assert vars(caught.value)["__notes__"] == ["no denial of this test gave this message, or it was changed since"]

    def test_an_edited_message_is_refused(self, fakests: FakeSts) -> None:
        """One sign is enough."""
        message = encoded(fakests)
        with pytest.raises(ClientError) as caught:
            decode(fakests, message[:50] + ("A" if message[50] != "A" else "B") + message[51:])
        assert refusal(caught) == self.MESSAGE

    def test_the_message_of_another_world_is_refused(self, fakests: FakeSts) -> None:
        """Each test has a secret of its own."""
        with fake_sts(User("poor")) as other:
            message = encoded(other)
        with pytest.raises(ClientError) as caught:
            decode(fakests, message)
        assert refusal(caught) == self.MESSAGE

    @pytest.mark.parametrize(
        ("message", "constraint"),
        [
            pytest.param("", "have length greater than or equal to 1", id="empty"),
            pytest.param("A" * 10241, "have length less than or equal to 10240", id="too long"),
        ],
    )
    def test_a_message_outside_the_limits_is_refused(self, fakests: FakeSts, message: str, constraint: str) -> None:
        """1 to 10240 characters."""
        with pytest.raises(ClientError) as caught:
            decode(fakests, message)
        assert refusal(caught)[:2] == ("ValidationError", 400)
        assert constraint in refusal(caught)[2]

    @pytest.mark.parametrize(
        ("permissions", "ending"),
        [
            pytest.param(
                None,
                "because no identity-based policy allows the sts:DecodeAuthorizationMessage action",
                id="silent",
            ),
            pytest.param(
                [allow("*"), deny("sts:Decode*")],
                "with an explicit deny in an identity-based policy",
                id="explicit deny",
            ),
        ],
    )
    def test_it_needs_permission(self, fakests: FakeSts, permissions: Any, ending: str) -> None:
        """The words, without a resource, are those of public reports."""
        fakests.user("poor").set_permissions(permissions)
        with pytest.raises(ClientError) as caught:
            decode(fakests, "message", "user/poor")
        message = f"User: {POOR} is not authorized to perform: sts:DecodeAuthorizationMessage {ending}"
        assert refusal(caught) == ("AccessDenied", 403, message)

    @pytest.mark.roles(Role("reader", permissions=allow("sts:DecodeAuthorizationMessage")))
    def test_a_role_with_permission_decodes(self, fakests: FakeSts) -> None:
        """Whoever made the request that was denied."""
        message = encoded(fakests)
        role = fakests.assume_role("reader")
        assert role.client("sts").decode_authorization_message(EncodedMessage=message)["DecodedMessage"]
