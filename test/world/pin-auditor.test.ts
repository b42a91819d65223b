/** The auditor who counts what is entered at the pad and what is shown to the card. */

import { describe, expect, it } from 'vitest';
import { PinAuditor } from '../../hosts/world/pin-auditor.js';
import { fromHex } from '../../src/base/hex.js';

const VERIFY = '0020000003123456';
const PLAINTEXT = '002000800824123456FFFFFFFF';
const QUERY = '0020000000';
const CHANGE = '805E010007123456FF246813';

/** E is an entry at the pad; what else is there are commands to the card. */
function heard(exactly: boolean, ...events: readonly string[]): readonly string[] {
  const auditor = new PinAuditor();
  for (const event of events) {
    if (event === 'E') auditor.onEntry();
    else auditor.onCommand(fromHex(event));
  }
  auditor.visitOver(exactly);
  return auditor.findings;
}

describe('the auditor of PINs', () => {
  it.each<readonly [string, readonly string[]]>([
    ['a PIN for each VERIFY, on either side', ['E', VERIFY, 'E', PLAINTEXT]],
    ['an old PIN and a new one twice for a change', ['E', 'E', 'E', CHANGE]],
    ['a question for the tries', [QUERY, 'E', VERIFY, QUERY]],
  ])('is content with %s', (_, events) => {
    expect(heard(true, ...events)).toEqual([]);
  });

  it.each<readonly [string, readonly string[]]>([
    ['a VERIFY before there is an entry', [VERIFY, 'E']],
    ['a VERIFY that is sent again', ['E', VERIFY, VERIFY]],
    ['an offline PIN that is sent again', ['E', PLAINTEXT, PLAINTEXT]],
    ['a VERIFY with the PIN of a change', ['E', 'E', 'E', CHANGE, VERIFY]],
  ])('finds %s, whatever came between', (_, events) => {
    expect(heard(false, ...events)).toHaveLength(1);
  });

  it('finds an entry that nobody was shown, where nothing came between', () => {
    expect(heard(true, 'E')).toEqual(['1 entries at the pad, 0 of them shown to the card']);
    expect(heard(false, 'E')).toEqual([]);
  });

  it('counts each visit for itself', () => {
    const auditor = new PinAuditor();
    auditor.onEntry();
    auditor.visitOver(false);
    auditor.onCommand(fromHex(VERIFY));
    expect(auditor.findings).toHaveLength(1);
  });
});
