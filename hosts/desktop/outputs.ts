/** What the desktop shows: screens, slips and the transcript as text, in colour where a terminal can show it. */

import type { Text } from '../../src/base/text.js';
import type { Printer, Slip } from '../../src/ports/printer.js';
import type { Line, Screen, Tone, View } from '../../src/ports/screen.js';
import type { Trace, TraceEvent } from '../../src/ports/trace.js';
import { columns, padTo } from './columns.js';

export type Write = (text: string) => void;

/** SGR codes, or nothing in a pipe. */
export interface Palette {
  readonly dim: string;
  readonly command: string;
  readonly answer: string;
  readonly fault: string;
  readonly done: string;
  readonly refused: string;
  readonly ask: string;
  readonly bold: string;
  readonly reset: string;
}

const PLAIN: Palette = {
  dim: '',
  command: '',
  answer: '',
  fault: '',
  done: '',
  refused: '',
  ask: '',
  bold: '',
  reset: '',
};
const COLOUR: Palette = {
  dim: '\x1b[2m',
  command: '\x1b[36m',
  answer: '\x1b[33m',
  fault: '\x1b[31m',
  done: '\x1b[32m',
  refused: '\x1b[31m',
  ask: '\x1b[35m',
  bold: '\x1b[1m',
  reset: '\x1b[0m',
};

/** NO_COLOR (no-color.org) and a pipe both mean plain text. */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Palette {
  return stream.isTTY && !environment.NO_COLOR ? COLOUR : PLAIN;
}

/** The terminal's face: a frame of 62 columns, Chinese before English. */
export function textScreen(write: Write, palette: Palette): Screen {
  return {
    async show(view: View) {
      const tone = toneOf(view.tone, palette);
      const rule = '─'.repeat(WIDTH);
      write(`${tone}┌${rule}┐${palette.reset}\n`);
      for (const [text, weight] of screenRows(view)) {
        const paint = weight ? palette.bold : '';
        write(`${tone}│${palette.reset}${paint}${padTo(` ${text}`, WIDTH)}${palette.reset}${tone}│${palette.reset}\n`);
      }
      write(`${tone}└${rule}┘${palette.reset}\n`);
    },
  };
}

const WIDTH = 62;
/** Room for a label in both languages. */
const LABEL_COLUMNS = 30;

function screenRows(view: View): [string, boolean][] {
  const title: [string, boolean] = [sentence(view.title), true];
  const rows = [...view.lines.flatMap(lineRows), ...(view.typed === undefined ? [] : [`> ${view.typed}`])];
  return [title, ...rows.map((text): [string, boolean] => [text, false])];
}

function lineRows(line: Line): string[] {
  const value = typeof line.value === 'string' ? [line.value] : bothOrOne(line.value);
  if (!line.label) return value;
  const label = bothOrOne(line.label).join(' ');
  // A key to press stands before its meaning.
  const joined = `${padTo(label, columns(label) === 1 ? 1 : LABEL_COLUMNS)} ${value.join(' ')}`;
  return columns(joined) <= WIDTH - 2 ? [joined] : [label, ...value.map((part) => `  ${part}`)];
}

/** Slips on paper: no colour, a perforation above and below. */
export function textPrinter(write: Write, palette: Palette): Printer {
  return {
    async print(slip: Slip) {
      const edge = `${palette.dim}${'┈'.repeat(WIDTH + 2)}${palette.reset}\n`;
      write(edge);
      for (const row of [sentence(slip.title), ...slip.lines.flatMap(lineRows)]) write(`  ${row}\n`);
      write(edge);
    },
  };
}

/**
 * The transcript for people: time, port, direction, bytes, words.
 * @param ports `all`, or `cards` where the screen and the printer show themselves
 */
export function textTrace(write: Write, palette: Palette, ports: 'all' | 'cards'): Trace {
  return {
    write(event: TraceEvent) {
      if (ports === 'cards' && (event.port === 'screen' || event.port === 'printer')) return;
      const paint = { '>': palette.command, '<': palette.answer, '!': palette.fault }[event.direction];
      const time = `${palette.dim}${event.at.toFixed(2).padStart(9)} ms${palette.reset}`;
      const [first, ...more] = told(event.words);
      write(`${time} ${event.port.padEnd(7)} ${paint}${event.direction} ${first}${palette.reset}\n`);
      for (const row of more) write(`${INDENT}${paint}${row}${palette.reset}\n`);
      if (event.bytes) write(`${INDENT}${palette.dim}${wrap(event.bytes)}${palette.reset}\n`);
    },
  };
}

/** Where the words of a line of the transcript begin. */
const INDENT = ' '.repeat(23);
/** How much of a window they may take. */
const ROW_COLUMNS = 96;

/** Both languages in a row where they fit, else one after the other, broken between the items of an enumeration. */
function told(words: Text): string[] {
  const both = sentence(words);
  return columns(both) <= ROW_COLUMNS ? [both] : bothOrOne(words).flatMap(broken);
}

function broken(text: string): string[] {
  const rows: string[] = [];
  for (const item of text.split(/(?<=;) /)) {
    const last = rows.length - 1;
    if (last >= 0 && columns(`${rows[last]} ${item}`) <= ROW_COLUMNS) rows[last] += ` ${item}`;
    else rows.push(item);
  }
  return rows;
}

function sentence(words: Text): string {
  return bothOrOne(words).join('  ');
}

/** A number or a name is the same in both languages, and stands once. */
export function bothOrOne(words: Text): string[] {
  return words.zh === words.en ? [words.zh] : [words.zh, words.en];
}

/** Hexadecimal in lines of 32 bytes. */
function wrap(hex: string): string {
  return (hex.match(/.{1,64}/g) ?? []).join(`\n${INDENT}`);
}

function toneOf(tone: Tone, palette: Palette): string {
  switch (tone) {
    case 'done':
      return palette.done;
    case 'refused':
      return palette.refused;
    case 'ask':
      return palette.ask;
    default:
      return palette.command;
  }
}
