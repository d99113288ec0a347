"""The ring's folder: made once, private, whole after every change, and able to leave the machine."""

import json
import threading
from pathlib import Path

import pytest

from hub.key_folder import (
    RING_FILE,
    check,
    export_ring,
    import_ring,
    make_ring,
    open_ring,
    read_ring,
    rotate,
)
from hub.keys import KeyRingError

pytestmark = pytest.mark.unit

PASSPHRASE = "correct horse battery"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "keys"


def test_the_ring_made_at_first_start_is_the_ring_of_every_later_start(folder: Path) -> None:
    sealed = make_ring(folder, 5).seal("p", b"text", b"row")
    assert make_ring(folder, 6).open("p", sealed, b"row") == b"text"
    assert open_ring(folder).open("p", sealed, b"row") == b"text"


def test_folder_and_file_are_for_their_owner_only(folder: Path) -> None:
    make_ring(folder, 5)
    rotate(folder, 6)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {RING_FILE: 0o600}


@pytest.mark.parametrize(("name", "mode"), [("", 0o750), ("", 0o701), (RING_FILE, 0o640), (RING_FILE, 0o604)])
def test_a_ring_that_others_can_read_is_refused_with_the_remedy(folder: Path, name: str, mode: int) -> None:
    make_ring(folder, 5)
    (folder / name).chmod(mode)
    with pytest.raises(KeyRingError, match=r"key_ring_too_open.*chmod"):
        open_ring(folder)
    with pytest.raises(KeyRingError, match="key_ring_too_open"):
        make_ring(folder, 6)
    assert "others may read it" in check(folder)[0]


def test_a_missing_ring_is_never_made_anew_by_opening(folder: Path) -> None:
    with pytest.raises(KeyRingError, match=r"key_ring_missing.*backup"):
        open_ring(folder)
    assert not folder.exists()


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"version": 2}',
        '{"version": 1, "active": "aa", "keys": []}',
        '{"version": 1, "active": "aa", "keys": [{"id": "aa"}]}',
        '{"version": 1, "active": "aa", "keys": "none"}',
    ],
)
def test_a_damaged_ring_is_told_as_damaged(folder: Path, damage: str) -> None:
    make_ring(folder, 5)
    (folder / RING_FILE).write_text(damage)
    with pytest.raises(KeyRingError, match="key_ring_damaged"):
        open_ring(folder)


def test_a_key_with_a_flipped_letter_is_told_as_damaged(folder: Path) -> None:
    make_ring(folder, 5)
    document = json.loads((folder / RING_FILE).read_text())
    secret = document["keys"][0]["secret"]
    document["keys"][0]["secret"] = ("B" if secret[0] == "A" else "A") + secret[1:]
    (folder / RING_FILE).write_text(json.dumps(document))
    with pytest.raises(KeyRingError, match="key_ring_damaged"):
        open_ring(folder)


def test_rotation_keeps_the_old_keys_and_a_running_ring_takes_the_new_one(folder: Path) -> None:
    running = make_ring(folder, 5)
    old = running.seal("p", b"text", b"row")
    fresh = rotate(folder, 6)
    assert running.active_id != fresh
    running.reload()
    assert running.active_id == fresh
    assert running.open("p", old, b"row") == b"text"
    assert [key.made_ms for key in read_ring(folder).keys] == [5, 6]
    assert running.first_id != fresh


def test_two_processes_that_start_at_the_same_moment_get_the_same_ring(folder: Path) -> None:
    ids: list[str] = []
    barrier = threading.Barrier(8)

    def start() -> None:
        barrier.wait()
        ids.append(make_ring(folder, 5).active_id)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1
    assert [path.name for path in folder.iterdir()] == [RING_FILE]


def test_an_export_makes_the_ring_again_on_another_machine(folder: Path, tmp_path: Path) -> None:
    sealed = make_ring(folder, 5).seal("p", b"text", b"row")
    rotate(folder, 6)
    exported = export_ring(folder, PASSPHRASE)
    other = tmp_path / "other" / "keys"
    assert len(import_ring(other, exported, PASSPHRASE)) == 2
    assert open_ring(other).open("p", sealed, b"row") == b"text"
    assert read_ring(other) == read_ring(folder)


def test_an_import_adds_what_is_missing_and_leaves_the_active_key(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make_ring(folder, 5)
    sealed = make_ring(other, 3).seal("p", b"theirs", b"row")
    active = open_ring(folder).active_id
    exported = export_ring(other, PASSPHRASE)
    assert import_ring(folder, exported, PASSPHRASE) == [open_ring(other).active_id]
    assert import_ring(folder, exported, PASSPHRASE) == []
    assert open_ring(folder).active_id == active
    assert open_ring(folder).open("p", sealed, b"row") == b"theirs"


def test_an_export_opens_with_its_passphrase_only_and_shows_no_key(folder: Path, tmp_path: Path) -> None:
    make_ring(folder, 5)
    exported = export_ring(folder, PASSPHRASE)
    secret = json.loads((folder / RING_FILE).read_text())["keys"][0]["secret"]
    assert secret not in exported
    with pytest.raises(KeyRingError, match="export_not_opened"):
        import_ring(tmp_path / "other", exported, PASSPHRASE + "!")


@pytest.mark.parametrize("text", ["", "{}", "[]", "3", '{"hotline_hub_key_export": 1, "salt": "?"}', "\ud800"])
def test_what_is_no_export_is_told_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(KeyRingError, match="export_unreadable"):
        import_ring(tmp_path / "keys", text, PASSPHRASE)


def test_an_export_needs_a_passphrase_worth_the_name(folder: Path) -> None:
    make_ring(folder, 5)
    with pytest.raises(KeyRingError, match="passphrase_too_short"):
        export_ring(folder, "short")


def test_a_key_of_the_same_id_but_another_content_is_refused(folder: Path, tmp_path: Path) -> None:
    make_ring(folder, 5)
    exported = export_ring(folder, PASSPHRASE)
    document = json.loads((folder / RING_FILE).read_text())
    other = tmp_path / "other"
    make_ring(other, 5)
    impostor = json.loads((other / RING_FILE).read_text())
    impostor["keys"][0]["id"] = impostor["active"] = document["active"]
    (other / RING_FILE).write_text(json.dumps(impostor))
    with pytest.raises(KeyRingError, match="key_differs"):
        import_ring(other, exported, PASSPHRASE)


def test_check_finds_nothing_wrong_with_a_whole_ring(folder: Path) -> None:
    make_ring(folder, 5)
    rotate(folder, 6)
    assert check(folder) == []
