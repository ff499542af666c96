"""What botocore's history recorder is told of calls that the gate answers itself.

botocore records a call where it sends it (botocore/endpoint.py, Endpoint._do_get_response).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_fakests.gateway.passage import Found, NextInLine


def recorded(
    recorder: Any,
    request: Any,
    operation_model: Any,
    respond: Callable[[NextInLine], Found],
    send: NextInLine,
) -> Found:
    """The gate's answer, recorded as one of the network is.

    Args:
        recorder: botocore's history recorder.
        request: The prepared request.
        operation_model: botocore's model of the operation.
        respond: From the way to the next in line to the answer.
        send: botocore's own way, which records what it does.
    """
    sent: list[Found] = []

    def next_in_line() -> Found:
        sent.append(send())
        return sent[-1]

    answer = respond(next_in_line)
    if not sent:
        recorder.record(
            "HTTP_REQUEST",
            {
                "method": request.method,
                "headers": request.headers,
                "streaming": operation_model.has_streaming_input,
                "url": request.url,
                "body": request.body,
            },
        )
    found, exception = answer
    if exception is None and not (sent and sent[0][0] is found):
        response, parsed = found
        recorder.record(
            "HTTP_RESPONSE",
            {
                "headers": response.headers,
                "status_code": response.status_code,
                "context": {"operation_name": operation_model.name},
                "body": response.content,
                "streaming": operation_model.has_streaming_output,
            },
        )
        recorder.record("PARSED_RESPONSE", parsed)
    return answer
