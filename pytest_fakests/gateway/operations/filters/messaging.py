"""Amazon SQS, Amazon SNS and Amazon EventBridge: queues by URL, topics by subscription, buses by name."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import urlsplit

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter

# "Amazon SQS queue and message identifiers" and the legacy hosts of "Amazon SQS endpoints and quotas".
_REGION = re.compile(r"(?:^|\.)sqs(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d+)\.|^([a-z]{2}(?:-[a-z]+)+-\d+)\.queue\.")
_LEGACY_US_EAST_1 = "queue.amazonaws.com"


def queue(value: str, call: Call, _: str) -> str:
    """The queue's ARN, with the account and the Region that its URL shows; a bare name stays."""
    url = urlsplit(value)
    account, _, name = url.path.strip("/").rpartition("/")
    if not url.netloc or not account:
        return name
    match = _REGION.search(url.netloc)
    region = match[1] or match[2] if match else None
    if url.netloc == _LEGACY_US_EAST_1:
        region = "us-east-1"
    return call.place.arn("sqs", name, region=region, account=account.rpartition("/")[2])


def move_task_queue(value: str, call: Call, _: str) -> str:
    """The source queue inside a message move task's handle, which is base64 of JSON."""
    try:
        source = json.loads(base64.b64decode(value, validate=True))["sourceArn"]
    except (ValueError, LookupError, TypeError):
        source = None
    if not isinstance(source, str):
        raise call.unknown(f"the queue behind the task handle {value} is not known")
    return source


def topic_of_subscription(value: str, call: Call, _: str) -> str:
    """The topic of a subscription: its ARN without the last field."""
    topic = value.rpartition(":")[0]
    if not topic.startswith("arn:"):
        raise call.unknown(f"the topic of the subscription {value} is not known")
    return topic


def rule_bus(value: str | None, call: Call, _: str) -> str:
    """What stands before a rule's name: nothing on the default bus, `BUS/` on another."""
    name = (value or "default").rpartition("/")[2]
    return "" if name == "default" else f"{name}/"


FILTERS = {
    "queue": Filter(queue),
    "move_task_queue": Filter(move_task_queue),
    "topic_of_subscription": Filter(topic_of_subscription),
    "bus": Filter(lambda value, call, _: value),
    "rule_bus": Filter(rule_bus, sees_absent=True),
}
