/* Elements made in one line. */

export function make(name, options = {}, ...children) {
  const made = Object.assign(document.createElement(name), options);
  made.append(...children);
  return made;
}

export function drawing(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function button(label, action) {
  const made = make("button", { type: "button", textContent: label });
  made.addEventListener("click", action);
  return made;
}

/** A choice of names; `chosen(name)` hears each one. */
export function choice(label, names, chosen) {
  const select = make("select", {}, ...names.map((name) => make("option", { value: name, textContent: name })));
  select.addEventListener("change", () => chosen(select.value));
  return make("label", { className: "payoff-control" }, make("span", { textContent: label }), select);
}

/** Bytes as text, as Python's base64 reads it. */
export function packed(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(text);
}

export const unpacked = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
