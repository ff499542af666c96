"""From the attributes of an assertion to condition keys.

"Available keys for SAML-based AWS STS federation" in
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_EDU_PERSON = "urn:oid:1.3.6.1.4.1.5923.1.1.1."
_EDU_ORG = "urn:oid:1.3.6.1.4.1.5923.1.2.1."
_KEYS = {
    f"{_EDU_PERSON}1": "edupersonaffiliation",
    f"{_EDU_PERSON}2": "edupersonnickname",
    f"{_EDU_PERSON}3": "edupersonorgdn",
    f"{_EDU_PERSON}4": "edupersonorgunitdn",
    f"{_EDU_PERSON}5": "edupersonprimaryaffiliation",
    f"{_EDU_PERSON}6": "edupersonprincipalname",
    f"{_EDU_PERSON}7": "edupersonentitlement",
    f"{_EDU_PERSON}8": "edupersonprimaryorgunitdn",
    f"{_EDU_PERSON}9": "edupersonscopedaffiliation",
    f"{_EDU_PERSON}10": "edupersontargetedid",
    f"{_EDU_PERSON}11": "edupersonassurance",
    f"{_EDU_ORG}2": "eduorghomepageuri",
    f"{_EDU_ORG}3": "eduorgidentityauthnpolicyuri",
    f"{_EDU_ORG}4": "eduorglegalname",
    f"{_EDU_ORG}5": "eduorgsuperioruri",
    f"{_EDU_ORG}6": "eduorgwhitepagesuri",
    "urn:oid:2.5.4.3": "cn",
}
IN_SESSION = ("saml:namequalifier", "saml:sub", "saml:sub_type")


def attribute_keys(attributes: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The keys that a trust policy sees of the attributes; any other attribute is no key."""
    return {f"saml:{_KEYS[name]}": list(values) for name, values in attributes.items() if name in _KEYS}
