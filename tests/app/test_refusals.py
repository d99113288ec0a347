"""A start that cannot go on says in a sentence why, and ends; what an operator types wrong is answered the same way."""

import os
import shutil
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.certificates import self_signed
from tests.postgres import Cluster
from tests.processes import HubProcess, free_port, run_hotline

pytestmark = pytest.mark.journey


def _without_rights() -> Sequence[str]:
    """Return a prefix that takes from root the power to write everywhere."""
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--") if os.geteuid() == 0 else ()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o555)
    done = run_hotline(folder, "run", prefix=_without_rights())
    assert done.returncode == 2
    assert done.stderr == (
        f"The data folder {folder} is not writable for this user. "
        "Give it to the user that runs the hub, or name another with HUB_DATA_DIR.\n"
    )


def test_a_nearly_full_disk_is_said_before_anything_is_written(tmp_path: Path) -> None:
    done = run_hotline(tmp_path / "data", "run", settings={"HUB_DATA_MIN_FREE_MB": "1000000000"})
    assert done.returncode == 2
    assert "The disk is nearly full" in done.stderr
    assert not (tmp_path / "data" / "hub.db").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_disk_that_fills_up_at_the_first_start_is_said(tmp_path: Path) -> None:
    mount = f'mount -t tmpfs -o size=128k small {tmp_path} && exec "$@"'
    done = run_hotline(
        tmp_path / "data",
        "run",
        settings={"HUB_DATA_MIN_FREE_MB": "0"},
        prefix=("unshare", "--mount", "sh", "-c", mount, "sh"),
    )
    assert done.returncode == 2
    assert "The disk is full: the database cannot grow. Free some space, then start.\n" in done.stderr


def test_wrong_settings_are_listed_and_unknown_ones_are_mentioned(tmp_path: Path) -> None:
    wrong = {"HUB_HTTP_PORT": "http", "HUB_LOG_LEVEL": "loud", "HUB_HTTP_PROT": "1"}
    done = run_hotline(tmp_path / "data", "run", settings=wrong)
    assert done.returncode == 2
    assert "HUB_HTTP_PROT is not a setting of this version and does nothing. Did you mean HUB_HTTP_PORT?" in done.stderr
    assert "  HUB_HTTP_PORT: Input should be a valid integer" in done.stderr
    assert "  HUB_LOG_LEVEL: Input should be 'debug', 'info', 'warning' or 'error'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_from_a_newer_version_ends_the_run_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert run_hotline(folder, "seed").returncode == 0
    with closing(sqlite3.connect(folder / "hub.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    done = run_hotline(folder, "run")
    assert done.returncode == 2
    assert "was written by a newer version of Hotline Hub (its revision is 9999" in done.stderr
    assert not done.stdout


def test_lost_keys_end_the_run_in_words_and_are_never_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert run_hotline(folder, "seed").returncode == 0
    (folder / "keys" / "ring.json").unlink()
    done = run_hotline(folder, "run")
    assert done.returncode == 2
    assert "The key ring cannot be used" in done.stderr
    assert not (folder / "keys" / "ring.json").exists()


def test_a_certificate_that_is_none_ends_the_run_in_words(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("no certificate")
    wrong = {"HUB_TLS_CERT": str(tmp_path / "cert.pem"), "HUB_TLS_KEY": str(tmp_path / "cert.pem")}
    done = run_hotline(tmp_path / "data", "run", settings=wrong)
    assert done.returncode == 2
    assert "HUB_TLS_CERT and HUB_TLS_KEY are no certificate with its own key" in done.stderr


def test_with_a_certificate_the_hub_speaks_https_itself(tmp_path: Path) -> None:
    cert, key = self_signed(tmp_path)
    settings = {"HUB_TLS_CERT": str(cert), "HUB_TLS_KEY": str(key)}
    with HubProcess(tmp_path / "data", settings=settings) as hub:
        assert hub.origin.startswith("https://127.0.0.1:")
        trust = ssl.create_default_context(cafile=str(cert))
        with httpx.Client(base_url=hub.origin, verify=trust, headers={"Origin": hub.origin}) as client:
            sent = {"login": "admin", "password": hub.password("admin")}
            answer = client.post("/api/session", json=sent)
            assert answer.status_code == 200
            assert answer.headers["set-cookie"].startswith("__Host-hub_session=")
            assert "Secure" in answer.headers["set-cookie"]
            assert answer.headers["strict-transport-security"]


def test_a_server_that_is_away_ends_the_first_start_in_words(tmp_path: Path) -> None:
    url = f"postgresql://hotline:open-sesame-wide@127.0.0.1:{free_port()}/hotline"
    done = run_hotline(tmp_path / "data", "run", settings={"HUB_DATABASE_URL": url})
    assert done.returncode == 2
    assert "HUB_DATABASE_URL says where it is" in done.stderr
    assert "sesame" not in done.stderr + done.stdout


def test_postgresql_is_migrated_by_command_and_then_serves(tmp_path: Path, postgres: Cluster) -> None:
    name = postgres.new_database()
    settings = {"HUB_DATABASE_URL": postgres.url(name)}
    folder = tmp_path / "data"
    refused = run_hotline(folder, "run", settings=settings)
    assert refused.returncode == 2
    assert "then run: hotline upgrade" in refused.stderr
    upgraded = run_hotline(folder, "upgrade", settings=settings)
    assert upgraded.stdout.startswith("The database is now at revision ")
    assert run_hotline(folder, "upgrade", settings=settings).stdout == "The database is up to date.\n"
    with HubProcess(folder, settings=settings) as hub, hub.client() as client:
        answer = client.post("/api/session", json={"login": "admin", "password": hub.password("admin")})
        assert answer.status_code == 200
        checked = run_hotline(folder, "check", settings=settings).stdout
        assert "synchronous_commit" in checked
    postgres.drop_database(name)


def test_check_looks_without_leaving_a_trace_where_nothing_has_run_yet(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    done = run_hotline(fresh, "check")
    assert done.returncode == 0
    assert "no hub has run here yet" in done.stdout
    assert not list(fresh.iterdir())


def test_check_of_a_folder_that_is_not_there_says_so_and_finds_a_fault(tmp_path: Path) -> None:
    done = run_hotline(tmp_path / "dtaa", "check")
    assert done.returncode == 1
    assert f"ERROR   data_folder        there is no hub in {tmp_path / 'dtaa'}: this folder is not there" in done.stdout
    assert "key_ring" not in done.stdout  # what such a folder lacks besides need not be told
    assert "no hub has run here yet" not in done.stdout
    assert not (tmp_path / "dtaa").exists()


def test_check_sees_what_is_unsafe_and_a_broken_audit(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with HubProcess(folder) as hub, hub.client() as client:
        client.post("/api/session", json={"login": "admin", "password": "wrong password 1"})
        for command in (["check"], ["check", "--audit"]):
            whole = run_hotline(folder, *command)
            assert whole.returncode == 0
            assert "the chain is whole" in whole.stdout
        hub.event("command.received", command="check")
    with closing(sqlite3.connect(folder / "hub.db")) as database:
        database.execute("UPDATE audit SET action = 'nothing.happened' WHERE batch = 1")
        database.commit()
    for command in (["check"], ["check", "--audit"]):
        broken = run_hotline(folder, *command)
        assert broken.returncode == 1
        assert "ERROR   audit_rows_changed batch 1: " in broken.stdout
    assert "UNSAFE  plain_http" in run_hotline(folder, "check", settings={"HUB_HTTP_HOST": "0.0.0.0"}).stdout  # noqa: S104


def test_check_says_of_a_lost_key_ring_only_what_is_true(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with HubProcess(folder) as hub:
        assert hub.origin
    shutil.rmtree(folder / "keys")
    done = run_hotline(folder, "check")
    assert done.returncode == 1
    assert "the first start" not in done.stdout
    assert "The key ring cannot be used" in done.stdout


def test_an_old_python_is_told_what_the_hub_needs() -> None:
    pretend = "import sys; sys.version_info = (3, 10, 4); sys.version = '3.10.4 (main)'; import app"
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Hotline Hub needs Python 3.11, 3.12 or 3.13; this is 3.10.4.\n"


def test_help_version_and_settings_need_no_hub(tmp_path: Path) -> None:
    assert "Hotline Hub" in run_hotline(tmp_path, "--help").stdout
    assert run_hotline(tmp_path, "version").stdout.strip()
    assert "HUB_HTTP_PORT" in run_hotline(tmp_path, "settings").stdout
    assert run_hotline(tmp_path, "settings", "--markdown").stdout.startswith("| Setting |")
    wrong = run_hotline(tmp_path, "fly")
    assert wrong.returncode == 2
    assert "No such command 'fly'" in wrong.stderr
