/** The two authentications of SSSE: the card proves itself to the terminal, the terminal to the card (SPEC-7; 6.4, 9.4). */

import { concat, equalBytes } from '../base/bytes.js';
import { type CardSession, succeeded } from '../card/session.js';
import { triesLeft } from '../codec/status-words.js';
import type { Random } from '../ports/random.js';
import type { Challenge, KeyService, Together } from './key-service.js';
import { keyNamed } from './keys.js';
import type { CardKey } from './model.js';
import { isRefusal, type Refusal, refusalOf, refuse } from './refusal.js';

/** Bytes of a process factor, of a source and of authentication data, whatever the algorithm. */
const FACTOR_LENGTH = 8;

/**
 * INTERNAL AUTHENTICATE with the card's IRK: two random numbers of the terminal's go in, and what comes back must be
 * what the national key makes of them. A card that cannot answer is as refused as one that answers wrong.
 */
export async function authenticateCard(
  card: CardSession,
  keys: KeyService,
  random: Random,
): Promise<Refusal | undefined> {
  const process = await random.bytes(FACTOR_LENGTH);
  const source = await random.bytes(FACTOR_LENGTH);
  const irk = keyNamed('IRK');
  const expected = await keys.authenticationData(irk, process, source);
  if (isRefusal(expected)) return expected;
  return await demandProof(card, keys, { process, source }, expected);
}

async function demandProof(
  card: CardSession,
  keys: KeyService,
  { process, source }: Challenge,
  expected: Uint8Array,
): Promise<Refusal | undefined> {
  const data = concat(process, source);
  const response = await card.send({ cla: 0x00, ins: 0x88, p1: 0x00, p2: 0x00, data, le: FACTOR_LENGTH });
  if (succeeded(response) && equalBytes(response.data, expected)) return undefined;
  if (response.sw === 0x6a81 || response.sw === 0x9303) return refusalOf(response.sw);
  return keys.whyDifferent(keyNamed('IRK')) ?? refuse('card-not-authentic');
}

/**
 * Both at once, of a 3.0 card: the card's challenge is drawn first, and the one question answered for both. The terminal's
 * proof goes out before anything else, while the challenge lives (trap 4).
 */
export async function authenticateBoth(
  card: CardSession,
  keys: KeyService,
  together: Together,
  random: Random,
): Promise<Refusal | undefined> {
  const internal = { process: await random.bytes(FACTOR_LENGTH), source: await random.bytes(FACTOR_LENGTH) };
  const source = await challenge(card);
  if (isRefusal(source)) return source;
  const process = await challenge(card);
  if (isRefusal(process)) return process;
  const proofs = await together(internal, { process, source });
  if (isRefusal(proofs)) return proofs;
  return (
    (await presentProof(card, keys, keyNamed('RKSSSE'), proofs.external, source)) ??
    (await demandProof(card, keys, internal, proofs.internal))
  );
}

/**
 * EXTERNAL AUTHENTICATE with one of the card's keys. The card's first challenge is the source and its second, the only
 * one still live, the process factor, as drivers do it (sscard.md 6.4; trap 4: nothing may come between).
 */
export async function authenticateTerminal(
  card: CardSession,
  keys: KeyService,
  key: CardKey,
): Promise<Refusal | undefined> {
  if (key.cardId === undefined) return refuse('key-missing');
  const source = await challenge(card);
  if (isRefusal(source)) return source;
  const process = await challenge(card);
  if (isRefusal(process)) return process;
  const proof = await keys.authenticationData(key, process, source);
  if (isRefusal(proof)) return proof;
  return await presentProof(card, keys, key, proof, source);
}

async function presentProof(
  card: CardSession,
  keys: KeyService,
  key: CardKey,
  proof: Uint8Array,
  source: Uint8Array,
): Promise<Refusal | undefined> {
  if (key.cardId === undefined) return refuse('key-missing');
  const data = concat(proof, source);
  const response = await card.send({ cla: 0x00, ins: 0x82, p1: 0x00, p2: key.cardId, data });
  if (succeeded(response)) return undefined;
  const left = triesLeft(response.sw);
  if (left !== undefined) return { ...(keys.whyDifferent(key) ?? refuse('terminal-not-authentic')), triesLeft: left };
  if (response.sw === 0x6983) return refuse('key-locked');
  if (response.sw === 0x6a88) return refuse('key-missing');
  return refusalOf(response.sw);
}

/** GET CHALLENGE: 8 bytes, live until the next command that uses or draws one (trap 4). */
export async function challenge(card: CardSession): Promise<Uint8Array | Refusal> {
  const response = await card.send({ cla: 0x00, ins: 0x84, p1: 0x00, p2: 0x00, le: FACTOR_LENGTH });
  if (!succeeded(response)) return refusalOf(response.sw);
  return response.data.length === FACTOR_LENGTH ? response.data : refuse('card-data-malformed');
}
