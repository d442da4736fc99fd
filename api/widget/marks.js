/** Quotes keep their Markdown marks; people see words. What is shown stays where it was, so a highlight still fits. */

// Code comes first: marks in it mean themselves.
const INLINE = [
  [/(`+)(?<keep>[^`]+)\1/dg, "code"],
  [/!?\[(?<keep>[^\]\n]*)\]\([^()\s]*(\([^()\s]*\)[^()\s]*)*( +"[^"\n]*")?\)/dg, "span"],
  [/(?<![\w*\\])(\*\*|__)(?=\S)(?<keep>.+?)(?<=[^\s\\])\1(?!\w)/dg, "strong"],
  [/(?<![\w*\\])([*_])(?=[^\s*_])(?<keep>.*?)(?<=[^\s*_\\])\1(?![\w*])/dg, "em"],
  [/\\(?<keep>[\\`*_{}[\]()#+\-.!|>~])/dg, "span"],
];
const LINE = /^[ \t]*(>[ \t]?)*((?<heading>#{1,6})[ \t]+|(?<item>[-*+])[ \t]+)?/;

export function lines({ text, source }) {
  const markdown = !/\.(txt|pdf)$/i.test(source.path); // there, an asterisk is an asterisk
  const styles = markdown ? inline(text) : [];
  let end = -1;
  return text.split("\n").flatMap((line) => {
    const start = end + 1;
    end = start + line.length;
    const { 0: marks, groups } = LINE.exec(markdown ? line : "");
    const kind = groups.heading ? "heading" : groups.item ? "item" : "line";
    const runs = cut(text, start + marks.length, end, styles);
    return runs.length ? { kind, runs } : [];
  });
}

export function words(quote, from = 0, to = Infinity) {
  const shown = ({ text, start }) => text.slice(Math.max(0, from - start), Math.max(0, to - start));
  return lines(quote).map(({ runs }) => runs.map(shown).join("")).join(" ").trim();
}

/** [from, to] in UTF-16 units; the API counts code points. */
export function highlight({ text, start, highlight: span }) {
  const unit = (offset) => [...text].slice(0, offset - start).join("").length;
  return span ? [unit(span.start), unit(span.end)] : [0, 0];
}

/** Styles by character; null: a mark, not shown. */
function inline(text) {
  const styles = [];
  for (const [rule, style] of INLINE) {
    for (const { indices } of text.matchAll(rule)) {
      const [[from, to], [first, last]] = [indices[0], indices.groups.keep];
      if ([from, to - 1].some((at) => styles[at] === null || styles[at] === "code")) continue;
      for (let at = from; at < to; at++) {
        if (at < first || at >= last) styles[at] = null;
        else if (styles[at] === undefined || styles[at] === "span") styles[at] = style;
      }
    }
  }
  return styles;
}

function cut(text, from, to, styles) {
  const runs = [];
  for (let start = from; start < to; start++) {
    const style = styles[start];
    const last = runs.at(-1);
    if (style === null) continue;
    if (last && last.style === style && last.start + last.text.length === start) last.text += text[start];
    else runs.push({ text: text[start], start, style });
  }
  return runs;
}
