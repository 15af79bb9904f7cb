/* Buttons under the cells of a page that runs; all else is loaded when one of them is pressed. */
(() => {
  "use strict";
  const settings = JSON.parse(document.getElementById("page-settings").textContent);
  const runs = settings.engine === "kernel" || settings.files ? "div.cell" : ".exercise div.cell, div.cell.payoff";
  const cells = [...document.querySelectorAll(runs)].filter((cell) => cell.querySelector(".cell_input pre"));
  if (!cells.length) return;
  let opening = null;

  function open() {
    return (opening ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: `${settings.root}_static/page/page.js` });
      script.onload = () => resolve(window.openNotebook(settings));
      script.onerror = () => {
        start.textContent = "The editor could not be loaded. Is the folder _static beside this page's folder?";
        reject(new Error(start.textContent));
      };
      document.head.append(script);
    }));
  }

  function button(label, action) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    made.addEventListener("click", action);
    return made;
  }

  for (const [number, cell] of cells.entries()) {
    const bar = Object.assign(document.createElement("div"), { className: "page-bar" });
    const isCheck = /^check\(/m.test(cell.querySelector("pre").textContent);
    const isFixed = isCheck && cell.closest(".exercise");
    const edit = async (event) => {
      const { editor } = (await open()).cells[number];
      const anchor = editor.posAtCoords({ x: event.clientX, y: event.clientY }); // none for a button
      if (anchor !== null) editor.dispatch({ selection: { anchor } });
      editor.focus();
    };
    const run = async () => {
      const notebook = await open();
      notebook.runTo(notebook.cells[number]);
    };
    bar.append(button(isCheck ? "Check" : "Run", run));
    cell.querySelector(".cell_input").append(bar);
    if (isFixed) continue;
    bar.append(button("Edit", edit));
    cell.querySelector(".cell_input pre").addEventListener("click", (event) => {
      if (getSelection().isCollapsed) edit(event); // who has marked code wants to copy it
    });
  }

  for (const place of document.querySelectorAll(".written-answer")) {
    const field = Object.assign(document.createElement("textarea"), { rows: 6 });
    field.addEventListener("focus", open, { once: true });
    const label = Object.assign(document.createElement("label"), { textContent: "Your answer in words" });
    label.append(field);
    place.append(label);
  }

  /* A link to a folded exercise opens it; paper has no folds. */
  const folds = document.querySelectorAll(".exercise > details");
  const unfold = (id) => {
    const fold = id && document.getElementById(id)?.querySelector(":scope > details");
    if (fold) fold.open = true;
  };
  document.addEventListener("click", (event) => unfold(event.target.closest("a[href*='#']")?.hash.slice(1)));
  addEventListener("hashchange", () => unfold(location.hash.slice(1)));
  unfold(location.hash.slice(1));
  addEventListener("beforeprint", () => folds.forEach((fold) => (fold.open = true)));

  const start = Object.assign(document.createElement("div"), { className: "page-start" });
  start.textContent =
    settings.engine === "kernel"
      ? "This page is live: change the code and run it in a kernel on this computer."
      : "Write, run and check right here: Python comes with the page at the first Run. " +
        "What you write stays in this browser, and nothing leaves your machine.";
  const heading = [...document.querySelectorAll("main h1")].find((one) => one.getClientRects().length);
  (document.querySelector(".page-exercises") ?? heading)?.after(start);

  try {
    const kept = Object.keys(localStorage);
    const own = kept.some((key) => key.startsWith(`work:${settings.page}:`));
    if (own || Object.keys(settings.exercises).some((name) => kept.includes(`work:${name}`))) open();
  } catch {
    // a private window keeps nothing
  }
})();
