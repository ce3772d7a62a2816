"""Every setting of Koshin Desk in one typed object, read from the environment and ``.env``."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.service_levels import ServiceLevels, read_service_levels

ROOT = Path(__file__).resolve().parent.parent
"""The project folder: where Rasa's files, ``knowledge/`` and ``web/`` are."""

_SECRETS = ("rasa_token", "signing_key")
_ORIGIN = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[^/?#@\s:\[\]]+)(:[0-9]{1,5})?")


class SettingsError(Exception):
    """The configuration can't be used; the message names the setting and the remedy."""


class Settings(BaseSettings):
    """What an operator can set; each field is the variable ``KOSHIN_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="KOSHIN_", env_file=ROOT / ".env", extra="ignore", frozen=True)

    host: str = Field(
        "127.0.0.1", description="Address the front listens on. Stay on loopback unless a TLS proxy is in front."
    )
    port: int = Field(8080, ge=1, le=65535, description="Port of the front: widget, chat API, health.")
    rasa_port: int = Field(5005, ge=1, le=65535, description="Loopback port of the Rasa server.")
    actions_port: int = Field(5055, ge=1, le=65535, description="Loopback port of the action server.")
    var_dir: Path = Field(ROOT / "var", description="Folder for the database, secrets and logs. Must be writable.")
    models_dir: Path = Field(ROOT / "models", description="Folder that holds the trained models.")
    knowledge_dir: Path = Field(
        ROOT / "knowledge", description="Folder with the facts: providers, products, guides and links."
    )
    knowledge_review_days: int = Field(
        180, ge=1, description="Days after which a fact's source page should be looked at again."
    )
    database_url: str = Field(
        "", description="SQLAlchemy URL of the desk's database. Empty: an SQLite file in the var folder."
    )
    rasa_database_url: str = Field(
        "", description="SQLAlchemy URL of Rasa's tracker store. Empty: an SQLite file in the var folder."
    )
    rasa_token: SecretStr = Field(
        SecretStr(""), description="Secret between the front and Rasa. Empty: generated at first start."
    )
    signing_key: SecretStr = Field(
        SecretStr(""), description="Key that signs session tokens and choices. Empty: generated at first start."
    )
    default_language: Literal["ja", "en"] = Field(
        "ja", description="Language of a conversation before the customer has shown theirs."
    )
    timezone: str = Field("Asia/Tokyo", description="IANA time zone in which dates such as yesterday are read.")
    widget_origins: str = Field(
        "",
        description="Comma-separated origins of the websites that embed the widget. Empty: only the front's own pages.",
    )
    trusted_proxies: str = Field("", description="Comma-separated proxy addresses whose X-Forwarded-For is believed.")
    public_url: str = Field(
        "",
        description="Address under which people reach the front, such as https://desk.example. Empty: its own on this machine.",
    )
    session_hours: int = Field(24 * 14, ge=1, description="Hours until a chat session's token and its choices expire.")
    message_max_chars: int = Field(
        2000, ge=1, le=4000, description="Longest message a customer can send, in characters."
    )
    body_max_bytes: int = Field(32768, ge=1024, description="Largest request body the API takes, in bytes.")
    session_rate_per_minute: int = Field(60, ge=1, description="Messages a chat session may send in a minute.")
    address_rate_per_minute: int = Field(
        1500, ge=1, description="Chat requests one network address may make in a minute."
    )
    turn_timeout_seconds: float = Field(
        20.0, gt=0, description="Seconds the front waits for Rasa's answer before it tries again."
    )
    notice_after_seconds: float = Field(
        4.0, gt=0, description="Seconds after which a waiting customer is told that the answer takes longer."
    )
    line_channel_secret: SecretStr = Field(
        SecretStr(""), description="Channel secret of the LINE channel. Empty, like the token: LINE is off."
    )
    line_channel_secret_next: SecretStr = Field(
        SecretStr(""), description="A second channel secret that counts too, while the secret is being changed."
    )
    line_channel_access_token: SecretStr = Field(
        SecretStr(""), description="Channel access token with which answers are sent to LINE."
    )
    line_api_url: str = Field("https://api.line.me", description="LINE's Messaging API; another one only for tests.")
    line_data_api_url: str = Field(
        "https://api-data.line.me", description="Where LINE takes pictures; another one only for tests."
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), description="Signing secret of the Slack app. Needed for HTTP mode, not for Socket Mode."
    )
    slack_signing_secret_next: SecretStr = Field(
        SecretStr(""), description="A second signing secret that counts too, while the secret is being changed."
    )
    slack_bot_token: SecretStr = Field(
        SecretStr(""), description="Bot token of the Slack app (xoxb-…). Empty: Slack is off."
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""), description="App-level token (xapp-…). When set, Slack is reached by Socket Mode."
    )
    slack_api_url: str = Field("https://slack.com/api/", description="Slack's Web API; another one only for tests.")
    slack_support_channel: str = Field(
        "", description="Id of the Slack channel that gets a card for each new case, such as C0123456789."
    )
    slack_agent_group: str = Field(
        "",
        description="Id of the Slack user group whose members may act as agents. Empty: members of the support channel.",
    )
    support_days: str = Field("mon, tue, wed, thu, fri", description="Days of the week on which agents answer.")
    support_opens: str = Field("09:00", description="When the agents begin on each of these days.")
    support_closes: str = Field("18:00", description="When they end.")
    support_holidays: bool = Field(True, description="Whether the desk is closed on Japan's national holidays.")
    support_closed_days: str = Field(
        "12-29..01-03",
        description="Comma-separated further days on which the desk is closed: 08-13, 12-29..01-03, 2026-08-13..2026-08-15.",
    )
    first_response_hours: str = Field(
        "urgent=1, high=4, normal=8, low=16",
        description="Opening hours within which a case gets its first answer, for each priority.",
    )
    resolution_hours: str = Field(
        "urgent=8, high=16, normal=40, low=80",
        description="Opening hours within which a case is solved, for each priority.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged. Customer text is never logged."
    )

    @field_validator("widget_origins")
    @classmethod
    def _origins(cls, value: str) -> str:
        for origin in filter(None, (part.strip() for part in value.split(","))):
            if not origin.startswith(("https://", "http://")) or origin.count("/") != 2:
                raise ValueError(f"{origin!r} is not an origin; write it like https://shop.example, without a path")
        return value

    @field_validator("public_url")
    @classmethod
    def _reachable(cls, value: str) -> str:
        address = value.strip().removesuffix("/")
        if address and not _ORIGIN.fullmatch(address):
            raise ValueError(f"{value!r} is not such an address; write it like https://desk.example, without a path")
        return address

    @model_validator(mode="after")
    def _whole_channels(self) -> Settings:
        for channel, needed in (
            ("LINE", ("line_channel_secret", "line_channel_access_token")),
            ("Slack", ("slack_bot_token",)),
        ):
            missing = [name for name in needed if not getattr(self, name).get_secret_value()]
            if missing and self._touches(channel.lower()):
                names = " and ".join(f"KOSHIN_{name.upper()}" for name in missing)
                raise ValueError(f"{channel} is half configured: set {names}, or unset everything of {channel}")
        reached = self.slack_signing_secret.get_secret_value() or self.slack_app_token.get_secret_value()
        if self.slack_bot_token.get_secret_value() and not reached:
            raise ValueError(
                "Slack can't reach the desk: set KOSHIN_SLACK_SIGNING_SECRET (HTTP mode) "
                "or KOSHIN_SLACK_APP_TOKEN (Socket Mode)"
            )
        return self

    @model_validator(mode="after")
    def _usable_promises(self) -> Settings:
        for names, written in self._promises.items():
            try:
                read_service_levels(self.timezone, **written)  # type: ignore[arg-type]
            except ValueError as error:
                raise ValueError(f"KOSHIN_{names}: {error}") from None
        return self

    @property
    def _promises(self) -> dict[str, dict[str, str]]:
        return {
            "TIMEZONE": {},
            "SUPPORT_DAYS": {"days": self.support_days},
            "SUPPORT_OPENS, KOSHIN_SUPPORT_CLOSES": {"opens": self.support_opens, "closes": self.support_closes},
            "SUPPORT_CLOSED_DAYS": {"closed": self.support_closed_days},
            "FIRST_RESPONSE_HOURS": {"first_response": self.first_response_hours},
            "RESOLUTION_HOURS": {"resolution": self.resolution_hours},
        }

    def _touches(self, channel: str) -> bool:
        """Whether a secret of the channel is set."""
        return any(
            isinstance(value := getattr(self, name), SecretStr) and value.get_secret_value()
            for name in type(self).model_fields
            if name.startswith(f"{channel}_")
        )

    @property
    def database(self) -> str:
        """The URL of the desk's database."""
        return self.database_url or f"sqlite:///{self.var_dir.resolve() / 'koshin.db'}"

    @property
    def rasa_database(self) -> str:
        """The URL of Rasa's tracker store."""
        return self.rasa_database_url or f"sqlite:///{self.var_dir.resolve() / 'rasa.db'}"

    @property
    def service_levels(self) -> ServiceLevels:
        """When the agents are there, and how soon they promise to answer."""
        written = {name: value for part in self._promises.values() for name, value in part.items()}
        return read_service_levels(self.timezone, holidays=self.support_holidays, **written)

    @property
    def front_url(self) -> str:
        """The front's address as seen from this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://{host}:{self.port}"

    @property
    def people_url(self) -> str:
        """The front's address in links for people: the public one, if there is one."""
        return self.public_url or self.front_url

    @property
    def rasa_url(self) -> str:
        """Rasa's address."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """The action server's address."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The websites that may use the chat API from a browser."""
        return tuple(part.strip() for part in self.widget_origins.split(",") if part.strip())


def load_settings() -> Settings:
    """Read the settings and make the secrets that are missing.

    Raises:
        SettingsError: a value is wrong or the var folder can't be written; the text says the remedy.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(["KOSHIN", *(str(part) for part in first["loc"])]).upper()
        where = f"{name}: " if first["loc"] else ""
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"{where}{reason}. Correct it in the environment or in .env; see docs/settings.md."
        ) from None
    generated = {
        name: SecretStr(_secret(settings.var_dir, name))
        for name in _SECRETS
        if not getattr(settings, name).get_secret_value()
    }
    return settings.model_copy(update=generated)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return load_settings()


def _secret(folder: Path, name: str) -> str:
    """The secret in the folder, made whole or not at all, so that no process ever reads half of one."""
    path = folder / "secrets" / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            draft = path.with_name(f".{name}.{os.getpid()}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was first: its secret counts
                os.link(draft, path)
            draft.unlink()
        value = path.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"{path.parent} can't be written ({error.strerror}). Give this user the right to write there, "
            "or set KOSHIN_VAR_DIR to another folder."
        ) from None
    if len(value) < 32:
        raise SettingsError(f"{path} holds no usable secret. Remove the file; a new one is made at the next start.")
    return value
