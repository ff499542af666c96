"""From the attributes of an assertion to condition keys.

The tables under "Mapping SAML attributes to AWS trust policy context keys" in
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html, and "Available keys for
SAML-based AWS STS federation" in
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html. The first page misprints
some identifiers of X.500; they are taken as it has them, and as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_EDU_PERSON = "urn:oid:1.3.6.1.4.1.5923.1.1.1."
_EDU_ORG = "urn:oid:1.3.6.1.4.1.5923.1.2.1."
_SOAP = "http://schemas.xmlsoap.org/"
_IDENTITY = f"{_SOAP}ws/2005/05/identity/claims/"
# Keys with a list of texts.
_LISTS = {
    f"{_EDU_PERSON}1": ("edupersonaffiliation",),
    f"{_EDU_PERSON}2": ("edupersonnickname",),
    f"{_EDU_PERSON}4": ("edupersonorgunitdn",),
    f"{_EDU_PERSON}7": ("edupersonentitlement",),
    f"{_EDU_PERSON}9": ("edupersonscopedaffiliation",),
    f"{_EDU_PERSON}10": ("edupersontargetedid",),
    f"{_EDU_PERSON}11": ("edupersonassurance",),
    f"{_EDU_ORG}2": ("eduorghomepageuri",),
    f"{_EDU_ORG}3": ("eduorgidentityauthnpolicyuri",),
    f"{_EDU_ORG}4": ("eduorglegalname",),
    f"{_EDU_ORG}5": ("eduorgsuperioruri",),
    f"{_EDU_ORG}6": ("eduorgwhitepagesuri",),
    "urn:oid:2.5.4.3": ("cn",),
}
# Keys with one text.
_TEXTS = {
    f"{_EDU_PERSON}3": ("edupersonorgdn",),
    f"{_EDU_PERSON}5": ("edupersonprimaryaffiliation",),
    f"{_EDU_PERSON}6": ("edupersonprincipalname",),
    f"{_EDU_PERSON}8": ("edupersonprimaryorgunitdn",),
    f"{_IDENTITY}name": ("name",),
    f"{_SOAP}claims/CommonName": ("commonName",),
    f"{_IDENTITY}givenname": ("givenName",),
    f"{_IDENTITY}surname": ("surname",),
    f"{_IDENTITY}emailaddress": ("mail",),
    # The one page says uid, the other has primaryGroupSID as an attribute of Active Directory.
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid": ("uid", "primaryGroupSID"),
}
# Keys with one text, by identifiers of X.500; names of attributes may have "urn:oid:" before them.
_X500 = {
    "2.5.4.3": ("commonName",),
    "2.5.4.4": ("surname",),
    "2.5.4.42": ("givenName",),
    "2.4.5.42": ("givenName",),
    "2.5.4.45": ("x500UniqueIdentifier",),
    "0.9.2342.19200300.100.1.1": ("uid",),
    "0.9.2342.19200300100.1.1": ("uid",),
    "0.9.2342.19200300.100.1.3": ("mail",),
    "0.9.2342.19200300100.1.3": ("mail",),
    "0.9.2342.19200300.100.1.45": ("organizationStatus",),
}
IN_SESSION = ("saml:namequalifier", "saml:sub", "saml:sub_type")


def attribute_keys(attributes: Mapping[str, Sequence[str]]) -> dict[str, str | list[str]]:
    """The keys that a trust policy sees of the attributes; any other attribute is no key.

    Of several claims for one key, only one becomes it: here the first.
    """
    found: dict[str, str | list[str]] = {}
    for name, values in attributes.items():
        for key in _LISTS.get(name, ()):
            found.setdefault(f"saml:{key}", list(values))
        for key in (*_TEXTS.get(name, ()), *_X500.get(name.removeprefix("urn:oid:"), ())):
            found.setdefault(f"saml:{key}", values[0] if values else "")
    return found
