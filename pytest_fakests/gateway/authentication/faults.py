"""What can be wrong with a request before its action is judged, and the service's answer to it."""

from __future__ import annotations

import enum
from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.words import BY_PROTOCOL, BY_SERVICE, S3_FORM, S3_HEADER, S3_QUERY, Words
from pytest_fakests.gateway.dialects import family


class Form(enum.Enum):
    """Where a request says who signed it."""

    HEADER = enum.auto()
    QUERY = enum.auto()
    POST = enum.auto()


_S3 = {Form.HEADER: S3_HEADER, Form.QUERY: S3_QUERY, Form.POST: S3_FORM}


def fault_error(fault: str, service_model: Any, note: str, form: Form = Form.HEADER, **facts: str) -> AwsError:
    """The service's answer to a fault.

    Args:
        fault: A name of `words.FAULTS`.
        service_model: botocore's model of the service.
        note: What AWS does not say.
        form: Where the request says who signed it.
        facts: What fills the braces of the message and of the elements beside it.
    """
    words = _words(fault, service_model, form)
    details = {name: text.format(**facts) for name, text in words.details}
    return AwsError(words.code, words.message.format(**facts), words.status, note=note, details=details)


def _words(fault: str, service_model: Any, form: Form) -> Words:
    service = service_model.service_name
    if service == "s3":
        return _S3[form][fault]
    table = BY_SERVICE.get(service) or BY_PROTOCOL[family(service_model)]
    return table[fault]
