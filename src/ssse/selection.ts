/** Opening the social security environment: SELECT by name and what its FCI tells (SPEC-3, SPEC-5; sscard.md 3.2, 3.3). */

import { equalBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { environmentName } from '../card/environment-name.js';
import { type CardSession, succeeded } from '../card/session.js';
import { findTlv } from '../codec/tlv.js';
import { algorithmOfByte, type SocialAlgorithm } from '../crypto/social-algorithm.js';
import { type Refusal, refusalOf, refuse } from './refusal.js';

export interface Selection {
  /** What tag 86 in 9F0C names; undefined when the FCI is silent and the region decides. */
  readonly stated: SocialAlgorithm | 'SSF33' | undefined;
}

/** SELECT of `sx1.sh.社会保障`, always by name: the environment may be the MF or a DDF below it. */
export async function selectSocialEnvironment(card: CardSession): Promise<Selection | Refusal> {
  const name = environmentName('sx1');
  const response = await card.send({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x00, data: name, le: 256 });
  if (response.sw === 0x6a82) return refuse('no-social-application');
  if (!succeeded(response)) return refusalOf(response.sw);
  return readFci(response.data, name);
}

/** FCI `6F{84 name, A5{88 DIR SFI, 9F0C{86 algorithm}}}`; 88 and 9F0C are optional, and some cards return no FCI. */
function readFci(fci: Uint8Array, name: Uint8Array): Selection | Refusal {
  if (fci.length === 0) return { stated: undefined };
  try {
    const selected = findTlv(fci, 0x6f, 0x84);
    if (selected === undefined) return refuse('card-data-malformed');
    if (!equalBytes(selected, name)) return refuse('no-social-application');
    const algorithm = findTlv(fci, 0x6f, 0xa5, 0x9f0c, 0x86);
    if (algorithm === undefined) return { stated: undefined };
    const stated = algorithm.length === 1 ? algorithmOfByte(algorithm[0]) : undefined;
    return stated === undefined ? refuse('algorithm-unsupported') : { stated };
  } catch (error) {
    if (error instanceof FormatError) return refuse('card-data-malformed');
    throw error;
  }
}

/**
 * The card's algorithm: what its FCI states, else by the first two digits of its identifier, 11 (Beijing) meaning SSF33
 * and anything else DES (sscard.md 3.3). SSF33 is not published, so that no terminal of ours can serve it (−2202).
 */
export function algorithmOf(selection: Selection, cardIdentifier: Uint8Array): SocialAlgorithm | Refusal {
  const algorithm = selection.stated ?? (cardIdentifier[0] === 0x11 ? 'SSF33' : 'DES');
  return algorithm === 'SSF33' ? refuse('algorithm-unsupported') : algorithm;
}

/** Selects a DF of SSSE by its identifier (fixed, and what drivers do: sscard.md 3.2). */
export async function selectDirectory(card: CardSession, fid: number): Promise<Refusal | undefined> {
  const data = new Uint8Array([fid >> 8, fid & 0xff]);
  const response = await card.send({ cla: 0x00, ins: 0xa4, p1: 0x00, p2: 0x00, data, le: 256 });
  return succeeded(response) ? undefined : refusalOf(response.sw);
}

/**
 * Selects an EF of the current DF. The text says P1 = 02, much code and some cards say 00: 02 first, and on 6A82 or
 * 6A86 once more with 00 (sscard.md 18, trap 1).
 */
export async function selectFile(card: CardSession, fid: number): Promise<Refusal | undefined> {
  const data = new Uint8Array([fid >> 8, fid & 0xff]);
  const select = (p1: number) => card.send({ cla: 0x00, ins: 0xa4, p1, p2: 0x00, data });
  let response = await select(0x02);
  if (response.sw === 0x6a82 || response.sw === 0x6a86) response = await select(0x00);
  return succeeded(response) ? undefined : refusalOf(response.sw);
}
