/* A text of the reader's own. */

import { make } from "./elements.js";
import { RHYME } from "./examples.js";

export class Text {
  /** @param {object} options - `example`, `rows`; `least` and `most` characters. */
  constructor({ example, rows, least = 1, most = 20_000 }, _, say) {
    Object.assign(this, { least, say });
    const text = example === "rhyme" ? RHYME : example;
    this.field = rows > 1 ? make("textarea", { rows, value: text, maxLength: most }) : make("input", { type: "text", value: text, maxLength: most });
    this.field.spellcheck = false;
    this.field.addEventListener("input", () => say("Press Run to begin with this text."));
    this.element = make("label", { className: "payoff-text" }, make("span", { textContent: rows > 1 ? "your text" : "your word" }), this.field);
  }

  problem() {
    const { length } = this.field.value.trim();
    return length < this.least ? `Please type ${this.least} characters at least; there are ${length}.` : "";
  }

  values() {
    return { text: this.field.value };
  }
}
