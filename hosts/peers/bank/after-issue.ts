/** What has happened to the bank side since the card was issued, brought about by commands. emv.md 2.9, 2.10. */

import { concat, EMPTY, padRight } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { decodeDol, dolLength } from '../../../src/codec/dol.js';
import { encodeTlv, findTlv } from '../../../src/codec/tlv.js';
import { paymentSessionKey, responseCryptogram } from '../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Desk } from '../bureau/desk.js';
import { type ApplicationPlan, planApplication } from './card-data.js';
import { ownKey } from './personalise.js';
import type { BankProfile } from './profile.js';
import { type ScriptOrder, scriptCommand } from './script-commands.js';

const PIN_TRIES = 3;
/** 8A of an approval. */
const APPROVED = fromHex('3030');

/** Takes a finished card to where the profile wants it: the PIN locked, the application blocked, PSE blocked. */
export function ageBankCard(desk: Desk, profile: BankProfile): void {
  const { pinLocked = false, applicationBlocked = false, cardBlocked = false } = profile.state ?? {};
  const plan = planApplication(profile, profile.applications[0]);
  desk.restart();
  if (pinLocked) lockPin(desk, profile, plan);
  if (applicationBlocked) scriptFromBranch(desk, profile, plan, { ins: 0x1e });
  if (cardBlocked) scriptFromBranch(desk, profile, plan, { ins: 0x16 });
}

function lockPin(desk: Desk, profile: BankProfile, plan: ApplicationPlan): void {
  open(desk, plan);
  const pin = profile.pin ?? '';
  const wrong = `${(Number(pin[0]) + 1) % 10}${pin.slice(1)}`;
  const block = padRight(fromHex(`2${pin.length.toString(16)}${wrong}${pin.length % 2 === 0 ? '' : 'F'}`), 8, 0xff);
  for (let i = 0; i < (profile.pinTries ?? PIN_TRIES); i++) {
    desk.transmit({ cla: 0x00, ins: 0x20, p1: 0x00, p2: 0x80, data: block });
  }
}

/** One transaction at the bank's counter, of no amount, approved, and after it the script command. */
function scriptFromBranch(desk: Desk, profile: BankProfile, plan: ApplicationPlan, order: ScriptOrder): void {
  open(desk, plan);
  const first = generate(desk, plan, 0x80, 0x8c, EMPTY);
  const sessionKey = paymentSessionKey(softwareCiphers, ownKey(profile, 'IMKAC'), first.counter);
  const answer = responseCryptogram(softwareCiphers, sessionKey, first.cryptogram, APPROVED);
  desk.perform({ cla: 0x00, ins: 0x82, p1: 0x00, p2: 0x00, data: concat(answer, APPROVED) });
  generate(desk, plan, 0x40, 0x8d, APPROVED);
  const keys = { mac: ownKey(profile, 'IMKMAC'), encryption: ownKey(profile, 'IMKENC') };
  desk.perform(scriptCommand(keys, first, order));
}

/** SELECT and GET PROCESSING OPTIONS with zeros. */
function open(desk: Desk, plan: ApplicationPlan): void {
  desk.selectName(plan.aid);
  const data = encodeTlv(0x83, zeros(plan, 0x9f38));
  desk.perform({ cla: 0x80, ins: 0xa8, p1: 0x00, p2: 0x00, data });
}

/** GENERATE AC with zeros behind `head`. */
function generate(desk: Desk, plan: ApplicationPlan, p1: number, list: number, head: Uint8Array) {
  const data = zeros(plan, list);
  data.set(head);
  const answer = desk.perform({ cla: 0x80, ins: 0xae, p1, p2: 0x00, data });
  const flat = findTlv(answer, 0x80);
  const counter = flat?.slice(1, 3) ?? findTlv(answer, 0x77, 0x9f36) ?? EMPTY;
  const cryptogram = flat?.slice(3, 11) ?? findTlv(answer, 0x77, 0x9f26) ?? EMPTY;
  return { counter: counter[0] * 256 + counter[1], cryptogram };
}

function zeros(plan: ApplicationPlan, list: number): Uint8Array {
  return new Uint8Array(dolLength(decodeDol(plan.objects.get(list) ?? EMPTY)));
}
