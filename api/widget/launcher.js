/** <quoth-launcher>: a button in the corner, and a panel with a <quoth-ask>, which fills the screen of a phone. */
import { h } from "./dom.js";
import { given } from "./element.js";
import { adopt } from "./style.js";

export class QuothLauncher extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const { say } = given(this);
    const expand = { "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog" };
    const shut = () => {
      this.lastChild.stop();
      this.button.ariaExpanded = "false";
      this.button.focus();
    };
    const keydown = ({ key }) => key === "Escape" && this.close();
    this.button = h("button.launcher", { ...expand, click: () => this.open() }, say.launcher);
    const close = h("button.quiet.close", { "aria-label": say.close, click: () => this.close() }, "✕");
    this.panel = h("dialog.panel", { id: "panel", "aria-label": say.title, close: shut, keydown }, close, h("slot"));
    adopt(this).append(h("section.corner", { "aria-label": say.title }, this.button, this.panel));
  }

  /** Beside the page on a wide screen, and modal on a phone, where nothing else can be seen. */
  open() {
    const phone = matchMedia("(max-width: 40rem), (max-height: 30rem)").matches;
    if (!this.lastChild) this.append(h("quoth-ask")); // a page pays for it only when somebody asks
    if (!this.panel.open) this.panel[phone ? "showModal" : "show"]();
    this.button.ariaExpanded = "true";
    this.lastChild.focus();
  }

  close() {
    this.panel.close();
  }
}
