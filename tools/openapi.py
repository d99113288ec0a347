"""Prints the API's schema as the hub itself serves it, from a hub built on an empty database and never started.

`web/openapi.json` is this text, and the pages' types are generated from that file: `--write` renews it, `--check`
fails when it is stale.
"""

import asyncio
import json
import logging
import sys
import tempfile
from pathlib import Path

import httpx
import structlog

from app.migrate import prepare_database
from app.settings import Settings
from app.wiring import open_hub
from hub.clock import SystemClock
from hub.store.leases import Holder
from tools.tree import ROOT, shown

PAGE = ROOT / "web" / "openapi.json"


async def _served(folder: Path) -> str:
    settings = Settings(data_dir=folder, database_url=None, demo=False)
    clock = SystemClock()
    prepare_database(settings, clock)
    holder = Holder(settings.node, "schema", 1)
    async with (
        open_hub(settings, holder, clock, say=lambda _: None) as hub,
        httpx.AsyncClient(transport=httpx.ASGITransport(hub.web), base_url=settings.origin) as client,
    ):
        answer = await client.get("/api/openapi.json")
        document = answer.raise_for_status().json()
        document["info"]["version"] = "0"  # a release alone makes nothing stale
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def schema() -> str:
    """Return the schema as text."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_served(Path(folder)))


def main(args: list[str]) -> int:
    """Print the schema, write it into its file, or check that file."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    fresh = schema()
    if "--write" in args:
        PAGE.write_text(fresh, encoding="utf-8")
    elif "--check" not in args:
        sys.stdout.write(fresh)
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != fresh:
        print(f"{shown(PAGE)} is stale: run `make api` and commit what it writes")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
