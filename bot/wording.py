"""All that the bot says in its own words; what it quotes never stands here."""

from typing import assert_never

from index.types import Conflicting, Difference, Silent, Supported, Verdict

HOW_TO_ASK = "Ask me something: `/ask`, or mention me with a question. I answer from the team's articles, verbatim."
TOO_LONG = "That is longer than {limit} characters. Ask it in fewer words."
NO_TEXT = "There is no text in that message that I could take as a question."
MENTION_ME = (
    "I can't read this message: Discord shows me text only where I am mentioned myself. "
    "Mention **me**, not my role, also in a reply."
)
NOT_THIS_SERVER = "I don't answer in this server: my operator has not listed it in `QUOTH_BOT_GUILDS`."
NOT_THIS_PERSON = "I answer direct messages only from members of the servers that I serve."
NOT_THIS_CHANNEL = "I don't answer in this channel. Ask with `private: True`{elsewhere}."
ELSEWHERE = ", or ask in {channels}"
SLOW_DOWN = "That was quick. Ask again in {seconds} s."
BUSY = "I am answering as many questions as I can. Ask again in {seconds} s."
CLOSING = "I am restarting. Ask again in a minute."
FAILED = "Something went wrong on my side, and your question was not answered. Error `{id}` stands in the log."
OPERATOR = "I can't answer before my operator has mended something. Error `{id}` stands in the log."
GONE = "That answer is no longer kept. Ask the question again."
THANKS = "Thanks, noted."
VOTED_DOWN = "Thanks, noted with its reason."
SHARED = "Shared by {name}"
DECLINED = "{role} A question was declined here: {link}"
NOTHING_TO_EXPLAIN = "I have not answered you here lately. Press **Why?** under an answer."
NO_SOURCES = "The index holds no sources."
NO_SUCH_SOURCE = "There is no source of that name. Type a part of its title and pick from the list."
THREAD_OPENED = "Mention me here to follow up."
NO_THREAD = "I could not open a thread here: I need *Create Public Threads* and *Send Messages in Threads*."
REBUILD_FAILED = "The index was not rebuilt: {why}"
REBUILDING = "A rebuild is under way already."

FORUM_NEEDS_CONTENT = (
    "\nI answer a post's title. To read its body too, switch on *Message Content Intent* for me in the developer "
    "portal (Bot → Privileged Gateway Intents), set `QUOTH_BOT_MESSAGE_CONTENT=true` and restart me."
)
ROLE_MAY_STAY_SILENT = "\nDiscord notifies a role only if it may be mentioned by anyone, or if I may mention all roles."

REASONS = {
    "wrong_quote": "The quote is wrong",
    "outdated": "The article is outdated",
    "should_have_answered": "It should have answered",
    "should_have_declined": "It should have declined",
}

DIFFERENCES = {
    Difference.NUMBER: "a number",
    Difference.DATE: "a date",
    Difference.DURATION: "a duration",
    Difference.AMOUNT: "an amount",
    Difference.NAME: "a name",
    Difference.POLARITY: "yes or no",
    Difference.ACCOUNT: "what happened",
}


def heading(verdict: Verdict) -> str:
    """Say which of the three cases this is, where no short answer stands in its place."""
    match verdict:
        case Supported():
            return "The articles say"
        case Conflicting():
            return "The articles contradict each other"
        case Silent():
            return "The articles don't say"
        case _:
            assert_never(verdict)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
