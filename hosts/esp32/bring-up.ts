/** What a new board is asked first: whether its parts answer. It writes nothing, and asks a card for its reset answer alone. */

import { Fault } from '../../src/base/fault.js';
import type { KeyContacts } from '../../src/drivers/keypad/key.js';
import type { WiredNetwork, WireState } from '../../src/drivers/network/wired-network.js';
import type { Flash } from '../../src/ports/flash.js';
import type { IccReader } from '../../src/ports/icc-reader.js';

/** As many as a matrix here has. */
const COLUMNS: readonly number[] = Object.freeze([1, 2, 3, 4]);

/** Each part is made when its turn comes: one that cannot be made leaves the others to be tried. */
export interface Parts {
  readonly flash: () => Flash;
  readonly slots: readonly { readonly name: IccReader['slot']; readonly make: () => IccReader }[];
  readonly keys: () => KeyContacts;
  /** Of a board with a socket for a cable: which Wi-Fi to join, nobody has said yet. */
  readonly wire?: Pick<WiredNetwork, 'state' | 'address' | 'awaitUp'>;
}

/** An answer to reset begins within 42,000 clock cycles and goes on for 20,160 etu (EMV Book 1 8.1, 8.3); ms, rounded up. */
const RESET_MS = 5_000;

/** Two seconds until both ends have agreed on a speed, and two answers of a slow DHCP server `[TP]`. */
const WIRE_MS = 10_000;

/** What its state says to whoever stands before the board. */
export const WIRE_WORDS: Readonly<Record<WireState, string>> = Object.freeze({
  absent: 'the Ethernet chip does not answer: see its pins and supply',
  unplugged: 'no link: plug the cable in at both ends',
  unaddressed: 'a link, and no address yet: is there a DHCP server?',
  up: 'up',
});

/** @param say takes one line for the console @returns whether every part answered; a SAM slot wants a card, the other none */
export async function bringUp({ flash, slots, keys, wire }: Parts, say: (line: string) => void): Promise<boolean> {
  const told: boolean[] = [];
  const tell = async (part: string, answer: () => Promise<Answer>) => {
    const { works, words } = await answer().catch(refused);
    told.push(works);
    say(`${part}: ${works ? 'ok' : 'FAILED'}, ${words}`);
  };
  await tell('journal', async () => flashAnswer(flash()));
  for (const { name, make } of slots) await tell(name, async () => slotAnswer(make()));
  await tell('keys', async () => keysAnswer(keys()));
  if (wire) await tell('network', async () => await wireAnswer(wire));
  return told.every((works) => works);
}

interface Answer {
  readonly works: boolean;
  readonly words: string;
}

/** What a driver throws where its part is missing is the platform's own, and its words are all there is. */
function refused(error: unknown): Answer {
  return { works: false, words: error instanceof Fault ? `the card is ${error.kind}` : String(error) };
}

/** A journal is two copies of two units at least, and the copies are alike. */
function flashAnswer({ unitCount, unitLength }: Flash): Answer {
  return { works: unitCount >= 4 && unitCount % 2 === 0, words: `${unitCount} units of ${unitLength} bytes` };
}

async function slotAnswer(reader: IccReader): Promise<Answer> {
  if (!(await reader.isPresent())) {
    const words = 'no card, or no coupler that could tell';
    return { works: reader.slot === 'icc', words };
  }
  try {
    const { length } = await reader.reset('cold', RESET_MS);
    return { works: true, words: `a card answers its reset with ${length} bytes` };
  } finally {
    await reader.deactivate();
  }
}

/** Nobody is at the pad yet: what is closed is stuck, or wired to the wrong pin. */
function keysAnswer(contacts: KeyContacts): Answer {
  const rows = contacts.scan();
  if (rows === undefined) return { works: false, words: 'the contacts cannot be read' };
  const closed = rows.flatMap((row, r) =>
    COLUMNS.filter((c) => (row >> (c - 1)) & 1).map((c) => `row ${r + 1} column ${c}`),
  );
  return closed.length === 0
    ? { works: true, words: 'none is closed' }
    : { works: false, words: `closed though nobody presses: ${closed.join(', ')}` };
}

async function wireAnswer(wire: NonNullable<Parts['wire']>): Promise<Answer> {
  const works = await wire.awaitUp(WIRE_MS);
  return { works, words: works ? `the address is ${wire.address}` : WIRE_WORDS[wire.state] };
}
