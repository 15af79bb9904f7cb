/* `node play.mjs FOLDER ROOT MODEL [names]`: what tests/book/in_page.py prints in the page's Python. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, root, model, ...names] = process.argv.slice(2);
const [modules, packed] = [join(folder, "node_modules"), join(folder, "packed")];
const { loadPyodide } = await import(pathToFileURL(join(modules, "pyodide", "pyodide.mjs")));
const { start } = await import(pathToFileURL(join(root, "book", "page", "src", "start.js")));
const began = performance.now();
const pyodide = await start(
  loadPyodide,
  { indexURL: join(modules, "pyodide"), stdLibURL: join(packed, "python_stdlib.zip") },
  readFileSync(join(packed, "site.zip")),
);
console.error(`ready after ${Math.round(performance.now() - began)} ms`);
pyodide.mountNodeFS("/course", root);
pyodide.mountNodeFS("/model", model);
pyodide.globals.set("names", pyodide.toPy(names));
const script = `
import sys
sys.path.append("/course")
import autograder
autograder.__path__.append("/course/autograder")  # what only instructors have, beside the student's side
sys.argv = ["in_page.py", "/model/model_answers.json", *names]
from tests.book import in_page
in_page.without_packages()
in_page.main()
`;
try {
  pyodide.runPython(script);
} catch (error) {
  console.error(error.message); // what Node would print of it holds the whole of Pyodide
  process.exit(1);
}
