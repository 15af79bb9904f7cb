/* What the pages do without a kernel: interactive charts and quizzes. */
(() => {
  "use strict";
  const here = document.currentScript.src;

  // Charts -------------------------------------------------------------------------------------

  const dark = () => document.documentElement.dataset.theme === "dark";

  /** The look of a chart: text and axes in the page's colours, larger letters where the chart will shrink. */
  function look(width) {
    const text = dark() ? "#e6e6e6" : "#1a1a1a";
    const faint = dark() ? "#555" : "#ddd";
    const size = Math.round(12 * Math.max(1, Math.min(1.8, 540 / width)));
    const page = getComputedStyle(document.documentElement);
    const [forward, backward] = ["--forward", "--backward"].map((name) => page.getPropertyValue(name).trim());
    const colours = dark() // none like forward or backward, which mean something
      ? ["#f2f2f2", "#7ee2a8", "#f0a6d6", "#9a9a9a", "#b9a5ff", "#d8d36a"]
      : ["#111111", "#00745c", "#a83279", "#757575", "#6247aa", "#6b6a00"];
    const letters = { labelColor: text, titleColor: text, labelFontSize: size, titleFontSize: size };
    return {
      background: "transparent",
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: null },
      axis: { ...letters, gridColor: faint, domainColor: text, tickColor: text, grid: false },
      legend: { ...letters, orient: "top" },
      header: letters,
      title: { color: text, fontSize: size + 1 },
      mark: { color: text },
      text: { color: text, fontSize: size },
      rule: { color: text },
      style: { forward: { color: forward }, backward: { color: backward } },
      range: { category: colours, diverging: [forward, backward], ramp: { scheme: "greys" }, heatmap: { scheme: "greys" } },
    };
  }

  let vega = null;
  function loadVega() {
    vega ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("vega/vega.js", here).href;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = reject;
      document.head.append(script);
    });
    return vega;
  }

  async function draw(figure) {
    const embed = await loadVega();
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const chart = figure.querySelector(".interactive-chart");
    const old = figure.vegaView;
    const { view } = await embed(chart, spec, {
      actions: false,
      renderer: "svg",
      tooltip: false,
      config: look(figure.clientWidth || 560),
    });
    for (const param of old ? spec.params.filter((param) => param.bind) : []) {
      view.signal(param.name, old.signal(param.name)); // a change of theme keeps what the reader has chosen
    }
    await view.runAsync();
    old?.finalize();
    figure.vegaView = view;
    figure.dataset.ready = "";
  }

  function drawAll(root = document) {
    return Promise.all([...root.querySelectorAll("figure.interactive")].map(draw));
  }

  // Quizzes ------------------------------------------------------------------------------------

  /** Read a number as people write it: 1/3, 0,5, -2e-3. */
  function parse(text) {
    const [top, bottom = "1", ...rest] = text.trim().replace("−", "-").replace(",", ".").split("/");
    if (rest.length || !top.trim() || !bottom.trim()) return NaN;
    return Number(top) / Number(bottom);
  }

  function judgeNumber(quiz) {
    const field = quiz.querySelector("input");
    const got = parse(field.value);
    const { answer, tolerance } = field.dataset;
    if (Number.isNaN(got)) return [null, "Please type a number, for example 0.5 or 1/2."];
    const right = Math.abs(got - Number(answer)) <= Number(tolerance) + 1e-9;
    return [right, right ? "Right." : "Not yet."];
  }

  function judgeChoices(quiz) {
    const choices = [...quiz.querySelectorAll(".quiz-choice")];
    const chosen = choices.filter((choice) => choice.querySelector("input").checked);
    if (!chosen.length) return [null, "Please choose an answer."];
    for (const choice of choices) choice.classList.toggle("shown", chosen.includes(choice));
    const missed = choices.filter((choice) => "right" in choice.dataset && !chosen.includes(choice)).length;
    const wrong = chosen.filter((choice) => !("right" in choice.dataset)).length;
    if (!wrong && !missed) return [true, "Right."];
    if (wrong) return [false, "Not yet."];
    return [false, `Right so far, but ${missed === 1 ? "one answer is" : `${missed} answers are`} missing.`];
  }

  /** Judge what is in a question's fields, and say it; null if there is nothing to judge. */
  function check(quiz) {
    const [right, says] = quiz.dataset.kind === "number" ? judgeNumber(quiz) : judgeChoices(quiz);
    quiz.querySelector(".quiz-result").textContent = says;
    if (right === null) return null;
    quiz.dataset.result = right ? "right" : "wrong";
    if (quiz.dataset.kind === "number") quiz.querySelector(".quiz-why").classList.toggle("shown", right || "tried" in quiz.dataset);
    quiz.dataset.tried = Number(quiz.dataset.tried ?? 0) + 1;
    againButton(quiz).hidden = false;
    document.querySelectorAll(".quiz-score").forEach(count);
    return right;
  }

  // Answers are kept in this browser, as `quiz:PAGE:NAME`; the map of the course counts them.

  const fieldsOf = (quiz) => [...quiz.querySelectorAll("input")];
  const isText = (field) => field.type === "text";
  let keeps = true;

  /** Read or change what is kept; where nothing can be kept, say so once, under the question. */
  function attempt(action, quiz) {
    try {
      return action(localStorage);
    } catch {
      if (keeps && quiz) quiz.querySelector(".quiz-result").textContent += " This browser keeps no answers (a private window?).";
      keeps &&= !quiz;
      return null;
    }
  }

  function answer(quiz) {
    const right = check(quiz);
    if (right === null) return;
    const given = fieldsOf(quiz).map((field) => (isText(field) ? field.value : field.checked));
    const kept = JSON.stringify({ right, tried: Number(quiz.dataset.tried), answer: given });
    attempt((storage) => storage.setItem(`quiz:${quiz.dataset.key}`, kept), quiz);
    document.dispatchEvent(new CustomEvent("quiz"));
  }

  /** Show an answer that was given earlier, or in another tab. */
  function restore(quiz, text) {
    let kept = null;
    try {
      kept = JSON.parse(text);
    } catch {
      return; // not written by us
    }
    const fields = fieldsOf(quiz);
    if (kept?.answer?.length !== fields.length) return; // the question has other answers now
    for (const [place, field] of fields.entries()) {
      if (isText(field)) field.value = kept.answer[place];
      else field.checked = kept.answer[place];
    }
    if (kept.tried > 1) quiz.dataset.tried = kept.tried - 1;
    check(quiz);
  }

  /** Make a question as it was before it was answered. */
  function clear(quiz) {
    for (const field of fieldsOf(quiz)) {
      if (isText(field)) field.value = "";
      else field.checked = false;
    }
    for (const shown of quiz.querySelectorAll(".shown")) shown.classList.remove("shown");
    delete quiz.dataset.result;
    delete quiz.dataset.tried;
    quiz.querySelector(".quiz-result").textContent = "";
    againButton(quiz).hidden = true;
    document.querySelectorAll(".quiz-score").forEach(count);
  }

  function forget(quiz) {
    clear(quiz);
    attempt((storage) => storage.removeItem(`quiz:${quiz.dataset.key}`));
    document.dispatchEvent(new CustomEvent("quiz"));
  }

  function againButton(quiz) {
    let made = quiz.querySelector(".quiz-again");
    if (!made) {
      made = Object.assign(document.createElement("button"), { type: "button", className: "quiz-again", textContent: "Answer anew" });
      quiz.querySelector(".quiz-check").after(made);
    }
    return made;
  }

  /** Another tab has answered, or forgotten. */
  function heard({ key, newValue }) {
    for (const quiz of document.querySelectorAll(".quiz")) {
      if (key !== null && key !== `quiz:${quiz.dataset.key}`) continue;
      clear(quiz);
      if (key === null || newValue === null) continue;
      restore(quiz, newValue);
      quiz.querySelector(".quiz-result").textContent += " Answered in another tab.";
    }
  }

  /** Fill the table of a page: right answers by topic, each with its link. */
  function count(place) {
    const topics = new Map();
    for (const { dataset } of document.querySelectorAll(".quiz")) {
      const sum = topics.get(dataset.topic) ?? { link: dataset.link, all: 0, tried: 0, right: 0 };
      sum.all += 1;
      sum.tried += "tried" in dataset ? 1 : 0;
      sum.right += dataset.result === "right" ? 1 : 0;
      topics.set(dataset.topic, sum);
    }
    const table = document.createElement("table");
    table.className = "table";
    const cell = (row, name, content) => {
      const made = document.createElement(name);
      made.append(content);
      row.append(made);
    };
    const head = table.createTHead().insertRow();
    for (const title of ["topic", "right", "answered", "questions"]) cell(head, "th", title);
    const body = table.createTBody();
    for (const [topic, sum] of topics) {
      const row = body.insertRow();
      const link = Object.assign(document.createElement("a"), { href: sum.link, textContent: topic });
      cell(row, "td", sum.link ? link : topic);
      for (const value of [sum.right, sum.tried, sum.all]) cell(row, "td", String(value));
    }
    const sums = [...topics.values()].reduce((a, b) => [a[0] + b.right, a[1] + b.tried, a[2] + b.all], [0, 0, 0]);
    const last = body.insertRow();
    cell(last, "th", "all");
    for (const value of sums) cell(last, "th", String(value));
    const anew = Object.assign(document.createElement("button"), { type: "button", className: "quiz-all-again" });
    anew.textContent = "Answer all questions of this page anew";
    anew.hidden = !sums[1];
    place.replaceChildren(table, anew);
  }

  function forgetAll() {
    if (!confirm("Forget all your answers on this page?")) return;
    document.querySelectorAll(".quiz").forEach(forget);
    scrollTo(0, 0);
  }

  // What the theme leaves unsaid to those who listen or use a keyboard -----------------------------

  function mend() {
    for (const summary of document.querySelectorAll("nav summary, .bd-sidenav summary")) {
      const title = summary.closest("li")?.querySelector("a")?.textContent.trim();
      summary.setAttribute("aria-label", title ? `Pages of ${title}` : "Pages");
    }
    for (const list of document.querySelectorAll('[role="list"].citation-list')) {
      for (const entry of list.children) entry.setAttribute("role", "listitem");
    }
    reachScrolling();
  }

  /** Whatever scrolls by itself can be reached by keyboard. */
  function reachScrolling() {
    for (const box of document.querySelectorAll("main figure, main pre, main div.math, main .output, main table")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    }
  }

  // --------------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const quiz = button?.closest(".quiz");
    if (button?.matches(".quiz-all-again")) forgetAll();
    else if (button?.matches(".quiz-check")) answer(quiz);
    else if (button?.matches(".quiz-again")) {
      forget(quiz);
      quiz.querySelector("input").focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".quiz input")) answer(event.target.closest(".quiz"));
  });
  window.addEventListener("storage", heard);
  for (const quiz of document.querySelectorAll(".quiz")) {
    const kept = attempt((storage) => storage.getItem(`quiz:${quiz.dataset.key}`));
    if (kept) restore(quiz, kept);
  }
  document.querySelectorAll(".quiz-score").forEach(count);
  window.book = { drawAll };
  mend();
  window.addEventListener("load", reachScrolling);
  window.addEventListener("resize", reachScrolling);
  drawAll();
  new MutationObserver(() => drawAll()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
})();
