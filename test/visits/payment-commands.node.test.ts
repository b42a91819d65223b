/** What each kind of card is asked for in a payment: nothing twice, nothing that is not needed. One row a profile. */

import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/ports/trace.js';
import { play, SCENARIOS } from '../xs/scenarios.js';

/** INS of each command; one that T=0 wants again with another length (6Cxx) counts once, GET RESPONSE not at all. */
async function instructions(name: string): Promise<string> {
  const events: TraceEvent[] = [];
  await play(SCENARIOS[name], { trace: { write: (event) => void events.push(event) } });
  const lines = events.filter(({ port, bytes }) => port === 'icc' && bytes !== undefined);
  const wanted = lines.filter(
    ({ direction, bytes = '' }, i) =>
      direction === '>' && !bytes.startsWith('00C0') && lines[i - 1]?.bytes?.startsWith('6C') !== true,
  );
  return wanted.map(({ bytes = '' }) => bytes.slice(2, 4)).join(' ');
}

/** Directory, selection, options. */
const BEGIN = 'A4 B2 B2 A4 A8';
/** 9F36 and 9F13 for the velocity check, then both cryptograms around EXTERNAL AUTHENTICATE. */
const END = 'CA CA AE 82 AE';

describe('the commands of a payment', () => {
  it.each([
    ['select-several', 5, 'A4 B2 B2 B2 B2'],
    ['balance-dda', 19, `${BEGIN} B2 B2 B2 B2 B2 B2 B2 B2 88 ${END}`],
    ['purchase-sda', 16, `${BEGIN} B2 B2 B2 B2 B2 B2 ${END}`],
    ['purchase-dda', 19, `${BEGIN} B2 B2 B2 B2 B2 B2 B2 B2 88 ${END}`],
    ['purchase-cda', 18, `${BEGIN} B2 B2 B2 B2 B2 B2 B2 B2 ${END}`],
    // 9F17, GET CHALLENGE and VERIFY
    ['purchase-offline-pin', 24, `${BEGIN} B2 B2 B2 B2 B2 B2 B2 B2 B2 B2 88 CA 84 20 ${END}`],
    ['purchase-document', 16, `${BEGIN} B2 B2 B2 B2 B2 B2 ${END}`],
    ['purchase-chosen', 18, `A4 B2 B2 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 ${END}`],
    // the AID from the terminal's list, then its final selection (EMV Book 1 12.3.3, 12.4)
    ['purchase-no-pse', 15, `A4 A4 A4 A8 B2 B2 B2 B2 B2 B2 ${END}`],
    ['purchase-blocked', 4, 'A4 B2 B2 A4'],
    ['purchase-foreign', 14, `${BEGIN} B2 B2 B2 B2 B2 B2 CA CA AE`],
    ['purchase-bank-down', 18, `${BEGIN} B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE AE`],
    ['purchase-social-terminal', 0, ''],
  ])('%s: %i', async (name, count, expected) => {
    const found = await instructions(name);
    expect(found).toBe(expected);
    expect(found === '' ? 0 : found.split(' ').length).toBe(count);
  });
});
