/* The panels that a payoff shows. */

import { make } from "./elements.js";
import { Plane } from "./plane.js";
import { imageCanvas } from "./raster.js";

const figure = (kind, title, ...children) =>
  make("figure", { className: `payoff-panel ${kind}` }, ...children, make("figcaption", { textContent: title }));

const makers = {
  plane(panel) {
    const made = new Plane(panel.title);
    made.draw(panel);
    return made.element;
  },
  image(panel, place) {
    const canvas = imageCanvas(panel, place);
    const [height, width] = panel.shape;
    const small = height <= 16;
    canvas.className = small ? "pixels" : "";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", panel.title || "A picture that Python has computed");
    return figure(width > 2 * height ? "strip" : small ? "small" : height <= 64 ? "medium" : "picture", panel.title, canvas);
  },
  bars({ bars, title }) {
    const best = Math.max(...bars.map(({ value }) => value));
    const rows = bars.map(({ value, label }) => {
      const bar = make("span", { className: "payoff-bar-value" });
      bar.style.width = `${100 * Math.max(0, Math.min(1, value))}%`;
      const track = make("span", { className: "payoff-bar-track" }, bar);
      const amount = make("span", { textContent: value.toFixed(2) });
      return make("li", { className: value === best ? "best" : "" }, make("span", { textContent: label }), track, amount);
    });
    return figure("bars", title, make("ul", {}, ...rows));
  },
  matrix({ values, rows, columns, title }) {
    const head = make("tr", {}, make("td"), ...columns.map((name) => make("th", { scope: "col", textContent: name })));
    const lines = values.map((line, at) => {
      const cells = line.map((value) => {
        const cell = make("td", { title: value.toFixed(2) }, make("span", { className: "visually-hidden", textContent: value.toFixed(2) }));
        cell.style.setProperty("--share", `${Math.round(100 * value)}%`);
        return cell;
      });
      return make("tr", {}, make("th", { scope: "row", textContent: rows[at] }), ...cells);
    });
    return figure("matrix", title, make("table", {}, make("tbody", {}, head, ...lines)));
  },
  words({ text, title }) {
    return figure("words", title, make("pre", { textContent: text }));
  },
};

export class Stage {
  /**
   * @param {HTMLElement} place - Where panels stand.
   * @param {Plane} plane - The plane of the reader's points, if the payoff has one: the first plane is drawn on it.
   */
  constructor(place, plane) {
    Object.assign(this, { place, plane });
    const dark = new MutationObserver(() => this.panels && this.show(this.panels));
    dark.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  }

  show(panels) {
    this.panels = panels;
    const first = this.plane && panels.find(({ kind }) => kind === "plane");
    if (first) this.plane.draw(first);
    const others = panels.filter((panel) => panel !== first);
    this.place.replaceChildren(...others.map((panel) => makers[panel.kind](panel, this.place)));
  }
}
