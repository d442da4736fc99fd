"""The bot with the models that ship, over the seeds."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from simcord.env import Env

from bot.client import QuothBot, create_bot
from bot.guilds import GuildStore
from bot.opening import open_local
from index.build import build
from index.settings import Settings, read_settings
from index.store import open_generation
from tests.bot.reading import answer_id, said

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder with the seeds built and published in it."""
    settings = read_settings(data_dir=tmp_path / "data")
    build([SEEDS], settings)
    return settings


@pytest.fixture
async def simcord_bot(settings: Settings) -> AsyncIterator[QuothBot]:
    bot = create_bot(open_local(settings), settings, GuildStore(settings.data_dir), shard_count=1)
    yield bot
    await bot.desk.close()  # the simulation ends without closing its client


async def test_a_question_on_the_seeds_is_answered_in_their_words(
    simcord_env: Env, simcord_bot: QuothBot, settings: Settings
) -> None:
    guild = simcord_env.create_guild(name="Team")
    simcord_bot.desk.served = frozenset([guild.id])
    alice = guild.add_member(simcord_env.create_user("alice"))
    channel = guild.create_text_channel("general")
    question = "What share of online child sexual exploitation involves self-generated images?"
    result = await alice.slash(channel, "ask", question=question)
    assert "91 percent" in said(result)
    kept = await simcord_bot.desk.engine.kept(answer_id(result))
    assert kept is not None
    generation = open_generation(settings.data_dir)
    for evidence in getattr(kept.answer.verdict, "evidence", ()):
        quote = evidence.quote
        assert generation.source(quote.source.id).text[quote.start : quote.end] == quote.text
        assert quote.text in said(result)
    generation.close()
    result = await alice.slash(channel, "about")
    assert "2 sources" in said(result)
