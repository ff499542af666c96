"""Which roles ECS's tasks are given: those of the task definition, or of the call.

Sources: API reference of ECS, TaskDefinition; Service Authorization Reference, ECS: RunTask and others depend on
iam:PassRole.
"""

from __future__ import annotations

from typing import Any

import pytest
from botocore import xform_name

from pytest_fakests import FakeSts, Resource

ROLE = "arn:aws:iam::123456789012:role/worker"

TASKS = "arn:aws:ecs:us-east-1:123456789012:task-definition/etl"
PULL, OLDER = (f"arn:aws:iam::123456789012:role/{name}" for name in ("pull", "older"))
OF_TASKS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("RunTask", {"taskDefinition": "etl:7"}, [ROLE, PULL]),
    ("RunTask", {"taskDefinition": f"{TASKS}:7"}, [ROLE, PULL]),
    ("RunTask", {"taskDefinition": "etl"}, [ROLE, PULL]),
    ("RunTask", {"taskDefinition": "etl:6"}, [OLDER]),
    ("RunTask", {"taskDefinition": "etl:5"}, []),
    ("RunTask", {"taskDefinition": "web:1"}, []),
    ("RunTask", {"taskDefinition": "etl:7", "overrides": {"taskRoleArn": OLDER}}, [PULL, OLDER]),
    ("StartTask", {"taskDefinition": "etl:7", "containerInstances": [], "overrides": {"executionRoleArn": OLDER}}, [ROLE, OLDER]),
    ("CreateService", {"serviceName": "web", "taskDefinition": "etl:7"}, [ROLE, PULL]),
    ("UpdateService", {"service": "web", "taskDefinition": "etl:6"}, [OLDER]),
    ("UpdateService", {"service": "web", "desiredCount": 2}, []),
    ("CreateTaskSet", {"cluster": "prod", "service": "web", "taskDefinition": "etl:7"}, [ROLE, PULL]),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "params", "expected"), OF_TASKS, ids=[row[0] for row in OF_TASKS])
def test_a_task_passes_the_roles_of_its_declared_definition(
    fakests: FakeSts, operation: str, params: dict[str, Any], expected: list[str]
) -> None:
    """Those of the revision, of a family's last one, and not those that the call has others for."""
    fakests.add(
        Resource(f"{TASKS}:7", behind={"taskRoleArn": ROLE, "executionRoleArn": PULL}),
        Resource(f"{TASKS}:6", behind={"taskRoleArn": OLDER}),
    )
    getattr(fakests.client("ecs"), xform_name(operation))(**params)
    passed = [one.request for one in fakests.calls[-1].decisions if one.request.action == "iam:PassRole"]
    assert [one.resource for one in passed] == expected
    assert {one.context["iam:PassedToService"] for one in passed} <= {"ecs-tasks.amazonaws.com"}
