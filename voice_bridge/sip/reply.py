"""Answers: made of the request's own lines, letter by letter, so that everybody on the way recognises them.

Source: RFC 3261 §8.2.6, §12.1.1.
"""

from voice_bridge.sip.errors import Misuse
from voice_bridge.sip.headers import Headers
from voice_bridge.sip.message import Request, Response
from voice_bridge.sip.parser import BadMessage

PHRASES = {
    100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued", 183: "Session Progress",
    200: "OK", 202: "Accepted", 204: "No Notification",
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Moved Temporarily", 305: "Use Proxy",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout", 410: "Gone",
    413: "Request Entity Too Large", 415: "Unsupported Media Type", 416: "Unsupported URI Scheme",
    420: "Bad Extension", 421: "Extension Required", 422: "Session Interval Too Small", 423: "Interval Too Brief",
    480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist", 482: "Loop Detected",
    483: "Too Many Hops", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here",
    489: "Bad Event", 491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented",
    503: "Service Unavailable", 504: "Server Time-out", 505: "Version Not Supported", 513: "Message Too Large",
    600: "Busy Everywhere", 603: "Decline", 604: "Does Not Exist Anywhere", 606: "Not Acceptable",
}  # fmt: skip
_ECHOED = ("From", "To", "Call-ID", "CSeq")


def reply(
    request: Request,
    status: int,
    *lines: tuple[str, str],
    to_tag: str = "",
    body: bytes = b"",
    reason: str = "",
) -> Response:
    """Answer a request.

    Args:
        request: what is answered, as `Request.arrived_from` returned it.
        status: 100 to 699.
        lines: further header lines.
        to_tag: our tag; added if the request's To has none (it must be given then, except for a 100).
        body: goes with a Content-Type among `lines`.
        reason: for people; by default the standard's phrase.
    """
    if status > 100 and not to_tag and request.recipient.tag is None:
        raise Misuse("an answer needs our tag")
    kept = _echo(request.headers, "" if status == 100 or request.recipient.tag else to_tag)
    if request.method in {"INVITE", "SUBSCRIBE", "REFER"} and 100 < status < 300:
        kept += [("Record-Route", value) for value in request.headers.all("Record-Route")]
    return Response(status, reason or phrase(status), Headers((*kept, *lines)), body)


def refuse(bad: BadMessage, to_tag: str) -> Response | None:
    """Answer a request that could not be read, with the reason in the first line; None if there is no way to.

    Nothing is said to responses, to an ACK, or without the lines by which the sender would know its request again.
    """
    if bad.method in {"", "ACK"} or any(name not in bad.headers for name in ("Via", *_ECHOED)):
        return None
    tag = "" if "tag" in (bad.headers.get("To") or "").lower() else to_tag
    return Response(bad.status, bad.reason, Headers(tuple(_echo(bad.headers, tag))))


def phrase(status: int) -> str:
    """Return the standard's words for a status."""
    return PHRASES.get(status, "Unknown")


def _echo(headers: Headers, to_tag: str) -> list[tuple[str, str]]:
    lines = [("Via", value) for value in headers.all("Via")]
    for name in _ECHOED:
        value = headers.get(name) or ""
        lines.append((name, f"{value};tag={to_tag}" if name == "To" and to_tag else value))
    return lines
