/** The coupler's driver against a scripted serial line: what it says, and what it makes of every kind of answer. */

import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { concat, uintBytes } from '../../../src/base/bytes.js';
import { Fault } from '../../../src/base/fault.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { CouplerReader } from '../../../src/drivers/tda8029/coupler-reader.js';
import type { SupplyClass } from '../../../src/ports/contacts.js';

/** What the coupler says to each frame, in order: bytes, `-` for nothing, `+900 …` for that much later, `|` between pieces. */
class Script {
  readonly said: string[] = [];
  /** The buffers that were handed over, as the driver leaves them. */
  readonly written: ArrayBuffer[] = [];
  readonly answers: string[];

  constructor(...answers: readonly string[]) {
    this.answers = [...answers];
  }
}

interface ScriptedOptions {
  readonly script: Script;
  readonly clock: VirtualClock;
  readonly format: 'buffer';
  readonly baud: number;
  readonly onReadable: () => void;
}

/** At 38,400 baud. */
const BYTES_A_MS = 3.84;

class ScriptedSerial {
  readonly #options: ScriptedOptions;
  #busyUntil = 0;
  #sent = new Uint8Array(0);
  #coming: { readonly at: number; readonly bytes: Uint8Array }[] = [];

  constructor(options: ScriptedOptions) {
    this.#options = options;
    options.clock.onPassed(() => {
      if (this.#coming.some(({ at }) => at <= options.clock.ticks())) options.onReadable();
    });
  }

  read(): ArrayBuffer | undefined {
    const now = this.#options.clock.ticks();
    const due = this.#coming.find(({ at }) => at <= now);
    if (due === undefined) return undefined;
    this.#coming = this.#coming.filter((one) => one !== due);
    return due.bytes.slice().buffer;
  }

  write(bytes: ArrayBuffer): void {
    const now = this.#options.clock.ticks();
    // Up to a millisecond less has passed than a counter of them says, and one byte is in the shifter.
    const waiting = Math.max(0, Math.ceil((this.#busyUntil - now + 0.999) * BYTES_A_MS) - 1);
    if (waiting + bytes.byteLength > 128) throw new Error('output full');
    this.#busyUntil = Math.max(this.#busyUntil, now) + bytes.byteLength / BYTES_A_MS;
    this.#options.script.written.push(bytes);
    this.#sent = new Uint8Array(concat(this.#sent, new Uint8Array(bytes)));
    if (this.#sent.length < 5 + this.#sent[1] * 256 + this.#sent[2]) return;
    const { script, clock } = this.#options;
    script.said.push(toHex(this.#sent));
    this.#sent = new Uint8Array(0);
    const answer = script.answers.shift() ?? '-';
    if (answer === '-') return;
    for (const piece of answer.split(' | ')) {
      const late = /^\+(\d+) /.exec(piece);
      const bytes = fromHex(late ? piece.slice(late[0].length) : piece);
      this.#coming.push({ at: clock.ticks() + Number(late?.[1] ?? 0), bytes });
    }
  }
}

function framed(kind: string, command: string, data: string): string {
  const body = concat(fromHex(kind), uintBytes(data.length / 2, 2), fromHex(command + data));
  return toHex(concat(body, Uint8Array.of(body.reduce((sum, byte) => sum ^ byte, 0))));
}

const done = (command: string, data = '') => framed('60', command, data);
const refused = (command: string, code: string) => framed('E0', command, code);

/** Power off, and power up at 5 V with the shortest ATR. */
const UP: readonly string[] = [done('4D'), done('6E', '3B600000')];
const GONE = '600001A000C1';

function readerOf(...answers: readonly string[]) {
  return readerWith({}, ...answers);
}

interface Manner {
  readonly supplies?: readonly SupplyClass[];
  readonly rates?: 'fastest' | 'emv';
}

function readerWith({ supplies = ['A', 'B'], rates = 'fastest' }: Manner, ...answers: readonly string[]) {
  const script = new Script(...answers);
  const clock = new VirtualClock('20260601090000');
  const reader = new CouplerReader({
    slot: 'icc',
    serial: { io: ScriptedSerial, script, clock },
    clock,
    supplies,
    shortestEtuClocks: 16,
    rates,
  });
  return { reader, script, clock };
}

/** What the coupler was told, command by command. */
function commandsOf({ said }: Script): string[] {
  return said.map((frame) => frame.slice(6, 8));
}

async function endOf(answer: Promise<Uint8Array>): Promise<string> {
  try {
    return toHex(await answer);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return error.kind;
  }
}

describe('reset', () => {
  it('powers down, powers up at 5 V, and gives the ATR', async () => {
    const { reader, script } = readerOf(...UP);
    expect(await endOf(reader.reset('cold', 2_100))).toBe('3B600000');
    expect(script.said).toEqual(['6000004D2D', '6000016E000F']);
  });

  it('goes on to 3 V when the card is mute, and is mute when it is there, too', async () => {
    const { reader, script } = readerOf(done('4D'), refused('6E', '80'), done('4D'), refused('6D', '80'), done('4D'));
    expect(await endOf(reader.reset('cold', 2_100))).toBe('mute');
    expect(script.said.map((frame) => frame.slice(6, 8))).toEqual(['4D', '6E', '4D', '6D', '4D']);
  });

  it('goes down to 1.8 V where the coupler has it', async () => {
    const { reader, script } = readerWith(
      { supplies: ['A', 'B', 'C'] },
      ...['6E', '6D'].flatMap((command) => [done('4D'), refused(command, '80')]),
      done('4D'),
      done('68', '3B600000'),
    );
    expect(await endOf(reader.reset('cold', 2_100))).toBe('3B600000');
    expect(script.said.map((frame) => frame.slice(6, 8))).toEqual(['4D', '6E', '4D', '6D', '4D', '68']);
  });

  it('waits for the slowest ATR that a terminal takes, 2.06 s, and not much longer', async () => {
    const slow = readerOf(done('4D'), `+2060 ${done('6E', '3B600000')}`);
    expect(await endOf(slow.reader.reset('cold', 7_500))).toBe('3B600000');
    const stuck = readerOf(done('4D'), `+2400 ${done('6E', '3B600000')}`);
    expect(await endOf(stuck.reader.reset('cold', 7_500))).toBe('mute');
    expect(stuck.clock.ticks()).toBeLessThan(2_300);
    const short = readerOf(done('4D'), `+900 ${done('6E', '3B600000')}`);
    await short.clock.sleep(10_000);
    expect(await endOf(short.reader.reset('cold', 500))).toBe('mute');
  });

  it('waits while the coupler asks a card of T=1 three times for S(IFS response), 4.95 s', async () => {
    const up = [done('4D'), done('6E', '3BE000FF8131FE4514')];
    const third = readerOf(...up, `+4940 ${done('0C')}`);
    expect(await endOf(third.reader.reset('cold', 7_500))).toBe('3BE000FF8131FE4514');
    const never = readerOf(...up, `+4950 ${refused('0C', '22')}`, done('4D'), ...up, done('0C'));
    expect(await endOf(never.reader.reset('cold', 7_500))).toBe('mute');
    // It is powered down, and what comes next is a cold reset.
    expect(await endOf(never.reader.reset('warm', 7_500))).toBe('3BE000FF8131FE4514');
    expect(commandsOf(never.script)).toEqual(['4D', '6E', '0C', '4D', '4D', '6E', '0C']);
  });

  it('does without S(IFS request) where the mask does not know the command', async () => {
    const { reader } = readerOf(done('4D'), done('6E', '3BE000FF8131FE4514'), refused('0C', '55'), done('00', '9000'));
    expect(await endOf(reader.reset('cold', 7_500))).toBe('3BE000FF8131FE4514');
    expect(await endOf(reader.transmit(fromHex('00440000'), { withinMs: 1_000 }))).toBe('9000');
  });

  it.each([
    ['a refusal', refused('0C', '0A'), 'protocol'],
    ['a damaged answer', '6000000C6D', 'protocol'],
    ['the card’s going', GONE, 'removed'],
    ['a card that is absent', refused('0C', 'C0'), 'removed'],
  ])('ends after %s to S(IFS request), which is not asked for twice, with the card powered down', async (...row) => {
    const [, answer, end] = row;
    const { reader, script } = readerOf(done('4D'), done('6E', '3BE000FF8131FE4514'), answer, done('4D'));
    expect(await endOf(reader.reset('cold', 7_500))).toBe(end);
    expect(commandsOf(script)).toEqual(['4D', '6E', '0C', '4D']);
  });

  it.each([
    ['a refusal', refused('10', 'C0')],
    ['the news', GONE],
  ])('ends when the card goes during PPS, by %s, and powers down', async (_title, answer) => {
    const { reader, script } = readerOf(done('4D'), done('6E', '3B70960000'), answer, done('4D'));
    expect(await endOf(reader.reset('cold', 7_500))).toBe('removed');
    expect(commandsOf(script)).toEqual(['4D', '6E', '10', '4D']);
  });

  it('asks for PPS once, and judges the ATR after one that failed', async () => {
    const { reader, script } = readerOf(done('4D'), done('6E', '3B70960000'), '6000001071', done('6E', '3BE000002000'));
    expect(await endOf(reader.reset('cold', 7_500))).toBe('protocol');
    expect(commandsOf(script)).toEqual(['4D', '6E', '10', '6E']);
    expect(await endOf(reader.transmit(fromHex('00440000'), { withinMs: 1_000 }))).toBe('mute');
  });

  it.each([
    ['3BF09600001000', 'fastest', '3BF09600001000'],
    ['3BF09700001000', 'fastest', 'protocol'],
    ['3BF09600001000', 'emv', 'protocol'],
    ['3BF01300001000', 'emv', '3BF01300001000'],
    ['3B70960000', 'emv', '3B70960000'],
  ] as const)('takes the ATR %s of a terminal with %s rates: %s', async (atr, rates, end) => {
    const { reader, script } = readerWith({ rates }, done('4D'), done('6E', atr));
    expect(await endOf(reader.reset('cold', 7_500))).toBe(end);
    expect(commandsOf(script)).toEqual(['4D', '6E']);
  });

  it('asks for an ATR once, and after a reset that failed the card of before is not spoken to', async () => {
    const { reader, script } = readerOf(...UP, done('4D'), '6000016E000E');
    await reader.reset('cold', 7_500);
    expect(await endOf(reader.reset('cold', 7_500))).toBe('protocol');
    expect(await endOf(reader.transmit(fromHex('00440000'), { withinMs: 1_000 }))).toBe('mute');
    expect(commandsOf(script)).toEqual(['4D', '6E', '4D', '6E']);
  });

  it('is not asked of a card that is down: power goes off once', async () => {
    const { reader, script } = readerOf(...UP, done('4D'));
    await reader.reset('cold', 7_500);
    await reader.deactivate();
    await reader.deactivate();
    expect(commandsOf(script)).toEqual(['4D', '6E', '4D']);
  });

  it('leaves the only supply on after a mute card, for a warm reset', async () => {
    const { reader, script } = readerWith({ supplies: ['A'] }, done('4D'), refused('6E', '80'), done('6E', '3B600000'));
    expect(await endOf(reader.reset('cold', 7_500))).toBe('mute');
    expect(await endOf(reader.reset('warm', 7_500))).toBe('3B600000');
    expect(commandsOf(script)).toEqual(['4D', '6E', '6E']);
  });

  it('warm is power up with the supply that is on', async () => {
    const { reader, script } = readerOf(...UP, done('6E', '3B600000'));
    await reader.reset('cold', 2_100);
    expect(await endOf(reader.reset('warm', 2_100))).toBe('3B600000');
    expect(script.said[2]).toBe('6000016E000F');
  });

  it('negotiates the fastest rate, and leaves the card as it is after a PPS that failed', async () => {
    const fast = '3B70960000';
    const agreed = readerOf(done('4D'), done('6E', fast), done('10'));
    expect(await endOf(agreed.reader.reset('cold', 2_100))).toBe(fast);
    expect(agreed.script.said[2]).toBe(framed('60', '10', '0096'));
    const refusedPps = readerOf(done('4D'), done('6E', fast), refused('10', '33'), done('6E', fast));
    expect(await endOf(refusedPps.reader.reset('cold', 2_100))).toBe(fast);
    expect(refusedPps.script.said).toHaveLength(4);
  });

  it('tells a card of T=1 that 254 bytes may come at a time', async () => {
    const { reader, script } = readerOf(done('4D'), done('6E', '3BE000FF8131FE4514'), done('0C'));
    expect(await endOf(reader.reset('cold', 2_100))).toBe('3BE000FF8131FE4514');
    expect(script.said[2]).toBe(framed('60', '0C', 'FE'));
  });

  it.each([
    ['absent', [done('4D'), refused('6E', 'C0'), done('4D')], 'removed'],
    ['an ATR that EMV refuses', [done('4D'), done('6E', '3B00')], 'protocol'],
    ['no ATR at all', [done('4D'), done('6E', '')], 'protocol'],
    ['an ATR with an error', [done('4D'), refused('6E', 'C4')], 'protocol'],
    ['a coupler that is not there', [], 'mute'],
  ])('%s', async (_title, answers, kind) => {
    const { reader, clock } = readerOf(...answers);
    expect(await endOf(reader.reset('cold', 2_100))).toBe(kind);
    expect(clock.ticks()).toBeLessThan(3_000);
  });
});

describe('a command', () => {
  const SELECT = fromHex('00A4000002EF0500');

  async function sent(...answers: readonly string[]) {
    const { reader, script, clock } = readerOf(...UP, ...answers);
    await reader.reset('cold', 2_100);
    const start = clock.ticks();
    const end = await endOf(reader.transmit(SELECT, { withinMs: 1_000 }));
    return { end, said: script.said.slice(2), ms: clock.ticks() - start, reader };
  }

  it('goes without Le over T=0, and brings the status as the card gave it', async () => {
    const { end, said } = await sent(done('00', '611E'));
    expect(end).toBe('611E');
    expect(said).toEqual([framed('60', '00', '00A4000002EF05')]);
  });

  it.each(['F0', 'FF', 'E2', 'E9'])('that the coupler did not take, %s, goes out again', async (code) => {
    const { end, said } = await sent(refused('00', code), refused('55', code), done('00', '9000'));
    expect(end).toBe('9000');
    expect(said).toHaveLength(3);
  });

  it.each([
    ['a damaged answer', '600002009000F3', 'protocol'],
    ['half an answer', '60000200', 'protocol'],
    ['no answer', '-', 'mute'],
    ['an answer too short for a status', done('00', '90'), 'protocol'],
    ['an answer too long for a card', done('00', '00'.repeat(259)), 'protocol'],
    ['a card that exceeds its waiting time', refused('00', '81'), 'mute'],
    ['a card mute in T=1', refused('00', '22'), 'mute'],
    ['a wrong procedure byte', refused('00', 'A0'), 'protocol'],
    ['a code that nobody knows', refused('00', '77'), 'protocol'],
    ['a card that has gone', refused('00', 'C0'), 'removed'],
    ['the news of its going', GONE, 'removed'],
    ['the answer to another command', done('09', '01'), 'mute'],
  ])('is never sent twice after %s, and the card is powered down', async (_title, answer, kind) => {
    const { end, said, ms, reader } = await sent(answer, done('4D'));
    expect(end).toBe(kind);
    expect(said.map((frame) => frame.slice(6, 8))).toEqual(['00', '4D']);
    expect(ms).toBeLessThan(2_000);
    expect(await endOf(reader.transmit(SELECT, { withinMs: 1_000 }))).toBe(
      kind === 'removed' && answer === GONE ? 'removed' : 'mute',
    );
  });

  it('has its answer behind noise and news', async () => {
    expect((await sent(`FF00${done('09', '01')}600001A001C0${done('00', '9000')}`)).end).toBe('9000');
  });

  it('has no part in the refusal of another', async () => {
    expect((await sent(`${refused('09', 'C0')}${refused('6E', '80')}${done('00', '9000')}`)).end).toBe('9000');
  });

  it('of case 4 with one byte of data goes without Le, too, and one of case 2 with it', async () => {
    const { reader, script } = readerOf(...UP, done('00', '6104'), done('00', '9000'));
    await reader.reset('cold', 2_100);
    expect(await endOf(reader.transmit(fromHex('00880000015A00'), { withinMs: 1_000 }))).toBe('6104');
    expect(await endOf(reader.transmit(fromHex('00C0000000'), { withinMs: 1_000 }))).toBe('9000');
    expect(script.said.slice(2)).toEqual([framed('60', '00', '00880000015A'), framed('60', '00', '00C0000000')]);
  });

  it('is not for a card that has gone, though another has come', async () => {
    const { reader, script } = readerOf(...UP, `${done('09', '01')}${GONE}600001A001C0`, done('4D'));
    await reader.reset('cold', 2_100);
    await reader.isPresent();
    expect(await endOf(reader.transmit(SELECT, { withinMs: 1_000 }))).toBe('removed');
    expect(script.said.map((frame) => frame.slice(6, 8))).toEqual(['4D', '6E', '09', '4D']);
  });

  it('has its answer behind the news of a card alone', async () => {
    const { reader } = readerOf(...UP, `${done('09', '01')}600001A001C0`, done('00', '9000'));
    await reader.reset('cold', 2_100);
    await reader.isPresent();
    expect(await endOf(reader.transmit(SELECT, { withinMs: 1_000 }))).toBe('9000');
  });

  it('that was given up has no answer any more: a late one is nobody’s', async () => {
    const { reader, script } = readerOf(
      ...UP,
      `+1500 ${done('00', '6A82')}`,
      '-',
      '-',
      done('4D'),
      ...UP,
      done('00', '9000'),
    );
    await reader.reset('cold', 2_100);
    expect(await endOf(reader.transmit(SELECT, { withinMs: 1_000 }))).toBe('mute');
    expect(await endOf(reader.reset('cold', 2_100))).toBe('3B600000');
    expect(await endOf(reader.transmit(SELECT, { withinMs: 1_000 }))).toBe('9000');
    expect(script.answers).toEqual([]);
  });

  it('is given up when the coupler has not taken it three times, and the card is powered down', async () => {
    const { end, said } = await sent(refused('00', 'F0'), refused('00', 'F0'), refused('00', 'F0'), done('4D'));
    expect(end).toBe('protocol');
    expect(said.map((frame) => frame.slice(6, 8))).toEqual(['00', '00', '00', '4D']);
  });

  it.each([
    ['15 ms apart is whole', '600002 | +15 0090 | +30 00F2', '9000'],
    ['that pauses for 40 ms is not', '600002 | +40 009000F2', 'protocol'],
  ])('has its answer in pieces: one %s', async (_title, answer, end) => {
    expect((await sent(answer, done('4D'))).end).toBe(end);
  });

  it('ends only when the line is quiet behind a damaged answer', async () => {
    const { end, said } = await sent('600002009000F3 | +15 600002 | +30 0000 | +45 600002', done('4D'));
    expect(end).toBe('protocol');
    expect(said.map((frame) => frame.slice(6, 8))).toEqual(['00', '4D']);
  });

  it('leaves nothing of itself in what was handed to the serial class', async () => {
    const { reader, script } = readerOf(...UP, done('00', '9000'));
    await reader.reset('cold', 2_100);
    const command = fromHex('0020008004A1B2C3D4');
    await reader.transmit(command, { withinMs: 1_000, conceal: true });
    expect(script.said[2]).toContain('A1B2C3D4');
    expect(script.written.every((bytes) => new Uint8Array(bytes).every((byte) => byte === 0))).toBe(true);
    expect(toHex(command)).toBe('0020008004A1B2C3D4');
  });

  it('has its answer within its time, whatever the hour', async () => {
    for (const [after, end] of [
      [980, '9000'],
      [1_060, 'mute'],
    ] as const) {
      const { reader, clock } = readerOf(...UP, `+${after} ${done('00', '9000')}`, done('4D'));
      await reader.reset('cold', 2_100);
      await clock.sleep(10_000);
      expect(await endOf(reader.transmit(SELECT, { withinMs: 1_000 }))).toBe(end);
    }
  });

  it('has no part in half a frame that lies on the line before it', async () => {
    const { reader } = readerOf(...UP, `${done('09', '01')}600002`, done('00', '9000'));
    await reader.reset('cold', 2_100);
    expect(await reader.isPresent()).toBe(true);
    expect(await endOf(reader.transmit(SELECT, { withinMs: 1_000 }))).toBe('9000');
  });

  it('ends with a coupler that resets itself meanwhile: it knows of no card, and nothing is sent twice', async () => {
    // What it says of itself as it comes up, and then that no card is activated.
    const { end, said, reader } = await sent('600001A001C0', done('4D'), done('4D'), done('6E', '3B600000'));
    expect(end).toBe('mute');
    expect(said.map((frame) => frame.slice(6, 8))).toEqual(['00', '4D']);
    expect(await endOf(reader.reset('cold', 2_100))).toBe('3B600000');
  });

  it('and its answer of 258 bytes are whole', async () => {
    const answer = `${'A5'.repeat(256)}9000`;
    expect((await sent(done('00', answer))).end).toBe(answer);
  });

  it('of 261 bytes goes out in pieces that the FIFO holds', async () => {
    const { reader, script } = readerOf(...UP, done('00', '9000'));
    await reader.reset('cold', 2_100);
    const command = concat(fromHex('00D60000FF'), new Uint8Array(255).fill(0x11));
    expect(await endOf(reader.transmit(command, { withinMs: 1_000 }))).toBe('9000');
    expect(script.said[2]).toBe(framed('60', '00', toHex(command)));
  });
});

describe('presence', () => {
  it('is asked of the coupler, again when the answer is damaged', async () => {
    const { reader, script } = readerOf('600001090168', done('09', '01'), done('09', '00'));
    expect(await reader.isPresent()).toBe(true);
    expect(await reader.isPresent()).toBe(false);
    expect(script.said).toEqual(['6000000969', '6000000969', '6000000969']);
  });

  it.each([
    ['a refusal', refused('09', '55')],
    ['an answer without its byte', done('09')],
    ['an answer of two bytes', done('09', '0101')],
    ['an answer of 02', done('09', '02')],
  ])('is none after %s', async (_title, answer) => {
    expect(await readerOf(answer).reader.isPresent()).toBe(false);
  });

  it('is none where the coupler does not answer', async () => {
    const { reader, clock } = readerOf();
    expect(await reader.isPresent()).toBe(false);
    expect(clock.ticks()).toBeLessThan(1_000);
  });

  it('that has ended is noticed by the next command', async () => {
    const { reader, script } = readerOf(...UP, `${done('09', '01')}${GONE}`, done('4D'));
    await reader.reset('cold', 2_100);
    expect(await reader.isPresent()).toBe(true);
    expect(await endOf(reader.transmit(fromHex('00A40000'), { withinMs: 1_000 }))).toBe('removed');
    expect(script.said.map((frame) => frame.slice(6, 8))).toEqual(['4D', '6E', '09', '4D']);
  });
});
