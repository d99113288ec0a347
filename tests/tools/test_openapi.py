"""The schema that the pages' types are made from comes from the hub as it is wired."""

import json

import pytest

from tools.openapi import schema

pytestmark = pytest.mark.store


def test_the_schema_is_what_the_hub_serves() -> None:
    document = json.loads(schema())
    assert {"get", "post", "delete"} <= set(document["paths"]["/api/session"])
    assert document["info"]["version"] == "0"


def test_asking_twice_gives_the_same_text() -> None:
    assert schema() == schema()
