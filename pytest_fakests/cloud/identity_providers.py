"""Identity providers that an account trusts, as they live in a world."""

from __future__ import annotations

from pytest_fakests.cloud.declarations import OidcProvider
from pytest_fakests.cloud.names import iam_arn


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


IdentityProviderEntity = OidcProviderEntity


def oidc_provider_arn(partition: str, account: str, issuer: str) -> str:
    """The ARN of an OIDC provider with this issuer, given without "https://"."""
    return iam_arn(partition, account, f"oidc-provider/{issuer}")
