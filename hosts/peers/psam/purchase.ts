/** The PSAM's part in a purchase from the medical account (SPEC-9, SPEC-7; sscard.md 8, 9.3). */

import { concat, equalBytes, uintBytes } from '../../../src/base/bytes.js';
import { scrub } from '../../../src/base/scrub.js';
import type { Response } from '../../../src/codec/apdu.js';
import { SW } from '../../../src/codec/status-words.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import { KEY_TYPE } from '../key-table.js';
import { done, refused } from './answer.js';
import { cardKey, keyRoom } from './cipher.js';
import { familyOf, KEY_ALGORITHM_BYTE } from './memory.js';
import type { PsamCommand, PsamState } from './state.js';

/** Bytes before the diversification factors. */
const FIXED_LENGTH = 0x1c;
const LAST_SEQUENCE = 0xffffffff;

/**
 * `80700100` INIT SAM FOR PURCHASE: card random 4, card sequence 2, account 4, self-pay 4, pool 4, type 1, date 4, time 3,
 * key version 1, algorithm 1, [card][city][province]. Answers terminal sequence 4 ‖ MAC1 4. The sequence moves, for
 * good, before the MAC is made with it. 6A88 without a purchase key of this version; 6A80 when its algorithm is another or
 * the number of factors is not the levels that remain.
 */
export function initSamForPurchase(psam: PsamState, command: PsamCommand): Response {
  if (command.p1 !== 0x01 || command.p2 !== 0x00) return refused(SW.wrongParameters);
  const { data } = command;
  const factors = data.subarray(FIXED_LENGTH);
  if (data.length < FIXED_LENGTH || factors.length % 8 !== 0) return refused(SW.wrongLength);
  psam.now.work = { kind: 'idle' };
  const room = keyRoom(psam);
  if ('sw' in room) return room;
  const { application } = room;
  const key = application.keys.find(({ id, usage }) => id === data[26] && (usage & 0x1f) === KEY_TYPE.purchase);
  if (key === undefined) return refused(SW.referencedDataNotFound);
  if (KEY_ALGORITHM_BYTE[key.algorithm] !== data[27] || factors.length !== 8 * (key.usage >> 5)) {
    return refused(SW.wrongData);
  }
  if (application.terminalSequence === LAST_SEQUENCE) return refused(SW.counterAtMaximum);
  application.terminalSequence += 1;

  const sequence = uintBytes(application.terminalSequence, 4);
  const own = cardKey(psam.ciphers, key, factors);
  const session = sessionKey(psam.ciphers, familyOf(key), own, concat(data.subarray(0, 6), sequence.subarray(2)));
  const amounts = data.subarray(6, 18);
  const message = concat(amounts, data.subarray(18, 19), room.terminalNumber, data.subarray(19, 26));
  const mac1 = mac(psam.ciphers, familyOf(key), session, message);
  psam.now.work = { kind: 'purchase', mac2: mac(psam.ciphers, familyOf(key), session, amounts) };
  scrub(own, session);
  return done(concat(sequence, mac1));
}

/**
 * `80720000` CREDIT SAM FOR PURCHASE: checks the card's MAC2, once. 6901 unless INIT SAM FOR PURCHASE came before, 9302
 * for a wrong MAC.
 */
export function creditSamForPurchase(psam: PsamState, command: PsamCommand): Response {
  if (command.p1 !== 0x00 || command.p2 !== 0x00) return refused(SW.wrongParameters);
  if (command.data.length !== 4) return refused(SW.wrongLength);
  const { work } = psam.now;
  if (work.kind !== 'purchase') return refused(SW.commandNotAccepted);
  psam.now.work = { kind: 'idle' };
  return equalBytes(command.data, work.mac2) ? done() : refused(SW.macInvalid);
}
