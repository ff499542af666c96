"""Sessions that are made inside the fake: what they share to be made fast, and what stays each one's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.hooks import EventAliaser, HierarchicalEmitter
from botocore.loaders import Loader

from pytest_fakests import FakeSts, fake_sts

MODEL = {
    "version": "2.0",
    "metadata": {
        "apiVersion": "2026-01-01",
        "endpointPrefix": "ledger",
        "protocol": "json",
        "jsonVersion": "1.1",
        "serviceFullName": "Ledger",
        "serviceId": "Ledger",
        "signatureVersion": "v4",
        "targetPrefix": "Ledger",
    },
    "operations": {"ListEntries": {"name": "ListEntries", "http": {"method": "POST", "requestUri": "/"}}},
    "shapes": {},
}


@pytest.fixture
def fakests() -> Iterator[FakeSts]:
    with fake_sts(unmapped="allow") as fakests:
        yield fakests


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with a service model of the user's own."""
    folder = tmp_path / "ledger" / "2026-01-01"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(MODEL))
    return tmp_path


class TestDataPaths:
    """Where a session looks for models."""

    def test_a_path_of_the_configuration_is_searched(
        self, fakests: FakeSts, models: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """https://docs.aws.amazon.com/cli/latest/topic/config-vars.html has AWS_DATA_PATH."""
        monkeypatch.setenv("AWS_DATA_PATH", str(models))
        assert "ledger" in botocore.session.Session().get_available_services()

    def test_a_service_of_the_users_own_is_called(
        self, fakests: FakeSts, models: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A client is made from a model that botocore does not have, and its calls reach the gate."""
        monkeypatch.setenv("AWS_DATA_PATH", str(models))
        ledger: Any = botocore.session.Session().create_client("ledger", endpoint_url="https://ledger.example.com")
        ledger.list_entries()
        assert fakests.calls[-1].operation == "ledger:ListEntries"

    def test_a_path_of_one_session_is_not_anothers(self, fakests: FakeSts, models: Path) -> None:
        """A path that was added to one loader is searched by that one alone."""
        one, other = botocore.session.Session(), botocore.session.Session()
        one.get_component("data_loader").search_paths.append(str(models))
        assert [session.get_available_services().count("ledger") for session in (one, other)] == [1, 0]

    def test_a_model_that_is_put_in_front_is_taken(self, fakests: FakeSts, tmp_path: Path) -> None:
        """A user's own model of a service comes before botocore's, though that was read already."""
        botocore.session.Session().get_service_model("sts")
        folder = tmp_path / "sts" / "2011-06-15"
        folder.mkdir(parents=True)
        (folder / "service-2.json").write_text(json.dumps({**MODEL, "metadata": {**MODEL["metadata"], "uid": "mine"}}))  # type: ignore[dict-item]  # a mapping of mappings
        session = botocore.session.Session()
        session.get_component("data_loader").search_paths.insert(0, str(tmp_path))
        assert session.get_service_model("sts").metadata["uid"] == "mine"


class Counting(Loader):
    """A loader of the user's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read: list[str] = []

    def load_service_model(self, service_name: str, *args: Any, **kwargs: Any) -> Any:
        self.read.append(service_name)
        return super().load_service_model(service_name, *args, **kwargs)


def test_a_loader_that_a_session_was_given_is_asked(fakests: FakeSts) -> None:
    """What a user registers as data_loader stays in its place."""
    session, loader = botocore.session.Session(), Counting()
    session.register_component("data_loader", loader)
    session.create_client("sts", region_name="us-east-1")
    assert "sts" in loader.read


class TestEvents:
    """Handlers, and the names that they are registered by."""

    def test_a_handler_of_one_session_is_not_anothers(self, fakests: FakeSts) -> None:
        """Clients of one session alone meet what was registered with it."""
        seen: list[str] = []
        mine: Any = botocore.session.Session()
        other: Any = botocore.session.Session()
        mine.register("before-call.sts", lambda model, **_: seen.append(model.name))
        for session in (mine, other):
            session.create_client("sts").get_caller_identity()
        assert seen == ["GetCallerIdentity"]

    def test_an_older_name_still_is_understood(self, fakests: FakeSts) -> None:
        """As botocore translates it: "cloudwatch" was "monitoring"."""
        seen: list[str] = []
        for _ in range(2):
            session: Any = botocore.session.Session()
            session.register("before-call.monitoring", lambda model, **_: seen.append(model.name))
            session.create_client("cloudwatch").list_metrics()
        assert seen == ["ListMetrics", "ListMetrics"]

    def test_aliases_of_a_users_own_are_translated_apart(self, fakests: FakeSts) -> None:
        """An emitter with other aliases takes nothing from those of botocore's."""
        EventAliaser(HierarchicalEmitter()).emit("before-call.monitoring")
        seen: list[str] = []
        own = EventAliaser(HierarchicalEmitter(), {"monitoring": "mine"})
        own.register("before-call.mine", lambda **_: seen.append("mine"))
        own.emit("before-call.monitoring")
        assert seen == ["mine"]

    def test_names_without_end_are_not_kept(self, fakests: FakeSts) -> None:
        """Of names beyond some thousands the first make room for those that a new session translates."""
        EventAliaser(HierarchicalEmitter())
        first = EventAliaser(HierarchicalEmitter())
        for number in range(5_000):
            first.emit(f"before-call.{number}")
        kept: Any = EventAliaser(HierarchicalEmitter())
        assert len(kept._alias_name_cache) == 0
