/** A terminal as its visits see it, with the test bank at the other end of a line that can be struck, and nobody at its screen. */

import type { BankNetwork } from '../../hosts/peers/bank/network.js';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { testRoot } from '../../hosts/peers/keys.js';
import type { Deed } from '../../hosts/peers/line/deeds.js';
import type { LineEvent } from '../../hosts/peers/line/emulated-line.js';
import { type EmulatedWorld, emulatedWorld } from '../../hosts/world/emulated-world.js';
import { testBank } from '../../hosts/world/test-bank.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { asciiBytes } from '../../src/base/bytes.js';
import { fromHex } from '../../src/base/hex.js';
import type { Message } from '../../src/codec/iso8583.js';
import { softwareCiphers } from '../../src/crypto/software-ciphers.js';
import type { Pending } from '../../src/journal/entries.js';
import { Journal } from '../../src/journal/journal.js';
import { BankLink } from '../../src/links/bank/bank-link.js';
import { cardRequest, offlineUpload, refundRequest, voidRequest } from '../../src/links/bank/card-requests.js';
import { storedForm } from '../../src/links/bank/reversal.js';
import type { Flash } from '../../src/ports/flash.js';
import type { Slip } from '../../src/ports/printer.js';
import { paymentKernel } from '../../src/pse/kernel.js';
import { terminalParameters } from '../../src/pse/terminal-parameters.js';
import { listBlacklist } from '../../src/ssse/blacklist.js';
import { PsamKeys } from '../../src/ssse/key-service.js';
import { DeviceKey } from '../../src/vault/device-key.js';
import { MasterKey } from '../../src/vault/line-keys.js';
import { BankDesk } from '../../src/visits/bank-desk.js';
import type { Terminal } from '../../src/visits/terminal.js';
import { accountBehind } from '../xs/payments.js';

export const PAN = '6210999901000000027';
/** Of the test terminal in its bank's register. */
export const TERMINAL_ID = '10000001';

export interface BankTerminal {
  readonly terminal: Terminal;
  readonly journal: Journal;
  readonly desk: BankDesk;
  readonly world: EmulatedWorld;
  readonly bank: BankNetwork;
  /** Requests that have gone out since the start, as MTI and trace number. */
  readonly sent: string[];
  readonly slips: Slip[];
  readonly screens: string[];
  /** What befalls the next requests, in turn. */
  strike(...deeds: readonly (Deed | undefined)[]): void;
}

export interface Around {
  readonly flash?: Flash;
  readonly trust?: 'test' | 'live';
  /** Local time YYYYMMDDhhmmss. */
  readonly start?: string;
  /** Another master key than the bank has. */
  readonly masterKey?: Uint8Array;
}

export async function bankTerminal(around: Around = {}): Promise<BankTerminal> {
  const { flash, trust = 'test', start, masterKey = testRoot('TMK') } = around;
  const coming: (Deed | undefined)[] = [];
  const sent: string[] = [];
  const slips: Slip[] = [];
  const screens: string[] = [];
  const banks: BankNetwork[] = [];
  const account = accountBehind('bank-dda');
  const world = emulatedWorld({
    seed: 4,
    ...(start !== undefined && { clock: new VirtualClock(start) }),
    ...(flash && { flash: () => flash }),
    bank: (parts) => {
      banks.push(testBank(parts, account ? [account] : []));
      return banks[0].host;
    },
    lineMischief: ({ message }: LineEvent) => {
      if (message) sent.push(`${message.mti} ${message.fields.get(11)}`);
      return coming.shift();
    },
    screen: { show: async ({ screen }) => void screens.push(screen) },
    printer: { print: async (slip) => void slips.push(slip) },
  });
  const { aes, sha1, key } = testDevice();
  const journal = await Journal.open(world.flash, new DeviceKey(aes, key));
  const parameters = terminalParameters(trust, []);
  const link = new BankLink({
    line: world.bankLine,
    clock: world.clock,
    masterKey: new MasterKey(softwareCiphers, masterKey),
  });
  const desk = new BankDesk({ link, journal, clock: world.clock, parameters });
  const terminal: Terminal = {
    world,
    offers: ['settle', 'sign-in', 'disputes', 'reprint'],
    acceptance: { institutions: [], classes: [], versions: [] },
    blacklist: listBlacklist([]),
    pinEntriesMax: 3,
    social: {
      initialPin: undefined,
      initialPinServes: true,
      initialPinMayReturn: true,
      onBlacklisted: 'refuse',
      offlineMedical: undefined,
      offlineCards: undefined,
    },
    keys: () => new PsamKeys(world.sams, new Map()),
    journal,
    payment: { kernel: paymentKernel(sha1), sha1, trust, ownParameters: parameters, parameters, exceptionFile: [] },
    bank: desk,
    loadDesk: undefined,
    clearing: undefined,
  };
  const strike = (...deeds: readonly (Deed | undefined)[]) => void coming.push(...deeds);
  return { terminal, journal, desk, world, bank: banks[0], sent, slips, screens, strike };
}

const CARD: ReadonlyMap<number, Uint8Array> = new Map(
  Object.entries({
    '5A': `${PAN}F`,
    '57': `${PAN}D33122010000000000F`.slice(0, 38),
    '5F24': '331231',
    '5F34': '01',
    '9F26': '1122334455667788',
    '9F27': '80',
    '9F10': '07000103A01002',
    '9F37': 'DEADBEEF',
    '9F36': '0001',
    '95': '0008048000',
    '9A': '260601',
    '9C': '00',
    '9F02': '000000001234',
    '5F2A': '0156',
    '82': '7C00',
    '9F1A': '0156',
    '9F03': '000000000000',
    '9F33': 'E0F9C8',
    '9F34': '420300',
    '9F35': '22',
    '9F1E': '5353433030303031',
    '84': 'A000000333010101',
    '9F09': '0020',
    '9F41': '00000001',
  }).map(([tag, value]) => [Number.parseInt(tag, 16), fromHex(value)] as const),
);

const ORIGINAL = { batch: 1, stan: 1, date: '0601', reference: '000000000001' } as const;

/** A request with the next trace number. */
export function nextRequest(
  { desk, journal }: BankTerminal,
  kind: 'purchase' | 'void' | 'refund' | 'offline',
): Message {
  const order = { station: desk.station, stan: journal.state.next('stan'), values: CARD, amount: 1234 };
  switch (kind) {
    case 'purchase':
      return cardRequest('purchase', order);
    case 'offline':
      return offlineUpload({
        ...order,
        values: new Map([...CARD, [0x9f27, Uint8Array.of(0x40)], [0x8a, asciiBytes('Y1')]]),
      });
    case 'void':
      return voidRequest({ ...order, original: ORIGINAL });
    case 'refund':
      return refundRequest({ ...order, original: ORIGINAL });
  }
}

/** Makes a request pending that has, as far as the journal knows, gone out. */
export async function leavePending(
  one: BankTerminal,
  kind: 'purchase' | 'void' | 'refund',
  change: Partial<Pick<Pending, 'reason' | 'tries'>> = {},
): Promise<Pending> {
  const moment = one.world.clock.now();
  const request = storedForm(nextRequest(one, kind), moment);
  const way = kind === 'refund' ? 'repeat' : 'reverse';
  const pending: Pending = { way, reason: undefined, tries: 0, moment, request, ...change };
  await one.journal.begin(pending);
  return pending;
}
