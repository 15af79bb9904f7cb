/* A photograph of the reader's own, made small; it never leaves the page. */

import { button, make, packed } from "./elements.js";

const LONGEST = 160; // pixels

export class Photograph {
  constructor(_, changed, say) {
    Object.assign(this, { changed, say, photo: null });
    this.choose = make("input", { type: "file", accept: "image/*" });
    this.choose.addEventListener("change", () => this.choose.files[0] && this.take(this.choose.files[0]));
    const label = make("label", { className: "payoff-control" }, make("span", { textContent: "your photograph" }), this.choose);
    this.back = button("The temple again", () => this.forget());
    this.back.hidden = true;
    const hint = make("p", { className: "payoff-hint", textContent: "It stays in this page: nothing is sent anywhere." });
    this.element = make("div", { className: "payoff-photograph" }, label, this.back, hint);
  }

  async take(file) {
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch {
      this.say(`${file.name} is no picture that this browser can read.`);
      return;
    }
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map((side) => Math.max(8, Math.round(side * scale)));
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const size = width * height;
    const bytes = new Uint8Array(3 * size); // one color after the other
    for (let at = 0; at < 3 * size; at += 1) bytes[at] = data[4 * (at % size) + Math.floor(at / size)];
    this.photo = { bytes: packed(bytes), shape: [3, height, width] };
    this.back.hidden = false;
    this.changed();
  }

  forget() {
    this.photo = null;
    this.choose.value = "";
    this.back.hidden = true;
    this.changed();
  }

  values() {
    return { photo: this.photo ?? { file: "photograph.npz" } };
  }
}
