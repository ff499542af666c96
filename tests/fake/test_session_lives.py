"""Any sequence of declaring, assuming, federating, chaining, tagging, waiting, revoking and deleting keeps AWS's promises."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.credentials import Credentials as BotocoreCredentials
from botocore.exceptions import ClientError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from pytest_fakests import Credentials, OidcProvider, Role, User, allow, fake_sts

HOME = "123456789012"
ROLES, USER = ("red", "green", "blue"), "ann"
ISSUER = "idp.example.com"
BUCKETS = ("a", "b")
EXPIRED, UNKNOWN, DENIED = "ExpiredToken", "InvalidAccessKeyId", "AccessDenied"
# Seconds that a session lasts at most which another one opened, as in
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
CHAIN = 3600
# How many sessions are looked at after each change that may end them.
LATELY = 4

roles = st.sampled_from(ROLES)
subsets = st.sets(st.sampled_from(BUCKETS))
durations = st.sampled_from([900, 3600, 7200])
names = st.text("abc-_.=", min_size=2, max_size=8)


def reading(buckets: set[str]) -> dict[str, Any]:
    """A policy that lets these buckets be read, queues be listed by team x, and every role be assumed."""
    assuming = allow("sts:AssumeRole", "sts:TagSession", "sts:GetFederationToken")["Statement"]
    assuming += allow("sqs:ListQueues", when={"StringEquals": {"aws:PrincipalTag/team": "x"}})["Statement"]
    return {
        "Version": "2012-10-17",
        "Statement": assuming
        + [one for b in sorted(buckets) for one in allow("s3:*", on=f"arn:aws:s3:::{b}/*")["Statement"]],
    }


def outcome(call: Callable[[], Any]) -> tuple[str | None, Any]:
    """The error code of a call, or None and its answer."""
    try:
        return None, call()
    except ClientError as error:
        return error.response["Error"]["Code"], None


@dataclasses.dataclass
class Life:
    """What the model knows of a role or user: which one of its name it is, what it lets, and when sessions were revoked."""

    number: int
    buckets: set[str]
    revoked: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Session:
    """What the model knows of a session.

    `owner` is the role or user whose permissions it has, and `inherited` are the tags that go on along a chain.
    """

    kind: str
    credentials: Credentials
    arn: str
    owner: str
    number: int
    issued: datetime.datetime
    end: datetime.datetime
    policy: frozenset[str] | None
    tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
    inherited: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Sessions(RuleBasedStateMachine):
    """The world as it is, beside what a model says it must be."""

    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.stack = contextlib.ExitStack()
        self.fake = self.stack.enter_context(fake_sts(OidcProvider(ISSUER, audiences="app"), seed="stateful"))
        self.lives: dict[str, Life] = {}
        self.number = 0
        self.known: list[Session] = []
        self.clients: dict[str, Any] = {}

    def teardown(self) -> None:
        self.stack.close()

    @initialize(buckets=st.tuples(*[subsets] * 4))
    def begin(self, buckets: tuple[set[str], ...]) -> None:
        """Every role and the user are there, and time stands still from now on."""
        self.fake.clock.advance(1)
        for name, held in zip(ROLES, buckets, strict=False):
            self.make_role(name, held)
        self.make_user(buckets[-1])

    @precondition(lambda self: any(name not in self.lives for name in ROLES))
    @rule(name=roles, buckets=subsets)
    def declare(self, name: str, buckets: set[str]) -> None:
        """Make a role again that was deleted."""
        if name not in self.lives:
            self.make_role(name, buckets)

    def make_role(self, name: str, buckets: set[str]) -> None:
        """Make a role."""
        self.number += 1
        actions = ["sts:AssumeRole", "sts:TagSession", "sts:AssumeRoleWithWebIdentity"]
        who = {"AWS": HOME, "Federated": f"arn:aws:iam::{HOME}:oidc-provider/{ISSUER}"}
        statement = {"Effect": "Allow", "Principal": who, "Action": actions}
        self.fake.add(Role(name, trust=statement, permissions=reading(buckets), max_session=7200))
        self.lives[name] = Life(self.number, buckets)

    @rule(name=roles, buckets=subsets)
    def change(self, name: str, buckets: set[str]) -> None:
        """Give a role other permissions, which its sessions have at once."""
        if name in self.lives:
            self.fake.role(name).set_permissions(reading(buckets))
            self.lives[name].buckets = buckets
            self.check_lately_opened(name)

    @precondition(lambda self: USER not in self.lives)
    @rule(buckets=subsets)
    def hire(self, buckets: set[str]) -> None:
        """Make a user again that was deleted."""
        self.make_user(buckets)

    def make_user(self, buckets: set[str]) -> None:
        """Make a user."""
        self.number += 1
        self.fake.add(User(USER, permissions=reading(buckets)))
        self.lives[USER] = Life(self.number, buckets)

    @precondition(lambda self: USER in self.lives)
    @rule(sure=st.booleans())
    def dismiss(self, sure: bool) -> None:
        """Delete the user, now and then."""
        if sure:
            del self.lives[USER]
            self.fake.remove(f"user/{USER}")

    @rule(name=roles, sure=st.booleans())
    def delete(self, name: str, sure: bool) -> None:
        """Delete a role, now and then."""
        if sure and name in self.lives:
            del self.lives[name]
            self.fake.remove(f"role/{name}")

    @rule(name=roles)
    def revoke(self, name: str) -> None:
        """Revoke what was issued until now, at least one session that may do something."""
        if name in self.lives:
            session = self.assumed("user/tester", name, "late", 900, None, {"team": "x"})
            self.fake.clock.advance(1)
            self.fake.role(name).revoke_sessions()
            self.lives[name].revoked = self.fake.clock.now
            self.check_tags(session)
            self.check_lately_opened(name)

    @rule(seconds=st.sampled_from([1, 600, 899, 900, 3599, 3600]))
    def wait(self, seconds: int) -> None:
        """Let time pass: sessions end that have to, and no others."""
        self.fake.clock.advance(seconds)
        self.check_lately_opened(*self.lives)

    @rule(
        target=sessions,
        name=roles,
        session_name=names,
        duration=durations,
        policy=st.none() | subsets,
        tags=st.sampled_from([{}, {"team": "x"}, {"team": "y", "stage": "x"}]),
        transitive=st.booleans(),
    )
    def assume(
        self,
        name: str,
        session_name: str,
        duration: int,
        policy: set[str] | None,
        tags: dict[str, str],
        transitive: bool,
    ) -> Any:
        """Assume a role with the keys of a user."""
        return self.assumed("user/tester", name, session_name, duration, policy, tags, transitive=transitive)

    @rule(
        target=sessions, source=sessions, name=roles, session_name=names, duration=durations, policy=st.none() | subsets
    )
    def chain(self, source: Session, name: str, session_name: str, duration: int, policy: set[str] | None) -> Any:
        """Assume a role with another session."""
        return self.assumed(source, name, session_name, duration, policy, {})

    @rule(target=sessions, source=sessions, name=roles)
    def outlive(self, source: Session, name: str) -> Any:
        """Go on until a session ends that has assumed a role: what it opened does not end with it."""
        heir = self.assumed(source, name, "heir", CHAIN, None, {})
        if isinstance(heir, Session) and source.end < heir.end:
            self.fake.clock.move_to(source.end)
            self.check(source)
            self.check(heir)
        return heir

    def assumed(
        self,
        by: str | Session,
        name: str,
        session_name: str,
        duration: int,
        policy: set[str] | None,
        tags: dict[str, str],
        *,
        transitive: bool = False,
    ) -> Any:
        """Try it, and hold the answer against the model."""
        params: dict[str, Any] = {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]} if tags else {}
        if transitive:
            params["TransitiveTagKeys"] = list(tags)
        if policy is not None:
            params["Policy"] = json.dumps(reading(policy))
        chained = isinstance(by, Session)
        wanted = self.may_assume(by) and name in self.lives and not (chained and duration > CHAIN)
        try:
            got = self.fake.assume_role(
                name if name in self.lives else f"arn:aws:iam::{HOME}:role/{name}",
                by=by.credentials if isinstance(by, Session) else by,
                session_name=session_name,
                duration=duration,
                **params,
            )
        except ClientError:
            assert not wanted
            return multiple()
        assert wanted
        inherited = by.inherited if isinstance(by, Session) else {}
        told = {"tags": {**inherited, **tags}, "inherited": {**inherited, **(tags if transitive else {})}}
        session = self.opened("role", got.answer["Credentials"], got.arn, name, duration, policy, **told)
        self.check_tags(session)
        return session

    def opened(
        self, kind: str, answer: Any, arn: str, owner: str, duration: int, policy: set[str] | None, **tags: Any
    ) -> Session:
        """The session that an answer gave credentials of, which end when they must."""
        now = self.fake.clock.now
        end = (now + datetime.timedelta(seconds=duration)).replace(microsecond=0)
        assert answer["Expiration"] == end
        keys = Credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"], end)
        held = None if policy is None else frozenset(policy)
        session = Session(kind, keys, arn, owner, self.lives[owner].number, now, end, held, **tags)
        self.known.append(session)
        self.check(session)
        return session

    def check_lately_opened(self, *owners: str) -> None:
        """Hold the last sessions of these roles and users against the model, dead ones too."""
        for session in [one for one in self.known if one.owner in owners][-LATELY:]:
            self.check(session)

    def check(self, session: Session) -> None:
        """Hold all that a session may do against the model: chance alone seldom asks what would tell."""
        self.ask_who(session)
        for bucket in BUCKETS:
            self.read(session, bucket)

    @rule(target=sessions, name=roles, session_name=names, duration=durations, policy=st.none() | subsets)
    def assume_with_a_token(self, name: str, session_name: str, duration: int, policy: set[str] | None) -> Any:
        """Assume a role with a token of an identity provider."""
        params: dict[str, Any] = {} if policy is None else {"Policy": json.dumps(reading(policy))}
        token = self.fake.oidc_provider.token(algorithm="ES256")
        error, got = outcome(
            lambda: self.fake.client("sts").assume_role_with_web_identity(
                RoleArn=f"arn:aws:iam::{HOME}:role/{name}",
                RoleSessionName=session_name,
                WebIdentityToken=token,
                DurationSeconds=duration,
                **params,
            )
        )
        if name not in self.lives:
            assert error == DENIED
            return multiple()
        assert error is None
        return self.opened("role", got["Credentials"], got["AssumedRoleUser"]["Arn"], name, duration, policy)

    @rule(target=sessions, name=names, duration=durations, policy=st.none() | subsets)
    def federate(self, name: str, duration: int, policy: set[str] | None) -> Any:
        """Vouch for a federated user with the keys of the user."""
        if USER not in self.lives:
            return multiple()
        params: dict[str, Any] = {} if policy is None else {"Policy": json.dumps(reading(policy))}
        sts = self.fake.client("sts", f"user/{USER}")
        got = sts.get_federation_token(Name=name, DurationSeconds=duration, **params)
        # Without a session policy a federated user may do nothing.
        return self.opened(
            "federated", got["Credentials"], got["FederatedUser"]["Arn"], USER, duration, policy or set()
        )

    @rule(target=sessions, duration=durations)
    def get_session_token(self, duration: int) -> Any:
        """Get temporary credentials of the user itself."""
        if USER not in self.lives:
            return multiple()
        got = self.fake.client("sts", f"user/{USER}").get_session_token(DurationSeconds=duration)
        return self.opened("user", got["Credentials"], f"arn:aws:iam::{HOME}:user/{USER}", USER, duration, None)

    def may_assume(self, by: str | Session) -> bool:
        """Whether the caller is alive, not revoked, and no federated user."""
        return isinstance(by, str) or (self.state(by) is None and by.kind != "federated")

    def state(self, session: Session) -> str | None:
        """The error that every call of the session meets; None for a session that is alive."""
        if self.fake.clock.now >= session.end:
            return EXPIRED
        life = self.lives.get(session.owner)
        if life is None or life.number != session.number:
            return UNKNOWN
        return DENIED if life.revoked and session.issued < life.revoked else None

    def client(self, service: str, session: Session) -> Any:
        """A client that signs with the session's keys from now on: making one for each session took most of the time."""
        if service not in self.clients:
            self.clients[service] = self.fake.client(service)
        client, keys = self.clients[service], session.credentials
        client._request_signer._credentials = BotocoreCredentials(
            keys.access_key, keys.secret_key, keys.token, method="explicit"
        )
        return client

    @rule(session=sessions, bucket=st.sampled_from(BUCKETS))
    def read(self, session: Session, bucket: str) -> None:
        """No session exceeds its role and its session policy, and none that is dead is accepted."""
        expected = self.state(session)
        if expected is None:
            within = session.policy is None or bucket in session.policy
            expected = None if bucket in self.lives[session.owner].buckets and within else DENIED
        error, _ = outcome(lambda: self.client("s3", session).get_object(Bucket=bucket, Key="k"))
        assert error == expected

    @rule(session=sessions)
    def list_queues(self, session: Session) -> None:
        """A session has its tags as long as it lives."""
        self.check_tags(session)

    def check_tags(self, session: Session) -> None:
        """A session has the tags that it was given, and along a chain the transitive ones; nobody else has them."""
        expected = self.state(session) or (None if session.tags.get("team") == "x" else DENIED)
        error, _ = outcome(self.client("sqs", session).list_queues)
        assert error == {UNKNOWN: "InvalidClientTokenId"}.get(expected or "", expected)

    @rule(session=sessions)
    def ask_who(self, session: Session) -> None:
        """Each credential identifies exactly its session, until its own end and not until its source's."""
        error, answer = outcome(self.client("sts", session).get_caller_identity)
        # Nobody needs a permission for it, so a revoked session is told, too.
        assert error == {EXPIRED: EXPIRED, UNKNOWN: "InvalidClientTokenId"}.get(self.state(session) or "")
        assert error or answer["Arn"] == session.arn

    @invariant()
    def no_two_sessions_share_anything(self) -> None:
        """Keys, secrets and tokens are each session's own."""
        for field in ("access_key", "secret_key", "token"):
            held = [getattr(one.credentials, field) for one in self.known]
            assert len(set(held)) == len(held)


TestSessions = Sessions.TestCase
TestSessions.settings = settings(max_examples=settings().max_examples // 4, stateful_step_count=40)
