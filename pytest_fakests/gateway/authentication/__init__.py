"""Who sent a request, and may its credentials still be used? Signatures, tokens and times, in AWS's order."""

from pytest_fakests.gateway.authentication.authenticate import authenticate, refuse_anonymous
from pytest_fakests.gateway.authentication.body import check_body
from pytest_fakests.gateway.authentication.claims import Claim, read_claim
from pytest_fakests.gateway.authentication.regions import is_global_sts, region_of

__all__ = ["Claim", "authenticate", "check_body", "is_global_sts", "read_claim", "refuse_anonymous", "region_of"]
