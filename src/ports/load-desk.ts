/** What the bureau must know to let a medical account be loaded (sscard.md 8): amounts in fen. */
export interface LoadRequest {
  readonly algorithm: 'DES' | 'SM4';
  /** 卡的识别码, 16 bytes, and 卡号. */
  readonly cardIdentifier: Uint8Array;
  readonly cardNumber: string;
  /** Diversification factors of the card, 8 bytes each. */
  readonly factors: { readonly province: Uint8Array; readonly city: Uint8Array; readonly card: Uint8Array };
  readonly balance: number;
  readonly amount: number;
  /** As INITIALIZE FOR LOAD answers: sequence, key version 1 and algorithm 1, random 4, MAC1 4. */
  readonly sequence: number;
  readonly key: Uint8Array;
  readonly random: Uint8Array;
  readonly mac1: Uint8Array;
  /** Twelve digits. */
  readonly terminalNumber: string;
}

export type LoadAnswer =
  /** the bureau's time, YYYYMMDDhhmmss, and MAC2, 4 bytes */
  | { readonly kind: 'granted'; readonly moment: string; readonly mac2: Uint8Array }
  /** MAC1 is wrong, or the bureau has no such money for the card */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unanswered' };

/**
 * The bureau that loads medical accounts. A grant moves nothing by itself: the bureau books a load by the TAC that it gets
 * with the terminal's rows, and a MAC2 that no card has taken is void with the card's next transaction `[TP]`.
 */
export interface LoadDesk {
  authorise(request: LoadRequest): Promise<LoadAnswer>;
}
