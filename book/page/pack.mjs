/* Pack what Python in the page needs: `node pack.mjs MODULES STUDENT SHELL TARGET`.

   MODULES: the folder node_modules. STUDENT: the student's side of `autograder`. SHELL: the page's own Python.
   Compiled here, all modules load in a third of the time: a browser would compile them at each first Run. */

import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, student, shell, target] = process.argv.slice(2);
const pyodideFolder = join(modules, "pyodide");
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: pyodideFolder });

function put(folder, place) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (name.includes("__pycache__") || !statSync(path).isFile()) continue;
    const to = `${place}/${relative(folder, path)}`;
    pyodide.FS.mkdirTree(to.slice(0, to.lastIndexOf("/")));
    pyodide.FS.writeFile(to, readFileSync(path));
  }
}

const numpy = join(modules, "@emscripten-forge", "numpy", "pkg");
put(numpy, "/numpy");
put(student, "/student/autograder");
put(shell, "/student");
pyodide.FS.writeFile("/stdlib.zip", readFileSync(join(pyodideFolder, "python_stdlib.zip")));
pyodide.FS.writeFile("/packing.py", readFileSync(new URL("packing.py", import.meta.url)));
pyodide.runPython(`import sys; sys.path.insert(0, "/"); import packing; packing.pack()`);
mkdirSync(target, { recursive: true });
for (const name of filesIn("/packed")) writeFileSync(join(target, name), pyodide.FS.readFile(`/packed/${name}`));

function filesIn(folder) {
  return pyodide.FS.readdir(folder).filter((name) => !name.startsWith("."));
}
