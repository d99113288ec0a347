"""What `hotline check` looks at: everything that makes a hub unsafe, unreachable or unable to start.

Rule: each finding says what was looked at and, when something is wrong, what to do; no value of a secret is shown.
"""

import ipaddress
import os
import shutil
import ssl
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.data_folder import DataFolder
from app.refusals import StartRefused
from app.settings import Settings
from app.settings_help import unknown_names
from bot.store import articles
from hub import audit, key_folder
from hub.audit_head import AuditHead
from hub.clock import Clock
from hub.database import Database, Finding
from hub.keys import KeyRing

_NEWEST_PYTHON = (3, 13)
_MEGABYTE = 1_000_000
NEWEST_BATCHES = 1000
"So many batches of the audit a plain check verifies; 0.7 s with 20 rows in each, measured on two cores, 2026-11."


def local_findings(settings: Settings, environment: Mapping[str, str], static: Path) -> Sequence[Finding]:
    """Look at all that needs neither the database nor the running hub."""
    return [
        _python(),
        *(Finding("warn", "unknown_setting", line) for line in unknown_names(environment)),
        _folder(settings),
        *_keys(DataFolder(settings.data_dir)),
        *_reachability(settings),
        _tls(settings),
        _pages(static),
    ]


async def store_findings(database: Database) -> Sequence[Finding]:
    """Look at the database through its own engine, and at what must not be told for true."""
    samples = await database.read(articles.live_samples, None)
    if not samples:
        return await database.check()
    told = f"{samples} sample texts (演示数据，未核实) are in service; the bot tells them to tourists"
    return [*await database.check(), Finding("warn", "sample_articles", told)]


async def audit_findings(
    database: Database, ring: KeyRing, head: AuditHead, clock: Clock, *, newest: int | None = None
) -> Sequence[Finding]:
    """Verify the audit's chain, or only its newest batches when there are more than `newest`."""
    after = None if newest is None else await audit.seal_before(database, newest)
    broken = await audit.verify(database, ring, head, clock.now_ms(), after=after)
    if broken:
        return [_broken(one) for one in broken]
    if after is None:
        return [Finding("ok", "audit", "the chain is whole")]
    told = f"the newest {newest} batches are whole; `hotline check --audit` verifies the {after.batch} before them too"
    return [Finding("ok", "audit", told)]


def _broken(one: audit.Broken) -> Finding:
    detail = f"batch {one.batch}: {one.detail}" if one.batch else one.detail
    if one.code == "sealer_idle":
        # Rows wait like this after each stop in the middle of a second: nothing has been tampered with.
        return Finding("warn", "audit", f"{detail}; a running hub seals them each second")
    return Finding("error", f"audit_{one.code}", detail)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] > _NEWEST_PYTHON:
        return Finding("warn", "python", f"Python {version} is newer than what this version was tested with")
    return Finding("ok", "python", version)


def _folder(settings: Settings) -> Finding:
    root = settings.data_dir
    if not root.exists():
        return Finding(
            "error",
            "data_folder",
            f"there is no hub in {root.absolute()}: this folder is not there. HUB_DATA_DIR names the folder; "
            "if it is named rightly, the first start makes it",
        )
    if not root.is_dir() or not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        return Finding("error", "data_folder", f"{root} is not a folder that this user can write")
    free_mb = shutil.disk_usage(root).free // _MEGABYTE
    room = f"{root}, {free_mb} MB free, {settings.data_min_free_mb} MB wanted"
    return Finding("ok" if free_mb >= settings.data_min_free_mb else "error", "data_folder", room)


def _keys(folder: DataFolder) -> Iterator[Finding]:
    if not (folder.keys / key_folder.RING_FILE).exists():
        # Where a hub has run, opening its database says what the loss means.
        if folder.root.exists() and not folder.is_begun:
            yield Finding("warn", "key_ring", "not there yet; the first start on an empty database makes it")
        return
    problems = key_folder.check(folder.keys)
    yield from (Finding("error", "key_ring", problem) for problem in problems)
    if not problems:
        yield Finding("ok", "key_ring", "whole and private")


def _reachability(settings: Settings) -> Iterator[Finding]:
    public_https = (settings.public_url or "").startswith("https://")
    if settings.public_url is None:
        yield Finding("ok", "address", f"{settings.origin}, for this machine's own browsers")
    elif public_https and not settings.tls.on and not settings.trusted_proxies:
        yield Finding(
            "warn",
            "trusted_proxies",
            "HUB_PUBLIC_URL is https, so a proxy stands before the hub, but HUB_TRUSTED_PROXIES is empty: "
            "all clients will look like one",
        )
    else:
        yield Finding("ok", "address", settings.origin)
    if not _is_loopback(settings.http.host) and not (settings.tls.on or public_https):
        yield Finding(
            "unsafe",
            "plain_http",
            f"the hub listens on {settings.http.host} without HTTPS: passwords cross the network readable. "
            "Set HUB_TLS_CERT and HUB_TLS_KEY, or put a proxy before it and set HUB_PUBLIC_URL",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls(settings: Settings) -> Finding:
    if not settings.tls.on:
        return Finding("ok", "tls", "not used by the hub itself")
    try:
        load_certificate(settings)
    except StartRefused as refusal:
        return Finding("error", "tls", str(refusal))
    return Finding("ok", "tls", "certificate and key belong together")


def load_certificate(settings: Settings) -> None:
    """Try the certificate and its key.

    Raises:
        StartRefused: they cannot be read or do not belong together.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(str(settings.tls.cert), str(settings.tls.key))
    except FileNotFoundError:
        raise StartRefused("HUB_TLS_CERT or HUB_TLS_KEY names a file that is not there.") from None
    except PermissionError:
        raise StartRefused("HUB_TLS_CERT or HUB_TLS_KEY names a file that this user may not read.") from None
    except (ssl.SSLError, OSError):
        raise StartRefused("HUB_TLS_CERT and HUB_TLS_KEY are no certificate with its own key (PEM).") from None


def _pages(static: Path) -> Finding:
    if (static / "index.html").is_file():
        return Finding("ok", "pages", "built")
    return Finding("warn", "pages", "the pages have not been built; run make run")
