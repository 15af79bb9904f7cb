/* What the widgets hold before a reader has put in anything, by formulas. */

/** Numbers that look random and are the same every time. */
function scattered(seed) {
  let state = seed;
  const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return () => (uniform() + uniform() + uniform() - 1.5) / 1.5;
}

function classes(count, place) {
  const points = [];
  const labels = [];
  for (let number = 0; number < count; number += 1) {
    const [x, y, label] = place(number / count, number);
    points.push([x, y].map((one) => Math.round(Math.max(-0.97, Math.min(0.97, one)) * 1000) / 1000));
    labels.push(label);
  }
  return { points, labels };
}

function clouds(centers, count, spread) {
  const noise = scattered(7);
  return classes(count, (_, number) => {
    const label = number % centers.length;
    const [x, y] = centers[label];
    return [x + spread * noise(), y + spread * noise(), label];
  });
}

/** Sets of points in the square from -1 to 1, by name; each with a class for each point. */
export const POINTS = {
  "two clouds": () => clouds([[-0.45, -0.3], [0.4, 0.45]], 40, 0.42),
  "three clouds": () => clouds([[-0.5, -0.4], [0.55, -0.35], [0, 0.55]], 45, 0.4),
  corners: () => {
    const { points, labels } = clouds([[-0.5, -0.5], [-0.5, 0.5], [0.5, 0.5], [0.5, -0.5]], 48, 0.4);
    return { points, labels: labels.map((label) => label % 2) };
  },
  ring: () => {
    const noise = scattered(3);
    return classes(60, (share, number) => {
      const radius = (number % 2 ? 0.75 : 0.25) + 0.12 * noise();
      return [radius * Math.cos(share * 20), radius * Math.sin(share * 20), number % 2];
    });
  },
  spirals: () =>
    classes(80, (share, number) => {
      const angle = share * 9 + (number % 2) * Math.PI;
      const radius = 0.12 + share * 0.78;
      return [radius * Math.cos(angle), radius * Math.sin(angle), number % 2];
    }),
  line: () => {
    const noise = scattered(5);
    return classes(24, (share) => [share * 1.7 - 0.85, 0.6 * (share * 1.7 - 0.85) + 0.15 + 0.25 * noise(), 0]);
  },
  wave: () => classes(9, (share) => [share * 2 - 0.89, 0.6 * Math.sin(share * 8), 0]),
  heart: () =>
    classes(90, (share) => {
      const angle = share * 2 * Math.PI;
      const [one, two, three] = [2, 3, 4].map((times) => Math.cos(times * angle));
      return [0.82 * Math.sin(angle) ** 3, 0.1 + (13 * Math.cos(angle) - 5 * one - 2 * two - three) / 19, 0];
    }),
  circle: () => classes(80, (share) => [0.75 * Math.cos(share * 2 * Math.PI), 0.75 * Math.sin(share * 2 * Math.PI), 0]),
  start: () => classes(1, () => [-0.75, 0.7, 0]),
};

const arc = (x, y, across, up, from, to) =>
  Array.from({ length: 17 }, (_, step) => {
    const angle = from + ((to - from) * step) / 16;
    return [x + across * Math.cos(angle), y + up * Math.sin(angle)];
  });
const TURN = Math.PI;

/** Digits as strokes in the square from 0 to 1, as one might draw them; y grows downward. */
export const DIGITS = {
  0: [arc(0.5, 0.5, 0.22, 0.36, -TURN / 2, 1.5 * TURN)],
  1: [[[0.38, 0.28], [0.53, 0.13], [0.53, 0.87]]],
  2: [[...arc(0.5, 0.33, 0.21, 0.2, -0.95 * TURN, 0.2 * TURN), [0.28, 0.86], [0.75, 0.86]]],
  3: [[...arc(0.48, 0.31, 0.2, 0.17, -0.85 * TURN, 0.5 * TURN), ...arc(0.48, 0.67, 0.23, 0.2, -0.5 * TURN, 0.85 * TURN)]],
  4: [[[0.55, 0.12], [0.25, 0.6], [0.78, 0.6]], [[0.6, 0.4], [0.6, 0.88]]],
  5: [[[0.7, 0.14], [0.36, 0.14], [0.33, 0.46], ...arc(0.49, 0.64, 0.22, 0.22, -0.7 * TURN, 0.8 * TURN)]],
  6: [[[0.6, 0.12], [0.36, 0.45], ...arc(0.5, 0.67, 0.2, 0.2, TURN, 3.1 * TURN)]],
  7: [[[0.27, 0.15], [0.73, 0.15], [0.42, 0.87]]],
  8: [arc(0.5, 0.31, 0.17, 0.18, TURN / 2, 2.5 * TURN), arc(0.5, 0.68, 0.21, 0.2, -TURN / 2, 1.5 * TURN)],
  9: [[...arc(0.5, 0.34, 0.19, 0.2, 0, 2 * TURN), [0.68, 0.5], [0.6, 0.88]]],
};

/** Traditional. */
export const RHYME = `This is the house that Jack built.

This is the malt
that lay in the house that Jack built.

This is the rat
that ate the malt
that lay in the house that Jack built.

This is the cat
that killed the rat
that ate the malt
that lay in the house that Jack built.

This is the dog
that worried the cat
that killed the rat
that ate the malt
that lay in the house that Jack built.
`;
