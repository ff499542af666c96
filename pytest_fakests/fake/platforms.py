"""Where code runs in AWS: the service that hands it a role, and what that service says of it.

The values that a trust policy sees, and the condition keys that calls made there carry, are those of AWS's documents.
"""

from __future__ import annotations

import abc
import dataclasses
import os
import re
import sys
from collections.abc import Mapping
from typing import ClassVar

from pytest_fakests.cloud.errors import DeclarationError

# What a name has to match, each with what it says in words. Kubernetes: "Object Names and IDs", RFC 1123.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_OF_KUBERNETES = "lower-case letters, digits and hyphens, 63 at the most"


@dataclasses.dataclass(frozen=True)
class Site:
    """The account, Region and partition in which a platform stands."""

    partition: str
    account: str
    region: str

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource there."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


@dataclasses.dataclass(frozen=True)
class Platform(abc.ABC):
    """What all platforms share.

    Attributes:
        host: The service principal that assumes the role.
        role: The role: its name or ARN.
        name: What the service calls the thing that runs the code.
        seconds: How long credentials are valid.

    Raises:
        DeclarationError: The name, or another attribute, is none that AWS would take.
    """

    host: ClassVar[str]
    rules: ClassVar[Mapping[str, tuple[str, str]]] = {}
    role: str
    name: str = ""
    seconds: int = 6 * 3600

    def __post_init__(self) -> None:
        for attribute, (pattern, words) in self.rules.items():
            value = getattr(self, attribute)
            if not re.fullmatch(pattern, value, re.ASCII):
                raise DeclarationError(
                    f"{type(self).__name__}: {attribute} {value!r} is none that AWS takes; it is {words}"
                )

    @property
    def session_name(self) -> str:
        """The role session's name."""
        return self.name

    @abc.abstractmethod
    def source_arn(self, site: Site) -> str:
        """`aws:SourceArn` of the service's AssumeRole."""

    def tags(self, site: Site) -> Mapping[str, str]:
        """Session tags that the service passes."""
        return {}

    def context(self, site: Site) -> Mapping[str, str]:
        """Condition keys of the calls made there."""
        return {}


@dataclasses.dataclass(frozen=True)
class LambdaFunction(Platform):
    """A Lambda function: its credentials are in the environment, and are not renewed there.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html and
    https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html

    Attributes:
        role: The execution role: its name or ARN.
        name: The function's name.
        seconds: How long the credentials are valid.

    Example:
        with fakests.inside(LambdaFunction("exec", "nightly")):
            handler({}, None)
    """

    host: ClassVar[str] = "lambda.amazonaws.com"
    # https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
    rules: ClassVar = {"name": (r"[A-Za-z0-9_-]{1,64}", "1 to 64 letters, digits, hyphens and underscores")}
    name: str = "function"
    seconds: int = 12 * 3600

    def source_arn(self, site: Site) -> str:
        """The function's ARN."""
        return site.arn("lambda", f"function:{self.name}")

    def context(self, site: Site) -> Mapping[str, str]:
        """The function that the calls come from."""
        return {"lambda:SourceFunctionArn": self.source_arn(site)}

    @property
    def variables(self) -> dict[str, str]:
        """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, those that are reserved."""
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        return {
            "AWS_EXECUTION_ENV": f"AWS_Lambda_python{python}",
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{self.name}",
        }


@dataclasses.dataclass(frozen=True)
class EcsTask(Platform):
    """A task of ECS: its credentials come from the container endpoint, which renews them.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html

    Attributes:
        role: The task role: its name or ARN.
        name: The task's id.
        seconds: How long credentials are valid.
    """

    host: ClassVar[str] = "ecs-tasks.amazonaws.com"
    # The role session's name: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    rules: ClassVar = {"name": (r"[\w+=,.@-]{2,64}", "a task's id, as '9a1b2c3d4e5f60718293a4b5c6d7e8f9'")}
    name: str = "9a1b2c3d4e5f60718293a4b5c6d7e8f9"

    def source_arn(self, site: Site) -> str:
        """What AWS's examples match with arn:aws:ecs:REGION:ACCOUNT:*."""
        return site.arn("ecs", f"task/{self.name}")


@dataclasses.dataclass(frozen=True)
class Ec2Instance(Platform):
    """An instance of EC2: its credentials come from the instance metadata service, version 2, which renews them.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html and, for the condition keys,
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html and
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

    Attributes:
        role: The role of its instance profile: its name or ARN.
        name: The instance's id.
        seconds: How long credentials are valid.
        vpc: The id of the VPC that it stands in.
        private_ip: Its private address there.
    """

    host: ClassVar[str] = "ec2.amazonaws.com"
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
    rules: ClassVar = {
        "name": (r"i-[0-9a-f]{8,17}", "'i-' and 8 or 17 hexadecimal digits, as 'i-0a1b2c3d4e5f60718'"),
        "vpc": (r"vpc-[0-9a-f]{8,17}", "'vpc-' and 8 or 17 hexadecimal digits, as 'vpc-0a1b2c3d4e5f60718'"),
    }
    name: str = "i-0a1b2c3d4e5f60718"
    vpc: str = "vpc-0a1b2c3d4e5f60718"
    private_ip: str = "10.0.0.7"

    def source_arn(self, site: Site) -> str:
        """The instance's ARN."""
        return site.arn("ec2", f"instance/{self.name}")

    def context(self, site: Site) -> Mapping[str, str]:
        """The instance that the calls come from, that version 2 delivered the role, and where it was delivered to."""
        return {
            "ec2:SourceInstanceARN": self.source_arn(site),
            "ec2:RoleDelivery": "2.0",
            "aws:Ec2InstanceSourceVpc": self.vpc,
            "aws:Ec2InstanceSourcePrivateIPv4": self.private_ip,
        }


@dataclasses.dataclass(frozen=True)
class EksPod(Platform):
    """A pod of EKS with Pod Identity: its credentials come from the agent on its node, which renews them.

    https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html and, for the session tags,
    https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html

    Attributes:
        role: The role of its association: its name or ARN.
        name: The pod's name.
        seconds: How long credentials are valid.
        cluster: The cluster's name.
        namespace: The Kubernetes namespace.
        service_account: The Kubernetes service account.
        uid: The pod's uid.
    """

    host: ClassVar[str] = "pods.eks.amazonaws.com"
    # The cluster's: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
    rules: ClassVar = {
        "name": (
            rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*",
            f"a pod's name: words of {_OF_KUBERNETES}, with dots between",
        ),
        "cluster": (r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", "1 to 100 letters, digits, hyphens and underscores"),
        "namespace": (_LABEL, _OF_KUBERNETES),
        "service_account": (
            rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*",
            f"words of {_OF_KUBERNETES}, with dots between",
        ),
        "uid": (r"[0-9a-f-]{36}", "a UUID, as '6c1e3f1c-5d0b-4a54-9c52-0f8a2e6d7b10'"),
    }
    name: str = "pod"
    cluster: str = "main"
    namespace: str = "default"
    service_account: str = "default"
    uid: str = "6c1e3f1c-5d0b-4a54-9c52-0f8a2e6d7b10"

    @property
    def session_name(self) -> str:
        """As seen in CloudTrail: eks-CLUSTER-POD-UID, cut to 64 characters."""
        return f"eks-{self.cluster}-{self.name}-{self.uid}"[:64]

    def source_arn(self, site: Site) -> str:
        """The cluster's ARN."""
        return site.arn("eks", f"cluster/{self.cluster}")

    def tags(self, site: Site) -> Mapping[str, str]:
        """The six tags that EKS adds, all of them transitive."""
        return {
            "eks-cluster-arn": self.source_arn(site),
            "eks-cluster-name": self.cluster,
            "kubernetes-namespace": self.namespace,
            "kubernetes-service-account": self.service_account,
            "kubernetes-pod-name": self.name,
            "kubernetes-pod-uid": self.uid,
        }


@dataclasses.dataclass(frozen=True)
class TokenFile:
    """A pod of EKS with a role for its service account, or a job of a CI system: code assumes the role itself.

    It finds no keys, but a token of an OIDC provider in a file, and the role that the token is for.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html

    Attributes:
        role: The role: its name or ARN.
        path: The file; the test writes it, and writes it again as the platform would.
        session_name: The role session's name; None leaves it to botocore.

    Example:
        path.write_text(oidc_provider.eks_service_account("default", "app"))
        with fakests.inside(TokenFile("app", path)):
            boto3.client("sts").get_caller_identity()
    """

    role: str
    path: str | os.PathLike[str]
    session_name: str | None = None

    def variables(self, role_arn: str) -> dict[str, str | None]:
        """What botocore reads."""
        return {
            "AWS_ROLE_ARN": role_arn,
            "AWS_WEB_IDENTITY_TOKEN_FILE": os.fspath(self.path),
            "AWS_ROLE_SESSION_NAME": self.session_name,
        }
