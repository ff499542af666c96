"""Who comes with a request, in whichever form that is said: a signature, an uploaded form, a bearer token."""

from __future__ import annotations

import datetime
from typing import Any

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.gateway.authentication.authenticate import (
    Signer,
    authenticate,
    authenticate_bearer,
    authenticate_form,
)
from pytest_fakests.gateway.authentication.bearer import SCHEME, bearer_token
from pytest_fakests.gateway.authentication.claims import Claim
from pytest_fakests.gateway.authentication.post_forms import PostForm
from pytest_fakests.gateway.authentication.reading import read_claim, read_post_claim
from pytest_fakests.gateway.wire import HttpRequest


class Visitor:
    """Who comes with a request.

    Attributes:
        claim: What the request says of its signature, once it was read; None where it says nothing.
        bearer: The bearer token of a service that takes such, or None.
        upload: The form that was uploaded, or None.
    """

    def __init__(self, request: HttpRequest, operation_model: Any, upload: PostForm | None = None) -> None:
        self.claim: Claim | None = None
        self.bearer: str | None = None
        self.upload = upload
        self._request = request
        self._model = operation_model

    @property
    def access_key(self) -> str | None:
        """The id of the access key that it is signed with; None where nobody signed."""
        return self.claim.access_key if self.claim else None

    @property
    def is_foreign(self) -> bool:
        """Whether somebody else than AWS issued the token: who may do what with it is not for IAM to say."""
        return self.bearer is not None and self.claim is None

    def authenticate(self, cloud: Cloud, skew: datetime.timedelta) -> Signer:
        """Who it is; `skew` is how far AWS's clock is ahead of the caller's.

        Raises:
            AwsError: The service refuses the request, in its own words.
        """
        request, model = self._request, self._model
        if self.upload is not None:
            self.claim = read_post_claim(request, self.upload.fields, model.service_model)
            return authenticate_form(cloud, request, self.upload, self.claim, model)
        if request.headers.get("authorization", "").startswith(SCHEME):
            self.bearer = bearer_token(request, model.service_model)
        if self.bearer is not None:
            self.claim, principal = authenticate_bearer(cloud, request, self.bearer, model, skew)
            return principal, None
        self.claim = read_claim(request, model.service_model)
        return authenticate(cloud, request, self.claim, model, skew)
