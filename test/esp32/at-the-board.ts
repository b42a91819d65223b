/** A board of emulated parts, from its key-value storage to its couplers, and somebody who presses its keys. */

import { boardPrinter } from '../../hosts/esp32/board-printer.js';
import { JOURNAL, type KeyWiring, keyContacts } from '../../hosts/esp32/board-world.js';
import { KEY_EXPANDER } from '../../hosts/esp32/key-pins.js';
import { once } from '../../hosts/esp32/once.js';
import { type Platform, runBoard } from '../../hosts/esp32/run-board.js';
import { accountOf } from '../../hosts/peers/bank/accounts.js';
import type { BankProfile } from '../../hosts/peers/bank/profile.js';
import { BureauHost } from '../../hosts/peers/bureau/bureau-host.js';
import { issueCard } from '../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../hosts/peers/bureau/profile.js';
import { PurseBooks } from '../../hosts/peers/bureau/purse-books.js';
import { createCard } from '../../hosts/peers/card/card.js';
import type { Chip } from '../../hosts/peers/chip.js';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { ChipFlash } from '../../hosts/peers/flash/partition.js';
import { KeyValueStore } from '../../hosts/peers/key-value/key-value.js';
import { KeyMat, type Touch } from '../../hosts/peers/keypad/key-mat.js';
import { pcf8574Bus } from '../../hosts/peers/keypad/pcf8574.js';
import { matrixPins } from '../../hosts/peers/keypad/pins.js';
import { AccessPoint, type Joining } from '../../hosts/peers/network/access-point.js';
import { type PortBehaviour, SwitchPort } from '../../hosts/peers/network/switch-port.js';
import { parsePsamDescription } from '../../hosts/peers/psam/description.js';
import { createPsam } from '../../hosts/peers/psam/psam.js';
import { HeadDecoder } from '../../hosts/peers/stripe/head-decoder.js';
import { HeadSerial } from '../../hosts/peers/stripe/head-serial.js';
import { writeStripe } from '../../hosts/peers/stripe/stripe.js';
import { TcpNetwork } from '../../hosts/peers/tcp/network.js';
import { PrinterSerial } from '../../hosts/peers/thermal-printer/printer-serial.js';
import type { EmulatedPrinter } from '../../hosts/peers/thermal-printer/thermal-printer.js';
import { EmulatedSession, TlsServer } from '../../hosts/peers/tls/tls.js';
import { TimeServer, type TimeServerBehaviour } from '../../hosts/peers/udp/time-server.js';
import { SAMPLE_BANK_CARDS } from '../../hosts/samples/bank-cards.js';
import { SAMPLE_CARDS, SAMPLE_PSAMS } from '../../hosts/samples/samples.js';
import { CouplerSlot } from '../../hosts/world/coupler-slot.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { testBank } from '../../hosts/world/test-bank.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { settingsBytes } from '../../src/app/settings.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import { assert } from '../../src/base/assert.js';
import type { BlockCipher } from '../../src/crypto/block-cipher.js';
import { PartitionFlash } from '../../src/drivers/flash/partition-flash.js';
import { KeptRecord } from '../../src/drivers/settings/kept-record.js';
import { StripeHead } from '../../src/drivers/stripe/stripe-head.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import { wordsOn } from '../screens/words-on.js';

const ROWS = [32, 33, 18, 19];
const COLUMNS = [27, 14, 13, 23];
const PLACES = '123x456c789__0_e';
const BANK_NAME = 'bank.example';
export const BUREAU = Object.freeze({ host: 'bureau.example', port: 8_443 });
/** What is pressed in one place of the board for so long that it counts, and the next not before that. */
const PRESS_MS = 200;
const PATIENCE_MS = 400_000;

/** What somebody waits to read, and then does: presses keys (x cancel, c clear, e enter), or something else. */
export type Step = readonly [reads: string, does: string | ((board: EmulatedBoard) => void)];

export interface BoardOptions {
  /** As they are in the storage; undefined for a new board. */
  readonly settings?: object | undefined;
  readonly joining?: readonly Joining[];
  /** Of the board with Ethernet; left away, it is the one with Wi-Fi. */
  readonly socket?: Partial<PortBehaviour>;
  readonly timeServer?: Partial<TimeServerBehaviour>;
  /** What the board's calendar shows at power-on, ms since 1970. */
  readonly calendar?: number;
  /** Whose certificate the bank and the bureau have. */
  readonly authority?: string;
  /** The cable is pulled while the bank answers its message of this number, counted from 1. */
  readonly pulledAt?: number;
  /** The bank's line is without TLS. */
  readonly plain?: boolean;
  /** Storage and journal of an earlier run. */
  readonly after?: EmulatedBoard;
}

export interface EmulatedBoard {
  readonly icc: CouplerSlot;
  readonly flash: ChipFlash;
  readonly keyValue: KeyValueStore;
  readonly point: AccessPoint;
  /** Of the board with Ethernet. */
  readonly port: SwitchPort | undefined;
  readonly events: TraceEvent[];
  readonly said: string[];
  /** What the bureau has of medical accounts. */
  readonly books: PurseBooks;
  insert(card: Chip): void;
  /** Draws a stripe with this track 2 through the slit. */
  swipe(track2: string): void;
  /** The network goes, and every connection with it. */
  lose(): void;
  /** From power-on until the last step has been done and its effect can be read. @returns what the display says then */
  run(steps: readonly Step[], until: string): Promise<string>;
  /** What came out of the printer. */
  paper(): string;
  /** ms since 1970. */
  calendar(): number;
}

/** A sample, newly personalised. */
export function sampleCard(name: string): Chip {
  const dice = new SeededRandom(9);
  const profile = parseCardProfile(SAMPLE_CARDS[name] ?? SAMPLE_BANK_CARDS[name]);
  return createCard(
    issueCard(profile, (length) => dice.bytes(length)),
    (length) => dice.bytes(length),
  );
}

function bankSideOf(text: string): BankProfile {
  const { bank } = parseCardProfile(text);
  assert(bank !== undefined, 'the sample has a bank side');
  return bank;
}

/** The SDK's BlockCipher and Digest. */
function crypt(): Platform['crypt'] {
  const { aes, ciphers, sha1 } = testDevice();
  const makers = {
    AES: (key: Uint8Array) => ({ ...aes(key), decrypt: () => new Uint8Array(0) }),
    DES: ciphers.des,
    TDES: ciphers.tripleDes,
  };
  return {
    BlockCipher: class {
      readonly #cipher: Pick<BlockCipher, 'encrypt' | 'decrypt'>;

      constructor(cipher: keyof typeof makers, key: ArrayBuffer) {
        this.#cipher = makers[cipher](new Uint8Array(key));
      }

      encrypt(block: ArrayBuffer): ArrayBuffer {
        return new Uint8Array(this.#cipher.encrypt(new Uint8Array(block))).buffer;
      }

      decrypt(block: ArrayBuffer): ArrayBuffer {
        return new Uint8Array(this.#cipher.decrypt(new Uint8Array(block))).buffer;
      }
    },
    Digest: class {
      #message = new Uint8Array(0);

      write(message: ArrayBuffer): void {
        this.#message = new Uint8Array(message);
      }

      close(): ArrayBuffer {
        return new Uint8Array(sha1(this.#message)).buffer;
      }
    },
  };
}

export function board(options: BoardOptions): EmulatedBoard {
  const virtual = new VirtualClock('20260601090000');
  const dice = new SeededRandom(5);
  const bank = testBank({ now: () => virtual.now(), random: (length) => dice.bytes(length) }, [
    accountOf(bankSideOf(SAMPLE_BANK_CARDS['bank-dda'])),
  ]);
  let heard = 0;
  const answer = (bytes: Uint8Array) => {
    const frame = bank.host.receive(bytes)?.frame;
    if (++heard === options.pulledAt) port?.pull();
    return frame;
  };
  const server = new TlsServer({
    name: BANK_NAME,
    authority: options.authority ?? 'test CA',
    sendsAuthority: true,
    closesIn: undefined,
    answer,
  });
  const books = new PurseBooks();
  const bureau = new BureauHost(books, { receive: () => undefined });
  const bureauServer = new TlsServer({
    name: BUREAU.host,
    authority: options.authority ?? 'test CA',
    sendsAuthority: true,
    closesIn: undefined,
    answer: (bytes) => bureau.receive(bytes)?.frame,
  });
  const network = new TcpNetwork(virtual, {
    answer: (bytes, port) => {
      if (port === BUREAU.port) return bureauServer.receive(bytes);
      return options.plain ? answer(bytes) : server.receive(bytes);
    },
  });
  const clock = { ...network.clock, onPassed: (listener: () => void) => virtual.onPassed(listener) };
  const point = new AccessPoint(network, options.joining);
  const port: SwitchPort | undefined = options.socket && new SwitchPort(network, options.socket);
  const time = new TimeServer(network, options.timeServer);
  const keyValue = options.after?.keyValue ?? new KeyValueStore();
  if (options.settings && options.after === undefined)
    new KeptRecord({ io: keyValue, path: 'terminal', name: 'settings' }).write(settingsBytes(options.settings));
  const flash = options.after?.flash ?? new ChipFlash('journal', 8 * 65_536, (length) => dice.bytes(length));
  const touches: Touch[] = [];
  const mat = new KeyMat(clock, touches);
  const [icc, sam] = [
    new CouplerSlot('icc', clock, { rates: 'emv' }),
    new CouplerSlot('sam1', clock, { rates: 'emv' }),
  ];
  sam.insert(createPsam(parsePsamDescription(SAMPLE_PSAMS.full), (length) => dice.bytes(length)));
  const events: TraceEvent[] = [];
  const said: string[] = [];
  const display = wordsOn(240, 320);
  const decoder = new HeadDecoder(clock);
  let printer: EmulatedPrinter | undefined;
  let ahead = (options.calendar ?? Date.UTC(2026, 5, 1, 1, 0, 0)) - virtual.ticks();
  const calendar = () => ahead + virtual.ticks();

  const matrix: KeyWiring = { by: 'pins', io: matrixPins(mat, ROWS, COLUMNS), rows: ROWS, columns: COLUMNS };
  const bus = pcf8574Bus(mat, KEY_EXPANDER.address, { connected: true });
  const expander: KeyWiring = { by: 'expander', io: bus, ...KEY_EXPANDER };

  const platform: Platform = {
    clock,
    after: (callback, ms) => network.after(ms, callback),
    calendar: {
      now: calendar,
      set: (utc) => {
        ahead = utc - virtual.ticks();
      },
    },
    zoneMinutes: 480,
    random: { fill: (buffer) => new Uint8Array(buffer).set(dice.bytes(buffer.byteLength)) },
    keyValue,
    display: display.surface,
    flash: once(() => new PartitionFlash({ io: flash, ...JOURNAL })),
    keys: once(() => keyContacts(port === undefined ? matrix : expander)),
    slots: [
      { name: 'icc', make: () => icc },
      { name: 'sam1', make: () => sam },
    ],
    printer: (language) =>
      boardPrinter(
        {
          io: PrinterSerial,
          onConnected: (connected) => {
            printer = connected;
          },
        },
        clock,
        language,
      ),
    stripe: new StripeHead({ serial: { io: HeadSerial, port: { decoder, clock } }, clock, sendsLrc: false }),
    ears: (world) => traceWorld({ ...world, trace: { write: (event) => void events.push(event) } }, false),
    say: (line) => void said.push(line),
    network: {
      way: port === undefined ? { by: 'wifi', io: point.io } : { by: 'ethernet', io: port.io },
      tcp: network.io,
      udp: time.io,
      Session: EmulatedSession,
      resolve: (host, callback) => time.resolve(host, callback),
    },
    crypt: crypt(),
  };

  const one: EmulatedBoard = {
    icc,
    flash,
    keyValue,
    point,
    port,
    events,
    said,
    books,
    insert: (card) => icc.insert(card),
    swipe: (track2) =>
      decoder.swipe(writeStripe([undefined, track2, undefined]), { direction: 'backward', mmPerSecond: 300 }),
    lose: () => {
      if (port !== undefined) return port.pull();
      point.drop();
      network.reset();
    },
    paper: () => (printer?.paper ?? []).map((piece) => (piece.kind === 'text' ? piece.text : '')).join('\n'),
    calendar,
    async run(steps, until) {
      const closing = new Error('closing time');
      const queue: Step[] = [...steps, [until, () => {}]];
      let since = virtual.ticks();
      virtual.onPassed(() => {
        const now = virtual.ticks();
        const next = queue[0];
        if (next === undefined) throw closing;
        if (now - since > PATIENCE_MS) throw new Error(`${next[0]} never came: ${display.text()}`);
        if (now - since < PRESS_MS || !display.text().includes(next[0])) return;
        queue.shift();
        if (typeof next[1] !== 'string') next[1](one);
        else for (const key of next[1]) since = press(key, Math.max(since, now));
        since = Math.max(since, now);
      });
      const press = (key: string, after: number) => {
        const place = PLACES.indexOf(key);
        const fromMs = after + PRESS_MS;
        const toMs = fromMs + PRESS_MS;
        touches.push({ row: place >> 2, column: place & 3, fromMs, toMs, bounceMs: 8 });
        return toMs;
      };
      await runBoard(platform).then(
        (failure) => void said.push(failure),
        (error) => {
          if (error !== closing) throw error;
        },
      );
      return display.text();
    },
  };
  return one;
}
