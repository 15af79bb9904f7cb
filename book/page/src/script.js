/* Scripts that are loaded when they are first needed. */

import { Stopped } from "./stopped.js";

/** Run a script after those that were asked for before it; `failed` is the sentence that says so if it can't be had. */
export function loadScript(address, failed) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, async: false });
    script.onload = resolve;
    script.onerror = () => reject(new Stopped(failed));
    document.head.append(script);
  });
}
