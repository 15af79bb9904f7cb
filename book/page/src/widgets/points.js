/* Points of some classes, put into the square by pointer or keys. */

import { button, choice, drawing, make } from "./elements.js";
import { POINTS } from "./examples.js";
import { Plane, mark } from "./plane.js";

const NEAR = 0.06;
const BRUSH = 0.1;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const distance = ([x, y], [u, v]) => Math.hypot(x - u, y - v);

export class Points {
  /** @param {object} options - `examples`, names of sets; `classes`, how many; `most`, how many points may stand. */
  constructor({ examples, classes, most = 400 }, changed) {
    Object.assign(this, { changed, most, label: 0, points: [], labels: [], cursor: [0, 0] });
    this.plane = new Plane("The plane of your points");
    this.cross = drawing("path", { class: "payoff-cursor", d: "M-6 0H6M0 -6V6" });
    this.plane.svg.append(this.cross);
    this.plane.element.classList.add("payoff-input");
    this.listen(this.plane.svg);
    const tools = make("div", { className: "payoff-tools" });
    if (classes > 1) tools.append(this.classButtons(classes));
    if (examples.length > 1) tools.append(choice("example", examples, (name) => this.load(name)));
    tools.append(button("Undo", () => this.take(-1)), button("Clear", () => this.clear()));
    if (most === 1) tools.replaceChildren();
    const hint = make("p", { className: "payoff-hint", textContent: most === 1 ? "Click where it begins, or use the arrow keys and Space." : "Click or paint; a click on a point takes it away. Keys: arrows, Space, Backspace." });
    this.element = make("div", { className: "payoff-points" }, this.plane.element, tools, hint);
    this.load(examples[0]);
    this.moveCursor([0, 0]);
  }

  classButtons(count) {
    const group = make("span", { className: "payoff-classes" });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Class of the points that you put");
    const buttons = Array.from({ length: count }, (_, label) => {
      const made = button("", () => this.choose(label, buttons));
      made.setAttribute("aria-label", `Class ${label}`);
      made.append(drawing("svg", { viewBox: "-6 -6 12 12", width: 18, height: 18, "aria-hidden": "true" }, mark(0, 0, label)));
      return made;
    });
    group.append(...buttons);
    this.choose(0, buttons);
    return group;
  }

  choose(label, buttons) {
    this.label = label;
    buttons.forEach((one, place) => one.setAttribute("aria-pressed", String(place === label)));
  }

  listen(svg) {
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("role", "application");
    svg.addEventListener("pointerdown", (event) => {
      svg.setPointerCapture(event.pointerId);
      this.press(this.plane.placeOf(event));
    });
    svg.addEventListener("pointermove", (event) => {
      const place = this.plane.placeOf(event);
      if (this.last && distance(place, this.last) > BRUSH) this.add((this.last = place));
    });
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (this.last = null));
    svg.addEventListener("keydown", (event) => {
      if (event.key in ARROWS) {
        const step = event.shiftKey ? 0.02 : 0.1;
        this.moveCursor(this.cursor.map((value, axis) => Math.max(-1, Math.min(1, value + step * ARROWS[event.key][axis]))));
      } else if (event.key === " ") this.press(this.cursor);
      else if (event.key === "Backspace") this.take(-1);
      else return;
      event.preventDefault();
    });
  }

  moveCursor(place) {
    this.cursor = place.map((value) => Math.round(value * 1000) / 1000);
    this.cross.setAttribute("transform", `translate(${100 + 100 * place[0]} ${100 - 100 * place[1]})`);
  }

  /** Put a point, or take away the one that stands there. */
  press(place) {
    const found = this.points.findIndex((point) => distance(point, place) < NEAR);
    if (found >= 0 && this.most > 1) this.take(found);
    else this.add((this.last = place));
  }

  add(place) {
    if (this.points.length >= this.most) {
      this.points.shift();
      this.labels.shift();
    }
    this.points.push(place);
    this.labels.push(this.label);
    this.show();
  }

  take(place) {
    if (this.points.length < 2) return; // what learns needs one
    this.points.splice(place, 1);
    this.labels.splice(place, 1);
    this.show();
  }

  clear() {
    this.points = this.points.slice(-1);
    this.labels = this.labels.slice(-1);
    this.show();
  }

  load(name) {
    Object.assign(this, POINTS[name]());
    this.show();
  }

  show() {
    this.plane.put(this.points, this.labels);
    this.changed();
  }

  values() {
    return { points: this.points, labels: this.labels };
  }
}
