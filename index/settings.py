"""Read every setting, once, from QUOTH_* variables and quoth.toml; unknown keys are refused by name."""

import os
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_cache_path
from pydantic import Field, ValidationError
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
Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """All settings of the index, the API and the bot. Lists are comma-separated in the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True)

    data_dir: Path = Field(Path(".quoth"), description="Generations, kept answers and bot settings.")
    cache_dir: Path = Field(default_factory=lambda: user_cache_path("quoth"), description="Exported models, by hash.")
    public_url: str | None = Field(None, description="Base of links to Quoth's own pages, for sources without a URL.")
    encoder: str = Field("all-MiniLM-L6-v2", description="Sentence-transformers model, by name or path.")
    reader: str = Field("quoth", description="'quoth', or a QA model by name or path (safetensors).")
    judge: str = Field("quoth", description="'quoth', or an NLI cross-encoder by name or path (safetensors only).")
    calibration: Path | None = Field(None, description="File written by `quoth calibrate`; else the shipped one.")
    threads: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="Model calls side by side.")
    vectors: str = Field("faiss", description="'faiss', or the URI of a Milvus server.")
    keep_generations: int = Field(3, ge=1, description="Generations kept for rollback, the published one included.")

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
