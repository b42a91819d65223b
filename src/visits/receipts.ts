/** Slips from what the journal keeps: what is printed at once and what is printed again are made from the same line. */

import { toHex } from '../base/hex.js';
import { same } from '../base/text.js';
import type { FieldValue, Message } from '../codec/iso8583.js';
import type { Dispute, Row, Settlement } from '../journal/entries.js';
import { chipValues } from '../links/bank/chip-data.js';
import { transactionOf } from '../links/bank/transactions.js';
import type { Slip } from '../ports/printer.js';
import { maskPan } from '../screens/mask.js';
import {
  type DisputeLine,
  type Letterhead,
  RECEIPT_NAMES,
  type ReceiptKind,
  receiptSlip,
  settlementSlip,
} from '../screens/receipts.js';
import { showDateTime } from '../ssse/values.js';
import type { Terminal } from './terminal.js';

export function slipOf(terminal: Terminal, row: Row, reprint: boolean): Slip {
  const { message, where, moment, tsi, label, signature } = row;
  const chip = chipOf(message);
  const hex = (tag: number) => toHex(chip.get(tag) ?? new Uint8Array(0));
  const text = (field: number) => textOf(message.fields.get(field));
  const receipt = {
    kind: kindOf(message),
    account: maskPan(text(2)),
    toAccount: maskPan(text(103)),
    batch: text(60).slice(2, 8),
    stan: text(11),
    original: text(61).slice(6, 12),
    reference: text(37),
    approval: text(38),
    moment: showDateTime(moment),
    amount: Number(text(4)),
    where: where === 'online' ? ('online' as const) : ('offline' as const),
    label,
    aid: hex(0x84),
    tvr: hex(0x95),
    tsi: toHex(tsi),
    cryptogram: hex(0x9f26),
    counter: hex(0x9f36),
    signature,
  };
  return receiptSlip(letterhead(terminal), receipt, reprint);
}

export function settlementSlipOf(terminal: Terminal, settlement: Settlement, disputes: readonly Dispute[]): Slip {
  return settlementSlip(letterhead(terminal), slipData(settlement, disputes), false);
}

/** @param disputes as they are now: the slip's own are not kept beyond their acknowledgement */
export function settlementReprint(terminal: Terminal, settlement: Settlement, disputes: readonly Dispute[]): Slip {
  return settlementSlip(letterhead(terminal), slipData(settlement, disputes), true);
}

function slipData(settlement: Settlement, disputes: readonly Dispute[]) {
  const batch = String(settlement.batch).padStart(6, '0');
  return { ...settlement, batch, moment: showDateTime(settlement.moment), disputes: disputes.map(disputeOf) };
}

export function disputeOf({ request, moment, acknowledged }: Dispute): DisputeLine {
  const text = (field: number) => textOf(request.fields.get(field));
  return {
    name: RECEIPT_NAMES[kindOf(request)],
    batch: text(60).slice(2, 8),
    stan: text(11),
    moment: showDateTime(moment),
    amount: Number(text(4)),
    account: maskPan(text(2)),
    acknowledged,
  };
}

/** What kind of transaction a kept message is; the journal keeps no other. */
export function kindOf(message: Message): ReceiptKind {
  const key = transactionOf(message)?.key ?? '';
  return key in RECEIPT_NAMES ? (key as ReceiptKind) : 'purchase';
}

function letterhead({ payment }: Terminal): Letterhead {
  const { merchantName, merchantId, terminalId } = payment.parameters;
  return { merchant: merchantName, merchantId, terminalId };
}

function chipOf({ fields }: Message): ReadonlyMap<number, Uint8Array> {
  const field = fields.get(55);
  return field instanceof Uint8Array ? chipValues(field) : new Map();
}

export function textOf(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** `000001-000123`: batch and trace number as an operator writes them. */
export function numberOf(message: Message): ReturnType<typeof same> {
  return same(`${textOf(message.fields.get(60)).slice(2, 8)}-${textOf(message.fields.get(11))}`);
}
