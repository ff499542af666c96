"""The example policies of AWS's pages for resources, endpoints and organizations, judged as their pages say.

The statements are those of the pages, without the actions and resources that no request here is about.
"""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, Severity, evaluate, lint_policy, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
BUCKETS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html"
BUCKET_KEYS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html"
QUEUES = (
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html"
)
TOPICS = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"
KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"
GATEWAY = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html"
SCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html"
EC2_SCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_ec2.html"
RCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html"
MFA = f"{IAM}/id_credentials_mfa_configure-api-require.html"
SESSION_TAGS = f"{IAM}/id_session-tags.html"

# The resources' account, a partner's, and somebody's.
A, B, C = "111122223333", "444455556666", "777788889999"
JOHN = f"arn:aws:iam::{A}:user/JohnDoe"
ANN, BOB, EVE = (f"arn:aws:iam::{account}:user/u" for account in (A, B, C))
ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}

Context = dict[str, Any]


def allow(who: Any, *actions: str, on: Any = "*", **conditions: Any) -> dict[str, Any]:
    principal = who if who == "*" else {"Service" if str(who).endswith(".com") else "AWS": who}
    condition = {"Condition": conditions} if conditions else {}
    return {"Effect": "Allow", "Principal": principal, "Action": list(actions), "Resource": on, **condition}


def deny(who: Any, *actions: str, on: Any = "*", **conditions: Any) -> dict[str, Any]:
    return {**allow(who, *actions, on=on, **conditions), "Effect": "Deny"}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


BUCKET, OBJECTS, OBJECT = "arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::b/o"
ENCRYPTED = "s3:x-amz-server-side-encryption-aws-kms-key-id"
KEY = f"arn:aws:kms:us-east-1:{A}:key/1"
ROOTS = [f"arn:aws:iam::{A}:root", f"arn:aws:iam::{B}:root"]
SSE_KMS = document(
    deny("*", "s3:PutObject", on=OBJECTS, Null={ENCRYPTED: "true"}), allow(A, "s3:PutObject", on=OBJECTS)
)
ONE_KEY = document(
    deny("*", "s3:PutObject", on=OBJECTS, ArnNotEqualsIfExists={ENCRYPTED: KEY}), allow(A, "s3:*", on=OBJECTS)
)
CANNED = document(
    allow(ROOTS, "s3:PutObject", "s3:PutObjectAcl", on=OBJECTS, StringEquals={"s3:x-amz-acl": ["public-read"]})
)
UPLOAD = document(allow(B, "s3:PutObject", on=OBJECTS, StringEquals={"s3:x-amz-acl": "bucket-owner-full-control"}))
PRODUCTION = document(
    allow(JOHN, "s3:GetObject", on=OBJECTS, StringEquals={"s3:ExistingObjectTag/environment": "production"})
)
SOME_KEYS = document(
    allow(
        JOHN,
        "s3:PutObjectTagging",
        on=OBJECTS,
        **{"ForAnyValue:StringEquals": {"s3:RequestObjectTagKeys": ["Owner", "CreationDate"]}},
    )
)
PROJECT = document(allow(JOHN, "s3:PutObjectTagging", on=OBJECTS, StringEquals={"s3:RequestObjectTag/Project": "X"}))
LOGS = document(
    allow(
        "logging.s3.amazonaws.com",
        "s3:PutObject",
        on=OBJECTS,
        StringEquals={"aws:SourceAccount": A},
        ArnLike={"aws:SourceArn": "arn:aws:s3:::source"},
    ),
    deny(
        "*",
        "s3:PutObject",
        on=OBJECTS,
        **{"ForAllValues:StringNotEquals": {"aws:PrincipalServiceNamesList": "logging.s3.amazonaws.com"}},
    ),
)
MEMBERS = document(allow("*", "s3:GetObject", on=OBJECTS, StringEquals={"aws:PrincipalOrgID": ["o-aa111bb222"]}))
TLS = document(
    deny("*", "s3:*", on=[BUCKET, OBJECTS], Bool={"aws:SecureTransport": "false"}), allow(A, "s3:*", on=OBJECTS)
)
FOLDER = document(
    allow(
        [JOHN],
        "s3:ListBucket",
        on=[BUCKET],
        StringEquals={"s3:prefix": ["", "home/", "home/JohnDoe"], "s3:delimiter": ["/"]},
    ),
    allow([JOHN], "s3:ListBucket", on=[BUCKET], StringLike={"s3:prefix": ["home/JohnDoe/*"]}),
    allow([JOHN], "s3:*", on=["arn:aws:s3:::b/home/JohnDoe/*"]),
)
BALANCER = document(
    allow("logdelivery.elasticloadbalancing.amazonaws.com", "s3:PutObject", on=f"arn:aws:s3:::b/prefix/AWSLogs/{A}/*")
)
ADDRESSES = document(
    allow(
        "*",
        "s3:GetObject",
        on=OBJECTS,
        IpAddress={"aws:SourceIp": "192.0.2.0/24"},
        NotIpAddress={"aws:SourceIp": "192.0.2.188/32"},
    )
)
DAVE = f"arn:aws:iam::{A}:user/Dave"
COPIES = document(
    allow(DAVE, "s3:PutObject", on=OBJECTS),
    deny(DAVE, "s3:PutObject", on=OBJECTS, StringNotLike={"s3:x-amz-copy-source": "b/public/*"}),
)
VERSION = document(
    allow(DAVE, "s3:GetObjectVersion", on=OBJECT),
    deny(DAVE, "s3:GetObjectVersion", on=OBJECT, StringNotEquals={"s3:VersionId": "Aaa"}),
)
OLD_TLS = document(
    deny("*", "s3:PutObject", on=[BUCKET, OBJECTS], NumericLessThan={"s3:TlsVersion": 1.2}),
    allow(A, "s3:PutObject", on=OBJECTS),
)
NEW_TLS = document(allow("*", "s3:PutObject", on=[BUCKET, OBJECTS], NumericGreaterThan={"s3:TlsVersion": 1.1}))
ONE_ACCOUNT = document(
    deny("*", "s3:GetObject", on=OBJECTS, StringNotEquals={"aws:PrincipalAccount": [A]}),
    allow([A, B], "s3:*", on=OBJECTS),
)
INSECURE = document(
    deny("*", "s3:*", Bool={"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}),
    allow([A], "s3:*"),
    allow("logs.amazonaws.com", "s3:*"),
)
THROUGH = document(
    deny("*", "s3:GetObject", on=[BUCKET, OBJECTS], StringNotEquals={"aws:sourceVpce": "vpce-1a2b3c4d"}),
    allow(A, "s3:*", on=OBJECTS),
)
INSIDE = document(
    deny("*", "s3:GetObject", on=[BUCKET, OBJECTS], NotIpAddress={"aws:VpcSourceIp": "172.31.0.0/16"}),
    allow(A, "s3:*", on=OBJECTS),
)
WITH_MFA = document(
    allow([A, B], "s3:PutObject", "s3:DeleteObject", on=[OBJECTS], Bool={"aws:MultiFactorAuthPresent": "true"})
)

TAXES = "arn:aws:s3:::b/taxdocuments/*"
AGE = "aws:MultiFactorAuthAge"
TAX_DOCUMENTS = document(
    {**deny("*", "s3:*", on=TAXES, Null={AGE: True}), "Sid": ""},
    {**deny("*", "s3:*", on=TAXES, NumericGreaterThan={AGE: 3600}), "Sid": ""},
    {**allow("*", "s3:GetObject", on=OBJECTS), "Sid": ""},
)
FIELDS = "s3:InventoryAccessibleOptionalFields"
ANA = f"arn:aws:iam::{A}:user/Ana"
INVENTORY = document(
    allow(
        ANA,
        "s3:PutInventoryConfiguration",
        on=BUCKET,
        **{"ForAllValues:StringEquals": {FIELDS: ["Size", "StorageClass"]}},
    )
)
NO_OWNER = document(
    allow(ANA, "s3:PutInventoryConfiguration", on=BUCKET),
    deny(
        ANA,
        "s3:PutInventoryConfiguration",
        on=BUCKET,
        **{"ForAnyValue:StringEquals": {FIELDS: ["ObjectOwner", "ObjectAccessControlList"]}},
    ),
)

QUEUE = f"arn:aws:sqs:us-east-2:{A}:queue1"
EVERYWHERE = f"arn:aws:sqs:*:{A}:queue1"
SENDS = document(allow([B], "sqs:SendMessage", on=QUEUE))
TWO = document(allow([f"arn:aws:iam::{B}:role/role1", f"arn:aws:iam::{B}:user/u"], "sqs:*", on=QUEUE))
PUBLIC = document(allow("*", "sqs:ReceiveMessage", on=EVERYWHERE))
AN_AFTERNOON = document(
    allow(
        "*",
        "sqs:ReceiveMessage",
        on=EVERYWHERE,
        DateGreaterThan={"aws:CurrentTime": "2009-01-31T12:00Z"},
        DateLessThan={"aws:CurrentTime": "2009-01-31T15:00Z"},
    )
)
BLOCKED = document(
    allow(
        "*",
        "sqs:SendMessage",
        on=EVERYWHERE,
        IpAddress={"aws:SourceIp": "192.0.2.0/24"},
        NotIpAddress={"aws:SourceIp": "192.0.2.188/32"},
    ),
    deny("*", "sqs:*", on=EVERYWHERE, IpAddress={"aws:SourceIp": "12.148.72.0/23"}),
)

TOPIC = f"arn:aws:sns:us-east-2:{A}:MyTopic"
HTTPS = {"Statement": [allow(B, "sns:Subscribe", on=TOPIC, StringEquals={"sns:Protocol": "https"})]}
FROM_TOPIC = {
    "Statement": [allow("sns.amazonaws.com", "sqs:SendMessage", on=QUEUE, ArnEquals={"aws:SourceArn": TOPIC})]
}
FROM_BUCKETS = {
    "Statement": [allow("s3.amazonaws.com", "sns:Publish", on=TOPIC, StringEquals={"AWS:SourceAccount": B})]
}
OF_ORGANIZATION = {"Statement": [allow("*", "sns:Publish", on=TOPIC, StringEquals={"aws:PrincipalOrgID": "myOrgId"})]}

APP = f"arn:aws:iam::{A}:role/RoleForExampleApp"
IN_APP = f"arn:aws:sts::{A}:assumed-role/RoleForExampleApp/s"
PAIR = "kms:EncryptionContext:"
APP_NAME = document(allow(APP, "kms:GenerateDataKey", StringEquals={f"{PAIR}AppName": "ExampleApp"}))
APP_ALONE = document(
    allow(
        APP,
        "kms:GenerateDataKey",
        StringEquals={f"{PAIR}AppName": "ExampleApp"},
        **{"ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["AppName"]}},
    )
)
STAGES = document(
    allow(APP, "kms:*"), deny(APP, "kms:GenerateDataKey", StringEquals={f"{PAIR}Stage": ["Restricted", "Production"]})
)
EITHER = document(
    allow(APP, "kms:Decrypt", StringEquals={f"{PAIR}Department": "IT"}),
    allow(APP, "kms:Decrypt", StringEquals={f"{PAIR}Project": "Alpha"}),
)
KEY_CASE = document(
    allow(APP, "kms:GenerateDataKey", **{"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "AppName"}})
)
EBS = document(
    allow(
        "*",
        "kms:Encrypt",
        "kms:ReEncrypt*",
        StringEquals={"kms:CallerAccount": A, "kms:ViaService": "ec2.us-west-2.amazonaws.com"},
    )
)
BYPASS = document(allow(A, "kms:PutKeyPolicy", Null={"kms:BypassPolicyLockoutSafetyCheck": True}))


def pairs(**given: str) -> Context:
    return {**{f"{PAIR}{key}": value for key, value in given.items()}, "kms:EncryptionContextKeys": list(given)}


PREFIX, DELIMITER = "s3:prefix", "s3:delimiter"
SERVICES = "aws:PrincipalServiceNamesList"
LOGGING = {
    "aws:SourceAccount": A,
    "aws:SourceArn": "arn:aws:s3:::source",
    SERVICES: ["logging.s3.amazonaws.com", "s3.amazonaws.com"],
}
GET, PUT, LIST = "s3:GetObject", "s3:PutObject", "s3:ListBucket"
# The page, the resource's policy, who asks for what on which resource, in which context, and what its page says. Each
# caller from another account has all permissions there, each of the resource's own account none.
ROWS: list[tuple[Any, ...]] = [
    (BUCKETS, SSE_KMS, ANN, PUT, OBJECT, {}, EXPLICIT, "not encrypted with SSE-KMS"),
    (BUCKETS, SSE_KMS, ANN, PUT, OBJECT, {ENCRYPTED: KEY}, IMPLICIT, "encrypted, and the account delegates to its own policies"),
    (BUCKETS, ONE_KEY, ANN, PUT, OBJECT, {ENCRYPTED: f"{KEY}2"}, EXPLICIT, "encrypted with another key"),
    (BUCKETS, CANNED, BOB, PUT, OBJECT, {"s3:x-amz-acl": "public-read"}, ALLOWED, "an account of several, with the ACL"),
    (BUCKETS, CANNED, BOB, PUT, OBJECT, {"s3:x-amz-acl": "private"}, IMPLICIT, "with another ACL"),
    (BUCKETS, CANNED, EVE, PUT, OBJECT, {"s3:x-amz-acl": "public-read"}, IMPLICIT, "an account that is not listed"),
    (BUCKETS, UPLOAD, BOB, PUT, OBJECT, {"s3:x-amz-acl": "bucket-owner-full-control"}, ALLOWED, "full control for the owner"),
    (BUCKETS, UPLOAD, BOB, PUT, OBJECT, {}, IMPLICIT, "no ACL"),
    (BUCKETS, PRODUCTION, JOHN, GET, OBJECT, {"s3:ExistingObjectTag/environment": "production"}, ALLOWED, "an object with the tag"),
    (BUCKETS, PRODUCTION, JOHN, GET, OBJECT, {"s3:ExistingObjectTag/environment": "Production"}, IMPLICIT, "a tag in another case"),
    (BUCKETS, SOME_KEYS, JOHN, "s3:PutObjectTagging", OBJECT, {"s3:RequestObjectTagKeys": ["Owner", "other"]}, ALLOWED, "at least one of the keys"),
    (BUCKETS, SOME_KEYS, JOHN, "s3:PutObjectTagging", OBJECT, {"s3:RequestObjectTagKeys": ["other"]}, IMPLICIT, "none of the keys"),
    (BUCKETS, SOME_KEYS, JOHN, "s3:PutObjectTagging", OBJECT, {}, IMPLICIT, "no key at all"),
    (BUCKETS, PROJECT, JOHN, "s3:PutObjectTagging", OBJECT, {"s3:RequestObjectTag/Project": "X"}, ALLOWED, "the required tag"),
    (BUCKETS, PROJECT, JOHN, "s3:PutObjectTagging", OBJECT, {"s3:RequestObjectTag/Other": "X"}, IMPLICIT, "another tag"),
    (BUCKETS, LOGS, "logging.s3.amazonaws.com", PUT, OBJECT, LOGGING, ALLOWED, "the logging service"),
    (BUCKETS, LOGS, "logging.s3.amazonaws.com", PUT, OBJECT, {**LOGGING, "aws:SourceArn": "arn:aws:s3:::other"}, IMPLICIT, "for another bucket"),
    (BUCKETS, LOGS, JOHN, PUT, OBJECT, {}, EXPLICIT, "somebody who is no service"),
    (BUCKETS, LOGS, "config.amazonaws.com", PUT, OBJECT, {SERVICES: ["config.amazonaws.com"]}, EXPLICIT, "another service"),
    (BUCKETS, MEMBERS, BOB, GET, OBJECT, {"aws:PrincipalOrgID": "o-aa111bb222"}, ALLOWED, "somebody of the organization"),
    (BUCKETS, MEMBERS, EVE, GET, OBJECT, {"aws:PrincipalOrgID": "o-other"}, IMPLICIT, "somebody of another"),
    (BUCKETS, MEMBERS, "*", GET, OBJECT, {}, IMPLICIT, "nobody known"),
    (BUCKETS, TLS, ANN, GET, OBJECT, {"aws:SecureTransport": "false"}, EXPLICIT, "by HTTP"),
    (BUCKETS, FOLDER, JOHN, LIST, BUCKET, {PREFIX: "", DELIMITER: "/"}, ALLOWED, "the root is listed"),
    (BUCKETS, FOLDER, JOHN, LIST, BUCKET, {PREFIX: ""}, IMPLICIT, "the whole bucket is not"),
    (BUCKETS, FOLDER, JOHN, LIST, BUCKET, {PREFIX: "home/JohnDoe/a/b"}, ALLOWED, "any folder of his"),
    (BUCKETS, FOLDER, JOHN, LIST, BUCKET, {PREFIX: "home/Jane/", DELIMITER: "/"}, IMPLICIT, "another's folder"),
    (BUCKETS, FOLDER, JOHN, "s3:DeleteObject", "arn:aws:s3:::b/home/JohnDoe/x", {}, ALLOWED, "all actions in his folder"),
    (BUCKETS, FOLDER, JOHN, "s3:DeleteObject", "arn:aws:s3:::b/home/JohnDoe", {}, IMPLICIT, "none on what is called as it is"),
    (BUCKETS, BALANCER, "logdelivery.elasticloadbalancing.amazonaws.com", PUT, f"arn:aws:s3:::b/prefix/AWSLogs/{A}/log", {}, ALLOWED, "the load balancer's service"),
    (BUCKETS, BALANCER, "logdelivery.elasticloadbalancing.amazonaws.com", PUT, f"arn:aws:s3:::b/prefix/AWSLogs/{B}/log", {}, IMPLICIT, "for another account"),
    (BUCKETS, TAX_DOCUMENTS, ANN, GET, "arn:aws:s3:::b/taxdocuments/f", {}, EXPLICIT, "no MFA"),
    (BUCKETS, TAX_DOCUMENTS, ANN, GET, "arn:aws:s3:::b/taxdocuments/f", {AGE: "3600"}, ALLOWED, "MFA an hour ago"),
    (BUCKETS, TAX_DOCUMENTS, ANN, GET, "arn:aws:s3:::b/taxdocuments/f", {AGE: "3601"}, EXPLICIT, "MFA before that"),
    (BUCKETS, TAX_DOCUMENTS, ANN, GET, OBJECT, {}, ALLOWED, "no MFA, elsewhere"),
    (BUCKETS, INVENTORY, ANA, "s3:PutInventoryConfiguration", BUCKET, {FIELDS: ["Size"]}, ALLOWED, "an allowed field"),
    (BUCKETS, INVENTORY, ANA, "s3:PutInventoryConfiguration", BUCKET, {FIELDS: ["Size", "ETag"]}, IMPLICIT, "a field more"),
    (BUCKETS, INVENTORY, ANA, "s3:PutInventoryConfiguration", BUCKET, {}, ALLOWED, "no optional field, as in a deletion"),
    (BUCKETS, NO_OWNER, ANA, "s3:PutInventoryConfiguration", BUCKET, {FIELDS: ["Size", "ObjectOwner"]}, EXPLICIT, "a denied field among others"),
    (BUCKETS, NO_OWNER, ANA, "s3:PutInventoryConfiguration", BUCKET, {FIELDS: ["Size", "ETag"]}, ALLOWED, "other fields"),
    (BUCKETS, NO_OWNER, ANA, "s3:PutInventoryConfiguration", BUCKET, {}, ALLOWED, "no field to deny"),
    (BUCKET_KEYS, ADDRESSES, "*", GET, OBJECT, {"aws:SourceIp": "192.0.2.4"}, ALLOWED, "an address of the range"),
    (BUCKET_KEYS, ADDRESSES, "*", GET, OBJECT, {"aws:SourceIp": "192.0.2.188"}, IMPLICIT, "the excluded address"),
    (BUCKET_KEYS, ADDRESSES, "*", GET, OBJECT, {"aws:SourceIp": "203.0.113.4"}, IMPLICIT, "an address outside"),
    (BUCKET_KEYS, COPIES, DAVE, PUT, OBJECT, {"s3:x-amz-copy-source": "b/public/PublicHappyFace1.jpg"}, ALLOWED, "a copy of a public object"),
    (BUCKET_KEYS, COPIES, DAVE, PUT, OBJECT, {"s3:x-amz-copy-source": "b/private/x"}, EXPLICIT, "a copy of another"),
    (BUCKET_KEYS, COPIES, DAVE, PUT, OBJECT, {}, EXPLICIT, "an upload, which has no source"),
    (BUCKET_KEYS, VERSION, DAVE, "s3:GetObjectVersion", OBJECT, {"s3:versionid": "Aaa"}, ALLOWED, "the version"),
    (BUCKET_KEYS, VERSION, DAVE, "s3:GetObjectVersion", OBJECT, {"s3:versionid": "Bbb"}, EXPLICIT, "another version"),
    (BUCKET_KEYS, OLD_TLS, ANN, PUT, OBJECT, {"s3:TlsVersion": "1.1"}, EXPLICIT, "TLS before 1.2"),
    (BUCKET_KEYS, NEW_TLS, BOB, PUT, OBJECT, {"s3:TlsVersion": "1.3"}, ALLOWED, "TLS after 1.1"),
    (BUCKET_KEYS, NEW_TLS, BOB, PUT, OBJECT, {"s3:TlsVersion": "1.1"}, IMPLICIT, "TLS 1.1 itself"),
    (BUCKET_KEYS, ONE_ACCOUNT, BOB, GET, OBJECT, {}, EXPLICIT, "somebody of another account"),
    (BUCKET_KEYS, ONE_ACCOUNT, BOB, PUT, OBJECT, {}, ALLOWED, "another action of theirs"),
    (BUCKET_KEYS, ONE_ACCOUNT, "*", GET, OBJECT, {}, EXPLICIT, "nobody known has no account"),
    (BUCKET_KEYS, INSECURE, ANN, GET, OBJECT, {"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}, EXPLICIT, "somebody by HTTP"),
    (BUCKET_KEYS, INSECURE, "logs.amazonaws.com", GET, OBJECT, {"aws:PrincipalIsAWSService": "true"}, ALLOWED, "a service, whose transport is not told"),
    (GATEWAY, THROUGH, ANN, GET, OBJECT, {"aws:SourceVpce": "vpce-other"}, EXPLICIT, "through another endpoint"),
    (GATEWAY, THROUGH, ANN, GET, OBJECT, {}, EXPLICIT, "through none, as the console"),
    (GATEWAY, THROUGH, BOB, PUT, OBJECT, {}, IMPLICIT, "an action that is not denied, by a stranger"),
    (GATEWAY, INSIDE, ANN, GET, OBJECT, {"aws:VpcSourceIp": "10.0.0.1"}, EXPLICIT, "from another address of the VPC"),
    (GATEWAY, INSIDE, ANN, GET, OBJECT, {"aws:SourceIp": "172.31.0.1"}, EXPLICIT, "the address by the other key"),
    (MFA, WITH_MFA, BOB, PUT, OBJECT, {"aws:MultiFactorAuthPresent": "true"}, ALLOWED, "with MFA"),
    (MFA, WITH_MFA, BOB, PUT, OBJECT, {}, IMPLICIT, "with access keys"),
    (MFA, WITH_MFA, BOB, PUT, OBJECT, {"aws:MultiFactorAuthPresent": "false"}, IMPLICIT, "with a session without MFA"),
    (QUEUES, SENDS, BOB, "sqs:SendMessage", QUEUE, {}, ALLOWED, "one permission"),
    (QUEUES, SENDS, BOB, "sqs:ReceiveMessage", QUEUE, {}, IMPLICIT, "another permission"),
    (QUEUES, SENDS, BOB, "sqs:SendMessage", f"arn:aws:sqs:us-west-2:{A}:queue1", {}, IMPLICIT, "the queue of another Region"),
    (QUEUES, TWO, BOB, "sqs:SendMessage", QUEUE, {}, ALLOWED, "a user by name"),
    (QUEUES, TWO, f"arn:aws:iam::{B}:user/v", "sqs:SendMessage", QUEUE, {}, IMPLICIT, "another user"),
    (QUEUES, TWO, f"arn:aws:sts::{B}:assumed-role/role1/s", "sqs:SendMessage", QUEUE, {}, ALLOWED, "a session of the role"),
    (QUEUES, PUBLIC, "*", "sqs:ReceiveMessage", QUEUE, {}, ALLOWED, "anybody"),
    (QUEUES, PUBLIC, "*", "sqs:SendMessage", QUEUE, {}, IMPLICIT, "anybody, another action"),
    (QUEUES, AN_AFTERNOON, "*", "sqs:ReceiveMessage", QUEUE, {"aws:CurrentTime": "2009-01-31T13:30:00Z"}, ALLOWED, "in the afternoon"),
    (QUEUES, AN_AFTERNOON, "*", "sqs:ReceiveMessage", QUEUE, {"aws:CurrentTime": "2009-01-31T15:00:00Z"}, IMPLICIT, "at three"),
    (QUEUES, AN_AFTERNOON, "*", "sqs:ReceiveMessage", QUEUE, {"aws:CurrentTime": "2009-01-30T13:30:00Z"}, IMPLICIT, "the day before"),
    (QUEUES, BLOCKED, "*", "sqs:SendMessage", QUEUE, {"aws:SourceIp": "192.0.2.187"}, ALLOWED, "an allowed address"),
    (QUEUES, BLOCKED, "*", "sqs:SendMessage", QUEUE, {"aws:SourceIp": "192.0.2.188"}, IMPLICIT, "the one that is left out"),
    (QUEUES, BLOCKED, "*", "sqs:SendMessage", QUEUE, {"aws:SourceIp": "12.148.73.255"}, EXPLICIT, "the last of the blocked range"),
    (QUEUES, BLOCKED, "*", "sqs:SendMessage", QUEUE, {"aws:SourceIp": "12.148.74.0"}, IMPLICIT, "the first after it"),
    (TOPICS, HTTPS, BOB, "sns:Subscribe", TOPIC, {"sns:Protocol": "https"}, ALLOWED, "by HTTPS"),
    (TOPICS, HTTPS, BOB, "sns:Subscribe", TOPIC, {"sns:Protocol": "http"}, IMPLICIT, "by HTTP"),
    (TOPICS, FROM_TOPIC, "sns.amazonaws.com", "sqs:SendMessage", QUEUE, {"aws:SourceArn": TOPIC}, ALLOWED, "from the topic"),
    (TOPICS, FROM_TOPIC, "sns.amazonaws.com", "sqs:SendMessage", QUEUE, {"aws:SourceArn": f"{TOPIC}2"}, IMPLICIT, "from another"),
    (TOPICS, FROM_BUCKETS, "s3.amazonaws.com", "sns:Publish", TOPIC, {"aws:SourceAccount": B}, ALLOWED, "for a bucket of the account"),
    (TOPICS, FROM_BUCKETS, "s3.amazonaws.com", "sns:Publish", TOPIC, {"aws:SourceAccount": C}, IMPLICIT, "for one of another"),
    (TOPICS, FROM_BUCKETS, BOB, "sns:Publish", TOPIC, {"aws:SourceAccount": B}, IMPLICIT, "by its owner, without the service"),
    (TOPICS, OF_ORGANIZATION, BOB, "sns:Publish", TOPIC, {"aws:PrincipalOrgID": "myOrgId"}, ALLOWED, "by the organization's accounts"),
    (KMS, APP_NAME, IN_APP, "kms:GenerateDataKey", KEY, pairs(AppName="ExampleApp"), ALLOWED, "the pair"),
    (KMS, APP_NAME, IN_APP, "kms:GenerateDataKey", KEY, pairs(AppName="ExampleApp", Stage="Test"), ALLOWED, "the pair and another"),
    (KMS, APP_NAME, IN_APP, "kms:GenerateDataKey", KEY, pairs(appname="ExampleApp"), ALLOWED, "its key in another case"),
    (KMS, APP_NAME, IN_APP, "kms:GenerateDataKey", KEY, pairs(AppName="exampleapp"), IMPLICIT, "its value in another case"),
    (KMS, APP_ALONE, IN_APP, "kms:GenerateDataKey", KEY, pairs(AppName="ExampleApp"), ALLOWED, "the only pair"),
    (KMS, APP_ALONE, IN_APP, "kms:GenerateDataKey", KEY, pairs(AppName="ExampleApp", Stage="Test"), IMPLICIT, "no other pair"),
    (KMS, APP_ALONE, IN_APP, "kms:GenerateDataKey", KEY, {}, IMPLICIT, "no context at all"),
    (KMS, STAGES, IN_APP, "kms:GenerateDataKey", KEY, pairs(Stage="Production"), EXPLICIT, "a forbidden pair"),
    (KMS, STAGES, IN_APP, "kms:GenerateDataKey", KEY, pairs(Stage="Test"), ALLOWED, "its key with another value"),
    (KMS, EITHER, IN_APP, "kms:Decrypt", KEY, pairs(Project="Alpha"), ALLOWED, "one pair or the other"),
    (KMS, EITHER, IN_APP, "kms:Decrypt", KEY, pairs(Department="HR", Project="Beta"), IMPLICIT, "neither"),
    (KMS, KEY_CASE, IN_APP, "kms:GenerateDataKey", KEY, pairs(AppName="x"), ALLOWED, "a key by its case"),
    (KMS, KEY_CASE, IN_APP, "kms:GenerateDataKey", KEY, pairs(appname="x"), IMPLICIT, "a key in another case"),
    (KMS, EBS, ANN, "kms:ReEncryptFrom", KEY, {"kms:CallerAccount": A, "kms:ViaService": "ec2.us-west-2.amazonaws.com"}, ALLOWED, "everybody of the account, through the service"),
    (KMS, EBS, ANN, "kms:ReEncryptFrom", KEY, {"kms:CallerAccount": A}, IMPLICIT, "not without it"),
    (KMS, EBS, BOB, "kms:Encrypt", KEY, {"kms:CallerAccount": B, "kms:ViaService": "ec2.us-west-2.amazonaws.com"}, IMPLICIT, "nobody of another account"),
    (KMS, BYPASS, f"arn:aws:iam::{A}:root", "kms:PutKeyPolicy", KEY, {}, ALLOWED, "without the parameter"),
    (KMS, BYPASS, f"arn:aws:iam::{A}:root", "kms:PutKeyPolicy", KEY, {"kms:BypassPolicyLockoutSafetyCheck": "true"}, IMPLICIT, "with it"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "policy", "caller", "action", "resource", "context", "outcome"),
    [pytest.param(*row[:-1], id=f"{row[0].rpartition('/')[2]}: {row[-1]}") for row in ROWS],
)
def test_example_of_a_resource_based_policy(
    page: str, policy: Any, caller: str, action: str, resource: str, context: Context, outcome: Outcome
) -> None:
    """It decides as its page says."""
    own = f":{A}:" in caller
    asked = Request(action, resource, caller, context, resource_account=A)
    policies = Policies(identity=[] if own else [ALL], resource=policy)
    assert evaluate(asked, policies).outcome is outcome, page


def test_no_example_of_a_resource_based_policy_has_an_error() -> None:
    """What is said of AWS's own policies is how they could be better."""
    found = [one for _, policy, *_ in ROWS for one in lint_policy(policy, PolicyKind.RESOURCE, reference=True)]
    assert not {str(one) for one in found if one.severity is Severity.ERROR}


def scp(actions: Any, *, negated: bool = False, on: Any = "*", **conditions: Any) -> dict[str, Any]:
    element = "NotAction" if negated else "Action"
    return {"Effect": "Deny", element: actions, "Resource": on, "Condition": conditions}


IN_ADMIN = f"arn:aws:sts::{A}:assumed-role/Role1AllowedToBypassThisSCP/s"
GLOBAL = ["acm:*", "ec2:DescribeRegions", "iam:*", "s3:GetAccountPublic*", "s3:ListAllMyBuckets", "sts:*", "kms:*"]
BYPASSING = ["arn:aws:iam::*:role/Role1AllowedToBypassThisSCP", "arn:aws:iam::*:role/Role2AllowedToBypassThisSCP"]
EUROPE = document(
    scp(
        GLOBAL,
        negated=True,
        StringNotEquals={"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]},
        ArnNotLike={"aws:PrincipalARN": BYPASSING},
    )
)
TARGET = f"arn:aws:iam::{A}:role/name-of-role-to-deny"
PROTECTED = document(
    scp(
        ["iam:DeleteRole", "iam:UpdateRole"],
        on=["arn:aws:iam::*:role/name-of-role-to-deny"],
        ArnNotLike={"aws:PrincipalARN": "arn:aws:iam::*:role/Role1AllowedToBypassThisSCP"},
    )
)
STOPS = document(
    scp(["ec2:StopInstances", "ec2:TerminateInstances"], BoolIfExists={"aws:MultiFactorAuthPresent": False})
)
NO_ROOT = document(scp(["ec2:*"], on=["*"], StringLike={"aws:PrincipalArn": ["arn:aws:iam::*:root"]}))
MICRO = document(
    scp("ec2:RunInstances", on=["arn:aws:ec2:*:*:instance/*"], StringNotEquals={"ec2:InstanceType": "t2.micro"})
)
IMDS = document(
    scp("ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", StringNotEquals={"ec2:MetadataHttpTokens": "required"}),
    scp(
        "ec2:RunInstances",
        on="arn:aws:ec2:*:*:instance/*",
        NumericGreaterThan={"ec2:MetadataHttpPutResponseHopLimit": "2"},
    ),
    scp("*", NumericLessThan={"ec2:RoleDelivery": "2.0"}),
)
GP3 = document(
    scp(
        ["ec2:AttachVolume", "ec2:CreateVolume", "ec2:RunInstances"],
        on="arn:aws:ec2:*:*:volume/*",
        StringNotEquals={"ec2:VolumeType": "gp3"},
    )
)
INSTANCE, VOLUME = (f"arn:aws:ec2:us-east-1:{A}:{kind}/x" for kind in ("instance", "volume"))
ROOT = f"arn:aws:iam::{A}:root"
V2 = {"ec2:MetadataHttpTokens": "required", "ec2:MetadataHttpPutResponseHopLimit": "2"}
REGION = "aws:RequestedRegion"

# The page, the service control policy, who asks for what on which resource, in which context, and what its page says.
SCP_ROWS: list[tuple[Any, ...]] = [
    (SCPS, EUROPE, ANN, "ec2:RunInstances", INSTANCE, {REGION: "us-east-1"}, EXPLICIT, "another Region"),
    (SCPS, EUROPE, ANN, "ec2:RunInstances", INSTANCE, {REGION: "eu-west-1"}, ALLOWED, "an approved Region"),
    (SCPS, EUROPE, IN_ADMIN, "ec2:RunInstances", INSTANCE, {REGION: "us-east-1"}, ALLOWED, "one of the administrators' roles"),
    (SCPS, EUROPE, ANN, "iam:CreateUser", "*", {REGION: "us-east-1"}, ALLOWED, "a global service"),
    (SCPS, EUROPE, ANN, "ec2:DescribeRegions", "*", {REGION: "us-east-1"}, ALLOWED, "an exempted operation"),
    (SCPS, EUROPE, ANN, "s3:GetAccountPublicAccessBlock", "*", {REGION: "us-east-1"}, ALLOWED, "one by a wildcard"),
    (SCPS, EUROPE, ANN, "s3:GetObject", OBJECT, {REGION: "us-east-1"}, EXPLICIT, "another of the same service"),
    (SCPS, PROTECTED, ANN, "iam:DeleteRole", TARGET, {}, EXPLICIT, "the role, by anybody"),
    (SCPS, PROTECTED, IN_ADMIN, "iam:DeleteRole", TARGET, {}, ALLOWED, "the role, by its administrators"),
    (SCPS, PROTECTED, ANN, "iam:DeleteRole", f"{TARGET}2", {}, ALLOWED, "another role"),
    (SCPS, PROTECTED, ANN, "iam:GetRole", TARGET, {}, ALLOWED, "the role is shown"),
    (SCPS, STOPS, ANN, "ec2:StopInstances", INSTANCE, {}, EXPLICIT, "access keys, which know of no MFA"),
    (SCPS, STOPS, ANN, "ec2:StopInstances", INSTANCE, {"aws:MultiFactorAuthPresent": "true"}, ALLOWED, "with MFA"),
    (SCPS, STOPS, ANN, "ec2:StartInstances", INSTANCE, {}, ALLOWED, "an operation that needs none"),
    (SCPS, NO_ROOT, ROOT, "ec2:StopInstances", INSTANCE, {}, EXPLICIT, "a member account's root user"),
    (SCPS, NO_ROOT, ROOT, "s3:GetObject", OBJECT, {}, ALLOWED, "the root user elsewhere"),
    (SCPS, NO_ROOT, ANN, "ec2:StopInstances", INSTANCE, {}, ALLOWED, "its users"),
    (EC2_SCPS, MICRO, ANN, "ec2:RunInstances", INSTANCE, {"ec2:InstanceType": "m5.large"}, EXPLICIT, "another type"),
    (EC2_SCPS, MICRO, ANN, "ec2:RunInstances", INSTANCE, {"ec2:InstanceType": "t2.micro"}, ALLOWED, "the type"),
    (EC2_SCPS, MICRO, ANN, "ec2:RunInstances", VOLUME, {}, ALLOWED, "another resource of the launch"),
    (EC2_SCPS, IMDS, ANN, "ec2:RunInstances", INSTANCE, V2, ALLOWED, "IMDSv2"),
    (EC2_SCPS, IMDS, ANN, "ec2:RunInstances", INSTANCE, {**V2, "ec2:MetadataHttpTokens": "optional"}, EXPLICIT, "IMDSv1"),
    (EC2_SCPS, IMDS, ANN, "ec2:RunInstances", INSTANCE, {}, EXPLICIT, "tokens that are not told"),
    (EC2_SCPS, IMDS, ANN, "ec2:RunInstances", INSTANCE, {**V2, "ec2:MetadataHttpPutResponseHopLimit": "3"}, EXPLICIT, "a hop more"),
    (EC2_SCPS, IMDS, ANN, GET, OBJECT, {"ec2:RoleDelivery": "1.0"}, EXPLICIT, "credentials that came by IMDSv1"),
    (EC2_SCPS, IMDS, ANN, GET, OBJECT, {"ec2:RoleDelivery": "2.0"}, ALLOWED, "those that came by IMDSv2"),
    (EC2_SCPS, IMDS, ANN, GET, OBJECT, {}, ALLOWED, "those of no instance"),
    (EC2_SCPS, GP3, ANN, "ec2:CreateVolume", VOLUME, {"ec2:VolumeType": "gp2"}, EXPLICIT, "a volume of another type"),
    (EC2_SCPS, GP3, ANN, "ec2:ModifyVolume", VOLUME, {"ec2:VolumeType": "gp3"}, ALLOWED, "a modification is not prevented"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "policy", "caller", "action", "resource", "context", "outcome"),
    [pytest.param(*row[:-1], id=f"{row[0].rpartition('/')[2]}: {row[-1]}") for row in SCP_ROWS],
)
def test_example_of_a_service_control_policy(
    page: str, policy: Any, caller: str, action: str, resource: str, context: Context, outcome: Outcome
) -> None:
    """Beside FullAWSAccess it denies as its page says."""
    full = document(ALL)
    asked = Request(action, resource, caller, context)
    assert evaluate(asked, Policies(identity=[ALL], service_control=[[full], [full, policy]])).outcome is outcome, page


ENDPOINT = document(allow("*", LIST, GET, PUT, on=["arn:aws:s3:::bucket_name", "arn:aws:s3:::bucket_name/*"]))
ENDPOINT_ROWS: list[tuple[Any, ...]] = [
    (GET, "arn:aws:s3:::bucket_name/o", ALLOWED, "the bucket"),
    ("s3:DeleteObject", "arn:aws:s3:::bucket_name/o", IMPLICIT, "another action"),
    (GET, "arn:aws:s3:::other/o", IMPLICIT, "another bucket"),
]


@pytest.mark.parametrize(
    ("action", "resource", "outcome"), [pytest.param(*row[:-1], id=row[-1]) for row in ENDPOINT_ROWS]
)
def test_example_of_an_endpoint_policy(action: str, resource: str, outcome: Outcome) -> None:
    """Whatever else somebody may do, through the endpoint it is this."""
    policy = parse_policy(ENDPOINT, PolicyKind.GATEWAY_ENDPOINT)
    assert evaluate(Request(action, resource, ANN), Policies(identity=[ALL], endpoint=[policy])).outcome is outcome, (
        GATEWAY
    )


SECURE = document(
    {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}},
    }
)
RCP_ROWS: list[tuple[Any, ...]] = [
    (ANN, GET, {"aws:SecureTransport": "true"}, ALLOWED, "over TLS"),
    (ANN, GET, {"aws:SecureTransport": "false"}, EXPLICIT, "without TLS"),
    (ANN, GET, {}, EXPLICIT, "where nothing is told of it"),
    (ANN, "sqs:SendMessage", {"aws:SecureTransport": "false"}, ALLOWED, "another service"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("caller", "action", "context", "outcome"), [pytest.param(*row[:-1], id=row[-1]) for row in RCP_ROWS]
)
def test_example_of_a_resource_control_policy(caller: str, action: str, context: Context, outcome: Outcome) -> None:
    """Requests for the organization's buckets are denied unless they come over TLS."""
    resource = OBJECT if action == GET else QUEUE
    asked = Request(action, resource, caller, context, resource_account=A)
    assert evaluate(asked, Policies(identity=[ALL], resource_control=[[SECURE], []])).outcome is outcome, RCPS


TAGGER = f"arn:aws:iam::{A}:user/test-session-tags"
TAGGING = document(
    allow(TAGGER, "sts:AssumeRole", StringLike={"aws:RequestTag/Project": "*", "aws:RequestTag/CostCenter": "*", "aws:RequestTag/Department": "*"}, StringEquals={"sts:ExternalId": "Example987"}),
    allow(
        TAGGER, "sts:TagSession",
        StringLike={"aws:RequestTag/Project": "*", "aws:RequestTag/CostCenter": "*"},
        StringEquals={"aws:RequestTag/Department": ["Engineering", "Marketing"]},
        **{"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["Project", "Department"]}},
    ),
)  # fmt: skip
for statement in TAGGING["Statement"]:
    del statement["Resource"]


def session(
    department: str = "Engineering", external: str = "Example987", transitive: Any = (), **more: str
) -> Context:
    tags = {"Project": "Automation", "CostCenter": "12345", "Department": department, **more}
    keys = {"sts:ExternalId": external, **({"sts:TransitiveTagKeys": list(transitive)} if transitive else {})}
    return {**{f"aws:RequestTag/{key}": value for key, value in tags.items()}, **keys}


def without(context: Context, key: str) -> Context:
    return {name: value for name, value in context.items() if name != key}


TRUST_ROWS: list[tuple[Any, ...]] = [
    ("sts:AssumeRole", session(), ALLOWED, "the tags and the external ID"),
    ("sts:AssumeRole", session(Team="x"), ALLOWED, "a tag more"),
    ("sts:AssumeRole", without(session(), "aws:RequestTag/CostCenter"), IMPLICIT, "a tag less"),
    ("sts:AssumeRole", session(external="other"), IMPLICIT, "another external ID"),
    ("sts:TagSession", session(), ALLOWED, "tags that are not transitive"),
    ("sts:TagSession", session(transitive=["Department"]), ALLOWED, "some of the keys are transitive"),
    ("sts:TagSession", session(transitive=["Project", "CostCenter"]), IMPLICIT, "a key that may not be"),
    ("sts:TagSession", session(department="Sales"), IMPLICIT, "another value"),
]


@pytest.mark.parametrize(
    ("action", "context", "outcome"), [pytest.param(*row[:-1], id=str(row[-1])) for row in TRUST_ROWS]
)
def test_example_of_a_trust_policy_with_session_tags(action: str, context: Context, outcome: Outcome) -> None:
    """Each of its two statements lets the user in as the page says."""
    trust = parse_policy(TAGGING, PolicyKind.TRUST)
    asked = Request(action, f"arn:aws:iam::{A}:role/my-role-example", TAGGER, context)
    assert evaluate(asked, Policies(resource=trust)).outcome is outcome, SESSION_TAGS


WEB_IDENTITY = f"{IAM}/id_roles_create_for-idp_oidc.html"
PROVIDERS = [
    ("www.amazon.com", "app_id", "amzn1.application-oa2-123456"),
    ("graph.facebook.com", "app_id", "111222333444555"),
    ("accounts.google.com", "aud", "666777888999000"),
    ("cognito-identity.amazonaws.com", "aud", "us-east:12345678-ffff-ffff-ffff-123456"),
]


@pytest.mark.parametrize(("application", "outcome"), [("ours", ALLOWED), ("another", IMPLICIT)])
@pytest.mark.parametrize(("host", "claim", "value"), PROVIDERS)
def test_example_of_a_trust_in_a_provider_of_web_identities(
    host: str, claim: str, value: str, application: str, outcome: Outcome
) -> None:
    """Those who signed in to the application, and to no other, get a session of the role."""
    trusting = {"Effect": "Allow", "Principal": {"Federated": host}, "Action": "sts:AssumeRoleWithWebIdentity"}
    trust = parse_policy(
        document({**trusting, "Condition": {"StringEquals": {f"{host}:{claim}": value}}}), PolicyKind.TRUST
    )
    told = {f"{host}:{claim}": value if application == "ours" else "x"}
    asked = Request("sts:AssumeRoleWithWebIdentity", f"arn:aws:iam::{A}:role/mobile", host, told)
    assert evaluate(asked, Policies(resource=trust)).outcome is outcome, WEB_IDENTITY
