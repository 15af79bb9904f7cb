/* `node play.mjs FOLDER ROOT MODEL SCRIPT [arguments]`: run a script of the tests in the page's Python. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, root, model, name, ...rest] = process.argv.slice(2);
const [packed, pyodideFolder] = [join(folder, "packed"), join(folder, "node_modules", "pyodide")];
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));
await import(pathToFileURL(join(pyodideFolder, "pyodide.asm.js")));
const { start, unpack } = await import(pathToFileURL(join(root, "book", "page", "src", "start.js")));
const began = performance.now();
const image = JSON.parse(readFileSync(join(packed, "image.json")));
const memory = new Uint8Array(readFileSync(join(packed, "memory.bin")));
const pyodide = await start(loadPyodide, { indexURL: packed, _loadSnapshot: memory }, image);
unpack(pyodide, image.modules, readFileSync(join(packed, "modules.bin")));
console.error(`ready after ${Math.round(performance.now() - began)} ms`);
pyodide.mountNodeFS("/course", root);
pyodide.mountNodeFS("/model", model);
pyodide.globals.set("given", pyodide.toPy([name, "/model/model_answers.json", ...rest]));
const script = `
import importlib, sys
sys.path.append("/course")
import autograder
autograder.__path__.append("/course/autograder")  # what only instructors have, beside the student's side
sys.argv = given
importlib.import_module(f"tests.book.{given[0]}").main()
`;
try {
  pyodide.runPython(script);
} catch (error) {
  console.error(error.message); // what Node would print of it holds the whole of Pyodide
  process.exit(1);
}
