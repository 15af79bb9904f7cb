/* Pack what Python in the page needs: `node pack.mjs MODULES STUDENT SHELL START TARGET`.

   MODULES: the folder node_modules. STUDENT: the student's side of `autograder`. SHELL: the page's own Python.
   START: `start.js`. Compiled here, all modules load in a third of the time; and most need not be loaded at all, for
   the last file that is written is the memory of a Python that has imported them. */

import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, student, shell, startModule, target] = process.argv.slice(2);
const pyodideFolder = join(modules, "pyodide");
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));
await import(pathToFileURL(join(pyodideFolder, "pyodide.asm.js")));
const { handlesOf, start, unpack } = await import(pathToFileURL(startModule));

function put(FS, folder, place) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (name.includes("__pycache__") || !statSync(path).isFile()) continue;
    const to = `${place}/${relative(folder, path)}`;
    FS.mkdirTree(to.slice(0, to.lastIndexOf("/")));
    FS.writeFile(to, readFileSync(path));
  }
}

async function writeArchives() {
  const { FS, runPython } = await loadPyodide({ indexURL: pyodideFolder });
  put(FS, join(modules, "@emscripten-forge", "numpy", "pkg"), "/numpy");
  put(FS, student, "/student/autograder");
  put(FS, shell, "/student");
  FS.writeFile("/stdlib.zip", readFileSync(join(pyodideFolder, "python_stdlib.zip")));
  FS.writeFile("/packing.py", readFileSync(new URL("packing.py", import.meta.url)));
  runPython(`import sys; sys.path.insert(0, "/"); import packing; packing.pack()`);
  for (const name of FS.readdir("/packed")) {
    if (!name.startsWith(".")) writeFileSync(join(target, name), FS.readFile(`/packed/${name}`));
  }
  copyFileSync(join(pyodideFolder, "pyodide.asm.wasm"), join(target, "pyodide.asm.wasm"));
  const lock = JSON.parse(readFileSync(join(pyodideFolder, "pyodide-lock.json")));
  writeFileSync(join(target, "pyodide-lock.json"), JSON.stringify({ ...lock, packages: {} }));
}

async function writeMemory() {
  const { modules: names, libraries } = JSON.parse(readFileSync(join(target, "modules.json")));
  const pyodide = await start(loadPyodide, { indexURL: target, _makeSnapshot: true }, { libraries });
  const functions = pyodide._module.wasmTable.length;
  unpack(pyodide, names, readFileSync(join(target, "modules.bin")));
  pyodide.runPython("import page_shell; page_shell.prepare()");
  if (pyodide._module.wasmTable.length !== functions) throw new Error("A library was loaded after the first ones.");
  writeFileSync(join(target, "memory.bin"), pyodide.makeMemorySnapshot());
  writeFileSync(join(target, "image.json"), JSON.stringify({ libraries, modules: names, handles: handlesOf(pyodide) }));
}

mkdirSync(target, { recursive: true });
try {
  await writeArchives();
  await writeMemory();
} catch (error) {
  console.error(error.message); // what Node would print of it holds the whole of Pyodide
  process.exit(1);
}
