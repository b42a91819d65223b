/** From the outlines of a glyph to pixels: how much of each pixel lies inside, by the non-zero winding rule. */

import type { PathCommand } from 'opentype.js';

/** Coverage of each pixel, 0 to 255; its upper left corner lies at `left`, `top` from the origin on the baseline. */
export interface Picture {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly coverage: Uint8Array;
}

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Sub-scanlines in a pixel's height; across, coverage is exact. */
const STEPS = 16;
/** Straight pieces of a curve: at the sizes of a screen their error is far below a sixteenth of a pixel. */
const PIECES = 8;

/** @param commands in pixels, y downwards, as opentype.js gives them */
export function rasterise(commands: readonly PathCommand[]): Picture {
  const edges = edgesOf(commands);
  if (edges.length === 0) return { left: 0, top: 0, width: 0, height: 0, coverage: new Uint8Array(0) };
  const xs = edges.flatMap(({ x0, x1 }) => [x0, x1]);
  const ys = edges.flatMap(({ y0, y1 }) => [y0, y1]);
  const left = Math.floor(Math.min(...xs));
  const top = Math.floor(Math.min(...ys));
  const width = Math.ceil(Math.max(...xs)) - left;
  const height = Math.ceil(Math.max(...ys)) - top;
  const sums = new Float64Array(width * height);
  for (let step = 0; step < height * STEPS; step++) {
    const row = Math.floor(step / STEPS) * width;
    for (const [from, to] of spansAt(edges, top + (step + 0.5) / STEPS)) addSpan(sums, row, from - left, to - left);
  }
  return { left, top, width, height, coverage: Uint8Array.from(sums, (sum) => Math.round((sum / STEPS) * 255)) };
}

/** Where a horizontal line runs inside. */
function spansAt(edges: readonly Edge[], y: number): [number, number][] {
  const crossings = edges
    .filter(({ y0, y1 }) => y0 <= y !== y1 <= y)
    .map(({ x0, y0, x1, y1 }) => ({ x: x0 + ((y - y0) * (x1 - x0)) / (y1 - y0), turn: y0 < y1 ? 1 : -1 }))
    .sort((a, b) => a.x - b.x);
  const spans: [number, number][] = [];
  let winding = 0;
  let from = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) spans.push([from, x]);
  }
  return spans;
}

function addSpan(sums: Float64Array, row: number, from: number, to: number): void {
  for (let x = Math.floor(from); x < to; x++) sums[row + x] += Math.min(x + 1, to) - Math.max(x, from);
}

function edgesOf(commands: readonly PathCommand[]): Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const line = (x1: number, y1: number) => {
    if (y1 !== y) edges.push({ x0: x, y0: y, x1, y1 });
    [x, y] = [x1, y1];
  };
  const curve = (points: readonly (readonly [number, number])[]) => {
    for (let i = 1; i <= PIECES; i++) line(...bezier(points, i / PIECES));
  };
  for (const command of commands) {
    if (command.type === 'Z') line(startX, startY);
    else if (command.type === 'L') line(command.x, command.y);
    else if (command.type === 'M') [x, y, startX, startY] = [command.x, command.y, command.x, command.y];
    else if (command.type === 'Q')
      curve([
        [x, y],
        [command.x1, command.y1],
        [command.x, command.y],
      ]);
    else
      curve([
        [x, y],
        [command.x1, command.y1],
        [command.x2, command.y2],
        [command.x, command.y],
      ]);
  }
  return edges;
}

/** De Casteljau's construction. */
function bezier(points: readonly (readonly [number, number])[], t: number): [number, number] {
  if (points.length === 1) return [...points[0]];
  return bezier(
    points.slice(1).map(([x, y], i) => [points[i][0] + t * (x - points[i][0]), points[i][1] + t * (y - points[i][1])]),
    t,
  );
}
