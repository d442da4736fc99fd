/**
 * Quoth on any page: <script type="module" src="https://HOST/v1/widget.js" data-key="pk_…"></script> adds a launcher,
 * and <quoth-ask></quoth-ask> stands inline. The API serves this file as /v1/widget.js, the others below /v1/widget/.
 */
import { QuothAsk, page } from "./widget/element.js";
import { QuothLauncher } from "./widget/launcher.js";

// A module has no document.currentScript; its tag is the one with this module's address.
const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
Object.assign(page, { api: new URL("../", import.meta.url).href }, tag?.dataset);

/** What a page's own scripts may call. */
const Quoth = {
  /** Add a launcher; options are data-* attributes by name: {key, api, strings, theme, examples}. */
  mount(options) {
    const launcher = document.createElement("quoth-launcher");
    Object.assign(launcher.dataset, options);
    // Beside <body>: applications that replace the body leave the launcher and its answers.
    document.documentElement.append(launcher);
  },
  open: () => document.querySelector("quoth-launcher")?.open(),
  close: () => document.querySelector("quoth-launcher")?.close(),
  /** Ask in the launcher, else in the first <quoth-ask>; resolves to the answer or null. */
  ask(question) {
    Quoth.open();
    const first = (selector) => document.querySelector(selector);
    return (first("quoth-launcher > quoth-ask") ?? first("quoth-ask")).ask(question);
  },
  /** Remove the launcher and its answers. */
  destroy: () => document.querySelector("quoth-launcher")?.remove(),
};

// The page may load two versions: the first one stays.
if (!customElements.get("quoth-ask")) {
  window.Quoth = Quoth;
  customElements.define("quoth-ask", QuothAsk);
  customElements.define("quoth-launcher", QuothLauncher);
  if (tag && tag.dataset.launcher !== "off") Quoth.mount();
}
