/* What cells print and show, under them. */

const COLOURS = /\u001b\[[0-9;]*m/g;

function block(text, name) {
  const made = Object.assign(document.createElement("pre"), { className: name });
  made.textContent = text.replace(COLOURS, "");
  return made;
}

function rich({ data, id }) {
  const box = Object.assign(document.createElement("div"), { className: "output" });
  if (id) box.dataset.id = id;
  const svg = data["image/svg+xml"];
  if (data["text/html"]) {
    box.classList.add("text_html");
    box.innerHTML = data["text/html"];
    stayHere(box);
    window.book?.drawAll(box);
  } else if (svg || data["image/png"]) {
    const image = Object.assign(new Image(), { alt: "Figure drawn by this cell." });
    image.src = svg ? `data:image/svg+xml,${encodeURIComponent(svg)}` : `data:image/png;base64,${data["image/png"]}`;
    box.append(image);
  } else {
    box.append(block(data["text/plain"] ?? "", "output"));
  }
  return box;
}

/** A link to a paragraph of this page does not load the page again, whatever its address says of it. */
function stayHere(box) {
  for (const link of box.querySelectorAll("a[href]")) {
    if (link.hash && link.pathname === location.pathname) link.setAttribute("href", link.hash);
  }
}

/**
 * Show one message of a run.
 *
 * @param {HTMLElement} output - The place under the cell.
 * @param {string} type - "stream", "display", "error"; "update" for what was displayed under an `id`; or "clear", where
 *     `wait` asks to leave all as it is until something new comes.
 * @param {object} content
 */
export function show(output, type, content) {
  if (type === "clear") {
    if (content.wait) output.dataset.clears = "";
    else output.replaceChildren();
    return;
  }
  if (type === "update") {
    for (const box of output.querySelectorAll("[data-id]")) {
      if (box.dataset.id === content.id) box.replaceWith(rich(content));
    }
    return;
  }
  if ("clears" in output.dataset) {
    delete output.dataset.clears;
    output.style.minHeight = `${output.clientHeight}px`; // the text below stays where it is
    output.replaceChildren();
    requestAnimationFrame(() => (output.style.minHeight = ""));
  }
  if (type === "stream") {
    const last = output.lastElementChild;
    if (last?.dataset.stream === content.name) last.textContent += content.text.replace(COLOURS, "");
    else {
      output.append(block(content.text, "output"));
      output.lastElementChild.dataset.stream = content.name;
    }
  } else if (type === "display") output.append(rich(content));
  else if (content.text.endsWith("See above.")) return; // a check has said it all
  else output.append(block(content.text, "output page-error"));
}
