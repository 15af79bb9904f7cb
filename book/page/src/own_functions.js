/* What must have run before a function of an assignment can: given code, and the reader's own functions. */

import { loadScript } from "./script.js";
import { Stopped } from "./stopped.js";

/** What the assignments ask, in order, from the script that is loaded when it is first needed. */
class Course {
  constructor(root) {
    this.root = root;
  }

  load() {
    const address = `${this.root}_static/page/course.js`;
    return (this.loading ??= loadScript(address, "The list of exercises could not be loaded.").then(() => {
      this.assignments = window.pageCourse;
      return this;
    }));
  }

  /** The assignment that asks for a function, and what its notebook holds. */
  home(name) {
    const has = ([, cells]) => cells.some((cell) => cell.function === name);
    return Object.entries(this.assignments).find(has) ?? ["", []];
  }

  /** What stands in the notebook for a function: `function`, `stub`, `page`, and `file` for a task with data. */
  asked(name) {
    return this.home(name)[1].find((cell) => cell.function === name);
  }

  /** All functions, or those of an assignment, in order. */
  functions(assignment) {
    const cells = assignment ? this.assignments[assignment] : Object.values(this.assignments).flat();
    return cells.map((cell) => cell.function).filter(Boolean);
  }

  /** The assignment that comes after one; none after the last. */
  after(assignment) {
    const names = Object.keys(this.assignments);
    return names[names.indexOf(assignment) + 1];
  }

  /**
   * All that comes before some functions, and they themselves, in the order in which it can run.
   *
   * @param {string[]} names
   * @returns {object[]} Each with `given` code, or with `function` and `stub`.
   */
  needed(names) {
    const found = new Set();
    const visit = (name) => {
      for (const cell of this.home(name)[1]) {
        if (!found.has(cell)) {
          for (const earlier of cell.earlier ?? []) visit(earlier);
          if (!cell.earlier) found.add(cell);
        }
        if (cell.function === name) return;
      }
    };
    names.forEach(visit);
    return [...found];
  }
}

/** Brings the reader's functions into the Python of a page. */
export class OwnFunctions {
  /** @param {Notebook} notebook - Runs code, and knows what is on the screen. */
  constructor(notebook) {
    this.notebook = notebook;
    this.course = new Course(notebook.settings.root);
  }

  /** The reader's own text of a function: what is on the screen, else what is kept; or null. */
  textOf(name) {
    const { cells, store } = this.notebook;
    const cell = cells.find((each) => each.isAsked && each.name === name);
    if (cell) return cell.text === cell.original ? null : cell.text;
    return store.work(name)?.text ?? null;
  }

  /** Run some functions and what comes before them; the names of those that are not written yet. */
  async provide(functions) {
    await this.bring(functions);
    return functions.filter((name) => !this.textOf(name));
  }

  /** The same for the function of a cell that is about to run, which says what it uses from other pages. */
  async provideFor(cell) {
    await this.bring([cell.exercise], cell);
    const { settings } = this.notebook;
    const source = this.textOf(cell.exercise) ?? "";
    const used = this.course.functions().filter((name) => !(name in settings.exercises) && mentions(source, name));
    const own = used.filter((name) => this.textOf(name));
    if (own.length) cell.remark(`Uses your ${own.join(", ")}.`);
    const { file } = this.course.asked(cell.exercise);
    if (file && settings.engine === "kernel") await this.goTo(settings.exercises[cell.exercise]);
  }

  async bring(functions, cell = null) {
    await this.course.load();
    for (const { given, function: name, stub } of this.course.needed(functions)) {
      if (cell && name === cell.exercise) continue;
      const own = name && this.textOf(name);
      const error = await this.notebook.runOnce(name ?? given, own || stub || given);
      if (error && own) cell?.remark(`Your ${name} could not be used:\n${error}`);
    }
  }

  /** A kernel goes to where the assignment's data are. */
  goTo(assignment) {
    const folder = `_os.path.join(_os.environ["PAGE_FILES"], "${assignment}")`;
    return this.notebook.quietly(`import os as _os\n_os.chdir(${folder})`);
  }

  /** Write the functions of earlier assignments that a text names to where the notebook's `earlier.py` looks for them. */
  async writeEarlier(text) {
    await this.course.load();
    const used = this.course.functions().filter((name) => mentions(text, name));
    for (const home of new Set(used.map((name) => this.course.home(name)[0]))) {
      const cells = this.course.needed(used.filter((name) => this.course.home(name)[0] === home));
      const parts = cells.map((each) => each.given ?? this.textOf(each.function) ?? each.stub);
      const error = await this.notebook.quietly(writing(home, parts.join("\n\n\n")));
      if (error) throw new Stopped(`What you wrote for earlier assignments could not be brought in: ${error}`);
    }
  }

  /** Tell the check which functions of the assignment have passed, in this run of Python or before. */
  async recallPasses(checked) {
    await this.course.load();
    const [home] = this.course.home(checked);
    if (!home) return;
    const { store } = this.notebook;
    const passed = this.course.functions(home).filter((name) => store.progress(name).state === "passed");
    await this.notebook.quietly(`_passed_checks = {_name: globals().get(_name) for _name in ${JSON.stringify(passed)}}`);
  }

  /** The place that asks for a function. */
  addressOf(name) {
    return `${this.notebook.settings.root}${this.course.asked(name).page}.html#exercise-${name}`;
  }
}

const mentions = (text, name) => new RegExp(`\\b${name}\\b`).test(text);

function writing(assignment, text) {
  return [
    "from pathlib import Path as _Path",
    `_Path("${assignment}").mkdir(exist_ok=True)`,
    `_ = _Path("${assignment}/${assignment}.py").write_text(${JSON.stringify(text)}, encoding="utf-8")`,
    'import sys as _sys; _ = _sys.modules.pop("earlier", None)',
  ].join("\n");
}
