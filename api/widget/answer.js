/** Draw an answer of each status. While it streams, `pending` keeps the place of the words that are still to come. */
import { fill, h } from "./dom.js";
import { highlight, lines, words } from "./marks.js";
import { post } from "./stream.js";

export const NOTHING_YET = { pending: true, status: "answered", quotes: [], sides: [], related: [] };

const DRAW = { answered: drawAnswered, conflict: drawConflict, silent: drawSilent };
const REASONS = {
  answered: ["wrong_quote", "outdated", "should_have_declined"],
  conflict: ["wrong_quote", "outdated", "should_have_answered"],
  silent: ["should_have_answered"],
};

/** Fold one event of the stream into the answer so far; the event `answer` replaces it. */
export function grow(soFar, { event, data }) {
  if (event === "answer") return data;
  if (event !== "quote") return soFar;
  if (data.related) return { ...soFar, status: "silent", related: [...soFar.related, data] };
  if (data.side == null) return { ...soFar, quotes: [...soFar.quotes, data] };
  const sides = [...soFar.sides];
  sides[data.side] = { quotes: [...(sides[data.side]?.quotes ?? []), data] };
  return { ...soFar, status: "conflict", sides };
}

/** `look` is {say, api, key} and, for the buttons of a finished answer, tell(text) and fire(event, detail). */
export function drawAnswer(body, look) {
  return h(`div.answer.${body.status}`, {}, DRAW[body.status](body, look), !body.pending && drawActions(body, look));
}

function drawAnswered({ pending, polarity, reason, quotes, answer }, look) {
  const { say } = look;
  const [first] = quotes;
  if (first?.scope) {
    const cards = quotes.map((quote) => drawCard(quote.scope, marked(quote), [quote], look));
    return [pending ? h("p.short.wait") : h("p.short.long", { dir: "auto" }, reason), h("div.sides", {}, cards)];
  }
  const short = answer && unmarked(answer, first);
  const said = short && short !== words(first) && short; // a sentence that is the whole quote is not said twice
  const yes = polarity && h("strong.polarity", {}, say[polarity], " ");
  return [
    pending && h("p.short.wait"),
    (yes || said) && h(said?.length > 60 ? "p.short.long" : "p.short", { dir: "auto" }, yes, said),
    reason && h("p.why", {}, reason),
    quotes.map((quote) => drawQuote(quote, look)),
  ];
}

function drawConflict({ pending, difference, note, sides }, look) {
  const { say } = look;
  const card = ({ answer, quotes: [first, ...more] }) =>
    drawCard(day(first, say), answer ? unmarked(answer, first) : marked(first), [first, ...more], look);
  return [
    h("p.short.verdict", {}, say.conflict),
    pending ? h("p.why.wait") : h("p.why", {}, say[difference], " ", note),
    h("div.sides", {}, sides.map(card)),
  ];
}

function drawSilent({ pending, reason, related }, look) {
  const { say } = look;
  return [
    h("p.short.verdict", {}, say.silent),
    pending ? h("p.why.wait") : h("p.why", {}, reason),
    related.length > 0 && h("div.related", {}, h("p.scope", {}, say.related), related.map((quote) => drawQuote(quote, look))),
  ];
}

/** One scope of an answer that depends, or one side of a conflict. */
function drawCard(label, title, quotes, look) {
  const head = h("p.title", { dir: "auto" }, h("span.scope", {}, label), title);
  return h("section.card", {}, head, quotes.map((quote) => drawQuote(quote, look)));
}

function drawQuote(quote, look) {
  const [from, to] = highlight(quote);
  // A run that the highlight begins or ends in is cut there.
  const run = ({ text, start, style }) => {
    const [a, b] = [from, to].map((at) => Math.min(Math.max(at - start, 0), text.length));
    const pieces = [text.slice(0, a), a < b && h("mark.mark", {}, text.slice(a, b)), text.slice(b)];
    return style ? h(style, {}, pieces) : pieces;
  };
  const text = lines(quote).map(({ kind, runs }) => h(`p.${kind}`, {}, runs.map(run)));
  return h("figure.quote", {}, h("blockquote.text", { dir: "auto" }, text), drawCitation(quote, look));
}

function drawCitation(quote, { say, api }) {
  const { title, section, page } = quote.source;
  const href = deepLink(quote, api);
  const link = { href, target: "_blank", rel: "noopener", dir: "auto" };
  return h(
    "figcaption.citation",
    {},
    href ? h("a.link", link, title, h("span.heard", {}, ` ${say.new_tab}`)) : h("cite", {}, title),
    section && section !== title && h("span.section", { dir: "auto" }, section),
    page && h("span.page", {}, fill(say.page, { n: page })),
    h("span.date", {}, day(quote, say)),
  );
}

/** The API's deep link; else the article's own address at the quote; else Quoth's page of it. */
function deepLink(quote, api) {
  const { id, url } = quote.source;
  const own = `sources/${encodeURI(id)}?start=${quote.start}&end=${quote.end}`;
  const { href, protocol } = new URL(quote.deep_link ?? (url ? atQuote(url, quote) : own), api);
  return /^(https?|mailto):$/.test(protocol) && href; // never javascript: or data:
}

// A text fragment must lie in one block and is matched on rendered words: the first line's first and last words do.
function atQuote(url, quote) {
  const all = words({ ...quote, text: quote.text.trim().split("\n")[0] }).split(/\s+/);
  const parts = all.length > 10 ? [all.slice(0, 5), all.slice(-5)] : [all];
  const encode = (part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D"); // a dash would mean context
  return /^https?:/i.test(url) ? `${url}${url.includes("#") ? "" : "#"}:~:text=${parts.map(encode)}` : url;
}

/** A source's date in the language of the wording; it names a day, which no time zone may move. */
function day({ source: { date } }, { lang, undated }) {
  return date ? new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(date)) : undated;
}

const marked = (quote) => words(quote, ...highlight(quote));
const unmarked = (text, quote) => words({ ...quote, text });

/** Copy, how sure, and whether it was right. A decline's low probability would read as doubt in the decline. */
function drawActions(body, look) {
  const { say } = look;
  const button = (value, click) => h("button.chip", { type: "button", value, "aria-pressed": "false", click }, say[value]);
  const group = (name, label, ...buttons) => h(`div.${name}`, { role: "group", "aria-label": label }, h("span", {}, label), buttons);
  const vote = async (up, reason) => {
    reasons.hidden = up;
    for (const one of [...votes.children, ...reasons.children]) if (one.value) one.ariaPressed = [up ? "up" : "down", reason].includes(one.value);
    const sent = await post(`${look.api}v1/answers/${body.answer_id}/feedback`, look.key, { up, reason }).catch(() => null);
    look.tell(sent ? say.thanks : say.not_sent);
    if (sent) look.fire("feedback", { answer_id: body.answer_id, up, reason });
  };
  const votes = group("votes", say.helpful, button("up", () => vote(true)), button("down", () => vote(false)));
  const reasons = group("reasons", say.why, REASONS[body.status].map((reason) => button(reason, () => vote(false, reason))));
  reasons.hidden = true;
  const copy = async ({ target }) => look.tell((await toClipboard(asText(body, look), target)) ? say.copied : say.not_copied);
  const sure = body.status === "answered" && body.confidence && fill(say.sure, { n: Math.floor(body.confidence * 100) });
  return h("div.actions", {}, h("button.quiet", { type: "button", click: copy }, say.copy), h("span.sure", {}, sure), votes, reasons);
}

/** What was said, then “Words” — Title, Section, date, link: what is pasted elsewhere says where it comes from. */
function asText({ status, answer, polarity, reason, quotes, sides, related }, { say, api }) {
  const cite = (quote) => {
    const { title, section } = quote.source;
    return `“${words(quote)}” — ${[title, section, day(quote, say), deepLink(quote, api)].filter(Boolean).join(", ")}`;
  };
  const short = quotes[0]?.scope ? reason : [say[polarity], answer && unmarked(answer, quotes[0])].filter(Boolean).join(" ");
  const [said, cited] = {
    answered: [short, quotes],
    conflict: [say.conflict, sides.flatMap((side) => side.quotes)],
    silent: [`${say.silent}. ${reason}`, related],
  }[status];
  return [said, ...cited.map(cite)].join("\n\n");
}

/** On plain http there is no navigator.clipboard: then copy from a field, as browsers always could. */
async function toClipboard(text, button) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const field = h("textarea.heard");
  field.value = text;
  button.after(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  button.focus();
  return copied;
}
