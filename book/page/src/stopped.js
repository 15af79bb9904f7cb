/** What ends a run that was not the cell's own fault, with a sentence for the reader. */
export class Stopped extends Error {}
