/** The script tag adds a launcher; <quoth-ask> stands inline. */
import { h } from "./widget/dom.js";
import { QuothAsk, given, page } from "./widget/element.js";
import { adopt } from "./widget/style.js";

class QuothLauncher extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const { say } = given(this);
    const expands = { "aria-expanded": "false", "aria-controls": "panel" };
    const shut = () => {
      this.lastChild.stop();
      this.button.ariaExpanded = "false";
      this.button.focus();
    };
    const keydown = ({ key }) => key === "Escape" && this.close();
    this.button = h("button.launcher", { ...expands, click: () => this.open() }, say.ask);
    const close = h("button.quiet.close", { "aria-label": say.close, click: () => this.close() }, "✕");
    this.panel = h("dialog.panel", { id: "panel", "aria-label": say.title, close: shut, keydown }, close, h("slot"));
    adopt(this).append(h("section.corner", { "aria-label": say.title }, this.button, this.panel));
  }

  open() {
    const phone = matchMedia("(max-width: 40rem), (max-height: 30rem)").matches;
    if (!this.lastChild) this.append(h("quoth-ask"));
    if (!this.panel.open) this.panel[phone ? "showModal" : "show"]();
    this.button.ariaExpanded = "true";
    this.lastChild.focus();
  }

  close() {
    this.panel.close();
  }
}

const launcher = () => document.querySelector("quoth-launcher");

const Quoth = {
  /** Add a launcher; options: {key, api, strings, examples}. */
  mount(options = {}) {
    const element = h("quoth-launcher");
    for (const [name, value] of Object.entries(options)) {
      element.dataset[name] = typeof value === "string" ? value : JSON.stringify(value);
    }
    document.documentElement.append(element); // some applications replace <body>
  },
  open: () => launcher()?.open(),
  close: () => launcher()?.close(),
  ask(question) {
    Quoth.open();
    return (launcher()?.lastChild ?? document.querySelector("quoth-ask")).ask(question);
  },
  destroy: () => launcher()?.remove(),
};

// A module has no document.currentScript.
const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
Object.assign(page, { api: new URL("../", import.meta.url).href }, tag?.dataset);

if (!window.Quoth) {
  window.Quoth = Quoth;
  customElements.define("quoth-ask", QuothAsk);
  customElements.define("quoth-launcher", QuothLauncher);
  if (tag && page.launcher !== "off") Quoth.mount();
}
