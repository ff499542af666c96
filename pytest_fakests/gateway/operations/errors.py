"""What is raised when it cannot be told which permissions a call needs."""

from __future__ import annotations


class UnmappedOperation(Exception):
    """No table says which permissions an operation needs; the text names the call.

    Attributes:
        service: botocore's name of the service, such as "s3".
        operation: The operation, such as "GetObject".
        reason: What cannot be told, in a clause.

    Example:
        >>> str(UnmappedOperation("qldb", "ExecuteStatement", "there is no table of the service qldb"))
        'no mapping for qldb:ExecuteStatement: there is no table of the service qldb'
    """

    missing = "no mapping"

    def __init__(self, service: str, operation: str, reason: str) -> None:
        super().__init__(service, operation, reason)
        self.service = service
        self.operation = operation
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.missing} for {self.service}:{self.operation}: {self.reason}"


class UnknownResource(UnmappedOperation):
    """The operation is known, but its parameters do not show which resource it touches.

    Example:
        >>> str(UnknownResource("kms", "Decrypt", "the key behind alias/app is not known"))
        'unknown resource for kms:Decrypt: the key behind alias/app is not known'
    """

    missing = "unknown resource"
