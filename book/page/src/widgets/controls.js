/* Sliders, choices and fields, as a payoff names them. */

import { choice, make } from "./elements.js";

const nameOf = (name) => name.replaceAll("_", " ");

/** Steps that one would choose by hand: 1 between whole numbers, else a power of ten, some forty or more of them. */
function stepOf(low, high) {
  return Number.isInteger(low) && Number.isInteger(high) && high - low > 4 ? 1 : 10 ** Math.floor(Math.log10((high - low) / 40));
}

function slider(name, [low, high, start], changed) {
  const range = make("input", { type: "range", min: low, max: high, step: stepOf(low, high) });
  range.value = start;
  const shown = make("output", { textContent: range.value });
  range.addEventListener("input", () => {
    shown.textContent = range.value;
    changed(Number(range.value));
  });
  return make("label", { className: "payoff-control" }, make("span", { textContent: nameOf(name) }), range, shown);
}

function field(name, start, changed) {
  const input = make("input", { type: "text", value: start, spellcheck: false });
  input.addEventListener("input", () => changed(input.value));
  return make("label", { className: "payoff-control" }, make("span", { textContent: nameOf(name) }), input);
}

export class Controls {
  /**
   * @param {object} described - By name: three numbers are a slider (least, most, first), texts a choice, one text a field.
   * @param {function()} changed
   */
  constructor(described, changed) {
    this.now = {};
    this.element = make("div", { className: "payoff-controls" });
    for (const [name, about] of Object.entries(described)) {
      const heard = (value) => {
        this.now[name] = value;
        changed();
      };
      const isChoice = Array.isArray(about) && typeof about[0] === "string";
      this.now[name] = isChoice ? about[0] : Array.isArray(about) ? about[2] : about;
      const control = isChoice
        ? choice(nameOf(name), about, heard)
        : Array.isArray(about)
          ? slider(name, about, heard)
          : field(name, about, heard);
      this.element.append(control);
    }
  }

  values() {
    return this.now;
  }
}
