/**
 * The bank that answers for the card, asked directly: a stand-in for the acquirer's link. What goes out are the values of
 * the message by tag, what comes back those of its answer (emv.md 3.4); the transport is nobody's business here.
 */

/** A request for authorisation 授权请求 or a balance enquiry 余额查询; 9C tells which. */
export interface IssuerRequest {
  /** Values by tag: those of field 55 (use 1), and 5A, 57, 5F24, 5F34, 9F21, 9F1C, 9F16 for the message's own fields. */
  readonly values: ReadonlyMap<number, Uint8Array>;
  /** Field 52: ISO 9564 format 0 with the account number, 3DES under the PIN key (emv.md 3.7); 8 bytes. */
  readonly pinBlock?: Uint8Array;
}

export type IssuerAnswer =
  | {
      readonly kind: 'answered';
      /** Field 39, tag 8A: two characters. */
      readonly responseCode: string;
      /** 91, 8 to 16 bytes. */
      readonly issuerAuthenticationData: Uint8Array | undefined;
      /** Templates 71 and 72 in the order received, each with the template's value. */
      readonly scripts: readonly { readonly template: 0x71 | 0x72; readonly value: Uint8Array }[];
      /** Field 54: available balance, fen, when it was asked for. */
      readonly balance?: number;
    }
  /** no request went out: the line is down */
  | { readonly kind: 'unable' }
  /** the request went out and nothing came back */
  | { readonly kind: 'unknown' };

/** Why a request is taken back: field 39 of the reversal, 98 no answer came, 06 the card did not follow (emv.md 3.8). */
export type ReversalReason = '98' | '06';

export interface Issuer {
  /** Asks once. Waits for the answer as long as the link waits; it never throws. */
  authorise(request: IssuerRequest): Promise<IssuerAnswer>;
  /**
   * Takes a request back 冲正; the sequence number 9F41 says which. Taking back twice, or what never arrived, is done as
   * well. @returns `unknown` when no answer came and it must be tried again
   */
  reverse(request: IssuerRequest, reason: ReversalReason): Promise<'done' | 'unknown'>;
}
