/* The files in which work is saved and from which it is taken: notebooks and Python. */

import { nameOf } from "./store.js";

const UNANSWERED = "YOUR ANSWER HERE";

/**
 * The notebook with what the reader wrote in it.
 *
 * @param {string} text - The notebook as it is handed out.
 * @param {Cell[]} cells
 * @param {Answer[]} answers
 * @returns {string}
 */
export function asNotebook(text, cells, answers) {
  const notebook = JSON.parse(text);
  const written = new Map([...cells, ...answers].filter((each) => each.text).map((each) => [each.id, each.text]));
  for (const cell of notebook.cells) cell.source = written.get(cell.id) ?? cell.source;
  return JSON.stringify(notebook, null, 1);
}

/** The same as Python, a mark between cells; answers in words are comments. */
export function asPython(cells, answers) {
  const code = cells.map((cell) => `# %%\n${cell.text}`);
  const words = answers.filter((answer) => answer.text);
  const said = words.map(({ name, text }) => `# %% [markdown] ${name}\n${text.replace(/^/gm, "# ")}`);
  return `${[...code, ...said].join("\n\n\n")}\n`;
}

/**
 * What a file holds.
 *
 * @param {string} name - Of the file.
 * @param {string} text
 * @returns {object} `code`: parts with `text`, and `id` where there is one; `answers`: texts by their names.
 * @throws If it is a notebook that can't be read.
 */
export function partsOf(name, text) {
  if (name.endsWith(".ipynb")) return ofNotebook(JSON.parse(text));
  return /^# %%/m.test(text) ? ofMarkedPython(text) : { code: ofPython(text), answers: {} };
}

function ofNotebook({ cells }) {
  const parts = cells.map(({ cell_type: kind, id, source, metadata }) => {
    return { kind, id, text: [source].flat().join(""), grade: metadata?.nbgrader };
  });
  const answered = parts.filter(({ kind, grade, text }) => kind === "markdown" && grade?.solution && text !== UNANSWERED);
  return {
    code: parts.filter(({ kind }) => kind === "code"),
    answers: Object.fromEntries(answered.map(({ grade, text }) => [grade.grade_id, text])),
  };
}

function ofMarkedPython(text) {
  const parts = text.split(/^(?=# %%)/m).map((part) => part.trimEnd());
  const words = parts.map((part) => part.match(/^# %% \[markdown\] (\S+)\n([^]*)/)).filter(Boolean);
  const code = parts.filter((part) => !part.startsWith("# %% [markdown]"));
  return {
    code: code.map((part) => ({ text: part.replace(/^# %%.*\n?/, "") })),
    answers: Object.fromEntries(words.map(([, name, said]) => [name, said.replace(/^# ?/gm, "")])),
  };
}

/** Functions of a plain file, each with the definitions that stand before it; what computes is left out. */
function ofPython(text) {
  const statements = text.split(/^(?=[^\s#)\]}])/m).map((each) => each.trimEnd());
  const parts = [];
  let before = [];
  for (const each of statements) {
    const defines = /^(def|async|class|@|import|from|[A-Za-z_]\w* *=)/.test(each);
    if (defines) before.push(each);
    if (/^def /.test(each)) {
      parts.push({ text: before.join("\n").replace(/^(?=def |class |@)/gm, "\n").replace(/\n{3,}/g, "\n\n").trim() });
      before = [];
    }
  }
  return parts;
}

/**
 * Put the parts of a file into their cells: by the functions that they define, others by their ids.
 *
 * @returns {object} `functions`, `answers`: how many were taken; `left`: cells with code that have no place.
 */
export function take(parts, cells, answers) {
  const defines = (part, cell) => nameOf(part.text).split(",").includes(cell.name);
  const asked = cells.filter((cell) => cell.isAsked);
  const found = new Map(asked.map((cell) => [cell, partFor(cell, parts.code, defines)]).filter(([, part]) => part));
  const sameNotebook = [...found].every(([cell, part]) => part.id === cell.id);
  for (const cell of cells) {
    const part = sameNotebook && !cell.isAsked && parts.code.find(({ id }) => id && id === cell.id);
    if (part && !nameOf(part.text).split(",").some((name) => asked.some((other) => other.name === name))) found.set(cell, part);
  }
  for (const [cell, { text }] of found) cell.take(text);
  const answered = answers.filter((answer) => parts.answers[answer.name]);
  for (const answer of answered) answer.take(parts.answers[answer.name]);
  const used = new Set(found.values());
  const own = parts.code.filter((part) => part.text.trim() && !used.has(part) && !cells.some((cell) => cell.original === part.text));
  return { functions: asked.filter((cell) => found.has(cell)).length, answers: answered.length, left: own.length };
}

function partFor(cell, parts, defines) {
  const some = parts.filter((part) => defines(part, cell));
  return some.find((part) => part.id === cell.id) ?? some.at(-1);
}
