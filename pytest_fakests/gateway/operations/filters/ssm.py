"""AWS Systems Manager: parameters, documents and what its tags hang on."""

from __future__ import annotations

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter, Whole
from pytest_fakests.gateway.operations.paths import text_of

# API Reference, CreateDocument: prefixes that names of a customer's documents may not have.
_AWS_OWNED = ("aws", "amazon", "amzn")
# API Reference, AddTagsToResource, with the types of the Service Authorization Reference.
_TAGGED = {
    "Association": "association",
    "Automation": "automation-execution",
    "Document": "document",
    "MaintenanceWindow": "maintenancewindow",
    "ManagedInstance": "managed-instance",
    "OpsItem": "opsitem",
    "OpsMetadata": "opsmetadata",
    "Parameter": "parameter",
    "PatchBaseline": "patchbaseline",
}


def parameter(value: str, call: Call, _: str) -> str:
    """A parameter without its leading slash, `:version` or `:label`; a public one of AWS has no account."""
    if value.startswith("arn:"):
        head, name = value.rsplit(":parameter/", 1) if ":parameter/" in value else (value, "")
        return f"{head}:parameter/{name.partition(':')[0]}" if name else value
    name = value.partition(":")[0].removeprefix("/")
    public = value.startswith("/aws/service/")
    return call.place.arn("ssm", f"parameter/{name}", account="") if public else name


def setting(value: str, call: Call, _: str) -> str:
    """A service setting's id, the slash before it being the one of the ARN."""
    return value.removeprefix("/")


def document(value: str, call: Call, _: str) -> str:
    """A document's name or ARN; documents that AWS owns have no account."""
    return call.place.arn("ssm", f"document/{value}", account="") if _aws_owned(value) else value


def automation(value: str, call: Call, _: str) -> str:
    """An Automation runbook as `automation-definition/NAME`; runbooks that AWS owns have no account."""
    if value.startswith("arn:"):
        definition = value.replace(":document/", ":automation-definition/", 1)
        return Whole(definition) if ":" in definition.rpartition("/")[2] else definition
    kind = f"automation-definition/{value}"
    return call.place.arn("ssm", kind, account="") if _aws_owned(value) else value


def version(value: str | None, call: Call, _: str) -> str:
    """A document version, `$DEFAULT` when absent."""
    return value or "$DEFAULT"


def tagged(value: str, call: Call, _: str) -> str:
    """The ARN of the resource that ResourceType and ResourceId name."""
    kind = _TAGGED.get(text_of(call.params.get("ResourceType")) or "")
    if kind is None:
        raise call.unknown(f"the type of the resource {value} is not known")
    return value if value.startswith("arn:") else call.place.arn("ssm", f"{kind}/{value.removeprefix('/')}")


def _aws_owned(name: str) -> bool:
    return name.lower().startswith(_AWS_OWNED)


FILTERS = {
    "noslash": Filter(parameter),
    "setting": Filter(setting),
    "ssm_document": Filter(document),
    "ssm_automation": Filter(automation),
    "ssm_version": Filter(version, sees_absent=True),
    "ssm_tag_arn": Filter(tagged),
}
