/* Cells that run in place, with the Jupyter server that `make live` starts. Not part of the static book. */
(() => {
  "use strict";
  const book = new URL(document.currentScript.src.replace(/_static\/live\.js.*/, ""));
  const server = new URL("../", book);
  const page = decodeURIComponent(location.pathname.slice(book.pathname.length)).replace(/\.html$/, "");
  const store = `live:${page}:`;
  const folder = page.startsWith("exercises/") ? page : "";

  const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";

  async function ask(path, method, body) {
    const reply = await fetch(new URL(path, server), {
      method,
      body: body && JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") },
      keepalive: method === "DELETE",
    });
    if (!reply.ok) throw new Error(`The Jupyter server answered ${reply.status} ${reply.statusText}.`);
    return reply.status === 204 ? null : reply.json();
  }

  // The kernel ---------------------------------------------------------------------------------

  class Kernel {
    static async start() {
      const { id } = await ask("api/kernels", "POST", { name: "python3", path: folder });
      const kernel = new Kernel();
      Object.assign(kernel, { id, session: crypto.randomUUID(), running: new Map() });
      const address = new URL(`api/kernels/${id}/channels?session_id=${kernel.session}`, server);
      address.protocol = address.protocol.replace("http", "ws");
      kernel.socket = new WebSocket(address);
      kernel.socket.onmessage = ({ data }) => kernel.hear(JSON.parse(data));
      await new Promise((resolve, reject) => {
        kernel.socket.onopen = resolve;
        kernel.socket.onerror = () => reject(new Error("The connection to the kernel failed."));
      });
      addEventListener("pagehide", () => ask(`api/kernels/${id}`, "DELETE"));
      return kernel;
    }

    /** Run code; `show` hears every message of its output. Resolves to "ok", "error" or "aborted". */
    run(code, show) {
      const id = crypto.randomUUID();
      const header = { msg_id: id, msg_type: "execute_request", session: this.session, username: "", version: "5.3" };
      const content = { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: false };
      const done = new Promise((resolve) => this.running.set(id, { show, resolve, status: "", idle: false }));
      this.socket.send(JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content }));
      return done;
    }

    hear({ parent_header: parent, header, content }) {
      const request = this.running.get(parent?.msg_id);
      if (!request) return;
      if (header.msg_type === "execute_reply") request.status = content.status;
      else if (header.msg_type === "status") request.idle ||= content.execution_state === "idle";
      else request.show(header.msg_type, content);
      if (request.status && request.idle) {
        this.running.delete(parent.msg_id);
        request.resolve(request.status);
      }
    }

    interrupt() {
      return ask(`api/kernels/${this.id}/interrupt`, "POST");
    }
  }

  let kernel = null;
  const ready = () => (kernel ??= Kernel.start());

  // Output ---------------------------------------------------------------------------------------

  const COLOURS = /\u001b\[[0-9;]*m/g;

  function block(text, name) {
    const pre = document.createElement("pre");
    pre.className = name;
    pre.textContent = text.replace(COLOURS, "");
    return pre;
  }

  function rich(data) {
    const box = document.createElement("div");
    box.className = "output";
    if (data["text/html"]) {
      box.classList.add("text_html");
      box.innerHTML = data["text/html"];
      window.book?.drawAll(box);
    } else if (data["image/svg+xml"] || data["image/png"]) {
      const svg = data["image/svg+xml"];
      const image = new Image();
      image.alt = "Figure drawn by this cell.";
      image.src = svg ? `data:image/svg+xml,${encodeURIComponent(svg)}` : `data:image/png;base64,${data["image/png"]}`;
      box.append(image);
    } else {
      box.append(block(data["text/plain"] ?? "", "output"));
    }
    return box;
  }

  function show(output, type, content) {
    if (type === "stream") {
      const last = output.lastElementChild;
      if (last?.dataset.stream === content.name) last.textContent += content.text.replace(COLOURS, "");
      else output.append(block(content.text, "output"));
      output.lastElementChild.dataset.stream = content.name;
    } else if (type === "error") {
      output.append(block(content.traceback.join("\n"), "output live-error"));
    } else if (type === "display_data" || type === "execute_result") {
      output.append(rich(content.data));
    } else if (type === "clear_output") {
      output.replaceChildren();
    }
  }

  // Cells ------------------------------------------------------------------------------------------

  const cells = [];

  function button(label, action) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    made.addEventListener("click", action);
    return made;
  }

  class Cell {
    constructor(element, number) {
      this.element = element;
      this.ran = false;
      this.name = `${store}${number}`;
      const input = element.querySelector(".cell_input");
      this.original = input.querySelector("pre").textContent.replace(/\n$/, "");
      this.text = document.createElement("textarea");
      Object.assign(this.text, { className: "live-code", spellcheck: false, autocapitalize: "off" });
      this.text.setAttribute("aria-label", `Code of cell ${number + 1}; Shift and Enter run it`);
      this.text.value = localStorage.getItem(this.name) ?? this.original;
      this.state = Object.assign(document.createElement("span"), { className: "live-state" });
      this.state.setAttribute("role", "status");
      const bar = document.createElement("div");
      bar.className = "live-bar";
      bar.append(button("Run", () => runTo(this)), button("Reset", () => this.reset()), this.state);
      input.replaceChildren(this.text, bar);
      this.text.addEventListener("input", () => this.changed());
      this.text.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.shiftKey) {
          event.preventDefault();
          runTo(this);
        }
      });
      this.fit();
    }

    /** Keep what the reader writes, also when the page is closed. */
    changed() {
      localStorage.setItem(this.name, this.text.value);
      this.fit();
    }

    reset() {
      this.text.value = this.original;
      localStorage.removeItem(this.name);
      this.fit();
    }

    fit() {
      this.text.rows = this.text.value.split("\n").length;
    }

    get output() {
      let found = this.element.querySelector(".cell_output");
      if (!found) {
        found = Object.assign(document.createElement("div"), { className: "cell_output docutils container" });
        this.element.append(found);
      }
      return found;
    }

    async run() {
      this.state.textContent = "running";
      const { output } = this;
      output.replaceChildren();
      try {
        const status = await (await ready()).run(this.text.value, (type, content) => show(output, type, content));
        this.state.textContent = status === "ok" ? "done" : "stopped by an error";
      } catch (error) {
        kernel = null;
        this.state.textContent = error.message;
      }
      this.ran = true;
    }
  }

  let queue = Promise.resolve();

  /** Run a cell; those above it that have not run yet come first, because it may need them. */
  function runTo(cell) {
    const before = cells.slice(0, cells.indexOf(cell)).filter((other) => !other.ran);
    for (const next of [...before, cell]) {
      next.state.textContent = "waiting";
      next.ran = true;
      queue = queue.then(() => next.run());
    }
    return queue;
  }

  /** All code of the page as a file: `autograder check` reads it. */
  function download() {
    const text = cells.map((cell) => cell.text.value).join("\n\n\n") + "\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/x-python" }));
    link.download = `${page.replaceAll("/", "-")}.py`;
    link.click();
  }

  const elements = [...document.querySelectorAll("div.cell")].filter((cell) => cell.querySelector(".cell_input pre"));
  cells.push(...elements.map((element, number) => new Cell(element, number)));
  if (cells.length) {
    const bar = document.createElement("div");
    bar.className = "live-bar live-all";
    bar.append(
      "This page is live: change the code and run it. ",
      button("Run all", () => runTo(cells.at(-1))),
      button("Interrupt", async () => kernel && (await kernel).interrupt()),
      button("Save as .py", download),
    );
    document.querySelector("main h1")?.after(bar);
  }
  const style = document.createElement("style");
  style.textContent = `
    .live-code { width: 100%; border: 0; padding: 0.75rem; resize: vertical; white-space: pre; overflow-x: auto;
      font: 0.875em/1.4 var(--pst-font-family-monospace, monospace); color: inherit; background: transparent; }
    .live-bar { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; padding: 0.25rem 0.5rem; }
    .live-bar button { min-height: 1.75rem; padding: 0 0.75rem; color: var(--pst-color-text-base);
      background: var(--pst-color-surface); border: 1px solid var(--pst-color-text-muted); border-radius: 0.25rem; }
    .live-error { color: var(--pst-color-danger); white-space: pre-wrap; }
    .live-state { font-size: 0.875rem; }`;
  document.head.append(style);
})();
