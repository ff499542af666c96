"""Errors that the fake raises itself, where AWS would have nothing to say: each names the call and the remedy."""

from __future__ import annotations


class UnmappedCallError(Exception):
    """A call whose action or resource the fake cannot tell, so that it cannot be judged.

    Attributes:
        call: The service and operation, as "s3:GetObject".
        reason: What cannot be told, and of which call.
    """

    def __init__(self, call: str, reason: str) -> None:
        super().__init__(
            f"{reason}; say what it needs with "
            f'fakests.map("{call}", actions=..., resources=...), or choose '
            '@pytest.mark.fakests(unmapped="allow") or "deny"'
        )
        self.call = call
        self.reason = reason


class UnansweredCallError(Exception):
    """A call that is allowed, yet that nobody answers.

    Attributes:
        call: The service and operation, as "s3:GetObject".
    """

    def __init__(self, call: str, reason: str) -> None:
        super().__init__(f'{call} {reason}; give it one with fakests.answer("{call}", {{...}})')
        self.call = call


_TOOL = "let a tool answer that stands in for the HTTP library, as responses does for requests"
NO_SERVICE = f"it is to no service of botocore's, so nobody here can judge or answer it: {_TOOL}"
NOT_SIGNED = (
    "it is not signed with AWS credentials, and whether others are let in is not known: sign it, declare the "
    f"ResourcePolicy of what answers there, or {_TOOL}"
)


class NetworkRefusedError(Exception):
    """A request that was about to leave the process while the fake is on.

    Attributes:
        method: The HTTP method.
        url: Where it was going.
    """

    def __init__(self, method: str, url: str, remedy: str = "") -> None:
        text = (
            f"{method} {url} was about to reach the network while the fake is on; "
            "no request of botocore, and none to AWS, leaves the process during such a test"
        )
        super().__init__(f"{text}; {remedy}" if remedy else text)
        self.method = method
        self.url = url


class OutlivedTestError(Exception):
    """A call from a thread or a process that its test started and did not wait for.

    Attributes:
        call: The service and operation, as "s3:GetObject".
        test: The test.
    """

    def __init__(self, call: str, who: str, test: str) -> None:
        super().__init__(
            f"{call} was called by {who}, which began in {test} and outlived it; let the test wait for its end"
        )
        self.call = call
        self.test = test
