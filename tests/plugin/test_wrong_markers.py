"""What a wrong marker says."""

from __future__ import annotations

import pytest

# The marker of a test, and the whole text of its error.
WRONG = {
    "unknown setting": (
        'fakests(regoin="eu-west-1")',
        "@pytest.mark.fakests of test_it.py::test_it has the unknown argument 'regoin'; did you mean 'region'?",
    ),
    "positional setting": (
        'fakests("eu-west-1")',
        "@pytest.mark.fakests of test_it.py::test_it takes keywords only "
        "(caller, account, region, context, strict, unstubbed, unmapped, mode); it was given 'eu-west-1'",
    ),
    "bad choice": (
        'fakests(unmapped="ignore")',
        "the setting unmapped is 'ignore'; it takes 'error', 'allow', 'deny'",
    ),
    "condition key without a prefix": (
        'fakests(context={"SourceIp": "203.0.113.7"})',
        "the setting context has the key 'SourceIp' without a prefix; did you mean \"aws:SourceIp\"?",
    ),
    "bad account": (
        'fakests(account="1234")',
        "the setting account: account '1234' is not an account id; write its 12 digits as text",
    ),
    "undeclared caller": (
        'fakests(caller="user/nobody")',
        "no user 'user/nobody' is declared; declared users: tester",
    ),
    "undeclared role as caller": (
        'fakests(caller="role/nobody")',
        "no role 'role/nobody' is declared; declared roles: none",
    ),
    "caller of no kind": (
        'fakests(caller="julie")',
        "'julie' names no caller; write 'user/NAME', 'role/NAME', 'account/ID' or the ARN of one",
    ),
    "role twice": (
        'roles(Role("app"), Role("app", max_session=7200))',
        "test_it.py::test_it declares role 'app' twice at one level, differently; "
        "declare it once there, or at a nearer level, which wins",
    ),
    "unknown field": (
        'roles(app={"permision": []})',
        "@pytest.mark.roles of test_it.py::test_it: role 'app' has the unknown field 'permision'; "
        "did you mean 'permissions'?",
    ),
    "role of no kind": (
        "roles(42)",
        "@pytest.mark.roles of test_it.py::test_it was given 42; give a Role, a name, or a mapping in IAM's shape",
    ),
    "role by name of no kind": (
        "roles(app=42)",
        '@pytest.mark.roles of test_it.py::test_it was given 42; give app={"trust": ..., "permissions": ...}',
    ),
    "setting among roles": (
        'roles("app", caller="role/app")',
        "@pytest.mark.roles of test_it.py::test_it was given the setting 'caller'; "
        "write @pytest.mark.fakests(caller='role/app')",
    ),
    "field of one user": (
        'users("ann", permissions={"Statement": []})',
        "@pytest.mark.users of test_it.py::test_it was given 'permissions', which is for one user; "
        'write User("NAME", permissions=...)',
    ),
    "user among roles": (
        'roles(User("ann"))',
        "@pytest.mark.roles of test_it.py::test_it was given User(name='ann', permissions=None, account=None, path='/', "
        "boundary=None, tags={}, groups=(), mfa=None, managed=()); give it to @pytest.mark.users",
    ),
    "roles in a list": (
        'roles(["app", "worker"])',
        "@pytest.mark.roles of test_it.py::test_it was given ['app', 'worker']; "
        "give each of them as an argument of its own, @pytest.mark.roles(*[...])",
    ),
    "permissions in place of fields": (
        'roles(app={"Statement": []})',
        "@pytest.mark.roles of test_it.py::test_it was given {'Statement': []}; "
        'give app={"trust": ..., "permissions": ...}',
    ),
    "condition keys without values": (
        'fakests(context=["aws:SourceIp"])',
        'the setting context is [\'aws:SourceIp\']; give condition keys with their values, as {"aws:SourceIp": "203.0.113.7"}',
    ),
    "role that is a user": (
        'roles("arn:aws:iam::123456789012:user/ann")',
        "@pytest.mark.roles of test_it.py::test_it was given 'arn:aws:iam::123456789012:user/ann', which names a user; "
        "declare it with @pytest.mark.users",
    ),
    "user that is a role": (
        'users("role/app")',
        "@pytest.mark.users of test_it.py::test_it was given 'role/app', which names a role; "
        "declare it with @pytest.mark.roles",
    ),
    "user of no kind": (
        "users(42)",
        "@pytest.mark.users of test_it.py::test_it was given 42; give a User, a name, or a mapping in IAM's shape",
    ),
    "unknown field of a user": (
        'users(ann={"permision": []})',
        "@pytest.mark.users of test_it.py::test_it: user 'ann' has the unknown field 'permision'; "
        "did you mean 'permissions'?",
    ),
    "user by name of no kind": (
        "users(ann=42)",
        '@pytest.mark.users of test_it.py::test_it was given 42; give ann={"permissions": ...}',
    ),
    "keyword for accounts": (
        'accounts(ours="123456789012")',
        "@pytest.mark.accounts of test_it.py::test_it has the unknown argument 'ours'; it takes accounts without keywords",
    ),
    "account as a number": (
        "accounts(123456789012)",
        "@pytest.mark.accounts of test_it.py::test_it was given 123456789012; "
        "give an Account, or the 12 digits of an id as text",
    ),
    "identity provider of no kind": (
        'identity_providers("idp.example.com")',
        "@pytest.mark.identity_providers of test_it.py::test_it was given 'idp.example.com'; "
        "give OidcProvider('idp.example.com') or SamlProvider('idp.example.com')",
    ),
    "identity provider twice": (
        'identity_providers(OidcProvider("i.example"), OidcProvider("https://i.example", audiences="a"))',
        "test_it.py::test_it declares identity provider 'i.example' twice at one level, differently; "
        "declare it once there, or at a nearer level, which wins",
    ),
    "unknown member": (
        'roles({"RoleName": "app", "RolePolicies": []})',
        "role 'app': the member 'RolePolicies' is unknown; did you mean 'RolePolicyList'?",
    ),
    "shape without name": (
        'roles({"Path": "/"})',
        "a role in IAM's shape needs 'RoleName'; it has 'Path'",
    ),
    "managed policy": (
        'roles(Role("app", managed=["arn:aws:iam::aws:policy/ReadOnlyAccess"]))',
        "managed of role 'app': the fake does not carry the managed policy 'arn:aws:iam::aws:policy/ReadOnlyAccess' "
        "(it has AdministratorAccess, AWSDenyAll, AmazonS3ReadOnlyAccess); give its document, as "
        "managed={'arn:aws:iam::aws:policy/ReadOnlyAccess': {...}}",
    ),
}


@pytest.mark.parametrize(("marker", "text"), WRONG.values(), ids=WRONG)
def test_a_wrong_marker_says_what_would_be_right(pytester: pytest.Pytester, marker: str, text: str) -> None:
    """The test errors with one sentence, and without the plugin's own frames."""
    pytester.makepyfile(
        test_it=f"""
        import pytest
        from pytest_fakests import OidcProvider, Role, User

        @pytest.mark.{marker}
        def test_it():
            pass
        """
    )
    result = pytester.runpytest("--tb=short")
    result.assert_outcomes(errors=1)
    output = result.stdout.str()
    assert text in " ".join(line.removeprefix("E").strip() for line in output.splitlines())
    assert "markers.py" not in output


def test_the_same_declaration_twice_at_one_level_is_no_fault(pytester: pytest.Pytester) -> None:
    """Only a difference is one."""
    pytester.makepyfile(
        """
        import pytest
        from pytest_fakests import Role

        @pytest.mark.roles(Role("app"))
        @pytest.mark.roles("app")
        def test_it(fakests):
            assert fakests.role("app")
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)
