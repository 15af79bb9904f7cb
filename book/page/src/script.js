/* Scripts that are loaded when they are first needed. */

import { Stopped } from "./stopped.js";

/** Load a script; `failed` is the sentence that says so if it can't be. */
export function loadScript(address, failed) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.onload = resolve;
    script.onerror = () => reject(new Stopped(failed));
    document.head.append(script);
  });
}
