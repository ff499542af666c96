"""What issuers of tokens publish, for those who verify them: discovery documents and key sets.

https://openid.net/specs/openid-connect-discovery-1_0.html
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.identity_providers import OidcProviderEntity
from pytest_fakests.cloud.oidc.issuers import TokenIssuer
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse

_PUBLISHED = re.compile(r"/(?P<issuer>.+)/\.well-known/(?P<document>jwks\.json|openid-configuration)", re.ASCII)


def published(cloud: Cloud, request: HttpRequest) -> HttpResponse | None:
    """The answer to `GET /ISSUER/.well-known/jwks.json`, or `.../openid-configuration`; None for any other request.

    An issuer is written without "https://", as "token.actions.githubusercontent.com". It is one that the test declares,
    or that of an account, `fakests.account(id).token_issuer`.
    """
    found = _PUBLISHED.fullmatch(urlsplit(request.url).path)
    # What is signed is for a bucket of that name.
    if found is None or request.method != "GET" or "authorization" in request.headers:
        return None
    issuer = _issuer(cloud, f"https://{found['issuer']}")
    if issuer is None:
        return None
    document = issuer.jwks() if found["document"] == "jwks.json" else issuer.configuration()
    return HttpResponse(200, {"content-type": "application/json"}, json.dumps(document).encode())


def _issuer(cloud: Cloud, url: str) -> TokenIssuer | None:
    declared = {f"https://{one.issuer}" for one in cloud.providers if isinstance(one, OidcProviderEntity)}
    accounts = {one.token_issuer for one in cloud.accounts() if one.declaration.outbound_federation}
    return cloud.token_issuer(url) if url in declared | accounts else None
