"""The certificates of identity providers: made when they are first needed, and kept for the run."""

from __future__ import annotations

import datetime
import functools
from typing import Any
from unittest import mock

from pytest_fakests.cloud.oidc.keys import kept_key

# Wide enough for every clock that a test sets: AWS looks at the key alone.
_FIRST = datetime.datetime(1950, 1, 1, tzinfo=datetime.timezone.utc)
_LAST = datetime.datetime(9999, 1, 1, tzinfo=datetime.timezone.utc)


@functools.cache
def certificate(issuer: str) -> str:
    """The certificate of the issuer with this entity id, in PEM."""
    import freezegun.api  # slow to load
    from cryptography import x509  # an extra
    from cryptography.hazmat.primitives import hashes, serialization

    key: Any = kept_key(issuer, "RSA")
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pytest-fakests")])
    made = x509.CertificateBuilder(name, name, key.public, x509.random_serial_number(), _FIRST, _LAST)
    # cryptography keeps the first datetime.datetime it meets: a frozen one would refuse the true ones from then on.
    with mock.patch.object(datetime, "datetime", freezegun.api.real_datetime):
        signed = made.sign(key.private, hashes.SHA256())
    pem: bytes = signed.public_bytes(serialization.Encoding.PEM)
    return pem.decode("ascii")
