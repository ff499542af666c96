"""A world behind its gate, as a test holds it: what is asked there, what calls get, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pytest_fakests.cloud.authorization import authorize
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.fake.condition_keys import ConditionKeys, check_keys, check_mapping
from pytest_fakests.fake.who import Who, principal_of
from pytest_fakests.fake.world import World
from pytest_fakests.gateway.answers import Answer
from pytest_fakests.gateway.calls import Call
from pytest_fakests.gateway.failures import Fault, When
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.kept import Settings
from pytest_fakests.gateway.mappings import Resources
from pytest_fakests.iam import Decision


class GatedWorld(World):
    """The world of a fake, and the gate that every call of it passes.

    Attributes:
        region: The Region of the environment and of the clients made here.
        gate: The gate.
    """

    def __init__(self, cloud: Cloud, settings: Settings) -> None:
        super().__init__(cloud)
        self.region = cloud.region
        self.gate = Gate(cloud, settings)
        self.gate.context = ConditionKeys()

    @property
    def context(self) -> dict[str, Any]:
        """Condition keys of the requests that follow, such as "aws:SourceIp"; change it, or give a new mapping.

        Raises:
            DeclarationError: A key is added that has no prefix.

        Example:
            fakests.context["aws:SourceIp"] = "203.0.113.7"
        """
        return self.gate.context

    @context.setter
    def context(self, keys: Mapping[str, Any]) -> None:
        check_mapping("fakests.context", keys)
        self.gate.context = ConditionKeys()
        self.gate.context.update(keys)

    def can(self, who: Who, action: str, resource: str = "*", context: Mapping[str, Any] | None = None) -> Decision:
        """Whether `who` may take the action on the resource, without a call.

        Args:
            who: Who asks; also "service/HOST", for which only resource policies speak.
            action: An IAM action, as "s3:GetObject".
            resource: The resource's ARN.
            context: Condition keys, over `fakests.context`.

        Raises:
            UndeclaredError: (a KeyError) The principal is not declared.
            DeclarationError: A condition key has no prefix, or `resource` is not an ARN.
            ValueError: `action` is not "service:name".

        Example:
            decision = fakests.can("role/reader", "s3:GetObject", "arn:aws:s3:::reports/q3.csv")
            assert decision.allowed, decision.explain()
        """
        check_keys("the context of can()", context or {})
        if resource != "*" and not resource.startswith("arn:"):
            raise DeclarationError(
                f"{resource!r} is no resource; write its ARN, as 'arn:aws:s3:::reports/q3.csv', or '*'"
            )
        full = {"aws:RequestedRegion": self.region, **self.gate.context, **(context or {})}
        return authorize(self._cloud, principal_of(self._cloud, who), action, resource, full)

    def answer(self, call: str, answer: Answer, *, optional: bool = False) -> None:
        """Let an authorised call get `answer`; the newest for an operation counts.

        Args:
            call: SERVICE:OPERATION, as "s3:GetObject".
            answer: A mapping in the operation's output shape, a function from its parameters to one, or an
                exception to raise.
            optional: Whether the test may end without such a call; see the setting `strict`.

        Raises:
            ValueError: `call` is not SERVICE:OPERATION, or botocore has no such operation.

        Example:
            fakests.answer("s3:GetObject", lambda params: {"Body": params["Key"].encode()})
        """
        self.gate.answers.answer(call, answer, optional=optional)

    def fail(
        self,
        call: str,
        code: Fault,
        times: int | None = 1,
        *,
        nth: int = 1,
        when: When | None = None,
        message: str = "",
        status: int | None = None,
    ) -> None:
        """Let calls of an operation fail before they are judged. Each of botocore's retries is a call.

        Args:
            call: SERVICE:OPERATION, as "sts:AssumeRole".
            code: An error code of AWS, as "Throttling"; an exception, as botocore's ReadTimeoutError or Python's
                ConnectionResetError, which botocore turns into its own; bytes, the body of an answer that botocore
                then reads; or a timedelta, by which AWS's clock is ahead of the caller's.
            times: How many calls; None for all that follow.
            nth: The first that fails, counted from 1.
            when: A function from a call's parameters to whether it counts.
            message: The error's message.
            status: The HTTP status; by default the one of botocore's model of the service, or the one that AWS
                documents for the code in every service, or 400; of a body, 200.

        Raises:
            ValueError: `call` is not SERVICE:OPERATION, botocore has no such operation, `code` is no fault, a number is
                less than 1, `when` is no function, or `status` is no HTTP status.

        Example:
            fakests.fail("s3:GetObject", ReadTimeoutError, nth=3, when=lambda params: params["Key"] == "q3.csv")
        """
        self.gate.failures.fail(call, code, nth=nth, times=times, when=when, message=message, status=status)

    def map(self, call: str, *, actions: str | Iterable[str] | None = None, resources: Resources = "*") -> None:
        """Say which actions a call needs, on which resources, where the fake cannot know it.

        Args:
            call: SERVICE:OPERATION, as botocore names them: "apigatewayv2:GetApis".
            actions: The IAM actions; by default the one of the call's own name.
            resources: ARNs, which may name parameters in braces, or a function from parameters to them.

        Raises:
            ValueError: `call` is not SERVICE:OPERATION, botocore has no such operation, an action is not
                SERVICE:ACTION, or a resource is no ARN.

        Example:
            fakests.map("apigatewayv2:GetApis", actions="apigateway:GET", resources="arn:aws:apigateway:*::/apis")
        """
        self.gate.mappings.add(call, actions, resources)

    @property
    def calls(self) -> list[Call]:
        """Every call so far, judged.

        Example:
            assert [call.operation for call in fakests.calls if call.error] == []
        """
        return self.gate.calls

    def check_used(self) -> None:
        """Raise AssertionError if an answer or failure met no call; the fixture does so where `strict` is on."""
        unused = [*self.gate.answers.unused(), *self.gate.failures.unused()]
        if unused:
            raise AssertionError(
                f"registered, yet no call met it: {', '.join(unused)}; take it away, give answer() optional=True, "
                "or set @pytest.mark.fakests(strict=False)"
            )
