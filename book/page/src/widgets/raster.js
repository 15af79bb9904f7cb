/* Arrays as pictures. */

import { classColors, inkColor } from "./colors.js";
import { make, unpacked } from "./elements.js";

function filled(height, width, pixel) {
  const canvas = make("canvas", { width, height });
  const context = canvas.getContext("2d");
  const picture = context.createImageData(width, height);
  for (let place = 0; place < width * height; place += 1) picture.data.set(pixel(place), 4 * place);
  context.putImageData(picture, 0, 0);
  return canvas;
}

/** Shares of classes as mixed colours; where none is sure, the ground shows through. */
export function regionCanvas({ bytes, shape: [height, width, count] }) {
  const values = unpacked(bytes);
  const colors = classColors();
  return filled(height, width, (place) => {
    const shares = values.subarray(count * place, count * place + count);
    const total = shares.reduce((sum, share) => sum + share, 0) || 1;
    const mixed = [0, 1, 2].map((part) => shares.reduce((sum, share, k) => sum + (share * colors[k][part]) / total, 0));
    const others = count > 2 ? 255 / count : 0;
    return [...mixed, 150 * Math.max(0, Math.max(...shares) - others) / (255 - others)];
  });
}

/** A photograph, a drawing in ink, or numbers of both signs. */
export function imageCanvas({ bytes, shape: [height, width, count], signed }, place) {
  const values = unpacked(bytes);
  const [negative, positive] = classColors();
  const ink = inkColor(place);
  return filled(height, width, (at) => {
    if (count === 3) return [...values.subarray(3 * at, 3 * at + 3), 255];
    const value = values[at];
    if (signed) return [...(value < 128 ? negative : positive), Math.min(255, 2 * Math.abs(value - 127.5))];
    return count === 1 ? [value, value, value, 255] : [...ink, value];
  });
}
