/* What a reader has written, kept in this browser under the exercise's name. Nothing leaves the machine. */

const PREFIX = "work:";

/** A short name for a text, to see whether an exercise is still the one that was written for. */
export function version(text) {
  let hash = 5381;
  for (const character of text) hash = (hash * 33 + character.codePointAt(0)) >>> 0;
  return hash.toString(36);
}

export class Store {
  /**
   * @param {string} page - As in "exercises/layers".
   * @param {function(string)} failed - Hears, once, why nothing can be kept.
   */
  constructor(page, failed) {
    Object.assign(this, { prefix: `${PREFIX}${page}:`, failed, works: true });
  }

  attempt(action) {
    try {
      return action(localStorage);
    } catch {
      if (this.works) {
        this.failed("This browser keeps nothing for this page (a private window?). Save your work as a file before you leave.");
      }
      this.works = false;
      return null;
    }
  }

  /** What is kept: `text`, and `version` of the exercise that it was written for; or null. */
  get(name) {
    return JSON.parse(this.attempt((storage) => storage.getItem(this.prefix + name)) ?? "null");
  }

  set(name, work) {
    this.attempt((storage) => storage.setItem(this.prefix + name, JSON.stringify(work)));
  }

  erase(name) {
    this.attempt((storage) => storage.removeItem(this.prefix + name));
  }

  /** Hear of changes that another tab makes: `heard(name, work)`. */
  listen(heard) {
    addEventListener("storage", ({ key, newValue }) => {
      if (key?.startsWith(this.prefix)) heard(key.slice(this.prefix.length), JSON.parse(newValue ?? "null"));
    });
  }
}
