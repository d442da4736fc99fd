/** A constructed sheet needs no style-src. A page's !important on the element loses to one in :host. */
const CSS = `
:host {
  display: block !important; visibility: visible !important; opacity: 1 !important; transform: none !important; filter: none !important;
  color-scheme: var(--quoth-scheme, light dark) !important;
}
:host([hidden]), [hidden] { display: none !important; }
.root, .corner {
  all: initial; display: block; color-scheme: inherit; overflow-wrap: anywhere;
  --ink: var(--quoth-ink, light-dark(#22201d, #eceae6));
  --surface: var(--quoth-surface, light-dark(#fff, #1b1c1f));
  --accent: var(--quoth-accent, light-dark(#0d6457, #6fd0bd));
  --mark: var(--quoth-mark, light-dark(#ffe79c, #5d4a10));
  --warn: var(--quoth-warn, light-dark(#8f4f00, #f0b863));
  --muted: color-mix(in srgb, var(--ink) 70%, var(--surface));
  --raised: color-mix(in srgb, var(--mark) 8%, var(--surface));
  --border: 1px solid color-mix(in srgb, var(--ink) 14%, var(--surface));
  --radius: var(--quoth-radius, 12px);
  font: var(--quoth-font-size, medium)/1.55 sans-serif; font-family: var(--quoth-font, inherit); color: var(--ink);
}
* { box-sizing: border-box; margin: 0; min-width: 0; }
button, textarea { font: inherit; color: inherit; border: 0; background: none; }
button { cursor: pointer; min-height: 2.2em; min-width: 2.2em; border-radius: 2em; padding: .3em .9em; }
:focus-visible, .field:focus-within { outline: 2px solid var(--accent); outline-offset: 1px; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

.field { display: flex; align-items: end; gap: .4em; margin-top: .5em; padding: .4em; background: var(--surface); border: var(--border); border-radius: var(--radius); }
.input { flex: 1; max-height: 9em; padding: .5em .6em; outline: 0; resize: none; field-sizing: content; }
.input::placeholder { color: var(--muted); opacity: 1; }
.send, .launcher { background: var(--accent); color: var(--surface); }
.send { height: 2.5em; width: 2.5em; padding: 0; }
.below { display: flex; align-items: center; justify-content: space-between; min-height: 2.5em; }
.status, .sure, .reasons, .votes, .citation, .scope, .quiet { font-size: .875em; color: var(--muted); }
.examples, .actions, .reasons, .votes, .citation { display: flex; flex-wrap: wrap; align-items: center; gap: .4em; }
.chip { border: var(--border); background: var(--surface); color: var(--ink); font-size: .9em; text-align: start; justify-self: start; }
.chip:hover, .quiet:hover, [aria-pressed=true] { color: var(--accent); border-color: var(--accent); }
.label, .send, .launcher, .short, .title, .scope, .heading { font-weight: 600; }

.entry + .entry { border-top: var(--border); }
.question { padding: .75em 0; color: var(--muted); cursor: pointer; }
.answer { display: grid; gap: 1em; padding-bottom: 1.5em; }
.short { font-size: 1.6em; line-height: 1.25; text-wrap: balance; }
.long, .title { font-size: 1.25em; line-height: 1.3; }
.why { color: var(--muted); }
.short + .why { margin-top: -.6em; }
.conflict .verdict { color: var(--warn); }

.quote { position: relative; padding-inline-start: 1.5em; }
.quote::before { content: "“" / ""; position: absolute; inset-block-start: -.15em; inset-inline-start: 0; font: 2.6em/1 Georgia, serif; color: var(--accent); }
.text { font-size: 1.0625em; line-height: 1.65; text-wrap: pretty; }
.item { display: list-item; margin-inline-start: 1.1em; }
.mark { background: var(--mark); color: inherit; border-radius: .2em; }
.citation { margin-top: .5em; }
.citation > * + *::before { content: "· " / ""; }
.link { color: var(--accent); text-underline-offset: .2em; min-height: 24px; }

.sides { display: grid; gap: 1em; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15em), 1fr)); }
.card, .failure, .related { display: grid; gap: 1em; align-content: start; padding: 1em 1.2em; background: var(--raised); border: var(--border); border-radius: var(--radius); }
.conflict .card, .failure { border-top: 3px solid var(--warn); }
.title .scope { display: block; font-size: .7em; }
.related { background: none; border-style: dashed; }
.related .text, .related .quote::before { color: var(--muted); }
.actions { margin-inline-start: -.8em; }
.votes { margin-inline-start: auto; }
.reasons { flex-basis: 100%; padding-inline-start: .9em; }
.wait { height: 7em; background: var(--raised); border-radius: var(--radius); }

.corner, .panel { position: fixed; inset: auto; inset-block-end: 1.5em; inset-inline-end: 1.5em; z-index: var(--quoth-z, 2147483000); }
.launcher { padding: .75em 1.4em; box-shadow: 0 4px 16px #0004; }
.launcher[aria-expanded=true] { visibility: hidden; }
.close { position: absolute; inset-block-start: .75em; inset-inline-end: .75em; }
.panel {
  width: min(28em, 100vw - 3em); height: min(46em, 100dvh - 3em);
  max-width: none; max-height: none; padding: 1em 1.2em; overflow: auto; overscroll-behavior: contain;
  background: var(--surface); color: var(--ink); border: var(--border); border-radius: var(--radius); box-shadow: 0 4px 32px #0004;
}
@media (max-width: 40rem), (max-height: 30rem) {
  .panel { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; }
}
@keyframes breathe { 50% { opacity: .5; } }
@media (prefers-reduced-motion: no-preference) { .wait { animation: breathe 1.5s infinite; } }
@media (forced-colors: active) {
  button { border: 1px solid; }
  [aria-pressed=true] { border-width: 3px; }
}
`;

let sheet;

export function adopt(element) {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(CSS);
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  return root;
}
