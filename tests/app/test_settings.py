"""Settings: what is accepted, what is refused, and how both are told without telling a value."""

from pathlib import Path

import pytest

from app.refusals import StartRefused
from app.settings import Settings, local_origin
from app.settings_help import load_settings, markdown, plain, rows, unknown_names

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def _no_settings_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)


def _refusal(monkeypatch: pytest.MonkeyPatch, **given: str) -> str:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StartRefused) as refused:
        load_settings()
    return str(refused.value)


def test_with_nothing_set_the_hub_listens_on_loopback_and_keeps_sqlite_in_the_data_folder() -> None:
    settings = load_settings()
    assert (settings.http.host, settings.http.port) == ("127.0.0.1", 12301)
    assert settings.data_dir == Path.cwd() / "data"
    assert settings.database == f"sqlite://{settings.data_dir}/hub.db"
    assert settings.origin == "http://127.0.0.1:12301"


def test_groups_lists_and_flags_are_read_from_plain_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "HUB_HTTP_PORT": "8080",
        "HUB_LOG_LEVEL": "warning",
        "HUB_DEMO": "1",
        "HUB_TRUSTED_PROXIES": "10.0.0.1, 10.2.0.0/16",
        "HUB_PUBLIC_URL": "https://hotline.example/",
        "HUB_NODE": "north-2",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.http.port == 8080
    assert settings.log.level == "warning"
    assert settings.demo is True
    assert settings.trusted_proxies == ("10.0.0.1", "10.2.0.0/16")
    assert settings.origin == "https://hotline.example"
    assert settings.node == "north-2"


def test_every_wrong_setting_is_named_at_once_and_no_value_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _refusal(
        monkeypatch,
        HUB_HTTP_PORT="seven-secret-port",
        HUB_METRICS_TOKEN="tooshort",
        HUB_DEMO="perhaps-secret",
        HUB_TRUSTED_PROXIES="everybody-secret",
        HUB_PUBLIC_URL="ftp://secret.example",
    )
    for name in ("HUB_HTTP_PORT", "HUB_METRICS_TOKEN", "HUB_DEMO", "HUB_TRUSTED_PROXIES", "HUB_PUBLIC_URL"):
        assert f"\n  {name}: " in told
    assert "secret." not in told
    assert "-secret" not in told
    assert "tooshort" not in told


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("HUB_HTTP_PORT", "70000", "less than or equal to 65535"),
        ("HUB_TLS_CERT", "/etc/cert.pem", "belong together"),
        ("HUB_METRICS_TOKEN", "changeme", "a secret of its own"),
        ("HUB_DATABASE_URL", "mysql://user@host/db", "must be postgresql://"),
        ("HUB_DATABASE_URL", "postgresql://hotline:changeme@db/hotline", "a password that everybody knows"),
        ("HUB_DATABASE_URL", "sqlite:////elsewhere/hub.db", "must lie in HUB_DATA_DIR"),
        ("HUB_NODE", "Not A Name", "small letters"),
        ("HUB_PUBLIC_URL", "https://hotline.example/app", "without a path"),
        ("HUB_TRUSTED_PROXIES", "*", "must be addresses or networks"),
    ],
)
def test_what_would_harm_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str) -> None:
    assert reason in _refusal(monkeypatch, **{name: value})


@pytest.mark.parametrize("slashes", ["sqlite://", "sqlite:///"])
def test_a_sqlite_file_in_the_data_folder_may_be_named(monkeypatch: pytest.MonkeyPatch, slashes: str) -> None:
    monkeypatch.setenv("HUB_DATA_DIR", "/var/lib/hotline")
    monkeypatch.setenv("HUB_DATABASE_URL", f"{slashes}/var/lib/hotline/other.db")
    assert load_settings().database.endswith("/var/lib/hotline/other.db")


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_METRICS_TOKEN", "a-long-token-of-our-own")
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://hotline:sesame-open-wide@db/hotline")
    shown = repr(load_settings())
    assert "a-long-token" not in shown
    assert "sesame" not in shown


def test_a_variable_that_nobody_knows_is_told_with_what_was_meant() -> None:
    told = list(unknown_names({"HUB_HTTP_PROT": "1", "HUB_FDS": "{}", "HUB_DEMO": "1", "PATH": "/bin"}))
    assert told == ["HUB_HTTP_PROT is not a setting of this version and does nothing. Did you mean HUB_HTTP_PORT?"]


@pytest.mark.parametrize("name", ["HUB_FOO", "HUB_FD", "HUB_GENERATIONS", "HUB_CRASH_AD", "HUB_TLS"])
def test_nothing_is_proposed_that_is_far_off_or_not_for_operators(name: str) -> None:
    assert list(unknown_names({name: "1"})) == [f"{name} is not a setting of this version and does nothing."]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("HUB_DATADIR", "HUB_DATA_DIR"), ("HUB_DEMOO", "HUB_DEMO"), ("HUB_PORT", None), ("HUB_LOGLEVEL", "HUB_LOG_LEVEL")],
)
def test_a_slip_of_the_finger_is_recognised(typed: str, meant: str | None) -> None:
    (told,) = unknown_names({typed: "1"})
    assert told.endswith(f"Did you mean {meant}?" if meant else "does nothing.")


def test_every_setting_stands_in_the_tables_with_an_explanation() -> None:
    names = {row.name for row in rows()}
    assert {"HUB_DATA_DIR", "HUB_DATABASE_URL", "HUB_HTTP_PORT", "HUB_TLS_KEY", "HUB_LOG_LEVEL"} <= names
    assert all(row.description.endswith((".", "`.")) for row in rows())
    assert all(f"| `{name}` |" in markdown() for name in names)
    assert all(name in plain() for name in names)
    assert {row.name for row in rows() if row.secret} == {"HUB_DATABASE_URL", "HUB_METRICS_TOKEN"}


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "http://127.0.0.1:5"), ("::", "http://[::1]:5"), ("10.1.2.3", "http://10.1.2.3:5")],  # noqa: S104
)
def test_this_machines_own_address_is_one_that_a_browser_can_open(host: str, shown: str) -> None:
    assert local_origin(Settings.model_validate({"http": {"host": host}}), 5) == shown
