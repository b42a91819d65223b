/**
 * NOR flash set aside for the terminal's journal: equal erase units, every bit 1 after an erase, programming turns ones
 * into zeroes and nothing back. Each method is one effect. Neither `program` nor `erase` says whether the chip obeyed: who
 * must know reads back. Power may go at any moment; what it leaves of the unit that was being written is not defined.
 */
export interface Flash {
  readonly unitCount: number;
  /** Bytes of an erase unit. */
  readonly unitLength: number;
  /** Programming begins and ends at multiples of this many bytes of a unit. */
  readonly programLength: number;

  read(unit: number, offset: number, length: number): Promise<Uint8Array>;
  /** @param bytes whose ones fall on ones: each part of a unit is programmed once between erases */
  program(unit: number, offset: number, bytes: Uint8Array): Promise<void>;
  erase(unit: number): Promise<void>;
}
