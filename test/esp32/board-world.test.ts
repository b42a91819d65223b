import { describe, expect, it } from 'vitest';
import { type Board, boardWorld, JOURNAL, keyContacts } from '../../hosts/esp32/board-world.js';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { ChipFlash } from '../../hosts/peers/flash/partition.js';
import { KeyMat, type Touch } from '../../hosts/peers/keypad/key-mat.js';
import { pcf8574Bus } from '../../hosts/peers/keypad/pcf8574.js';
import { matrixPins } from '../../hosts/peers/keypad/pins.js';
import { Slot } from '../../hosts/peers/slot/slot.js';
import { TcpNetwork } from '../../hosts/peers/tcp/network.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { ACCEPT_ALL, startTerminal } from '../../src/app/start-terminal.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import { ChipClock } from '../../src/drivers/clock/chip-clock.js';
import { PartitionFlash } from '../../src/drivers/flash/partition-flash.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import { cardLike, commandsIn, outcome } from '../visits/bench.js';
import { samplePsam } from '../xs/scenarios.js';

const ROWS = [32, 33, 25, 26];
const COLUMNS = [27, 14, 12, 13];
const PLACES = '123x456c789__0_e';

/** A chip with everything that a board has on it, and a finger that types these keys whenever a PIN is asked for. */
function chip(typed: string, by: 'pins' | 'expander' = 'pins', partition = 'journal') {
  const dice = new SeededRandom(5);
  const network = new TcpNetwork(new VirtualClock('20260601090000'), { connect: 'refuse' });
  const flash = new ChipFlash(partition, 4 * 65_536, (length) => dice.bytes(length));
  const touches: Touch[] = [];
  const mat = new KeyMat(network.clock, touches);
  const events: TraceEvent[] = [];
  let isTyping = false;
  const showPinLength = (length: number) => {
    if (length > 0 || isTyping) return;
    isTyping = true;
    const now = network.clock.ticks();
    for (const [i, key] of [...typed].entries()) {
      const place = PLACES.indexOf(key);
      touches.push({
        row: place >> 2,
        column: place & 3,
        fromMs: now + 300 * (i + 1),
        toMs: now + 300 * i + 400,
        bounceMs: 8,
      });
    }
  };
  const clock = new ChipClock({
    counter: () => Math.floor(network.clock.ticks()) | 0,
    after: (callback, ms) => void network.clock.sleep(ms).then(callback),
    calendar: () => Date.UTC(2026, 5, 1, 1, 0, 0) + network.clock.ticks(),
    zoneMinutes: 480,
  });
  const icc = new Slot({ name: 'icc', clock });
  const sam = new Slot({ name: 'sam1', clock });
  icc.insert(cardLike('v2-des'));
  sam.insert(samplePsam('full')(new SeededRandom(6)));
  const board: Board = {
    clock,
    random: { fill: (buffer) => new Uint8Array(buffer).set(dice.bytes(buffer.byteLength)) },
    flash: new PartitionFlash({ io: flash, ...JOURNAL }),
    keys: keyContacts(
      by === 'pins'
        ? { by, io: matrixPins(mat, ROWS, COLUMNS), rows: ROWS, columns: COLUMNS }
        : { by, io: pcf8574Bus(mat, 0x20, { connected: true }), data: 21, clock: 22, address: 0x20 },
    ),
    showPinLength,
    bank: { io: network.io, end: { address: '192.0.2.1', port: 9_999 } },
    parts: {
      icc,
      sams: [sam],
      screen: { show: async () => {} },
      printer: { print: async () => {} },
      trace: { write: (event) => void events.push(event) },
    },
  };
  return { board, events, flash };
}

function start({ board }: ReturnType<typeof chip>) {
  return startTerminal(traceWorld(boardWorld(board), false), {
    profile: 'full',
    acceptance: ACCEPT_ALL,
    blacklist: [],
    device: testDevice(),
  });
}

/** A visit to a file that the PIN opens. */
async function enquire(one: ReturnType<typeof chip>) {
  const terminal = await start(one);
  const said = outcome(await terminal.enquire({ files: ['DF01EF05'], proof: 'pin' }));
  return `${said}, ${commandsIn(one.events, 'icc').filter((command) => /^00200000../.test(command)).length} verified`;
}

describe('the terminal on a board', () => {
  it('verifies the PIN that the holder types on the matrix', async () => {
    expect(await enquire(chip('123456e'))).toBe('done, 1 verified');
    expect(await enquire(chip('999c123456e'))).toBe('done, 1 verified');
  });

  it('verifies the PIN that the holder types on the expander', async () => {
    expect(await enquire(chip('123456e', 'expander'))).toBe('done, 1 verified');
  });

  it('asks no card when the holder cancels', async () => {
    expect(await enquire(chip('1234x'))).toMatch(/^(?!done).*, 0 verified$/);
  });

  it('lets no digit out of the PIN room', async () => {
    const one = chip('123456e');
    await enquire(one);
    expect(JSON.stringify(one.events)).not.toContain('123456');
  });

  it('writes its journal into the partition, and starts again on what it wrote', async () => {
    const one = chip('');
    await start(one);
    const first = one.flash.operations;
    expect(first).toBeGreaterThan(0);
    await start(one);
    expect(one.flash.operations).toBeGreaterThan(first);
  });

  it('does not start without a partition for the journal', () => {
    expect(() => chip('', 'pins', 'storage')).toThrow("can't find partition");
  });
});
