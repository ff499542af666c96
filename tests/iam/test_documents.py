"""Documents that are policies, in every form in which they come. IAM UG: reference_policies_grammar."""

import json
from collections import UserDict
from typing import Any

import pytest

from pytest_fakests.iam import Policy, PolicyKind, parse_policy

STATEMENT: dict[str, Any] = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
WHOLE: dict[str, Any] = {"Version": "2012-10-17", "Statement": [STATEMENT]}

FORMS = [
    pytest.param(WHOLE, id="a mapping"),
    pytest.param(UserDict(WHOLE), id="a mapping that is no dict"),
    pytest.param(json.dumps(WHOLE), id="JSON text"),
    pytest.param(json.dumps(WHOLE).encode(), id="JSON as bytes"),
    pytest.param(json.dumps(WHOLE, indent=4), id="JSON with white space"),
    pytest.param({"Version": "2012-10-17", "Statement": STATEMENT}, id="one statement, not in a list"),
    pytest.param({"Version": "2012-10-17", "Statement": (STATEMENT,)}, id="a tuple of statements"),
    pytest.param(STATEMENT, id="a statement alone"),
    pytest.param(json.dumps(STATEMENT), id="a statement alone, as JSON"),
]


@pytest.mark.parametrize("document", FORMS)
def test_every_form_is_the_same_policy(document: Any) -> None:
    """A document means the same as mapping, as text, and as one statement."""
    policy = parse_policy(document)
    assert (policy.version, policy.statements) == ("2012-10-17", parse_policy(WHOLE).statements)


def test_parsed_policy_is_returned_as_it_is() -> None:
    """Parsing what was parsed before gives the same object."""
    policy = parse_policy(WHOLE)
    assert parse_policy(policy, PolicyKind.SESSION) is policy


def test_policy_tells_what_it_is() -> None:
    """A policy keeps the kind, name and ARN that it was given, and its own Id."""
    arn = "arn:aws:s3:::reports"
    document = {
        "Version": "2008-10-17",
        "Id": "reports-policy",
        "Statement": [{**STATEMENT, "Principal": "*"}],
    }
    policy = parse_policy(document, PolicyKind.RESOURCE, name="bucket policy", arn=arn)
    found = (policy.kind, policy.name, policy.arn, policy.version, policy.id)
    assert found == (PolicyKind.RESOURCE, "bucket policy", arn, "2008-10-17", "reports-policy")


def test_document_is_kept_as_plain_json() -> None:
    """The document of a policy is a copy in JSON's own types, as it was given."""
    given = UserDict({"Effect": "Allow", "Action": ("s3:*",), "Resource": "*"})
    assert parse_policy(given).document == {"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}


def test_statement_shows_its_elements() -> None:
    """A statement has its place, Sid and effect, its elements as tuples, and None for those it does not have."""
    found = parse_policy(WHOLE).statements[0]
    assert (found.index, found.sid, found.effect.value, found.action, found.not_action, found.resource) == (
        0,
        "Read",
        "Allow",
        ("s3:GetObject",),
        None,
        ("*",),
    )


def test_values_of_conditions_are_texts() -> None:
    """Booleans and numbers are what JSON writes for them."""
    values = [True, False, 1, 1.5, "x"]
    policy = parse_policy({**STATEMENT, "Condition": {"StringEquals": {"ex:k": values}}})
    assert policy.statements[0].conditions[0].wanted == ("true", "false", "1", "1.5", "x")


def test_policies_can_be_kept_in_sets() -> None:
    """Equal policies are one entry of a set."""
    assert len({parse_policy(WHOLE), parse_policy(WHOLE)}) == 1


TRUST = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}
FULL_ACCESS = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}

ACCEPTED = [
    pytest.param({"Version": "2012-10-17", "Statement": []}, PolicyKind.IDENTITY, id="no statement"),
    pytest.param({**STATEMENT, "Action": []}, PolicyKind.IDENTITY, id="AC: an empty list of actions"),
    pytest.param({**STATEMENT, "Condition": {}}, PolicyKind.IDENTITY, id="an empty Condition"),
    pytest.param({**STATEMENT, "Action": "s3:NoSuchAction"}, PolicyKind.IDENTITY, id="an action nobody knows"),
    pytest.param({**STATEMENT, "Action": "iam:*AccessKey*"}, PolicyKind.IDENTITY, id="wildcards in an action"),
    pytest.param({**STATEMENT, "Resource": "arn:aws:logs:*"}, PolicyKind.IDENTITY, id="a short ARN ending in a star"),
    pytest.param({**TRUST, "Principal": {"AWS": "*"}}, PolicyKind.TRUST, id="trust in every AWS principal"),
    pytest.param({**TRUST, "Principal": {"AWS": []}}, PolicyKind.TRUST, id="AC: an empty principal"),
    pytest.param({**TRUST, "Principal": {}}, PolicyKind.TRUST, id="AC: an empty object of principals"),
    pytest.param({**TRUST, "Principal": {"AWS": "AROAEXAMPLEID12345678"}}, PolicyKind.TRUST, id="a unique id"),
    pytest.param({**TRUST, "Principal": {"Federated": "accounts.google.com"}}, PolicyKind.TRUST, id="Google"),
    pytest.param(
        {"Effect": "Allow", "Principal": "*", "Action": "ecr:*"},
        PolicyKind.RESOURCE,
        id="ECR UG: a resource policy without Resource",
    ),
    pytest.param(
        {
            **STATEMENT,
            "Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
        },
        PolicyKind.RESOURCE,
        id="a canonical user",
    ),
    pytest.param(
        {**STATEMENT, "Principal": {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}},
        PolicyKind.RESOURCE,
        id="CloudFront DG: an origin access identity",
    ),
    pytest.param({**STATEMENT, "Sid": "Allow use", "Principal": "*"}, PolicyKind.RESOURCE, id="a Sid with a space"),
    pytest.param(FULL_ACCESS, PolicyKind.RESOURCE_CONTROL, id="Organizations UG: RCPFullAWSAccess"),
    pytest.param(
        {**FULL_ACCESS, "Sid": "Everything"},
        PolicyKind.RESOURCE_CONTROL,
        id="inferred: RCPFullAWSAccess with a Sid",
    ),
    pytest.param({**STATEMENT, "Principal": "*"}, PolicyKind.ENDPOINT, id="an endpoint policy"),
]


@pytest.mark.parametrize(("document", "kind"), ACCEPTED)
def test_document_is_accepted(document: dict[str, Any], kind: PolicyKind) -> None:
    """What AWS lets be saved is a policy here too."""
    assert isinstance(parse_policy(document, kind), Policy)


def test_escaped_characters_are_no_obstacle() -> None:
    """JSON text may hold any character as an escape."""
    text = json.dumps({**STATEMENT, "Resource": "arn:aws:s3:::b/\u65e5"})
    assert parse_policy(text).statements[0].resource == ("arn:aws:s3:::b/\u65e5",)
