"""Serves the chat widget: the small script that sites include, and the page in its frame.

Rules: the script may be loaded by any page; the frame stands only in pages of origins that its site allows
(`frame-ancestors`), runs only our own scripts and speaks only to us. Source: Content Security Policy Level 3;
`docs/channels.md`, web chat.
"""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.api.pages import find, served
from channels.webchat.sites import Site, Sites, origin_of
from hub.errors import NotFound

LOADER = "/widget/hotline-chat.js"
FRAME = "/widget/frame.html"
_CROSS_ORIGIN = {"Cross-Origin-Resource-Policy": "cross-origin"}


def widget_router(sites: Sites, static: Path) -> APIRouter:
    """Return the routes of the widget; `static` is where the build puts the pages."""
    router = APIRouter(include_in_schema=False)
    folder = static.resolve()

    @router.get(LOADER)
    async def loader(request: Request) -> Response:
        return _file(folder, LOADER, request, "default-src 'none'", "public, max-age=300")

    @router.get("/widget/frame")
    async def frame(request: Request, site: Annotated[str, Query(max_length=64)] = "") -> Response:
        known = await sites.by_key(site)
        if known is None:
            raise NotFound("site_not_found", "no site has this key")
        return _file(folder, FRAME, request, frame_policy(known, request), "no-cache")

    return router


def frame_policy(site: Site, request: Request) -> str:
    """Return what the frame of this site may do, and where it may stand."""
    ancestors = " ".join(["'self'", *sorted(site.origins)])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{_socket_source(request)}; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )


def _socket_source(request: Request) -> str:
    """Return our socket's address as a source: for older Safari, 'self' does not cover sockets."""
    secure = request.url.scheme == "https"
    origin = origin_of(f"{'https' if secure else 'http'}://{request.headers.get('host', '')}")
    return f" ws{origin.removeprefix('http')}" if origin else ""


def _file(folder: Path, name: str, request: Request, policy: str, caching: str) -> Response:
    found = find(folder, name)
    if found is None:
        raise HTTPException(404)
    response = served(found, request.headers, policy, caching)
    response.headers.update(_CROSS_ORIGIN)
    return response
