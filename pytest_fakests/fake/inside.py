"""Running inside AWS: the environment and the credentials that code finds on a platform."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.fake.platforms import EcsTask, EksPod, LambdaFunction, Platform, Site
from pytest_fakests.gateway.environment import Variables, carrying
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.metadata import ECS_CONTAINER, EKS_POD, ContainerCredentials, InstanceMetadata, Metadata
from pytest_fakests.sts.service_role import hand_out

# Services that renew credentials do so at least five minutes before the old ones end:
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
_RENEWED_BEFORE = datetime.timedelta(minutes=5)


class PlatformKeys:
    """The credentials that a platform's service holds for the code, renewed before they end."""

    def __init__(self, cloud: Cloud, gate: Gate, platform: Platform, region: str) -> None:
        self.platform = platform
        self.role: RoleEntity = cloud.role(platform.role)
        self.site = Site(cloud.partition, self.role.account, region)
        self._cloud = cloud
        self._gate = gate
        self._held = self._handed_out()

    def current(self) -> Credentials:
        """The credentials of this moment.

        Raises:
            AwsError: They have to be renewed, and the role's trust policy does not let the service in any more.
        """
        end = self._held.expiration
        if end is not None and clock.now() >= end - _RENEWED_BEFORE:
            self._held = self._handed_out()
        return self._held

    def first(self) -> Credentials:
        """The credentials as they are, which nobody renews."""
        return self._held

    def _handed_out(self) -> Credentials:
        organization = self._cloud.organization_of(self.site.account)
        context: Mapping[str, Any] = {
            "aws:SourceArn": self.platform.source_arn(self.site),
            "aws:SourceAccount": self.site.account,
            **({"aws:SourceOrgID": organization} if organization else {}),
            "aws:RequestedRegion": self.site.region,
            **self._gate.context,
        }
        _, credentials = hand_out(
            self._cloud,
            self.platform.host,
            self.role,
            self.platform.session_name,
            datetime.timedelta(seconds=self.platform.seconds),
            context,
            tags=self.platform.tags(self.site),
            carried=self.platform.context(self.site),
        )
        return credentials


@contextlib.contextmanager
def entered(keys: PlatformKeys, cloud: Cloud, gate: Gate) -> Iterator[Callable[[], Credentials]]:
    """Let the process find what it would find on the platform; gives what its credentials are at each moment."""
    with contextlib.ExitStack() as stack:
        platform = keys.platform
        if isinstance(platform, LambdaFunction):
            stack.enter_context(Variables({**carrying(keys.first()), **platform.variables}))
            yield keys.first
            return
        service, variables = _served(keys, cloud, stack)
        if gate.loopback:
            variables = _at_loopback(gate.loopback.url, variables)
        stack.enter_context(Variables({**carrying(None), **variables}))
        gate.metadata.append(service)
        stack.callback(gate.metadata.remove, service)
        yield keys.current


def _served(keys: PlatformKeys, cloud: Cloud, stack: contextlib.ExitStack) -> tuple[Metadata, dict[str, str | None]]:
    """What serves the credentials, and the variables that lead to it."""
    platform, role = keys.platform, keys.role
    if isinstance(platform, EcsTask):
        place = f"/v2/credentials/{cloud.source.hexadecimal(32)}"
        served = ContainerCredentials(ECS_CONTAINER + place, keys.current, {"RoleArn": role.arn})
        variables = {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": place, "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE"}
        return served, {**variables}
    if isinstance(platform, EksPod):
        token = cloud.source.hexadecimal(64)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="eks-pod-identity-token-"))
        path = os.path.join(folder, "eks-pod-identity-token")
        with open(path, "w", encoding="ascii") as file:
            file.write(token)
        url = f"{EKS_POD}/v1/credentials"
        served = ContainerCredentials(url, keys.current, {"AccountId": role.account}, token)
        return served, {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": url,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": path,
        }
    return InstanceMetadata(keys.current, role.name, _instance(keys), cloud.source), {"AWS_EC2_METADATA_DISABLED": None}


def _at_loopback(url: str, variables: dict[str, str | None]) -> dict[str, str | None]:
    """The variables that lead other processes to the same service at the loopback endpoint.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
    """
    full, relative = "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    place = variables.get(relative) or (variables.get(full) or "").removeprefix(EKS_POD)
    if not place:
        return {**variables, "AWS_EC2_METADATA_SERVICE_ENDPOINT": f"{url}/"}
    return {**variables, relative: None, full: url + place}


def _instance(keys: PlatformKeys) -> dict[str, str]:
    """Paths of the instance's metadata, with their values.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html
    """
    site, zone = keys.site, f"{keys.site.region}a"
    profile = f"arn:{site.partition}:iam::{site.account}:instance-profile/{keys.role.name}"
    identity = {
        "accountId": site.account,
        "availabilityZone": zone,
        "instanceId": keys.platform.name,
        "region": site.region,
    }
    return {
        "/latest/meta-data/instance-id": keys.platform.name,
        "/latest/meta-data/local-ipv4": keys.platform.context(site)["aws:Ec2InstanceSourcePrivateIPv4"],
        "/latest/meta-data/placement/availability-zone": zone,
        "/latest/meta-data/placement/availability-zone/": zone,
        "/latest/meta-data/placement/region": site.region,
        "/latest/meta-data/services/domain": "amazonaws.com.cn" if site.partition == "aws-cn" else "amazonaws.com",
        "/latest/meta-data/services/partition": site.partition,
        "/latest/meta-data/iam/info": json.dumps({"Code": "Success", "InstanceProfileArn": profile}),
        "/latest/dynamic/instance-identity/document": json.dumps(identity),
    }
