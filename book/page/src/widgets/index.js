/* What a chapter ends with: by name, `mount(place, notebook, cell)`, called before the cell's code runs first. */

import { Payoff } from "./payoff.js";
import { Photograph } from "./photograph.js";
import { Points } from "./points.js";
import { Sketch, Sketches } from "./sketch.js";
import { Text } from "./text.js";

const kinds = { points: Points, photograph: Photograph, sketch: Sketch, sketches: Sketches, text: Text, controls: null };

export const widgets = Object.fromEntries(
  Object.entries(kinds).map(([name, Input]) => [name, (...places) => new Payoff(Input, ...places)]),
);
