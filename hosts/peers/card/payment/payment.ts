/** The payment side's command table: EMV's and PBOC's commands in PSE, the card maker's beside them. emv.md 2. */

import { SW } from '../../../../src/codec/status-words.js';
import type { Command, Instruction } from '../command.js';
import { readRecord } from '../record-files.js';
import { demand } from '../refusal.js';
import type { Session } from '../session.js';
import { getData, storeData } from './data.js';
import { generateCryptogram } from './generate-ac.js';
import { authenticateIssuer } from './issuer-authentication.js';
import { getPaymentChallenge, verifyPaymentPin } from './pin.js';
import { getProcessingOptions } from './processing-options.js';
import {
  blockPayment,
  blockPaymentSystem,
  changePaymentPin,
  putData,
  unblockPayment,
  updatePaymentRecord,
} from './scripts.js';
import { signDynamicData } from './signatures.js';

/** 00 B2: by number alone, of an SFI (EMV 4.3 Book 3 6.5.11). @throws Refusal 6A86 any other way */
function readPaymentRecord(session: Session, command: Command): Uint8Array {
  demand((command.p2 & 0x07) === 0x04 && command.p1 !== 0x00, SW.wrongParameters);
  return readRecord(session, command);
}

export const PAYMENT_COMMANDS: readonly Instruction[] = Object.freeze([
  { cla: [0x00], ins: 0x84, direction: 'out', run: getPaymentChallenge },
  { cla: [0x00], ins: 0x82, direction: 'in', run: authenticateIssuer },
  { cla: [0x00], ins: 0xb2, direction: 'out', run: readPaymentRecord },
  { cla: [0x00, 0x04], ins: 0xdc, direction: 'in', run: updatePaymentRecord },
  { cla: [0x80], ins: 0xa8, direction: 'in', run: getProcessingOptions },
  { cla: [0x80], ins: 0xae, direction: 'in', run: generateCryptogram },
  { cla: [0x80], ins: 0xca, direction: 'out', run: getData },
  { cla: [0x00], ins: 0x88, direction: 'in', run: signDynamicData },
  { cla: [0x00], ins: 0x20, direction: 'in', run: verifyPaymentPin },
  { cla: [0x84], ins: 0x1e, direction: 'in', run: blockPayment },
  { cla: [0x84], ins: 0x18, direction: 'in', run: unblockPayment },
  { cla: [0x84], ins: 0x16, direction: 'in', run: blockPaymentSystem },
  { cla: [0x84], ins: 0x24, direction: 'in', run: changePaymentPin },
  { cla: [0x04], ins: 0xda, direction: 'in', run: putData },
  { cla: [0x84], ins: 0xe2, direction: 'in', run: storeData },
]);
