"""Calls that the tables cannot judge."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, UnmappedCallError, User, allow


class TestMapping:
    """Calls that the tables cannot judge."""

    def test_an_unmapped_call_raises_and_says_how_to_map_it(self, fakests: FakeSts) -> None:
        """It is never judged against a guessed "*"."""
        with pytest.raises(UnmappedCallError) as caught:
            fakests.client("apigatewayv2").get_apis()
        assert str(caught.value) == (
            "no mapping for apigatewayv2:GetApis: AWS's Service Authorization Reference has no action of this name; say what it "
            "needs with "
            'fakests.map("apigatewayv2:GetApis", actions=..., resources=...), or choose '
            '@pytest.mark.fakests(unmapped="allow") or "deny"'
        )

    @pytest.mark.fakests(unmapped="allow")
    def test_unmapped_calls_may_be_allowed(self, fakests: FakeSts) -> None:
        """By setting."""
        fakests.client("apigatewayv2").get_apis()

    @pytest.mark.fakests(unmapped="deny")
    def test_unmapped_calls_may_be_denied(self, fakests: FakeSts) -> None:
        """By setting, in the service's words; the note tells the reason."""
        with pytest.raises(ClientError, match="not authorized to perform: apigateway:GetApis") as caught:
            fakests.client("apigatewayv2").get_apis()
        assert vars(caught.value)["__notes__"] == [
            "no mapping for apigatewayv2:GetApis: AWS's Service Authorization Reference has no action of this name; "
            'this test has unmapped="deny"'
        ]

    @pytest.mark.parametrize(
        "resources",
        [
            "arn:aws:codecommit:us-east-1:123456789012:{repositoryName}",
            ["arn:aws:codecommit:us-east-1:123456789012:{repositoryName}"],
            lambda params: f"arn:aws:codecommit:us-east-1:123456789012:{params['repositoryName']}",
        ],
        ids=["template", "list", "function"],
    )
    def test_a_mapped_call_is_judged(self, fakests: FakeSts, resources: Any) -> None:
        """On the resources that its parameters name."""
        app = "arn:aws:codecommit:us-east-1:123456789012:app"
        fakests.add(User("ann", permissions=allow("codecommit:ListBranches", on=app)))
        fakests.map("codecommit:ListBranches", resources=resources)
        client = fakests.client("codecommit", "user/ann")
        client.list_branches(repositoryName="app")
        with pytest.raises(ClientError, match="on resource: arn:aws:codecommit:us-east-1:123456789012:other"):
            client.list_branches(repositoryName="other")

    def test_a_mapping_may_need_several_actions(self, fakests: FakeSts) -> None:
        """All of them."""
        fakests.add(User("ann", permissions=allow("codecommit:ListBranches")))
        fakests.map("codecommit:ListBranches", actions=["codecommit:ListBranches", "codecommit:GetBranch"])
        with pytest.raises(ClientError, match="not authorized to perform: codecommit:GetBranch"):
            fakests.client("codecommit", "user/ann").list_branches(repositoryName="app")
