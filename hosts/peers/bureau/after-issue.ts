/** What has happened to a card since it was issued, brought about as it happens: by commands. sscard.md 7. */

import { assert } from '../../../src/base/assert.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import type { Desk } from './desk.js';
import type { CardKey } from './hsm.js';
import { loadAccount } from './medical-account.js';
import type { CardProfile } from './profile.js';

/** Card ids of the permission keys, sscard.md 5.2. */
const BK_ID = 0x05;
const LK_ID = 0x83;

const APPLICATION_FID: Readonly<Record<'DF03' | 'DF04', number>> = Object.freeze({ DF03: 0xdf03, DF04: 0xdf04 });

/**
 * Takes a finished card to where the profile wants it: the medical account loaded, then wrong PINs, then the blocks, from a
 * DF to the whole card.
 *
 * @param name DDF name of SSSE @param keyNamed the card's own key of a name
 */
export function ageCard(desk: Desk, profile: CardProfile, name: Uint8Array, keyNamed: (name: string) => CardKey): void {
  const { pinLocked = false, blocked = [], cardBlocked = false } = profile.state ?? {};
  desk.restart();
  desk.selectName(name);
  if ((profile.medicalAccount?.balance ?? 0) > 0) {
    if (profile.pin !== null) verifyPin(desk, profile.pin);
    desk.selectDirectory(APPLICATION_FID.DF04);
    loadAccount(desk, profile, keyNamed('DLK'));
    desk.selectName(name);
  }
  if (pinLocked) lockPin(desk, profile);
  for (const application of ['DF03', 'DF04'] as const) {
    if (!blocked.includes(application)) continue;
    desk.selectDirectory(APPLICATION_FID[application]);
    desk.authenticate(LK_ID, keyNamed(`LK${application}`));
    desk.secured({ ins: 0x1e, p1: 0x00, p2: 0x01 }, keyNamed(`STK${application}`));
    desk.selectName(name);
  }
  if (cardBlocked || blocked.includes('SSSE')) desk.authenticate(BK_ID, keyNamed('BK'));
  if (blocked.includes('SSSE')) desk.secured({ ins: 0x1e, p1: 0x00, p2: 0x01 }, keyNamed('STK'));
  if (cardBlocked) desk.secured({ ins: 0x16, p1: 0x00, p2: 0x00 }, keyNamed('STK'));
}

/** Wrong PINs until none is left; the profile's check has seen to it that there is a PIN. */
function lockPin(desk: Desk, profile: CardProfile): void {
  const { pin, pinTries } = profile;
  assert(pin !== null, 'a PIN to lock is set');
  const wrong = `${(Number(pin[0]) + 1) % 10}${pin.slice(1)}`;
  for (let i = 0; i < pinTries; i++) verifyPin(desk, wrong);
}

/** VERIFY, whatever comes of it. */
function verifyPin(desk: Desk, pin: string): void {
  const data = encodeBcd(pin, Math.ceil(pin.length / 2));
  desk.transmit({ cla: 0x00, ins: 0x20, p1: 0x00, p2: 0x00, data });
}
