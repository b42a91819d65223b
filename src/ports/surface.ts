/** What screens are painted on: Poco on the device and in the simulator, an array of pixels on the desktop and in tests. */

/** Pixels, from the upper left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** 0xRRGGBB. */
export type Colour = number;

/**
 * The fonts in flash. `large` (20 px) and `small` (16 px) have ASCII and every character of the program's own texts;
 * `names` (16 px) has all of GB 2312 besides, for what cards and back ends send.
 */
export type Face = 'large' | 'small' | 'names';

/** A picture of one colour: one bit a pixel, 1 for ink, the leftmost in the top bit, each row in whole bytes. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly rows: Uint8Array;
}

/**
 * Paints between `begin` and `end`, as Poco does: what is painted outside the rectangle of `begin` is cut off, what is
 * not painted inside it is undefined. Painting happens in bands, so that a display list stays small.
 */
export interface Surface {
  readonly width: number;
  readonly height: number;
  /** Pixels from one line of text to the next. */
  lineHeight(face: Face): number;
  /** How many pixels `text` is wide; undefined where the face lacks one of its characters. */
  measure(text: string, face: Face): number | undefined;
  begin(rect: Rect): void;
  fill(rect: Rect, colour: Colour): void;
  /** Writes `text`, which the face has, into the line of text whose upper left corner is `x`, `y`. */
  text(text: string, face: Face, colour: Colour, x: number, y: number): void;
  bitmap(mask: Mask, colour: Colour, x: number, y: number): void;
  /** Brings what was painted since `begin` before people's eyes. */
  end(): void;
}
