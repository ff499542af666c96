"""Declarations: what AWS would not take is refused where it is written."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any, cast

import pytest

from pytest_fakests import Account, DeclarationError, OidcProvider, ResourcePolicy, Role, User, allow, deny, trust
from pytest_fakests.cloud.declarations import seconds

LONGEST = "a" * 64
NAME = "is not one that AWS takes; use 1 to 64 letters, digits and _+=,.@-"
PATH = "is not one that AWS takes; it begins and ends with '/', as '/service/'"
DIGITS = "is not an account id; write its 12 digits as text"
ARN = "is not an ARN; write one such as 'arn:aws:s3:::reports'"
ARABIC = "\N{ARABIC-INDIC DIGIT ONE}" * 12
HOUR = datetime.timedelta(hours=1)
BUCKET = "arn:aws:s3:::reports"

ISSUER = (
    "is not an issuer that AWS takes; write its URL without port and query, as 'token.actions.githubusercontent.com'"
)
DESCRIPTION = "is not one that AWS takes; use up to 1000 characters of Latin-1"
ALIAS = (
    "is not one that AWS takes; use 3 to 63 lowercase letters, digits and single hyphens between them, not 12 digits"
)
AUDIENCE = "is not one that AWS takes; it is a text of 1 to 255 characters"

REFUSED: list[Any] = [
    pytest.param(lambda: Role(""), f"role name '' {NAME}", id="no name"),
    pytest.param(lambda: Role("a" * 65), f"role name '{'a' * 65}' {NAME}", id="65 characters"),
    pytest.param(lambda: Role("two words"), f"role name 'two words' {NAME}", id="a space"),
    pytest.param(
        lambda: Role("team/app"),
        "role name 'team/app' is not one that AWS takes; write Role('app', path='/team/')",
        id="a path in the name",
    ),
    pytest.param(
        lambda: User("arn:aws:iam::123456789012:user/ann"),
        "user name 'arn:aws:iam::123456789012:user/ann' is not one that AWS takes; write User('ann')",
        id="an ARN",
    ),
    pytest.param(
        lambda: Role("role/team/app"),
        "role name 'role/team/app' is not one that AWS takes; write Role('app', path='/team/')",
        id="a short name with a path",
    ),
    pytest.param(lambda: Role("team/b c"), f"role name 'team/b c' {NAME}", id="a path and a space"),
    pytest.param(
        lambda: Role("app", max_session=cast("Any", "1h")),
        "'1h' is no duration; give seconds, or a timedelta",
        id="a duration as text",
    ),
    pytest.param(
        lambda: OidcProvider("i.example", audiences=cast("Any", 5)),
        "OIDC provider 'i.example': audiences is 5; give a text, or a list of texts",
        id="audiences of no kind",
    ),
    pytest.param(lambda: Role("café"), f"role name 'café' {NAME}", id="a letter beyond ASCII"),
    pytest.param(lambda: Role("app\n"), f"role name 'app\\n' {NAME}", id="a line end"),
    pytest.param(lambda: Role(None), f"role name None {NAME}", id="no text"),  # type: ignore[arg-type]
    pytest.param(lambda: User("a b"), f"user name 'a b' {NAME}", id="a user's name"),
    pytest.param(lambda: Role("app", path="team"), f"role 'app': path 'team' {PATH}", id="a path without slashes"),
    pytest.param(lambda: Role("app", path="/team"), f"role 'app': path '/team' {PATH}", id="a path without its end"),
    pytest.param(lambda: Role("app", path=""), f"role 'app': path '' {PATH}", id="an empty path"),
    pytest.param(lambda: Role("app", path="/a b/"), f"role 'app': path '/a b/' {PATH}", id="a space in the path"),
    pytest.param(
        lambda: Role("app", path=f"/{'a' * 511}/"), f"role 'app': path '/{'a' * 511}/' {PATH}", id="a path of 513"
    ),
    pytest.param(lambda: User("ann", path="x"), f"user 'ann': path 'x' {PATH}", id="a user's path"),
    pytest.param(lambda: Role("app", account="12345678901"), f"role 'app': account '12345678901' {DIGITS}", id="11"),
    pytest.param(
        lambda: Role("app", account="1234-5678-9012"), f"role 'app': account '1234-5678-9012' {DIGITS}", id="-"
    ),
    pytest.param(
        lambda: Role("app", account=123456789012),  # type: ignore[arg-type]
        f"role 'app': account 123456789012 {DIGITS}",
        id="a number as account",
    ),
    pytest.param(
        lambda: Role("app", description="d" * 1001),
        f"role 'app': description '{'d' * 1001}' {DESCRIPTION}",
        id="a description of 1001 characters",
    ),
    pytest.param(
        lambda: Role("app", description="\u20ac"),
        f"role 'app': description '\u20ac' {DESCRIPTION}",
        id="beyond Latin-1",
    ),
    pytest.param(
        lambda: Role("app", description=None),  # type: ignore[arg-type]
        f"role 'app': description None {DESCRIPTION}",
        id="no text as description",
    ),
    pytest.param(lambda: User("ann", account="root"), f"user 'ann': account 'root' {DIGITS}", id="a user's account"),
    pytest.param(lambda: Account(""), f"account '' {DIGITS}", id="an account without id"),
    *(
        pytest.param(
            lambda alias=alias: Account("123456789012", alias=alias),
            f"account '123456789012': alias {alias!r} {ALIAS}",
            id=f"alias {alias!r:.20}",
        )
        for alias in ("", "ab", "a" * 64, "Prod", "-prod", "prod-", "my--prod", "my_prod", "210987654321", 7)
    ),
    pytest.param(lambda: Account(ARABIC), f"account '{ARABIC}' {DIGITS}", id="digits of another script"),
    pytest.param(
        lambda: Account("123456789012", organization="o-exampleorgid", delegated="iam.amazonaws.com"),
        "account '123456789012': delegated is 'iam.amazonaws.com'; give a list of services, as ['iam.amazonaws.com']",
        id="a delegated service without a list",
    ),
    pytest.param(
        lambda: Account("123456789012", management=True),
        "account '123456789012': it has a part in no organization; give organization='o-exampleorgid'",
        id="a management account without an organization",
    ),
    pytest.param(
        lambda: Account("123456789012", organization="o-exampleorgid", root_sessions=True),
        "account '123456789012': root_sessions is set by the management account; give management=True",
        id="root sessions of a member",
    ),
    pytest.param(
        lambda: Account("123456789012", regions="ap-east-1"),
        "account '123456789012': regions is 'ap-east-1'; give a list of Regions, as ['ap-east-1']",
        id="a Region without a list",
    ),
    pytest.param(
        lambda: Account("123456789012", sts_deactivated=5),  # type: ignore[arg-type]
        "account '123456789012': sts_deactivated is 5; give a list of Regions, as ['ap-east-1']",
        id="no list of Regions",
    ),
    pytest.param(
        lambda: Account("123456789012", regions=["Hong Kong"]),
        "account '123456789012': regions has 'Hong Kong', which is no Region; one is 'ap-east-1'",
        id="no Region",
    ),
    pytest.param(
        lambda: Account("123456789012", sts_deactivated=["us-east-1"]),
        "account '123456789012': sts_deactivated is ('us-east-1',); STS cannot be deactivated in us-east-1, "
        "nor in Regions that are off by default",
        id="a Region where STS is always active",
    ),
    pytest.param(
        lambda: Account("123456789012", sts_deactivated=["ap-east-1"]),
        "account '123456789012': sts_deactivated is ('ap-east-1',); STS cannot be deactivated in us-east-1, "
        "nor in Regions that are off by default",
        id="STS deactivated where the Region is off",
    ),
    pytest.param(
        lambda: Account("123456789012", global_endpoint_token_version=3),
        "account '123456789012': global_endpoint_token_version is 3; it is 1 or 2",
        id="a token version of the future",
    ),
    pytest.param(
        lambda: Account("123456789012", partition="cn"),
        "account '123456789012': partition 'cn' is none of AWS's; there are aws, aws-cn, aws-us-gov, aws-iso, "
        "aws-iso-b, aws-iso-e, aws-iso-f, aws-eusc",
        id="no partition",
    ),
    pytest.param(
        lambda: Role("app", max_session=3599),
        "role 'app': max_session is 3599 seconds; AWS takes 3600 to 43200",
        id="a second too short",
    ),
    pytest.param(
        lambda: Role("app", max_session=43201),
        "role 'app': max_session is 43201 seconds; AWS takes 3600 to 43200",
        id="a second too long",
    ),
    pytest.param(
        lambda: Role("app", max_session=datetime.timedelta(minutes=15)),
        "role 'app': max_session is 900 seconds; AWS takes 3600 to 43200",
        id="a timedelta too short",
    ),
    pytest.param(
        lambda: ResourcePolicy("reports", allow("s3:*")), f"resource policy: 'reports' {ARN}", id="a bucket's name"
    ),
    pytest.param(lambda: ResourcePolicy("arn:aws:s3", {}), f"resource policy: 'arn:aws:s3' {ARN}", id="half an ARN"),
    pytest.param(lambda: ResourcePolicy("urn:a:b:c:d:e", {}), f"resource policy: 'urn:a:b:c:d:e' {ARN}", id="a URN"),
    pytest.param(
        lambda: ResourcePolicy(BUCKET, {}, account="1"),
        f"resource policy of {BUCKET}: account '1' {DIGITS}",
        id="the account of a resource",
    ),
    *(
        pytest.param(
            lambda issuer=issuer: OidcProvider(issuer),
            f"OIDC provider {issuer!r} {ISSUER}",
            id=f"issuer {issuer!r:.40}",
        )
        for issuer in (
            "",
            "https://",
            "http://idp.example.com",
            "idp.example.com:8443",
            "idp.example.com?a=b",
            "idp .com",
            "/id",
            "a." * 123 + "aa",
        )
    ),
    pytest.param(lambda: OidcProvider(None), f"OIDC provider None {ISSUER}", id="no issuer"),  # type: ignore[arg-type]
    pytest.param(
        lambda: OidcProvider("https://accounts.google.com"),
        "OIDC provider 'https://accounts.google.com' is built into AWS and is not declared; "
        'name it in a trust policy: trust("accounts.google.com")',
        id="an issuer that is built in",
    ),
    pytest.param(
        lambda: OidcProvider("i.example", audiences=[""]),
        f"OIDC provider 'i.example': audience '' {AUDIENCE}",
        id="no audience",
    ),
    pytest.param(
        lambda: OidcProvider("i.example", audiences="a" * 256),
        f"OIDC provider 'i.example': audience '{'a' * 256}' {AUDIENCE}",
        id="256",
    ),
    pytest.param(
        lambda: OidcProvider("i.example", audiences=["a"] * 101),
        "OIDC provider 'i.example' has 101 audiences; AWS takes up to 100",
        id="101 audiences",
    ),
    pytest.param(
        lambda: OidcProvider("i.example", thumbprints="69:38"),
        "OIDC provider 'i.example': thumbprint '69:38' is not one; it is 40 hexadecimal digits",
        id="a thumbprint with colons",
    ),
    pytest.param(
        lambda: OidcProvider("i.example", thumbprints=["a" * 40] * 6),
        "OIDC provider 'i.example' has 6 thumbprints; AWS takes up to 5",
        id="6 thumbprints",
    ),
    pytest.param(
        lambda: OidcProvider("i.example", account="1"),
        f"OIDC provider 'i.example': account '1' {DIGITS}",
        id="a provider's account",
    ),
    pytest.param(allow, 'allow() names no action; give one, such as allow("s3:GetObject")', id="allow nothing"),
    pytest.param(deny, 'deny() names no action; give one, such as deny("s3:GetObject")', id="deny nothing"),
    pytest.param(trust, 'trust() names no principal; give one, such as trust("user/julie")', id="trust nobody"),
]


@pytest.mark.parametrize(("declare", "text"), REFUSED)
def test_what_aws_would_not_take_is_refused_where_it_is_written(declare: Callable[[], object], text: str) -> None:
    """The declaration itself raises, and says what is wrong and what would be right."""
    with pytest.raises(DeclarationError) as caught:
        declare()
    assert str(caught.value) == text


@pytest.mark.parametrize(
    "declare",
    [
        pytest.param(lambda: Role(LONGEST), id="a role of 64 characters"),
        pytest.param(lambda: User(LONGEST), id="a user of 64 characters"),
        pytest.param(lambda: Role("aZ09_+=,.@-"), id="every sign"),
        pytest.param(lambda: Role("app", path=f"/{'a' * 510}/"), id="a path of 512 characters"),
        pytest.param(lambda: User("ann", path="/a/!~/"), id="a path of the first and last sign"),
        pytest.param(lambda: Role("app", account="000000000000"), id="an account of zeros"),
        pytest.param(lambda: Role("app", description="\xe9\n" * 500), id="a description of 1000 characters"),
        pytest.param(lambda: Account("123456789012", alias="a-1"), id="an alias of 3 characters"),
        pytest.param(lambda: Account("123456789012", alias="1" * 63), id="an alias of 63 characters"),
        pytest.param(lambda: Account("123456789012", alias="1" * 11), id="an alias of 11 digits"),
        pytest.param(lambda: ResourcePolicy("arn:aws-cn:s3:::reports", {}), id="an ARN of another partition"),
        pytest.param(lambda: OidcProvider("a." * 122 + "com"), id="an issuer of 247 characters"),
        pytest.param(lambda: OidcProvider("auth.example.com/"), id="an issuer with a slash at its end"),
        pytest.param(
            lambda: OidcProvider("i.example", audiences=["a" * 255] * 100, thumbprints=["0aF9" * 10] * 5),
            id="100 audiences, 5 thumbprints",
        ),
    ],
)
def test_the_limits_themselves_are_taken(declare: Callable[[], object]) -> None:
    """What lies just inside AWS's rules can be declared."""
    declare()


@pytest.mark.parametrize(
    ("duration", "length"),
    [
        pytest.param(3600, 3600, id="the least"),
        pytest.param(43200, 43200, id="the most"),
        pytest.param(HOUR, 3600, id="a timedelta, the least"),
        pytest.param(12 * HOUR, 43200, id="a timedelta, the most"),
        pytest.param(HOUR + datetime.timedelta(milliseconds=1500), 3601, id="whole seconds only"),
    ],
)
def test_a_duration_is_seconds_or_a_timedelta(duration: int | datetime.timedelta, length: int) -> None:
    """Both come to whole seconds."""
    assert Role("app", max_session=duration).max_session_seconds == seconds(duration) == length


@pytest.mark.parametrize(
    "declaration",
    [
        pytest.param(Role("app"), id="role"),
        pytest.param(User("ann"), id="user"),
        pytest.param(Account("123456789012"), id="account"),
        pytest.param(ResourcePolicy(BUCKET, {}), id="resource policy"),
        pytest.param(OidcProvider("i.example"), id="identity provider"),
    ],
)
def test_a_declaration_does_not_change(declaration: Any) -> None:
    """Declarations are values that several tests may share."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(declaration, dataclasses.fields(declaration)[0].name, "other")
