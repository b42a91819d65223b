/** Protocol and parameters selection from the terminal's side: what to ask for, and asking (ISO/IEC 7816-3 9). */

import { concat } from '../../base/bytes.js';
import { FormatError } from '../../base/format-error.js';
import { type Atr, DEFAULT_RATE, type Rate, rateOf } from '../../codec/atr.js';
import { decodePps, encodePps, lengthAfterPps0, type Pps } from '../../codec/pps.js';
import { INITIAL_WAITING_ETU } from './answer-to-reset.js';
import type { Line } from './line.js';
import { CHARACTER_TURNAROUND_ETU, clocksOf } from './timing.js';

/**
 * PPS1 for the fastest rate that card and board share: Fi as the card says it, with the greatest D up to the card's
 * whose etu is not too short for the board (9.2). undefined where nothing faster than 372 and 1 can be had, and for a card in
 * specific mode, which takes no PPS (6.3.1).
 */
export function fastestShared(atr: Atr, shortestEtuClocks: number): number | undefined {
  if (atr.specificMode !== undefined || atr.fi === undefined || atr.di === undefined) return undefined;
  const offered = atr.levels[0].ta ?? 0x11;
  let best: number | undefined;
  let bestClocks = clocksOf(DEFAULT_RATE);
  for (let code = 1; code < 16; code++) {
    const byte = (offered & 0xf0) | code;
    const rate = rateOf(byte);
    if (rate === undefined || rate.di > atr.di) continue;
    const clocks = clocksOf(rate);
    if (clocks < bestClocks && clocks >= shortestEtuClocks) [best, bestClocks] = [byte, clocks];
  }
  return best;
}

/**
 * Asks for a rate. @returns what the card agreed to, 372 and 1 where it answers without PPS1 (9.3); undefined when it was
 * silent or answered anything else, after which only a reset helps @throws Fault removed
 */
export async function negotiate(
  line: Line,
  request: Required<Pps>,
  guard: number,
  deadline: number,
): Promise<Rate | undefined> {
  await line.speak(encodePps(request), { firstEtu: CHARACTER_TURNAROUND_ETU, nextEtu: guard });
  const limits = { firstEtu: INITIAL_WAITING_ETU, nextEtu: INITIAL_WAITING_ETU };
  const head = await line.listen(2, limits, deadline);
  if (head.ended !== 'complete') return undefined;
  const tail = await line.listen(lengthAfterPps0(head.bytes[1]), limits, deadline);
  if (tail.ended !== 'complete') return undefined;
  return agreed(request, concat(head.bytes, tail.bytes));
}

/** PPS2 and PPS3, which were not asked for, are not to be in the answer (9.3). */
const PPS2_OR_PPS3 = 0x60;

function agreed(request: Pps, answer: Uint8Array): Rate | undefined {
  if ((answer[1] & PPS2_OR_PPS3) !== 0) return undefined;
  try {
    const { protocol, pps1 } = decodePps(answer);
    if (protocol !== request.protocol) return undefined;
    if (pps1 === undefined) return DEFAULT_RATE;
    return pps1 === request.pps1 ? rateOf(pps1) : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
