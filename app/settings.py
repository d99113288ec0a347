"""All settings of the hub: few, typed, checked at start, explained in one table.

Rules: everything is an environment variable `HUB_…`; a group is a model of its own (`HUB_HTTP_PORT` is `http.port`);
secrets are `SecretStr` and well-known ones are refused; a room gets its own small dataclass, never `Settings`. The
field descriptions below are the documentation: `hotline settings --markdown` prints them for the README.
"""

import ipaddress
import re
import socket
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "HUB_"
WELL_KNOWN = frozenset(
    {
        "admin",
        "changeme",
        "changethis",
        "default",
        "hotline",
        "hub",
        "letmein",
        "password",
        "postgres",
        "secret",
        "test",
    }
)
"Secrets that stand in every guide; whoever uses one has none."
_SECRET_LENGTH = 16
_NODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


def _this_machine() -> str:
    name = re.sub(r"[^a-z0-9-]+", "-", socket.gethostname().lower()).strip("-")[:32]
    return name or "node"


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class HttpSettings(_Group):
    """Where the hub listens for browsers, widgets and platforms."""

    host: str = Field(
        default="127.0.0.1", description="Address to listen on; `0.0.0.0` or `::` for all of the machine."
    )
    port: int = Field(default=12301, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    drain_s: float = Field(
        default=10.0, ge=0, le=300, description="Seconds that open requests get to finish when the hub is stopped."
    )


class TlsSettings(_Group):
    """The hub's own HTTPS, where no proxy does it."""

    cert: Path | None = Field(default=None, description="Certificate chain (PEM) for HTTPS without a proxy.")
    key: Path | None = Field(default=None, description="Private key (PEM) of that certificate.")

    @property
    def on(self) -> bool:
        """Tell whether the hub speaks HTTPS itself."""
        return self.cert is not None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.cert is None) != (self.key is None):
            raise ValueError("HUB_TLS_CERT and HUB_TLS_KEY belong together: set both or none")
        return self


class SessionSettings(_Group):
    """How long staff stay signed in."""

    idle_s: int = Field(
        12 * 3600, ge=300, le=7 * 24 * 3600, description="Seconds without any use after which a person is signed out."
    )
    absolute_s: int = Field(
        7 * 24 * 3600, ge=300, le=90 * 24 * 3600, description="Seconds after which a person must sign in again."
    )


class LogSettings(_Group):
    """What is logged, and how; logs go to standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="The least that is logged.")
    format: Literal["auto", "json", "text"] = Field(
        default="auto", description="`json` for machines, `text` for people; `auto` is text on a terminal."
    )


class Settings(BaseSettings):
    """The whole configuration, read once at start."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Field(
        default=Path("data"), description="The folder with everything the hub keeps: database, keys, files, lock."
    )
    data_min_free_mb: int = Field(
        default=64, ge=0, description="The hub does not start with less free space than this in the data folder, in MB."
    )
    database_url: SecretStr | None = Field(
        default=None, description="`postgresql://user:password@host:port/name`; without it SQLite in the data folder."
    )
    public_url: str | None = Field(
        default=None,
        description="What people type to reach the hub, when a proxy stands before it: `https://hotline.example`.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Addresses or networks of our own proxies, with commas; only they may say who the client is.",
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        description="Bearer token for `/metrics` from other machines; without it only this machine may read them.",
    )
    demo: bool = Field(default=False, description="Show the demo site and make a demo organisation at first start.")
    node: str = Field(
        default_factory=_this_machine, description="This machine's name among several hubs; must differ on each."
    )
    http: HttpSettings = HttpSettings()
    tls: TlsSettings = TlsSettings()
    session: SessionSettings = SessionSettings()  # type: ignore[call-arg]
    log: LogSettings = LogSettings()

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder.expanduser().absolute()

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for part in given:
            try:
                ipaddress.ip_network(part, strict=False)
            except ValueError:
                raise ValueError("must be addresses or networks like 10.0.0.5 or 10.0.0.0/24, with commas") from None
        return given

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, given: str | None) -> str | None:
        if given is None:
            return None
        parts = urlsplit(given)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("must be http(s)://name or http(s)://name:port, without a path")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("metrics_token")
    @classmethod
    def _a_real_secret(cls, given: SecretStr | None) -> SecretStr | None:
        if given is None:
            return None
        if given.get_secret_value().lower() in WELL_KNOWN or len(given.get_secret_value()) < _SECRET_LENGTH:
            raise ValueError(f"must be a secret of its own with at least {_SECRET_LENGTH} characters")
        return given

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, given: SecretStr | None) -> SecretStr | None:
        if given is None:
            return None
        parts = urlsplit(given.get_secret_value())
        if parts.scheme not in {"postgresql", "sqlite"} or not parts.path.strip("/"):
            raise ValueError("must be postgresql://user:password@host:port/name or sqlite:///folder/hub.db")
        if (parts.password or "").lower() in WELL_KNOWN:
            raise ValueError("has a password that everybody knows: give the database user one of its own")
        return given

    @field_validator("node")
    @classmethod
    def _a_name(cls, given: str) -> str:
        if not _NODE.fullmatch(given):
            raise ValueError("must be 1 to 32 small letters, digits and hyphens")
        return given

    @model_validator(mode="after")
    def _under_the_lock(self) -> Self:
        scheme, _, path = self.database.partition("://")
        if scheme == "sqlite" and not Path("/" + path.lstrip("/")).is_relative_to(self.data_dir):
            raise ValueError(
                "HUB_DATABASE_URL: a SQLite file must lie in HUB_DATA_DIR, whose lock keeps other hubs away"
            )
        return self

    @property
    def database(self) -> str:
        """The database's URL, with its password: never log it."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite://{self.data_dir / 'hub.db'}"

    @property
    def origin(self) -> str:
        """What browsers show in the address line: scheme, name and port."""
        if self.public_url:
            return self.public_url
        return local_origin(self, self.http.port)


def local_origin(settings: Settings, port: int) -> str:
    """Return the origin under which this machine reaches the hub on `port`."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.http.host, settings.http.host)  # noqa: S104
    return f"{'https' if settings.tls.on else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
