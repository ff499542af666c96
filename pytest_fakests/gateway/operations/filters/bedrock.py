"""Amazon Bedrock: what a modelId names, in each of its forms (API reference, InvokeModel and Converse)."""

from __future__ import annotations

import re

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter
from pytest_fakests.gateway.operations.paths import text_of

# `us.anthropic.claude-...`: before the provider stands a geography, or `global`. Versions begin with a digit: the id
# `deepseek.v3.2` is that of a model.
_PROFILE_ID = re.compile(r"[a-z-]+\.[a-z0-9-]+\.[a-z].*")
_MODEL_ID = re.compile(r"[a-z0-9-]+\..+")
# Of these `with_models` says what is behind them; no document says how their tokens are counted.
_LEADING_ON = (":prompt/", ":sagemaker:")


def model(value: str, call: Call, _: str) -> str:
    """The ARN of a model, of a deployment of one, or of a profile, router, prompt or endpoint before some."""
    if call.operation == "CountTokens" and any(part in value for part in _LEADING_ON):
        raise call.unknown(f"what it asks of {value} is not known")
    if value.startswith("arn:"):
        return value
    if _PROFILE_ID.fullmatch(value):
        return call.place.arn("bedrock", f"inference-profile/{value}")
    if not _MODEL_ID.fullmatch(value):
        raise call.unknown(f"{value} is the id of no model or inference profile, an ARN would tell what it is")
    return call.place.arn("bedrock", f"foundation-model/{value}", account="")


def guardrail_version(value: str, call: Call, argument: str) -> str:
    """A guardrail's ARN, with its version where that has a number ("Enforce the use of specific guardrails")."""
    arn = value if value.startswith("arn:") else call.place.arn("bedrock", f"guardrail/{value}")
    of_converse = call.params.get("guardrailConfig") or {}
    version = text_of(of_converse.get("guardrailVersion") or call.params.get("guardrailVersion")) or ""
    return f"{arn}:{version}" if version.isdigit() else arn


FILTERS = {
    "bedrock_model": Filter(model),
    "guardrail_version": Filter(guardrail_version),
}
