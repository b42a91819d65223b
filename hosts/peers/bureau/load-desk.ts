/** The bureau's desk that lets medical accounts be loaded (划入): it checks MAC1 and makes MAC2. SPEC-7; sscard.md 8. */

import { concat, equalBytes, uintBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import { diversify } from '../../../src/crypto/diversification.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { LoadAnswer, LoadDesk, LoadRequest } from '../../../src/ports/load-desk.js';
import { rootUnder } from '../keys.js';

/** 类型 of a load (sscard.md 8). */
const LOAD = 0x31;

/** @param now local time, YYYYMMDDhhmmss */
export function loadDesk(now: () => string): LoadDesk {
  return { authorise: async (request) => answer(request, now()) };
}

function answer(request: LoadRequest, moment: string): LoadAnswer {
  const { algorithm, factors, balance, amount, sequence, random, mac1, terminalNumber } = request;
  const key = [factors.province, factors.city, factors.card].reduce(
    (above, factor) => diversify(softwareCiphers, algorithm, above, factor),
    rootUnder(algorithm, 'DLK'),
  );
  const session = sessionKey(softwareCiphers, algorithm, key, concat(random, uintBytes(sequence, 2), fromHex('8000')));
  const code = (message: Uint8Array) => mac(softwareCiphers, algorithm, session, message);
  const terms = concat(uintBytes(amount, 4), Uint8Array.of(LOAD), encodeBcd(terminalNumber, 6));
  if (!equalBytes(code(concat(uintBytes(balance, 4), terms)), mac1)) return { kind: 'refused' };
  return { kind: 'granted', moment, mac2: code(concat(terms, encodeBcd(moment, 7))) };
}
