"""Markers: every form, and every level."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from pytest_fakests import Account, FakeSts, OidcProvider, Role, User, allow, trust

ACCOUNT = "210987654321"
READ = allow("s3:GetObject")


class TestForms:
    """The forms in which a marker takes a declaration."""

    @pytest.mark.roles(Role("app"))
    def test_a_role_object(self, fakests: FakeSts) -> None:
        """roles(Role(...)) declares it."""
        assert fakests.role("app").arn == "arn:aws:iam::123456789012:role/app"

    @pytest.mark.roles("app", "team/worker", "role/plain", f"arn:aws:iam::{ACCOUNT}:role/far/away")
    def test_names_and_arns(self, fakests: FakeSts) -> None:
        """A name may have a path, and an ARN an account."""
        arns = [fakests.role(name).arn for name in ("app", "worker", "plain", "away")]
        assert arns == [
            "arn:aws:iam::123456789012:role/app",
            "arn:aws:iam::123456789012:role/team/worker",
            "arn:aws:iam::123456789012:role/plain",
            f"arn:aws:iam::{ACCOUNT}:role/far/away",
        ]

    @pytest.mark.roles(reader={"trust": trust("user/tester"), "permissions": READ}, bare=None)
    def test_keywords(self, fakests: FakeSts) -> None:
        """name={...} takes the arguments of Role."""
        assert fakests.can("role/reader", "s3:GetObject", "arn:aws:s3:::b/k")
        assert fakests.role("bare").policies == ()

    @pytest.mark.roles(
        {
            "RoleName": "detail",
            "Arn": f"arn:aws:iam::{ACCOUNT}:role/app/detail",
            "Path": "/app/",
            "RoleId": "AROAEXAMPLE",
            "AssumeRolePolicyDocument": "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A"
            "%22Allow%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22123456789012%22%7D%2C%22Action%22%3A"
            "%22sts%3AAssumeRole%22%7D%5D%7D",
            "RolePolicyList": [{"PolicyName": "read", "PolicyDocument": READ}],
            "AttachedManagedPolicies": [{"PolicyName": "x", "PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll"}],
            "Tags": [{"Key": "team", "Value": "blue"}],
            "MaxSessionDuration": 7200,
        }
    )
    def test_the_shape_of_get_account_authorization_details(self, fakests: FakeSts) -> None:
        """A mapping in IAM's own shape is read, percent-encoded trust policy and all."""
        role = fakests.role("detail")
        assert (role.arn, role.max_session, role.tags) == (
            f"arn:aws:iam::{ACCOUNT}:role/app/detail",
            7200,
            {"team": "blue"},
        )
        assert [policy.name for policy in role.policies] == [
            "policy 'read' in permissions of role 'detail'",
            "'arn:aws:iam::aws:policy/AWSDenyAll' in managed of role 'detail'",
        ]
        fakests.assume_role("detail")

    @pytest.mark.users("ann", User("bob", path="/staff/"), {"UserName": "eve", "UserPolicyList": []}, zoe=None)
    @pytest.mark.users(max={"path": "/staff/", "permissions": allow("s3:*")})
    def test_users(self, fakests: FakeSts) -> None:
        """Names, User objects, mappings in IAM's shape, names with fields."""
        arns = [fakests.user(name).arn.rpartition(":")[2] for name in ("ann", "bob", "eve", "zoe", "max")]
        assert arns == ["user/ann", "user/staff/bob", "user/eve", "user/zoe", "user/staff/max"]
        assert fakests.can("user/max", "s3:ListAllMyBuckets")

    @pytest.mark.accounts(ACCOUNT, Account("111122223333", alias="prod", organization="o-exampleorgid"))
    def test_accounts(self, fakests: FakeSts) -> None:
        """Ids and Account objects; an alias finds it too."""
        assert fakests.account(ACCOUNT).arn == f"arn:aws:iam::{ACCOUNT}:root"
        assert fakests.account("prod").id == "111122223333"

    @pytest.mark.identity_providers(OidcProvider("idp.example.com"), OidcProvider("idp.example.com", account=ACCOUNT))
    def test_identity_providers(self, fakests: FakeSts) -> None:
        """OidcProvider objects; two accounts may trust one issuer."""
        arns = [provider.arn for provider in fakests._cloud.providers]
        assert arns == [
            f"arn:aws:iam::{account}:oidc-provider/idp.example.com" for account in ("123456789012", ACCOUNT)
        ]

    @pytest.mark.fakests(account=ACCOUNT, region="eu-west-1", context={"aws:SourceIp": "203.0.113.9"})
    def test_settings(self, fakests: FakeSts, sts: Any) -> None:
        """Account, Region and condition keys of the test."""
        assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/tester"
        assert sts.meta.region_name == "eu-west-1"
        assert fakests.context == {"aws:SourceIp": "203.0.113.9"}

    @pytest.mark.users("julie")
    @pytest.mark.fakests(caller="user/julie")
    def test_the_caller(self, sts: Any) -> None:
        """caller= says whose keys the environment carries."""
        assert sts.get_caller_identity()["Arn"].endswith(":user/julie")

    @pytest.mark.roles("app")
    @pytest.mark.fakests(caller="role/app")
    def test_a_role_as_the_caller(self, sts: Any) -> None:
        """The environment then carries a session of the role."""
        assert ":assumed-role/app/" in sts.get_caller_identity()["Arn"]

    @pytest.mark.fakests(region="cn-north-1")
    @pytest.mark.roles("app")
    def test_the_partition_follows_the_region(self, fakests: FakeSts) -> None:
        """ARNs of a Region in China are of the partition aws-cn."""
        assert fakests.role("app").arn == "arn:aws-cn:iam::123456789012:role/app"


LEVELS = """
import pytest
from pytest_fakests import Role

pytestmark = [
    pytest.mark.roles(Role("shared", description="module"), Role("module_only")),
    pytest.mark.fakests(region="eu-west-1", context={"aws:SourceIp": "203.0.113.1", "aws:UserAgent": "m"}),
]

def texts(fakests, *names):
    return [fakests.role(name).declaration.description for name in names]

class Base:
    pytestmark = [pytest.mark.roles(Role("inherited", description="base"), Role("shared", description="base"))]

@pytest.mark.roles(Role("shared", description="class"), Role("class_only"))
class TestLevels(Base):
    def test_class(self, fakests):
        assert texts(fakests, "shared", "class_only", "module_only", "inherited") == ["class", "", "", "base"]

    @pytest.mark.roles(Role("shared", description="function"))
    @pytest.mark.fakests(context={"aws:UserAgent": "f"})
    def test_function(self, fakests):
        assert texts(fakests, "shared", "class_only") == ["function", ""]
        assert fakests.region == "eu-west-1"
        assert fakests.context == {"aws:SourceIp": "203.0.113.1", "aws:UserAgent": "f"}

    @pytest.mark.roles(Role("shared", description="function"))
    @pytest.mark.parametrize("text", [
        pytest.param("case", marks=pytest.mark.roles(Role("shared", description="case"))),
        "function",
    ])
    def test_case(self, fakests, text):
        assert texts(fakests, "shared") == [text]

def test_module(fakests):
    assert texts(fakests, "shared") == ["module"]
    with pytest.raises(KeyError):
        fakests.role("class_only")
"""


def test_levels_add_up_and_the_nearest_wins(pytester: pytest.Pytester) -> None:
    """Module, base class, class, function and case: each level adds roles, and for one ARN the nearest counts."""
    pytester.makepyfile(LEVELS)
    pytester.runpytest().assert_outcomes(passed=5)


def test_a_marked_test_has_the_fake_without_naming_a_fixture(pytester: pytest.Pytester) -> None:
    """The environment carries the caller's keys in each test that bears a marker, and in no other."""
    pytester.makepyfile(
        """
        import os
        import pytest

        @pytest.mark.roles("app")
        def test_marked():
            assert os.environ["AWS_ACCESS_KEY_ID"].startswith("AKIA")

        @pytest.mark.parametrize("marked", [pytest.param(True, marks=pytest.mark.users("ann")), False])
        def test_one_case(marked):
            assert ("AWS_ACCESS_KEY_ID" in os.environ) == marked

        def test_plain():
            assert "AWS_ACCESS_KEY_ID" not in os.environ
        """
    )
    pytester.runpytest().assert_outcomes(passed=4)


def test_a_marked_method_of_unittest_has_the_fake(pytester: pytest.Pytester) -> None:
    """Classes of unittest take the markers too."""
    pytester.makepyfile(
        """
        import os
        import unittest
        import pytest

        @pytest.mark.roles("app")
        class TestCase(unittest.TestCase):
            def test_marked(self):
                self.assertIn("AWS_ACCESS_KEY_ID", os.environ)
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_fixtures_of_wider_scope_do_not_see_the_fake(pytester: pytest.Pytester) -> None:
    """The fake comes before the first function-scoped fixture, and after those of wider scopes."""
    pytester.makepyfile(
        """
        import os
        import pytest

        @pytest.fixture(scope="session")
        def wide():
            return os.environ.get("AWS_ACCESS_KEY_ID")

        @pytest.fixture
        def narrow():
            return os.environ.get("AWS_ACCESS_KEY_ID")

        @pytest.mark.roles("app")
        def test_both(narrow, wide):
            assert wide is None
            assert narrow.startswith("AKIA")
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_markers_and_fixtures_are_explained(pytester: pytest.Pytester) -> None:
    """`pytest --markers` and `pytest --fixtures` tell what there is."""
    markers = pytester.runpytest("--markers").stdout.str()
    assert "@pytest.mark.roles(*roles, **by_name): IAM roles of the test" in markers
    assert "@pytest.mark.fakests(*, caller, account, region, context, strict, unstubbed, unmapped, mode)" in markers
    fixtures = pytester.runpytest("--fixtures").stdout
    fixtures.fnmatch_lines(["fakests -- *", "    The fake of this test: its roles and users, who calls, *"])
    fixtures.fnmatch_lines(["sts_clock -- *", "    The clock of this test: *"])


class TestOrganizations:
    """@pytest.mark.organization."""

    FORMS: ClassVar = [
        'organization(service_control=deny("s3:*"))',
        'organization("o-exampleorgid", service_control=deny("s3:*"))',
        'organization(Organization(service_control=deny("s3:*")))',
    ]

    @pytest.mark.parametrize("form", FORMS)
    def test_it_takes_an_organization_or_its_arguments(self, pytester: pytest.Pytester, form: str) -> None:
        """The test has the fake, and is limited."""
        pytester.makepyfile(
            f"""
            import pytest
            from pytest_fakests import Organization, deny

            @pytest.mark.{form}
            def test_it(request):
                fakests = request.getfixturevalue("fakests")
                assert not fakests.can("user/tester", "s3:ListAllMyBuckets")
            """
        )
        pytester.runpytest("--strict-markers").assert_outcomes(passed=1)

    def test_the_nearest_of_one_id_wins(self, pytester: pytest.Pytester) -> None:
        """As for roles."""
        pytester.makepyfile(
            """
            import pytest
            from pytest_fakests import deny

            pytestmark = pytest.mark.organization(service_control=deny("s3:*"))

            @pytest.mark.organization(service_control=deny("ec2:*"))
            def test_it(fakests):
                assert fakests.can("user/tester", "s3:ListAllMyBuckets")
                assert not fakests.can("user/tester", "ec2:DescribeInstances")
            """
        )
        pytester.runpytest().assert_outcomes(passed=1)

    def test_an_unknown_argument_is_named(self, pytester: pytest.Pytester) -> None:
        """With the one that was meant."""
        pytester.makepyfile(
            """
            import pytest

            @pytest.mark.organization(service_controls={})
            def test_it():
                pass
            """
        )
        pytester.runpytest().stdout.fnmatch_lines(
            [
                "*DeclarationError: @pytest.mark.organization of test_an_unknown_argument_is_named.py::test_it has the "
                "unknown argument 'service_controls'; did you mean 'service_control'?"
            ]
        )
