/* Two answers beside each other, and what is worth saying about their differences. */

import { paint } from "./editor.js";

const LOOP = /\b(for|while)\b/;
const LOOPS = {
  about: "speed",
  text:
    "Yours has a loop in Python, the model answer has none: there NumPy loops, in compiled code. " +
    "Where a Python loop makes many rounds, they take most of the time.",
};

const element = (name, options) => Object.assign(document.createElement(name), options);

/**
 * Show a reader's answer beside the model's.
 *
 * @param {string} own
 * @param {object} answer - `model`, a text; `remarks`, each with `about` and `text`, perhaps `has`, `lacks`, `code`.
 * @returns {HTMLElement}
 */
export function compare(own, { model, remarks }) {
  const yours = withoutDocstring(own).trim();
  const [ours, theirs] = differences(yours.split("\n"), model.split("\n"));
  const view = element("div", { className: "compare" });
  const sides = element("div", { className: "compare-sides" });
  sides.append(side("Yours", yours, ours), side("Model answer", model, theirs));
  view.append(sides, element("p", { className: "compare-key", textContent: keyOf(ours, theirs) }));
  const told = worthSaying(yours, model, remarks);
  for (const remark of told.filter(({ code }) => !code)) view.append(said(remark.about, remark.text));
  for (const { text, code } of told.filter((remark) => remark.code)) {
    view.append(said("faster on large arrays", text), block(code, new Set()));
  }
  return view;
}

function keyOf(ours, theirs) {
  if (!ours.size && !theirs.size) return "Line for line the same, spaces and comments aside.";
  return "≠ marks a line that the other side does not have. Both pass the same check.";
}

/** The remarks that hold for this text. */
export function worthSaying(own, model, remarks) {
  const [yours, ours] = [bare(own), bare(model)];
  const holds = ({ has, lacks }) => !(has && !new RegExp(has).test(yours)) && !(lacks && new RegExp(lacks).test(yours));
  const told = remarks.filter(holds);
  const loops = LOOP.test(yours) && !LOOP.test(ours) && /\bnp\.|@/.test(ours);
  return loops && !told.some(({ about, code }) => about === "speed" && !code) ? [LOOPS, ...told] : told;
}

/** Code without comments and without what stands between quotation marks. */
function bare(text) {
  return text.replace(/("""|''')[^]*?\1|"[^"\n]*"|'[^'\n]*'|#.*/g, (found) => (found[0] === "#" ? "" : '""'));
}

function withoutDocstring(text) {
  return text.replace(/(:[ \t]*\n)[ \t]+("""|''')[^]*?\2[ \t]*\n/, "$1");
}

/** Of two lists of lines, the numbers of those that the other does not have, in order. */
export function differences(one, other) {
  const [a, b] = [one, other].map((lines) => lines.map((line) => line.replace(/#.*/, "").replace(/\s+/g, " ").trim()));
  const longest = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const [ours, theirs] = [new Set(), new Set()];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1];
    else if (j === b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) a[i++] && ours.add(i - 1);
    else b[j++] && theirs.add(j - 1);
  }
  return [ours, theirs];
}

function side(title, text, marked) {
  const made = element("figure");
  made.append(element("figcaption", { textContent: title }), block(text, marked));
  return made;
}

/** Code in the colours of the page; marked lines have a sign before them. */
function block(text, marked) {
  const code = element("pre", { tabIndex: 0 });
  let line;
  const begin = () => {
    const number = code.childElementCount;
    line = element("span", { className: marked.has(number) ? "compare-line differs" : "compare-line" });
    code.append(line);
  };
  begin();
  paint(
    text,
    (part, names) => line.append(names ? element("span", { className: names, textContent: part }) : part),
    begin,
  );
  const box = element("div", { className: "highlight" });
  box.append(code);
  return box;
}

function said(about, text) {
  const made = element("p", { className: "compare-remark" });
  made.append(element("b", { textContent: `${about[0].toUpperCase()}${about.slice(1)}. ` }));
  for (const [place, part] of text.split("`").entries()) {
    made.append(place % 2 ? element("code", { textContent: part }) : part);
  }
  return made;
}
