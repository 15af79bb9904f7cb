/* What a reader has written and passed, kept in this browser. Nothing leaves the machine. No module is imported here,
   so that a page which needs only this stays light. */

/** A short name for a text, to see whether it is still the same. */
export function version(text) {
  let hash = 5381;
  for (const character of text) hash = (hash * 33 + character.codePointAt(0)) >>> 0;
  return hash.toString(36);
}

/** The functions that a text defines, comma-separated; empty if it defines none. */
export function nameOf(text) {
  return [...text.matchAll(/^def (\w+)/gm)].map((found) => found[1]).join(",");
}

const NOTHING_IS_KEPT =
  "This browser keeps nothing for this page (a private window?). Save your work as a file before you leave.";

export class Store {
  /** @param {function(string)} failed - Hears, once, why nothing can be kept. */
  constructor(failed = () => {}) {
    Object.assign(this, { failed, works: true });
  }

  attempt(action) {
    try {
      return action(localStorage);
    } catch {
      if (this.works) this.failed(NOTHING_IS_KEPT);
      this.works = false;
      return null;
    }
  }

  /** What is kept under a key, or null. */
  get(key) {
    try {
      return JSON.parse(this.attempt((storage) => storage.getItem(key)) ?? "null");
    } catch {
      return null; // not written by us
    }
  }

  set(key, value) {
    this.attempt((storage) => storage.setItem(key, JSON.stringify(value)));
  }

  erase(key) {
    this.attempt((storage) => storage.removeItem(key));
  }

  /** The reader's own text of a function: `text`, and `version` of the exercise that it was written for; or null. */
  work(name) {
    return this.get(`work:${name}`);
  }

  /**
   * How far a function is.
   *
   * @returns {object} `state`: "passed", "begun" or "new"; `done`: what is kept of its last passed check, or null.
   */
  progress(name) {
    const [work, done] = [this.work(name), this.get(`done:${name}`)];
    const passed = done?.credit === 1 && work && done.of === version(work.text);
    return { state: passed ? "passed" : work || done ? "begun" : "new", done };
  }

  /** Keep a verdict on the text of a function; one without any credit changes nothing. */
  note({ function: name, credit, points, figure }, text) {
    if (credit > 0) this.set(`done:${name}`, { of: version(text), points, credit, figure, at: new Date().toISOString() });
  }

  /** Hear of changes that another tab makes: `heard(key, value)`. */
  listen(heard) {
    addEventListener("storage", ({ key, newValue }) => {
      if (key) heard(key, JSON.parse(newValue ?? "null"));
    });
  }
}
