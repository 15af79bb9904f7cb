/* Python in the page: a worker that runs Pyodide, started before the first Run and anew whenever one has ended. */

import { load } from "./files.js";
import { Stopped } from "./stopped.js";

const STOPPED = "Stopped. All that you wrote is still here, and the next Run begins with a new Python.";

export class PagePython {
  /**
   * @param {string} folder - The address of the folder that holds all files.
   * @param {function(string, number)} told - Hears the state, "loading", "starting", "ready" or "stopped", and of what
   *     is loaded the share that has come.
   */
  constructor(folder, told) {
    Object.assign(this, { folder, told, state: "stopped", life: null, worker: null, running: null });
    document.addEventListener("focusin", ({ target }) => {
      if (target.closest(".cm-content")) this.prepare(); // whoever writes is about to run it
    });
  }

  get isReady() {
    return this.state === "ready";
  }

  tell(state, share) {
    this.state = state;
    this.told(state, share);
  }

  /** Start Python before anybody asks for it; what goes wrong is said at the Run that needs it. */
  prepare() {
    if (!this.failed) this.ready().catch(() => (this.failed = true));
  }

  /** Resolves when Python is there. */
  ready() {
    return (this.starting ??= this.start((this.life = {})));
  }

  /** What serves every worker is loaded, unpacked and compiled once. */
  files() {
    return (this.loaded ??= load(this.folder, (share) => {
      if (this.life) this.tell(share < 1 ? "loading" : "starting", share);
    }));
  }

  async start(life) {
    try {
      this.tell(this.loaded ? "starting" : "loading", 0);
      const { program, first, later } = await this.files();
      if (this.life !== life) throw new Stopped(STOPPED);
      await new Promise((resolve, reject) => {
        this.running = { show: () => {}, resolve, reject };
        const worker = this.employ(new Worker(program)); // it reads its program while the files come
        first.then((files) => worker.postMessage({ ask: "start", ...files }), reject);
        Promise.all([later, first]).then(([files]) => worker.postMessage({ ask: "finish", ...files }), reject);
      });
      this.tell("ready");
    } catch (error) {
      if (this.life === life) {
        this.loaded = null; // perhaps the disk or the network failed, and will not again
        this.die(error.message);
      }
      throw error;
    }
  }

  employ(worker) {
    worker.onmessage = ({ data }) => this.hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.die(`Python in this page ended: ${event.message}`);
    };
    return (this.worker = worker);
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
      resolve(ok ?? true);
    }
  }

  /** End it, whatever it does. */
  stop() {
    this.die(STOPPED);
  }

  /** End the worker; where one has served, the next is started at once, so that nobody waits for it. */
  die(sentence) {
    const { isReady, running } = this;
    this.worker?.terminate();
    Object.assign(this, { life: null, worker: null, starting: null, running: null });
    this.tell("stopped");
    running?.reject(new Stopped(sentence));
    if (isReady) this.prepare();
  }
}
