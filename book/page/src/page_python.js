/* Python in the page: a worker that runs Pyodide, started at the first Run and anew after Stop. */

/** A fault of the page's Python, with a sentence for the reader. */
export class Stopped extends Error {}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.onload = resolve;
    script.onerror = () => reject(new Stopped("Python could not be loaded. Is the folder _static beside this page?"));
    document.head.append(script);
  });
}

async function unpacked(text) {
  const packed = await fetch(`data:application/gzip;base64,${text}`); // the fastest way to decode, from a disk too
  return new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

export class PagePython {
  /**
   * @param {string} address - Of the script that holds all files.
   * @param {function(string)} told - Hears the state: "loading", "starting", "ready", "stopped".
   */
  constructor(address, told) {
    this.address = address;
    this.told = told;
    this.worker = null;
    this.running = null;
  }

  /** Load what is needed, once; what was unpacked and compiled serves every later worker. */
  files() {
    return (this.loaded ??= (async () => {
      this.told("loading");
      if (!window.pagePython) await load(this.address);
      const { files, lock, scripts } = window.pagePython;
      const names = Object.keys(files);
      const contents = await Promise.all(names.map((name) => unpacked(files[name])));
      const found = Object.fromEntries(names.map((name, place) => [name, contents[place]]));
      const { "pyodide.asm.wasm": wasm, "site.zip": site, ...others } = found;
      const program = URL.createObjectURL(new Blob(scripts.map((script) => `${script}\n;\n`)));
      window.pagePython = null;
      return { program, wasm: await WebAssembly.compile(wasm), site, files: { ...others, "pyodide-lock.json": lock } };
    })().catch((error) => {
      this.loaded = null;
      throw error;
    }));
  }

  /** Resolves when Python is there. */
  ready() {
    return (this.starting ??= this.start().catch((error) => {
      this.starting = null;
      throw error;
    }));
  }

  async start() {
    const { program, ...files } = await this.files();
    this.told("starting");
    await new Promise((resolve, reject) => {
      this.worker = new Worker(program);
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.die(`Python in this page ended: ${event.message}`);
      };
      this.worker.onmessage = ({ data }) => this.hear(data);
      this.running = { show: () => {}, resolve, reject };
      this.worker.postMessage({ ask: "start", ...files });
    });
  }

  /**
   * Run a cell.
   *
   * @param {string} source
   * @param {function(string, object)} show - Hears what it prints and shows.
   * @param {object} files - By name, what must lie beside it.
   * @returns {Promise<boolean>} Whether it came to its end.
   */
  async run(source, show, files) {
    await this.ready();
    return new Promise((resolve, reject) => {
      this.running = { show, resolve, reject };
      this.worker.postMessage({ ask: "run", source, files });
    });
  }

  hear({ kind, type, content, ok, text }) {
    if (kind === "shows") this.running?.show(type, content);
    else if (kind === "died") this.die(`Python in this page ended: ${text}`);
    else {
      const { resolve } = this.running;
      this.running = null;
      if (kind === "ready") this.told("ready");
      resolve(ok ?? true);
    }
  }

  /** End it, whatever it does. The next Run starts anew. */
  stop() {
    this.die("Stopped. All that you wrote is still here; the next Run starts Python anew.");
  }

  die(sentence) {
    this.worker?.terminate();
    this.worker = null;
    this.starting = null;
    const waiting = this.running;
    this.running = null;
    this.told("stopped");
    waiting?.reject(new Stopped(sentence));
  }
}
