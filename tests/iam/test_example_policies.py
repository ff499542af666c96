"""The example policies of AWS's pages, each judged by requests whose result its page tells.

The statements are those of the pages, without the actions and resources that no request here is about. What two pages
show alike stands here once.
"""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, Request, Severity, evaluate, lint_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
WALKTHROUGH = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html"
S3_EXAMPLES = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html"
OWN_CREDENTIALS = f"{IAM}/reference_policies_examples_aws_my-sec-creds-self-manage.html"
ABAC = f"{IAM}/tutorial_attribute-based-access-control.html"
BOUNDARIES = f"{IAM}/access_policies_boundaries.html"
TAGS = f"{IAM}/access_tags.html"
IAM_TAGS = f"{IAM}/access_iam-tags.html"
DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html"
EXAMPLES = f"{IAM}/reference_policies_examples_"

A = "123456789012"
ANN = f"arn:aws:iam::{A}:user/ann"
ROLE = f"arn:aws:iam::{A}:role/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/John"
ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY

ERROR = Severity.ERROR

Context = dict[str, Any]
Row = tuple[Any, ...]


def allow(*actions: str, on: Any = "*", **conditions: Any) -> dict[str, Any]:
    condition = {"Condition": conditions} if conditions else {}
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **condition}


def deny(*actions: str, on: Any = "*", **conditions: Any) -> dict[str, Any]:
    return {**allow(*actions, on=on, **conditions), "Effect": "Deny"}


def deny_others(*actions: str, **conditions: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "NotAction": list(actions), "Resource": "*", "Condition": conditions}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


OWN_USER = "arn:aws:iam::*:user/${aws:username}"
USERS = f"arn:aws:iam::{A}:user/"
MFA, NO_MFA = {"aws:MultiFactorAuthPresent": "true"}, {"aws:MultiFactorAuthPresent": "false"}
SELF = document(
    allow("iam:GetAccountPasswordPolicy", "iam:GetAccountSummary", "iam:ListVirtualMFADevices"),
    allow("iam:ChangePassword", "iam:GetUser", on=OWN_USER),
    allow("iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys", "iam:UpdateAccessKey", on=OWN_USER),
    allow("iam:CreateVirtualMFADevice", on="arn:aws:iam::*:mfa/*"),
    allow("iam:DeactivateMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice", on=OWN_USER),
    deny_others(
        "iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetUser", "iam:ListMFADevices",
        "iam:ListVirtualMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken",
        BoolIfExists={"aws:MultiFactorAuthPresent": "false"},
    ),
)  # fmt: skip
OWN_CREDENTIALS_ROWS: list[Row] = [
    (SELF, ANN, "iam:ChangePassword", f"{USERS}ann", MFA, ALLOWED, "their own password, with MFA"),
    (SELF, ANN, "iam:ChangePassword", f"{USERS}ann", {}, EXPLICIT, "their own password, with access keys"),
    (SELF, ANN, "iam:ChangePassword", f"{USERS}ann", NO_MFA, EXPLICIT, "their own password, with a session that lacks MFA"),
    (SELF, ANN, "iam:ChangePassword", f"{USERS}bob", MFA, IMPLICIT, "another's password"),
    (SELF, ANN, "iam:GetUser", f"{USERS}ann", {}, ALLOWED, "a listed action, without MFA"),
    (SELF, ANN, "iam:EnableMFADevice", f"{USERS}ann", {}, ALLOWED, "their own device, without MFA"),
    (SELF, ANN, "iam:EnableMFADevice", f"{USERS}bob", {}, IMPLICIT, "another's device, without MFA"),
    (SELF, ANN, "iam:DeactivateMFADevice", f"{USERS}ann", {}, EXPLICIT, "to deactivate needs MFA"),
    (SELF, ANN, "iam:DeactivateMFADevice", f"{USERS}ann", MFA, ALLOWED, "to deactivate, with MFA"),
    (SELF, ANN, "iam:CreateVirtualMFADevice", f"arn:aws:iam::{A}:mfa/any", {}, ALLOWED, "a virtual device of any name"),
    (SELF, ANN, "iam:ListVirtualMFADevices", "*", {}, ALLOWED, "the devices of the account, without MFA"),
    (SELF, ANN, "iam:GetAccountSummary", "*", {}, EXPLICIT, "allowed and not listed, without MFA"),
    (SELF, ANN, "s3:ListAllMyBuckets", "*", {}, EXPLICIT, "every action in all services, without MFA"),
    (SELF, ANN, "s3:ListAllMyBuckets", "*", MFA, IMPLICIT, "other policies tell, with MFA"),
    (SELF, ANN, "sts:GetSessionToken", "*", {}, ALLOWED, "the call that gives a session with MFA"),
]  # fmt: skip

SAME = {
    "aws:ResourceTag/access-project": "${aws:PrincipalTag/access-project}",
    "aws:ResourceTag/access-team": "${aws:PrincipalTag/access-team}",
    "aws:ResourceTag/cost-center": "${aws:PrincipalTag/cost-center}",
}
REQUESTED = {key.replace("Resource", "Request"): value for key, value in SAME.items()}
KEYS = ["access-project", "access-team", "cost-center", "Name", "OwnedBy"]
PROJECTS = document(
    allow(
        "secretsmanager:*",
        StringEquals=SAME,
        StringEqualsIfExists=REQUESTED,
        **{"ForAllValues:StringEquals": {"aws:TagKeys": KEYS}},
    ),
    allow("secretsmanager:GetRandomPassword", "secretsmanager:ListSecrets"),
    allow(
        "secretsmanager:Describe*", "secretsmanager:Get*", "secretsmanager:List*",
        StringEquals={"aws:ResourceTag/access-team": "${aws:PrincipalTag/access-team}"},
    ),
    deny("secretsmanager:UntagResource", **{"ForAnyValue:StringLike": {"aws:TagKeys": "access-*"}}),
    deny("secretsmanager:*Policy"),
)  # fmt: skip
ASSUME = document(
    allow(
        "sts:AssumeRole",
        on=f"arn:aws:iam::{A}:role/access-*",
        StringEquals={key.replace("aws:Res", "iam:Res"): value for key, value in SAME.items()},
    )
)
SECRET = f"arn:aws:secretsmanager:us-east-1:{A}:secret:test"


def tagged(prefix: str, project: str, team: str, center: str, **more: str) -> Context:
    tags = {"access-project": project, "access-team": team, "cost-center": center, **more}
    return {f"{prefix}/{key}": value for key, value in tags.items()}


PEG, UNI = ("peg", "eng", "987654"), ("uni", "eng", "123456")
ENGINEER = tagged("aws:PrincipalTag", *PEG)


def creating(*tags: str, **more: str) -> Context:
    """A secret that is created with tags has them when the call is judged."""
    context = {**tagged("aws:RequestTag", *tags, **more), **tagged("aws:ResourceTag", *tags, **more)}
    return {**ENGINEER, **context, "aws:TagKeys": [*KEYS[:3], *more]}


def secret(*tags: str, **more: Any) -> Context:
    return {**ENGINEER, **tagged("aws:ResourceTag", *tags), **more}


CREATE = "secretsmanager:CreateSecret"
UNTAG = "secretsmanager:UntagResource"
ROLES = f"arn:aws:iam::{A}:role/"
ABAC_ROWS: list[Row] = [
    (ASSUME, ANN, "sts:AssumeRole", f"{ROLES}access-peg-engineering", {**ENGINEER, **tagged("iam:ResourceTag", *PEG)}, ALLOWED, "the role with their tags"),
    (ASSUME, ANN, "sts:AssumeRole", f"{ROLES}access-uni-engineering", {**ENGINEER, **tagged("iam:ResourceTag", *UNI)}, IMPLICIT, "a role with other tags"),
    (ASSUME, ANN, "sts:AssumeRole", f"{ROLES}admin", {**ENGINEER, **tagged("iam:ResourceTag", *PEG)}, IMPLICIT, "a role of another name"),
    (ASSUME, ANN, "sts:AssumeRole", f"{ROLES}access-peg-engineering", tagged("iam:ResourceTag", *PEG), IMPLICIT, "a user without tags"),
    (PROJECTS, SESSION, CREATE, "*", {**ENGINEER}, IMPLICIT, "no tags"),
    (PROJECTS, SESSION, CREATE, "*", creating(*PEG), ALLOWED, "the required tags"),
    (PROJECTS, SESSION, CREATE, "*", creating(*PEG, Name="Jane"), ALLOWED, "an optional tag"),
    (PROJECTS, SESSION, CREATE, "*", creating(*PEG, color="red"), IMPLICIT, "a tag that is not listed"),
    (PROJECTS, SESSION, CREATE, "*", creating(*UNI), IMPLICIT, "another project's tags"),
    (PROJECTS, SESSION, CREATE, "*", {**creating(*PEG), "aws:RequestTag/access-project": "uni"}, IMPLICIT, "a tag to pass that differs"),
    (PROJECTS, SESSION, "secretsmanager:ListSecrets", "*", ENGINEER, ALLOWED, "all secrets are listed"),
    (PROJECTS, SESSION, "secretsmanager:DescribeSecret", SECRET, secret(*UNI), ALLOWED, "a secret of their team is shown"),
    (PROJECTS, SESSION, "secretsmanager:DescribeSecret", SECRET, secret("peg", "qas", "987654"), IMPLICIT, "one of another team is not"),
    (PROJECTS, SESSION, "secretsmanager:UpdateSecret", SECRET, secret(*PEG), ALLOWED, "their own is updated"),
    (PROJECTS, SESSION, "secretsmanager:UpdateSecret", SECRET, secret(*UNI), IMPLICIT, "one of another project is not"),
    (PROJECTS, SESSION, "secretsmanager:DeleteSecret", SECRET, secret(*PEG), ALLOWED, "their own is deleted"),
    (PROJECTS, SESSION, UNTAG, SECRET, secret(*PEG, **{"aws:TagKeys": ["Name"]}), ALLOWED, "an optional tag is removed"),
    (PROJECTS, SESSION, UNTAG, SECRET, secret(*PEG, **{"aws:TagKeys": ["Name", "access-team"]}), EXPLICIT, "a reserved tag is not"),
    (PROJECTS, SESSION, "secretsmanager:PutResourcePolicy", SECRET, secret(*PEG), EXPLICIT, "no policy is changed"),
    (PROJECTS, SESSION, "secretsmanager:GetResourcePolicy", SECRET, secret(*PEG), EXPLICIT, "nor read"),
]  # fmt: skip

PUBLIC_KEYS = {"StringEquals": {"aws:RequestTag/environment": ["preprod", "production"]}, "ForAllValues:StringEquals": {"aws:TagKeys": "environment"}}  # fmt: skip
OWNED = document(
    allow("ec2:StartInstances", "ec2:StopInstances", on="arn:aws:ec2:*:*:instance/*", StringEquals={"aws:ResourceTag/Owner": "${aws:username}"}),
    allow("ec2:DescribeInstances"),
)  # fmt: skip
ENVIRONMENT = document(allow("ec2:CreateTags", on="arn:aws:ec2:*:*:instance/*", **PUBLIC_KEYS))
TWO_KEYS = document(
    allow("secretsmanager:CreateSecret", "secretsmanager:TagResource", **{"ForAllValues:StringEquals": {"aws:TagKeys": ["environment", "cost-center"]}})
)  # fmt: skip
TERMINATED = document(allow("iam:DeleteUser", StringEquals={"iam:ResourceTag/status": "terminated"}))
DEPARTMENTS = document(allow("iam:TagUser", StringLike={"aws:RequestTag/department": ["HR", "CS"]}))
COST_CENTER = document(allow("ec2:startInstances", "ec2:stopInstances", StringEquals={"aws:ResourceTag/costcenter": "${aws:PrincipalTag/cost-center}"}))  # fmt: skip
TEMPORARY = document(allow("iam:UntagUser", **{"ForAllValues:StringEquals": {"aws:TagKeys": ["temporary"]}}))
INSTANCE = f"arn:aws:ec2:us-east-1:{A}:instance/i-1"
RICHARD = f"arn:aws:iam::{A}:user/richard-roe"
TAG_ROWS: list[Row] = [
    (OWNED, RICHARD, "ec2:StartInstances", INSTANCE, {"aws:ResourceTag/Owner": "richard-roe"}, ALLOWED, "their own instance"),
    (OWNED, RICHARD, "ec2:StartInstances", INSTANCE, {"aws:ResourceTag/owner": "richard-roe"}, ALLOWED, "the key in another case"),
    (OWNED, RICHARD, "ec2:StartInstances", INSTANCE, {"aws:ResourceTag/Owner": "Richard-Roe"}, IMPLICIT, "the value in another case"),
    (OWNED, RICHARD, "ec2:StartInstances", INSTANCE, {}, IMPLICIT, "an instance without the tag"),
    (OWNED, RICHARD, "ec2:DescribeInstances", "*", {}, ALLOWED, "all are shown"),
    (OWNED, SESSION, "ec2:StartInstances", INSTANCE, {"aws:ResourceTag/Owner": "John"}, IMPLICIT, "a session has no user name"),
    (ENVIRONMENT, ANN, "ec2:CreateTags", INSTANCE, {"aws:TagKeys": ["environment"], "aws:RequestTag/environment": "production"}, ALLOWED, "a listed value"),
    (ENVIRONMENT, ANN, "ec2:CreateTags", INSTANCE, {"aws:TagKeys": ["Environment"], "aws:RequestTag/Environment": "production"}, IMPLICIT, "another key by its case"),
    (ENVIRONMENT, ANN, "ec2:CreateTags", INSTANCE, {"aws:TagKeys": ["environment", "x"], "aws:RequestTag/environment": "production"}, IMPLICIT, "a key more"),
    (ENVIRONMENT, ANN, "ec2:CreateTags", INSTANCE, {"aws:TagKeys": ["environment"], "aws:RequestTag/environment": "test"}, IMPLICIT, "another value"),
    (TWO_KEYS, ANN, CREATE, "*", {"aws:TagKeys": ["environment", "cost-center"]}, ALLOWED, "both keys"),
    (TWO_KEYS, ANN, CREATE, "*", {"aws:TagKeys": ["environment", "team"]}, IMPLICIT, "another key beside"),
    (TWO_KEYS, ANN, CREATE, "*", {}, ALLOWED, "no key"),
]  # fmt: skip
IAM_TAG_ROWS: list[Row] = [
    (TERMINATED, ANN, "iam:DeleteUser", f"{USERS}bob", {"iam:ResourceTag/status": "terminated"}, ALLOWED, "a user with the tag"),
    (TERMINATED, ANN, "iam:DeleteUser", f"{USERS}bob", {"iam:ResourceTag/status": "active"}, IMPLICIT, "one with another value"),
    (DEPARTMENTS, ANN, "iam:TagUser", f"{USERS}bob", {"aws:RequestTag/department": "CS"}, ALLOWED, "a listed department"),
    (DEPARTMENTS, ANN, "iam:TagUser", f"{USERS}bob", {"aws:RequestTag/department": "IT"}, IMPLICIT, "another department"),
    (COST_CENTER, ANN, "ec2:StartInstances", INSTANCE, {"aws:ResourceTag/CostCenter": "9", "aws:PrincipalTag/cost-center": "9"}, ALLOWED, "tags with the same value"),
    (COST_CENTER, ANN, "ec2:StartInstances", INSTANCE, {"aws:ResourceTag/CostCenter": "9", "aws:PrincipalTag/cost-center": "8"}, IMPLICIT, "tags with different values"),
    (COST_CENTER, ANN, "ec2:StartInstances", INSTANCE, {}, IMPLICIT, "no tags at all are not the same"),
    (TEMPORARY, ANN, "iam:UntagUser", f"{USERS}bob", {"aws:TagKeys": ["temporary"]}, ALLOWED, "the listed key"),
    (TEMPORARY, ANN, "iam:UntagUser", f"{USERS}bob", {"aws:TagKeys": ["temporary", "job"]}, IMPLICIT, "a key more to remove"),
]  # fmt: skip

GAME = f"arn:aws:dynamodb:us-west-2:{A}:table/GameScores"
PLAYER = {"www.amazon.com:user_id": "amzn1.u1"}
GAMES = document(
    allow(
        "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:BatchGetItem",
        on=GAME,
        StringEqualsIfExists={"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
        **{
            "ForAllValues:StringEquals": {
                "dynamodb:LeadingKeys": ["${www.amazon.com:user_id}"],
                "dynamodb:Attributes": ["UserId", "GameTitle", "Wins"],
            }
        },
    )
)  # fmt: skip


def item(leading: Any, *attributes: str, **more: str) -> Context:
    select = {f"dynamodb:{key}": value for key, value in more.items()}
    return {**PLAYER, "dynamodb:LeadingKeys": leading, "dynamodb:Attributes": list(attributes), **select}


DYNAMODB_ROWS: list[Row] = [
    (GAMES, SESSION, "dynamodb:GetItem", GAME, item(["amzn1.u1"], "UserId", "Wins"), ALLOWED, "their own items"),
    (GAMES, SESSION, "dynamodb:GetItem", GAME, item(["amzn1.u2"], "UserId"), IMPLICIT, "another's items"),
    (GAMES, SESSION, "dynamodb:BatchGetItem", GAME, item(["amzn1.u1", "amzn1.u2"], "UserId"), IMPLICIT, "another's among their own"),
    (GAMES, SESSION, "dynamodb:GetItem", GAME, item(["amzn1.u1"], "UserId", "Salary"), IMPLICIT, "an attribute that is not listed"),
    (GAMES, SESSION, "dynamodb:Query", GAME, item(["amzn1.u1"], "Wins", Select="SPECIFIC_ATTRIBUTES"), ALLOWED, "specific attributes"),
    (GAMES, SESSION, "dynamodb:Query", GAME, item(["amzn1.u1"], Select="ALL_ATTRIBUTES"), IMPLICIT, "all attributes"),
    (GAMES, SESSION, "dynamodb:Scan", GAME, item([], "Wins"), IMPLICIT, "an action that is not listed"),
    (GAMES, SESSION, "dynamodb:GetItem", GAME, {"dynamodb:LeadingKeys": ["amzn1.u1"]}, IMPLICIT, "somebody without such an id"),
]  # fmt: skip

EVERYBODY = document(
    allow("s3:ListAllMyBuckets", "s3:GetBucketLocation", on=["arn:aws:s3:::*"]),
    allow("s3:ListBucket", on=["arn:aws:s3:::companybucket"], StringEquals={"s3:prefix": [""], "s3:delimiter": ["/"]}),
)
IN_CHINA = document(allow("s3:ListAllMyBuckets", on="arn:aws-cn:s3:::*"))
ONE_BUCKET = document(allow("s3:ListAllMyBuckets", "s3:ListBucket", on="arn:aws:s3:::companybucket"))
CHINESE = f"arn:aws-cn:iam::{A}:user/ann"
LISTING = "s3:ListAllMyBuckets"
COMPANY = "arn:aws:s3:::companybucket"
ROOT_LEVEL = {"s3:prefix": "", "s3:delimiter": "/"}
WALKTHROUGH_ROWS: list[Row] = [
    (EVERYBODY, ANN, LISTING, "*", {}, ALLOWED, "who may use all buckets may list them"),
    (IN_CHINA, CHINESE, LISTING, "*", {}, ALLOWED, "those of China likewise"),
    (IN_CHINA, ANN, LISTING, "*", {}, IMPLICIT, "those of another partition not"),
    (ONE_BUCKET, ANN, LISTING, "*", {}, IMPLICIT, "nor who may use one bucket"),
    (EVERYBODY, ANN, "s3:GetBucketLocation", COMPANY, {}, ALLOWED, "each bucket's Region is told"),
    (EVERYBODY, ANN, "s3:ListBucket", COMPANY, ROOT_LEVEL, ALLOWED, "the root level"),
    (EVERYBODY, ANN, "s3:ListBucket", COMPANY, {**ROOT_LEVEL, "s3:prefix": "Private/"}, IMPLICIT, "a folder"),
    (EVERYBODY, ANN, "s3:ListBucket", COMPANY, {"s3:prefix": ""}, IMPLICIT, "all levels"),
]
DROPS = document(
    allow("s3:PutObject", on="arn:aws:s3:::b/uploads/anycompany/*"),
    {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/uploads/anycompany/*"},
)
OUTSIDE = document(deny("s3:*", StringNotEquals={"aws:ResourceAccount": [A]}), allow("s3:*", "sqs:*"))
S3_ROWS: list[Row] = [
    (DROPS, ANN, "s3:PutObject", "arn:aws:s3:::b/uploads/anycompany/f", {}, ALLOWED, "a file is dropped"),
    (DROPS, ANN, "s3:GetObject", "arn:aws:s3:::b/uploads/anycompany/f", {}, IMPLICIT, "and not read"),
    (DROPS, ANN, "s3:PutObject", "arn:aws:s3:::b/other/f", {}, EXPLICIT, "nor dropped elsewhere"),
    (DROPS, ANN, "s3:ListAllMyBuckets", "*", {}, EXPLICIT, "nor anything else done"),
    (OUTSIDE, ANN, "s3:GetObject", "arn:aws:s3:::b/f", {"aws:ResourceAccount": A}, ALLOWED, "in the account"),
    (OUTSIDE, ANN, "s3:GetObject", "arn:aws:s3:::b/f", {"aws:ResourceAccount": "333333333333"}, EXPLICIT, "in another"),
]  # fmt: skip

WEB_USERS = f"{IAM}/id_roles_providers_oidc_user-id.html"
COGNITO = f"{EXAMPLES}s3_cognito-bucket.html"
AMAZON_ID, POOL_ID = "${www.amazon.com:user_id}", "${cognito-identity.amazonaws.com:sub}"
AMAZON = document(
    allow("s3:ListBucket", on=["arn:aws:s3:::myBucket"], StringLike={"s3:prefix": [f"Amazon/mynumbersgame/{AMAZON_ID}/*"]}),
    allow("s3:GetObject", "s3:PutObject", on=[f"arn:aws:s3:::myBucket/amazon/mynumbersgame/{AMAZON_ID}", f"arn:aws:s3:::myBucket/amazon/mynumbersgame/{AMAZON_ID}/*"]),
)  # fmt: skip
POOL = document(
    allow("s3:ListBucket", on=["arn:aws:s3:::b"], StringLike={"s3:prefix": [f"cognito/app/{POOL_ID}"]}),
    allow("s3:GetObject", on=[f"arn:aws:s3:::b/cognito/app/{POOL_ID}", f"arn:aws:s3:::b/cognito/app/{POOL_ID}/*"]),
)
IN_POOL = {"cognito-identity.amazonaws.com:sub": "us-east-1:1"}
OF_U1 = "arn:aws:s3:::myBucket/amazon/mynumbersgame/amzn1.u1"
WEB_ROWS = [
    (AMAZON, SESSION, "s3:GetObject", f"{OF_U1}/score", PLAYER, ALLOWED, "their folder"),
    (AMAZON, SESSION, "s3:GetObject", OF_U1, PLAYER, ALLOWED, "the folder itself"),
    (AMAZON, SESSION, "s3:GetObject", f"{OF_U1}0/score", PLAYER, IMPLICIT, "a folder whose name begins so"),
    (AMAZON, SESSION, "s3:GetObject", f"{OF_U1}/score", {}, IMPLICIT, "somebody without such an id"),
    (AMAZON, SESSION, "s3:ListBucket", "arn:aws:s3:::myBucket", {**PLAYER, "s3:prefix": "Amazon/mynumbersgame/amzn1.u1/a"}, ALLOWED, "what it holds"),
    (AMAZON, SESSION, "s3:ListBucket", "arn:aws:s3:::myBucket", {**PLAYER, "s3:prefix": "amazon/mynumbersgame/amzn1.u1/a"}, IMPLICIT, "a prefix in another case"),
]  # fmt: skip
COGNITO_ROWS = [
    (POOL, SESSION, "s3:ListBucket", "arn:aws:s3:::b", {**IN_POOL, "s3:prefix": "cognito/app/us-east-1:1"}, ALLOWED, "their prefix"),
    (POOL, SESSION, "s3:ListBucket", "arn:aws:s3:::b", {**IN_POOL, "s3:prefix": "cognito/app/us-east-1:1/x"}, IMPLICIT, "a longer one"),
    (POOL, SESSION, "s3:GetObject", "arn:aws:s3:::b/cognito/app/us-east-1:1/x", IN_POOL, ALLOWED, "their objects, though an id has a colon"),
    (POOL, SESSION, "s3:GetObject", "arn:aws:s3:::b/cognito/app/us-east-1:2/x", IN_POOL, IMPLICIT, "another's objects"),
]  # fmt: skip

HOME = document(
    allow("s3:ListAllMyBuckets", "s3:GetBucketLocation"),
    allow("s3:ListBucket", on="arn:aws:s3:::b", StringLike={"s3:prefix": ["", "home/", "home/${aws:userid}/*"]}),
    allow("s3:*", on=["arn:aws:s3:::b/home/${aws:userid}", "arn:aws:s3:::b/home/${aws:userid}/*"]),
)
JOHN = {"aws:userid": "AROAXXT2NJT7D3SIQN7Z6:John"}
RECENT = document(
    allow("s3:ListAllMyBuckets", on="arn:aws:s3:::*"),
    allow("s3:ListBucket", on="arn:aws:s3:::*"),
    allow("s3:PutObject", "s3:GetObject", on="arn:aws:s3:::*/*"),
    deny("s3:*", on=["arn:aws:s3:::Production/*", "arn:aws:s3:::Production"], NumericGreaterThanIfExists={"aws:MultiFactorAuthAge": "1800"}),
)  # fmt: skip
DATES = document(
    allow("s3:GetObject", DateGreaterThan={"aws:CurrentTime": "2020-04-01T00:00:00Z"}, DateLessThan={"aws:CurrentTime": "2020-06-30T23:59:59Z"})
)  # fmt: skip
REGIONS = document(
    allow("account:EnableRegion", "account:DisableRegion", StringEquals={"account:TargetRegion": "ap-east-1"})
)
MANAGED = document(
    allow("iam:CreateUser"),
    allow("iam:AttachUserPolicy", ArnEquals={"iam:PolicyARN": [f"arn:aws:iam::{A}:policy/mine", "arn:aws:iam::aws:policy/theirs"]}),
)  # fmt: skip
VOLUMES = document(
    allow("ec2:AttachVolume", on="arn:aws:ec2:*:*:instance/*", StringEquals={"aws:ResourceTag/Department": "Development"}),
    allow("ec2:AttachVolume", on="arn:aws:ec2:*:*:volume/*", StringEquals={"aws:ResourceTag/VolumeUser": "${aws:username}"}),
)  # fmt: skip
PASS = document(allow("iam:PassRole", StringEquals={"iam:PassedToService": "cloudwatch.amazonaws.com"}))
OWNERS = document(
    allow("rds:Describe*", "rds:List*"),
    allow("rds:RebootDBInstance", StringEqualsIgnoreCase={"rds:db-tag/Owner": "${aws:username}"}),
)
SERVICES = document(
    allow("s3:*", "cloudwatch:*", "ec2:*"),
    allow("iam:*AccessKey*", "iam:ChangePassword", "iam:GetUser", "iam:*LoginProfile*", on=[OWN_USER]),
    deny("s3:*", on=["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]),
    deny("ec2:*", on="arn:aws:ec2:*:*:instance/i-1234567890abcdef0"),
)
RANGES = document(
    deny("*", NotIpAddress={"aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"]}, Bool={"aws:ViaAWSService": "false"}),
    allow("s3:*"),
)
EUROPE = document(
    deny_others("cloudfront:*", "iam:*", "route53:*", "support:*", StringNotEquals={"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]}),
    allow("*"),
)  # fmt: skip
SUBNET = document(
    allow("ec2:RunInstances", on=["arn:aws:ec2:*:*:subnet/subnet-1", "arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*::image/ami-*"])
)  # fmt: skip
OBJECT = "arn:aws:s3:::Production/o"
AGE = "aws:MultiFactorAuthAge"
CLOCK = "aws:CurrentTime"
GALLERY: list[Row] = [
    ("s3_federated-home-directory-console", HOME, SESSION, "s3:ListBucket", "arn:aws:s3:::b", {**JOHN, "s3:prefix": ""}, ALLOWED, "the root is listed"),
    ("s3_federated-home-directory-console", HOME, SESSION, "s3:ListBucket", "arn:aws:s3:::b", JOHN, IMPLICIT, "a request without a prefix"),
    ("s3_federated-home-directory-console", HOME, SESSION, "s3:ListBucket", "arn:aws:s3:::b", {**JOHN, "s3:prefix": "home/AROAXXT2NJT7D3SIQN7Z6:John/x"}, ALLOWED, "their home is listed"),
    ("s3_federated-home-directory-console", HOME, SESSION, "s3:ListBucket", "arn:aws:s3:::b", {**JOHN, "s3:prefix": "home/AROAXXT2NJT7D3SIQN7Z6:Jane/x"}, IMPLICIT, "another session's home"),
    ("s3_federated-home-directory-console", HOME, SESSION, "s3:PutObject", "arn:aws:s3:::b/home/AROAXXT2NJT7D3SIQN7Z6:John/o", JOHN, ALLOWED, "an object at home"),
    ("s3_federated-home-directory-console", HOME, SESSION, "s3:PutObject", "arn:aws:s3:::b/home/o", JOHN, IMPLICIT, "an object elsewhere"),
    ("s3_full-access-except-production", RECENT, ANN, "s3:GetObject", OBJECT, {}, EXPLICIT, "long-term keys"),
    ("s3_full-access-except-production", RECENT, ANN, "s3:GetObject", OBJECT, {AGE: "1800"}, ALLOWED, "thirty minutes"),
    ("s3_full-access-except-production", RECENT, ANN, "s3:GetObject", OBJECT, {AGE: "1801"}, EXPLICIT, "more than thirty minutes"),
    ("s3_full-access-except-production", RECENT, ANN, "s3:GetObject", "arn:aws:s3:::other/o", {}, ALLOWED, "another bucket"),
    ("s3_full-access-except-production", RECENT, ANN, "s3:ListBucket", "arn:aws:s3:::Production", {}, EXPLICIT, "the bucket itself"),
    ("aws-dates", DATES, ANN, "s3:GetObject", OBJECT, {CLOCK: "2020-05-01T00:00:00Z"}, ALLOWED, "between the dates"),
    ("aws-dates", DATES, ANN, "s3:GetObject", OBJECT, {CLOCK: "2020-03-31T23:59:59Z"}, IMPLICIT, "before them"),
    ("aws-dates", DATES, ANN, "s3:GetObject", OBJECT, {CLOCK: "2020-07-01T00:00:00Z"}, IMPLICIT, "after them"),
    ("aws-enable-disable-regions", REGIONS, ANN, "account:EnableRegion", "*", {"account:TargetRegion": "ap-east-1"}, ALLOWED, "the Region"),
    ("aws-enable-disable-regions", REGIONS, ANN, "account:EnableRegion", "*", {"account:TargetRegion": "af-south-1"}, IMPLICIT, "another Region"),
    ("iam_limit-managed", MANAGED, ANN, "iam:AttachUserPolicy", f"{USERS}bob", {"iam:PolicyARN": "arn:aws:iam::aws:policy/theirs"}, ALLOWED, "a listed policy"),
    ("iam_limit-managed", MANAGED, ANN, "iam:AttachUserPolicy", f"{USERS}bob", {"iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess"}, IMPLICIT, "another policy"),
    ("ec2_ebs-owner", VOLUMES, ANN, "ec2:AttachVolume", f"arn:aws:ec2:us-east-1:{A}:volume/v-1", {"aws:ResourceTag/VolumeUser": "ann"}, ALLOWED, "their volume"),
    ("ec2_ebs-owner", VOLUMES, ANN, "ec2:AttachVolume", f"arn:aws:ec2:us-east-1:{A}:volume/v-1", {"aws:ResourceTag/Department": "Development"}, IMPLICIT, "the instance's tag on a volume"),
    ("ec2_ebs-owner", VOLUMES, ANN, "ec2:AttachVolume", INSTANCE, {"aws:ResourceTag/Department": "Production"}, IMPLICIT, "an instance of another department"),
    ("iam-passrole-service", PASS, ANN, "iam:PassRole", ROLE, {"iam:PassedToService": "cloudwatch.amazonaws.com"}, ALLOWED, "to the service"),
    ("iam-passrole-service", PASS, ANN, "iam:PassRole", ROLE, {"iam:PassedToService": "lambda.amazonaws.com"}, IMPLICIT, "to another service"),
    ("rds_tag-owner", OWNERS, ANN, "rds:RebootDBInstance", f"arn:aws:rds:us-east-1:{A}:db:d", {"rds:db-tag/Owner": "ANN"}, ALLOWED, "the owner in any case"),
    ("rds_tag-owner", OWNERS, ANN, "rds:RebootDBInstance", f"arn:aws:rds:us-east-1:{A}:db:d", {"rds:og-tag/Owner": "ann"}, IMPLICIT, "the tag of another resource"),
    ("iam_multiple-services-console", SERVICES, ANN, "s3:GetObject", "arn:aws:s3:::logs/o", {}, EXPLICIT, "the logs"),
    ("iam_multiple-services-console", SERVICES, ANN, "s3:GetObject", "arn:aws:s3:::logs-2/o", {}, ALLOWED, "a bucket whose name begins so"),
    ("iam_multiple-services-console", SERVICES, ANN, "ec2:StopInstances", INSTANCE, {}, ALLOWED, "an instance"),
    ("iam_multiple-services-console", SERVICES, ANN, "ec2:StopInstances", f"arn:aws:ec2:us-east-1:{A}:instance/i-1234567890abcdef0", {}, EXPLICIT, "the instance of production"),
    ("iam_multiple-services-console", SERVICES, ANN, "iam:UpdateLoginProfile", f"{USERS}ann", {}, ALLOWED, "their own profile"),
    ("iam_multiple-services-console", SERVICES, ANN, "iam:UpdateLoginProfile", f"{USERS}bob", {}, IMPLICIT, "another's profile"),
    ("iam_multiple-services-console", SERVICES, ANN, "iam:CreateUser", f"{USERS}bob", {}, IMPLICIT, "another action of IAM"),
    ("aws_deny-ip", RANGES, ANN, "s3:GetObject", OBJECT, {"aws:SourceIp": "203.0.113.9", "aws:ViaAWSService": "false"}, ALLOWED, "in one of the ranges"),
    ("aws_deny-ip", RANGES, ANN, "s3:GetObject", OBJECT, {"aws:SourceIp": "198.51.100.9", "aws:ViaAWSService": "false"}, EXPLICIT, "outside of both"),
    ("aws_deny-ip", RANGES, ANN, "s3:GetObject", OBJECT, {"aws:SourceIp": "198.51.100.9", "aws:ViaAWSService": "true"}, ALLOWED, "through a service"),
    ("aws_deny-requested-region", EUROPE, ANN, "ec2:RunInstances", INSTANCE, {"aws:RequestedRegion": "us-east-1"}, EXPLICIT, "another Region"),
    ("aws_deny-requested-region", EUROPE, ANN, "ec2:RunInstances", INSTANCE, {"aws:RequestedRegion": "eu-west-1"}, ALLOWED, "a listed Region"),
    ("aws_deny-requested-region", EUROPE, ANN, "iam:CreateUser", f"{USERS}bob", {"aws:RequestedRegion": "us-east-1"}, ALLOWED, "a global service"),
    ("ec2_instances-subnet", SUBNET, ANN, "ec2:RunInstances", f"arn:aws:ec2:us-east-1:{A}:subnet/subnet-1", {}, ALLOWED, "the subnet"),
    ("ec2_instances-subnet", SUBNET, ANN, "ec2:RunInstances", f"arn:aws:ec2:us-east-1:{A}:subnet/subnet-2", {}, IMPLICIT, "another subnet"),
    ("ec2_instances-subnet", SUBNET, ANN, "ec2:RunInstances", "arn:aws:ec2:us-east-1::image/ami-1", {}, ALLOWED, "an image, which no account owns"),
]  # fmt: skip

PAGES: list[tuple[str, list[Row]]] = [
    (OWN_CREDENTIALS, OWN_CREDENTIALS_ROWS),
    (ABAC, ABAC_ROWS),
    (TAGS, TAG_ROWS),
    (IAM_TAGS, IAM_TAG_ROWS),
    (DYNAMODB, DYNAMODB_ROWS),
    (WALKTHROUGH, WALKTHROUGH_ROWS),
    (S3_EXAMPLES, S3_ROWS),
    (WEB_USERS, WEB_ROWS),
    (COGNITO, COGNITO_ROWS),
]
ROWS = [
    *(
        pytest.param(page, *row[:-1], id=f"{page.rpartition('/')[2]}: {row[-1]}")
        for page, rows in PAGES
        for row in rows
    ),
    *(pytest.param(f"{EXAMPLES}{name}.html", *row, id=f"{name}: {text}") for name, *row, text in GALLERY),
]


@pytest.mark.parametrize(("page", "policy", "caller", "action", "resource", "context", "outcome"), ROWS)
def test_example_of_an_identity_based_policy(
    page: str, policy: Any, caller: str, action: str, resource: str, context: Context, outcome: Outcome
) -> None:
    """It decides as its page says."""
    request = Request(action, resource, caller, context, issuer=ROLE if caller == SESSION else None)
    assert evaluate(request, Policies(identity=[policy])).outcome is outcome, page


def test_a_caller_of_no_account_asks_for_buckets_of_aws() -> None:
    """Where no account tells the partition, it is AWS's own."""
    opened = {**allow("s3:ListAllMyBuckets", on="arn:aws:s3:::*"), "Principal": {"Service": "config.amazonaws.com"}}
    assert evaluate(Request(LISTING, principal="config.amazonaws.com"), Policies(resource=opened)), WALKTHROUGH


def test_no_example_has_an_error() -> None:
    """What is said of AWS's own policies is how they could be better."""
    policies = [row[0] for _, rows in PAGES for row in rows] + [row[1] for row in GALLERY]
    found = {str(one) for policy in policies for one in lint_policy(policy, reference=True) if one.severity is ERROR}
    assert not found


X_COMPANY = "arn:aws:iam::111122223333:policy/XCompanyBoundaries"
ZHANG = "arn:aws:iam::123456789012:user/Zhang"
NIKHIL = "arn:aws:iam::123456789012:user/Nikhil"
DELEGATED = document(
    allow("iam:CreateUser", "iam:AttachUserPolicy", "iam:PutUserPermissionsBoundary", StringEquals={"iam:PermissionsBoundary": X_COMPANY}),
    allow("cloudwatch:*", "iam:GetUser", "iam:DeleteUser", "iam:*Group*", "iam:CreatePolicy", "iam:DeletePolicy"),
    deny("iam:DeletePolicy", "iam:CreatePolicyVersion", on=f"arn:aws:iam::{A}:policy/XCompanyBoundaries"),
    deny("iam:DeleteUserPermissionsBoundary"),
)  # fmt: skip
PERMISSIONS = document(
    allow("iam:*"),
    allow("cloudwatch:GetDashboard", "cloudwatch:ListMetrics"),
    allow("s3:ListBucket", on="arn:aws:s3:::ZhangBucket"),
)
READS = document(allow("iam:*"), allow("s3:Get*", "s3:List*"))
WITH = {"iam:PermissionsBoundary": X_COMPANY}
LIMITED = [
    (ZHANG, PERMISSIONS, DELEGATED, "iam:CreateUser", f"{USERS}Nikhil", {}, IMPLICIT, "a user without the boundary"),
    (ZHANG, PERMISSIONS, DELEGATED, "iam:CreateUser", f"{USERS}Nikhil", WITH, ALLOWED, "a user with it"),
    (ZHANG, PERMISSIONS, DELEGATED, "iam:DeleteUserPermissionsBoundary", f"{USERS}Nikhil", {}, EXPLICIT, "to delete a boundary"),
    (ZHANG, PERMISSIONS, DELEGATED, "iam:DeletePolicy", f"arn:aws:iam::{A}:policy/XCompanyBoundaries", {}, EXPLICIT, "to delete its policy"),
    (ZHANG, PERMISSIONS, DELEGATED, "iam:DeletePolicy", f"arn:aws:iam::{A}:policy/other", {}, ALLOWED, "to delete another"),
    (ZHANG, PERMISSIONS, DELEGATED, "iam:CreateGroup", "*", {}, ALLOWED, "an action on groups"),
    (ZHANG, PERMISSIONS, DELEGATED, "iam:CreateRole", "*", {}, IMPLICIT, "what the boundary lacks"),
    (ZHANG, PERMISSIONS, DELEGATED, "cloudwatch:ListMetrics", "*", {}, ALLOWED, "one of the listed of CloudWatch"),
    (ZHANG, PERMISSIONS, DELEGATED, "cloudwatch:PutMetricData", "*", {}, IMPLICIT, "what the permissions lack"),
    (ZHANG, PERMISSIONS, DELEGATED, "s3:ListBucket", "arn:aws:s3:::ZhangBucket", {}, IMPLICIT, "no service but those of the boundary"),
    (NIKHIL, READS, SERVICES, "iam:ChangePassword", f"{USERS}Nikhil", {}, ALLOWED, "their own password"),
    (NIKHIL, READS, SERVICES, "iam:CreateUser", f"{USERS}x", {}, IMPLICIT, "no other user"),
    (NIKHIL, READS, SERVICES, "s3:GetObject", "arn:aws:s3:::own/o", {}, ALLOWED, "objects are read"),
    (NIKHIL, READS, SERVICES, "s3:PutObject", "arn:aws:s3:::own/o", {}, IMPLICIT, "and not written"),
    (NIKHIL, READS, SERVICES, "s3:ListBucket", "arn:aws:s3:::logs", {}, EXPLICIT, "but not those of the logs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("caller", "policy", "boundary", "action", "resource", "context", "outcome"),
    [pytest.param(*row[:-1], id=f"{row[0].rpartition('/')[2]}: {row[-1]}") for row in LIMITED],
)
def test_example_of_a_permissions_boundary(
    caller: str, policy: Any, boundary: Any, action: str, resource: str, context: Context, outcome: Outcome
) -> None:
    """What Zhang may delegate, and what Nikhil may do."""
    request = Request(action, resource, caller, context)
    assert evaluate(request, Policies(identity=[policy], boundary=[boundary])).outcome is outcome, BOUNDARIES
