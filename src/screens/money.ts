/** An amount of fen as a person reads it: `¥12.34`. */
export function showYuan(fen: number): string {
  return `¥${yuanOf(fen)}`;
}

/** The same without its sign, as business systems write it: `12.34`. */
export function yuanOf(fen: number): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
