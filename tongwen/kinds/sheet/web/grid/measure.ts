/** Sizes of text in pixels: the digits of a font are measured once, then added up. */

export class TextMeasure {
  readonly #context: CanvasRenderingContext2D | null;
  readonly #fonts = new Map<string, Map<string, number>>();

  constructor() {
    this.#context =
      typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  }

  /** Pixels along the line, without kerning. */
  size(text: string, font: string): number {
    let known = this.#fonts.get(font);
    if (!known) {
      if (this.#fonts.size > 200) this.#fonts.clear();
      known = new Map();
      this.#fonts.set(font, known);
    }
    let sum = 0;
    for (const letter of text) {
      let size = known.get(letter);
      if (size === undefined) {
        size = this.#measure(letter, font);
        known.set(letter, size);
      }
      sum += size;
    }
    return sum;
  }

  #measure(letter: string, font: string): number {
    const context = this.#context;
    if (!context) return 7;
    context.font = font;
    return context.measureText(letter).width;
  }
}
