/**
 * Quoth on any page: <script type="module" src="https://HOST/v1/widget.js" data-key="pk_…"></script> adds a launcher,
 * <quoth-ask></quoth-ask> stands inline. The API serves this file as /v1/widget.js, the others below /v1/widget/.
 */
import { h } from "./widget/dom.js";
import { QuothAsk, given, page } from "./widget/element.js";
import { adopt } from "./widget/style.js";

/** A button in the corner and a panel with a <quoth-ask>, which a page pays for only when somebody asks. */
class QuothLauncher extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const { say } = given(this);
    const expands = { "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog" };
    const shut = () => {
      this.lastChild.stop();
      this.button.ariaExpanded = "false";
      this.button.focus();
    };
    const keydown = ({ key }) => key === "Escape" && this.close();
    this.button = h("button.launcher", { ...expands, click: () => this.open() }, say.launcher);
    const close = h("button.quiet.close", { "aria-label": say.close, click: () => this.close() }, "✕");
    this.panel = h("dialog.panel", { id: "panel", "aria-label": say.title, close: shut, keydown }, close, h("slot"));
    adopt(this).append(h("section.corner", { "aria-label": say.title }, this.button, this.panel));
  }

  /** Beside the page; modal on a phone, where the panel fills the screen. */
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

/** What a page's own scripts may call. */
const Quoth = {
  /** Add a launcher; options are data-* attributes by name: {key, api, strings, theme, examples}. */
  mount(options) {
    const element = h("quoth-launcher");
    Object.assign(element.dataset, options);
    document.documentElement.append(element); // beside <body>, which some applications replace
  },
  open: () => launcher()?.open(),
  close: () => launcher()?.close(),
  /** Ask in the launcher, else in the first <quoth-ask>; resolves to the answer or null. */
  ask(question) {
    Quoth.open();
    return (launcher()?.lastChild ?? document.querySelector("quoth-ask")).ask(question);
  },
  destroy: () => launcher()?.remove(),
};

// A module has no document.currentScript; its tag is the one with this module's address.
const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
Object.assign(page, { api: new URL("../", import.meta.url).href }, tag?.dataset);

// The page may load two versions: the first one stays.
if (!window.Quoth) {
  window.Quoth = Quoth;
  customElements.define("quoth-ask", QuothAsk);
  customElements.define("quoth-launcher", QuothLauncher);
  if (tag && page.launcher !== "off") Quoth.mount();
}
