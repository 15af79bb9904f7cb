/* A page whose cells run: its cells, one engine, one queue, and what the reader wrote. */

import { AfterPass } from "./after_pass.js";
import { Answer } from "./answer.js";
import { Cell, button } from "./cell.js";
import { Kernel } from "./kernel.js";
import { OwnFunctions } from "./own_functions.js";
import { PagePython } from "./page_python.js";
import { loadScript } from "./script.js";
import { tell } from "./state.js";
import { Stopped } from "./stopped.js";
import { Store } from "./store.js";
import { asNotebook, asPython, partsOf, take } from "./work_files.js";

const element = (name, options) => Object.assign(document.createElement(name), options);

export class Notebook {
  /**
   * @param {object} settings - `engine`, `root`, `page`; `exercises`, the assignment of each function that the page
   *   asks for; `answers`, whether there are model answers to compare with; on an assignment's page `files`, the script
   *   that holds its notebook and data.
   */
  constructor(settings) {
    this.settings = settings;
    this.queue = Promise.resolve();
    this.stops = 0;
    this.ran = new Map(); // what this Python has run: by function, or by given code, the text
    this.scripts = new Map();
    this.state = ["stopped", 0];
    this.status = element("span", { className: "page-state" });
    this.status.setAttribute("role", "status");
    this.store = new Store((sentence) => (this.status.textContent = this.warning = sentence));
    this.own = new OwnFunctions(this);
    const told = (state, share) => this.told(state, share);
    this.engine =
      settings.engine === "kernel"
        ? new Kernel(new URL(`${settings.root}../`, location.href), settings.folder, told)
        : new PagePython(`${settings.root}_static/page/python`, told);
    const places = [...document.querySelectorAll("div.cell")].filter((cell) => cell.querySelector(".page-bar"));
    this.cells = places.map((place, number) => new Cell(this, place, number));
    this.answers = [...document.querySelectorAll(".written-answer")].map((place) => new Answer(this, place));
    this.store.listen((key, value) => this.changedElsewhere(key, value));
    this.addBar();
    const checks = this.cells.filter((cell) => cell.checked in settings.exercises);
    this.afterPass = new Map(checks.map((cell) => [cell.checked, new AfterPass(this, cell)]));
    for (const name of Object.keys(settings.exercises)) this.tellProgress(name);
    for (const begun of document.querySelectorAll('.exercise[data-state="begun"] > details')) begun.open = true;
  }

  addBar() {
    const start = document.querySelector(".page-start");
    if (this.settings.engine === "python" && !this.settings.files) {
      start?.append(" ", this.status); // a chapter: saving and the rest are on the assignment's page
      return;
    }
    const bar = element("div", { className: "page-bar page-all" });
    const choose = element("input", { type: "file", accept: ".ipynb,.py", hidden: true });
    choose.addEventListener("change", () => {
      if (choose.files[0]) this.open(choose.files[0]);
      choose.value = ""; // the same file can be chosen again
    });
    bar.append(
      button("Run all", () => this.runTo(this.cells.filter((cell) => !cell.exercise).at(-1))),
      button("Stop", () => this.stop()),
      ...(this.settings.files ? [button("Save as .ipynb", () => this.saveNotebook())] : []),
      button("Save as .py", () => this.save(asPython(this.cells, this.answers), `${this.base}.py`, "text/x-python")),
      button("Open a file", () => choose.click()),
      button("Erase my work", () => this.erase()),
      choose,
      this.status,
    );
    start.replaceChildren(bar);
  }

  /** The engine's state has changed: said above, and at the cell that waits for it. */
  told(state, share) {
    this.state = [state, share];
    if (state === "ready" && this.warning) this.status.textContent = this.warning; // that nothing is kept holds on
    else tell(this.status, state, share);
    if (state === "stopped") this.forget();
    else this.running?.wait(state, share);
  }

  /** Python is gone, and all that ran in it. */
  forget() {
    this.ran.clear();
    for (const cell of this.cells) cell.ran = false;
  }

  /** What a run needs beside it, such as data, as bytes by name; loaded when it is first needed. */
  async files(cell) {
    if (this.settings.engine === "kernel") return {};
    const address = this.settings.files ?? (await this.dataOf(cell));
    const found = address ? await this.shipped(address) : {};
    return Object.fromEntries(Object.entries(found).filter(([name]) => !name.endsWith(".ipynb")));
  }

  /** The script with the files that a cell in a chapter reads: of the task that it sets, or of a payoff; most read none. */
  async dataOf(cell) {
    const file = cell?.exercise && (await this.own.course.load()).asked(cell.exercise).file;
    const home = file ? this.settings.exercises[cell.exercise] : cell?.element.dataset.files;
    return home && `${this.settings.root}_static/page/exercises/${home}.js`;
  }

  /** An assignment's notebook and its files as bytes, by name. */
  shipped(address) {
    if (!this.scripts.has(address)) this.scripts.set(address, load(address));
    return this.scripts.get(address);
  }

  /** Do something when all that waits is done; Stop takes it out of the queue. */
  enqueue(task, dropped = () => {}) {
    const { stops } = this;
    return (this.queue = this.queue.then(() => (stops === this.stops ? task() : dropped())));
  }

  /** Run a cell; those that it needs and that have not run yet come first. */
  runTo(cell) {
    const stopped = [];
    for (const next of [...this.before(cell), cell]) {
      next.say("waiting", true);
      next.ran = true;
      const dropped = () => {
        next.ran = false;
        next.say("");
      };
      this.enqueue(async () => {
        if (next.checked && stopped.includes(next.checked)) return next.showStopped();
        this.running = next;
        const ok = await next.run();
        this.running = null;
        if (!ok) stopped.push(...next.name.split(","));
        return ok;
      }, dropped);
    }
    return this.queue;
  }

  before(cell) {
    const waiting = this.cells.filter((other) => !other.ran && !other.isCheck && other !== cell);
    if (cell.exercise) return waiting.filter((other) => other.exercise === cell.exercise);
    if (cell.isPayoff) return [];
    const above = this.cells.slice(0, this.cells.indexOf(cell));
    return waiting.filter((other) => above.includes(other) && !other.exercise && !other.isPayoff);
  }

  /** Run code of the page itself in the reader's Python; what it says is shown by `show(type, content)`. */
  async execute(source, show, cell = this.running) {
    if (!this.ran.has("page")) {
      this.ran.set("page", true);
      const address = JSON.stringify(this.settings.root || "./");
      await this.engine.run(`import os as _os\n_os.environ["BOOK_ADDRESS"] = ${address}`, () => {}, {});
    }
    return this.engine.run(source, show, await this.files(cell));
  }

  /** Run what nobody needs to see; the last error's text, or "". */
  async quietly(source) {
    let said = "";
    await this.execute(source, (type, content) => type === "error" && (said = content.text));
    return said;
  }

  /** Run a text under a name, unless the same text has run already; the error's text, or "". */
  async runOnce(name, text) {
    if (this.ran.get(name) === text) return "";
    const error = await this.quietly(text);
    this.ran.set(name, text);
    return error;
  }

  /**
   * Bring in what a cell needs from elsewhere.
   *
   * @param {Cell} cell
   * @returns {Promise<boolean>} Whether it can run.
   */
  async prepare(cell) {
    if (cell.isPayoff) {
      const missing = await this.own.provide(cell.functions);
      if (missing.length) cell.showMissing(missing.map((name) => [name, this.own.addressOf(name)]));
      return missing.length === 0;
    }
    if (cell.exercise) await this.own.provideFor(cell);
    if (/\bfrom earlier import\b/.test(cell.text)) await this.own.writeEarlier(cell.text);
    if (cell.checked) await this.own.recallPasses(cell.checked);
    return true;
  }

  /**
   * Bring the reader's own functions into the running Python, with imports and the earlier functions that they need.
   *
   * @param {string[]} functions
   * @returns {Promise<string[]>} Those that are not written yet.
   */
  provide(functions) {
    return this.enqueue(() => this.own.provide(functions), () => functions);
  }

  /** A cell has defined functions. */
  defined(names, text) {
    for (const name of names.split(",")) this.ran.set(name, text);
  }

  /** A check has given a verdict on the text that was last run. */
  note(verdict) {
    const text = this.ran.get(verdict.function) ?? this.own.textOf(verdict.function);
    if (text) this.store.note(verdict, text);
    if (verdict.passed) this.afterPass.get(verdict.function)?.pass(text);
    this.tellProgress(verdict.function);
    document.dispatchEvent(new CustomEvent("verdict", { detail: verdict }));
  }

  /** Mark what stands on this page for a function by how far it is. */
  tellProgress(name) {
    const { state } = this.store.progress(name);
    for (const place of document.querySelectorAll(`[data-function="${name}"]`)) place.dataset.state = state;
    for (const after of this.afterPass.values()) after.update();
  }

  changedElsewhere(key, value) {
    for (const place of [...this.cells, ...this.answers]) if (place.key === key) place.changedElsewhere(value);
    const [kind, name] = key.split(":");
    if (["work", "done"].includes(kind) && name in this.settings.exercises) this.tellProgress(name);
  }

  /** Stop what runs, and what waits for its turn. */
  stop() {
    this.stops += 1;
    this.engine.stop();
  }

  get base() {
    return this.settings.page.split("/").pop();
  }

  async saveNotebook() {
    const name = `${this.base}.ipynb`;
    const text = new TextDecoder().decode((await this.shipped(this.settings.files))[name]);
    this.save(asNotebook(text, this.cells, this.answers), name, "application/x-ipynb+json");
  }

  save(text, name, type) {
    const link = element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    this.status.textContent = `Saved as ${name}.`;
  }

  /** Take the code and the answers of a file: of a notebook cell by cell; of a .py file, each function into its cell. */
  async open(file) {
    const text = await file.text();
    let taken;
    try {
      taken = take(partsOf(file.name, text), this.cells, this.answers);
    } catch {
      this.status.textContent = `${file.name} is no notebook: its JSON can't be read.`;
      return;
    }
    const { functions, answers, left } = taken;
    const what = [functions && `${functions} function${functions > 1 ? "s" : ""}`, answers && "your answer in words"];
    this.status.textContent = functions + answers
      ? `Taken from ${file.name}: ${what.filter(Boolean).join(" and ")}.`
      : `${file.name} has none of this page's functions.`;
    if (left) this.status.textContent += ` ${left} of its cells have no place on this page.`;
  }

  erase() {
    if (!confirm("Erase all that you wrote on this page? It cannot be brought back.")) return;
    for (const place of [...this.cells, ...this.answers]) place.take(place.original);
    for (const cell of this.cells) {
      cell.output.replaceChildren();
      cell.say("");
    }
    for (const name of Object.keys(this.settings.exercises)) {
      this.store.erase(`done:${name}`);
      this.tellProgress(name);
    }
    this.status.textContent = "All cells are as they were at first.";
  }
}

async function load(address) {
  await loadScript(address, "The exercise's files could not be loaded.");
  const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return Object.fromEntries(Object.entries(window.pageFiles).map(([name, text]) => [name, decode(text)]));
}
