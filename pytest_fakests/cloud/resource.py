"""What a test says of a resource."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.limits import check_account_id, check_arn

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and the ids of VPCs.
_BUCKET = (r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "reports")
_VPC = (r"vpc-[0-9a-f]{8,17}", "vpc-0a1b2c3d4e5f60718")
# An access point of one bucket: those of several Regions have neither Region nor one bucket.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
_ACCESS_POINT = re.compile(r"arn:[^:]+:s3:[^:]+:\d{12}:accesspoint/[^/:]+")

# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
_BEFORE_MODELS = re.compile(
    r"arn:[^:]+:bedrock:[^:]+:\d{12}:(?:application-)?inference-profile/.+|"
    r"arn:[^:]+:bedrock:[^:]+:\d{12}:(?:default-)?prompt-router/.+|"
    r"arn:[^:]+:bedrock:[^:]+:\d{12}:prompt/.+"
)
_MODEL = re.compile(r"arn:[^:]+:bedrock:[^:]*::foundation-model/\S+")
# A prompt may be for one that has models of its own behind it.
_MODEL_OF_PROMPT = re.compile(r"arn:[^:]+:(?:bedrock|sagemaker):\S+")
# What stands behind resources, by the names that AWS's API has for it, each with its form.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-policies.html
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html
_ROLE = r"arn:[^:]+:iam::\d{12}:role/\S+"
_BEHIND = {
    r"arn:[^:]+:s3-object-lambda:[^:]+:\d{12}:accesspoint/[^/:]+": {
        "FunctionArn": r"arn:[^:]+:lambda:[^:]+:\d{12}:function:\S+",
        "SupportingAccessPoint": _ACCESS_POINT.pattern,
    },
    r"arn:[^:]+:ecs:[^:]+:\d{12}:(?:daemon-)?task-definition/[^:]+:\d+": {
        "taskRoleArn": _ROLE,
        "executionRoleArn": _ROLE,
    },
}
# Where resources are called whose ARNs their URLs do not show.
# https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
# https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
_URLS = {
    r"arn:[^:]+:lambda:[^:]+:\d{12}:function:\S+": r"https://[a-z0-9]+\.lambda-url\.[a-z0-9-]+\.on\.aws/?",
    r"arn:[^:]+:appsync:[^:]+:\d{12}:apis/[^/]+": (
        r"https://[a-z0-9]+\.appsync-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/(?:graphql)?"
    ),
}


@dataclasses.dataclass(frozen=True)
class Resource:
    """What conditions may ask of a resource: whose it is, and its tags.

    Args:
        arn: The resource's ARN.
        account: The account that owns a resource whose ARN does not say it (a bucket); None is the caller's, or that
            of its ResourcePolicy.
        tags: The resource's tags, seen as aws:ResourceTag/KEY and in the service's own key, such as
            s3:ExistingObjectTag/KEY of an object. Those of a bucket are seen as they are once ABAC is enabled for it.
        aliases: By which calls may name it: of a KMS key, as "alias/app", or of an S3 access point, as "ap-x1-s3alias".
        bucket: For an S3 access point the name of its bucket, which has to permit what is asked of the access point:
            https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
        vpc: For an S3 access point the id of the VPC that it is restricted to; others are then denied.
        models: For an inference profile or a prompt router of Amazon Bedrock the ARNs of the foundation models behind
            it, in each Region that it sends to, all of which its callers need; for a prompt that of the model, profile
            or endpoint that it is for: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
        partition_key: For a DynamoDB table or index the attribute that is its partition key, whose values conditions
            see as dynamodb:LeadingKeys.
        behind: What calls of it need as well: of an S3 Object Lambda access point its "FunctionArn" and its
            "SupportingAccessPoint", of a revision of an ECS task definition its "taskRoleArn" and "executionRoleArn".
        url: Where a Lambda function or an AppSync API is called, which does not show its ARN: a function's URL, as
            "https://abc123.lambda-url.us-east-1.on.aws/", or that of an API's GraphQL.

    Raises:
        DeclarationError: `arn` is not an ARN, the account is not one, an alias is none of its service, or something
            is said of it that resources of its kind do not have.

    Example:
        >>> Resource("arn:aws:s3:::reports", account="210987654321", tags={"team": "finance"}).account
        '210987654321'
    """

    arn: str
    _: dataclasses.KW_ONLY
    account: str | None = None
    tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
    aliases: Iterable[str] = ()
    bucket: str | None = None
    vpc: str | None = None
    partition_key: str | None = None
    models: Iterable[str] = ()
    behind: Mapping[str, str] = dataclasses.field(default_factory=dict)
    url: str | None = None

    def __post_init__(self) -> None:
        check_arn("resource", self.arn)
        where = f"resource {self.arn}"
        if not isinstance(self.tags, Mapping):
            raise DeclarationError(f"{where}: tags is {self.tags!r}; give a mapping, as {{'team': 'blue'}}")
        check_account_id(where, self.account)
        object.__setattr__(self, "aliases", tuple(self.aliases))
        self._check_aliases(where)
        object.__setattr__(self, "models", tuple(self.models))
        self._check_models(where)
        self._check_behind(where)
        self._check_url(where)
        if self.partition_key is not None and (":dynamodb:" not in self.arn or ":table/" not in self.arn):
            raise DeclarationError(f"{where}: only a DynamoDB table or index has a partition key")
        if (self.bucket or self.vpc) and not (_ACCESS_POINT.fullmatch(self.arn) and self.bucket):
            raise DeclarationError(
                f"{where}: only an S3 access point has a bucket and a VPC, and always a bucket; "
                "its ARN is as 'arn:aws:s3:us-east-1:123456789012:accesspoint/finance'"
            )

        for name, value, (pattern, example) in (("bucket", self.bucket, _BUCKET), ("vpc", self.vpc, _VPC)):
            if value is not None and not re.fullmatch(pattern, value):
                raise DeclarationError(f"{where}: {name} {value!r} is none that AWS has; write one such as {example!r}")

    def _check_models(self, where: str) -> None:
        if self.models and not _BEFORE_MODELS.fullmatch(self.arn):
            raise DeclarationError(
                f"{where}: only an inference profile, a prompt router or a prompt of Bedrock has models"
            )
        form = _MODEL_OF_PROMPT if ":prompt/" in self.arn else _MODEL
        for model in self.models:
            if not form.fullmatch(model):
                raise DeclarationError(
                    f"{where}: {model!r} is no ARN of a foundation model; "
                    "write one such as 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0'"
                )

    def _check_behind(self, where: str) -> None:
        forms = next((known for arn, known in _BEHIND.items() if re.fullmatch(arn, self.arn)), {})
        for name, value in self.behind.items():
            if name not in forms:
                raise DeclarationError(
                    f"{where}: {name!r} is nothing that stands behind it; an Object Lambda access point has "
                    "'FunctionArn' and 'SupportingAccessPoint', a revision of an ECS task definition 'taskRoleArn' and "
                    "'executionRoleArn'"
                )
            if not isinstance(value, str) or not re.fullmatch(forms[name], value):
                raise DeclarationError(f"{where}: {name} is {value!r}; give its ARN")

    def _check_url(self, where: str) -> None:
        form = next((url for arn, url in _URLS.items() if re.fullmatch(arn, self.arn)), None)
        if self.url is not None and (form is None or not re.fullmatch(form, self.url)):
            raise DeclarationError(
                f"{where}: url {self.url!r} is none of its; a Lambda function has one such as "
                "'https://abc123.lambda-url.us-east-1.on.aws/', and an AppSync API "
                "'https://abc123.appsync-api.us-east-1.amazonaws.com/graphql'"
            )

    def _check_aliases(self, where: str) -> None:
        for alias in self.aliases:
            key = alias.startswith("alias/") and ":kms:" in self.arn
            if not key and not (alias.endswith("-s3alias") and _ACCESS_POINT.fullmatch(self.arn)):
                raise DeclarationError(
                    f"{where}: {alias!r} is no alias of it; a KMS key has some, as 'alias/app', "
                    "and an S3 access point has one, as 'finance-x1-s3alias'"
                )
