/* The square from -1 to 1: what Python draws on it, and the points that a reader puts there. */

import { drawing, make } from "./elements.js";
import { regionCanvas } from "./raster.js";

const X = (x) => 100 + 100 * x;
const Y = (y) => 100 - 100 * y;
const SHAPES = [
  (x, y) => drawing("circle", { cx: x, cy: y, r: 3.6 }),
  (x, y) => drawing("rect", { x: x - 3.2, y: y - 3.2, width: 6.4, height: 6.4 }),
  (x, y) => drawing("path", { d: `M${x} ${y - 4.4}l4.2 7.4h-8.4z` }),
];

/** A point of a class: its colour and its shape say which. */
export function mark(x, y, label) {
  const made = SHAPES[label % SHAPES.length](x, y);
  made.setAttribute("class", `payoff-mark class-${label}`);
  return made;
}

export class Plane {
  constructor(title = "") {
    this.region = drawing("image", { x: 0, y: 0, width: 200, height: 200, preserveAspectRatio: "none" });
    this.axes = drawing("path", { d: "M0 100H200M100 0V200", class: "payoff-axes" });
    this.paths = drawing("g");
    this.dots = drawing("g");
    this.own = drawing("g");
    const layers = [this.region, this.axes, this.paths, this.dots, this.own];
    this.svg = drawing("svg", { viewBox: "0 0 200 200", role: "img", class: "payoff-plane", "aria-label": title || "A plane" }, ...layers);
    this.caption = make("figcaption", { textContent: title });
    this.element = make("figure", { className: "payoff-panel wide" }, this.svg, this.caption);
  }

  /** Draw what `plane(...)` of pictures.py describes. */
  draw({ region, paths, dots, title }) {
    this.caption.textContent = title;
    if (region) this.region.setAttribute("href", regionCanvas(region).toDataURL());
    else this.region.removeAttribute("href");
    const names = paths.map((path) => path.name);
    const thin = (name) => names.filter((other) => other === name).length > 1;
    const kinds = [...new Set(names.filter((name) => !thin(name)))];
    this.paths.replaceChildren(
      ...paths.map(({ points, name }) => {
        const along = points.map(([x, y], place) => `${place ? "L" : "M"}${X(x).toFixed(1)} ${Y(y).toFixed(1)}`).join("");
        return drawing("path", { d: along, class: thin(name) ? "payoff-path thin" : `payoff-path path-${kinds.indexOf(name)}` });
      }),
    );
    this.dots.replaceChildren(...dots.flatMap((group) => dotsOf(group, kinds)));
    if (kinds.length > 1) this.caption.append(...kinds.map(legend));
  }

  /** Show the reader's own points. */
  put(points, labels) {
    this.own.replaceChildren(...points.map(([x, y], place) => mark(X(x), Y(y), labels[place])));
  }

  /** Where in the square a pointer is. */
  placeOf(event) {
    const box = this.svg.getBoundingClientRect();
    const round = (value) => Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000;
    return [round((2 * (event.clientX - box.left)) / box.width - 1), round(1 - (2 * (event.clientY - box.top)) / box.height)];
  }
}

/** A path's line and its name. */
function legend(name, kind) {
  const line = drawing("path", { d: "M0 5H30", class: `payoff-path path-${kind}` });
  const sample = drawing("svg", { viewBox: "0 0 30 10", width: 30, height: 10, "aria-hidden": "true" }, line);
  return make("span", { className: "payoff-legend" }, sample, name);
}

/** A name of one letter is written at each point; a longer one stands beside a single point, or in the legend. */
function dotsOf({ points, name }, kinds) {
  const kind = Math.max(0, kinds.indexOf(name));
  return points.flatMap(([x, y]) => {
    if (name.length === 1) {
      return [drawing("text", { x: X(x), y: Y(y) + 3, class: `payoff-letter letter-${name}` }, name)];
    }
    const dot = drawing("circle", { cx: X(x), cy: Y(y), r: points.length > 1 ? 2.2 : 4, class: `payoff-dot path-${kind}` });
    if (points.length > 1 || kinds.includes(name)) return [dot];
    const right = x > 0.3;
    const place = { x: X(Math.max(-1, Math.min(1, x))) + (right ? -6 : 6), y: Math.max(10, Math.min(196, Y(y) - 4)) };
    return [dot, drawing("text", { ...place, "text-anchor": right ? "end" : "start", class: "payoff-name" }, name)];
  });
}
