import { describe, expect, it } from 'vitest';
import { traceBankLine } from '../../../src/app/trace/trace-line.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeMessage, type FieldValue } from '../../../src/codec/iso8583.js';
import { encodeFrame } from '../../../src/codec/iso8583-frame.js';
import type { LineInput } from '../../../src/ports/line.js';

interface Told {
  readonly direction: string;
  readonly en: string;
  readonly bytes: string | undefined;
}

/** A line that takes what it is given, and brings these pieces in turn. */
function bench(pieces: readonly (Uint8Array | 'silence' | 'down')[], unmasked = false, up = true, sends = true) {
  const told: Told[] = [];
  const coming = [...pieces];
  let closed = 0;
  const inner = {
    open: async () => up,
    send: async () => sends,
    async receive(): Promise<LineInput> {
      const next = coming.shift() ?? 'silence';
      return typeof next === 'string' ? { kind: next } : { kind: 'bytes', bytes: next };
    },
    async close() {
      closed++;
    },
  };
  const line = traceBankLine(
    inner,
    (direction, words, bytes) => void told.push({ direction, en: words.en, bytes }),
    unmasked,
  );
  return { line, told, closed: () => closed };
}

const HEADER = {
  applicationClass: '61',
  softwareVersion: '31',
  terminalStatus: '0',
  processingRequest: '0',
  version: '310001',
};

function frameOf(mti: string, fields: readonly (readonly [number, FieldValue])[]): Uint8Array {
  const message = encodeMessage({ mti, fields: new Map(fields) });
  return encodeFrame({ destination: 3, source: 0, header: HEADER, message });
}

const PAN = '6210999901000000027';
const PAYEE = '6210999902000000017';
/** Bytes that stand nowhere else. */
const PIN_BLOCK = 'A1B2C3D4E5F60718';
const MAC = 'C0FFEE99AABBCCDD';
const KEYS = 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7';

const STATION = [
  [41, '10000001'],
  [42, '104100080620001'],
] as const;

const PURCHASE = frameOf('0200', [
  [2, PAN],
  [3, '000000'],
  [4, '000000001234'],
  [11, '000002'],
  [14, '3312'],
  [22, '051'],
  [23, '001'],
  [25, '00'],
  [26, '12'],
  [35, `${PAN}D33122010000000000`],
  ...STATION,
  [49, '156'],
  [52, fromHex(PIN_BLOCK)],
  [53, '2600000000000000'],
  [55, fromHex('9F260811223344556677889F270180')],
  [60, '2200000100050'],
  [64, fromHex(MAC)],
]);

const TRANSFER = frameOf('0200', [
  [2, PAN],
  [3, '400000'],
  [4, '000000004321'],
  [11, '000003'],
  [22, '052'],
  [25, '00'],
  ...STATION,
  [49, '156'],
  [60, '7300000100050'],
  [102, PAN],
  [103, PAYEE],
  [128, fromHex(MAC)],
]);

const SIGN_IN_ANSWER = frameOf('0810', [
  [11, '000001'],
  [12, '090000'],
  [13, '0601'],
  [37, '000000000001'],
  [39, '00'],
  ...STATION,
  [60, '00000001003'],
  [62, fromHex(KEYS)],
]);

/** What was told of one frame that came, in words and bytes. */
async function heard(frame: Uint8Array, unmasked = false): Promise<Told> {
  const { line, told } = bench([frame], unmasked);
  await line.receive(1000);
  expect(told).toHaveLength(1);
  return told[0];
}

describe('a message to the bank', () => {
  it('is told with what tells it from others, on its way out as on its way in', async () => {
    const { line, told } = bench([PURCHASE]);
    expect(await line.send(PURCHASE)).toBe(true);
    await line.receive(1000);
    expect(told.map(({ direction, en }) => `${direction} ${en}`)).toEqual([
      '> 0200 Purchase request; Amount 12.34; System trace audit number 000002',
      '< 0200 Purchase request; Amount 12.34; System trace audit number 000002',
    ]);
    expect(told[0].bytes).toBe(told[1].bytes);
  });

  it('is told once it is whole, however it is cut', async () => {
    const { line, told } = bench([PURCHASE.slice(0, 1), PURCHASE.slice(1, 80), PURCHASE.slice(80)]);
    for (let i = 0; i < 3; i++) await line.receive(1000);
    expect(told).toHaveLength(1);
    expect(told[0].bytes).toBe((await heard(PURCHASE)).bytes);
  });

  it.each([false, true])('shows neither PIN block, nor MAC, nor keys (numbers whole: %s)', async (unmasked) => {
    for (const [frame, secrets, stars] of [
      [PURCHASE, [PIN_BLOCK, MAC], 32],
      [TRANSFER, [MAC], 16],
      [SIGN_IN_ANSWER, [KEYS], 80],
    ] as const) {
      const { bytes = '', en } = await heard(frame, unmasked);
      for (const secret of secrets)
        for (let at = 0; at < secret.length; at += 4) expect(`${bytes} ${en}`).not.toContain(secret.slice(at, at + 4));
      expect(bytes).toHaveLength(2 * frame.length);
      if (unmasked) expect(bytes.replaceAll(/[^*]/g, '')).toHaveLength(stars);
    }
  });

  it('shows the ends of account numbers and of the track, and nothing between', async () => {
    const { bytes = '', en } = await heard(PURCHASE);
    expect(`${bytes} ${en}`).not.toContain('99901');
    // Field 2, packed, and field 35, whose first digits are the same.
    expect(bytes).toContain('196210************0270');
    expect(bytes).toMatch(/376210\*+31303030/);
    const ascii = (await heard(TRANSFER)).bytes ?? '';
    expect(ascii).not.toContain('3939393031');
    expect(ascii).not.toContain('3939393032');
  });

  it('shows them whole where that is asked for', async () => {
    expect((await heard(PURCHASE, true)).bytes).toContain(`19${PAN}0`);
    const ascii = [...PAYEE].map((digit) => `3${digit}`).join('');
    expect((await heard(TRANSFER, true)).bytes).toContain(ascii);
  });
});

describe('what cannot be read', () => {
  /** A whole frame, whose message is cut in its account number. */
  const torn = () => {
    const message = PURCHASE.slice(13, 40);
    return encodeFrame({ destination: 3, source: 0, header: HEADER, message });
  };

  it.each([false, true])('shows no byte, of a frame and of what is none (numbers whole: %s)', async (unmasked) => {
    const frame = torn();
    expect(await heard(frame, unmasked)).toEqual({
      direction: '<',
      en: `A message that cannot be read, ${frame.length} bytes`,
      bytes: undefined,
    });
    expect(await heard(fromHex('00095A5A5A5A5A5A5A5A5A'), unmasked)).toEqual({
      direction: '<',
      en: '11 bytes that are no message',
      bytes: undefined,
    });
    expect(await heard(fromHex('FFFF5A5A5A'), unmasked)).toEqual({
      direction: '<',
      en: '5 bytes that are no message',
      bytes: undefined,
    });
  });

  it('ends with the connection: what comes on the next one is told as it is', async () => {
    const { line, told, closed } = bench([PURCHASE.slice(0, 50), SIGN_IN_ANSWER]);
    await line.receive(1000);
    await line.close();
    await line.receive(1000);
    expect(closed()).toBe(1);
    expect(told.map(({ en }) => en.slice(0, 19))).toEqual(['0810 Sign-in answer']);
  });
});

describe('a line', () => {
  it('that is not to be had, breaks, or stays silent is told so', async () => {
    const { line, told } = bench(['silence', 'down'], false, false, false);
    expect(await line.open(1000)).toBe(false);
    expect(await line.send(PURCHASE)).toBe(false);
    expect(await line.receive(1000)).toEqual({ kind: 'silence' });
    expect(await line.receive(1000)).toEqual({ kind: 'down' });
    expect(told.filter(({ direction }) => direction === '!').map(({ en }) => en)).toEqual([
      'The line is down',
      'The line broke',
      'No answer',
      'The line broke',
    ]);
  });

  it('says nothing of a connection that comes up', async () => {
    const { line, told } = bench([]);
    expect(await line.open(1000)).toBe(true);
    expect(told).toEqual([]);
  });
});
