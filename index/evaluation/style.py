"""Style the report: light, dark and on paper, without a script and without anything loaded."""

CSS = """
:root { color-scheme: light dark; --paper: light-dark(#fbfaf7, #16181c); --ink: light-dark(#1d2026, #e8e6e1);
  --soft: light-dark(#5c626d, #a3a8b2); --line: light-dark(#e0ddd5, #31353d); --card: light-dark(#fff, #1d2025);
  --blue: light-dark(#2358a6, #7fb0f5); --green: light-dark(#1f7a4d, #63c693); --red: light-dark(#b3322c, #f0857d);
  --amber: light-dark(#8a5a00, #e3b25a); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
.meta, .none, figcaption, .place { color: var(--soft); font-size: .875rem; }
.heads { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1.5rem 0; }
.head { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem .9rem; }
mark { background: color-mix(in srgb, var(--blue) 22%, transparent); color: inherit; border-radius: 2px; }
.head b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.head span { color: var(--soft); font-size: .8125rem; } .head.bad b { color: var(--red); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.5rem; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
svg { width: 100%; height: auto; display: block; font: 11px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .tick, svg .axis, svg .range { fill: var(--soft); }
svg .name, svg .value { font-size: 12px; }
.grid, .guide { stroke: var(--line); } .guide { stroke-dasharray: 4 4; stroke: var(--soft); }
.line { fill: none; stroke: var(--blue); stroke-width: 2; stroke-linejoin: round; }
.area { fill: var(--blue); opacity: .1; } .dot { fill: var(--blue); stroke: var(--card); stroke-width: 1.5; }
.gap { stroke: var(--red); opacity: .6; } .track { fill: var(--line); opacity: .6; }
.rise { fill: var(--blue); } .fall { fill: var(--amber); }
.whisker { stroke: var(--ink); fill: none; stroke-width: 1.25; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .45rem .9rem; text-align: right; border: 1px solid var(--line); font-weight: 400; }
thead th, tbody th { color: var(--soft); } tbody th, td.text { text-align: left; } td.text { overflow-wrap: anywhere; }
td { background: color-mix(in srgb, var(--tint, var(--card)) calc(var(--share, 0) * 55%), var(--card)); }
.confusion { max-width: 34rem; width: 100%; } .wide { overflow-x: auto; }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--red);
  border-radius: .375rem; padding: .9rem 1.1rem; margin: 0 0 .9rem; break-inside: avoid; }
article.decline { border-left-color: var(--amber); }
article.good { border-left-color: var(--green); }
article h3 { font-size: 1rem; margin: 0 0 .35rem; overflow-wrap: anywhere; }
article p { margin: .2rem 0; overflow-wrap: anywhere; } .id { color: var(--soft); font-weight: 400; }
blockquote { margin: .6rem 0 0; padding: 0 0 0 .9rem; border-left: 2px solid var(--line); overflow-wrap: anywhere; }
blockquote footer { color: var(--soft); font-size: .8125rem; } .broken { color: var(--red); font-weight: 600; }
.up { color: var(--green); } .down { color: var(--red); }
@media print { :root { color-scheme: light; } body { padding: 0; font-size: 11pt; } h2 { break-after: avoid; } }
"""
