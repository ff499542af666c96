"""Policy evaluation: from a request and the policies that apply to it to a decision.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from pytest_fakests.iam.callers import AWS_CALLERS
from pytest_fakests.iam.closed import why_closed
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.decision import Decision, Outcome
from pytest_fakests.iam.kinds import WORDINGS, PolicyKind
from pytest_fakests.iam.matching.statements import Effect
from pytest_fakests.iam.parsing.documents import Found
from pytest_fakests.iam.policies import Policies
from pytest_fakests.iam.requests import Request
from pytest_fakests.iam.rulings import (
    NEED_NO_PERMISSION,
    Ruling,
    Rulings,
    identity_alone,
    identity_decides,
    rule,
)
from pytest_fakests.iam.weighing import missing_allow, needs_resource_allow, spared_by_resource

# The types for which https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html shows a message
# that ends in the ARN of the policy that denies.
_NAMED_IN_MESSAGES = (
    PolicyKind.IDENTITY,
    PolicyKind.BOUNDARY,
    PolicyKind.SESSION,
    PolicyKind.SERVICE_CONTROL,
    PolicyKind.RESOURCE_CONTROL,
)
# Before Python 3.12 it takes a call to look a member up in its class.
_ALLOWED, _DENY, _IDENTITY = Outcome.ALLOWED, Effect.DENY, PolicyKind.IDENTITY
_ALLOWED_BY = {kind: f"allowed by {wording.article} {wording.label}" for kind, wording in WORDINGS.items()}


def evaluate(request: Request, policies: Policies) -> Decision:
    """Decide a request as AWS would decide it.

    A document is parsed when it first comes, and found again by its content. Nothing but a malformed one raises.

    Args:
        request: What is asked, by whom.
        policies: The policies that apply to it.

    Raises:
        PolicyError: A document that was not parsed before is malformed.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html

    Example:
        >>> asked = Request("s3:GetObject", "arn:aws:s3:::reports/q3.csv", "arn:aws:iam::123456789012:user/julie")
        >>> decision = evaluate(asked, Policies(identity=[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]))
        >>> decision.allowed, decision.reason
        (True, 'allowed by an identity-based policy')
    """
    context = RequestContext(request, not policies.identity_alone and policies.boundary is not None)
    if context.action in NEED_NO_PERMISSION and context.caller.kind in AWS_CALLERS:
        return _allow(f"allowed: {request.action} needs no permission", None, None, context, policies)
    if identity_alone(policies, context):
        return _decided(_IDENTITY, identity_decides(policies, context), context, policies)
    rulings = rule(policies, context)
    for ruling in rulings:
        if ruling and ruling.deny:
            return _explicit_deny(ruling.kind, ruling.deny, context, policies)
    spared = spared_by_resource(rulings, context)
    missing = missing_allow(rulings, context, spared)
    if missing:
        return _implicit_deny(missing, context, policies)
    return _allowed(rulings, _IDENTITY in spared, context, policies)


def _decided(kind: PolicyKind, found: Found | None, context: RequestContext, policies: Policies) -> Decision:
    if found is None:
        return _implicit_deny(kind, context, policies)
    if found.statement.effect is _DENY:
        return _explicit_deny(kind, found, context, policies)
    return _allow(_ALLOWED_BY[kind], kind, found, context, policies)


def _allow(
    reason: str, kind: PolicyKind | None, found: Found | None, context: RequestContext, policies: Policies
) -> Decision:
    why = why_closed(context)
    if why:
        return Decision(Outcome.IMPLICIT_DENY, f"because {why}", None, None, None, context, policies)
    policy, statement = (found.policy, found.statement) if found else (None, None)
    return Decision(_ALLOWED, reason, kind, policy, statement, context, policies)


def _implicit_deny(kind: PolicyKind, context: RequestContext, policies: Policies) -> Decision:
    reason = f"because no {WORDINGS[kind].label} allows the {context.request.action} action"
    return Decision(Outcome.IMPLICIT_DENY, reason, kind, None, None, context, policies)


def _explicit_deny(kind: PolicyKind, found: Found, context: RequestContext, policies: Policies) -> Decision:
    article, label = WORDINGS[kind]
    reason = f"with an explicit deny in {article} {label}"
    if found.policy.arn and kind in _NAMED_IN_MESSAGES:
        reason += f": {found.policy.arn}"
    return Decision(Outcome.EXPLICIT_DENY, reason, kind, found.policy, found.statement, context, policies)


def _allowed(rulings: Rulings, by_resource_alone: bool, context: RequestContext, policies: Policies) -> Decision:
    sides: list[Ruling] = []
    if rulings.identity and rulings.identity.allow and not by_resource_alone:
        sides.append(rulings.identity)
    if rulings.resource and rulings.resource.allow and (by_resource_alone or needs_resource_allow(rulings, context)):
        sides.append(rulings.resource)
    if not sides:
        return _allow("allowed: the root user has full access to its account", None, None, context, policies)
    reason = _ALLOWED_BY[sides[0].kind]
    if len(sides) > 1:
        reason += f" and {' '.join(WORDINGS[sides[1].kind])}"
    return _allow(reason, sides[-1].kind, sides[-1].allow, context, policies)
