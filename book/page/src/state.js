/* What the engine is doing, in one line: words, and while files come in, a bar. */

const WORDS = {
  loading: "Python is being loaded",
  starting: "Python is starting",
  ready: "Python is ready.",
  stopped: "Python is stopped; the next Run starts it.",
};

/**
 * Say what the engine is doing.
 *
 * @param {HTMLElement} place - Of the role "status". Its words change only when the state does, as it is read aloud.
 * @param {string} state - "loading", "starting", "ready" or "stopped".
 * @param {number} [share] - Of what is loaded, from 0 to 1.
 */
export function tell(place, state, share = 0) {
  if (place.firstChild?.textContent !== WORDS[state]) place.replaceChildren(WORDS[state]);
  if (state !== "loading") return;
  let bar = place.querySelector("progress");
  if (!bar) {
    bar = Object.assign(document.createElement("progress"), { className: "page-progress", max: 1 });
    bar.setAttribute("aria-label", WORDS.loading);
    place.append(" ", bar);
  }
  bar.value = share;
}
