"""The road of a request to one of these hosts: that of every call, with what is different there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from botocore.exceptions import ClientError

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.principals import ANONYMOUS, Principal, PrincipalType
from pytest_fakests.gateway.authentication.regions import region_of
from pytest_fakests.gateway.errors import NetworkRefusedError
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.handlers import prepared_request
from pytest_fakests.gateway.hosted.form import HostedForm
from pytest_fakests.gateway.hosted.hosts import Destination
from pytest_fakests.gateway.hosted.models import operation_model
from pytest_fakests.gateway.hosted.permissions import required_permissions, resource_of
from pytest_fakests.gateway.operations import Permission
from pytest_fakests.gateway.passage import Passage
from pytest_fakests.gateway.wire import AnswerError, HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse

_SCHEME = "AWS4-"
# All but the last digits of the account in an ARN.
_ACCOUNT = re.compile(r"^((?:[^:]*:){4})\d{8}(\d{4}:)")


def serve_hosted(gate: Gate, request: HttpRequest, destination: Destination) -> HttpResponse:
    """What is answered to a request to one of these hosts, which no handlers of botocore's are asked for.

    Raises:
        UnmappedCallError: The call cannot be judged.
        UnansweredCallError: The call is allowed, nobody answers it, and the test wants that to be an error.
        Exception: The one with which the test lets this call fail, such as a broken connection.
    """
    passage = HostedPassage(gate, request, destination)
    nobody = NetworkRefusedError(request.method, request.url)
    try:
        answer, exception = gate.travel(passage, prepared_request(request), lambda: (None, nobody))
    except ClientError as error:
        return passage.form.client_error(error, gate.request_id())
    if exception is not None:
        raise exception
    found: HttpResponse = answer
    return found


def can_be_judged(cloud: Cloud, request: HttpRequest, destination: Destination) -> bool:
    """Whether it can be told who may send a request: it is signed, or the resource's own policy says it.

    Who else is let in, as by an API without authorizer, or by another token than AWS's, is not known.
    """
    header = request.headers.get("authorization")
    if header is not None:
        return header.startswith(_SCHEME)
    if "X-Amz-Algorithm=" in request.url:
        return True
    resource = resource_of(cloud, destination, region_of(request.url) or cloud.region, cloud.account)
    return resource is not None and cloud.resources.policy(resource) is not None


class HostedPassage(Passage):
    """One request on its way."""

    form: HostedForm

    def __init__(self, gate: Gate, request: HttpRequest, destination: Destination) -> None:
        super().__init__(gate, request, operation_model(destination), HostedForm(request, destination))
        self._destination = destination

    def _read(self) -> None:
        self.params = dict(self._destination.params)

    def _signed_caller(self) -> Principal:
        return self.caller or ANONYMOUS

    def _permissions(self, caller: Principal, region: str, params: dict[str, Any]) -> tuple[Permission, ...]:
        mappings, cloud = self.gate.mappings, self.gate.cloud
        mapped = None if mappings.empty else mappings.find(self.name, self.names, params)
        if mapped is not None:
            return mapped
        signed = caller.type is not PrincipalType.ANONYMOUS
        resource = resource_of(cloud, self._destination, region, caller.account if signed else cloud.account)
        return required_permissions(self._destination, resource, signed=signed)

    def _deny(self, error: AwsError, caller: Principal, judge_one: Callable[[dict[str, Any]], Any]) -> NoReturn:
        form, decision = self._destination.host.denial, self.decisions[-1]
        request = decision.request
        message = form.message.format(
            user="anonymous" if caller.type is PrincipalType.ANONYMOUS else caller.arn,
            action=request.action,
            resource=request.resource,
            masked=_ACCOUNT.sub(r"\1********\2", request.resource),
            reason=decision.reason,
        )
        raise AwsError(form.code, message, form.status, note=error.note, decision=decision)

    def _output(self, answer: Any) -> dict[str, Any]:
        if not isinstance(answer, Mapping):
            reason = f"{answer!r} is no mapping; give one, which is the body, or has a statusCode, headers and a body"
            raise AnswerError(self.name, "", reason)
        return dict(answer)
