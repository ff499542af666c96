"""GetAccessKeyInfo: whose account is an access key of?

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
"""

from __future__ import annotations

from typing import Any

from pytest_fakests.sts.errors import validation_error
from pytest_fakests.sts.request import StsRequest


def get_access_key_info(request: StsRequest) -> dict[str, Any]:
    """The account of an access key that this world made, whatever became of the key.

    AWS keeps to itself how it finds the account, so that a key of nowhere has none here.

    Raises:
        AwsError: The caller may not ask, or the key is none of this world.
    """
    request.require("sts:GetAccessKeyInfo")
    access_key: str = request.params["AccessKeyId"]
    key = request.cloud.key(access_key)
    if key is None:
        raise validation_error(f"{access_key} is invalid", note="no user, root or session of this test has that key")
    return {"Account": key.principal.account}
