"""Amazon Bedrock: who calls an inference profile needs the models behind it, too, in every Region that it sends to.

The same goes for prompts of Prompt management, and for endpoints of Bedrock Marketplace, which are SageMaker's.

Sources: Amazon Bedrock User Guide, "Prerequisites for inference profiles", "Geographic cross-Region inference", "Global
cross-Region inference", "Intelligent prompt routing", "Prerequisites for running model inference" (it names
bedrock:RenderPrompt) and "Set up Amazon Bedrock Marketplace"; Service Authorization Reference, "Condition keys for
Amazon Bedrock".
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

import botocore.session

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.permission import Permission

_PROFILES = {
    ":inference-profile/": "bedrock:InferenceProfileArn",
    ":application-inference-profile/": "bedrock:InferenceProfileArn",
    ":prompt-router/": "bedrock:PromptRouterArn",
    ":default-prompt-router/": "bedrock:PromptRouterArn",
}
# Where a geography's profiles may send to; those of others, to any Region of the partition.
_GEOGRAPHIES = {"us": "us-", "eu": "eu-", "apac": "ap-"}
# The actions on models, each with that on an endpoint of SageMaker.
_ACTIONS = {
    "bedrock:InvokeModel": "sagemaker:InvokeEndpoint",
    "bedrock:InvokeModelWithResponseStream": "sagemaker:InvokeEndpointWithResponseStream",
}
_MARKETPLACE = "marketplace/model-endpoint/all-access"


def with_models(permissions: Iterable[Permission], call: Call) -> Iterator[Permission]:
    """Each permission; after one on what stands before models, those on the models behind it.

    Raises:
        UnknownResource: The models are not known.
    """
    for permission in permissions:
        if permission.action not in _ACTIONS:
            yield permission
            continue
        for arn in permission.resources:
            yield from _through(permission._replace(resources=(arn,)), arn, call)


def _through(permission: Permission, arn: str, call: Call) -> Iterator[Permission]:
    if ":prompt/" in arn:
        yield Permission("bedrock:RenderPrompt", (arn,))
        for model, _ in _models(arn, call):
            yield from _through(permission._replace(resources=(model,)), model, call)
        return
    if ":sagemaker:" in arn:
        yield permission._replace(resources=(call.place.arn("bedrock", _MARKETPLACE),))
        yield Permission(_ACTIONS[permission.action], (arn,), {"aws:CalledVia": ("bedrock.amazonaws.com",)})
        return
    yield permission
    key = next((name for kind, name in _PROFILES.items() if kind in arn), None)
    if key is not None:
        yield from (_on(permission, {key: arn}, model, maybe) for model, maybe in _models(arn, call))


def _on(permission: Permission, keys: Mapping[str, str], model: str, maybe: str) -> Permission:
    # https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
    region = model.split(":")[3] or "unspecified"
    context = {**permission.context, **keys, "aws:RequestedRegion": region}
    return permission._replace(resources=(model,), context=context, maybe=maybe)


def _models(arn: str, call: Call) -> Iterator[tuple[str, str]]:
    """The models behind a profile, and those that may be, each with why that is not known."""
    if arn in call.state:
        yield from ((model, "") for model in call.state[arn].split())
        return
    geography, _, model = arn.rpartition("/")[2].partition(".")
    source = arn.split(":")[3]
    if ":inference-profile/" not in arn or not model:
        raise call.unknown(f'the models behind {arn} are not known, Resource("{arn}", models=[...]) tells')
    yield _model(call, source, model), ""
    if geography == "global":
        yield _model(call, "", model), ""
        return
    for region in _regions(call.place.partition):
        if region != source and region.startswith(_GEOGRAPHIES.get(geography, "")):
            reason = f'whether {arn} sends to {region} is not known, Resource("{arn}", models=[...]) tells'
            yield _model(call, region, model), reason


def _model(call: Call, region: str, model: str) -> str:
    return call.place.arn("bedrock", f"foundation-model/{model}", region=region, account="")


@functools.cache
def _regions(partition: str) -> tuple[str, ...]:
    found = botocore.session.Session().get_available_regions("ec2", partition)
    return tuple(sorted(found))
