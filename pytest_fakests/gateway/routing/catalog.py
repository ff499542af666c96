"""botocore's models of the services, by what a request tells of the service that it is meant for."""

from __future__ import annotations

import functools
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import botocore.session
from botocore.exceptions import DataNotFoundError
from botocore.model import ServiceModel

# The metadata stand at the start of a model, which has a megabyte or more.
_START = 16_384
# Names that requests are signed with by features of a service, and the name of the service itself.
_OTHER_SIGNING_NAMES = {
    "IngestionService": "importexport",
    "s3-object-lambda": "s3",
    "s3-outposts": "s3",
    "s3express": "s3",
}


class ServiceFacts(NamedTuple):
    """What the metadata of a model tell of its service.

    Attributes:
        name: botocore's name of the service.
        signing_name: The name in the scope of its signatures.
        endpoint_prefix: The first label of its hosts.
        target_prefix: What stands before the operation in X-Amz-Target; "" where it has none.
        api_version: The version of its API.
        protocols: The protocols that it speaks.
        service_id: The name by which SDKs speak of it.
    """

    name: str
    signing_name: str
    endpoint_prefix: str
    target_prefix: str
    api_version: str
    protocols: tuple[str, ...]
    service_id: str


class Catalog:
    """The services that botocore knows."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader
        self._models: dict[tuple[str, str], ServiceModel] = {}

    @functools.cached_property
    def services(self) -> tuple[ServiceFacts, ...]:
        """What is known of every service, without their operations."""
        return tuple(map(self._facts, self._loader.list_available_services("service-2")))

    def signed_as(self, name: str) -> tuple[ServiceFacts, ...]:
        """The services whose requests are signed with a name; the one that bears the name itself first."""
        own = _OTHER_SIGNING_NAMES.get(name, name)
        found = [one for one in self.services if one.signing_name in (name, own)]
        return tuple(sorted(found, key=lambda one: (one.signing_name != name, one.name != own)))

    def spoken_of_as(self, name: str) -> tuple[ServiceFacts, ...]:
        """The services that a test may speak of by a name: what they sign with, as IAM's prefix is, or their hosts'."""
        return tuple(one for one in self.services if name in (one.signing_name, one.endpoint_prefix))

    def operations(self, service: str) -> tuple[str, ...]:
        """The names of a service's operations; none of a service that botocore does not know."""
        try:
            version = self._loader.determine_latest_version(service, "service-2")
        except DataNotFoundError:
            return ()
        # By load_service_model() the names of all services would be read first.
        return tuple(self._loader.load_data(os.path.join(service, version, "service-2"))["operations"])

    def model(self, service: str, protocol: str) -> ServiceModel:
        """The model of a service that speaks one of its protocols."""
        found = self._models.get((service, protocol))
        if found is None:
            description = self._loader.load_service_model(service, "service-2")
            metadata = {**description["metadata"], "protocol": protocol, "protocols": [protocol]}
            found = self._models[service, protocol] = ServiceModel({**description, "metadata": metadata}, service)
        return found

    def _facts(self, service: str) -> ServiceFacts:
        metadata = self._metadata(service)
        prefix = metadata["endpointPrefix"]
        protocols = tuple(metadata.get("protocols", [metadata["protocol"]]))
        # It says so of services that left the query protocol, whose clients may be older than that.
        older = ("query",) if "awsQueryCompatible" in metadata else ()
        return ServiceFacts(
            service,
            metadata.get("signingName", prefix),
            prefix,
            metadata.get("targetPrefix", ""),
            metadata["apiVersion"],
            tuple(dict.fromkeys(protocols + older)),
            metadata.get("serviceId", service),
        )

    def _metadata(self, service: str) -> dict[str, Any]:
        version = self._loader.determine_latest_version(service, "service-2")
        start = next(_starts(self._loader.search_paths, Path(service, version)), "")
        try:
            found: dict[str, Any] = json.JSONDecoder().raw_decode(start, start.index("{", start.index('"metadata"')))[0]
        except ValueError:
            found = self._loader.load_service_model(service, "service-2")["metadata"]
        return found


def _starts(search_paths: list[str], place: Path) -> Iterator[str]:
    """The starts of the models at a place below the search paths."""
    for folder in search_paths:
        for name in ("service-2.json", "service-2.json.gz"):
            path = Path(folder, place, name)
            if path.is_file():
                with path.open("rb") as file:
                    start = file.read(_START)
                plain = zlib.decompressobj(wbits=31).decompress(start, _START) if name.endswith(".gz") else start
                yield plain.decode(errors="replace")


_known: dict[tuple[str, ...], Catalog] = {}


def catalog() -> Catalog:
    """The services of the models that this process finds; they are read once."""
    # As a session makes it; a session itself would take ten times as long.
    loader = botocore.session.create_loader(os.environ.get("AWS_DATA_PATH"))
    return _known.setdefault(tuple(loader.search_paths), Catalog(loader))
