"""Requests that a program signs by itself with keys of the fake, for hosts that no client of botocore's calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from pytest_fakests import FakeSts

API = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"
API_ARN = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5"
DOMAIN = "https://search-reports-wzbnzkrxnbfpqqubbbpzvqdzzi.us-east-1.es.amazonaws.com"
DOMAIN_ARN = "arn:aws:es:us-east-1:123456789012:domain/reports"
COLLECTION = "https://1tg2xudton46knx2a95g.us-east-1.aoss.amazonaws.com"
FUNCTION = "https://abcdefghij.lambda-url.us-east-1.on.aws/"
FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:app"
GRAPHQL = "https://zyxwvu.appsync-api.us-east-1.amazonaws.com/graphql"
GRAPHQL_ARN = "arn:aws:appsync:us-east-1:123456789012:apis/k3x9"
WORKSPACE = "https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-1"

# What requests to a host are signed for, by a part of its name.
_SERVICES = {
    ".execute-api.": "execute-api",
    ".es.": "es",
    ".aos.": "es",
    "aoss.": "aoss",
    ".lambda-url.": "lambda",
    ".appsync-api.": "appsync",
    "aps-workspaces.": "aps",
}


def service_at(url: str) -> str:
    """What requests to a URL are signed for."""
    return next(name for part, name in _SERVICES.items() if part in url)


def signed(keys: Any, method: str, url: str, body: bytes = b"", service: str = "", region: str = "") -> dict[str, str]:
    """The headers of a request that keys sign: those of a user, a session's, or what a call of STS gave."""
    if isinstance(keys, Mapping):
        credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    else:
        credentials = Credentials(keys.access_key, keys.secret_key, keys.token)
    request = AWSRequest(method, url, {"Content-Type": "application/json"}, body)
    SigV4Auth(credentials, service or service_at(url), region or "us-east-1").add_auth(request)
    return dict(request.headers.items())


def send(keys: Any, method: str, url: str, body: bytes = b"", **scope: str) -> urllib3.BaseHTTPResponse:
    """The answer to such a request."""
    return urllib3.request(method, url, body=body, headers=signed(keys, method, url, body, **scope))


def call(fakests: FakeSts, who: str, method: str = "GET", url: str = f"{API}/prod/pets", body: bytes = b"") -> Any:
    """The answer to a request that somebody signs: a user's key does, or a session of a role."""
    keys = fakests.assume_role(who).credentials if who.startswith("role/") else fakests.credentials(who)
    return send(keys, method, url, body)


def graphql(query: str, **more: Any) -> bytes:
    """The body of a GraphQL request."""
    return json.dumps({"query": query, **more}).encode()
