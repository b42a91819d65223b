import { describe, expect, it } from 'vitest';
import { parseTraceLine, traceLine } from '../../../src/app/trace/jsonl.js';
import { FormatError } from '../../../src/base/format-error.js';
import type { TraceEvent } from '../../../src/ports/trace.js';

const EVENT: TraceEvent = {
  at: 12.5,
  port: 'icc',
  direction: '>',
  bytes: '0020000003******',
  words: { zh: '校验密码', en: 'Verify the PIN' },
};

describe('a line of the transcript', () => {
  it('has its fields in a fixed order', () => {
    expect(traceLine(EVENT)).toBe(
      '{"at":12.5,"port":"icc","direction":">","bytes":"0020000003******","zh":"校验密码","en":"Verify the PIN"}',
    );
  });

  it('has no bytes where nothing was sent', () => {
    const { bytes: _, ...event } = EVENT;
    expect(traceLine(event)).toBe('{"at":12.5,"port":"icc","direction":">","zh":"校验密码","en":"Verify the PIN"}');
  });

  it('is one line whatever the words', () => {
    const line = traceLine({ ...EVENT, words: { zh: 'a\nb\r"\\', en: '\u2028\u0000' } });
    expect(line).not.toMatch(/[\n\r\0]/);
    expect(parseTraceLine(line).words).toEqual({ zh: 'a\nb\r"\\', en: '\u2028\u0000' });
  });

  it('reads back as it was written', () => {
    const { bytes: _, ...silent } = EVENT;
    for (const event of [
      EVENT,
      silent,
      { ...EVENT, at: 0, direction: '<' as const, bytes: '' },
      { ...silent, direction: '!' as const },
    ]) {
      expect(parseTraceLine(traceLine(event))).toEqual(event);
    }
  });

  it('may carry fields that a later version adds, and drops them', () => {
    expect(parseTraceLine(`${traceLine(EVENT).slice(0, -1)},"seed":7}`)).toEqual(EVENT);
  });
});

describe('what is no line of a transcript', () => {
  const changed = (changes: object): string => JSON.stringify({ ...JSON.parse(traceLine(EVENT)), ...changes });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"at":1'],
    ['null', 'null'],
    ['an array', '[]'],
    ['a number', '7'],
    ['the result that ends a transcript', '{"outcome":"done"}'],
    ['a time before the start', changed({ at: -1 })],
    ['a time as text', changed({ at: '12' })],
    ['no time', changed({ at: null })],
    ['an endless time', '{"at":1e999,"port":"icc","direction":">","zh":"","en":""}'],
    ['a port without name', changed({ port: '' })],
    ['a port that is no text', changed({ port: 1 })],
    ['another direction', changed({ direction: '?' })],
    ['words in one language', changed({ en: undefined })],
    ['words that are no text', changed({ zh: ['校验'] })],
    ['half a byte', changed({ bytes: '002' })],
    ['half a hidden byte', changed({ bytes: '00*' })],
    ['lower case', changed({ bytes: '0a' })],
    ['bytes with a line feed behind', changed({ bytes: '00\n' })],
    ['bytes that are no text', changed({ bytes: 90 })],
    ['bytes that are null', changed({ bytes: null })],
  ])('is refused: %s', (_, line) => {
    expect(() => parseTraceLine(line)).toThrow(FormatError);
  });

  it('does not come back in the complaint', () => {
    let message = '';
    try {
      parseTraceLine(changed({ bytes: '123456X' }));
    } catch (error) {
      message = String(error);
    }
    expect(message).toBe('FormatError: trace: bytes are no bytes');
  });
});
