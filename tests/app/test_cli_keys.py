"""`hotline keys`, as an operator types it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli_keys import keys_group
from hub.clock import ManualClock
from hub.key_folder import make_ring, open_ring

pytestmark = pytest.mark.unit

PASSPHRASE = "correct horse battery"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def hotline(folder: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(keys_group(lambda: folder, ManualClock()), words, input=typed)


def test_a_rotation_tells_the_new_key(folder: Path) -> None:
    before = make_ring(folder, 1).active_id
    result = hotline(folder, "rotate")
    assert result.exit_code == 0
    assert open_ring(folder).active_id in result.output
    assert open_ring(folder).active_id != before


def test_check_says_what_is_wrong_and_fails(folder: Path) -> None:
    make_ring(folder, 1)
    assert "whole" in hotline(folder, "check").output
    folder.chmod(0o755)
    result = hotline(folder, "check")
    assert result.exit_code == 1
    assert "chmod 700" in result.output


def test_an_export_goes_to_another_machine(folder: Path, tmp_path: Path) -> None:
    ring = make_ring(folder, 1)
    export = tmp_path / "ring.export"
    assert hotline(folder, "export", str(export), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n").exit_code == 0
    assert export.stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other"
    result = hotline(other, "import", str(export), typed=f"{PASSPHRASE}\n")
    assert ring.active_id in result.output
    assert open_ring(other).active_id == ring.active_id
    assert "already" in hotline(other, "import", str(export), typed=f"{PASSPHRASE}\n").output


def test_an_export_never_overwrites_and_never_shows_the_passphrase(folder: Path, tmp_path: Path) -> None:
    make_ring(folder, 1)
    export = tmp_path / "ring.export"
    export.write_text("something else")
    result = hotline(folder, "export", str(export), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert result.exit_code == 1
    assert "there already" in result.output
    assert PASSPHRASE not in result.output
    assert export.read_text() == "something else"


@pytest.mark.parametrize("content", [b"not an export", b"\xff\xfe"])
def test_mistakes_are_told_in_a_sentence_and_never_as_a_traceback(folder: Path, tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_bytes(content)
    for words, typed in (
        (("rotate",), ""),
        (("import", str(wrong)), f"{PASSPHRASE}\n"),
        (("import", str(tmp_path / "nowhere")), f"{PASSPHRASE}\n"),
        (("export", str(tmp_path / "no" / "folder")), f"{PASSPHRASE}\n{PASSPHRASE}\n"),
        (("export", str(tmp_path / "e")), "short\nshort\n"),
    ):
        result = hotline(folder, *words, typed=typed)
        assert result.exit_code in {1, 2}
        assert "Traceback" not in result.output
        assert isinstance(result.exception, SystemExit)
