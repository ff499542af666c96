"""Signature Version 4a: made by awscrt through real clients, verified with cryptography."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from http_calls import send

from pytest_fakests import FakeSts, Role, allow
from pytest_fakests.gateway.authentication.sigv4a import _private_number, _public_key

pytest.importorskip("awscrt", reason="botocore signs version 4a with it")

from botocore.auth import AUTH_TYPE_MAPS
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials

HOST = "dynamodb.eu-west-1.amazonaws.com"
CALL = ("dynamodb:ListTables", "POST", f"https://{HOST}/")
HEADERS = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}


def signed(keys: Any, regions: str = "*", body: bytes = b"{}") -> dict[str, str]:
    """The headers of a request that awscrt signed for a set of Regions."""
    request = AWSRequest("POST", f"https://{HOST}/", dict(HEADERS), body)
    credentials = BotocoreCredentials(keys.access_key, keys.secret_key, keys.token)
    signer: Any = AUTH_TYPE_MAPS["v4a"]
    signer(credentials, "dynamodb", regions).add_auth(request)
    return {"host": HOST, **dict(request.headers.items())}


def test_the_key_pair_follows_from_the_secret() -> None:
    """The published example of AWS's SDKs, for the key AKISORANDOMAASORANDOM."""
    number = _private_number("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom")
    assert f"{number:064x}" == "7fd3bd010c0d9c292141c2b77bfbde1042c92e6836fff749d1269ec890fca1bd"
    point = _public_key("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom").public_numbers()
    assert f"{point.x:064x}" == "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb"


@pytest.mark.roles(Role("app", permissions=allow("dynamodb:ListTables")))
class TestRequests:
    """What awscrt signs."""

    @pytest.mark.parametrize("regions", ["*", "eu-west-1", "us-east-1,eu-west-1", "eu-*"])
    def test_a_request_is_for_the_regions_that_it_names(self, fakests: FakeSts, regions: str) -> None:
        """All of them, one, several, or those that begin so."""
        assert send(fakests, *CALL, signed(fakests.credentials("user/tester"), regions), b"{}").status == 200

    def test_a_session_signs_with_its_token(self, fakests: FakeSts) -> None:
        """As in version 4."""
        role = fakests.assume_role("app")
        assert send(fakests, *CALL, signed(role.credentials), b"{}").status == 200
        assert fakests.calls[-1].caller == role.arn

    def test_a_request_for_other_regions_is_refused(self, fakests: FakeSts) -> None:
        """Before its key is looked at."""
        answer = send(fakests, *CALL, signed(fakests.credentials("user/tester"), "us-*"), b"{}")
        assert (answer.status, b"Credential should be scoped to a valid region" in answer.body) == (400, True)

    def test_a_changed_body_is_seen(self, fakests: FakeSts) -> None:
        """The signature is over its hash."""
        answer = send(fakests, *CALL, signed(fakests.credentials("user/tester")), b'{"Limit": 1}')
        assert b"InvalidSignatureException" in answer.body

    def test_a_set_of_regions_cannot_be_widened(self, fakests: FakeSts) -> None:
        """It is a signed header."""
        headers = signed(fakests.credentials("user/tester"), "us-east-1")
        name = next(name for name in headers if name.lower() == "x-amz-region-set")
        answer = send(fakests, *CALL, {**headers, name: "*"}, b"{}")
        assert b"InvalidSignatureException" in answer.body

    def test_a_signature_that_is_none(self, fakests: FakeSts) -> None:
        """Neither hexadecimal nor one of the curve."""
        headers = signed(fakests.credentials("user/tester"))
        name = next(name for name in headers if name.lower() == "authorization")
        for odd in ("zz", "00", ""):
            changed = headers[name].rpartition("Signature=")[0] + f"Signature={odd}"
            assert send(fakests, *CALL, {**headers, name: changed}, b"{}").status == 400

    def test_without_cryptography_the_error_names_the_extra(
        self, fakests: FakeSts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing is taken unseen."""
        monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ec", None)
        _public_key.cache_clear()
        text = r"^signatures of version 4a need cryptography; install it with: pip install 'pytest-fakests\[sigv4a\]'$"
        with pytest.raises(ImportError, match=text):
            send(fakests, *CALL, signed(fakests.credentials("user/tester")), b"{}")


def test_a_multi_region_access_point_is_called_by_a_real_client(fakests: FakeSts) -> None:
    """botocore signs its requests with version 4a."""
    client = fakests.client("s3")
    client.get_object(Bucket="arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", Key="k")
    assert fakests.calls[-1].caller == "arn:aws:iam::123456789012:user/tester"
