/** Field 60 taken apart (emv.md 3.3 [A] for the first two parts, [B] for the others). A message may end it anywhere. */
export interface PrivateData {
  /** 60.1, two digits: the kind of transaction. */
  readonly kind?: string;
  /** 60.2, six digits. */
  readonly batch?: string;
  /** 60.3, three digits: the network management code. */
  readonly network?: string;
  /** 60.4, one digit: 5 the terminal reads chips, 6 contactless ones, too. */
  readonly capability?: string;
  /** 60.5, one digit: 2 fallback. */
  readonly chipCondition?: string;
}

/** Parts that are cut off or not there stay away. @param digits field 60, if there is one */
export function privateData(digits: string | undefined): PrivateData {
  if (digits === undefined) return {};
  const piece = (from: number, to: number) => (digits.length >= to ? digits.slice(from, to) : undefined);
  const [kind, batch, network] = [piece(0, 2), piece(2, 8), piece(8, 11)];
  const [capability, chipCondition] = [piece(11, 12), piece(12, 13)];
  return {
    ...(kind && { kind }),
    ...(batch && { batch }),
    ...(network && { network }),
    ...(capability && { capability }),
    ...(chipCondition && { chipCondition }),
  };
}
