/* The map of the course and its strips: what this browser keeps of the reader's work, shown on the fields of a page. */

import { gradedIn, inWords } from "./graded.js";
import { Store } from "./store.js";

const KINDS = /^(work|done|quiz|graded):/;
const WORDS = { new: "not begun", begun: "begun", passed: "passed" };
const NOTHING_KEPT =
  "This browser keeps nothing here (a private window?), so the map stays empty. Save each assignment as a file.";

const store = new Store(() => say(NOTHING_KEPT));

/** All that is kept, as text by its key; null where this browser keeps nothing. */
function kept() {
  return store.attempt((storage) => new Map(Object.entries(storage).filter(([key]) => KINDS.test(key))));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not written by us
  }
}

const write = (place, text) => place && place.textContent !== String(text) && (place.textContent = text);

/** Show the state of one function on its field; returns the credit that it has. */
function fill(field) {
  const { state, done } = store.progress(field.dataset.function);
  const isPart = state !== "passed" && done?.credit > 0 && done.credit < 1;
  const credit = state === "passed" ? 1 : isPart ? done.credit : 0;
  const figure = isPart ? `${Math.round(100 * credit)} %` : credit && done.figure ? done.figure : "";
  field.dataset.state = state;
  write(field.querySelector(".field-figure"), figure);
  write(field.querySelector(".field-state"), ` ${WORDS[state]}${isPart ? ", with part of its points" : ""}`);
  return credit;
}

/** Show beside the fields what feedback says of their functions: points, and whether they passed when graded. */
function showGraded(piece, root) {
  let [count, earned, worth] = [0, 0, 0];
  for (const place of root.querySelectorAll("[data-graded]")) {
    const graded = store.get(`graded:${place.dataset.graded}`);
    const [short, long] = graded ? inWords(graded) : ["", ""];
    write(place.firstElementChild, short);
    write(place.lastElementChild, long);
    if (graded && !graded.waits) [count, earned, worth] = [count + 1, earned + graded.points, worth + graded.worth];
  }
  const sum = piece.querySelector("[data-graded-sum]");
  if (!sum) return;
  sum.hidden = !count;
  write(sum.querySelector("strong"), `${Math.round(100 * earned) / 100} of ${worth} points`);
}

/** Fill in one piece of the map: its fields, sums, questions, and what is next. */
function show(piece) {
  const root = piece.dataset.scope === "page" ? document : piece; // the totals are those of all fields
  const fields = [...root.querySelectorAll("a.field[data-function]")];
  let [count, earned] = [0, 0];
  for (const field of fields) {
    const credit = fill(field);
    count += credit === 1 ? 1 : 0;
    earned += credit * Number(field.dataset.points);
  }
  write(piece.querySelector("[data-count]"), count);
  write(piece.querySelector("[data-earned]"), Math.round(10 * earned) / 10);
  for (const mark of piece.querySelectorAll("[data-mark]")) mark.dataset.state = store.progress(mark.dataset.mark).state;
  for (const quizzes of piece.querySelectorAll("[data-quizzes]")) {
    const keys = quizzes.dataset.quizzes.split(" ");
    const right = keys.filter((key) => store.get(`quiz:${key}`)?.right).length;
    write(quizzes.querySelector("[data-right]"), right);
    quizzes.classList.toggle("map-all", right === keys.length);
  }
  showGraded(piece, root);
  lead(piece, fields);
}

/** Name the first function that has not passed. */
function lead(piece, fields) {
  const complete = fields.length > 0 && fields.every((field) => field.dataset.state === "passed");
  piece.classList.toggle("map-all", complete);
  const link = piece.querySelector("[data-next]");
  if (!link) return;
  const next = fields.find((field) => field.dataset.state !== "passed");
  link.closest("p").hidden = complete;
  if (next) {
    const begun = fields.some((field) => field.dataset.state !== "new");
    write(piece.querySelector("[data-next-word]"), begun ? "Next:" : "Begin with");
    write(link.firstElementChild, next.dataset.function);
    link.href = next.href;
  }
  const end = piece.querySelector("[data-complete]");
  if (end) end.hidden = !complete;
}

function showAll() {
  for (const piece of document.querySelectorAll(".course-progress")) show(piece);
}

// What the buttons of the map do ---------------------------------------------------------------

function say(sentence) {
  const place = document.querySelector(".map-said");
  if (place) place.textContent = sentence;
}

function save() {
  const entries = kept();
  if (!entries) return;
  const file = { course: "Forward and Backward", saved: new Date().toISOString(), kept: Object.fromEntries(entries) };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }));
  link.download = `forward-and-backward-${file.saved.slice(0, 10)}.json`;
  link.click();
  say(`Saved as ${link.download}: your code, what has passed, and your answers to questions.`);
}

/** The entries in a file that `save` has written; null if it is another file. */
function entriesIn(text) {
  const found = parse(text)?.kept;
  if (!found || typeof found !== "object") return null;
  return Object.entries(found).filter(([key, value]) => KINDS.test(key) && typeof value === "string" && parse(value));
}

/** What is written here, and otherwise in a file, without the word before the colon. */
function differing(here, entries) {
  const other = entries.filter(([key, value]) => {
    return key.startsWith("work:") && here.has(key) && parse(here.get(key))?.text !== parse(value).text;
  });
  return other.map(([key]) => key.slice(5));
}

function question(names) {
  const functions = names.filter((name) => !name.includes(":"));
  const others = names.length - functions.length;
  const cells = others ? [`${others} other cell${others > 1 ? "s" : ""}`] : [];
  return (
    `What is in this browser differs from the file: ${[...functions, ...cells].join(", ")}.\n\n` +
    "OK takes what the file has. Cancel keeps what is here, and loads the rest."
  );
}

async function load(file) {
  const [entries, here] = [entriesIn(await file.text()), kept()];
  if (!here) return;
  if (!entries) return say(`${file.name} holds no progress of this course.`);
  const names = differing(here, entries);
  const keeps = new Set(names.length && !confirm(question(names)) ? names : []);
  const taken = entries.filter(([key]) => !keeps.has(key.replace(KINDS, "")));
  try {
    for (const [key, value] of taken) localStorage.setItem(key, value);
    const functions = taken.filter(([key]) => key.startsWith("work:")).length;
    say(`Loaded from ${file.name}: ${functions} piece${functions === 1 ? "" : "s"} of code, what has passed, and answers.`);
  } catch {
    say("This browser has no room for all of the file; what fitted was loaded.");
  }
  showAll();
}

/** Keep what feedback pages say of the functions of this map. */
async function readFeedback(files) {
  const pages = await Promise.all(files.map(async (file) => [file.name, gradedIn(await file.text())]));
  const isHere = ([name]) => document.querySelector(`[data-function="${CSS.escape(name)}"]`);
  const found = pages.flatMap(([, functions]) => functions ?? []).filter(isHere);
  for (const [name, graded] of found) store.set(`graded:${name}`, graded);
  const others = pages.filter(([, functions]) => !functions).map(([name]) => `${name} is no feedback of this course.`);
  const read = found.length ? [`Read what ${found.length} function${found.length > 1 ? "s" : ""} got when graded.`] : [];
  if (store.works) say([...read, ...others].join(" "));
  showAll();
}

function erase() {
  const entries = kept();
  if (!entries) return;
  if (!entries.size) return say("Nothing is kept in this browser yet.");
  const all = "all code, what has passed, what was graded and all answers that this browser keeps of the course";
  if (!confirm(`Erase ${all}? It cannot be brought back, except from a file that you saved.`)) return;
  for (const key of entries.keys()) localStorage.removeItem(key);
  say("Everything is erased. The map is as it was at first.");
  showAll();
}

const [choose, chooseFeedback] = document.querySelectorAll(".map-buttons input");
const actions = { save, erase, load: () => choose.click(), feedback: () => chooseFeedback.click() };

choose?.addEventListener("change", async () => {
  if (choose.files[0]) await load(choose.files[0]);
  choose.value = ""; // so that the same file can be chosen again
});
chooseFeedback?.addEventListener("change", async () => {
  await readFeedback([...chooseFeedback.files]);
  chooseFeedback.value = "";
});
document.addEventListener("click", ({ target }) => actions[target.closest?.("[data-do]")?.dataset.do]?.());
for (const event of ["verdict", "quiz"]) document.addEventListener(event, () => setTimeout(showAll));
for (const event of ["storage", "pageshow", "focusout"]) addEventListener(event, () => showAll());
showAll();
