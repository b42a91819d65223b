/** A link under the published keys, and the values of one card for its messages. */

import { fromHex } from '../../../src/base/hex.js';
import type { Message } from '../../../src/codec/iso8583.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { BankLink } from '../../../src/links/bank/bank-link.js';
import { MasterKey } from '../../../src/vault/line-keys.js';
import vectors from '../../vectors/bank.json';
import book from '../../vectors/bank-frames.json';
import { type Event, ScriptedLine } from './scripted-line.js';

export const FRAMES = book.frames;
export const STATION = { terminalId: '10000001', merchantId: '104100080620001', batch: 5 } as const;
const [first] = vectors.unionpay_pos_keys;

/** What the card and the terminal have before the issuer is asked. */
export const VALUES: ReadonlyMap<number, Uint8Array> = values({
  '5A': '6212990100000016',
  '57': '6212990100000016D30122010000000F',
  '5F24': '301231',
  '5F34': '01',
  '9F26': '1122334455667788',
  '9F27': '80',
  '9F10': '07010103A02002010A01000000100012345678',
  '9F37': 'DEADBEEF',
  '9F36': '001C',
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
  '9F41': '00000007',
});

/** After the card's last word, a script performed. */
export const LATE: ReadonlyMap<number, Uint8Array> = new Map([
  ...VALUES,
  ...values({ '95': '0008048010', '9F10': '07010103602002010A010000001000AABBCCDD' }),
]);

export function values(hex: Readonly<Record<string, string>>): Map<number, Uint8Array> {
  return new Map(Object.entries(hex).map(([tag, value]) => [Number.parseInt(tag, 16), fromHex(value)]));
}

export function masterKey(): MasterKey {
  return new MasterKey(softwareCiphers, fromHex(first.tmk));
}

/** A link that has signed in, and its line with a script from then on. */
export async function signedOn(...events: readonly Event[]): Promise<{ link: BankLink; line: ScriptedLine }> {
  const line = new ScriptedLine([FRAMES.signInAnswer]);
  const link = new BankLink({ line, clock: line.clock, masterKey: masterKey() });
  const { kind } = await link.signIn(STATION, 120);
  if (kind !== 'signed-on') throw new Error(kind);
  line.sent.length = 0;
  line.calls.length = 0;
  line.waits.length = 0;
  line.expect(...events);
  return { link, line };
}

/** The frame in which a request goes out. */
export async function sent(request: Message): Promise<string> {
  const { link, line } = await signedOn();
  await link.ask(request);
  return line.sent.join();
}
