/** The transcript as lines of JSON, one event a line, in a fixed order of fields: the form that other tools read. */

import { FormatError } from '../../base/format-error.js';
import type { TraceEvent } from '../../ports/trace.js';

const FORMAT = 'trace';

/** `{"at":12.5,"port":"icc","direction":">","bytes":"00A4…","zh":"…","en":"…"}`, without a line feed. */
export function traceLine(event: TraceEvent): string {
  const { at, port, direction, bytes, words } = event;
  const fields = bytes === undefined ? { at, port, direction } : { at, port, direction, bytes };
  return JSON.stringify({ ...fields, zh: words.zh, en: words.en });
}

/** Reads one line back. @throws FormatError */
export function parseTraceLine(line: string): TraceEvent {
  const value = parseObject(line);
  const { at, port, direction, bytes, zh, en } = value;
  if (typeof at !== 'number' || !Number.isFinite(at) || at < 0) throw new FormatError(FORMAT, 'at is not a time');
  if (typeof port !== 'string' || port === '') throw new FormatError(FORMAT, 'port is not a name');
  if (direction !== '>' && direction !== '<' && direction !== '!')
    throw new FormatError(FORMAT, 'direction is unknown');
  if (typeof zh !== 'string' || typeof en !== 'string') throw new FormatError(FORMAT, 'words are missing');
  const event: TraceEvent = { at, port, direction, words: { zh, en } };
  if (bytes === undefined) return event;
  if (typeof bytes !== 'string' || !/^([0-9A-F]{2}|\*\*)*$/.test(bytes))
    throw new FormatError(FORMAT, 'bytes are no bytes');
  return { ...event, bytes };
}

function parseObject(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new FormatError(FORMAT, 'not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError(FORMAT, 'not an object');
  return value as Record<string, unknown>;
}
