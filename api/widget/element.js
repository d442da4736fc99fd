/** <quoth-ask>: a field for the question, and below it the answers of this visit, the newest first. */
import { NOTHING_YET, drawAnswer, grow } from "./answer.js";
import { fill, h } from "./dom.js";
import { Failure, ask } from "./stream.js";
import { STRINGS } from "./strings.js";
import { adopt } from "./style.js";

const MAX_QUESTION = 500; // code points, as the API counts
const SLOW_MS = 6000;

/** What the script tag says, set by widget.js. */
export const page = {};

/** An element's own data-* attributes win over its launcher's, and these over the script tag's. */
export function given(element) {
  const all = { ...page, ...element.closest("quoth-launcher")?.dataset, ...element.dataset };
  if (all.theme) element.dataset.theme = all.theme; // style.js selects on it
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

  /** A page that moves the element keeps its answers; one that removes it waits for none. */
  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.stop());
  }

  focus() {
    this.input.focus();
  }

  stop() {
    this.#running?.abort();
  }

  /** Forget this visit's questions. */
  clear() {
    this.stop();
    this.#conversation = newId();
    this.log.replaceChildren();
    this.#settle(this.say.hint);
    this.focus();
  }

  /** Ask; resolves to the answer, or to null where it failed or was stopped. */
  async ask(question) {
    this.stop();
    const { signal } = (this.#running = new AbortController());
    const entry = this.#newEntry(question);
    const place = entry.lastChild;
    const slow = setTimeout(() => this.tell(this.say.slow), SLOW_MS);
    this.#busy(true);
    try {
      const body = await this.#follow(question, place, signal);
      this.#settle(fill(this.say[body.status], { n: body.quotes.length }));
      this.fire("answer", body);
      return body;
    } catch (error) {
      // Quotes that came before the end are taken away: half of a conflict would look like an answer.
      const { stopped } = this.say;
      this.#settle(signal.aborted ? stopped : "");
      place.replaceChildren(signal.aborted ? h("p.why", {}, stopped) : this.#drawFailure(error, question, entry));
      return null;
    } finally {
      clearTimeout(slow);
      if (this.#running.signal === signal) this.#busy(false);
    }
  }

  /** Say a word below the field, and to screen readers. */
  tell(text) {
    this.status.textContent = text;
  }

  /** Let the page know: quoth:answer, quoth:feedback, quoth:error. */
  fire(name, detail) {
    this.dispatchEvent(new CustomEvent(`quoth:${name}`, { detail, bubbles: true, composed: true }));
  }

  async #follow(question, place, signal) {
    let body = NOTHING_YET;
    for await (const event of ask(this.api, this.key, { question, conversation_id: this.#conversation }, signal)) {
      if (event.event === "status") this.tell(this.say[event.data.stage]);
      body = grow(body, event);
      place.replaceChildren(drawAnswer(body, this));
    }
    return body;
  }

  #drawFailure(error, question, entry) {
    if (!(error instanceof Failure)) throw error;
    const message = words(error, this.say);
    const retry = () => {
      entry.remove();
      this.#example(question);
    };
    this.fire("error", { kind: error.kind, message });
    const again = h("button.chip", { type: "button", click: retry }, this.say.retry);
    return h("div.failure", { role: "alert" }, h("p", {}, message), error.detail && h("p.why", {}, error.detail), again);
  }

  #newEntry(question) {
    for (const older of this.log.children) older.open = false;
    const entry = h(
      "details.entry",
      { open: "" },
      h("summary.question", { dir: "auto" }, question),
      h("div", {}, drawAnswer(NOTHING_YET, this)),
    );
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
    const { input, send, say } = this;
    if (event.submitter === send && this.log.ariaBusy === "true") return this.stop();
    const question = input.value.trim();
    const n = [...question].length;
    input.ariaInvalid = n > MAX_QUESTION;
    input.focus();
    if (n > MAX_QUESTION) this.tell(fill(say.too_long, { n }));
    else if (n) {
      input.value = "";
      this.ask(question);
    }
  }

  #build() {
    const { say } = this;
    // While an input method is composing, Enter chooses a character; 229 is how Safari says so.
    const keydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      form.requestSubmit();
    };
    const field = { id: "question", rows: 1, placeholder: say.placeholder, dir: "auto", "aria-describedby": "status" };
    this.input = h("textarea.input", { ...field, enterkeyhint: "send", keydown });
    this.send = h("button.send", { "aria-label": say.ask }, "↑");
    this.status = h("p.status", { id: "status", role: "status" }, say.hint);
    this.wipe = h("button.quiet", { type: "button", hidden: "", click: () => this.clear() }, say.clear);
    this.chips = h("div.examples", { role: "group", "aria-label": say.examples });
    this.log = h("div.log", { role: "log", "aria-label": say.answers });
    const label = h("label.label", { for: "question" }, say.title);
    const form = h("form", { submit: (event) => this.#submit(event) }, label, h("div.field", {}, this.input, this.send));
    adopt(this).append(h("div.root", {}, form, h("div.below", {}, this.status, this.wipe), this.chips, this.log));
  }

  /** data-examples is a JSON list of questions; without it, the API's own. */
  async #offer(examples) {
    const own = async () => (await (await fetch(`${this.api}v1/examples`)).json()).questions;
    const questions = examples ? JSON.parse(examples) : await own().catch(() => []); // the field works without them
    const chip = (question) => h("button.chip", { type: "button", dir: "auto", click: () => this.#example(question) }, question);
    this.chips.append(...questions.slice(0, 3).map(chip));
  }

  #example(question) {
    this.focus();
    this.ask(question);
  }
}

/** A failure in words, with when to retry: “in 40 seconds”, “in 5 minutes”. */
function words({ kind, wait }, say) {
  const [count, unit] = wait < 100 ? [wait, "second"] : [wait / 60, "minute"];
  const when = wait > 0 ? new Intl.RelativeTimeFormat(say.lang).format(Math.ceil(count), unit) : say.soon;
  return fill(say[`fail_${kind}`] ?? say.fail, { when, status: kind });
}

/** crypto.randomUUID needs https, which intranets often lack; getRandomValues does not. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
