/** Script commands as an issuer writes them, and the templates that carry them. emv.md 2.10; EMV 4.3 Book 3 10.10. */

import { concat, EMPTY, padRight, xor } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { type Command, encodeCommand } from '../../../src/codec/apdu.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import {
  paymentSessionKey,
  pinChangeMask,
  type ScriptContext,
  scriptMac,
  sealScriptData,
} from '../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';

/** The card's own keys for scripts, 16 bytes each. */
export interface ScriptKeys {
  readonly mac: Uint8Array;
  readonly encryption: Uint8Array;
}

/** What the issuer wants done. Left-away header bytes are zero; CLA is 04 for DA and DC, else 84. */
export interface ScriptOrder {
  readonly ins: number;
  readonly p1?: number;
  readonly p2?: number;
  readonly data?: Uint8Array;
  /** PIN CHANGE: the new PIN, and with P2 01 the old one. */
  readonly newPin?: string;
  readonly oldPin?: string;
}

/** A script that waits for the next answer to its card. */
export interface ScriptPlan {
  readonly template: 0x71 | 0x72;
  /** 9F18, four bytes. */
  readonly identifier: Uint8Array;
  readonly orders: readonly ScriptOrder[];
}

const MAC_LENGTH = 4;

/** The command with its MAC. @param context ATC and ARQC of the transaction that carries it */
export function scriptCommand(keys: ScriptKeys, context: ScriptContext, order: ScriptOrder): Command {
  const { ins, p1 = 0x00, p2 = 0x00 } = order;
  const cla = ins === 0xda || ins === 0xdc ? 0x04 : 0x84;
  const data = order.newPin === undefined ? (order.data ?? EMPTY) : sealedPin(keys, context, order);
  const header = Uint8Array.of(cla, ins, p1, p2, data.length + MAC_LENGTH);
  const session = paymentSessionKey(softwareCiphers, keys.mac, context.counter);
  const code = scriptMac(softwareCiphers, session, header, context, data);
  return { cla, ins, p1, p2, data: concat(data, code) };
}

/** The value of template 71 or 72: 9F18 identifier, then each command as 86. @param identifier four bytes */
export function scriptTemplate(identifier: Uint8Array, commands: readonly Command[]): Uint8Array {
  const bodies = commands.map((command) => encodeTlv(0x86, encodeCommand(command)));
  return concat(encodeTlv(0x9f18, identifier), ...bodies);
}

/** 08 ‖ block ⊕ mask [⊕ old PIN], enciphered. */
function sealedPin(keys: ScriptKeys, context: ScriptContext, order: ScriptOrder): Uint8Array {
  const { newPin = '', oldPin } = order;
  const block = padRight(digits(`0${newPin.length.toString(16)}${newPin}`, 'F'), 8, 0xff);
  const masked = xor(block, pinChangeMask(keys.encryption));
  const bound = oldPin === undefined ? masked : xor(masked, padRight(digits(oldPin, '0'), 8, 0x00));
  const session = paymentSessionKey(softwareCiphers, keys.encryption, context.counter);
  return sealScriptData(softwareCiphers, session, concat(Uint8Array.of(0x08), bound));
}

function digits(text: string, filler: string): Uint8Array {
  return fromHex(text.length % 2 === 0 ? text : text + filler);
}
