"""One call of each of some services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CALLS: dict[str, Callable[[Any], Any]] = {
    "sts": lambda client: client.get_caller_identity(),
    "s3": lambda client: client.list_buckets(),
    "dynamodb": lambda client: client.list_tables(),
    "lambda": lambda client: client.list_functions(),
    "ec2": lambda client: client.describe_instances(),
    "sqs": lambda client: client.list_queues(),
    "sns": lambda client: client.list_topics(),
    "iam": lambda client: client.list_users(),
    "secretsmanager": lambda client: client.list_secrets(),
    "kms": lambda client: client.list_keys(),
    "ses": lambda client: client.list_identities(),
    "iot-data": lambda client: client.get_thing_shadow(thingName="lamp"),
}
