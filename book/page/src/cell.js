/* One cell of a page: its editor, its buttons, and what it says. */

import { makeEditor, setText } from "./editor.js";
import { show } from "./outputs.js";
import { tell } from "./state.js";
import { Stopped } from "./stopped.js";
import { nameOf, version } from "./store.js";
import { widgets } from "./widgets/index.js";

const VERDICT = "application/vnd.forward-and-backward.verdict+json";

export function button(label, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  made.addEventListener("click", action);
  return made;
}

function element(name, options) {
  return Object.assign(document.createElement(name), options);
}

export class Cell {
  constructor(notebook, place, number) {
    Object.assign(this, { notebook, element: place, number, id: place.id, ran: false });
    const input = place.querySelector(".cell_input");
    this.original = input.querySelector("pre").textContent.replace(/\n$/, "");
    this.exercise = place.closest(".exercise")?.dataset.function ?? "";
    this.name = nameOf(this.original);
    this.key = this.isAsked ? `work:${this.name}` : `work:${notebook.settings.page}:cell ${version(this.original)}`;
    // on the front page the cell begins with another text than the exercise's own, and counts there all the same
    this.version = version(place.dataset.original ?? this.original);
    const kept = this.isFixed ? null : notebook.store.get(this.key);
    this.text = kept?.text ?? this.original;
    if (this.isFixed) place.querySelector(".copybtn")?.remove(); // nobody copies one call; Tab leads to the button
    else this.edit(input);
    this.addButtons(place.querySelector(".page-bar"));
    if (kept && kept.version !== this.version) {
      this.say("This exercise's text has changed since you wrote this. Reset shows the new one.");
    }
  }

  get isCheck() {
    return /^check\(/m.test(this.original);
  }

  /** The function that it checks, if it does. */
  get checked() {
    return (this.text ?? this.original).match(/^check\((\w+)/m)?.[1] ?? "";
  }

  /** Whether an assignment asks for what it defines: then it is the same cell on every page. */
  get isAsked() {
    return this.name in this.notebook.settings.exercises;
  }

  /** A check in a chapter is a button; who wants to change it finds it in the assignment. */
  get isFixed() {
    return this.isCheck && this.exercise !== "";
  }

  get isPayoff() {
    return this.element.classList.contains("payoff");
  }

  /** The functions of the reader that a payoff needs. */
  get functions() {
    return (this.element.dataset.functions ?? "").split(/[\s,]+/).filter(Boolean);
  }

  edit(input) {
    const box = input.querySelector(".highlight") ?? input;
    box.replaceChildren();
    box.classList.add("highlight");
    const what = this.name || `cell ${this.number + 1}`;
    this.editor = makeEditor(box, {
      text: this.text,
      label: `Code of ${what}. Shift and Enter run it. Escape, then Tab leaves it.`,
      changed: (text) => this.changed(text),
      run: () => this.notebook.runTo(this),
    });
  }

  addButtons(bar) {
    this.runButton = button(this.isCheck ? "Check" : "Run", () => this.notebook.runTo(this));
    this.stopButton = button("Stop", () => this.notebook.stop());
    this.resetButton = button("Reset", () => this.reset());
    this.state = element("span", { className: "page-state" });
    this.state.setAttribute("role", "status");
    bar.replaceChildren(this.runButton, this.stopButton, this.resetButton, this.state);
    this.stopButton.hidden = true;
    this.resetButton.hidden = this.text === this.original;
  }

  say(sentence, waits = false) {
    this.state.textContent = sentence;
    this.stopButton.hidden = !waits;
  }

  /** Say what the engine is doing, on which this cell waits: running it, in the end. */
  wait(state, share) {
    if (state === "ready") this.state.textContent = "running";
    else tell(this.state, state === "stopped" ? "loading" : state, share);
    this.stopButton.hidden = false;
  }

  changed(text) {
    const { store } = this.notebook;
    this.text = text;
    this.ran = false; // a check below runs it first: what it judges is what is on the screen
    this.resetButton.hidden = text === this.original;
    if (text === this.original) store.erase(this.key);
    else store.set(this.key, { text, version: this.version });
    this.notebook.tellProgress(this.name);
  }

  /** Put a text into the cell, as if the reader had written it. */
  take(text) {
    if (text !== this.text) setText(this.editor, text);
  }

  reset() {
    this.take(this.original);
    this.say("As it was at first. Undo brings back what you wrote.");
    this.editor.focus();
  }

  /** Another tab changed this cell. */
  changedElsewhere(work) {
    const text = work?.text ?? this.original;
    if (text === this.text) return;
    if (!this.editor.hasFocus) {
      this.take(text);
      this.say("Changed in another tab, and so here.");
      return;
    }
    this.say("Another tab has changed this cell; what you write here replaces it.");
  }

  get output() {
    let found = this.element.querySelector(".cell_output");
    if (!found) {
      found = element("div", { className: "cell_output docutils container" });
      this.element.append(found);
    }
    return found;
  }

  /** Show what a run of this cell says; a verdict is for the map too. */
  shown(type, content) {
    if (this.widget?.hear(type, content)) return;
    show(this.output, type, content);
    const verdict = type === "display" && content.data[VERDICT];
    if (verdict) this.notebook.note(verdict);
  }

  /** A sentence of the page itself, above what the cell shows. */
  remark(sentence) {
    this.output.append(element("p", { className: "page-remark", textContent: sentence }));
  }

  /** Say that there is nothing to check: the cell that defines the function stopped by an error. */
  showStopped() {
    this.output.replaceChildren();
    this.remark(`The code of ${this.checked} stopped by an error, which is shown below it: mend that first.`);
    this.say("not passed yet");
  }

  /** Say which functions are not written yet, each with the page that asks for it. */
  showMissing(missing) {
    const links = missing.map(([name, address]) => {
      const link = element("a", { href: address });
      link.append(element("code", { textContent: name }));
      return link;
    });
    const said = element("p", { className: "page-remark" });
    said.append("This runs with your own functions. Not written yet: ", ...links.flatMap((link) => [link, " "]));
    this.output.append(said);
    this.say("");
  }

  /** What lets a reader play with a payoff, made at the first Run. */
  makeWidget() {
    if (!this.isPayoff || this.widget) return;
    const place = element("div", { className: "payoff-place" });
    this.element.querySelector(".cell_input").after(place);
    this.widget = widgets[this.element.dataset.widget]?.(place, this.notebook, this);
  }

  async run() {
    const { notebook } = this;
    this.wait(...notebook.state);
    this.output.replaceChildren();
    this.ran = true;
    this.makeWidget();
    try {
      if (!(await notebook.prepare(this))) return (this.ran = false);
      if (this.widget && !(await this.widget.enter())) return (this.ran = false);
      const ok = await notebook.execute(this.text, (type, content) => this.shown(type, content));
      this.ran = ok || this.isCheck; // what stopped by an error runs again before the next check
      if (this.name) notebook.defined(this.name, this.text);
      if (ok && this.widget) this.widget.play();
      else this.say(ok ? (this.isCheck ? "passed" : "done") : this.isCheck ? "not passed yet" : "stopped by an error");
      return ok;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      notebook.forget();
      this.say(error.message);
      return false;
    }
  }
}
