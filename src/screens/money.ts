/** An amount of fen as a person reads it: `¥12.34`. */
export function showYuan(fen: number): string {
  const digits = String(fen).padStart(3, '0');
  return `¥${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
