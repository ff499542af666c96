"""The fake as a test holds it."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from typing import Any, cast

from botocore.credentials import Credentials as BotocoreCredentials
from botocore.exceptions import ClientError

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import DEFAULT_CALLER, Cloud
from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.cloud.declarations import Duration, seconds
from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.cloud.errors import AwsError, DeclarationError
from pytest_fakests.fake import sessions
from pytest_fakests.fake.ambient import stands_for_environment
from pytest_fakests.fake.assumed import AssumedRole
from pytest_fakests.fake.blocks import Blocks, block
from pytest_fakests.fake.clock import StsClock
from pytest_fakests.fake.console import console_keys, role_of_link
from pytest_fakests.fake.gated import GatedWorld
from pytest_fakests.fake.inside import PlatformKeys, entered
from pytest_fakests.fake.lifetime import Lifetime, Point
from pytest_fakests.fake.platforms import Platform, TokenFile
from pytest_fakests.fake.who import Who, credentials_of, principal_of, service_host
from pytest_fakests.gateway.environment import Variables, carrying
from pytest_fakests.gateway.kept import Settings, more_keys
from pytest_fakests.gateway.responses import failure
from pytest_fakests.sts.service_role import hand_out
from pytest_fakests.sts.validation import check_session_name

_SESSION_NAME = "fakests"


class FakeSts(GatedWorld, Blocks):
    """The fake of one test: its world, its gate and its clock. `fake_sts` and the `fakests` fixture give it.

    Attributes:
        region: The Region of the environment and of the clients made here.
        clock: The clock, as the `sts_clock` fixture gives it.
        gate: The gate that every call passes.
    """

    def __init__(self, cloud: Cloud, settings: Settings, caller: str = DEFAULT_CALLER) -> None:
        GatedWorld.__init__(self, cloud, settings)
        Blocks.__init__(self)
        self.clock = StsClock(self)
        keys = cloud.keys_of(caller)
        self._callers: list[Callable[[], Credentials]] = [lambda: keys]

    # Who calls.

    def credentials(self, principal: Who) -> Credentials:
        """The long-term keys of a user or of an account's root; for a role, keys of a session of it.

        Raises:
            UndeclaredError: (a KeyError) The principal is not declared.
            DeclarationError: It is not a principal with keys.
        """
        return credentials_of(self._cloud, principal)

    def boto3_session(self, who: Who | None = None) -> Any:
        """A new boto3 session that calls as `who`, by default as the environment's caller.

        Raises:
            ImportError: boto3 is not installed.
            UndeclaredError: (a KeyError) The principal is not declared.
            DeclarationError: `who` names no caller.

        Example:
            fakests.boto3_session("user/julie").client("sts").get_caller_identity()
        """
        return sessions.boto3_session(self._keys(who), self.region)

    def botocore_session(self, who: Who | None = None) -> Any:
        """A new botocore session that calls as `who`, by default as the environment's caller.

        Raises:
            UndeclaredError: (a KeyError) The principal is not declared.
            DeclarationError: `who` names no caller.
        """
        return sessions.botocore_session(self._keys(who), self.region)

    def client(self, service: str, who: Who | None = None) -> Any:
        """A new client that calls as `who`, by default as the environment's caller: boto3's where it is installed.

        Args:
            service: The service, as botocore names it: "s3".
            who: A principal, as "user/julie"; an answer's "Credentials"; Credentials; or what `assume_role()` gave.

        Raises:
            UndeclaredError: (a KeyError) The principal is not declared.
            DeclarationError: `who` names no caller.

        Example:
            fakests.client("s3", "role/reader").get_object(Bucket="reports", Key="q3.csv")
        """
        return sessions.client(service, self._keys(who), self.region)

    @block("fakests.calling_as")
    def calling_as(self, who: Who) -> Iterator[None]:
        """Let the environment's caller be `who`, for clients that find their credentials in it.

        Raises:
            UndeclaredError: (a KeyError) The principal is not declared.
            DeclarationError: `who` names no caller.

        Example:
            with fakests.calling_as("user/bob"):
                boto3.client("sts").get_caller_identity()
        """
        credentials = credentials_of(self._cloud, who)
        with Variables(carrying(credentials)):
            self._callers.append(lambda: credentials)
            try:
                yield
            finally:
                self._callers.pop()

    @block("fakests.inside")
    def inside(self, platform: Platform | TokenFile) -> Iterator[None]:
        """Let code find its credentials as it does on a platform of AWS, whose service hands it the role.

        The role's trust policy is asked as it is there, with aws:SourceArn and aws:SourceAccount.

        Args:
            platform: A LambdaFunction, an EcsTask, an Ec2Instance, an EksPod, or a TokenFile, with whose token the code
                itself assumes the role.

        Raises:
            ClientError: The trust policy does not let the service in.
            DeclarationError: `platform` is none of these.
            UndeclaredError: (a KeyError) The role is not declared.

        Example:
            with fakests.inside(EcsTask("exec")):
                boto3.client("sts").get_caller_identity()
        """
        if isinstance(platform, TokenFile):
            with Variables({**carrying(None), **platform.variables(self._role_arn(platform.role))}):
                yield
            return
        if not isinstance(platform, Platform):
            raise DeclarationError(
                f"{platform!r} is no platform; give a LambdaFunction, an EcsTask, an Ec2Instance, an EksPod or a "
                "TokenFile"
            )
        with self._as_client_error():
            keys = PlatformKeys(self._cloud, self.gate, platform, self.region)
        with entered(keys, self._cloud, self.gate) as current:
            self._callers.append(current)
            try:
                yield
            finally:
                self._callers.pop()

    @block("fakests.endpoint")
    def endpoint(self) -> Iterator[str]:
        """Serve this fake on a port of the loopback address, for other processes; gives its URL.

        While it is on, the environment has it as AWS_ENDPOINT_URL: the AWS CLI and the SDKs of all languages, started
        now, call it in place of AWS. Calls of botocore clients in this process stay in it.

        Raises:
            Exception: What a function that the test gave as an answer raised while a process was answered.

        Example:
            with fakests.endpoint():
                subprocess.run(["aws", "sts", "get-caller-identity"], check=True)
        """
        from pytest_fakests.fake.endpoint import served  # a server, which few tests need

        with served(self.gate) as url:
            yield url

    @property
    def caller_credentials(self) -> Credentials:
        """The keys of the environment's caller."""
        return self._callers[-1]()

    def ambient_credentials(self, credentials: Any) -> BotocoreCredentials | None:
        """The environment caller's keys, for a client that found its credentials before the fake came; or None."""
        if not stands_for_environment(self._cloud, credentials):
            return None
        caller = self.caller_credentials
        return BotocoreCredentials(caller.access_key, caller.secret_key, caller.token)

    # Time.

    def live(self, point: Point) -> Lifetime:
        """Let time move to a point of a session's life once sessions have made as many calls as the point says."""
        lifetime = Lifetime(self._cloud, self.clock, point)
        self.gate.watcher = lifetime
        return lifetime

    # Roles.

    def assume_role(
        self,
        role: str | RoleEntity,
        *,
        session_name: str = _SESSION_NAME,
        by: Who | None = None,
        duration: Duration | None = None,
        **params: Any,
    ) -> AssumedRole:
        """Assume a role, judged as any other call is.

        Args:
            role: Its name, its ARN, or what `fakests.role()` gave.
            session_name: The role session's name.
            by: Who assumes it, by default the environment's caller; "service/HOST" gives the role as that
                service hands it to code.
            duration: How long the session lasts, in seconds or as a timedelta; by default an hour.
            params: Further parameters of AssumeRole, as ExternalId="partner-42".

        Raises:
            ClientError: AWS's answer, where the role may not be assumed.
            UndeclaredError: (a KeyError) The name of the role, or `by`, is not declared.
            DeclarationError: `role` names no role, `by` no caller, or a service is to pass further parameters.

        Example:
            reader = fakests.assume_role("reader", session_name="nightly", duration=900)
            reader.client("s3").get_object(Bucket="reports", Key="q3.csv")
        """
        if "RoleSessionName" in params:
            raise DeclarationError("assume_role() takes no RoleSessionName; it is session_name=...")
        arn = self._role_arn(role)
        service = service_host(by, params)
        if service:
            return self._handed_out(service, arn, session_name, duration)
        if duration is not None:
            params["DurationSeconds"] = seconds(duration)
        client = self.botocore_session(by).create_client("sts")
        answer = client.assume_role(RoleArn=arn, RoleSessionName=session_name, **params)
        credentials = credentials_of(self._cloud, answer)
        return AssumedRole(answer["AssumedRoleUser"]["Arn"], credentials, self.region, answer)

    def switch_role(self, role: str | RoleEntity, *, by: Who | None = None) -> AssumedRole:
        """The session that the console's "Switch role" gives: AssumeRole with the caller's own permissions.

        The session has the caller's name, and lasts as long as the role lets, or an hour where one role switches to
        another: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html
        A user who has an MFA device has signed in with it.

        Args:
            role: A switch-role link (https://signin.aws.amazon.com/switchrole?account=...&roleName=...), or the role's
                name, its ARN, or what `fakests.role()` gave.
            by: Who is signed in, by default the environment's caller.

        Raises:
            ClientError: AWS's answer, where the switch is refused.
            UndeclaredError: (a KeyError) The name of the role, `by`, or the alias in the link is not declared.
            DeclarationError: The link has no account or no role.

        Example:
            fakests.switch_role("https://signin.aws.amazon.com/switchrole?account=123456789012&roleName=reader")
        """
        arn = role_of_link(self._cloud, role) if isinstance(role, str) else role.arn
        caller = principal_of(self._cloud, self.caller_credentials if by is None else by)
        found = self._cloud.role_at(arn if arn.startswith("arn:") else self._role_arn(arn))
        chained = not isinstance(caller, str) and caller.temporary
        longest = 3600 if chained or found is None else found.max_session
        name = _SESSION_NAME if isinstance(caller, str) else caller.arn.rpartition("/")[2].rpartition(":")[2]
        with more_keys(console_keys(caller)):
            return self.assume_role(arn, session_name=name, by=by, duration=longest)

    def _handed_out(self, host: str, arn: str, session_name: str, duration: Duration | None) -> AssumedRole:
        length = datetime.timedelta(seconds=3600 if duration is None else seconds(duration))
        context = {"aws:RequestedRegion": self.region, **self.gate.context}
        with self._as_client_error():
            check_session_name(session_name)
            session, credentials = hand_out(self._cloud, host, self._cloud.role(arn), session_name, length, context)
        return AssumedRole(session.arn, credentials, self.region)

    @contextlib.contextmanager
    def _as_client_error(self) -> Iterator[None]:
        """Let an error of a service's own AssumeRole be the ClientError that a caller's would be."""
        try:
            yield
        except AwsError as error:
            model = self.botocore_session().get_service_model("sts").operation_model("AssumeRole")
            url = f"https://sts.{self.region}.amazonaws.com/"
            _, answer = failure("POST", url, model, error, self.gate.request_id(), clock.now())
            raise ClientError(cast(Any, answer), "AssumeRole") from None

    def _role_arn(self, role: str | RoleEntity) -> str:
        if isinstance(role, RoleEntity):
            return role.arn
        if not isinstance(role, str):
            raise DeclarationError(f"{role!r} names no role; give its name, its ARN, or what fakests.role() gave")
        return role if role.startswith("arn:") else self._cloud.role(role).arn

    def _keys(self, who: Who | None) -> Credentials:
        return self.caller_credentials if who is None else credentials_of(self._cloud, who)
