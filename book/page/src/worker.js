/* The worker in which the page's Python runs: hears `start` and `finish` once, then `run`, one at a time. */

import { start, unpack } from "./start.js";

const SEND = { dict_converter: Object.fromEntries };
const HOME = "https://page.invalid/";
const tell = (kind, content = {}) => self.postMessage({ kind, ...content });
let starting = null;
let shell = null;

/** Pyodide asks for its files by name, in two ways; all of them came with `start`. */
function answerFrom(files) {
  const find = (address) => {
    const name = String(address.url ?? address).split("/").pop();
    if (!(name in files)) throw new TypeError(`${name} is not one of the page's files`);
    return files[name];
  };
  self.fetch = async (address) => new Response(find(address));
  self.XMLHttpRequest = class {
    open(method, address) {
      Object.assign(this, { status: 200, response: find(address) });
    }
    send() {
      setTimeout(() => this.onload());
    }
  };
}

/** The page has compiled it already, and a new worker need not do so again. */
function useCompiled(module) {
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
}

/** The libraries by their names; they came one after the other. */
function cut(bytes, sizes) {
  let place = 0;
  return Object.fromEntries(sizes.map(([name, size]) => [name, bytes.slice(place, (place += size))]));
}

const answers = {
  start({ wasm, memory, libraries, image }) {
    answerFrom({
      ...cut(libraries, image.sizes),
      "pyodide.asm.wasm": "",
      "pyodide-lock.json": image.lock,
      "python_stdlib.zip": "", // comes with `finish`
    });
    useCompiled(wasm);
    const quiet = () => {};
    const options = { indexURL: HOME, stdout: quiet, stderr: quiet, _loadSnapshot: memory };
    starting = start(self.loadPyodide, options, image);
  },
  async finish({ stdlib, modules, names }) {
    const pyodide = await starting;
    pyodide.FS.writeFile("/lib/python312.zip", new Uint8Array(stdlib));
    unpack(pyodide, names, new Uint8Array(modules));
    const send = (kind, content) => tell("shows", { type: kind, content: content.toJs(SEND) });
    shell = pyodide.pyimport("page_shell").begin(send);
    tell("ready");
  },
  async run({ source, files }) {
    const { FS } = await starting;
    for (const [name, content] of Object.entries(files ?? {})) {
      if (!FS.analyzePath(name).exists) FS.writeFile(name, content);
    }
    tell("done", { ok: await shell.run(source) });
  },
};

// What ends Python, such as os._exit, is thrown where nobody waits for it.
for (const event of ["error", "unhandledrejection"]) {
  self.addEventListener(event, ({ reason, message }) => tell("died", { text: String(reason?.message ?? reason ?? message) }));
}

self.onmessage = async ({ data }) => {
  try {
    await answers[data.ask](data);
  } catch (error) {
    tell("died", { text: String(error?.message ?? error) });
  }
};
