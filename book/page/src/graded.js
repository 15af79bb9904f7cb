/* What graded work says, read from a feedback page: `autograder/grading/feedback` writes it there for this. */

const COURSE = "Forward and Backward";

/**
 * The functions that a feedback page speaks of. Nothing of the page runs or is loaded.
 *
 * @param {string} html
 * @returns {Array} Pairs of a name and `{ points, worth, passed, waits }`; null if it is another file.
 */
export function gradedIn(html) {
  const place = new DOMParser().parseFromString(html, "text/html").querySelector("script#feedback");
  try {
    const { course, functions } = JSON.parse(place?.textContent);
    const found = Object.entries(functions).filter(([, { points, worth }]) => [points, worth].every(Number.isFinite));
    return course === COURSE && found.length ? found : null;
  } catch {
    return null;
  }
}

/** What was graded as a sign and points, and in words. */
export function inWords({ points, worth, passed, waits }) {
  if (waits) return ["… waits", "graded: waits for a person"];
  return [`${passed ? "✓" : "○"} ${points} of ${worth}`, `graded: ${passed ? "passed" : "not yet"}, ${points} of ${worth} points`];
}
