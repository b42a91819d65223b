/** Whose cards a terminal believes: the project's own test CA only where the configuration says test. */

import { describe, expect, it } from 'vitest';
import { testCaKey } from '../../hosts/peers/bank/ca.js';
import { toHex } from '../../src/base/hex.js';
import { terminalParameters } from '../../src/pse/terminal-parameters.js';

describe('trust', () => {
  const indices = (trust: 'test' | 'live') =>
    terminalParameters(trust, [testCaKey('F8')]).caKeys.map(({ index }) => toHex(Uint8Array.of(index)));

  it('is for the live keys alone in a live terminal, whatever it is handed', () => {
    expect(indices('live')).toEqual(['01', '02', '03', '04']);
  });

  it('takes in the test keys in a terminal in test', () => {
    expect(indices('test')).toEqual(['01', '02', '03', '04', '08', '09', '0A', '0B', '80', 'F8']);
  });
});
