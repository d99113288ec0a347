"""What `hotline check` finds without a running hub."""

from pathlib import Path

import pytest

from app import check
from app.data_folder import DataFolder
from app.refusals import StartRefused
from app.settings import Settings
from hub import key_folder
from tests.certificates import self_signed

pytestmark = pytest.mark.unit


@pytest.fixture
def static(tmp_path: Path) -> Path:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "index.html").write_text("built")
    return tmp_path / "static"


def _levels(settings: Settings, static: Path, environment: dict[str, str] | None = None) -> dict[str, str]:
    return {one.code: one.level for one in check.local_findings(settings, environment or {}, static)}


def _settings(tmp_path: Path, **given: object) -> Settings:
    folder = tmp_path / "data"
    DataFolder(folder).prepare(0)
    key_folder.make_ring(DataFolder(folder).keys, 1)
    return Settings.model_validate({"data_dir": folder, **given})


def test_a_hub_that_is_well_has_nothing_but_ok(tmp_path: Path, static: Path) -> None:
    assert set(_levels(_settings(tmp_path), static).values()) == {"ok"}


def test_plain_http_for_everybody_is_unsafe_unless_a_proxy_speaks_https(tmp_path: Path, static: Path) -> None:
    everybody = {"http": {"host": "0.0.0.0"}}  # noqa: S104
    assert _levels(_settings(tmp_path, **everybody), static)["plain_http"] == "unsafe"
    behind = {**everybody, "public_url": "https://hotline.example", "trusted_proxies": "10.0.0.1"}
    assert "plain_http" not in _levels(_settings(tmp_path, **behind), static)


def test_a_proxy_that_nobody_trusts_is_mentioned(tmp_path: Path, static: Path) -> None:
    levels = _levels(_settings(tmp_path, public_url="https://hotline.example"), static)
    assert levels["trusted_proxies"] == "warn"


def test_a_full_disk_a_damaged_ring_and_unbuilt_pages_are_found(tmp_path: Path, static: Path) -> None:
    settings = _settings(tmp_path, data_min_free_mb=10**9)
    (DataFolder(settings.data_dir).keys / key_folder.RING_FILE).write_text("{}")
    levels = _levels(settings, static / "elsewhere")
    assert (levels["data_folder"], levels["key_ring"], levels["pages"]) == ("error", "error", "warn")


def test_a_folder_that_is_none_is_an_error_and_so_is_a_missing_one(tmp_path: Path, static: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _levels(Settings.model_validate({"data_dir": tmp_path / "file"}), static)["data_folder"] == "error"
    assert _levels(Settings.model_validate({"data_dir": tmp_path / "none"}), static)["data_folder"] == "error"


def test_unknown_settings_are_mentioned(tmp_path: Path, static: Path) -> None:
    assert _levels(_settings(tmp_path), static, {"HUB_DEMOO": "1"})["unknown_setting"] == "warn"


def test_a_certificate_is_tried_with_its_key(tmp_path: Path, static: Path) -> None:
    cert, key = self_signed(tmp_path)
    assert _levels(_settings(tmp_path, tls={"cert": cert, "key": key}), static)["tls"] == "ok"
    assert _levels(_settings(tmp_path, tls={"cert": key, "key": cert}), static)["tls"] == "error"
    gone = _settings(tmp_path, tls={"cert": tmp_path / "gone.pem", "key": key})
    with pytest.raises(StartRefused, match="not there"):
        check.load_certificate(gone)
