"""IP addresses and ranges. IAM UG: reference_policies_elements_condition_operators, "IP address condition operators"."""

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.iam import Policies, Request, evaluate

USER = "arn:aws:iam::123456789012:user/U"
addresses = st.ip_addresses().map(str) | st.sampled_from(["1.2.3.4", "1.2.3.5", "::", "::1", "::ffff:1.2.3.4"])
# What some readers take for an address, and ipaddress does not.
oddities = st.text(":.0123456789abcdefABCDEF/ %", max_size=12) | st.sampled_from(
    [
        "01.2.3.4",
        "1.2.3",
        "0x1.2.3.4",
        "1.2.3.4 ",
        "1.2.3.4\n",
        "\uff11.2.3.4",
        "1.2.3.4\0",
        "1::2::3",
        "::1.2.3.04",
        "",
    ]
)


def within(address: str, wanted: str) -> bool:
    condition = {"IpAddress": {"ex:address": wanted}}
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    return evaluate(Request("s3:GetObject", "*", USER, {"ex:address": address}), Policies([statement])).allowed


@given(addresses, addresses, st.integers(0, 130))
def test_range_holds_the_addresses_that_share_its_prefix(address: str, base: str, prefix: int) -> None:
    """An address is within a range if the first bits, as many as the prefix says, are those of the range."""
    try:
        expected = ipaddress.ip_address(address) in ipaddress.ip_network(f"{base}/{prefix}", strict=False)
    except ValueError:
        expected = False
    assert within(address, f"{base}/{prefix}") is expected


@given(addresses | oddities, addresses | oddities)
def test_address_equals_itself_however_it_is_written(address: str, wanted: str) -> None:
    """An address without a prefix means itself, in every notation of it; what is no address matches nothing."""
    try:
        expected = ipaddress.ip_address(address) == ipaddress.ip_address(wanted)
    except ValueError:
        expected = False
    assert within(address, wanted) is (expected and "%" not in address + wanted)
