"""What calls of Amazon Bedrock's models are judged on, and under which condition keys.

Sources: Amazon Bedrock API reference, of each operation; Amazon Bedrock User Guide, "Prerequisites for inference profiles",
"Geographic cross-Region inference", "Global cross-Region inference", "Enforce the use of specific guardrails in model
inference requests"; Service Authorization Reference, "Condition keys for Amazon Bedrock".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, Resource, UnmappedCallError, User, allow
from pytest_fakests.gateway.operations import Place, required_permissions

Decisions = Callable[..., tuple[Decision, ...]]

HERE = "arn:aws:bedrock:eu-west-1:123456789012"
MODEL = "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0"
SAY: dict[str, Any] = {"messages": [{"role": "user", "content": [{"text": "x"}]}]}
GUARDED = {"guardrailIdentifier": "abc123", "guardrailVersion": "7"}
ASYNC: dict[str, Any] = {
    "modelInput": {},
    "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://reports"}},
    "tags": [{"key": "team", "value": "blue"}],
}
NOVA, OF_NOVA = "amazon.nova-pro-v1:0", f"bedrock:InvokeModel {MODEL}"

CALLS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("InvokeModel", {"modelId": NOVA, "body": b"x"}, [OF_NOVA]),
    ("InvokeModel", {"modelId": MODEL}, [OF_NOVA]),
    ("InvokeModel", {"modelId": "deepseek.v3.2"}, ["bedrock:InvokeModel arn:aws:bedrock:eu-west-1::foundation-model/deepseek.v3.2"]),
    *(
        ("InvokeModel", {"modelId": f"{HERE}:{kind}"}, [f"bedrock:InvokeModel {HERE}:{kind}"])
        for kind in (
            "provisioned-model/abcdefabcdef",
            "custom-model-deployment/abcdefabcdef",
            "imported-model/abcdefabcdef",
            "custom-model/amazon.nova-pro-v1/abcdefabcdef",
        )
    ),
    ("InvokeModelWithResponseStream", {"modelId": NOVA}, [f"bedrock:InvokeModelWithResponseStream {MODEL}"]),
    ("Converse", {"modelId": NOVA, **SAY}, [OF_NOVA]),
    ("ConverseStream", {"modelId": NOVA, **SAY}, [f"bedrock:InvokeModelWithResponseStream {MODEL}"]),
    ("StartAsyncInvoke", {"modelId": NOVA, **ASYNC}, [OF_NOVA]),
    (
        "Converse",
        {"modelId": NOVA, **SAY, "guardrailConfig": GUARDED},
        [OF_NOVA, f"bedrock:ApplyGuardrail {HERE}:guardrail/abc123"],
    ),
    (
        "InvokeModel",
        {"modelId": NOVA, **GUARDED},
        [OF_NOVA, f"bedrock:ApplyGuardrail {HERE}:guardrail/abc123"],
    ),
    (
        "InvokeModel",
        {"modelId": NOVA, "projectIdentifier": "blue"},
        [OF_NOVA, f"bedrock:InvokeModel {HERE}:project/blue"],
    ),
    ("InvokeModel", {"modelId": NOVA, "projectIdentifier": "default"}, [OF_NOVA]),
    ("CountTokens", {"modelId": NOVA, "input": {"converse": SAY}}, [f"bedrock:CountTokens {MODEL}"]),
    (
        "ApplyGuardrail",
        {**GUARDED, "source": "INPUT", "content": []},
        [f"bedrock:ApplyGuardrail {HERE}:guardrail/abc123"],
    ),
    (
        "GetAsyncInvoke",
        {"invocationArn": f"{HERE}:async-invoke/abcdefabcdef"},
        [f"bedrock:GetAsyncInvoke {HERE}:async-invoke/abcdefabcdef"],
    ),
    # Global profiles: the profile, and the model here and in no Region.
    (
        "InvokeModel",
        {"modelId": "global.amazon.nova-pro-v1:0"},
        [
            f"bedrock:InvokeModel {HERE}:inference-profile/global.amazon.nova-pro-v1:0",
            OF_NOVA,
            "bedrock:InvokeModel arn:aws:bedrock:::foundation-model/amazon.nova-pro-v1:0",
        ],
    ),
    # Of a geography: the profile, and the model here; what else is needed depends on where the profile sends to.
    (
        "Converse",
        {"modelId": f"{HERE}:inference-profile/eu.amazon.nova-pro-v1:0", **SAY},
        [f"bedrock:InvokeModel {HERE}:inference-profile/eu.amazon.nova-pro-v1:0", OF_NOVA],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "params", "expected"), CALLS)
def test_a_call_of_a_model_is_judged_on_what_its_model_id_names(
    decisions: Decisions, operation: str, params: dict[str, Any], expected: list[str]
) -> None:
    """Each form of a modelId has the ARN that policies name, and what comes with the call is asked, too."""
    asked = [f"{one.request.action} {one.request.resource}" for one in decisions("bedrock-runtime", operation, params)]
    assert asked == expected


KEYS: list[tuple[str, dict[str, Any], str, str]] = [
    ("InvokeModel", {"modelId": NOVA, **GUARDED}, "bedrock:GuardrailIdentifier", f"{HERE}:guardrail/abc123:7"),
    (
        "Converse",
        {"modelId": NOVA, **SAY, "guardrailConfig": {**GUARDED, "guardrailVersion": "DRAFT"}},
        "bedrock:GuardrailIdentifier",
        f"{HERE}:guardrail/abc123",
    ),
    ("Converse", {"modelId": NOVA, **SAY, "serviceTier": {"type": "flex"}}, "bedrock:ServiceTier", "flex"),
    ("InvokeModel", {"modelId": NOVA, "serviceTier": "flex"}, "bedrock:ServiceTier", "flex"),
    ("StartAsyncInvoke", {"modelId": NOVA, **ASYNC}, "aws:RequestTag/team", "blue"),
]


@pytest.mark.parametrize(("operation", "params", "key", "value"), KEYS)
def test_a_call_of_a_model_has_the_condition_keys_of_its_parameters(
    decisions: Decisions, operation: str, params: dict[str, Any], key: str, value: str
) -> None:
    """Guardrails, service tiers and tags are seen by conditions on the model."""
    (of_model, *_) = decisions("bedrock-runtime", operation, params)
    assert of_model.request.context[key] == value


def test_models_behind_a_profile_carry_the_profile_and_their_own_region(decisions: Decisions) -> None:
    """Policies may allow a model through one profile alone, and see the Region that a request is sent to, or none."""
    profile = f"{HERE}:inference-profile/global.amazon.nova-pro-v1:0"
    of_profile, *of_models = decisions("bedrock-runtime", "InvokeModel", {"modelId": profile})
    assert "bedrock:InferenceProfileArn" not in of_profile.request.context
    assert [
        (one.request.context["bedrock:InferenceProfileArn"], one.request.context["aws:RequestedRegion"])
        for one in of_models
    ] == [(profile, "eu-west-1"), (profile, "unspecified")]


PROFILE = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0"
OWN = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdefabcdef"
ROUTER = "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/amazon.nova:1"
EVERYWHERE = "arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0"
EAST, WEST = (EVERYWHERE.replace("*", region) for region in ("us-east-1", "us-west-2"))
THROUGH = {"StringEquals": {"bedrock:InferenceProfileArn": PROFILE}}
ROUTED = {"ArnEquals": {"bedrock:PromptRouterArn": ROUTER}}
PROMPT = "arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:1"
RENDER = allow("bedrock:RenderPrompt", on=PROMPT)
ENDPOINT = "arn:aws:sagemaker:us-east-1:123456789012:endpoint/mine"
MARKETPLACE = "arn:aws:bedrock:us-east-1:123456789012:marketplace/model-endpoint/all-access"
ON_MARKETPLACE = allow("bedrock:InvokeModel", on=MARKETPLACE)
VIA_BEDROCK = {"StringEquals": {"aws:CalledViaLast": "bedrock.amazonaws.com"}}
ONLY_PROFILE = allow("bedrock:InvokeModel", on=PROFILE)


def outcome(fakests: FakeSts, model: str, *declared: Any) -> str:
    fakests.add(*declared)
    try:
        fakests.client("bedrock-runtime", "user/jane").converse(modelId=model, **SAY)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    except UnmappedCallError:
        return "unmapped"
    return "fine"


CASES = [
    pytest.param(PROFILE, [ONLY_PROFILE, allow("bedrock:InvokeModel", on=EVERYWHERE, when=THROUGH)], [], "fine", id="the model in all Regions"),
    pytest.param(EAST, [allow("bedrock:InvokeModel", on=EVERYWHERE, when=THROUGH)], [], "AccessDeniedException", id="without the profile through which alone it is allowed"),
    pytest.param(PROFILE, [ONLY_PROFILE], [], "AccessDeniedException", id="the profile alone"),
    pytest.param(PROFILE, [allow("bedrock:InvokeModel", on=EVERYWHERE)], [], "AccessDeniedException", id="the model alone"),
    pytest.param(PROFILE, [ONLY_PROFILE, allow("bedrock:InvokeModel", on=[EAST, WEST])], [], "unmapped", id="some Regions, and nobody says which it sends to"),
    pytest.param(PROFILE, [ONLY_PROFILE, allow("bedrock:InvokeModel", on=[EAST, WEST])], [EAST, WEST], "fine", id="the Regions that it sends to"),
    pytest.param(PROFILE, [ONLY_PROFILE, allow("bedrock:InvokeModel", on=EAST)], [EAST, WEST], "AccessDeniedException", id="one of the Regions that it sends to"),
    pytest.param(OWN, [allow("bedrock:InvokeModel", on="*")], [], "unmapped", id="an application's profile, and nobody says of which models"),
    pytest.param(OWN, [allow("bedrock:InvokeModel", on=[OWN, EAST])], [EAST], "fine", id="an application's profile"),
    pytest.param(OWN, [allow("bedrock:InvokeModel", on=OWN)], [EAST], "AccessDeniedException", id="an application's profile, without its model"),
    pytest.param(PROMPT, [RENDER, allow("bedrock:InvokeModel", on=EAST)], [EAST], "fine", id="a prompt"),
    pytest.param(PROMPT, [allow("bedrock:InvokeModel", on=EAST)], [EAST], "AccessDeniedException", id="a prompt that may not be rendered"),
    pytest.param(PROMPT, [RENDER], [EAST], "AccessDeniedException", id="a prompt, without its model"),
    pytest.param(PROMPT, [RENDER, allow("bedrock:InvokeModel", on="*")], [], "unmapped", id="a prompt, and nobody says for which model"),
    pytest.param(PROMPT, [RENDER, ONLY_PROFILE], [PROFILE], "AccessDeniedException", id="a prompt for a profile, without its models"),
    pytest.param(PROMPT, [RENDER, ONLY_PROFILE, allow("bedrock:InvokeModel", on=EVERYWHERE, when=THROUGH)], [PROFILE], "fine", id="a prompt for a profile"),
    pytest.param(ENDPOINT, [ON_MARKETPLACE, allow("sagemaker:InvokeEndpoint", on=ENDPOINT, when=VIA_BEDROCK)], [], "fine", id="an endpoint of Marketplace"),
    pytest.param(ENDPOINT, [ON_MARKETPLACE], [], "AccessDeniedException", id="an endpoint of Marketplace, without that of SageMaker"),
    pytest.param(ENDPOINT, [allow("sagemaker:InvokeEndpoint", on=ENDPOINT)], [], "AccessDeniedException", id="an endpoint of SageMaker alone"),
    pytest.param(ROUTER, [allow("bedrock:InvokeModel", on=ROUTER), allow("bedrock:InvokeModel", on=EAST, when=ROUTED)], [EAST], "fine", id="a prompt router"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "permissions", "behind", "expected"), CASES)
def test_who_calls_a_profile_needs_it_and_every_model_behind_it(
    fakests: FakeSts, model: str, permissions: list[Any], behind: list[str], expected: str
) -> None:
    """Profile and models have to be allowed; where it is not known which models, nothing is guessed."""
    known = [Resource(model, models=behind)] if behind else []
    assert outcome(fakests, model, User("jane", permissions=permissions), *known) == expected


UNKNOWN = [
    (
        "abcdefabcdef",
        "abcdefabcdef is the id of no model or inference profile, an ARN would tell what it is",
    ),
    (PROMPT, f'the models behind {PROMPT} are not known, Resource("{PROMPT}", models=[...]) tells'),
    (OWN, f'the models behind {OWN} are not known, Resource("{OWN}", models=[...]) tells'),
]


@pytest.mark.parametrize(("model", "reason"), UNKNOWN)
def test_what_a_model_id_does_not_tell_is_said(fakests: FakeSts, model: str, reason: str) -> None:
    """A call whose model nobody can know is unmapped, and says what would tell."""
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("bedrock-runtime").converse(modelId=model, **SAY)
    assert reason in str(caught.value)


def test_a_stream_from_an_endpoint_of_marketplace_needs_that_of_sagemaker(fakests: FakeSts) -> None:
    """AWS's own policy for Bedrock has an action for each of the two ways to answer."""
    fakests.client("bedrock-runtime").converse_stream(modelId=ENDPOINT, **SAY)
    asked = [(one.request.action, one.request.resource) for one in fakests.calls[-1].decisions]
    assert asked == [
        ("bedrock:InvokeModelWithResponseStream", MARKETPLACE),
        ("sagemaker:InvokeEndpointWithResponseStream", ENDPOINT),
    ]


def test_how_tokens_behind_a_prompt_are_counted_is_not_known(fakests: FakeSts) -> None:
    """No document says what it needs, so that nothing is guessed."""
    client = fakests.client("bedrock-runtime")
    if "CountTokens" not in client.meta.service_model.operation_names:
        pytest.skip("this botocore does not have the operation")
    with pytest.raises(UnmappedCallError, match=f"what it asks of {PROMPT} is not known"):
        client.count_tokens(modelId=PROMPT, input={"converse": SAY})


def test_a_stream_in_both_directions_is_a_call_of_its_model() -> None:
    """Its page names bedrock:InvokeModel; botocore has no method for it, other SDKs do."""
    here = Place("aws", "us-east-1", "123456789012")
    (found,) = required_permissions("bedrock-runtime", "InvokeModelWithBidirectionalStream", {"modelId": NOVA}, here)
    assert (found.action, found.resources) == ("bedrock:InvokeModel", (EAST,))


def test_a_region_that_a_profile_may_send_to_is_named(fakests: FakeSts) -> None:
    """Where a policy denies the model in a Region that may be one of the profile's, the error says what would tell."""
    permissions = [ONLY_PROFILE, allow("bedrock:InvokeModel", on=EAST)]
    fakests.add(User("jane", permissions=permissions))
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("bedrock-runtime", "user/jane").converse(modelId=PROFILE, **SAY)
    assert (
        "bedrock:InvokeModel is denied on arn:aws:bedrock:us-east-2::foundation-model/amazon.nova-pro-v1:0, and whether "
        f'{PROFILE} sends to us-east-2 is not known, Resource("{PROFILE}", models=[...]) tells'
    ) in str(caught.value)
