"""Writes what happens as facts with ids, one line each, to standard error; never a person's words or numbers.

Rules: events are named `noun.past_verb`; any key that starts with `pii_` is dropped and any key that sounds like a
secret is blacked out, however deep it lies; an exception is told by its type and its places in the code, because its
text may hold a value (our own errors carry a code and are told in full; `debug` tells all). Lines of libraries come
the same way under `library.logged`. The correlation id comes from the context (`correlation`).
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import PurePath
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.refusals import StartRefused
from hub.errors import HubError

BLACKED_OUT: Final = "[redacted]"
_SECRETIVE = re.compile(
    r"passw(or)?d|passphrase|secret|token|authorization|cookie|csrf|credential|api_?key|private_?key|signature",
    re.IGNORECASE,
)
_FIRST = ("timestamp", "level", "process", "event")
_DEEPEST = 6
"A log line nests no deeper; what lies below is dropped, so that a loop in it ends too."
_ALREADY_TOLD = frozenset({"Exception in ASGI application\n"})
"uvicorn repeats what the web edge has already logged with its correlation id."
_LEVELS: Mapping[str, int] = logging.getLevelNamesMapping()


def configure(level: str, form: str, *, process: str, stream: TextIO | None = None) -> None:
    """Send every log line of this process to `stream` (standard error).

    Args:
        level: The least that is logged: debug, info, warning or error.
        form: `json`, `text`, or `auto` (text on a terminal).
        process: Which of our processes this is; stands in every line.
        stream: Where to write; standard error if not given.
    """
    out = stream or sys.stderr
    pretty = form == "text" or (form == "auto" and out.isatty())
    least = _LEVELS[level.upper()]
    chain: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level if pretty else structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Named(process),
        _Told(full=least <= logging.DEBUG),
        redact,
    ]
    render: Processor = (
        structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)
        if pretty
        else structlog.processors.JSONRenderer(serializer=_json)
    )
    structlog.configure(
        processors=[*chain, render],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    _route_libraries(out, least, [*chain, render])
    _tell_of_the_end()


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop personal data and black out secrets, at any depth."""
    return _clean_mapping(event, 0)


class _Named:
    """Puts the process's name into every line."""

    def __init__(self, process: str) -> None:
        self._process = process

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event.setdefault("process", self._process)
        return event


class _Told:
    """Replaces an exception by its type, code and places; `full` adds what it says."""

    def __init__(self, *, full: bool) -> None:
        self._full = full

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        told = _exception_of(event.pop("exc_info", None))
        if told is None:
            return event
        event["exception"] = type(told).__qualname__
        event["at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(told.__traceback__)
        ]
        if isinstance(told, HubError):
            event["code"] = told.code
        if self._full or isinstance(told, HubError | StartRefused):
            event["message"] = str(told)
        if isinstance(told, BaseExceptionGroup):
            event["exceptions"] = [type(inner).__qualname__ for inner in told.exceptions]
        return event


class _LibraryHandler(logging.Handler):
    """Takes what libraries log through `logging` and writes it our way."""

    def __init__(self, write: Callable[[str], object], processors: Sequence[Processor], *, full: bool) -> None:
        super().__init__()
        self._write = write
        self._processors = processors
        self._full = full

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        if record.msg in _ALREADY_TOLD:
            return
        # The pattern without its values, unless somebody looks for a fault.
        text = record.getMessage() if self._full else str(record.msg).split("\n", 1)[0]
        event: Any = {"event": "library.logged", "logger": record.name, "text": text}
        if record.exc_info:
            event["exc_info"] = record.exc_info
        for processor in self._processors:
            event = processor(None, record.levelname.lower(), event)
        self._write(f"{event}\n")


def _route_libraries(out: TextIO, least: int, processors: Sequence[Processor]) -> None:
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.addHandler(_LibraryHandler(out.write, processors, full=least <= logging.DEBUG))
    # Libraries tell their own life at INFO; we tell ours. Warnings are for the operator.
    root.setLevel(max(least, logging.WARNING))
    # uvicorn looks at the level of its own logger for each connection, and at the access log's handlers.
    logging.getLogger("uvicorn.error").setLevel(root.level)
    logging.getLogger("uvicorn.access").propagate = False


def _tell_of_the_end() -> None:
    """Let an exception that nobody caught be told our way too, without its text."""
    log = structlog.get_logger()
    sys.excepthook = lambda _kind, error, _trace: log.error("process.failed", exc_info=error)
    threading.excepthook = lambda args: log.error("thread.failed", exc_info=args.exc_value)
    sys.unraisablehook = lambda args: log.error("cleanup.failed", exc_info=args.exc_value)


def _clean_mapping(given: Mapping[Any, Any], depth: int) -> MutableMapping[str, Any]:
    cleaned: MutableMapping[str, Any] = {}
    for key, value in given.items():
        name = str(key)
        if name.startswith("pii_"):
            continue
        cleaned[name] = BLACKED_OUT if _SECRETIVE.search(name) else _clean(value, depth + 1)
    return cleaned


def _clean(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, PurePath):
        return str(value)
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return _clean_mapping(value, depth)
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item, depth + 1) for item in value]
    # What an object says of itself may hold anything.
    return f"<{type(value).__name__}>"


def _exception_of(exc_info: object) -> BaseException | None:
    if exc_info is True:
        return sys.exc_info()[1]
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple) and len(exc_info) == 3 and isinstance(exc_info[1], BaseException):
        return exc_info[1]
    return None


def _json(event: EventDict, **_: object) -> str:
    first = {name: event.pop(name) for name in _FIRST if name in event}
    return json.dumps({**first, **event}, ensure_ascii=False, separators=(",", ":"))
