"""The fixtures, as a user's suite meets them."""

from __future__ import annotations

import re

import pytest

from pytest_fakests import plugin

UNUSED = """
import pytest

@pytest.mark.fakests({settings})
def test_it(fakests):
    fakests.answer("s3:GetObject", {{}})
    {body}
"""


def test_an_answer_that_met_no_call_fails_the_test(pytester: pytest.Pytester) -> None:
    """At the end, with the text of check_used()."""
    pytester.makepyfile(UNUSED.format(settings="", body="pass"))
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(['E *AssertionError: registered, yet no call met it: answer("s3:GetObject"); *'])


def test_a_failed_test_is_not_reproached_with_it(pytester: pytest.Pytester) -> None:
    """It may not have come to the calls that it prepared."""
    pytester.makepyfile(UNUSED.format(settings="", body="assert False"))
    pytester.runpytest().assert_outcomes(failed=1)


def test_strict_can_be_switched_off(pytester: pytest.Pytester) -> None:
    """By setting, for a test, a class or a module."""
    pytester.makepyfile(UNUSED.format(settings="strict=False", body="pass"))
    pytester.runpytest().assert_outcomes(passed=1)


def test_the_fixtures_work_together(pytester: pytest.Pytester) -> None:
    """sts, sts_clock and assume_role are those of the one fake of the test."""
    pytester.makepyfile(
        """
        import pytest
        from botocore.exceptions import ClientError
        from pytest_fakests import Role, allow

        @pytest.mark.roles(Role("app", permissions=allow("s3:ListAllMyBuckets")))
        def test_it(sts, sts_clock, assume_role, fakests):
            assert sts.get_caller_identity()["Arn"].endswith("user/tester")
            role = assume_role("app", session_name="mine", duration=900)
            s3 = role.client("s3")
            s3.list_buckets()
            sts_clock.advance(minutes=15)
            with pytest.raises(ClientError, match="ExpiredToken"):
                s3.list_buckets()
            assert len(fakests.calls) == 4
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_durations_of_tests_are_told_as_they_were(pytester: pytest.Pytester) -> None:
    """Whatever time the clock was moved over."""
    pytester.makepyfile("def test_it(sts_clock): sts_clock.advance(hours=3)")
    reports: list[pytest.TestReport] = pytester.inline_run().getreports("pytest_runtest_logreport")  # type: ignore[assignment]  # of that hook
    assert [0 <= report.duration < 3600 for report in reports] == [True] * 3


def test_a_module_may_share_one_fake(pytester: pytest.Pytester) -> None:
    """module_fakests has what the module's pytestmark declares, and keeps what its tests add."""
    pytester.makepyfile(
        """
        import pytest
        from pytest_fakests import Role

        pytestmark = [pytest.mark.fakests(account="111111111111")]

        @pytest.fixture(scope="module")
        def world(module_fakests):
            module_fakests.add(Role("app"))
            return module_fakests

        def test_first(world):
            world.add(Role("later"))

        def test_second(world):
            assert world.role("later").arn == "arn:aws:iam::111111111111:role/later"
            assert world.role("app")
        """
    )
    pytester.runpytest("-p", "no:randomly").assert_outcomes(passed=2)


def test_a_shared_fake_is_that_of_the_tests_which_its_module_marks(pytester: pytest.Pytester) -> None:
    """One that bears a marker itself, or that does not use the shared one, has its own."""
    pytester.makepyfile(
        """
        import pytest

        pytestmark = pytest.mark.roles("app")

        @pytest.fixture(scope="module")
        def s3(module_fakests):
            return module_fakests.client("s3")

        def test_shared(s3, module_fakests):
            s3.list_buckets()
            assert module_fakests.role("app") and len(module_fakests.calls) == 1

        @pytest.mark.roles("other")
        def test_own(s3, module_fakests, request):
            assert request.getfixturevalue("fakests").role("other")
            assert module_fakests.role("app")

        def test_alone(fakests):
            assert fakests.role("app")
        """
    )
    pytester.runpytest("-p", "no:randomly").assert_outcomes(passed=3)


SHARED = """
    import pytest
    from botocore.exceptions import ClientError

    pytestmark = pytest.mark.users("julie")

    @pytest.fixture(scope="module")
    def shared({fixture}):
        return {fixture}.client("{service}", "user/{user}")

    {mark}
    def test_own(shared, fakests):
        {call}
        with pytest.raises(ClientError) as caught:
            shared.{operation}()
        print(caught.value.response["Error"]["Code"], *caught.value.__notes__)
"""
OUTSIDE = (
    "the access key * is that of arn:aws:iam::123456789012:user/{user} in {fixture}, inside of which fakests is on, with "
    "callers of its own; call as one of these, or take from the test what gives it a fake of its own: markers such as "
    "@pytest.mark.roles and expiry, fixtures such as fakests and sts"
)


@pytest.mark.parametrize(
    ("fixture", "user", "mark"),
    [
        ("module_fakests", "julie", ""),
        ("session_fakests", "tester", ""),
        ("module_fakests", "julie", "@pytest.mark.expiry('fresh')"),
    ],
)
def test_a_client_of_a_shared_fake_is_told_whose_it_is(
    pytester: pytest.Pytester, fixture: str, user: str, mark: str
) -> None:
    """Inside of a test that has a fake of its own, by a fixture or by the marker expiry."""
    call = "fakests.assume_role('app').client('sts').get_caller_identity()" if mark else ""
    row = {
        "fixture": fixture,
        "user": user,
        "mark": mark + ("\n    @pytest.mark.roles('app')" if mark else ""),
        "call": call,
    }
    pytester.makepyfile(SHARED.format(**row, service="sts", operation="get_caller_identity"))
    result = pytester.runpytest("-s", "-p", "no:randomly")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*InvalidClientTokenId " + OUTSIDE.format(**row)])


def test_runs_inside_a_test_follow_one_another(pytester: pytest.Pytester) -> None:
    """As tests of other plugins have them: pytester unloads what each has loaded, classes of declarations too."""
    pytester.makeconftest('pytest_plugins = ["pytester"]')
    pytester.makepyfile(
        """
        import pytest

        INNER = '''
        import pytest
        from pytest_fakests import Role

        @pytest.mark.roles(Role("app"))
        def test_it(fakests):
            assert fakests.role("app")
        '''

        @pytest.mark.parametrize("run", range(2))
        def test_outer(pytester, run):
            pytester.makepyfile(INNER)
            pytester.runpytest_inprocess().assert_outcomes(passed=1)
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=2)


def test_a_run_may_share_one_fake(pytester: pytest.Pytester) -> None:
    """session_fakests lives across modules; a test that bears a marker has its own inside."""
    one = """
        import boto3
        import pytest

        def test_shared(session_fakests):
            assert boto3.client("sts").get_caller_identity()["Account"] == "123456789012"

        @pytest.mark.fakests(account="111111111111")
        def test_own(session_fakests):
            assert boto3.client("sts").get_caller_identity()["Account"] == "111111111111"
        """
    pytester.makepyfile(test_one=one, test_two=one)
    pytester.runpytest().assert_outcomes(passed=4)


KEYS = """
import os
import pytest

@pytest.mark.users("ann")
@pytest.mark.parametrize("number", range(3))
def test_keys(number, fakests, request):
    print("KEY", request.node.nodeid, os.environ["AWS_ACCESS_KEY_ID"], fakests.user("ann").unique_id)
"""


def test_a_test_has_the_same_keys_in_each_run_and_no_other_test_has_them(pytester: pytest.Pytester) -> None:
    """They are made from its node id."""
    pytester.makepyfile(KEYS)

    def keys() -> list[str]:
        lines = pytester.runpytest("-s").outlines
        return sorted(line[line.index("KEY") :] for line in lines if "KEY" in line)

    first = keys()
    assert first == keys()
    assert len({line.split()[-2] for line in first}) == 3


def test_tests_run_side_by_side(pytester: pytest.Pytester) -> None:
    """Under pytest-xdist each worker has its own fakes."""
    pytester.makepyfile(
        """
        import boto3
        import pytest
        from pytest_fakests import Role

        @pytest.mark.parametrize("number", range(8))
        @pytest.mark.roles(Role("app"))
        def test_it(number, fakests):
            fakests.assume_role("app")
            assert [call.operation for call in fakests.calls] == ["sts:AssumeRole"]
        """
    )
    pytester.runpytest_subprocess("-n", "2").assert_outcomes(passed=8)


def test_an_error_that_nobody_catches_shows_why(pytester: pytest.Pytester) -> None:
    """The failure of a test has AWS's text, and the note with the reason."""
    pytester.makepyfile(
        """
        import pytest
        from pytest_fakests import Role, allow

        @pytest.mark.roles(Role("reader", permissions=allow("s3:GetObject")))
        def test_it(assume_role):
            assume_role("reader").client("s3").put_object(Bucket="reports", Key="q3.csv")
        """
    )
    output = pytester.runpytest().stdout
    output.fnmatch_lines(
        [
            "E * because no identity-based policy allows the s3:PutObject action",
            "E *DENIED*s3:PutObject*",
            "E *permissions of role 'reader'*",
        ]
    )


def test_pytest_lists_the_fixtures_that_tests_may_use(pytester: pytest.Pytester) -> None:
    """Each with what it is, and none that is the plugin's own."""
    shown = pytester.runpytest("--fixtures").stdout.str()
    names = re.findall(r"^(\w+)(?: \[\w+ scope\])? -- .*pytest_fakests.*\n    \S", shown, re.MULTILINE)
    assert {*names} == {name for name in plugin.__all__ if not name.startswith("pytest_")} - {"fakests_expiry"}
