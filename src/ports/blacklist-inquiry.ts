/** Where a terminal asks for the exact record of a card that its own list only suspects: the bureau, online. */
export interface BlacklistInquiry {
  /**
   * @param cardIdentifier 识别码, 16 bytes @param cardNumber 卡号
   * @returns whether the card itself or a range of numbers that it lies in is listed, or neither; `unreachable` is no answer
   */
  ask(cardIdentifier: Uint8Array, cardNumber: string): Promise<'card' | 'range' | 'clear' | 'unreachable'>;
}
