"""Permissions are looked at with each call: what a role loses, its living sessions lose at once."""

import pytest
from archive import Archive
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, allow, deny

pytestmark = pytest.mark.roles(Role("archivist", permissions=allow("s3:GetObject", "s3:DeleteObject")))


def test_a_living_session_loses_what_the_role_loses(fakests: FakeSts) -> None:
    """The policy shrinks; the client that was there before is denied from the next call on."""
    archive = Archive(fakests.assume_role("archivist").client("s3"))
    archive.delete("2019")
    fakests.role("archivist").set_permissions(allow("s3:GetObject"))
    archive.read("2020")
    with pytest.raises(ClientError, match="because no identity-based policy allows the s3:DeleteObject action"):
        archive.delete("2020")


def test_a_deny_counts_more_than_what_allows(fakests: FakeSts) -> None:
    """A statement that denies, added while the session lives, wins over the one that allows."""
    archive = Archive(fakests.assume_role("archivist").client("s3"))
    fakests.role("archivist").set_permissions([allow("s3:*"), deny("s3:DeleteObject", on="arn:aws:s3:::archive/2020*")])
    archive.delete("2019")
    with pytest.raises(ClientError, match="with an explicit deny in an identity-based policy"):
        archive.delete("2020-05")


def test_revoked_sessions_are_denied_and_new_ones_are_not(fakests: FakeSts) -> None:
    """Revoking denies all to the sessions issued before; a session issued after works."""
    old = Archive(fakests.assume_role("archivist").client("s3"))
    fakests.role("archivist").revoke_sessions()
    with pytest.raises(ClientError, match="explicit deny"):
        old.read("2019")
    Archive(fakests.assume_role("archivist").client("s3")).read("2019")
