/* An answer in words: the field that stands for a cell of the notebook. */

export class Answer {
  constructor(notebook, place) {
    Object.assign(this, { notebook, place, id: place.dataset.cell, name: place.dataset.answer });
    this.field = place.querySelector("textarea");
    this.key = `work:${notebook.settings.page}:answer ${this.name}`;
    this.original = "";
    if (!this.field.value) this.field.value = notebook.store.get(this.key)?.text ?? "";
    this.field.addEventListener("input", () => this.changed());
    if (this.field.value) this.changed();
  }

  get text() {
    return this.field.value;
  }

  changed() {
    if (this.text) this.notebook.store.set(this.key, { text: this.text, version: "" });
    else this.notebook.store.erase(this.key);
  }

  take(text) {
    this.field.value = text;
    this.changed();
  }

  changedElsewhere(work) {
    if (document.activeElement !== this.field) this.field.value = work?.text ?? "";
  }
}
