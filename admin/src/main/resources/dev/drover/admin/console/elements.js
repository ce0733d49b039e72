/** What pages are made of. Text is always text: nothing that a node tells becomes markup. */

/** Characters of what a check printed that are shown at once. */
const MOST_WORDS = 160;

/** An element; children are elements, texts, or nothing. */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== ""));
  return made;
}

/** A table; a cell is an element, a text, or {number: TEXT}. */
export function table(heads, rows, empty) {
  if (rows.length === 0) {
    return element("div", { class: "scroll" }, element("p", { class: "empty" }, empty));
  }
  const cell = (tag) => (value) =>
    value?.number !== undefined
      ? element(tag, { class: "number" }, String(value.number))
      : element(tag, {}, value ?? "");
  return element("div", { class: "scroll" },
    element("table", {},
      element("thead", {}, element("tr", {}, heads.map(cell("th")))),
      element("tbody", {}, rows.map((row) => element("tr", {}, row.map(cell("td")))))));
}

/** A word that is a state, with its colour and shape. */
export function state(word, kind) {
  return element("span", { class: `state ${kind}` }, word);
}

/** The words below a word. */
export function under(first, second) {
  return element("div", {}, first, second ? element("div", { class: "dim small" }, second) : null);
}

/** Words of somebody else, which may be a whole page: of many only the first, and the rest on demand. */
export function words(text) {
  if (text.length <= MOST_WORDS) {
    return element("span", { class: "words" }, text);
  }
  return element("details", { class: "long" },
    element("summary", {}, `${text.slice(0, MOST_WORDS).replace(/\s+/g, " ")} ... (${text.length} characters)`),
    element("span", { class: "words" }, text));
}

const two = (n) => String(n).padStart(2, "0");

/** A moment as a clock shows it, in the browser's time zone; with its date unless it is of today. */
export function clock(iso) {
  if (!iso) {
    return "";
  }
  const at = new Date(iso);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return at.toDateString() === new Date().toDateString() ? time : `${date} ${time}`;
}

/** How long ago: 40 s, 12 min, 3 h, 5 d. */
export function ago(iso) {
  const seconds = Math.max(0, Math.round((Date.now() - new Date(iso).getTime()) / 1000));
  if (seconds < 120) {
    return `${seconds} s`;
  }
  if (seconds < 7200) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} d`;
}

export function since(iso) {
  return element("span", { title: iso, class: "dim" }, `since ${clock(iso)}, ${ago(iso)}`);
}

export function count(n, one, many) {
  return `${n} ${n === 1 ? one : many}`;
}
