"""Operations that succeed with an error for each item that their caller may not touch, and go on with the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.serialize import create_serializer

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.checksums import computed_anew
from pytest_fakests.gateway.authorize import Judged
from pytest_fakests.gateway.operations.paths import Path, elements_at, with_list
from pytest_fakests.gateway.wire import AnswerError
from pytest_fakests.gateway.wire.encoding.response import protocol_of
from pytest_fakests.iam import Decision

Params = dict[str, Any]

_BATCH_OF_SECRETS = "secretsmanager:BatchGetSecretValue"
_NAMELESS = "there is neither ARN nor Name, which say whether the caller may have it"


@dataclass(frozen=True)
class Partial:
    """How an operation answers where some of its items are denied.

    Attributes:
        items: The path of the list of items.
        fill: Puts the errors into an output. It is given the output, the items, and the error of each that is denied,
            by its place.
        whole: Actions that are asked once, and without which the whole call is denied.
    """

    items: Path
    fill: Callable[[Params, Sequence[Any], Mapping[int, AwsError]], None]
    whole: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Apart:
    """A call whose items were judged one by one.

    Attributes:
        partial: How its operation answers.
        params: The parameters of the call.
        denied: The error of each item that is denied, by its place in the list.
        decisions: Each decision.
    """

    partial: Partial
    params: Params
    denied: dict[int, AwsError] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def first(self) -> AwsError:
        """The error of the first item that is denied."""
        return next(iter(self.denied.values()))

    @property
    def rest(self) -> Params | None:
        """The parameters with the allowed items alone; None where there are none."""
        items = elements_at(self.params, self.partial.items)
        allowed = [item for place, item in enumerate(items) if place not in self.denied]
        found: Params = with_list(self.params, self.partial.items, allowed)
        return found if allowed else None

    def fill(self, output: Params) -> None:
        """Put the errors into the output that the allowed items got."""
        self.partial.fill(output, elements_at(self.params, self.partial.items), self.denied)


@dataclass(frozen=True)
class Sifted:
    """A call whose items its answer tells: those that are denied are taken out of it.

    Attributes:
        rest: The parameters of the call, all of which others may answer.
        judge_one: Judges the call of one of its items.
        denied: The error of each item that was denied.
    """

    rest: Params
    judge_one: Callable[[Params], Judged]
    denied: list[AwsError] = field(default_factory=list)

    @property
    def first(self) -> AwsError | None:
        """The error of the first item that is denied, if any."""
        return next(iter(self.denied), None)

    def fill(self, output: Params) -> None:
        """Put errors into the output in place of the secrets that the caller may not have.

        Raises:
            AnswerError: A secret has neither ARN nor name, so that nobody can tell whether the caller may have it.
        """
        secrets = output.get("SecretValues", ())
        names = [secret.get("ARN") or secret.get("Name") for secret in secrets]
        for place, name in enumerate(names):
            if not name:
                raise AnswerError(_BATCH_OF_SECRETS, f"SecretValues[{place}]", _NAMELESS)
        judged = {place: self.judge_one({"SecretIdList": [name]}) for place, name in enumerate(names)}
        denied = {place: one.error for place, one in judged.items() if one.error is not None}
        if denied:
            self.denied.extend(denied.values())
            output["SecretValues"] = [secret for place, secret in enumerate(secrets) if place not in denied]
            _secrets(output, names, denied)


def judge_later(name: str, params: Params, judge_one: Callable[[Params], Judged]) -> Sifted | None:
    """Judge the items of an allowed call once they are known; None for a call that tells them.

    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html

    Args:
        name: The operation, as "secretsmanager:BatchGetSecretValue".
        params: The parameters of the call.
        judge_one: Judges the call with parameters that have one item.
    """
    filtered = name == _BATCH_OF_SECRETS and params.get("Filters")
    return Sifted(params, judge_one) if filtered else None


def judge_apart(name: str, params: Params, error: AwsError, judge_one: Callable[[Params], Judged]) -> Apart:
    """Judge the items of a denied call one by one.

    Args:
        name: The operation, as "s3:DeleteObjects".
        params: The parameters of the call.
        error: The error with which it is denied as a whole.
        judge_one: Judges the call with parameters that have one item.

    Raises:
        AwsError: The call is denied as a whole.
        UnmappedOperation: An item cannot be judged.
    """
    partial = PARTIAL.get(name)
    if partial is None or error.decision is None or error.decision.request.action in partial.whole:
        raise error
    apart = Apart(partial, params)
    for place, item in enumerate(elements_at(params, partial.items)):
        judged = judge_one(with_list(params, partial.items, [item]))
        apart.decisions.extend(one for one in judged.decisions if not place or one.request.action not in partial.whole)
        if judged.error is not None:
            apart.denied[place] = judged.error
    if not apart.denied:
        raise error
    return apart


def narrow(prepared: Any, operation_model: Any, params: Params) -> None:
    """Give a request that botocore prepared the body that these parameters make, for those who are next in line."""
    serializer = create_serializer(protocol_of(operation_model.service_model), include_validation=False)
    body = serializer.serialize_to_request(params, operation_model)["body"]
    prepared.body = body if isinstance(body, bytes) else body.encode()
    headers = {"Content-Length": str(len(prepared.body)), **computed_anew(dict(prepared.headers), prepared.body)}
    for name, value in headers.items():
        prepared.headers[name] = value


def _deleted(output: Params, items: Sequence[Any], denied: Mapping[int, AwsError]) -> None:
    """The errors of DeleteObjects, which has the items that it deleted in another list."""
    named = (
        ({name: items[place][name] for name in ("Key", "VersionId") if name in items[place]}, error)
        for place, error in denied.items()
    )
    told = [{**names, "Code": error.code, "Message": error.message} for names, error in named]
    output["Errors"] = [*output.get("Errors", ()), *told]


def _secrets(output: Params, items: Sequence[Any], denied: Mapping[int, AwsError]) -> None:
    told = [
        {"SecretId": items[place], "ErrorCode": error.code, "Message": error.message} for place, error in denied.items()
    ]
    output["Errors"] = [*output.get("Errors", ()), *told]


def _statements(output: Params, items: Sequence[Any], denied: Mapping[int, AwsError]) -> None:
    """The responses of BatchExecuteStatement stand in the order of its statements, errors among them."""
    others = iter(output.get("Responses", ()))
    output["Responses"] = [
        {"Error": {"Code": "AccessDenied", "Message": denied[place].message}} if place in denied else next(others, {})
        for place in range(len(items))
    ]


PARTIAL = {
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
    "s3:DeleteObjects": Partial(("Delete", "Objects"), _deleted, frozenset({"s3express:CreateSession"})),
    # https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
    _BATCH_OF_SECRETS: Partial(
        ("SecretIdList",), _secrets, frozenset({"secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"})
    ),
    # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html
    "dynamodb:BatchExecuteStatement": Partial(("Statements",), _statements),
}
"""The operations of the tables whose documents name such errors, by botocore's name of the service."""
