"""Under pytest-xdist a call belongs to its test, whichever worker runs it."""

from __future__ import annotations

import pytest


def test_every_test_of_every_worker_has_a_world_of_its_own(pytester: pytest.Pytester) -> None:
    """Accounts, calls and endpoints of tests that run at the same time do not meet."""
    pytester.makepyfile(
        """
        import boto3
        import pytest
        import urllib.request

        @pytest.mark.parametrize("account", [f"{n}" * 12 for n in range(1, 5)])
        def test_it(account, request, fakests_endpoint, worker_id):
            fakests = request.getfixturevalue("fakests")
            fakests.add({"RoleName": "only-here", "AssumeRolePolicyDocument": {"Statement": []}})
            boto3.client("sts").get_caller_identity()
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(f"{fakests_endpoint}/bucket/{account}")
            assert [call.operation for call in fakests.calls] == ["sts:GetCallerIdentity", "s3:GetObject"]
            assert fakests.calls[1].params == {"Bucket": "bucket", "Key": account}
            assert worker_id in ("gw0", "gw1")
        """
    )
    pytester.runpytest("-n", "2").assert_outcomes(passed=4)
