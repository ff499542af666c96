"""Who sent a request, and may its credentials still be used? Signatures, tokens and times, in AWS's order."""

from pytest_fakests.gateway.authentication.authenticate import authenticate, refuse_anonymous
from pytest_fakests.gateway.authentication.body import check_body
from pytest_fakests.gateway.authentication.claims import Claim
from pytest_fakests.gateway.authentication.context import signature_context
from pytest_fakests.gateway.authentication.post_forms import PostForm, as_put, is_post_form, read_post_form
from pytest_fakests.gateway.authentication.reading import read_claim
from pytest_fakests.gateway.authentication.regions import asked_region, is_global_sts, region_of
from pytest_fakests.gateway.authentication.visitor import Visitor

__all__ = [
    "Claim",
    "PostForm",
    "Visitor",
    "as_put",
    "asked_region",
    "authenticate",
    "check_body",
    "is_global_sts",
    "is_post_form",
    "read_claim",
    "read_post_form",
    "refuse_anonymous",
    "region_of",
    "signature_context",
]
