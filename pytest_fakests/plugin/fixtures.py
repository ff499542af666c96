"""The fixtures: each a few lines over `fake_sts`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pytest_fakests.plugin.observed import OBSERVED
from pytest_fakests.plugin.refused import FAKE

if TYPE_CHECKING:
    from pytest_fakests import AssumedRole, FakeSts, OidcIssuer, SamlIssuer, StsClock
    from pytest_fakests.fake.platforms import Platform, TokenFile


@pytest.fixture
def fakests(request: pytest.FixtureRequest) -> Iterator[FakeSts]:
    """The fake of this test: its roles and users, who calls, what calls get, and every call, judged.

    A test that bears one of the plugin's markers, as @pytest.mark.roles, has it without naming it.
    """
    yield from _fake(request)


@pytest.fixture(scope="module")
def module_fakests(request: pytest.FixtureRequest) -> Iterator[FakeSts]:
    """One fake for all tests of a module, with what its `pytestmark` declares."""
    yield from _fake(request)


@pytest.fixture(scope="session")
def session_fakests(request: pytest.FixtureRequest) -> Iterator[FakeSts]:
    """One fake for the whole run; declare in it with `session_fakests.add(...)`."""
    yield from _fake(request)


@pytest.fixture
def sts(fakests: FakeSts) -> Any:
    """An STS client of the environment's caller, by default `user/tester`, who may do everything."""
    return fakests.client("sts")


@pytest.fixture
def sts_clock(fakests: FakeSts) -> StsClock:
    """The clock of this test: `.now`, `.advance(minutes=46)`, `.move_to(datetime)`, `.expire(credentials)`.

    Within `with sts_clock.ahead(hours=2):` it is later, and after it again what it was.
    """
    return fakests.clock


@pytest.fixture
def assume_role(fakests: FakeSts) -> Callable[..., AssumedRole]:
    """Assume a role: assume_role(role, *, session_name, by, duration, **params), judged as any call is.

    What it gives has `.arn`, `.credentials`, `.expiration`, `.client(service)`, `.boto3_session()` and
    `.botocore_session()`.
    """
    return fakests.assume_role


@pytest.fixture
def inside(fakests: FakeSts) -> Iterator[Callable[[Platform | TokenFile], None]]:
    """Run the rest of the test inside AWS: inside(LambdaFunction("exec")), an EcsTask, an Ec2Instance or an EksPod.

    inside(TokenFile("app", path)) is a pod or a CI job that assumes its role with a token in a file.
    """
    with contextlib.ExitStack() as stack:

        def enter(platform: Platform | TokenFile) -> None:
            stack.enter_context(fakests.inside(platform))

        yield enter


@pytest.fixture
def fakests_endpoint(fakests: FakeSts) -> Iterator[str]:
    """The URL of this test's fake on a port of this machine, for the processes that the test starts.

    The environment has it as AWS_ENDPOINT_URL, beside the keys of the caller: child processes with any AWS SDK find
    both, and are judged as the test's own calls are.
    """
    with fakests.endpoint() as url:
        yield url


@pytest.fixture
def oidc_provider(fakests: FakeSts) -> OidcIssuer:
    """What issues tokens of the OIDC provider that the test declares; oidc_provider(issuer) is another, or one of many.

    `.token(**claims)`, `.github_actions(repo)`, `.gitlab_ci(project)` and `.eks_service_account(namespace, name)` give
    signed tokens.
    """
    return fakests.oidc_provider


@pytest.fixture
def saml_provider(fakests: FakeSts) -> SamlIssuer:
    """What signs assertions of the SAML provider that the test declares; saml_provider(name) is another.

    `.assertion(role=..., session_name=...)` gives the base64 that AssumeRoleWithSAML takes.
    """
    return fakests.saml_provider


def _fake(request: pytest.FixtureRequest) -> Iterator[FakeSts]:
    # Imported here: a run in which no test asks for the fake does not load it.
    from pytest_fakests.cloud.nested import name_fake
    from pytest_fakests.plugin.markers import fake_of

    __tracebackhide__ = True
    failed = request.session.testsfailed
    with contextlib.ExitStack() as stack:
        try:
            fake = stack.enter_context(fake_of(request.node))
        except (ValueError, KeyError) as error:
            # What is wrong stands in the text, and where it was written in the test: not in the plugin's frames.
            raise error.with_traceback(None) from None
        name_fake(fake.gate.cloud, str(request.fixturename))
        fake.gate.mappings.hook = request.config.hook.pytest_fakests_map
        request.node.stash[FAKE] = fake
        yield fake
        if request.scope != "function":
            del request.node.stash[FAKE]
        if fake.gate.settings.mode == "observe":
            gathered: Any = request.config.pluginmanager.get_plugin(OBSERVED)
            gathered.saw(request.node.nodeid, fake.calls)
        # A test that failed already may not have come to the calls that it prepared.
        if fake.gate.settings.strict and request.session.testsfailed == failed:
            fake.check_used()
