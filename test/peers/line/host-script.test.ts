/** A host script: which step befalls which request, and what is refused in one. */

import { describe, expect, it } from 'vitest';
import type { TransactionName } from '../../../hosts/peers/bank/acquirer/transactions.js';
import { parseHostScript } from '../../../hosts/peers/line/host-script.js';
import { FormatError } from '../../../src/base/format-error.js';

const script = (steps: unknown) => parseHostScript(JSON.stringify({ format: 'ssc-host-script/1', steps }));

/** What befalls these requests, one after the other. */
function deeds(steps: unknown, ...requests: readonly (TransactionName | undefined)[]) {
  const mischief = script(steps);
  return requests.map((transaction, i) => {
    return mischief({ number: i + 1, frame: new Uint8Array(0), message: undefined, transaction });
  });
}

describe('a host script', () => {
  it('goes by transaction, order and count', () => {
    const steps = [
      { on: 'purchase', do: 'pass' },
      { on: 'purchase', count: 2, do: 'decline', code: '51' },
      { on: 'any', count: 'always', do: 'timeout' },
    ];
    const declined = { deed: 'decline', code: '51' };
    const lost = { deed: 'request-lost' };
    expect(deeds(steps, 'sign-in', 'purchase', 'purchase', undefined, 'purchase', 'purchase', 'settle')).toEqual([
      lost,
      undefined,
      declined,
      lost,
      declined,
      lost,
      lost,
    ]);
    expect(deeds([{ on: 'reversal', do: 'lost' }], 'purchase', 'reversal', 'reversal')).toEqual([
      undefined,
      { deed: 'answer-lost' },
      undefined,
    ]);
    expect(deeds([], 'purchase')).toEqual([undefined]);
  });

  const words: readonly (readonly [Readonly<Record<string, unknown>>, unknown])[] = [
    [
      { do: 'decline', code: 'A0' },
      { deed: 'decline', code: 'A0' },
    ],
    [
      { do: 'delay', ms: 90_000 },
      { deed: 'delay', ms: 90_000 },
    ],
    [{ do: 'garbage' }, { deed: 'garbage', of: 'message' }],
    [
      { do: 'garbage', of: 'frame' },
      { deed: 'garbage', of: 'frame' },
    ],
    [{ do: 'drop' }, { deed: 'drop', when: 'after', noticed: 'waiting' }],
    [
      { do: 'drop', when: 'before' },
      { deed: 'drop', when: 'before', noticed: 'waiting' },
    ],
    [{ do: 'duplicate' }, { deed: 'request-twice' }],
    [{ do: 'duplicate', of: 'answer' }, { deed: 'answer-twice' }],
    [{ do: 'wrong-mac' }, { deed: 'wrong-mac' }],
    [{ do: 'foreign' }, { deed: 'foreign', place: 'before' }],
    [
      { do: 'foreign', place: 'instead' },
      { deed: 'foreign', place: 'instead' },
    ],
    [{ do: 'late' }, { deed: 'answer-late' }],
    [
      { do: 'late', ms: 70_000 },
      { deed: 'answer-late', ms: 70_000 },
    ],
    [{ do: 'late', of: 'answer' }, { deed: 'answer-late' }],
    [{ do: 'late', of: 'request' }, { deed: 'request-late' }],
    [
      { do: 'processing-request', digit: '4' },
      { deed: 'processing-request', digit: '4' },
    ],
    [{ do: 'down' }, { deed: 'down' }],
  ];
  for (const [step, deed] of words) {
    it(`says ${JSON.stringify(step)}`, () => {
      expect(deeds([{ on: 'any', ...step }], 'echo')).toEqual([deed]);
    });
  }

  it('is refused by the path of what does not fit, and never quotes it', () => {
    const wrong: readonly (readonly [unknown, string])[] = [
      [[{ on: 'anything', do: 'lost' }], 'steps.0.on'],
      [[{ on: 'any', do: 'explode' }], 'steps.0.do'],
      [[{ on: 'any', do: 'decline' }], 'steps.0.code'],
      [[{ on: 'any', do: 'decline', code: '051' }], 'steps.0.code'],
      [[{ on: 'any', do: 'delay', ms: 3_600_001 }], 'steps.0.ms'],
      [[{ on: 'any', do: 'lost', count: 0 }], 'steps.0.count'],
      [[{ on: 'any', do: 'lost', colour: 'red' }], 'steps.0.colour: unknown field'],
      [[{ on: 'any', do: 'late', of: 'request', ms: 5 }], 'steps.0'],
      [{}, 'steps'],
    ];
    for (const [steps, path] of wrong) {
      expect(() => script(steps)).toThrow(FormatError);
      expect(() => script(steps)).toThrow(path);
      expect(() => script(steps)).not.toThrow('explode');
    }
    expect(() => parseHostScript('{"format":"ssc-host-script/2","steps":[]}')).toThrow('format');
  });
});
