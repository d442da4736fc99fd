"""Read every setting, once, from QUOTH_* variables and quoth.toml; unknown keys are refused by name."""

import os
import re
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_cache_path
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.errors import SettingsError

PREFIX = "QUOTH_"
FILE = "quoth.toml"
# Paths are put behind it: it has neither query nor fragment.
_ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(:\d{1,5})?(/[^\s?#]*)?", re.IGNORECASE)


def _split(value: object) -> object:
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """All settings of the index, the API and the bot. Lists are comma-separated in the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True)

    data_dir: Path = Field(Path(".quoth"), description="Generations, kept answers, keys and bot settings.")
    cache_dir: Path = Field(default_factory=lambda: user_cache_path("quoth"), description="Exported models, by hash.")
    public_url: str | None = Field(
        None, description="Base of links to Quoth's own pages (https://…), for sources without a URL."
    )
    encoder: str = Field("all-MiniLM-L6-v2", description="Sentence-transformers model, by name or path.")
    reader: str = Field("quoth", description="'quoth', or a QA model by name or path (safetensors).")
    judge: str = Field("quoth", description="'quoth', or an NLI cross-encoder by name or path (safetensors only).")
    calibration: Path | None = Field(None, description="File written by `quoth calibrate`; else the shipped one.")
    threads: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="Model calls side by side.")
    vectors: str = Field("faiss", description="'faiss', or the URI of a Milvus server.")
    retention_days: int | None = Field(90, ge=1, description="Days to keep answers and feedback; 'null': for ever.")
    keep_questions: bool = Field(default=True, description="Keep the text of questions with their answers.")
    allowed_hosts: Names = Field(
        (), description="Host names the API answers to, besides this machine's own; * for all."
    )
    own_page: bool = Field(default=False, description="Let the page at / ask without a key, rate-limited by address.")
    proxies: Names = Field(
        ("127.0.0.1",), description="Addresses of reverse proxies whose X-Forwarded-For is believed."
    )
    rate_key: str = Field("600/minute", description="Requests that one key may make.")
    rate_address: str = Field(
        "60/minute", description="Requests from one address that sends no key, or a publishable one."
    )
    queue: int = Field(64, ge=0, description="Questions that may wait for a worker; more are refused with 503.")
    max_body: int = Field(16_384, ge=1024, description="Bytes that a request's body may have.")
    openai_route: bool = Field(default=False, description="Serve /v1/chat/completions for OpenAI's clients.")
    log_questions: bool = Field(default=False, description="Write the text of questions to the log.")
    keep_generations: int = Field(3, ge=1, description="Generations kept for rollback, the published one included.")
    bot_token: SecretStr | None = Field(None, description="Token of the Discord application's bot.")
    bot_guilds: Names = Field((), description="Ids of the Discord servers that are answered; none: nobody is.")
    bot_api_url: str | None = Field(
        None, description="A Quoth API to ask (https://…); without it the models run in the bot."
    )
    bot_api_key: SecretStr | None = Field(None, description="Key for that API; admin, if the bot may rebuild.")
    bot_message_content: bool = Field(default=False, description="Read what mentions nobody: a privileged intent.")
    bot_person_per_minute: int = Field(10, ge=1, description="Questions a minute from one person on Discord.")
    bot_server_per_minute: int = Field(60, ge=1, description="Questions a minute from one Discord server.")
    bot_queue: int = Field(16, ge=1, description="Questions from Discord under way at once; more are told to wait.")
    bot_discord_api: str | None = Field(None, description="REST base of a server that speaks Discord's protocol.")
    bot_discord_gateway: str | None = Field(None, description="Gateway address of that server.")

    @field_validator("retention_days", mode="before")
    @classmethod
    def _is_for_ever(cls, value: object) -> object:
        return None if value == "null" else value  # neither the environment nor TOML has a null

    @field_validator("public_url", "bot_api_url")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        if url and not _ADDRESS.fullmatch(url):
            raise ValueError("write it with http:// or https:// and a host, as https://quoth.example.org")
        return url or None

    @field_validator("bot_guilds")
    @classmethod
    def _are_ids(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [name for name in names if not name.isdecimal()]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no Discord server id: a number of 17 to 20 digits")
        return names

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**overrides: Any) -> Settings:
    """Read the settings; raise SettingsError naming each bad or unknown key and where it stands."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(key for key in os.environ if key.startswith(PREFIX) and key not in known)
    if unknown:
        raise SettingsError(
            f"unknown setting {unknown[0]!r} in the environment. Unset it, or see README for the names."
        )
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from error
    except ValueError as error:
        raise SettingsError(f"{FILE!r} cannot be read: {error}. Mend the line, or move the file away.") from error


def _explain(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        name = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            lines.append(f"unknown setting {name!r} in {FILE}. Remove it, or see README for the names.")
        else:
            lines.append(f"setting {name!r} has the value {problem['input']!r}: {problem['msg']}.")
    return " ".join(lines)
