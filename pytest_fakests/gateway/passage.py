"""The road that every call takes while a fake is on: failure on demand, authenticate, authorise, answer."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.principals import ANONYMOUS, Principal, PrincipalType
from pytest_fakests.gateway.authentication import (
    Visitor,
    as_put,
    asked_region,
    check_body,
    is_global_sts,
    read_post_form,
    refuse_anonymous,
    region_of,
    signature_context,
)
from pytest_fakests.gateway.authentication.claims import EXPRESS
from pytest_fakests.gateway.authorize import BY_BEARER_TOKEN, Judged, denied_unmapped, judge, needed
from pytest_fakests.gateway.bucket_policies import check_bucket_owner
from pytest_fakests.gateway.calls import Call, call_names
from pytest_fakests.gateway.directory_sessions import MODES, DirectorySession
from pytest_fakests.gateway.dry_runs import check_dry_run
from pytest_fakests.gateway.errors import NetworkRefusedError, UnansweredCallError, UnmappedCallError
from pytest_fakests.gateway.failures import RawAnswer, Refusal, network_error
from pytest_fakests.gateway.forms import Form
from pytest_fakests.gateway.kept import Kept
from pytest_fakests.gateway.moto import tell_account
from pytest_fakests.gateway.observing import Observed, observed
from pytest_fakests.gateway.operations import Permission, UnmappedOperation
from pytest_fakests.gateway.operations.call import copied
from pytest_fakests.gateway.partial import Apart, Sifted, judge_apart, judge_later, narrow
from pytest_fakests.gateway.ranges import as_s3_sends_it
from pytest_fakests.gateway.remembered import by_model
from pytest_fakests.gateway.responses import parsed
from pytest_fakests.gateway.unreadable import refuse_unreadable
from pytest_fakests.gateway.wire import (
    HttpRequest,
    WireError,
    check_required,
    decode_parameters,
    fill_output,
    smallest_output,
)
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.iam import Decision
from pytest_fakests.sts import service as sts
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.stand_in import stand_in

Found = tuple[Any, Any]
"""What botocore's endpoint gets: an answer and an exception, one of them None."""

NextInLine = Callable[[], Found]
"""botocore's own way to an answer: the handlers that others registered, then the network, which is closed."""

# How long a discovered endpoint may be kept.
_ENDPOINT_MINUTES = 1440


class Passage:
    """One call on its way.

    It begins, and stops where others may have an answer: they are asked, or awaited, and it ends with what they found.
    """

    def __init__(self, gate: Kept, request: HttpRequest, operation_model: Any, form: Form) -> None:
        self.gate = gate
        self.request = request
        self.operation_model = operation_model
        self.form = form
        self.service_name, self.name, self._is_of_sts = _names(operation_model)
        self.visitor = Visitor(request, operation_model)
        self.caller: Principal | None = None
        self.params: dict[str, Any] = {}
        self.decisions: tuple[Decision, ...] = ()
        self.error: AwsError | None = None
        self.apart: Apart | Sifted | None = None
        self.observed: Observed | None = None
        self.raised: str | None = None
        # Why it could not be judged or answered: who sends by another library than botocore gets that as an answer.
        self.unsettled = ""
        self.stubbed = False
        self.skew = datetime.timedelta()

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """The names by which a test may have spoken of this operation."""
        return call_names(self.operation_model)

    def begin(self) -> Found | None:
        """What a call ends with that no others are asked for, or None: then `end` is to be called.

        Raises:
            AwsError: The call is refused.
            UnmappedCallError: It cannot be judged.
        """
        gate = self.gate
        unreadable = self._read()
        if not gate.answers.empty:
            gate.answers.saw(self.names)
        if not gate.failures.empty:
            failed = self._failed()
            if failed is not None:
                return failed
        if gate.settings.mode == "enforce":
            return self._answered(self._judged(unreadable))
        try:
            own = self._judged(unreadable)
        except (AwsError, UnmappedCallError) as error:
            self.raised, self.observed = None, observed(error)
            own = self._let_through()
        return self._answered(own)

    def _judged(self, unreadable: WireError | None) -> dict[str, Any] | None:
        """The answer of STS to a call of its own, or None for one that others may answer.

        Raises:
            AwsError: The call is refused.
            UnmappedCallError: It cannot be judged.
        """
        self.caller, verifier = self.visitor.authenticate(self.gate.cloud, self.skew)
        if unreadable:
            raise refuse_unreadable(unreadable, self.operation_model)
        session = self._directory_session()
        if self._is_of_sts:
            return self._ask_sts()
        if self.name == "s3:CreateSession":
            return self._open_session()
        if session is None:
            self._judge(self.params)
        else:
            self.decisions = session.decisions
        if self.service_name == "s3":
            check_bucket_owner(self.name, self.caller, self.decisions)
            # As on AWS, what the body is comes out once the caller was let in.
            check_body(self.request, self.visitor.claim, self.operation_model, verifier)
        return None

    def take_upload(self) -> None:
        """Go on as the PutObject request that an uploaded form stands for."""
        from pytest_fakests.gateway.uploads import Uploaded

        upload = read_post_form(self.request)
        self.visitor = Visitor(self.request, self.operation_model, upload)
        self.form = Uploaded(self.request, self.operation_model, upload)
        self.request = as_put(self.request, upload)

    def _read(self) -> WireError | None:
        """Read the parameters; what cannot be read is a fault only once it is known who sent it."""
        try:
            self.params = decode_parameters(self.request, self.operation_model)
            # STS has words of its own.
            if self.service_name != "sts":
                check_required(self.params, self.operation_model)
        except WireError as error:
            return error
        return None

    def _failed(self) -> tuple[Any, Any] | None:
        """What botocore gets for a call that fails as the test says; None for one that goes on."""
        due = self.gate.failures.next_failure(self.names, self.params)
        if due is None or isinstance(due, datetime.timedelta):
            self.skew = due or self.skew
            return None
        if isinstance(due, Refusal):
            raise due.of(self.operation_model.service_model)
        if isinstance(due, RawAnswer):
            self.raised = "raw answer"
            return self.form.raw(due.body, due.status), None
        error = network_error(due, self.request.url)
        self.raised = type(error).__name__
        return None, error

    def call(self) -> Call:
        code = self.error.code if self.error else self.raised
        last = self.decisions[-1] if self.decisions else None
        told = self.error or self.observed or (self.apart.first if self.apart else None)
        decision = told.decision if told and told.decision is not None else last
        return Call(
            self.name,
            self.caller.arn if self.caller else None,
            self.params,
            decision,
            code,
            self.visitor.access_key,
            told.note if told else self.unsettled,
            self.decisions,
            self.observed.code if self.observed else None,
        )

    def _ask_sts(self) -> dict[str, Any]:
        # The token of a federated caller says who that is, and no signature.
        caller = ANONYMOUS if self.operation_model.name in sts.UNSIGNED else self._signed_caller()
        region = region_of(self.request.url) or self.gate.cloud.region
        context = self.gate.request_context(self.request, region)
        everywhere = is_global_sts(self.request.url)
        key = self.visitor.access_key or ""
        request = StsRequest(self.gate.cloud, caller, self.params, region, context, everywhere, key)
        try:
            return sts.answer(self.operation_model, request)
        finally:
            self.decisions = tuple(request.decisions)

    def _signed_caller(self) -> Principal:
        if self.caller is None or self.caller.type is PrincipalType.ANONYMOUS:
            raise refuse_anonymous(self.operation_model)
        return self.caller

    def _directory_session(self) -> DirectorySession | None:
        """The session of a directory bucket whose keys signed the request; None where they are no session's."""
        claim, sessions = self.visitor.claim, self.gate.directory_sessions
        if claim is None or not (sessions or claim.service == EXPRESS):
            return None
        return sessions.find(self.request, claim, self.operation_model, self.params)

    def _open_session(self) -> dict[str, Any]:
        """The answer of S3's CreateSession; in the first mode that the caller may have, if the call names none."""
        bucket, told = self.params["Bucket"], self.params.get("SessionMode")
        for mode in (told,) if told else MODES:
            try:
                self._judge({**self.params, "SessionMode": mode})
                break
            except AwsError:
                if mode != MODES[0] or told:
                    raise
        session = DirectorySession(bucket, mode, self.decisions)
        return self.gate.directory_sessions.open(self.gate.cloud, self._signed_caller(), session)

    def _let_through(self) -> dict[str, Any] | None:
        """What a call gets that would be refused, where nobody else can answer it."""
        if self._is_of_sts:
            return stand_in(self.gate.cloud, self.operation_model, self.params, self.caller)
        if self.name == "s3:CreateSession" and self.caller is not None:
            session = DirectorySession(self.params["Bucket"], MODES[0], self.decisions)
            return self.gate.directory_sessions.open(self.gate.cloud, self.caller, session)
        return None

    def _judge(self, params: dict[str, Any]) -> None:
        """Raise the service's answer unless the caller may make this call."""
        if self.operation_model.auth_type == "none" or self.visitor.is_foreign:
            return
        caller = self.caller if self.caller and self.service_name == "s3" else self._signed_caller()
        signed_for = self.visitor.claim.region if self.visitor.claim else ""
        region = asked_region(self.request.url, signed_for) or self.gate.cloud.region
        try:
            permissions = self._permissions(caller, region, params)
            context = self.gate.request_context(self.request, region)
            if self.visitor.claim and self.service_name == "s3":
                context = {**signature_context(self.request, self.visitor.claim, clock.now()), **context}
            judged: Judged = judge(self.gate.cloud, caller, self.operation_model, permissions, context)
            self.decisions = judged.decisions
            judge_one = functools.partial(self._judge_one, caller, region, context)
            if judged.error:
                self._deny(judged.error, caller, judge_one)
            elif self.gate.settings.mode == "enforce":
                check_dry_run(self.service_name, params)
                self.apart = judge_later(self.name, params, judge_one)
        except UnmappedOperation as unmapped:
            self._unmapped(caller, unmapped)
            return
        if not judged.decisions and caller.type is PrincipalType.ANONYMOUS:
            # What touches nothing is free for who is somebody.
            raise refuse_anonymous(self.operation_model)

    def _judge_one(self, caller: Principal, region: str, context: Mapping[str, Any], params: dict[str, Any]) -> Judged:
        permissions = self._permissions(caller, region, params)
        return judge(self.gate.cloud, caller, self.operation_model, permissions, context)

    def _deny(self, error: AwsError, caller: Principal, judge_one: Callable[[dict[str, Any]], Judged]) -> None:
        """Raise a denial, unless the operation goes on with the items that are allowed."""
        apart = judge_apart(self.name, self.params, error, judge_one)
        self.decisions = tuple(apart.decisions)
        nobody = caller.type is PrincipalType.ANONYMOUS and apart.rest is None
        if nobody or self.gate.settings.mode != "enforce":
            raise apart.first
        self.apart = apart

    def _permissions(self, caller: Principal, region: str, params: dict[str, Any]) -> tuple[Permission, ...]:
        mappings = self.gate.mappings
        mapped = None if mappings.empty else mappings.find(self.name, self.names, params)
        found = mapped if mapped is not None else needed(self.gate.cloud, caller, self.operation_model, params, region)
        return found if self.visitor.bearer is None else (BY_BEARER_TOKEN, *found)

    def _unmapped(self, caller: Principal, unmapped: UnmappedOperation) -> None:
        if self.gate.settings.unmapped == "deny":
            raise denied_unmapped(caller, self.operation_model, unmapped)
        if self.gate.settings.unmapped == "error":
            self.raised, error = "unmapped", UnmappedCallError(self.name, str(unmapped))
            self.unsettled = str(error)
            raise error from None

    def _answered(self, own: dict[str, Any] | None) -> Found | None:
        """The answer of the test or of STS itself, or None where neither has one."""
        if self.apart and self.apart.rest is None:
            return self._succeed(smallest_output(self.operation_model)), None
        registered = None if self.gate.answers.empty else self.gate.answers.find(self.names)
        if registered is not None:
            return self._registered(registered)
        if own is not None and not self.stubbed:
            return self._succeed(own), None
        return None

    def end(self, found: Found) -> Found:
        """What a call ends with after the handlers of others were asked: with the smallest answer if they have none.

        Raises:
            UnansweredCallError: They have none, and the test wants that to be an error.
        """
        response, exception = found
        if isinstance(exception, NetworkRefusedError):
            return self._smallest(), None
        return self._completed(response) if response and (self.apart or self.visitor.upload) else response, exception

    def _completed(self, response: Any) -> Any:
        """The answer of others with the errors of the items that they were not asked for, or as one to a form."""
        if isinstance(response, HttpResponse):
            if response.status >= 300:
                return response
            _, output = parsed(self.request.url, self.operation_model, response, clock.now())
            del output["ResponseMetadata"]
            return self._succeed(output)
        if self.apart and response[0].status_code < 300:
            self.apart.fill(response[1])
        return response

    def hand_on(self, prepared: Any) -> None:
        """Make the prepared request what those who are next in line shall see."""
        tell_account(prepared, self.decisions, self.caller)
        if self.apart and self.apart.rest:
            narrow(prepared, self.operation_model, self.apart.rest)

    def _succeed(self, output: dict[str, Any]) -> Any:
        if self.apart:
            self.apart.fill(output)
        return self.form.success(output, self.gate.request_id())

    def _registered(self, answer: Any) -> tuple[Any, Any]:
        untold = self.params
        if callable(answer) and not isinstance(answer, type):
            untold = {}
            # It may change what it is given; what was called stays as it was.
            answer = answer(copied((self.apart and self.apart.rest) or self.params))
        if isinstance(answer, type):
            answer = answer()
        if isinstance(answer, ClientError):
            self.raised = answer.response.get("Error", {}).get("Code")
            raise answer
        if isinstance(answer, BaseException):
            self.raised = type(answer).__name__
            return None, answer
        answer = as_s3_sends_it(self.name, untold, answer)
        return self._succeed(self._output(answer)), None

    def _output(self, answer: Any) -> dict[str, Any]:
        return fill_output(self.operation_model, answer)

    def _smallest(self) -> Any:
        if self.gate.settings.unstubbed == "error":
            self.raised, error = "unanswered", UnansweredCallError(self.name, "is allowed, and nobody answers it")
            self.unsettled = str(error)
            raise error
        output = smallest_output(self.operation_model)
        if self.operation_model.is_endpoint_discovery_operation:
            # Without an endpoint botocore does not come to make the call that it asks this one for.
            host = urlsplit(self.request.url).netloc
            output["Endpoints"] = [{"Address": host, "CachePeriodInMinutes": _ENDPOINT_MINUTES}]
        return self._succeed(output)


@by_model
def _names(operation_model: Any) -> tuple[str, str, bool]:
    """The names of the service and of the operation, and whether the answer is STS's own."""
    service_name = operation_model.service_model.service_name
    of_sts = service_name == "sts" and operation_model.name in sts.OPERATIONS
    return service_name, f"{service_name}:{operation_model.name}", of_sts
