/* The files of the page's Python. They are scripts full of text, so that a page from a disk can load them too. */

import { loadScript } from "./script.js";
import { Stopped } from "./stopped.js";

const LOST = "Python could not be loaded. Is the folder _static beside this page, and whole?";

const decoded = (text) =>
  Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** A file that comes in parts and is unpacked while they come. */
class Arriving {
  constructor() {
    const { readable, writable } = new DecompressionStream("gzip");
    this.writer = writable.getWriter();
    this.response = new Response(readable, { headers: { "Content-Type": "application/wasm" } });
  }

  take(text) {
    this.writer.write(decoded(text)).catch(() => {}); // whoever reads it hears of it
  }

  end() {
    this.writer.close().catch(() => {});
  }

  buffer() {
    return this.response.arrayBuffer();
  }
}

/** Load all parts in their order; `told` hears which share of the bytes is there. */
async function arrive(folder, files, arriving, told) {
  const total = files.reduce((sum, { parts }) => sum + parts.reduce((one, other) => one + other, 0), 0);
  let there = 0;
  const loading = files.flatMap(({ name, parts }) =>
    parts.map(async (size, number) => {
      await loadScript(`${folder}/${name}.${number}.js`, LOST);
      if (number === parts.length - 1) arriving[name].end();
      told((there += size) / total);
    }),
  );
  await Promise.all(loading);
}

/** The values of an object of promises, once all are there and all parts have come. */
async function whole(promises, all) {
  try {
    const values = await Promise.all([...Object.values(promises), all]);
    return Object.fromEntries(Object.keys(promises).map((name, place) => [name, values[place]]));
  } catch (error) {
    throw error instanceof Stopped ? error : new Stopped(LOST);
  }
}

/**
 * Begin to load what Python in the page needs.
 *
 * @param {string} folder - Its address.
 * @param {function(number)} told - Hears the share that has come.
 * @returns {Promise<object>} `program`, the address of the worker's program; and two promises of what the worker asks
 *     for: `first`, to start, and `later`, before it runs a cell.
 */
export async function load(folder, told) {
  await loadScript(`${folder}/index.js`, LOST);
  const { files, image, scripts } = window.pagePython;
  const arriving = Object.fromEntries(files.map(({ name }) => [name, new Arriving()]));
  window.pagePython = { take: (name, text) => arriving[name].take(text) };
  const all = arrive(folder, files, arriving, told);
  const { engine, memory, libraries, stdlib, modules } = arriving;
  const wasm = WebAssembly.compileStreaming(engine.response);
  const program = URL.createObjectURL(new Blob(scripts.map((text) => `${text}\n;\n`)));
  const first = whole({ wasm, memory: memory.buffer(), libraries: libraries.buffer(), image });
  const later = whole({ stdlib: stdlib.buffer(), modules: modules.buffer(), names: image.modules }, all);
  later.catch(() => {}); // whoever waits for it hears of it
  return { program, first, later };
}
