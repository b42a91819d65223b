/** `ssc decode`: hexadecimal in, what it says out. */

import { parseArgs } from 'node:util';
import type { LineKeys } from '../../src/app/decode/bank-message.js';
import { DECODE_NAMES, decodeAs, decodeHex } from '../../src/app/decode/decode.js';
import { type Shown, shown } from '../../src/app/decode/shown.js';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex } from '../../src/base/hex.js';
import { bothOrOne, type Palette, paletteFor, type Write } from './outputs.js';
import { UsageError, usageErrorOf } from './usage.js';

const OPTIONS = {
  as: { type: 'string' },
  json: { type: 'boolean', default: false },
  mak: { type: 'string' },
  tmk: { type: 'string' },
  unmasked: { type: 'boolean', default: false },
} as const;

/** @returns the exit status, always 0: what cannot be read is bad usage */
export function decodeCommand(args: readonly string[], write: Write): number {
  const { values, positionals } = parseDecode(args);
  const bytes = bytesOf(positionals.join(''));
  const keys = lineKeys(values);
  const described = values.as === undefined ? decodeHex(bytes) : decodeAs(nameOf(values.as), bytes, keys);
  if (described === undefined) throw new UsageError(unreadable(values.as));
  const tree = shown(described, values.unmasked);
  if (values.json) write(`${JSON.stringify(tree, undefined, 2)}\n`);
  else draw(tree, 0, write, paletteFor(process.stdout, process.env));
  return 0;
}

function parseDecode(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usageErrorOf(error);
  }
}

/** Test keys that a bank message is checked with; nothing of them is repeated. */
function lineKeys({ as, mak, tmk }: { as?: string; mak?: string; tmk?: string }): LineKeys {
  if (as !== 'iso8583' && (mak ?? tmk) !== undefined) throw new UsageError('--mak and --tmk go with --as iso8583');
  return {
    ...(mak !== undefined && { macKey: keyOf('mak', mak, [8, 16]) }),
    ...(tmk !== undefined && { masterKey: keyOf('tmk', tmk, [16]) }),
  };
}

function keyOf(option: string, text: string, lengths: readonly number[]): Uint8Array {
  const key = bytesOf(text);
  if (lengths.includes(key.length)) return key;
  throw new UsageError(`--${option} is a key of ${lengths.join(' or ')} bytes in hexadecimal`);
}

/** Bytes may be apart; the complaint does not repeat what may be a secret. */
function bytesOf(text: string): Uint8Array {
  if (text === '') throw new UsageError('decode what? hexadecimal digits, e.g. decode 9F3303E0F9C8');
  try {
    return fromHex(text.replace(/[\s:]/g, ''));
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(error.message);
    throw error;
  }
}

function nameOf(name: string): string {
  const known = DECODE_NAMES.includes(name) || /^(?:[0-9A-F]{2}){1,3}$/i.test(name);
  if (known) return name;
  throw new UsageError(`--as takes a tag such as 9F33, or ${DECODE_NAMES.join(', ')}; not '${name}'`);
}

function unreadable(name: string | undefined): string {
  if (name !== undefined) return `these bytes are no ${name}`;
  return 'nothing known begins like this; say what it is: --as NAME (ssc help)';
}

function draw(one: Shown, depth: number, write: Write, palette: Palette): void {
  const { dim, bold, answer, refused, reset } = palette;
  const margin = '  '.repeat(depth);
  const tag = one.tag === undefined ? '' : `${answer}${one.tag}${reset} `;
  const value = one.value === undefined ? '' : `: ${bold}${bothOrOne(one.value).join('  ')}${reset}`;
  write(`${margin}${tag}${bothOrOne(one.name).join('  ')}${value}\n`);
  if (one.bytes !== undefined) {
    for (const row of one.bytes.match(/.{1,64}/g) ?? []) write(`${margin}  ${dim}${row}${reset}\n`);
  }
  for (const bit of one.bits ?? []) write(`${margin}  ${dim}${bit.at}${reset} ${bothOrOne(bit.words).join('  ')}\n`);
  if (one.problem) write(`${margin}  ${refused}! ${bothOrOne(one.problem).join('  ')}${reset}\n`);
  for (const child of one.children ?? []) draw(child, depth + 1, write, palette);
}
