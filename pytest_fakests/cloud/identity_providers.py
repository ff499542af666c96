"""Identity providers that an account trusts, as they live in a world."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_fakests.cloud.declarations import OidcProvider, SamlProvider
from pytest_fakests.cloud.errors import UndeclaredError
from pytest_fakests.cloud.names import iam_arn
from pytest_fakests.cloud.saml.names import entity_id


class OidcProviderEntity:
    """An OpenID Connect identity provider of an account, as IAM keeps it.

    Attributes:
        issuer: Its URL without "https://".
        account: The 12 digits of the account that trusts it.
        arn: Its ARN.
        audiences: The client ids that its tokens may be meant for; a test may change them.
        thumbprints: Those of its server's certificate authorities, in lower case; a test may change them.
    """

    def __init__(self, declaration: OidcProvider, partition: str, account: str) -> None:
        self.declaration = declaration
        self.issuer = declaration.issuer
        self.account = account
        self.arn = oidc_provider_arn(partition, account, declaration.issuer)
        self.audiences = tuple(declaration.audiences)
        self.thumbprints = tuple(thumbprint.lower() for thumbprint in declaration.thumbprints)

    def goes_by(self, name: str) -> bool:
        """Whether `name` is the ARN, the issuer, its URL, or "oidc/ISSUER"."""
        return name in (self.arn, self.issuer, f"https://{self.issuer}", f"oidc/{self.issuer}")

    def __repr__(self) -> str:
        return f"<identity provider {self.arn}>"


class SamlProviderEntity:
    """A SAML identity provider of an account, as IAM keeps it.

    Attributes:
        name: Its name.
        issuer: The entity id in its metadata.
        account: The 12 digits of the account that trusts it.
        arn: Its ARN.
    """

    def __init__(self, declaration: SamlProvider, partition: str, account: str) -> None:
        self.declaration = declaration
        self.name = declaration.name
        self.issuer = entity_id(declaration.name)
        self.account = account
        self.arn = iam_arn(partition, account, f"saml-provider/{declaration.name}")

    def goes_by(self, name: str) -> bool:
        """Whether `name` is the ARN, the name, or "saml/NAME"."""
        return name in (self.arn, self.name, f"saml/{self.name}")

    def __repr__(self) -> str:
        return f"<identity provider {self.arn}>"


IdentityProviderEntity = OidcProviderEntity | SamlProviderEntity


class IdentityProviders:
    """The identity providers that the accounts of a world trust.

    Args:
        account: The default account, whose provider is meant where several accounts trust one of a name.
    """

    def __init__(self, account: str) -> None:
        self._account = account
        self._by_arn: dict[str, IdentityProviderEntity] = {}

    def __iter__(self) -> Iterator[IdentityProviderEntity]:
        return iter(tuple(self._by_arn.values()))

    def add(self, provider: IdentityProviderEntity) -> None:
        """Let an account trust it, in place of one with the same ARN."""
        self._by_arn[provider.arn] = provider

    def remove(self, name_or_arn: str) -> bool:
        """Delete the one with this name or ARN; False where there is none."""
        found = self._named(name_or_arn)
        return found is not None and self._by_arn.pop(found.arn) is found

    def at(self, arn: str) -> IdentityProviderEntity | None:
        """The one with exactly this ARN, or None."""
        return self._by_arn.get(arn)

    def find(self, name_or_arn: str) -> IdentityProviderEntity:
        """The one with this issuer, name or ARN; of several, that of the default account.

        Raises:
            UndeclaredError: It is not declared.
        """
        found = self._named(name_or_arn)
        if found is None:
            names = [_short(one) if one.account == self._account else one.arn for one in self]
            raise UndeclaredError("identity provider", name_or_arn, names)
        return found

    def _named(self, name_or_arn: str) -> IdentityProviderEntity | None:
        matches = [one for one in self if one.goes_by(name_or_arn)]
        found = [one for one in matches if one.account == self._account] or matches
        return found[0] if len(found) == 1 else None


def _short(provider: IdentityProviderEntity) -> str:
    return provider.name if isinstance(provider, SamlProviderEntity) else provider.issuer


def oidc_provider_arn(partition: str, account: str, issuer: str) -> str:
    """The ARN of an OIDC provider with this issuer, given without "https://"."""
    return iam_arn(partition, account, f"oidc-provider/{issuer}")
