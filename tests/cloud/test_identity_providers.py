"""Identity providers of a world: how they are found, named in trust policies, replaced and removed."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests import FakeSts, OidcProvider, Role, UndeclaredError, fake_sts, trust
from pytest_fakests.cloud.builders import BUILT_IN_PROVIDERS
from pytest_fakests.cloud.identity_providers import OidcProviderEntity
from pytest_fakests.iam import callers

HOME, MEMBER = "123456789012", "210987654321"
ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/ABC"
ARN = f"arn:aws:iam::{HOME}:oidc-provider/{ISSUER}"

pytestmark = pytest.mark.identity_providers(OidcProvider(f"https://{ISSUER}", audiences="sts.amazonaws.com"))


@pytest.mark.parametrize("name", [ISSUER, f"https://{ISSUER}", f"oidc/{ISSUER}", ARN])
def test_a_provider_is_found_by_each_of_its_names(fakests: FakeSts, name: str) -> None:
    """Issuer, URL, short name and ARN; its path is part of the ARN."""
    assert fakests.identity_provider(name).arn == ARN


def test_a_provider_tells_what_was_declared(fakests: FakeSts) -> None:
    """One audience may be declared as a text, and thumbprints in upper case."""
    fakests.add(OidcProvider("idp.example.com", audiences="a", thumbprints="AB" * 20))
    provider = fakests.identity_provider("idp.example.com")
    assert isinstance(provider, OidcProviderEntity)
    assert (provider.issuer, provider.account, provider.audiences, provider.thumbprints) == (
        "idp.example.com",
        HOME,
        ("a",),
        ("ab" * 20,),
    )
    assert repr(provider) == f"<identity provider arn:aws:iam::{HOME}:oidc-provider/idp.example.com>"


def test_the_account_is_there_with_its_provider(fakests: FakeSts) -> None:
    """As with a role of an account that nobody declared."""
    fakests.add(OidcProvider("idp.example.com", account=MEMBER))
    assert fakests.account(MEMBER).arn == f"arn:aws:iam::{MEMBER}:root"


def test_of_two_accounts_the_own_one_answers_to_the_issuer(fakests: FakeSts) -> None:
    """The other's ARN finds the other."""
    fakests.add(OidcProvider(ISSUER, account=MEMBER))
    assert fakests.identity_provider(ISSUER).account == HOME
    assert fakests.identity_provider(ARN.replace(HOME, MEMBER)).account == MEMBER


def test_a_provider_that_is_not_declared_is_told_apart(fakests: FakeSts) -> None:
    """A KeyError whose text lists those that are; those of other accounts by their ARNs."""
    fakests.add(OidcProvider("idp.example.com", account=MEMBER))
    with pytest.raises(UndeclaredError) as caught:
        fakests.identity_provider("gitlab.com")
    assert str(caught.value) == (
        "no identity provider 'gitlab.com' is declared; declared identity providers: "
        f"{ISSUER}, arn:aws:iam::{MEMBER}:oidc-provider/idp.example.com"
    )


def test_a_provider_is_replaced_by_one_of_its_arn(fakests: FakeSts) -> None:
    """As with roles."""
    fakests.add(OidcProvider(ISSUER, audiences="other"))
    found = [one for one in fakests._cloud.providers if isinstance(one, OidcProviderEntity)]
    assert [provider.audiences for provider in found] == [("other",)]


@pytest.mark.parametrize("name", [ISSUER, ARN])
def test_a_provider_can_be_removed(fakests: FakeSts, name: str) -> None:
    """By issuer or ARN."""
    fakests.remove(name)
    assert fakests._cloud.providers.at(ARN) is None


@pytest.mark.parametrize(
    ("name", "account", "arn"),
    [
        pytest.param(f"oidc/{ISSUER}", None, ARN, id="OIDC"),
        pytest.param(f"oidc/https://{ISSUER}", None, ARN, id="OIDC, by URL"),
        pytest.param(f"oidc/{ISSUER}", MEMBER, ARN.replace(HOME, MEMBER), id="OIDC, in another account"),
        pytest.param("saml/corp", None, f"arn:aws:iam::{HOME}:saml-provider/corp", id="SAML"),
        pytest.param(ARN, MEMBER, ARN, id="an ARN stays"),
        pytest.param("accounts.google.com", None, "accounts.google.com", id="what is built in stays"),
    ],
)
def test_a_short_name_in_a_trust_policy_is_of_the_roles_account(name: str, account: str | None, arn: str) -> None:
    """oidc/ISSUER and saml/NAME are written out as ARNs, whether they are declared or not."""
    with fake_sts(Role("app", trust=trust(name), account=account)) as fakests:
        document: Any = fakests.role("app").trust.document
    assert document["Statement"][0]["Principal"] == {"Federated": arn}


def test_the_builders_and_the_policy_language_know_the_same_built_in_providers() -> None:
    """They are written down twice, so that declaring does not load the policy language."""
    assert BUILT_IN_PROVIDERS == callers.BUILT_IN_PROVIDERS
