/**
 * The card maker's part: a blank card, its two environments and the first master key of each, after which the card master
 * key has no power over either (policy, 安全体系: 卡片主控密钥).
 */

import { asciiBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { type CardImage, manufactureCard } from '../card/image.js';
import type { Desk } from './desk.js';
import { type EnvironmentParameters, environmentParameters } from './file-parameters.js';
import { type BatchKeyName, batchKey } from './hsm.js';
import { masterKeyRecord } from './key-records.js';
import type { LayoutDirectory } from './layout.js';
import type { CardProfile } from './profile.js';

const MASTER_FILE = 0x3f00;
/** SFI of SSSE's DIR file, sscard.md 16.3 [TP]. */
export const DIR_SFI = 0x0f;

/** Name of PSE on a card whose directory SELECT does not find [TP]. */
const HIDDEN_NAME = asciiBytes('NO.PAY.SYSTEM');

/** PSE, still empty: FID [TP], name and DIR SFI of JR/T 0025. */
const PSE: EnvironmentParameters = Object.freeze({
  fid: 0xddf2,
  name: asciiBytes('1PAY.SYS.DDF01'),
  kind: 'PSE',
  algorithm: 'DES',
  dirSfi: 0x01,
  showsAlgorithm: false,
});

/** T1 to TD: chip maker, COS, card maker, the region's first four digits, serial. sscard.md 3.1. */
export function historicalBytes(profile: CardProfile): Uint8Array {
  const { chipMaker, cosVersion, cardMaker, serial } = profile.atr;
  return fromHex(chipMaker + cosVersion + cardMaker + profile.region.slice(0, 4) + serial);
}

/** A blank card of the batch. */
export function blankCard(profile: CardProfile): CardImage {
  return manufactureCard({
    historical: historicalBytes(profile),
    algorithm: profile.algorithm,
    cardMasterKey: batchKey('CMK', profile.algorithm).value,
    quirks: profile.quirks ?? {},
  });
}

/**
 * Creates SSSE, and PSE where the card has the financial function, under the card master key. A 1.0 card without that
 * function has SSSE for its MF; it and no other lacks a DIR file as well (sscard.md 3.2, 3.3).
 */
export function makeEnvironments(desk: Desk, profile: CardProfile, directory: LayoutDirectory, name: Uint8Array): void {
  const isFirstGeneration = profile.layout === '1.0';
  const social: EnvironmentParameters = {
    fid: isFirstGeneration && !profile.financial ? MASTER_FILE : directory.fid,
    name,
    kind: 'SSSE',
    algorithm: profile.algorithm,
    dirSfi: isFirstGeneration ? undefined : DIR_SFI,
    showsAlgorithm: profile.fciAlgorithm,
  };
  makeEnvironment(desk, profile.algorithm, social, 'EMKSSSE');
  if (profile.financial) makePaymentSystem(desk, profile.algorithm, profile.bank?.directory !== false);
}

/**
 * Creates PSE.
 *
 * @param algorithm of the card master key @param hasDirectory whether SELECT finds it by the name that terminals know
 */
export function makePaymentSystem(desk: Desk, algorithm: SocialAlgorithm, hasDirectory: boolean): void {
  makeEnvironment(desk, algorithm, hasDirectory ? PSE : { ...PSE, name: HIDDEN_NAME }, 'EMKPSE');
}

function makeEnvironment(
  desk: Desk,
  algorithm: SocialAlgorithm,
  environment: EnvironmentParameters,
  masterKeyName: BatchKeyName,
): void {
  const cardMasterKey = batchKey('CMK', algorithm);
  const masterKey = batchKey(masterKeyName, environment.algorithm);
  desk.selectDirectory(MASTER_FILE);
  desk.authenticate(0x00, cardMasterKey);
  desk.secured({ ins: 0xe0, p1: 0x00, p2: 0x00, data: environmentParameters(environment) }, cardMasterKey);
  desk.secured({ ins: 0xd4, p1: 0x00, p2: 0x00, data: masterKeyRecord(masterKey), secret: true }, cardMasterKey);
}
