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
from pytest_fakests.iam.requests import Policies, Request
from pytest_fakests.iam.rulings import NEED_NO_PERMISSION, Found, Rulings, rule
from pytest_fakests.iam.weighing import missing_allow, needs_resource_allow, spared_by_resource

# AWS's messages name the policy that denies where it has an ARN, for these types.
_NAMED_IN_MESSAGES = (PolicyKind.IDENTITY, PolicyKind.SERVICE_CONTROL)


def evaluate(request: Request, policies: Policies) -> Decision:
    """Decide a request as AWS would decide it.

    Documents that were not parsed before are parsed at each call. Nothing but a malformed one raises.

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
    context = RequestContext(request, policies.boundary is not None)
    if context.action in NEED_NO_PERMISSION and context.caller.kind in AWS_CALLERS:
        reason = f"allowed: {request.action} needs no permission"
        return _unless_closed(Decision(Outcome.ALLOWED, reason, None, None, None, context, policies))
    rulings = rule(policies, context)
    for ruling in rulings:
        if ruling and ruling.deny:
            return _explicit_deny(ruling.kind, ruling.deny, context, policies)
    missing = missing_allow(rulings, context)
    if missing:
        label = WORDINGS[missing].label
        reason = f"because no {label} allows the {request.action} action"
        return Decision(Outcome.IMPLICIT_DENY, reason, missing, None, None, context, policies)
    return _unless_closed(_allowed(rulings, context, policies))


def _unless_closed(allowed: Decision) -> Decision:
    why = why_closed(allowed.context)
    if why is None:
        return allowed
    return Decision(Outcome.IMPLICIT_DENY, f"because {why}", None, None, None, allowed.context, allowed.policies)


def _explicit_deny(kind: PolicyKind, found: Found, context: RequestContext, policies: Policies) -> Decision:
    article, label = WORDINGS[kind]
    reason = f"with an explicit deny in {article} {label}"
    if found.policy.arn and kind in _NAMED_IN_MESSAGES:
        reason += f": {found.policy.arn}"
    return Decision(Outcome.EXPLICIT_DENY, reason, kind, found.policy, found.statement, context, policies)


def _allowed(rulings: Rulings, context: RequestContext, policies: Policies) -> Decision:
    by_resource_alone = PolicyKind.IDENTITY in spared_by_resource(rulings, context)
    by_resource = by_resource_alone or needs_resource_allow(rulings, context)
    sides = [
        ruling
        for ruling, decides in ((rulings.identity, not by_resource_alone), (rulings.resource, by_resource))
        if ruling and ruling.allow and decides
    ]
    if not sides:
        reason = "allowed: the root user has full access to its account"
        return Decision(Outcome.ALLOWED, reason, None, None, None, context, policies)
    reason = "allowed by " + " and ".join(" ".join(WORDINGS[ruling.kind]) for ruling in sides)
    found = sides[-1].allow
    policy, statement = (found.policy, found.statement) if found else (None, None)
    return Decision(Outcome.ALLOWED, reason, sides[-1].kind, policy, statement, context, policies)
