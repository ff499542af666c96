"""What `saml_provider` signs for, which provider is meant, and what a run without signxml can do."""

from __future__ import annotations

import pytest

from pytest_fakests import DeclarationError, FakeSts, SamlIssuer, SamlProvider

MISSING = (
    "ImportError: assertions of identity providers need signxml; install it with: pip install 'pytest-fakests[saml]'"
)
WITHOUT = """
import base64
import pytest
from pytest_fakests import Role, SamlProvider, trust

pytestmark = [
    pytest.mark.identity_providers(SamlProvider("corp")),
    pytest.mark.roles(Role("app", trust=[trust("user/tester"), trust("saml/corp")])),
]

def test_declaring(assume_role, saml_provider):
    assume_role("app")
    assert saml_provider.name == "corp"

def test_signing(saml_provider):
    saml_provider.assertion(role="app")

def test_verifying(fakests, saml_provider, sts):
    sts.assume_role_with_saml(
        RoleArn=fakests.role("app").arn, PrincipalArn=saml_provider.arn, SAMLAssertion="PHNhbWwvPg=="
    )
"""

FROZEN_FIRST = """
import datetime
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_fakests import Role, SamlProvider, trust
from pytest_fakests.cloud.saml import certificates

@pytest.mark.identity_providers(SamlProvider("corp"))
@pytest.mark.roles(Role("app", trust=trust("saml/corp")))
def test_frozen(saml_provider, sts_clock):
    sts_clock.advance(60)
    assert saml_provider.assertion(role="app")

def test_true():
    name = x509.Name([])
    first, last = datetime.datetime(2026, 1, 1), datetime.datetime(2027, 1, 1)
    key = ec.generate_private_key(ec.SECP256R1())
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), first, last)
    assert made.sign(key, hashes.SHA256())
"""


@pytest.mark.identity_providers(SamlProvider("corp"))
def test_the_only_one_is_meant(saml_provider: SamlIssuer) -> None:
    """It need not be named."""
    assert saml_provider.arn == "arn:aws:iam::123456789012:saml-provider/corp"


def test_one_of_none_cannot_be_meant(saml_provider: SamlIssuer) -> None:
    """The error says how to declare one."""
    with pytest.raises(DeclarationError) as caught:
        saml_provider.assertion(role="arn:aws:iam::123456789012:role/app")
    assert str(caught.value) == (
        'the test declares no SAML provider; declare one with @pytest.mark.identity_providers(SamlProvider("corp"))'
    )


def test_one_of_several_has_to_be_named(fakests: FakeSts, saml_provider: SamlIssuer) -> None:
    """The error names them."""
    fakests.add(SamlProvider("corp"), SamlProvider("other"))
    with pytest.raises(DeclarationError) as caught:
        saml_provider.assertion(role="arn:aws:iam::123456789012:role/app")
    assert str(caught.value) == (
        'the test declares 2 SAML providers (corp, other); say which is meant, as saml_provider("corp")'
    )


def test_a_name_outside_the_rules_is_refused() -> None:
    """As IAM refuses it."""
    with pytest.raises(DeclarationError) as caught:
        SamlProvider("a b")
    assert str(caught.value) == "SAML provider 'a b': the name must have 1 to 128 letters, digits, or any of ._-"


def test_without_the_extra_only_signing_and_verifying_fail(pytester: pytest.Pytester) -> None:
    """With an error that names it; all else works."""
    pytester.makeconftest("import sys\nsys.modules['signxml'] = None")
    pytester.makepyfile(WITHOUT)
    result = pytester.runpytest_subprocess("-p", "no:randomly")
    result.assert_outcomes(passed=1, failed=2)
    text = result.stdout.str()
    assert text.count(f"E   {MISSING}") + text.count(f"E           {MISSING}") == 2


def test_certificates_can_be_made_with_and_after_a_stopped_clock(pytester: pytest.Pytester) -> None:
    """By the plugin and by the user's own code, whichever is first."""
    pytester.makepyfile(FROZEN_FIRST)
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=2)
