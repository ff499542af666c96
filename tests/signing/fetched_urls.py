"""URLs and headers that are signed to be sent without a client."""

from __future__ import annotations

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials

from pytest_fakests import FakeSts


def presigned(fakests: FakeSts, operation: str = "get_object", key: str = "a b/q3.csv", bucket: str = "reports") -> str:
    """A URL for an object, signed by a session of the role."""
    client = fakests.assume_role("reader").client("s3")
    url: str = client.generate_presigned_url(operation, {"Bucket": bucket, "Key": key}, ExpiresIn=300)
    return url


def keys_of(fakests: FakeSts) -> BotocoreCredentials:
    """Those of the environment's caller."""
    keys = fakests.caller_credentials
    return BotocoreCredentials(keys.access_key, keys.secret_key)


def signed(fakests: FakeSts) -> tuple[str, dict[str, str]]:
    """A URL of Lambda, and headers that sign the body a,b for it."""
    url = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations"
    request = AWSRequest("POST", url, {"X-Amz-Invocation-Type": "Event"}, b"a,b")
    SigV4Auth(keys_of(fakests), "lambda", "us-east-1").add_auth(request)
    return url, dict(request.headers.items())
