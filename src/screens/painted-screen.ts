/** The Screen port on a Surface: shows views page by page, and a dot for each digit of a PIN. */

import type { Screen, View } from '../ports/screen.js';
import type { Surface } from '../ports/surface.js';
import { type Language, type Layout, layOut } from './layout.js';
import { paintFoot, paintPage } from './painter.js';

export class PaintedScreen implements Screen {
  readonly #surface: Surface;
  #language: Language;
  #view: View | undefined;
  #layout: Layout | undefined;
  #page = 0;
  #digits = 0;

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
    this.#digits = 0;
    this.#paint(view);
  }

  /** Goes on in a language, from the first page of what is shown. */
  speak(language: Language): void {
    this.#language = language;
    if (this.#view !== undefined) this.#paint(this.#view);
  }

  /** Shows the next page. @returns false where there is none, and nothing has changed */
  nextPage(): boolean {
    if (this.#page + 1 >= this.pages) return false;
    this.#turnTo(this.#page + 1);
    return true;
  }

  firstPage(): void {
    if (this.#page > 0) this.#turnTo(0);
  }

  /** Shows how many digits of a PIN have been entered, where the screen asks for one. */
  showDigits(count: number): void {
    if (this.#view === undefined) return;
    this.#digits = count;
    this.#layout = layOut(this.#surface, this.#view, this.#language, count);
    paintFoot(this.#surface, this.#layout);
  }

  #paint(view: View): void {
    this.#layout = layOut(this.#surface, view, this.#language, this.#digits);
    this.#page = 0;
    paintPage(this.#surface, this.#layout, 0, this.#language);
  }

  #turnTo(page: number): void {
    if (this.#layout === undefined) return;
    this.#page = page;
    paintPage(this.#surface, this.#layout, page, this.#language);
  }
}
