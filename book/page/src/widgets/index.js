/* What a chapter ends with: by name, `mount(place, notebook, cell)`, called when the cell's own code has run. */

export const widgets = {};
