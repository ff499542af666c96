"""The policy of a bucket is the business of identities of the account that owns it, whomever it lets in.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html: who has the permission, and does not belong to
the bucket owner's account, gets `405 Method Not Allowed`; so the pages of GetBucketPolicy and DeleteBucketPolicy.
"""

from __future__ import annotations

from collections.abc import Sequence

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.principals import Principal
from pytest_fakests.iam import Decision

_CALLS = frozenset({"s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy"})


def check_bucket_owner(name: str, caller: Principal | None, decisions: Sequence[Decision]) -> None:
    """End a call that is allowed, is about a bucket's policy, and comes from another account than the bucket's.

    Args:
        name: The service and its operation, as "s3:GetBucketPolicy".
        caller: Who calls.
        decisions: What was decided of the call.

    Raises:
        AwsError: It is such a call.
    """
    if name not in _CALLS or not decisions:
        return
    owner, account = decisions[0].request.resource_account, caller.account if caller else ""
    if owner is None or owner == account:
        return
    note = (
        f"the policies allow {name} on {decisions[0].request.resource}, but only identities of account {owner}, which "
        "owns the bucket, can do it"
    )
    raise AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405, note=note)
