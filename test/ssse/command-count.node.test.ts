/** A 2.0 card is identified in at most nine commands to it, GET RESPONSE not counted. */

import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/ports/trace.js';
import { play } from '../xs/scenarios.js';

/** The instructions that the card was sent, GET RESPONSE (C0) left away. */
async function commands(card: string): Promise<string[]> {
  const events: TraceEvent[] = [];
  const { result } = await play(
    { card, psam: 'full', visit: (terminal) => terminal.identify() },
    { trace: { write: (event) => void events.push(event) } },
  );
  expect(result.outcome).toBe('done');
  const sent = events.filter(
    ({ port, direction, bytes }) => port === 'icc' && direction === '>' && bytes !== undefined,
  );
  return sent.map(({ bytes = '' }) => bytes.slice(2, 4)).filter((instruction) => instruction !== 'C0');
}

describe('identification', () => {
  it.each(['v2-des', 'v2-sm4', 'v2-rich', 'v2-split-name'])('of %s takes no more than nine commands', async (card) => {
    const sent = await commands(card);
    expect(sent.length).toBeLessThanOrEqual(9);
    // SELECT, SELECT EF05, READ, INTERNAL AUTHENTICATE, VERIFY without data, SELECT EF06, READ
    expect(sent).toEqual(['A4', 'A4', 'B2', '88', '20', 'A4', 'B2']);
  });

  it('of a 3.0 card takes three more, to open EF06', async () => {
    expect(await commands('v3-sm4')).toEqual(['A4', 'A4', 'B2', '88', '20', '84', '84', '82', 'A4', 'B2']);
  });
});
