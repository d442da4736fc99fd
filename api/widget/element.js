/** <quoth-ask>: a field, and the answers of this visit, newest first. */
import { drawAnswer } from "./answer.js";
import { fill, h } from "./dom.js";
import { Failure, ask, send } from "./stream.js";
import { STRINGS } from "./strings.js";
import { adopt } from "./style.js";

const MAX_QUESTION = 500;
const SLOW_MS = 6000;

/** The script tag's options. */
export const page = {};

export function given(element) {
  const all = { ...page, ...element.closest("quoth-launcher")?.dataset, ...element.dataset };
  return { ...all, say: { ...STRINGS, ...JSON.parse(all.strings ?? "{}") } };
}

export class QuothAsk extends HTMLElement {
  #running;
  #conversation = newId();

  connectedCallback() {
    if (this.shadowRoot) return;
    const { say, api, key, examples } = given(this);
    Object.assign(this, { say, key, api: new URL(api, document.baseURI).href.replace(/\/?$/, "/") });
    this.#build();
    this.#offer(examples);
  }

  /** Moved, it goes on; removed, nobody waits. */
  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.stop());
  }

  focus() {
    this.input.focus();
  }

  stop() {
    this.#running?.abort();
  }

  clear() {
    this.stop();
    this.#conversation = newId();
    this.log.replaceChildren();
    this.#settle(this.say.hint);
    this.focus();
  }

  /** Resolves to the answer; to null where it failed or was stopped. */
  async ask(question) {
    this.stop();
    const { signal } = (this.#running = new AbortController());
    const entry = this.#newEntry(question);
    const place = entry.lastChild;
    const slow = setTimeout(() => this.tell(this.say.slow), SLOW_MS);
    this.#busy(true);
    try {
      const asked = { question, conversation_id: this.#conversation };
      const body = await ask(this.api, this.key, asked, signal, (stage) => this.tell(this.say[stage]));
      place.replaceChildren(drawAnswer(body, this));
      this.#settle(fill(this.say[body.status], { n: body.quotes.length }));
      this.fire("answer", body);
      return body;
    } catch (error) {
      place.replaceChildren(signal.aborted ? h("p.why", {}, this.say.stopped) : this.#drawFailure(error, entry, question));
      if (entry === this.log.firstChild) this.#settle("");
      return null;
    } finally {
      clearTimeout(slow);
      if (this.#running.signal === signal) this.#busy(false);
    }
  }

  tell(text) {
    this.status.textContent = text;
  }

  fire(name, detail) {
    this.dispatchEvent(new CustomEvent(`quoth:${name}`, { detail, bubbles: true, composed: true }));
  }

  #drawFailure(error, entry, question) {
    if (!(error instanceof Failure)) throw error;
    const { kind, detail } = error;
    const message = words(error, this.say);
    const click = () => {
      entry.remove();
      this.#example(question);
    };
    this.fire("error", { kind, message });
    const retry = h("button.chip", { click }, this.say.retry);
    return h("div.failure", { role: "alert" }, h("p", {}, message), detail && h("p.why", {}, detail), retry);
  }

  #newEntry(question) {
    for (const older of this.log.children) older.open = false;
    const summary = h("summary.question", { dir: "auto" }, question);
    const entry = h("details.entry", { open: "" }, summary, h("div", {}, h("p.wait")));
    this.log.prepend(entry);
    this.chips.hidden = true;
    return entry;
  }

  #busy(busy) {
    const { say, log, send } = this;
    if (busy) this.tell(say.retrieve);
    log.ariaBusy = busy;
    send.ariaLabel = busy ? say.stop : say.ask;
    send.textContent = busy ? "■" : "↑";
  }

  #settle(text) {
    this.tell(text);
    this.wipe.hidden = !(this.chips.hidden = this.log.hasChildNodes());
  }

  #submit(event) {
    event.preventDefault();
    const { input, say } = this;
    if (event.submitter && this.log.ariaBusy === "true") return this.stop();
    const question = input.value.trim();
    const n = [...question].length;
    input.ariaInvalid = n > MAX_QUESTION;
    input.focus();
    if (n > MAX_QUESTION) return this.tell(fill(say.too_long, { n }));
    input.value = "";
    if (n) this.ask(question);
  }

  #build() {
    const { say } = this;
    // An input method's Enter chooses a character; Safari says 229.
    const keydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      form.requestSubmit();
    };
    const field = { id: "question", rows: 1, placeholder: say.placeholder, dir: "auto", "aria-describedby": "status", keydown };
    this.input = h("textarea.input", field);
    this.send = h("button.send", { "aria-label": say.ask }, "↑");
    this.status = h("p.status", { id: "status", role: "status" }, say.hint);
    this.wipe = h("button.quiet", { hidden: "", click: () => this.clear() }, say.clear);
    this.chips = h("div.examples", { role: "group", "aria-label": say.examples });
    this.log = h("div.log", { role: "log", "aria-label": say.answers });
    const label = h("label.label", { for: "question" }, say.title);
    const form = h("form", { submit: (event) => this.#submit(event) }, label, h("div.field", {}, this.input, this.send));
    adopt(this).append(h("div.root", {}, form, h("div.below", {}, this.status, this.wipe), this.chips, this.log));
  }

  async #offer(examples) {
    const own = async () => (await (await send(`${this.api}v1/examples`, this.key)).json()).questions;
    const questions = examples ? JSON.parse(examples) : await own().catch(() => []);
    const chip = (question) => h("button.chip", { dir: "auto", click: () => this.#example(question) }, question);
    this.chips.append(...questions.slice(0, 3).map(chip));
  }

  #example(question) {
    this.focus();
    this.ask(question);
  }
}

/** A failure in words, with its wait. */
function words({ kind, wait }, say) {
  const [count, unit] = wait < 100 ? [wait, "second"] : [wait / 60, "minute"];
  const when = wait > 0 ? new Intl.RelativeTimeFormat(say.lang).format(Math.ceil(count), unit) : say.soon;
  return fill(say[`fail_${kind}`] ?? say.fail, { when, status: kind });
}

/** randomUUID needs https. */
function newId() {
  return crypto.getRandomValues(new Uint8Array(16)).join("-");
}
