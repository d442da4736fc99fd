import { fill, h } from "./dom.js";
import { highlight, lines, words } from "./marks.js";
import { send } from "./stream.js";

const DRAW = { answered: drawAnswered, conflict: drawConflict, silent: drawSilent };

/** Draw an answer; `look` is its element: {say, api, key, tell, fire}. */
export function drawAnswer(body, look) {
  return h(`div.answer.${body.status}`, {}, DRAW[body.status](body, look), drawActions(body, look));
}

function drawAnswered({ polarity, reason, quotes, answer }, look) {
  const [first] = quotes;
  if (first?.scope) {
    const cards = quotes.map((quote) => drawCard(quote.scope, words(quote, ...highlight(quote)), [quote], look));
    return [h("p.short.long", {}, reason), h("div.sides", {}, cards)];
  }
  const yes = polarity && h("strong", {}, look.say[polarity], " ");
  const short = answer && unmarked(answer, first);
  const said = short && short !== words(first) && short; // the quote itself is not said twice
  return [
    (yes || said) && h(said?.length > 60 ? "p.short.long" : "p.short", { dir: "auto" }, yes, said),
    reason && h("p.why", {}, reason),
    quotes.map((quote) => drawQuote(quote, look)),
  ];
}

function drawConflict({ difference, note, sides }, look) {
  const { say } = look;
  const card = ({ answer, quotes }) => drawCard(day(quotes[0], say), unmarked(answer, quotes[0]), quotes, look);
  const why = h("p.why", {}, say[difference], " ", note);
  return [h("p.short.verdict", {}, say.conflict), why, h("div.sides", {}, sides.map(card))];
}

function drawSilent({ reason, related }, look) {
  const { say } = look;
  const quotes = related.map((quote) => drawQuote(quote, look));
  const near = quotes.length && h("div.related", {}, h("p.scope", {}, say.related), quotes);
  return [h("p.short.verdict", {}, say.silent), h("p.why", {}, reason), near];
}

function drawCard(label, title, quotes, look) {
  const head = h("p.title", { dir: "auto" }, h("span.scope", {}, label), title);
  return h("section.card", {}, head, quotes.map((quote) => drawQuote(quote, look)));
}

function drawQuote(quote, look) {
  const [from, to] = highlight(quote);
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
    section && section !== title && h("span.section", {}, section),
    page && h("span", {}, fill(say.page, { n: page })),
    h("span.date", {}, day(quote, say)),
  );
}

/** Never javascript: or data: */
function deepLink(quote, api) {
  const { id, url } = quote.source;
  const own = `${api}sources/${encodeURI(id)}?start=${quote.start}&end=${quote.end}`;
  const { href, protocol } = h("a", { href: quote.deep_link ?? (url ? atQuote(url, quote) : own) });
  return /^(https?|mailto):$/.test(protocol) && href;
}

/** A text fragment matches words within a block. */
function atQuote(url, quote) {
  const all = words({ ...quote, text: quote.text.trim().split("\n")[0] }).split(/\s+/);
  const parts = all.length > 10 ? [all.slice(0, 5), all.slice(-5)] : [all];
  const encode = (part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D"); // a dash would mean context
  return /^https?:/i.test(url) ? `${url}${url.includes("#") ? "" : "#"}:~:text=${parts.map(encode)}` : url;
}

function day({ source: { date } }, { lang, undated }) {
  return date ? new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(date)) : undated;
}

const unmarked = (text, quote) => words({ ...quote, text });

/** A low probability would read as doubt in a decline. */
function drawActions(body, look) {
  const { say } = look;
  const { answer_id, status, confidence } = body;
  const button = (value, click) => h("button.chip", { value, click }, say[value]);
  const group = (name, label, ...buttons) => h(`div.${name}`, { role: "group", "aria-label": label }, h("span", {}, label), buttons);
  let queue;
  let last = [];
  const show = (up, reason) => {
    reasons.hidden = up !== false;
    for (const one of actions.querySelectorAll("[value]")) one.ariaPressed = [["down", "up"][+up], reason].includes(one.value);
  };
  const vote = async (up, reason) => {
    show(up, reason);
    const post = () => send(`${look.api}v1/answers/${answer_id}/feedback`, look.key, { up, reason }).catch(() => null);
    const sent = (queue = queue?.then(post) ?? post());
    const kept = await sent;
    look.tell(kept ? say.thanks : say.not_sent);
    if (kept) look.fire("feedback", { answer_id, up, reason });
    if (kept) last = [up, reason];
    if (sent === queue) show(...last);
  };
  const faults = ["wrong_quote", "outdated", status === "answered" ? "should_have_declined" : "should_have_answered"];
  const reasons = group("reasons", say.why, faults.map((reason) => button(reason, () => vote(false, reason))));
  const votes = group("votes", say.helpful, button("up", () => vote(true)), button("down", () => vote(false)));
  const click = async ({ target }) => look.tell((await copy(asText(body, look), target)) ? say.copied : say.not_copied);
  const sure = status === "answered" && confidence && fill(say.sure, { n: Math.floor(confidence * 100) });
  const actions = h("div.actions", {}, h("button.quiet", { click }, say.copy), h("span.sure", {}, sure), votes, reasons);
  show();
  return actions;
}

function asText({ status, answer, polarity, reason, quotes, sides, related }, { say, api }) {
  const short = quotes[0]?.scope ? reason : [say[polarity], answer && unmarked(answer, quotes[0])].filter(Boolean).join(" ");
  const said = { answered: short, conflict: say.conflict, silent: `${say.silent}. ${reason}` }[status];
  const cited = [quotes, sides.flatMap((side) => side.quotes), related].flat().map((quote) => {
    const { title, section } = quote.source;
    return `“${words(quote)}” — ${[title, section, day(quote, say), deepLink(quote, api)].filter(Boolean).join(", ")}`;
  });
  return [said, ...cited].join("\n\n");
}

/** Plain http has no navigator.clipboard. */
async function copy(text, button) {
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
