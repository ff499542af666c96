"""The example policies of AWS's pages for resources, judged as their pages say.

The statements are those of the pages, without the actions and resources that no request here is about.
"""

from __future__ import annotations

from typing import Any

import pytest
from example_statements import allow, deny, document

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, Severity, evaluate, lint_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
BUCKETS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html"
BUCKET_KEYS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html"
QUEUES = (
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html"
)
TOPICS = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"
KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"
GATEWAY = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html"
MFA = f"{IAM}/id_credentials_mfa_configure-api-require.html"

# The resources' account, a partner's, and somebody's.
A, B, C = "111122223333", "444455556666", "777788889999"
JOHN = f"arn:aws:iam::{A}:user/JohnDoe"
ANN, BOB, EVE = (f"arn:aws:iam::{account}:user/u" for account in (A, B, C))
ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}

Context = dict[str, Any]

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
