"""What KMS refuses in the policy of a key, beside what no policy may have.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html: a key policy that is made or changed with
ForAllValues and kms:EncryptionContext:KEY, or aws:RequestTag/KEY, gets `OverlyPermissiveCondition`.
"""

from __future__ import annotations

from pytest_fakests.iam import Policy, PolicyError
from pytest_fakests.iam.matching.conditions import Quantifier

_SINGLE = ("kms:encryptioncontext:", "aws:requesttag/")


def check_key_policy(policy: Policy) -> None:
    """Refuse a key policy that KMS would find too permissive.

    Raises:
        PolicyError: It has ForAllValues with a key of which a request has one value.
    """
    for statement in policy.statements:
        for condition in statement.conditions:
            if condition.quantifier is Quantifier.ALL and condition.lookup.startswith(_SINGLE):
                raise PolicyError(
                    f"Statement[{statement.index}].Condition.{condition.operator}.{condition.key}",
                    "KMS refuses ForAllValues with a key of one value, as it holds for requests without the key "
                    "(OverlyPermissiveCondition)",
                    "leave ForAllValues out",
                    policy.name,
                )
