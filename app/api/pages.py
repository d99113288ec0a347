"""Serves the built pages: the staff application under every address that is not taken, the demo site under /demo/.

Rules: only files that lie in the folder are served, whatever the path says; hashed assets are cached for good, pages
are asked for anew each time; a file that was compressed at build time goes out compressed. Reserved prefixes never
fall back to the page, so a wrong address of the API is a problem and not a page.
"""

import stat
from os import stat_result
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from app.api.browser_rules import DEMO_POLICY, STAFF_POLICY

RESERVED = ("/api", "/webchat", "/widget", "/webhooks", "/healthz", "/readyz", "/metrics")
_FOREVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"
_COMPRESSED = (("br", ".br"), ("gzip", ".gz"))
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_NOT_BUILT = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Hotline Hub</title></head>
<body><h1>页面尚未构建</h1><p>请在项目目录运行 <code>make run</code>。</p>
<h1 lang="en">The pages have not been built</h1>
<p lang="en">Run <code>make run</code> in the project's folder, then load this page again.</p></body></html>
"""


class Pages:
    """The folders with pages; `demo` is None where the demo site is not shown."""

    def __init__(self, static: Path, demo: Path | None) -> None:
        self._static = static.resolve()
        self._demo = demo.resolve() if demo else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whatever no router has taken."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000, "reason": "not_found"})
            return
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        path: str = scope["path"]
        if scope["method"] not in {"GET", "HEAD"} or _is_under(path, RESERVED):
            raise HTTPException(404)
        if path == "/":
            return RedirectResponse("/inbox", 302, headers={"Cache-Control": "no-store"})
        headers = Headers(scope=scope)
        if _is_under(path, ("/demo",)):
            return self._demo_page(path, headers)
        if found := find(self._static, path):
            return served(found, headers, STAFF_POLICY, _FOREVER if path.startswith("/assets/") else _ASK_FIRST)
        if path.startswith("/assets/") or "." in PurePosixPath(path).name or not _wants_a_page(headers):
            raise HTTPException(404)
        if found := find(self._static, "/index.html"):
            return served(found, headers, STAFF_POLICY, _ASK_FIRST)
        return HTMLResponse(_NOT_BUILT, 503, headers={"Cache-Control": "no-store"})

    def _demo_page(self, path: str, headers: Headers) -> Response:
        if self._demo is None:
            raise HTTPException(404)
        if path == "/demo":
            return RedirectResponse("/demo/", 308)
        inside = path.removeprefix("/demo")
        found = find(self._demo, inside + "index.html" if inside.endswith("/") else inside)
        if found is None:
            raise HTTPException(404)
        return served(found, headers, DEMO_POLICY, _ASK_FIRST)


def _is_under(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)


def _wants_a_page(headers: Headers) -> bool:
    accept = headers.get("accept", "*/*")
    return "text/html" in accept or "*/*" in accept


def find(folder: Path, path: str) -> tuple[Path, stat_result] | None:
    """Return the file that `path` names inside `folder`, if there is one; links that lead out do not count."""
    if "\\" in path or "\0" in path or any(part.startswith(".") for part in path.split("/")):
        return None
    try:
        file = (folder / path.lstrip("/")).resolve()
        facts = file.stat()
    except (OSError, ValueError):
        return None
    if not file.is_relative_to(folder) or not stat.S_ISREG(facts.st_mode):
        return None
    return file, facts


def served(found: tuple[Path, stat_result], asked: Headers, policy: str, caching: str) -> Response:
    """Return a file as an answer: compressed where it was compressed at build time, 304 where it is known."""
    file, facts = found
    headers = {"Content-Security-Policy": policy, "Cache-Control": caching, "Vary": "Accept-Encoding"}
    accepted = {part.split(";")[0].strip() for part in asked.get("accept-encoding", "").split(",")}
    media_type = _MEDIA_TYPES.get(file.suffix, "application/octet-stream")
    for coding, suffix in _COMPRESSED:
        smaller = file.with_name(file.name + suffix)
        if coding in accepted and smaller.is_file():
            file, facts = smaller, smaller.stat()
            headers["Content-Encoding"] = coding
            break
    response = FileResponse(file, headers=headers, media_type=media_type, stat_result=facts)
    known = {tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")}
    if response.headers["etag"] in known:
        kept = {name: response.headers[name] for name in ("etag", "cache-control", "content-security-policy", "vary")}
        return Response(status_code=304, headers=kept)
    return response
