"""Code inside AWS asks the addresses of its platform itself: the instance metadata, ECS's and EKS's."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Callable

import httpx
import pytest
import requests
import urllib3
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from pytest_fakests import Ec2Instance, EcsTask, EksPod, LambdaFunction, Role, StsClock, trust

Platform = LambdaFunction | EcsTask | Ec2Instance | EksPod
ACCOUNT = "123456789012"
HOSTS = [f"service/{name}.amazonaws.com" for name in ("ec2", "ecs-tasks", "pods.eks")]
pytestmark = pytest.mark.roles(Role("exec", trust=trust(*HOSTS, actions=["sts:AssumeRole", "sts:TagSession"])))


class TestInstanceMetadata:
    """The instance metadata service, spoken to as any program may."""

    URL = "http://169.254.169.254/latest"

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Send one request as botocore sends those of its fetcher."""
        request = AWSRequest(method=method, url=self.URL + path, headers=headers or {})
        response = URLLib3Session().send(request.prepare())
        return response.status_code, response.content

    def token(self, seconds: str = "60") -> dict[str, str]:
        """The header that holds a token."""
        _, body = self.ask("PUT", "/api/token", {"X-aws-ec2-metadata-token-ttl-seconds": seconds})
        return {"X-aws-ec2-metadata-token": body.decode()}

    @pytest.mark.parametrize(
        ("method", "path", "headers", "status"),
        [
            pytest.param("GET", "/meta-data/instance-id", {}, 401, id="no token: version 1 is off"),
            pytest.param("GET", "/meta-data/instance-id", {"X-aws-ec2-metadata-token": "x"}, 401, id="a wrong token"),
            pytest.param("PUT", "/api/token", {}, 400, id="a token without a time to live"),
            pytest.param(
                "PUT", "/api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "21601"}, 400, id="more than six hours"
            ),
            pytest.param("GET", "/api/token", {}, 405, id="a token by GET"),
            pytest.param(
                "PUT",
                "/api/token",
                {"X-aws-ec2-metadata-token-ttl-seconds": "60", "X-Forwarded-For": "192.0.2.1"},
                403,
                id="a token for a proxy",
            ),
        ],
    )
    def test_what_the_service_refuses(
        self, inside: Callable[[Platform], None], method: str, path: str, headers: dict[str, str], status: int
    ) -> None:
        """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html."""
        inside(Ec2Instance("exec"))
        assert self.ask(method, path, headers)[0] == status

    def test_a_token_ends_when_its_time_is_over(self, inside: Callable[[Platform], None], sts_clock: StsClock) -> None:
        """The clock of the test counts."""
        inside(Ec2Instance("exec"))
        token = self.token("60")
        sts_clock.advance(59)
        assert self.ask("GET", "/meta-data/instance-id", token)[0] == 200
        sts_clock.advance(1)
        assert self.ask("GET", "/meta-data/instance-id", token)[0] == 401

    @pytest.mark.parametrize(
        ("path", "status", "body"),
        [
            ("/meta-data/iam/security-credentials/", 200, b"exec"),
            ("/meta-data/instance-id", 200, b"i-0123abcd"),
            ("/meta-data/placement/region", 200, b"us-east-1"),
            ("/meta-data/placement/availability-zone", 200, b"us-east-1a"),
            ("/meta-data/local-ipv4", 200, b"10.0.0.7"),
            ("/meta-data/services/domain", 200, b"amazonaws.com"),
            ("/meta-data/services/partition", 200, b"aws"),
            ("/meta-data/iam/security-credentials/other", 404, b""),
        ],
    )
    def test_what_it_tells(self, inside: Callable[[Platform], None], path: str, status: int, body: bytes) -> None:
        """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html."""
        inside(Ec2Instance("exec", "i-0123abcd"))
        assert self.ask("GET", path, self.token()) == (status, body)


def by_the_standard_library(method: str, url: str, headers: dict[str, str]) -> bytes:
    """What urllib.request, which no proxy of this machine hinders, fetches."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    body: bytes = opener.open(urllib.request.Request(url, method=method, headers=headers), timeout=60).read()
    return body


LIBRARIES = pytest.mark.parametrize(
    "fetch",
    [
        pytest.param(lambda method, url, headers: requests.request(method, url, headers=headers, timeout=60).content, id="requests"),
        pytest.param(lambda method, url, headers: urllib3.request(method, url, headers=headers, timeout=60).data, id="urllib3"),
        pytest.param(lambda method, url, headers: urllib3.ProxyManager("http://192.0.2.1:3128").request(method, url, headers=headers, timeout=60, retries=False).data, id="urllib3 with a proxy"),
        pytest.param(lambda method, url, headers: httpx.request(method, url, headers=headers, timeout=60).content, id="httpx"),
        pytest.param(by_the_standard_library, id="urllib.request"),
    ],
)  # fmt: skip
Fetch = Callable[[str, str, dict[str, str]], bytes]


@LIBRARIES
def test_code_may_ask_the_instance_metadata_itself(inside: Callable[[Platform], None], fetch: Fetch) -> None:
    """As it does without botocore, for the instance's id or its Region."""
    inside(Ec2Instance("exec", "i-0123abcd"))
    metadata = "http://169.254.169.254/latest"
    token = fetch("PUT", f"{metadata}/api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "60"})
    found = fetch("GET", f"{metadata}/meta-data/instance-id", {"X-aws-ec2-metadata-token": token.decode()})
    assert found == b"i-0123abcd"


@LIBRARIES
def test_code_may_ask_the_container_endpoint_itself(inside: Callable[[Platform], None], fetch: Fetch) -> None:
    """With the address that the environment tells."""
    inside(EcsTask("exec"))
    url = "http://169.254.170.2" + os.environ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]
    assert json.loads(fetch("GET", url, {}))["RoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/exec"


class TestPodIdentity:
    """The agent on a pod's node."""

    @pytest.mark.parametrize(
        ("path", "token", "status"),
        [
            pytest.param("/v1/credentials", None, 200, id="the pod"),
            pytest.param("/v1/credentials", "another", 401, id="another pod's token"),
            pytest.param("/v1/other", None, 404, id="another path"),
        ],
    )
    def test_it_knows_its_pod_by_its_token(
        self, inside: Callable[[Platform], None], path: str, token: str | None, status: int
    ) -> None:
        """Without the token of the pod there are no credentials."""
        inside(EksPod("exec"))
        with open(os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"], encoding="ascii") as file:
            own = file.read()
        request = AWSRequest("GET", f"http://169.254.170.23{path}", {"Authorization": token or own})
        assert URLLib3Session().send(request.prepare()).status_code == status


def test_addresses_of_other_platforms_stay_closed(inside: Callable[[Platform], None]) -> None:
    """Inside a task nobody answers at the instance metadata's address."""
    inside(EcsTask("exec"))
    request = AWSRequest("PUT", "http://169.254.169.254/latest/api/token", {})
    with pytest.raises(Exception, match="was about to reach the network"):
        URLLib3Session().send(request.prepare())
