/**
 * How a holder's or a card's number is written where it may be read later: the first characters and the last, stars
 * between. Enough to tell two cards of a session apart. It keeps a number from being read off, no more: whoever has the
 * place and the day of birth besides can guess most of a citizen's number.
 */
export function maskNumber(number: string): string {
  const { head, tail } = maskEnds(number.length);
  return number.slice(0, head) + '*'.repeat(number.length - head - tail) + number.slice(number.length - tail);
}

/** How many characters of a number stay legible at each end: two in the front, two at the back, none of a short one. */
export function maskEnds(length: number): { head: number; tail: number } {
  return length < 8 ? { head: 0, tail: 0 } : { head: 2, tail: 2 };
}

/** A bank account's number on paper and screen: its first six digits and its last four (emv.md 3; bank card receipts). */
export function maskPan(pan: string): string {
  return pan.length < 13 ? '*'.repeat(pan.length) : pan.slice(0, 6) + '*'.repeat(pan.length - 10) + pan.slice(-4);
}
