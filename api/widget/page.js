/** The page at `/`: which articles there are, from when they are, and how the index is. */
import { h } from "./dom.js";

const at = (id) => document.getElementById(id);
const day = (date) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));
const moment = (date) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" }).format(new Date(date));

/** Resolve to {ok, status, body}; a server that cannot be reached has neither status nor body. */
async function read(path) {
  try {
    const response = await fetch(path);
    return { ok: response.ok, status: response.status, body: await response.json() };
  } catch {
    return { ok: false, body: {} };
  }
}

function drawSource({ id, title, date, page, url }) {
  const href = page ?? url ?? `sources/${encodeURI(id)}`;
  const link = /^(https?:|[^:]*$)/i.test(href) ? h("a", { href }, title) : h("span", {}, title);
  return h("li", {}, link, date ? h("time", { datetime: date }, day(date)) : h("span.undated", {}, "undated"));
}

/** Newest first, undated last; who may only ask is shown no list. */
async function showSources() {
  const { ok, status, body } = await read("v1/sources");
  if (status === 401 || status === 403) return at("sources").parentElement.remove();
  if (!ok) return at("sources").replaceChildren(h("li", {}, body.detail ?? "The list of articles cannot be read just now."));
  const newestFirst = body.sources.toSorted((a, b) => (b.date ?? "").localeCompare(a.date ?? "") || a.title.localeCompare(b.title));
  at("sources").replaceChildren(...newestFirst.map(drawSource));
  at("count").textContent = `${body.sources.length}`;
}

/** Facts that this server's /readyz gives. */
function facts({ generation, built_at: built }) {
  const known = { Generation: generation, Built: built && moment(built) };
  return Object.entries(known).filter(([, value]) => value);
}

async function showHealth() {
  const { ok, body } = await read("readyz");
  at("state").textContent = ok ? "Ready to answer." : (body.detail ?? "The server cannot be reached.");
  at("facts").replaceChildren(...facts(body).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

showSources();
showHealth();
