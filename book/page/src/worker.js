/* The worker in which the page's Python runs: hears `start` once, then `run`, one at a time. */

import { start } from "./start.js";

const tell = (kind, content = {}) => self.postMessage({ kind, ...content });
let pyodide = null;
let shell = null;

/** Pyodide asks for its files by name; all of them came with `start`. */
function answerFrom(files) {
  self.fetch = async (address) => {
    const name = String(address.url ?? address).split("/").pop();
    if (!(name in files)) throw new TypeError(`${name} is not one of the page's files`);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(files[name], { headers: { "Content-Type": type } });
  };
}

/** The page has compiled it already, and a new worker need not do so again. */
function useCompiled(module) {
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
}

const answers = {
  async start({ files, wasm, site }) {
    answerFrom({ ...files, "pyodide.asm.wasm": "" });
    useCompiled(wasm);
    const quiet = () => {};
    pyodide = await start(self.loadPyodide, { indexURL: "https://page.invalid/", stdout: quiet, stderr: quiet }, site);
    const send = (kind, content) => tell("shows", { type: kind, content: content.toJs({ dict_converter: Object.fromEntries }) });
    shell = pyodide.pyimport("page_shell").begin(send);
    tell("ready");
  },
  async run({ source, files }) {
    for (const [name, content] of Object.entries(files ?? {})) {
      if (!pyodide.FS.analyzePath(name).exists) pyodide.FS.writeFile(name, content);
    }
    tell("done", { ok: await shell.run(source) });
  },
};

// What ends Python, such as os._exit, is thrown where nobody waits for it.
for (const event of ["error", "unhandledrejection"]) {
  self.addEventListener(event, ({ reason, message }) => tell("died", { text: String(reason?.message ?? message) }));
}

self.onmessage = async ({ data }) => {
  try {
    await answers[data.ask](data);
  } catch (error) {
    tell("died", { text: String(error?.message ?? error) });
  }
};
