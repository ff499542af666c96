"""The hook with which a conftest.py says what calls need."""

from __future__ import annotations

import pytest

TEST = """
import pytest
from botocore.exceptions import ClientError
from pytest_fakests import User, allow

APP = "arn:aws:codecommit:us-east-1:123456789012:app"

@pytest.mark.users(User("ann", permissions=allow("codecommit:ListBranches", on=APP)))
def test_mapped_by_the_hook(fakests):
    client = fakests.client("codecommit", "user/ann")
    client.list_branches(repositoryName="app")
    with pytest.raises(ClientError, match="on resource: arn:aws:codecommit:us-east-1:123456789012:other"):
        client.list_branches(repositoryName="other")

def test_the_tests_own_word_counts_more(fakests):
    fakests.map("codecommit:ListBranches", actions="codecommit:GetBranch")
    fakests.add(User("bob", permissions=allow("codecommit:GetBranch")))
    fakests.client("codecommit", "user/bob").list_branches(repositoryName="app")

def test_what_the_hook_does_not_know_goes_to_the_tables(fakests):
    fakests.client("s3").list_buckets()
"""


def test_a_conftest_maps_calls_for_all_its_tests(pytester: pytest.Pytester) -> None:
    """pytest_fakests_map gives actions and resources; None passes the question on."""
    pytester.makeconftest(
        """
        def pytest_fakests_map(service, operation, params):
            if service == "codecommit":
                return {"resources": f"arn:aws:codecommit:us-east-1:123456789012:{params['repositoryName']}"}
        """
    )
    pytester.makepyfile(TEST)
    pytester.runpytest().assert_outcomes(passed=3)
