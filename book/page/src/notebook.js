/* A page whose cells run: editors, buttons, one engine, and what the reader wrote. */

import { makeEditor, setText } from "./editor.js";
import { Kernel } from "./kernel.js";
import { show } from "./outputs.js";
import { PagePython } from "./page_python.js";
import { tell } from "./state.js";
import { Stopped } from "./stopped.js";
import { Store, version } from "./store.js";

function button(label, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  made.addEventListener("click", action);
  return made;
}

/** The functions that a text defines, else its own version: the name under which work on it is kept. */
function nameOf(text) {
  const defined = [...text.matchAll(/^def (\w+)/gm)].map((found) => found[1]);
  return defined.join(",") || `cell ${version(text)}`;
}

class Cell {
  constructor(notebook, element, number) {
    Object.assign(this, { notebook, element, number, ran: false });
    const input = element.querySelector(".cell_input");
    const bar = element.querySelector(".page-bar");
    this.original = input.querySelector("pre").textContent.replace(/\n$/, "");
    this.name = nameOf(this.original);
    const kept = notebook.store.get(this.name);
    this.text = kept?.text ?? this.original;
    const box = input.querySelector(".highlight") ?? input;
    box.replaceChildren();
    box.classList.add("highlight");
    this.editor = makeEditor(box, {
      text: this.text,
      label: `Code of cell ${number + 1}. Shift and Enter run it. Escape, then Tab leaves it.`,
      changed: (text) => this.changed(text),
      run: () => notebook.runTo(this),
    });
    this.runButton = button(this.isCheck ? "Check" : "Run", () => notebook.runTo(this));
    this.resetButton = button("Reset", () => this.reset());
    this.state = Object.assign(document.createElement("span"), { className: "page-state" });
    this.state.setAttribute("role", "status");
    bar.replaceChildren(this.runButton, this.resetButton, this.state);
    this.resetButton.hidden = this.text === this.original;
    if (kept && kept.version !== version(this.original)) {
      this.state.textContent = "This exercise's text has changed since you wrote this. Reset shows the new one.";
    }
  }

  get isCheck() {
    return /^check\(/m.test(this.original);
  }

  changed(text) {
    this.text = text;
    this.ran = false; // a check below runs it first: what it judges is what is on the screen
    this.resetButton.hidden = text === this.original;
    if (text === this.original) this.notebook.store.erase(this.name);
    else this.notebook.store.set(this.name, { text, version: version(this.original) });
  }

  reset() {
    setText(this.editor, this.original);
    this.state.textContent = "As it was at first. Undo brings back what you wrote.";
    this.editor.focus();
  }

  /** Another tab changed this cell. */
  changedElsewhere(work) {
    const text = work?.text ?? this.original;
    if (text === this.text) return;
    if (!this.editor.hasFocus) {
      setText(this.editor, text);
      this.state.textContent = "Changed in another tab, and so here.";
      return;
    }
    this.state.textContent = "Another tab has changed this cell; what you write here replaces it.";
  }

  get output() {
    let found = this.element.querySelector(".cell_output");
    if (!found) {
      found = Object.assign(document.createElement("div"), { className: "cell_output docutils container" });
      this.element.append(found);
    }
    return found;
  }

  async run() {
    const { output, notebook } = this;
    output.replaceChildren();
    this.ran = true;
    const shown = (type, content) => show(output, type, content);
    try {
      await notebook.readyFor(this);
      this.state.textContent = "running";
      const ok = await notebook.engine.run(this.text, shown, await notebook.files());
      this.state.textContent = ok ? "done" : this.isCheck ? "not passed yet" : "stopped by an error";
      return ok;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      for (const cell of notebook.cells) cell.ran = false;
      this.state.textContent = error.message;
      return false;
    }
  }
}

export class Notebook {
  /** @param {object} settings - `engine`, `root`, `page`, and for Python in the page `files`. */
  constructor(settings) {
    this.settings = settings;
    this.queue = Promise.resolve();
    this.stops = 0;
    this.status = Object.assign(document.createElement("span"), { className: "page-state" });
    this.status.setAttribute("role", "status");
    const told = (state, share) => {
      tell(this.status, state, share);
      if (this.current) tell(this.current.state, state, share);
    };
    this.store = new Store(settings.page, (sentence) => (this.status.textContent = sentence));
    this.engine =
      settings.engine === "kernel"
        ? new Kernel(new URL(`${settings.root}../`, location.href), settings.folder, told)
        : new PagePython(`${settings.root}_static/page/python`, told);
    const elements = [...document.querySelectorAll("div.cell")].filter((cell) => cell.querySelector(".page-bar"));
    this.cells = elements.map((element, number) => new Cell(this, element, number));
    this.store.listen((name, work) => {
      for (const cell of this.cells) if (cell.name === name) cell.changedElsewhere(work);
    });
    this.addBar();
  }

  addBar() {
    const bar = Object.assign(document.createElement("div"), { className: "page-bar page-all" });
    const choose = Object.assign(document.createElement("input"), { type: "file", accept: ".ipynb,.py", hidden: true });
    choose.addEventListener("change", () => choose.files[0] && this.open(choose.files[0]));
    bar.append(
      button("Run all", () => this.runTo(this.cells.at(-1))),
      button("Stop", () => this.stop()),
      ...(this.settings.files ? [button("Save as .ipynb", () => this.saveNotebook())] : []),
      button("Save as .py", () => this.savePython()),
      button("Open a file", () => choose.click()),
      button("Erase my work", () => this.erase()),
      choose,
      this.status,
    );
    document.querySelector(".page-start").replaceChildren(bar);
  }

  /** Resolves when the engine can run a cell; beside that cell's buttons stands what it waits for. */
  async readyFor(cell) {
    this.current = cell;
    try {
      await this.engine.ready();
    } finally {
      this.current = null;
    }
  }

  /** What lies beside the notebook, such as its data; loaded with the first Run. */
  files() {
    return (this.beside ??= (async () => {
      if (this.settings.engine === "kernel") return {};
      const found = await this.shipped();
      return Object.fromEntries(Object.entries(found).filter(([name]) => !name.endsWith(".ipynb")));
    })());
  }

  /** The notebook and its files as bytes, by name. */
  shipped() {
    return (this.shipping ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: this.settings.files });
      script.onload = () => {
        const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        resolve(Object.fromEntries(Object.entries(window.pageFiles).map(([name, text]) => [name, decode(text)])));
      };
      script.onerror = () => reject(new Stopped("The exercise's files could not be loaded."));
      document.head.append(script);
    }));
  }

  /** Run a cell; those above it that have not run yet come first, because it may need them. */
  runTo(cell) {
    const before = this.cells.slice(0, this.cells.indexOf(cell)).filter((other) => !other.ran && !other.isCheck);
    for (const next of [...before, cell]) {
      next.state.textContent = "waiting";
      next.ran = true;
      const { stops } = this;
      this.queue = this.queue.then(() => {
        if (stops === this.stops) return next.run();
        next.ran = false;
        next.state.textContent = "";
      });
    }
    return this.queue;
  }

  /** Stop what runs, and what waits for its turn. */
  stop() {
    this.stops += 1;
    this.engine.stop();
  }

  savePython() {
    const text = this.cells.map((cell) => cell.text).join("\n\n\n") + "\n";
    this.save(text, `${this.base}.py`, "text/x-python");
  }

  async saveNotebook() {
    const name = `${this.base}.ipynb`;
    const notebook = JSON.parse(new TextDecoder().decode((await this.shipped())[name]));
    const code = notebook.cells.filter((cell) => cell.cell_type === "code");
    for (const [place, cell] of this.cells.entries()) code[place].source = cell.text;
    this.save(JSON.stringify(notebook, null, 1), name, "application/x-ipynb+json");
  }

  get base() {
    return this.settings.page.split("/").pop();
  }

  save(text, name, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    this.status.textContent = `Saved as ${name}.`;
  }

  /** Take the code of a file: of a notebook, cell by cell; of a .py file, each function into its cell. */
  async open(file) {
    const text = await file.text();
    let parts;
    try {
      parts = file.name.endsWith(".ipynb") ? cellsOf(text) : functionsOf(text);
    } catch {
      this.status.textContent = `${file.name} is no notebook: its JSON can't be read.`;
      return;
    }
    let taken = 0;
    for (const cell of this.cells) {
      const found = parts.find((part) => part.includes("def ") && nameOf(part) === cell.name);
      if (found && !cell.isCheck && /^def /m.test(cell.original)) {
        setText(cell.editor, found);
        taken += 1;
      }
    }
    this.status.textContent = taken
      ? `${taken} of this page's functions were taken from ${file.name}.`
      : `${file.name} has none of this page's functions.`;
  }

  erase() {
    if (!confirm("Erase all that you wrote on this page? It cannot be brought back.")) return;
    for (const cell of this.cells) {
      setText(cell.editor, cell.original);
      cell.output.replaceChildren();
    }
    this.status.textContent = "All cells are as they were at first.";
  }
}

function cellsOf(text) {
  const { cells = [] } = JSON.parse(text);
  return cells.filter((cell) => cell.cell_type === "code").map((cell) => [cell.source].flat().join(""));
}

function functionsOf(text) {
  return text.split(/^(?=def )/m).map((part) => part.trimEnd());
}
