/** The Screen port on a Surface: shows views page by page, and a dot for each digit of a PIN. */

import type { Screen, View } from '../ports/screen.js';
import { type Language, type Layout, layOut } from './layout.js';
import { paintFoot, paintPage } from './painter.js';
import type { Surface } from './surface.js';

export class PaintedScreen implements Screen {
  readonly #surface: Surface;
  readonly #language: Language;
  #view: View | undefined;
  #layout: Layout | undefined;
  #page = 0;

  constructor(surface: Surface, language: Language) {
    this.#surface = surface;
    this.#language = language;
  }

  /** How many pages the screen has that is shown; 0 before the first. */
  get pages(): number {
    return this.#layout?.pages.length ?? 0;
  }

  async show(view: View): Promise<void> {
    this.#view = view;
    this.#layout = layOut(this.#surface, view, this.#language);
    this.#page = 0;
    paintPage(this.#surface, this.#layout, 0, this.#language);
  }

  /** Shows the page that is `step` further, and after the last the first again. */
  turn(step: 1 | -1): void {
    if (this.#layout === undefined || this.pages < 2) return;
    this.#page = (this.#page + step + this.pages) % this.pages;
    paintPage(this.#surface, this.#layout, this.#page, this.#language);
  }

  /** Shows how many digits of a PIN have been entered, where the screen asks for one. */
  showDigits(count: number): void {
    if (this.#view === undefined) return;
    this.#layout = layOut(this.#surface, this.#view, this.#language, count);
    paintFoot(this.#surface, this.#layout);
  }
}
