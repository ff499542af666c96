"""Assertions of SAML identity providers, as a test holds what signs them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.declarations import Duration, seconds
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.identity_providers import SamlProviderEntity
from pytest_fakests.cloud.saml.names import ATTRIBUTES, AUDIENCE, NAME_ID_FORMAT, SUCCESS, entity_id
from pytest_fakests.cloud.saml.writing import Response, Subject, Times, written_response

_LIFETIME = 300


class SamlIssuer:
    """A SAML identity provider as the world outside AWS knows it: it signs assertions.

    The fixture `saml_provider` is the only one that the test declares; called with a name it is that one, whether it is
    declared or not.

    Example:
        assertion = saml_provider.assertion(role="admin", session_name="ann")
        sts.assume_role_with_saml(RoleArn=role.arn, PrincipalArn=saml_provider.arn, SAMLAssertion=assertion)
    """

    def __init__(self, cloud: Cloud, name: str | None = None) -> None:
        self._cloud = cloud
        self._name = name

    def __call__(self, name: str) -> SamlIssuer:
        """The provider with this name."""
        return SamlIssuer(self._cloud, name)

    @property
    def name(self) -> str:
        """Its name in IAM.

        Raises:
            DeclarationError: It is not clear which provider is meant.
        """
        return self._only if self._name is None else self._name

    @property
    def issuer(self) -> str:
        """Its entity id, as its assertions have it as their issuer."""
        return entity_id(self.name)

    @property
    def arn(self) -> str:
        """Its ARN in the account of the test, or in the only one that trusts it.

        Raises:
            UndeclaredError: (a KeyError) No account trusts it.
        """
        return self._cloud.providers.find(f"saml/{self.name}").arn

    def assertion(
        self,
        *,
        role: str | Iterable[str],
        session_name: str | None = "session",
        subject: str = "subject",
        name_format: str = f"{NAME_ID_FORMAT}persistent",
        principal_tags: Mapping[str, str] | None = None,
        transitive_tag_keys: Iterable[str] = (),
        source_identity: str | None = None,
        session_duration: Duration | None = None,
        issuer: str | None = None,
        audience: str | None = AUDIENCE,
        recipient: str | None = AUDIENCE,
        issued: datetime.datetime | None = None,
        not_before: datetime.datetime | None = None,
        lifetime: Duration = _LIFETIME,
        session_end: datetime.datetime | None = None,
        status: str = SUCCESS,
        signed: str = "assertion",
        **attributes: str | Iterable[str],
    ) -> str:
        """A signed response with one assertion, in base64.

        Args:
            role: Roles that it is for: names, ARNs, or the text of a pair "ROLE,PROVIDER" as it is to be written.
            session_name, source_identity, session_duration: The attributes of these names; None leaves one out.
            subject, name_format: The NameID and its format.
            principal_tags, transitive_tag_keys: Session tags, and those of them that go on along a chain.
            issuer: What it says of who issued it, over the provider's own.
            audience, recipient: For whom it is, and to whom it is to be brought; None leaves one out.
            issued, not_before: When it is issued, by default now; from when it is valid, by default when it is issued.
            lifetime: How long it is valid, in seconds or as a timedelta.
            session_end: SessionNotOnOrAfter; None leaves it out.
            status, signed: The response's status, and what is signed: "assertion" or "response".
            attributes: Other attributes by their names, as **{"urn:oid:2.5.4.3": "Ann"}.

        Raises:
            ImportError: signxml is not installed; the extra `saml` brings it.
            DeclarationError, UndeclaredError: It is not clear which provider is meant, or it or a role is not declared.

        Example:
            saml_provider.assertion(role="admin", session_name="ann", session_duration=3600)
        """
        now = issued or clock.now()
        times = Times(now, not_before or now, now + datetime.timedelta(seconds=seconds(lifetime)), session_end)
        full = {
            f"{ATTRIBUTES}Role": [self._pair(one) for one in _texts(role)],
            **_session_attributes(session_name, source_identity, session_duration),
            **_tag_attributes(principal_tags or {}, transitive_tag_keys),
            **{name: _texts(values) for name, values in attributes.items()},
        }
        said_by = self.issuer if issuer is None else issuer
        who = Subject(subject, name_format, recipient)
        said = Response(self._cloud.source.hexadecimal(32), said_by, status, who, audience, times, full)
        return written_response(said, self.issuer, signed)

    def _pair(self, role: str) -> str:
        if "," in role:
            return role
        return f"{role if role.startswith('arn:') else self._cloud.role(role).arn},{self.arn}"

    @property
    def _only(self) -> str:
        names = list(dict.fromkeys(one.name for one in self._cloud.providers if isinstance(one, SamlProviderEntity)))
        if len(names) == 1:
            return names[0]
        if not names:
            raise DeclarationError(
                "the test declares no SAML provider; declare one with "
                '@pytest.mark.identity_providers(SamlProvider("corp"))'
            )
        raise DeclarationError(
            f"the test declares {len(names)} SAML providers ({', '.join(names)}); say which is meant, as "
            f'saml_provider("{names[0]}")'
        )


def _session_attributes(
    name: str | None, source_identity: str | None, duration: Duration | None
) -> dict[str, list[str]]:
    given = {
        "RoleSessionName": name,
        "SourceIdentity": source_identity,
        "SessionDuration": None if duration is None else str(seconds(duration)),
    }
    return {f"{ATTRIBUTES}{attribute}": [value] for attribute, value in given.items() if value is not None}


def _tag_attributes(tags: Mapping[str, str], transitive: Iterable[str]) -> dict[str, list[str]]:
    found = {f"{ATTRIBUTES}PrincipalTag:{key}": [value] for key, value in tags.items()}
    keys = list(transitive)
    return {**found, f"{ATTRIBUTES}TransitiveTagKeys": keys} if keys else found


def _texts(values: str | Iterable[str]) -> list[str]:
    return [values] if isinstance(values, str) else list(values)
