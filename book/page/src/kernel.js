/* The reader's own Jupyter kernel, of the server that `make live` starts: the same engine as Python in the page. */

import { Stopped } from "./stopped.js";

const shown = ({ data, transient }) => ({ data, id: transient?.display_id });
const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";

export class Kernel {
  /**
   * @param {URL} server - The base address of the Jupyter server.
   * @param {string} folder - Where the kernel runs.
   * @param {function(string)} told - Hears the state.
   */
  constructor(server, folder, told) {
    Object.assign(this, { server, folder, told, session: crypto.randomUUID(), running: new Map() });
    addEventListener("pagehide", () => this.id && this.ask(`api/kernels/${this.id}`, "DELETE"));
  }

  async ask(path, method, body) {
    const reply = await fetch(new URL(path, this.server), {
      method,
      body: body && JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") },
      keepalive: method === "DELETE",
    });
    if (!reply.ok) throw new Stopped(`The Jupyter server answered ${reply.status} ${reply.statusText}.`);
    return reply.status === 204 ? null : reply.json();
  }

  /** Resolves when the kernel can be asked. */
  ready() {
    return (this.starting ??= this.start().catch((error) => {
      this.die(error instanceof Stopped ? error.message : "The Jupyter server does not answer. Is it still running?");
      throw error;
    }));
  }

  async start() {
    this.told("starting");
    const { id } = await this.ask("api/kernels", "POST", { name: "python3", path: this.folder });
    this.id = id;
    const address = new URL(`api/kernels/${id}/channels?session_id=${this.session}`, this.server);
    address.protocol = address.protocol.replace("http", "ws");
    this.socket = new WebSocket(address);
    this.socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    await new Promise((resolve, reject) => {
      this.socket.onopen = resolve;
      this.socket.onerror = () => reject(new Stopped("The connection to the kernel failed."));
    });
    this.socket.onclose = () => this.die("The connection to the kernel ended; the next Run starts a new one.");
    this.told("ready");
  }

  /** Run a cell; see `PagePython.run`. The files lie where the kernel runs. */
  async run(source, show) {
    await this.ready();
    const id = crypto.randomUUID();
    const header = { msg_id: id, msg_type: "execute_request", session: this.session, username: "", version: "5.3" };
    const content = { code: source, silent: false, store_history: true, allow_stdin: false, stop_on_error: false };
    return new Promise((resolve, reject) => {
      this.running.set(id, { show, resolve, reject, status: "", idle: false });
      this.socket.send(JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content }));
    });
  }

  hear({ parent_header: parent, header, content }) {
    if (header.msg_type === "status" && ["restarting", "dead"].includes(content.execution_state)) {
      this.die("The kernel died; the next Run starts a new one.");
      return;
    }
    const request = this.running.get(parent?.msg_id);
    if (!request) return;
    if (header.msg_type === "execute_reply") request.status = content.status;
    else if (header.msg_type === "status") request.idle ||= content.execution_state === "idle";
    else if (header.msg_type === "stream") request.show("stream", content);
    else if (header.msg_type === "error") request.show("error", { text: content.traceback.join("\n") });
    else if (["display_data", "execute_result"].includes(header.msg_type)) request.show("display", shown(content));
    else if (header.msg_type === "update_display_data") request.show("update", shown(content));
    else if (header.msg_type === "clear_output") request.show("clear", content);
    if (request.status && request.idle) {
      this.running.delete(parent.msg_id);
      request.resolve(request.status === "ok");
    }
  }

  /** Interrupt what runs; a kernel that does not listen is ended. */
  async stop() {
    if (!this.id) return;
    const waiting = [...this.running.keys()];
    await this.ask(`api/kernels/${this.id}/interrupt`, "POST");
    setTimeout(() => {
      if (waiting.some((id) => this.running.has(id))) {
        this.die("Stopped. All that you wrote is still here; the next Run starts a new kernel.");
      }
    }, 5000);
  }

  die(sentence) {
    const { id, running } = this;
    if (this.socket) this.socket.onclose = null;
    this.socket?.close();
    if (id) this.ask(`api/kernels/${id}`, "DELETE").catch(() => {});
    Object.assign(this, { id: null, socket: null, starting: null, running: new Map() });
    this.told("stopped");
    for (const { reject } of running.values()) reject(new Stopped(sentence));
  }
}
