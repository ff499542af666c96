"""From bytes to parameters, and the smallest answer: what is on the wire, read by botocore's own models."""

from pytest_fakests.gateway.wire.answer import fill_output
from pytest_fakests.gateway.wire.decode import decode_parameters
from pytest_fakests.gateway.wire.errors import AnswerError, MissingMemberError, WireError
from pytest_fakests.gateway.wire.http import Headers, HttpRequest
from pytest_fakests.gateway.wire.output import smallest_output
from pytest_fakests.gateway.wire.required import check_required

__all__ = [
    "AnswerError",
    "Headers",
    "HttpRequest",
    "MissingMemberError",
    "WireError",
    "check_required",
    "decode_parameters",
    "fill_output",
    "smallest_output",
]
