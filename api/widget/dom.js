/** h("p.why", {}, "…") is a <p> with class and part "why". Only elements and text: nothing parses HTML. */
export function h(name, attributes, ...children) {
  const [tag, ...names] = name.split(".");
  const node = document.createElement(tag);
  node.className = node.part = names.join(" ");
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") node.addEventListener(key, value);
    else node.setAttribute(key, value);
  }
  node.append(...children.flat(9).filter((child) => child));
  return node;
}

export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
