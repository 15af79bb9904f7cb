/* A digit drawn by pointer or keys, as eight by eight pixels. */

import { button, choice, make, packed } from "./elements.js";
import { DIGITS } from "./examples.js";

const SIZE = 240;
const FINE = 64; // pixels of the picture that eight by eight blocks are averaged over
const PEN = 9; // how wide a stroke is in it
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function trace(context, strokes, width, place) {
  Object.assign(context, { lineWidth: width, lineCap: "round", lineJoin: "round" });
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach((point, at) => context[at ? "lineTo" : "moveTo"](...place(point)));
    if (stroke.length === 1) context.lineTo(...place(stroke[0]));
    context.stroke();
  }
}

/** Eight by eight means of ink, from 0 to 255; the drawing fills the square, as the digits of the data do. */
export function pixels(strokes) {
  const points = strokes.flat();
  if (!points.length) return new Uint8Array(64);
  const [left, top] = [0, 1].map((axis) => Math.min(...points.map((point) => point[axis])));
  const [right, bottom] = [0, 1].map((axis) => Math.max(...points.map((point) => point[axis])));
  const scale = (FINE - PEN) / Math.max(right - left, bottom - top, 0.15);
  const context = new OffscreenCanvas(FINE, FINE).getContext("2d", { willReadFrequently: true });
  const center = [(left + right) / 2, (top + bottom) / 2];
  trace(context, strokes, PEN, (point) => point.map((value, axis) => FINE / 2 + scale * (value - center[axis])));
  const { data } = context.getImageData(0, 0, FINE, FINE);
  const means = new Float64Array(64);
  for (let at = 0; at < FINE * FINE; at += 1) {
    means[8 * Math.floor(at / FINE / 8) + Math.floor((at % FINE) / 8)] += data[4 * at + 3] / 64;
  }
  return Uint8Array.from(means, Math.round);
}

export class Sketch {
  constructor({ name = "drawn", example = "3", label = "your digit" }, changed) {
    Object.assign(this, { name, changed, strokes: [], pen: [0.3, 0.3], down: false });
    this.canvas = make("canvas", { width: 2 * SIZE, height: 2 * SIZE, tabIndex: 0, className: "payoff-sketch" });
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", `A sheet for ${label}. Arrow keys move the pen, Space puts it down or lifts it.`);
    this.listen();
    const tools = make("div", { className: "payoff-tools" });
    const examples = choice("example", Object.keys(DIGITS), (digit) => this.load(digit));
    examples.querySelector("select").value = example;
    tools.append(examples, button("Undo", () => this.set(this.strokes.slice(0, -1))), button("Clear", () => this.set([])));
    const hint = make("p", { className: "payoff-hint", textContent: "Draw. Keys: arrows move the pen, Space puts it down and lifts it." });
    this.element = make("div", { className: "payoff-sheet" }, this.canvas, tools, hint);
    const dark = new MutationObserver(() => this.draw());
    dark.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.load(example);
    requestAnimationFrame(() => this.draw()); // in the page's colour, now that it is in the page
  }

  listen() {
    const { canvas } = this;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.drawing = true;
      if (this.isExample) this.strokes = []; // the first stroke replaces what was only there to begin with
      this.isExample = false;
      this.set([...this.strokes, [place(event)]]);
    });
    canvas.addEventListener("pointermove", (event) => this.drawing && this.lengthen(place(event)));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (this.drawing = false));
    canvas.addEventListener("keydown", (event) => this.press(event));
    for (const kind of ["focus", "blur"]) canvas.addEventListener(kind, () => this.draw());
  }

  press(event) {
    if (event.key === " ") {
      this.down = !this.down;
      if (this.down) this.set([...(this.isExample ? [] : this.strokes), [this.pen]]);
      this.isExample = false;
    } else if (event.key in ARROWS) {
      this.pen = this.pen.map((value, axis) => Math.max(0.05, Math.min(0.95, value + 0.05 * ARROWS[event.key][axis])));
      if (this.down) this.lengthen(this.pen);
    } else return;
    this.draw();
    event.preventDefault();
  }

  lengthen(place) {
    this.strokes.at(-1).push(place);
    this.set(this.strokes);
  }

  load(digit) {
    this.set(DIGITS[digit]);
    this.isExample = true;
  }

  set(strokes) {
    this.strokes = strokes;
    this.draw();
    this.changed();
  }

  draw() {
    const context = this.canvas.getContext("2d");
    const color = getComputedStyle(this.canvas).color;
    context.clearRect(0, 0, 2 * SIZE, 2 * SIZE);
    const place = (point) => point.map((value) => 2 * SIZE * value);
    context.strokeStyle = color;
    trace(context, this.strokes, 36, place);
    if (document.activeElement !== this.canvas || this.drawing) return;
    Object.assign(context, { strokeStyle: getComputedStyle(this.canvas).outlineColor, lineWidth: 4 });
    context.beginPath();
    context.arc(...place(this.pen), this.down ? 9 : 18, 0, 7);
    context.stroke();
  }

  values() {
    return { [this.name]: { bytes: packed(pixels(this.strokes)), shape: [8, 8] } };
  }
}

/** Two sheets, side by side. */
export class Sketches {
  constructor(_, changed) {
    this.sheets = [
      new Sketch({ name: "first", example: "3", label: "the first digit" }, changed),
      new Sketch({ name: "second", example: "6", label: "the second digit" }, changed),
    ];
    this.element = make("div", { className: "payoff-sheets" }, ...this.sheets.map((sheet) => sheet.element));
  }

  values() {
    return Object.assign({}, ...this.sheets.map((sheet) => sheet.values()));
  }
}
