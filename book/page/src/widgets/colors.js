/* The colours of classes, as numbers for pictures; the style sheet has them for all else. */

const CLASSES = ["--backward", "--forward", "--passed", "--begun"];

function numbers(color) {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** Red, green and blue of each class, in the page's present theme. */
export function classColors() {
  const style = getComputedStyle(document.documentElement);
  return CLASSES.map((name) => numbers(style.getPropertyValue(name)));
}

/** The colour of text, as numbers. */
export function inkColor(place) {
  return numbers(getComputedStyle(place).color);
}
