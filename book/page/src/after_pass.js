/* What stands under a check that has passed: the way to the next function, and the model answer beside one's own. */

import { compare } from "./compare.js";
import { loadScript } from "./script.js";

const element = (name, options) => Object.assign(document.createElement(name), options);

export class AfterPass {
  /**
   * @param {Notebook} notebook
   * @param {Cell} check - The cell that checks the function.
   */
  constructor(notebook, check) {
    Object.assign(this, { notebook, name: check.checked, passedText: null });
    this.place = element("div", { className: "after-pass", hidden: true });
    this.bar = element("p", { className: "page-bar" });
    this.next = element("span");
    this.place.append(this.bar);
    check.element.after(this.place);
    if (notebook.settings.answers) this.addButton();
    this.bar.append(this.next);
  }

  addButton() {
    this.button = element("button", { type: "button", textContent: "Compare with the model answer" });
    this.button.setAttribute("aria-expanded", "false");
    this.button.addEventListener("click", () => this.toggle());
    this.bar.append(this.button);
  }

  /** A check has passed on a text; it counts where nothing can be kept, too. */
  pass(text) {
    this.passedText = text;
  }

  /** Show what comes after a pass, as long as the text is the one that passed. */
  async update() {
    const { own, store } = this.notebook;
    const text = own.textOf(this.name);
    const passed = store.progress(this.name).state === "passed" || (text !== null && text === this.passedText);
    this.place.hidden = !passed;
    if (!passed) return this.close();
    const course = await own.course.load().catch(() => null); // without it there is no next
    if (course) this.next.replaceChildren(...this.following(course));
  }

  /** What comes next: a function of this assignment that has not passed, else the next assignment. */
  following(course) {
    const { settings, store, own } = this.notebook;
    const [home] = course.home(this.name);
    const all = course.functions(home);
    const place = all.indexOf(this.name);
    const others = [...all.slice(place + 1), ...all.slice(0, place)];
    const left = others.filter((name) => store.progress(name).state !== "passed");
    const address = (name) => (name in settings.exercises ? `#exercise-${name}` : own.addressOf(name));
    if (left.length) return ["Next: ", link(address(left[0]), left[0])];
    const page = element("a", { href: `${settings.root}exercises/${home}.html`, textContent: "Save this assignment" });
    const done = ["All functions of this assignment have passed. ", ...(settings.files ? [] : [page, ". "])];
    const after = course.after(home);
    if (!after) return done;
    const [further] = course.functions(after);
    return [...done, "Next assignment: ", link(address(further), further)];
  }

  close() {
    this.view?.remove();
    this.view = null;
    this.button?.setAttribute("aria-expanded", "false");
  }

  async toggle() {
    if (this.view) return this.close();
    const { own, settings } = this.notebook;
    const [home] = (await own.course.load()).home(this.name);
    try {
      const answer = (await answersOf(`${settings.root}_static/page/answers/${home}.js`))[this.name];
      this.view = compare(own.textOf(this.name) ?? this.passedText, answer);
    } catch (error) {
      this.view = element("p", { className: "page-remark", textContent: error.message });
    }
    this.place.append(this.view);
    this.button.setAttribute("aria-expanded", "true");
  }
}

function link(address, name) {
  const made = element("a", { href: address });
  made.append(element("code", { textContent: name }));
  return made;
}

const loading = new Map();

/** An assignment's answers; each script is loaded once. */
function answersOf(address) {
  if (!loading.has(address)) {
    const loaded = loadScript(address, "The model answer could not be loaded.").then(() => window.pageAnswers);
    loaded.catch(() => loading.delete(address));
    loading.set(address, loaded);
  }
  return loading.get(address);
}
