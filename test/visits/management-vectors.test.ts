/** The maintenance vectors of sscard.md 16.7 through the whole stack: what the terminal sends to the card are those bytes. */

import { describe, expect, it } from 'vitest';
import { issueCard } from '../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../hosts/peers/bureau/profile.js';
import { createCard } from '../../hosts/peers/card/card.js';
import { SAMPLE_CARDS } from '../../hosts/samples/samples.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { bench, outcome, tampered } from './bench.js';

/** R of the vectors, whatever the card is asked for. */
const challenge = (length: number) => fromHex('11223344556677881122334455667788').slice(0, length);

/** The test card of sscard.md 16.1: v2-des, and the same with SM4. */
function testCard(algorithm: 'DES' | 'SM4') {
  const { bank: _, ...profile } = JSON.parse(SAMPLE_CARDS['v2-des']);
  return createCard(issueCard(parseCardProfile(JSON.stringify({ ...profile, algorithm })), challenge), challenge);
}

type Visit = (terminal: RunningTerminal) => Promise<VisitResult<unknown>>;

/** The commands of class 84 that reached the card in a visit, as they were on the contacts. */
async function secured(algorithm: 'DES' | 'SM4', visit: Visit): Promise<string[]> {
  return await heard(algorithm, (tpdu) => tpdu[0] === 0x84, visit);
}

/** Commands of class B0, and of EXTERNAL AUTHENTICATE. */
const isDaysOrProof = (tpdu: Uint8Array) => tpdu[0] === 0xb0 || tpdu[1] === 0x82;

async function heard(
  algorithm: 'DES' | 'SM4',
  isMeant: (tpdu: Uint8Array) => boolean,
  visit: Visit,
): Promise<string[]> {
  const sent: string[] = [];
  const card = tampered(testCard(algorithm), (tpdu, real) => {
    if (isMeant(tpdu)) sent.push(toHex(tpdu));
    return real();
  });
  const gestures = [{ digits: '123456' }, { digits: '123456' }];
  const { terminal } = await bench({ card, gestures, presses: [1] });
  expect(outcome(await visit(terminal))).toBe('done');
  return sent;
}

/**
 * EXTERNAL AUTHENTICATE with DSK under R = S: no published vector names that key. These are OpenSSL's, by a program that makes
 * the published ones of RKSSSE from sscard.md 6 and 16.2.
 */
const STARTING_DAY_PROOF = {
  DES: '008200871040735187E6308286' + '1122334455667788',
  SM4: '0082008710A4354F98D7A0F6C1' + '1122334455667788',
} as const;

const VECTORS = {
  DES: {
    reload: '842400010C83EE93C6C27403787DE617A6',
    unblock: '84240000041EF489BC',
    blockApplication: '841E0001049032C7B9',
    blockCard: '8416000004E05B9510',
  },
  SM4: {
    reload: '842400011488009E582D5FA3409E859D4B0A2ECE889584A5B2',
    unblock: '842400000446D4C832',
    blockApplication: '841E00010491AB3BAB',
    blockCard: '8416000004391291E9',
  },
} as const;

describe.each(['DES', 'SM4'] as const)('%s', (algorithm) => {
  const vectors = VECTORS[algorithm];

  it('reloads the PIN', async () => {
    expect(await secured(algorithm, (terminal) => terminal.reloadPin())).toEqual([vectors.reload]);
  });

  it('unblocks the PIN', async () => {
    expect(await secured(algorithm, (terminal) => terminal.unblockPin())).toEqual([vectors.unblock]);
  });

  it('blocks the social security side', async () => {
    const sent = await secured(algorithm, (terminal) => terminal.block({ target: 'SSSE' }));
    expect(sent).toEqual([vectors.blockApplication]);
  });

  it('proves DSK, sets the starting day, and reads it back', async () => {
    const sent = await heard(algorithm, isDaysOrProof, (terminal) => terminal.startingDay({ day: '0701' }));
    expect(sent).toEqual(['B056010002', STARTING_DAY_PROOF[algorithm], 'B0560000020701', 'B056010002']);
  });

  it('blocks the card', async () => {
    expect(await secured(algorithm, (terminal) => terminal.block({ target: 'card' }))).toEqual([vectors.blockCard]);
  });
});
