/** Whether the last digit of a card number is its check digit (ISO/IEC 7812-1 annex B, Luhn). */
export function hasCheckDigit(pan: string): boolean {
  let sum = 0;
  for (let i = 0; i < pan.length; i++) {
    const digit = Number(pan[pan.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : 2 * digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
