/** Who computes with the keys of the social security side: the PSAM, and behind it the bureau's HSM where there is a line. */

import type { KeyLevels } from '../card/psam.js';
import type { Ciphers } from '../crypto/block-cipher.js';
import { BureauLink } from '../links/bureau/bureau-link.js';
import type { World } from '../ports/world.js';
import { FallbackKeys } from '../ssse/fallback-keys.js';
import { HsmKeys } from '../ssse/hsm-keys.js';
import { type KeyService, PsamKeys } from '../ssse/key-service.js';
import { BureauPinKey } from '../vault/bureau-pin-key.js';

export interface BureauConfiguration {
  /** Under which a new PIN travels to the bureau's HSM, 16 bytes; without it none does. */
  readonly pinKey: Uint8Array;
}

/** The terminal's end of its line to the bureau; undefined without one. */
export function bureauLink({ bureauLine, clock }: World): BureauLink | undefined {
  return bureauLine && new BureauLink(bureauLine, clock);
}

/** Makes the key service of each visit; what is learnt of the PSAM's keys stays between them. */
export function keyServices(
  world: World,
  link: BureauLink | undefined,
  pinKey: BureauPinKey | undefined,
): () => KeyService {
  const levels: KeyLevels = new Map();
  if (link === undefined) return () => new PsamKeys(world.sams, levels);
  return () => new FallbackKeys(new PsamKeys(world.sams, levels), new HsmKeys(link, pinKey));
}

export function bureauPinKey(ciphers: Ciphers, bureau: BureauConfiguration | undefined): BureauPinKey | undefined {
  return bureau && new BureauPinKey(ciphers, bureau.pinKey);
}
