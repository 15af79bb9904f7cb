/* Python and NumPy in this thread: how Pyodide is started on the files that `pack.mjs` has made. */

const HOME = "/page";
const SITE = "/lib/python3.12/site-packages";

/**
 * Start Python.
 *
 * @param {function} loadPyodide - Pyodide's own.
 * @param {object} options - For it.
 * @param {ArrayBuffer} site - The archive of NumPy, the student's side of `autograder` and the page's shell.
 * @returns {Promise<object>} Pyodide, with all of it importable.
 */
export async function start(loadPyodide, options, site) {
  const pyodide = await loadPyodide({ env: { HOME, PYTHONDONTWRITEBYTECODE: "1" }, ...options });
  // NumPy's library asks for a function of the C library that this build of Python does not have. Nothing calls it
  // but the report of a crash.
  pyodide._module.LDSO.loadedLibsByName["__main__"].exports.backtrace ??= () => 0;
  pyodide.unpackArchive(new Uint8Array(site), "zip", { extractDir: SITE });
  return pyodide;
}
