/**
 * Whole sessions over the emulated contacts and over the coupler's serial line, with a card that says anything at any time
 * and with mishaps at any character. However it goes, the driver ends in time, with an answer or a Fault and never with a
 * bug, and the contacts go down in their order, which the wire asserts.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOARD } from '../../hosts/peers/contacts/board.js';
import { ContactCard } from '../../hosts/peers/contacts/contact-card.js';
import type { Heard, LineCard, Utterance } from '../../hosts/peers/contacts/line-card.js';
import type { CharacterMischief, CharacterMishap } from '../../hosts/peers/contacts/mishaps.js';
import { Socket } from '../../hosts/peers/contacts/socket.js';
import type { Traits } from '../../hosts/peers/contacts/traits.js';
import { Wire } from '../../hosts/peers/contacts/wire.js';
import { COUPLER_CLOCK_HZ, Coupler } from '../../hosts/peers/coupler/coupler.js';
import { CouplerSerial, type SerialMischief, type SerialMishap } from '../../hosts/peers/coupler/coupler-serial.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { Fault } from '../../src/base/fault.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { encodeAtr } from '../../src/codec/atr.js';
import { CardReader } from '../../src/drivers/iso7816/card-reader.js';
import { CouplerReader } from '../../src/drivers/tda8029/coupler-reader.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import { LoopChip } from '../conformance/contacts/loop-chip.js';
import { bytesGenerator, type Sampler, type Source, seededSource } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
/** One session has hundreds of characters. */
const SESSIONS = Math.ceil(Number(process.env.FUZZ_INPUTS ?? 1_000_000) / 1_250);

const RESET_MS = 7_500;
const COMMAND_MS = 5_000;
/** What a call may take beyond its time: a command of 30 characters, 266 etu apart and each said four times, and a quiet. */
const SLACK_MS = 4_000;

/** Most calls end in a Fault: its stack, which nobody reads, would double the time. */
const stackTraceLimit = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

/** An answer, hexadecimal, or the kind of Fault; anything else that is thrown fails the test. */
async function endOf(answer: Promise<Uint8Array>): Promise<string> {
  try {
    return toHex(await answer);
  } catch (error) {
    if (error instanceof Fault) return error.kind;
    throw error;
  }
}

const isFault = (end: string): boolean => /^[amrp]/.test(end);

interface Session {
  readonly reader: IccReader;
  readonly clock: VirtualClock;
  /** VCC. */
  readonly supply: () => string;
}

const COMMANDS: readonly (readonly [command: string, answer: string])[] = [
  ['00B0000003', '0001029000'],
  ['00D6000004A1B2C3D4', '9000'],
  [`00D6000019${'5A'.repeat(25)}`, '9000'],
  ['00B0000014', '000102030405060708090A0B0C0D0E0F101112139000'],
  ['00440000', '6D00'],
];

/**
 * A session from the cold reset to the end: the warm reset where the cold one fails, commands until one meets a Fault.
 * @returns what came of each command, without what follows upon a Fault
 */
async function played({ reader, clock, supply }: Session, commands: readonly string[]): Promise<string[]> {
  const timed = async (answer: () => Promise<Uint8Array>, withinMs: number): Promise<string> => {
    const start = clock.ticks();
    const end = await endOf(answer());
    expect(clock.ticks() - start).toBeLessThanOrEqual(withinMs + SLACK_MS);
    return end;
  };
  const ends: string[] = [];
  if (await reader.isPresent()) {
    let atr = await timed(() => reader.reset('cold', RESET_MS), RESET_MS);
    if (isFault(atr) && (await reader.isPresent())) atr = await timed(() => reader.reset('warm', RESET_MS), RESET_MS);
    for (const command of isFault(atr) ? [] : commands) {
      ends.push(await timed(() => reader.transmit(fromHex(command), { withinMs: COMMAND_MS }), COMMAND_MS));
      if (!isFault(ends[ends.length - 1])) continue;
      expect(supply()).toBe('off');
      break;
    }
  }
  await reader.deactivate();
  expect(supply()).toBe('off');
  return ends;
}

/** Runs the sessions of one suite, and says which one failed. */
async function sessions(salt: number, session: (source: Source) => Promise<readonly string[]>): Promise<void> {
  let done = 0;
  let good = 0;
  for (let i = 0; i < SESSIONS; i++) {
    try {
      const ends = await session(seededSource(SEED + salt + 7919 * i));
      done += ends.length;
      good += ends.filter((end) => !isFault(end)).length;
    } catch (error) {
      throw new Error(`seed ${SEED}, session ${i}: ${String(error)}`, { cause: error });
    }
  }
  console.log(`fuzz contacts: seed ${SEED}, ${SESSIONS} sessions, ${good} of ${done} commands answered`);
  expect(good).toBeGreaterThan(0);
  expect(good).toBeLessThan(done);
}

function wired(card: LineCard, rates: 'fastest' | 'emv', mischief?: CharacterMischief): Session & { socket: Socket } {
  const clock = new VirtualClock('20260601090000');
  let vcc = 'off';
  const socket = new Socket((event) => {
    if ('line' in event && event.line === 'VCC') vcc = event.state;
  });
  const contacts = { io: Wire, socket, clock, board: BOARD };
  const reader = new CardReader({ slot: 'icc', clock, contacts, rates });
  socket.insert(card, mischief);
  return { reader, clock, supply: () => vcc, socket };
}

/** ATRs of cards that a terminal would take, and of some that it would not. */
const answerToReset: Sampler<Uint8Array> = (source) => {
  const blocks = source.below(2) === 1;
  const ta = source.pick([undefined, undefined, 0x11, 0x12, 0x13, 0x18, 0x94, 0x95, 0x96]);
  const tc = source.pick([undefined, 0x00, 0x02, 0xff]);
  const specific = source.below(3) === 0 ? { ta: blocks ? 1 : 0 } : {};
  const levels = [
    { ta, tb: 0x00, tc: blocks ? 0xff : tc },
    ...(blocks
      ? [
          { protocol: 1, ...specific },
          { protocol: 1, ta: source.pick([undefined, 0x10, 0x20, 0xfe]), tb: source.pick([0x45, 0x00, 0x11, 0x42]) },
        ]
      : source.below(2)
        ? [{ protocol: 0, ...specific }]
        : []),
  ];
  return encodeAtr({
    convention: source.pick(['direct', 'inverse']),
    levels,
    historical: source.bytes(source.below(6)),
  });
};

const xorOf = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

/** A card that answers a reset with what may be an ATR, and everything else with anything. */
class RandomCard implements LineCard {
  etuClocks = 372;
  convention: 'direct' | 'inverse' = 'direct';
  readonly #source: Source;
  readonly #atr: () => Uint8Array;
  #queue: Utterance[] = [];
  #heard: number[] = [];

  constructor(source: Source, atr: () => Uint8Array) {
    this.#source = source;
    this.#atr = atr;
  }

  get next(): Utterance | undefined {
    return this.#queue[0];
  }

  wake(): void {
    this.sleep();
    const bytes = this.#atr();
    this.convention = bytes[0] === 0x3f ? 'inverse' : 'direct';
    this.#say(bytes, this.#source.pick([400, 10_000, 40_000, 42_001]));
  }

  sleep(): void {
    this.#queue = [];
    this.#heard = [];
  }

  hear({ byte }: Heard): 'taken' | 'refused' {
    const source = this.#source;
    this.#heard.push(byte);
    const turn = source.below(12) === 0 || [4, 5].includes(this.#heard.length);
    if (turn && source.below(8) > 0) {
      this.#say(this.#reply(), source.pick([1, 12, 16, 22, 200, 9_600, 20_000]) * 372);
      this.#heard = [];
    }
    return source.below(16) === 0 ? 'refused' : 'taken';
  }

  said(refused: boolean): void {
    if (!refused) this.#queue = this.#queue.slice(1);
    else this.#queue[0] = { byte: this.#queue[0].byte, afterClocks: 15 * 372 };
  }

  /** What was said, procedure bytes, statuses, blocks with right LRCs, and noise. */
  #reply(): Uint8Array {
    const source = this.#source;
    const heard = Uint8Array.from(this.#heard);
    const ins = heard[1] ?? 0;
    const pcb = source.pick([0x00, 0x40, 0x20, 0x60, 0x80, 0x90, 0x81, 0xc0, 0xc1, 0xc2, 0xc3, 0xe0, 0xe1, 0xc4]);
    const information = source.bytes(source.pick([0, 0, 1, 2, 2, 16]));
    const prologue = [0x00, pcb, information.length, ...information];
    const block = Uint8Array.of(...prologue, xorOf(prologue));
    return source.pick([
      heard,
      Uint8Array.of(ins, ...source.bytes(source.below(6)), 0x90, 0x00),
      Uint8Array.of(ins ^ 0xff),
      Uint8Array.of(ins),
      Uint8Array.of(0x60),
      Uint8Array.of(0x90, 0x00),
      block,
      block,
      source.bytes(1 + source.below(30)),
    ]);
  }

  #say(bytes: Uint8Array, firstClocks: number): void {
    const apart = this.#source.pick([11, 12, 12, 12, 40, 47, 48, 1_000]) * 372;
    this.#queue = Array.from(bytes, (byte, i) => ({ byte, afterClocks: i === 0 ? firstClocks : apart }));
  }
}

const BLOCK_ATRS: readonly string[] = ['3BE000FF8131FE4514', '3BE000FF81311045FA', '3BF01300FF8131FE4517'];
const CHARACTER_ATRS: readonly string[] = ['3B600000', '3F600000', '3B70130005', '3BF01300001000'];

function traitsOf(source: Source): Traits {
  return {
    thinkingMs: () => source.pick([1, 8, 8, 700, 2_500]),
    transfer: source.pick(['all', 'single']),
    pps: source.pick(['agrees', 'agrees', 'default-rate', 'silent']),
    ...(source.below(4) === 0 && { announcesIfsc: source.pick([16, 40]) }),
  };
}

/** What the card's own protocol brings to light: every answer that is taken is the card's. */
const NOTICED: readonly CharacterMishap[] = [
  { kind: 'parity' },
  { kind: 'parity' },
  { kind: 'parity' },
  { kind: 'lost' },
  { kind: 'mute' },
  { kind: 'removed' },
];

/** Limits of one protocol or the other, and one etu on either side. */
const LATE_ETU: readonly number[] = [17, 43, 47, 48, 1_931, 10_079, 10_080, 10_081, 16_331, 16_332, 40_321, 65_292];

/**
 * Now and then a mishap. `unnoticed` are those that a check of one byte cannot always bring to light; over T=0, which has no
 * check, two lost characters are such.
 */
function mischiefOf(source: Source, unnoticed: boolean, lostMost = Number.POSITIVE_INFINITY): CharacterMischief {
  const every = source.pick([4, 20, 60, 200]);
  let lost = 0;
  return ({ from, sinceReset }) => {
    if (source.below(every) > 0) return undefined;
    const kind = source.below(unnoticed ? 5 : 3);
    if (kind === 3) return { kind: 'wrong', byte: source.below(256) };
    if (kind === 4) return { kind: 'extra', byte: source.below(256) };
    if (kind === 2 && from === 'card') return { kind: 'at', etu: source.pick(LATE_ETU) };
    const mishap = source.pick(NOTICED);
    // Without its T0 an ATR may be another card's that passes.
    const harmless = mishap.kind === 'lost' && ((from === 'card' && sinceReset <= 14) || ++lost > lostMost);
    return harmless ? undefined : mishap;
  };
}

/** What the chip was told is what was sent, in order and each once; the last one may not have come to it. */
function checkTruth(
  chip: LoopChip,
  sent: readonly string[],
  ends: readonly string[],
  expected: readonly string[],
): void {
  const answered = ends.filter((end) => !isFault(end));
  expect(answered).toEqual(expected.slice(0, answered.length));
  const told = sent.map((command) => (command.length === 8 ? `${command}00` : command));
  expect(chip.done).toEqual(told.slice(0, chip.done.length));
  expect(chip.done.length).toBeGreaterThanOrEqual(answered.length);
  expect(chip.done.length).toBeLessThanOrEqual(ends.length);
}

function picked(source: Source): { readonly sent: string[]; readonly expected: string[] } {
  const rows = Array.from({ length: 6 }, () => source.pick(COMMANDS));
  return { sent: rows.map(([command]) => command), expected: rows.map(([, answer]) => answer) };
}

describe('a session over the contacts', () => {
  it('ends in time and clean with a card that says anything at any time', async () => {
    const atr = bytesGenerator(SEED, answerToReset);
    const warm = bytesGenerator(SEED + 1, answerToReset);
    await sessions(1, async (source) => {
      const card = new RandomCard(source, source.below(2) ? atr : warm);
      return await played(wired(card, source.pick(['fastest', 'emv'])), picked(source).sent);
    });
  });

  for (const [protocol, atrs, lostMost, salt] of [
    ['T=0', CHARACTER_ATRS, 1, 2],
    ['T=1', BLOCK_ATRS, Number.POSITIVE_INFINITY, 3],
  ] as const)
    it(`brings the card’s own answers or a Fault over ${protocol}, and no command twice`, async () => {
      await sessions(salt, async (source) => {
        const chip = new LoopChip(source.pick(atrs));
        const card = new ContactCard(chip, traitsOf(source), BOARD.clockHz);
        const { sent, expected } = picked(source);
        const ends = await played(
          wired(card, source.pick(['fastest', 'emv']), mischiefOf(source, false, lostMost)),
          sent,
        );
        checkTruth(chip, sent, ends, expected);
        return ends;
      });
    });

  it('ends in time and clean over T=1 whatever is read wrongly or comes from nowhere', async () => {
    await sessions(4, async (source) => {
      const card = new ContactCard(new LoopChip(source.pick(BLOCK_ATRS)), traitsOf(source), BOARD.clockHz);
      const mischief = mischiefOf(source, true);
      // An ATR or a PPS that is read wrongly and passes its check is another card's, which this one does not pretend to be.
      const sparing: CharacterMischief = (passing) =>
        passing.sinceReset <= (passing.from === 'card' ? 14 : 4) ? undefined : mischief(passing);
      return await played(wired(card, source.pick(['fastest', 'emv']), sparing), picked(source).sent);
    });
  });
});

describe('a session behind a coupler', () => {
  it('brings the card’s own answers or a Fault, and no command twice', async () => {
    await sessions(5, async (source) => {
      const clock = new VirtualClock('20260601090000');
      const coupler = new Coupler();
      const every = source.pick([60, 200, 400]);
      let last = 0;
      let isMute = false;
      const mischief: SerialMischief = ({ count, from }): SerialMishap | undefined => {
        // Two bytes of one frame that are read wrongly would escape its check.
        if (count - last < 64 || source.below(every) > 0) return undefined;
        last = count;
        const late = { kind: 'late', ms: source.pick([19, 21, 300, 6_000]) } as const;
        const mishap = source.pick<SerialMishap>([
          { kind: 'damaged' },
          { kind: 'lost' },
          { kind: 'cut' },
          from === 'coupler' ? late : { kind: 'cut' },
          { kind: 'removed' },
          { kind: 'mute' },
        ]);
        isMute ||= mishap.kind === 'mute';
        return mishap;
      };
      const chip = new LoopChip(source.pick([...BLOCK_ATRS, '3B600000', '3F600000', '3B70130005', '3BF01300001000']));
      const serial = { io: CouplerSerial, port: { coupler, clock, mischief } };
      const [supplies, shortestEtuClocks] = [['A', 'B'] as const, 16];
      const rates = source.pick(['fastest', 'emv'] as const);
      const reader = new CouplerReader({ slot: 'icc', serial, clock, supplies, shortestEtuClocks, rates });
      coupler.insert(new ContactCard(chip, traitsOf(source), COUPLER_CLOCK_HZ), 0);
      await clock.sleep(5);
      const { sent, expected } = picked(source);
      // Over a line on which nothing passes any more nobody can power a card down.
      const supply = () => (isMute ? 'off' : coupler.supply);
      const ends = await played({ reader, clock, supply }, sent);
      checkTruth(chip, sent, ends, expected);
      return ends;
    });
  });
});
