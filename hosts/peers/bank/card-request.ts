/** What travels from the acquirer through the switch to the issuing bank, and back: one card transaction by values. */

export type CardRequestKind =
  | 'balance'
  | 'purchase'
  | 'withdrawal'
  | 'deposit'
  | 'transfer'
  /** the second leg of a transfer: what the switch asks the receiving bank */
  | 'transfer-credit'
  | 'void'
  | 'refund'
  | 'offline-purchase';

export interface CardRequest {
  /** Names the transaction in the whole network; a repetition has the same. */
  readonly reference: string;
  /** The acquiring institution, field 32. */
  readonly acquirer: string;
  readonly kind: CardRequestKind;
  readonly pan: string;
  /** Two digits; left away where the terminal had none. */
  readonly panSequence?: string;
  /** YYMM as the card says it. */
  readonly expires?: string;
  /** Fen; 0 for a balance enquiry. */
  readonly amount: number;
  /** ISO 4217, three digits. */
  readonly currency: string;
  /** What the card and the terminal say, by tag (emv.md 3.4); left away where the flow has no chip data. */
  readonly chip?: ReadonlyMap<number, Uint8Array>;
  /** ISO 9564 format 0 under the key of the zone it travels in, 8 bytes. */
  readonly pinBlock?: Uint8Array;
  /** Where a transfer goes: a card number. */
  readonly to?: string;
  /** Of a void and a refund: the reference of the transaction that they concern. */
  readonly original?: string;
  /** Bytes that the chip data of the answer may have; without it as many as there are. */
  readonly answerRoom?: number;
}

export interface CardAnswer {
  /** Field 39. */
  readonly code: string;
  /** Field 38, six characters, with an approval. */
  readonly approvalCode?: string;
  /** Fen, with an approved balance enquiry. */
  readonly balance?: number;
  /** TLV: 91 and the script templates 71 and 72. */
  readonly chip?: Uint8Array;
}

/** What takes money from the card's account; all other kinds but the enquiry give it some. */
export function isDebit(kind: CardRequestKind): boolean {
  return kind === 'purchase' || kind === 'withdrawal' || kind === 'transfer' || kind === 'offline-purchase';
}

/** What moves money at all. */
export function movesMoney(kind: CardRequestKind): boolean {
  return kind !== 'balance';
}
