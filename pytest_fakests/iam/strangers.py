"""Users and roles that a policy names and nobody knows.

AWS saves no policy that names one that does not exist: as it saves it, it puts the unique id in the place of the ARN.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

from pytest_fakests.iam.errors import quoted

# Roles that AWS makes itself are declared by nobody.
_NAMED = re.compile(r"arn:[\w-]+:iam::(\d{12}):(?:user/|role/(?!aws-service-role/|aws-reserved/)).+", re.ASCII)
_MOST = 3
_ALIKE = 0.75


def strangers(named: Iterable[str], known: Collection[str]) -> list[str]:
    """Which of these principals are users and roles that are not known, of an account in which others are.

    Args:
        named: The principals as a policy has them.
        known: The ARNs of the users and roles that there are.
    """
    suspects = [arn for arn in named if arn not in known and _NAMED.fullmatch(arn)]
    accounts = {arn.split(":")[4] for arn in known} if suspects else set()
    return [arn for arn in suspects if arn.split(":")[4] in accounts]


def meant(stranger: str, known: Iterable[str]) -> str:
    """Whom a policy may mean instead: the one of the account whose name is the most alike, or those whom it has."""
    account, name = stranger.split(":")[4], _name(stranger)
    own = [arn for arn in known if arn.split(":")[4] == account]
    near = difflib.get_close_matches(name, map(_name, own), n=1, cutoff=_ALIKE)
    if near:
        return f"did you mean {quoted(next(arn for arn in own if _name(arn) == near[0]))}?"
    more = f" and {len(own) - _MOST} more" if len(own) > _MOST else ""
    return f"the account has {', '.join(map(quoted, own[:_MOST]))}{more}"


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]
