/* What a chapter ends with: the reader puts something in, and the cell's `play` answers with the reader's functions. */

import { Stopped } from "../stopped.js";
import { Controls } from "./controls.js";
import { button, make } from "./elements.js";
import style from "./payoff.css";
import pictures from "./pictures.py";
import { Stage } from "./stage.js";

const KIND = "application/vnd.forward-and-backward.payoff+json";
const INSTALL = `import sys as _sys, types as _types
_pictures = _sys.modules["pictures"] = _types.ModuleType("pictures")
exec(${JSON.stringify(pictures)}, vars(_pictures))`;
const OUR_FRAME = /^In line \d+ of <cell \d+>:\n\s+_pictures\..*\n/;
const DELAY = 120; // milliseconds after a change, in which more changes may come

export class Payoff {
  /**
   * @param {Function} Input - What the reader puts in; null for sliders alone.
   * @param {HTMLElement} place
   * @param {Notebook} notebook
   * @param {Cell} cell
   */
  constructor(Input, place, notebook, cell) {
    Object.assign(this, { place, notebook, cell, going: false, paused: false });
    const { options = "{}", controls = "{}" } = cell.element.dataset;
    if (!document.getElementById("payoff-style")) document.head.append(make("style", { id: "payoff-style", textContent: style }));
    const changed = () => this.changed();
    this.input = Input && new Input(JSON.parse(options), changed, (sentence) => (this.says.textContent = sentence));
    this.controls = new Controls(JSON.parse(controls), changed);
    this.pauseButton = button("Pause", () => this.pause());
    this.pauseButton.hidden = true;
    this.says = make("p", { className: "payoff-says" });
    this.says.setAttribute("role", "status");
    const panels = make("div", { className: "payoff-panels" });
    this.stage = new Stage(panels, this.input?.plane);
    const own = make("div", { className: "payoff-own" }, ...(this.input ? [this.input.element] : []), this.controls.element);
    own.append(this.pauseButton);
    place.replaceChildren(own, make("div", { className: "payoff-results" }, this.says, panels));
  }

  values() {
    return { ...this.input?.values(), ...this.controls.values() };
  }

  get text() {
    return JSON.stringify(JSON.stringify(this.values()));
  }

  /** Before the cell's code runs: give Python what it reads; whether that is there. */
  async enter() {
    const problem = this.input?.problem?.();
    if (problem) {
      this.says.textContent = problem;
      return false;
    }
    this.paused = false;
    await this.notebook.quietly(INSTALL);
    const { files } = this.cell.element.dataset;
    if (files && this.notebook.settings.engine === "kernel") await this.notebook.own.goTo(files);
    await this.notebook.quietly(`_pictures.enter(globals(), ${this.text})`);
    return true;
  }

  /** Take what is for the widget; whether it was. */
  hear(type, content) {
    const told = type === "display" && content.data[KIND];
    if (!told) return false;
    if ("again" in told) this.again = told.again;
    else {
      this.stage.show(told.panels);
      this.says.textContent = told.says;
    }
    return true;
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.cell.ran && this.play(), DELAY);
  }

  /** Call `play` until it has enough; each call waits its turn, so that other cells can run in between. */
  play() {
    if (this.going) return;
    this.going = true;
    this.cell.say("running", true);
    this.next();
  }

  next() {
    const dropped = () => this.rest("");
    this.notebook.enqueue(async () => {
      try {
        this.again = false;
        const ok = await this.notebook.execute(`_put = ${this.text}\n_pictures.turn(globals(), _put)`, this.show, this.cell);
        if (ok && this.again && !this.paused) this.goOn();
        else this.rest(ok ? (this.again ? "paused" : "done") : "stopped by an error");
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        this.notebook.forget();
        this.rest(error.message);
      }
    }, dropped);
  }

  show = (type, content) => {
    if (this.hear(type, content)) return;
    this.cell.shown(type, type === "error" ? { text: content.text.replace(OUR_FRAME, "") } : content);
  };

  goOn() {
    this.cell.say("learning", true);
    this.label("Pause");
    this.next();
  }

  rest(sentence) {
    this.going = false;
    this.cell.say(sentence);
    this.label(this.paused && this.again ? "Go on" : "");
  }

  label(text) {
    this.pauseButton.hidden = !text;
    if (text) this.pauseButton.textContent = text;
  }

  pause() {
    this.paused = !this.paused;
    if (!this.paused) this.play();
  }
}
