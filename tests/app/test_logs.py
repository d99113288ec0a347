"""What a log line holds, and above all what it never holds."""

import ast
import io
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog

from app import logs
from hub.errors import Conflict
from tests.processes import ROOT

pytestmark = pytest.mark.unit

PHONE = "+8613800138000"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Log into a string as JSON, and put everything back afterwards."""
    with _put_back():
        stream = io.StringIO()
        logs.configure("info", "json", process="test", stream=stream)
        yield stream


@contextmanager
def _put_back() -> Iterator[None]:
    root = logging.getLogger()
    hooks, handlers, level = (sys.excepthook, threading.excepthook, sys.unraisablehook), root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers[:] = handlers
    root.setLevel(level)


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_time_level_process_and_event(written: io.StringIO) -> None:
    structlog.get_logger().info("conversation.escalated", conversation="01H", reason="asked")
    (line,) = _lines(written)
    assert list(line)[:4] == ["timestamp", "level", "process", "event"]
    assert line["event"] == "conversation.escalated"
    assert (line["level"], line["process"], line["reason"]) == ("info", "test", "asked")


def test_personal_data_is_dropped_and_secrets_are_blacked_out_at_any_depth(written: io.StringIO) -> None:
    structlog.get_logger().info(
        "visitor.came",
        pii_phone=PHONE,
        api_key="K1",
        nested={"pii_name": "王芳", "list": [{"Authorization": "Bearer K2", "kept": 1}], "csrf_token": "K3"},
        password="K4",
        deep={"a": {"b": {"c": {"d": {"e": {"f": {"g": PHONE}}}}}}},
    )
    text = written.getvalue()
    for secret in (PHONE, "王芳", "K1", "K2", "K3", "K4", "pii_"):
        assert secret not in text
    (line,) = _lines(written)
    assert line["nested"] == {"list": [{"Authorization": "[redacted]", "kept": 1}], "csrf_token": "[redacted]"}


def test_an_object_is_named_by_its_type_because_it_may_say_anything_of_itself(written: io.StringIO) -> None:
    class Person:
        def __repr__(self) -> str:
            return PHONE

    structlog.get_logger().info("person.seen", who=Person(), raw=PHONE.encode(), where=Path("/tmp/x"))  # noqa: S108
    assert PHONE not in written.getvalue()
    (line,) = _lines(written)
    assert (line["who"], line["raw"], line["where"]) == ("<Person>", "<bytes>", "/tmp/x")  # noqa: S108


def test_an_exception_tells_type_and_places_but_not_its_text(written: io.StringIO) -> None:
    try:
        int(PHONE + "x")
    except ValueError:
        structlog.get_logger().error("number.refused", exc_info=True)
    assert PHONE not in written.getvalue()
    (line,) = _lines(written)
    assert line["exception"] == "ValueError"
    assert line["at"][0].endswith("test_an_exception_tells_type_and_places_but_not_its_text")


def test_an_error_of_ours_tells_its_code(written: io.StringIO) -> None:
    structlog.get_logger().error("reply.refused", exc_info=Conflict("owner_changed", "taken by 小林"))
    (line,) = _lines(written)
    assert (line["code"], line["exception"]) == ("owner_changed", "Conflict")


def test_debug_tells_what_an_exception_says() -> None:
    stream = io.StringIO()
    with _put_back():
        logs.configure("debug", "json", process="test", stream=stream)
        structlog.get_logger().debug("number.refused", exc_info=ValueError("7 is odd"))
    assert _lines(stream)[0]["message"] == "7 is odd"


def test_what_libraries_log_comes_our_way_without_its_values(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("cannot reach %s", PHONE)
    logging.getLogger("some.library").info("chatter")
    (line,) = _lines(written)
    assert (line["event"], line["logger"], line["text"]) == ("library.logged", "some.library", "cannot reach %s")


def test_what_the_web_edge_has_told_already_is_not_told_again(written: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=ValueError(PHONE))
    assert not written.getvalue()


def test_an_exception_that_nobody_caught_is_told_our_way(written: io.StringIO) -> None:
    sys.excepthook(ValueError, ValueError(PHONE), None)
    (line,) = _lines(written)
    assert (line["event"], line["exception"]) == ("process.failed", "ValueError")
    assert PHONE not in written.getvalue()


def test_the_correlation_id_of_the_context_stands_in_each_line(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(correlation="C1"):
        structlog.get_logger().info("message.sent")
    structlog.get_logger().info("message.sent")
    assert [line.get("correlation") for line in _lines(written)] == ["C1", None]


def test_a_person_gets_text_and_what_is_below_the_level_is_left_out() -> None:
    stream = io.StringIO()
    with _put_back():
        logs.configure("warning", "text", process="test", stream=stream)
        structlog.get_logger().info("message.sent")
        structlog.get_logger().warning("message.delayed", pii_phone=PHONE, after_s=3)
    assert "message.delayed" in stream.getvalue()
    assert "message.sent" not in stream.getvalue()
    assert PHONE not in stream.getvalue()


def test_every_event_in_the_tree_is_named_noun_and_past_verb() -> None:
    form = re.compile(r"[a-z_]+(\.[a-z_]+)+")
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call.args[0])}"
        for path, call in _log_calls()
        if not (isinstance(call.args[0], ast.Constant) and form.fullmatch(str(call.args[0].value)))
    ]
    assert not wrong


def _log_calls() -> Iterator[tuple[Path, ast.Call]]:
    levels = {"debug", "info", "warning", "error", "critical", "exception"}
    for package in ("app", "bot", "channels", "crm", "fakes", "hub", "voice_bridge"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in levels
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in {"log", "_log", "logger"}
                    and node.args
                ):
                    yield path, node
