import { describe, expect, it } from 'vitest';
import { describeBankMessage } from '../../src/app/decode/bank-message.js';
import { shown } from '../../src/app/decode/shown.js';
import { equalBytes } from '../../src/base/bytes.js';
import { FormatError } from '../../src/base/format-error.js';
import { toHex } from '../../src/base/hex.js';
import { decodeMessage, encodeMessage, type FieldValue } from '../../src/codec/iso8583.js';
import { type FieldRow, fieldRow } from '../../src/codec/iso8583-fields.js';
import { decodeFrame, encodeFrame } from '../../src/codec/iso8583-frame.js';
import { bytesGenerator, type Sampler, type Source } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 1_000_000);

const ROWS: readonly FieldRow[] = Array.from({ length: 128 }, (_, index) => fieldRow(index + 1)).filter(
  (row) => row !== undefined,
);
const TYPES = ['0100', '0200', '0210', '0220', '0320', '0400', '0410', '0500', '0620', '0800', '0810', '0820'];
const ALPHABETS = { n: '0123456789', z: '0123456789D', an: '09AZaz ', ans: '09AZaz -/~' } as const;

function sampleValue(row: FieldRow, source: Source): FieldValue {
  const length = row.size === 'fixed' ? row.max : 1 + source.below(Math.min(row.max, 40));
  if (row.format === 'b' || row.format === 'text') return source.bytes(length);
  const { format } = row;
  return Array.from({ length }, () => source.pick(ALPHABETS[format])).join('');
}

const body: Sampler<Uint8Array> = (source) => {
  const rows = Array.from({ length: source.below(12) }, () => source.pick(ROWS));
  const fields = new Map(rows.map((row) => [row.field, sampleValue(row, source)]));
  return encodeMessage({ mti: source.pick(TYPES), fields });
};

const frame: Sampler<Uint8Array> = (source) => {
  const header = { applicationClass: '60', softwareVersion: '31', terminalStatus: '0', version: '312345' };
  const processingRequest = String(source.below(10));
  const [destination, source16] = [source.below(0x10000), source.below(0x10000)];
  return encodeFrame({
    destination,
    source: source16,
    header: { ...header, processingRequest },
    message: body(source),
  });
};

function fuzz(name: string, sample: Sampler<Uint8Array>, inputs: number, trial: (input: Uint8Array) => boolean): void {
  const generate = bytesGenerator(SEED, sample);
  let accepted = 0;
  for (let i = 0; i < inputs; i++) {
    const input = generate();
    try {
      if (trial(input)) accepted++;
    } catch (error) {
      if (error instanceof FormatError) continue;
      throw new Error(`${name}: seed ${SEED}, input ${i}: ${toHex(input)}`, { cause: error });
    }
  }
  const share = accepted / inputs;
  console.log(`fuzz ${name}: seed ${SEED}, ${inputs} inputs, ${(100 * share).toFixed(1)} % accepted`);
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.95);
}

function same(original: Uint8Array, again: Uint8Array): true {
  if (!equalBytes(original, again)) throw new Error(`written again as ${toHex(again)}`);
  return true;
}

describe(`fuzzing bank messages with seed ${SEED}`, () => {
  it('a message throws FormatError or is written again byte for byte', () => {
    fuzz('message', body, INPUTS, (input) => same(input, encodeMessage(decodeMessage(input))));
  });

  it('a frame throws FormatError or is written again byte for byte', () => {
    fuzz('frame', frame, INPUTS / 4, (input) => same(input, encodeFrame(decodeFrame(input))));
  });

  it('any bytes are told in words or given up, with field 52 hidden', () => {
    fuzz('words', frame, INPUTS / 20, (input) => {
      const described = describeBankMessage(input);
      const tree = described && shown(described, true);
      const pin = tree?.children?.find((one) => one.name.en.startsWith('F52 '));
      if (pin !== undefined && pin.bytes !== '****************') throw new Error('field 52 is shown');
      return described !== undefined && described.problem === undefined;
    });
  });
});
