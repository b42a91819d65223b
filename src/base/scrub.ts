/** Overwrites secrets when their use is over. The engine may have copied them before; this is what a program can do. */
export function scrub(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
