/* Python and NumPy in this thread, started on the files that `pack.mjs` has made.

   The memory of a Python that has everything imported is one of these files: a Python that wakes up in a copy of it
   is there in a fraction of the time. NumPy's libraries lie in that memory at the places where they were loaded, so
   they are loaded before it, always in the same order. */

const PAGE = 65536; // bytes, the unit of a memory
const FIRST = 20971520; // what Pyodide asks for at first
const MOST = 2 ** 30; // what Python may use; the page's machine has other things to do
const HOME = "/page";
const SITE = "/lib/python3.12/site-packages";

/** Call `act` while Pyodide finds `libraries` when it links its program. */
async function linked(libraries, act) {
  const create = globalThis._createPyodideModule;
  globalThis._createPyodideModule = (settings) => {
    const { locateFile } = settings;
    const locate = (name) => locateFile(name.split("/").pop());
    const initial = Math.floor((settings.INITIAL_MEMORY ?? FIRST) / PAGE);
    const wasmMemory = new WebAssembly.Memory({ initial, maximum: MOST / PAGE });
    return create(Object.assign(settings, { dynamicLibraries: libraries, locateFile: locate, wasmMemory }));
  };
  try {
    return await act();
  } finally {
    globalThis._createPyodideModule = create;
  }
}

/**
 * Start Python.
 *
 * @param {function} loadPyodide - Pyodide's own; its `_createPyodideModule` is there too.
 * @param {object} options - For it; where they bring a memory, `image` is its.
 * @param {object} image - `libraries`, paths of NumPy's; of a memory also `handles`, the libraries' by their address.
 * @returns {Promise<object>} Pyodide.
 */
export async function start(loadPyodide, options, image) {
  const env = { HOME, PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0" };
  const pyodide = await linked(image.libraries, () => loadPyodide({ env, _sysExecutable: "python", ...options }));
  const { loadedLibsByName: byName, loadedLibsByHandle: byHandle } = pyodide._module.LDSO;
  // NumPy's library asks for a function of the C library that this build of Python does not have. Nothing calls it
  // but the report of a crash.
  byName["__main__"].exports.backtrace ??= () => 0;
  for (const [handle, name] of Object.entries(image.handles ?? {})) byHandle[handle] = byName[name];
  return pyodide;
}

/** What `start` has to know of a Python whose memory is kept: its libraries by their addresses. */
export function handlesOf(pyodide) {
  const { loadedLibsByHandle: byHandle } = pyodide._module.LDSO;
  return Object.fromEntries(Object.entries(byHandle).map(([handle, { name }]) => [handle, name]));
}

/** Put modules and their data where Python looks for them: `names` with sizes, `bytes` one after the other. */
export function unpack(pyodide, names, bytes) {
  let place = 0;
  for (const [name, size] of names) {
    const path = `${SITE}/${name}`;
    pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    pyodide.FS.writeFile(path, bytes.subarray(place, place + size));
    place += size;
  }
}
