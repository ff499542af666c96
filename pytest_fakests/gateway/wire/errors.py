"""What is raised where a request cannot be read, or an answer does not fit its operation."""

from __future__ import annotations


class WireError(ValueError):
    """A request that cannot be read as the operation it is said to be.

    Attributes:
        operation: The service and operation, as "s3:GetObject".
        member: The path of the parameter that cannot be read, as "Tags[0].Key"; "" for the whole request.
        reason: Why it cannot be read.

    Example:
        >>> str(WireError("s3:UploadPart", "PartNumber", "'one' is not an integer"))
        "s3:UploadPart cannot be read from its request: at PartNumber, 'one' is not an integer"
    """

    def __init__(self, operation: str, member: str, reason: str) -> None:
        place = f"at {member}, " if member else ""
        super().__init__(f"{operation} cannot be read from its request: {place}{reason}")
        self.operation = operation
        self.member = member
        self.reason = reason


class MissingMemberError(WireError):
    """A request that lacks a required parameter.

    Attributes:
        message: AWS's words for it.
    """

    def __init__(self, operation: str, member: str) -> None:
        super().__init__(operation, member, "it is required, and not there")
        constraint = "failed to satisfy constraint: Member must not be null"
        self.message = f"1 validation error detected: Value null at '{member}' {constraint}"


class AnswerError(ValueError):
    """An answer that an operation cannot give.

    Attributes:
        operation: The service and operation, as "s3:GetObject".
        member: The path of the member that does not fit, as "Contents[0].Size"; "" for the whole answer.

    Example:
        >>> str(AnswerError("s3:GetObject", "Bdy", "there is no such member; the nearest is Body"))
        'the answer to s3:GetObject does not fit: at Bdy, there is no such member; the nearest is Body'
    """

    def __init__(self, operation: str, member: str, reason: str) -> None:
        place = f"at {member}, " if member else ""
        super().__init__(f"the answer to {operation} does not fit: {place}{reason}")
        self.operation = operation
        self.member = member


class Misfit(Exception):
    """A value that does not fit its shape; each level that it passes on its way up adds its own name.

    Attributes:
        reason: What is wrong, in a clause.
        path: The members on the way down to the value.
    """

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path

    def within(self, name: str) -> Misfit:
        """The same, seen from the structure, list or map whose member `name` holds the value."""
        joint = "." if self.path and not self.path.startswith("[") else ""
        return Misfit(self.reason, f"{name}{joint}{self.path}")


def operation_label(operation_model: object) -> str:
    """The service and the operation, as "s3:GetObject"."""
    service = operation_model.service_model.service_name  # type: ignore[attr-defined] # a model of botocore
    return f"{service}:{operation_model.name}"  # type: ignore[attr-defined] # a model of botocore
