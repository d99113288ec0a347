"""The data folder's places and the lock that lets one hub in."""

import os
import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from app.data_folder import DataFolder, FolderTaken, RunLock
from app.refusals import StartRefused, folder_refusal, port_refusal, store_refusal
from hub.clock import SystemClock
from hub.errors import StoreUnavailable
from tests.processes import ROOT

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.prepare(0)
    return made


def test_everything_in_the_folder_is_for_its_user_alone(folder: DataFolder) -> None:
    for place in (folder.root, folder.run, folder.keys, folder.blobs, folder.models, folder.backups):
        assert S_IMODE(place.stat().st_mode) == 0o700
    assert S_IMODE(folder.lock.stat().st_mode) == 0o600


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StartRefused, match="is not a folder"):
        DataFolder(tmp_path / "data").prepare(0)


def test_too_little_space_is_said_with_both_figures(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match=r"nearly full: \d+ MB are free .* wants 1000000000 MB"):
        DataFolder(tmp_path / "data").prepare(10**9)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (28, "The disk is full"),
        (122, "The disk is full"),
        (13, "is not writable"),
        (30, "is not writable"),
        (5, "cannot be used"),
    ],
)
def test_each_failure_of_the_folder_has_its_sentence(number: int, said: str) -> None:
    assert said in str(folder_refusal(Path("/x"), OSError(number, os.strerror(number))))


def test_a_privileged_port_and_a_foreign_address_have_their_sentences() -> None:
    assert "above 1023" in str(port_refusal("127.0.0.1", 80, PermissionError(13, "denied")))
    assert "HUB_HTTP_HOST" in str(port_refusal("8.8.8.8", 80, OSError(99, "Cannot assign requested address")))


def test_the_lock_lets_one_in_and_names_the_holder(folder: DataFolder) -> None:
    first = RunLock.take(folder, clock=SystemClock())
    with pytest.raises(FolderTaken, match=f"process {os.getpid()}") as taken:
        RunLock.take(folder, clock=SystemClock())
    assert taken.value.pid == os.getpid()
    first.release()
    RunLock.take(folder, clock=SystemClock()).release()


def test_the_lock_outlives_its_taker_in_a_child(folder: DataFolder) -> None:
    script = (
        "import subprocess, sys; from pathlib import Path; from app.data_folder import DataFolder, RunLock;"
        "from hub.clock import SystemClock;"
        "lock = RunLock.take(DataFolder(Path(sys.argv[1])), clock=SystemClock());"
        "child = subprocess.Popen(['cat'], stdin=0, stdout=1, pass_fds=[lock.fd])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as taker:
        assert taker.stdin is not None
        assert taker.stdout is not None
        taker.wait(30)
        with pytest.raises(FolderTaken, match="still shutting down") as taken:
            RunLock.take(folder, clock=SystemClock())
        assert taken.value.pid is None
        taker.stdin.close()  # lets the child end
        assert taker.stdout.read() == b""
    RunLock.take(folder, clock=SystemClock(), patience_s=30).release()


def test_generations_only_grow_whatever_stands_in_the_file(folder: DataFolder) -> None:
    lock = RunLock.take(folder, clock=SystemClock())
    assert [lock.next_generation(), lock.next_generation()] == [1, 2]
    lock.release()
    again = RunLock.take(folder, clock=SystemClock())
    assert again.next_generation() == 3
    folder.lock.write_text("no JSON at all")
    assert again.next_generation() == 4
    again.release()


def test_a_full_disk_under_the_database_has_its_sentence() -> None:
    assert "The disk is full" in str(store_refusal(StoreUnavailable("disk_full", "database or disk is full")))
    assert "HUB_DATABASE_URL" in str(store_refusal(StoreUnavailable("store_away", "refused")))
