/**
 * One record that outlives the power, in the platform's key-value storage: two copies under two keys, written in turns, so that
 * a cut in the middle of a write leaves the one before.
 */

import { assert } from '../../base/assert.js';
import { concat, equalBytes, readUint, uintBytes } from '../../base/bytes.js';
import { crc32 } from '../../codec/crc32.js';

/** An open domain, as ECMA-419 storage has it. `write` throws where the storage is full or worn. */
export interface KeyValueDomain {
  /** @returns undefined where there is no such key */
  read(key: string): ArrayBuffer | undefined;
  write(key: string, value: ArrayBuffer): void;
}

/** `embedded:storage/key-value` of the platform. */
export interface KeyValueStorage {
  open(options: { readonly path: string; readonly format: 'buffer' }): KeyValueDomain;
}

export interface KeptRecordOptions {
  readonly io: KeyValueStorage;
  /** Up to 15 characters, as NVS has it. */
  readonly path: string;
  /** Up to 13 characters: `.0` and `.1` follow. */
  readonly name: string;
}

export type KeptContent =
  /** the newest that is whole; `copies` says how many are */
  | { readonly kind: 'kept'; readonly body: Uint8Array; readonly copies: number }
  /** nothing was ever written */
  | { readonly kind: 'absent' }
  /** something lies there, one copy or two, and none is whole */
  | { readonly kind: 'damaged'; readonly copies: number };

/** CRC-32 of all behind it 4, generation 4. */
const PREFIX_LENGTH = 8;
/** Two copies, and a third while NVS replaces one, have room in its six pages of 4 KB beside all else. */
const BODY_MAX = 4_000;
const COPIES: readonly number[] = Object.freeze([0, 1]);

interface Copy {
  readonly generation: number;
  readonly body: Uint8Array;
}

export class KeptRecord {
  readonly #domain: KeyValueDomain;
  readonly #name: string;

  /** Throws what the platform throws where there is no storage. */
  constructor({ io, path, name }: KeptRecordOptions) {
    assert(path.length <= 15 && name.length <= 13, 'a name is as short as NVS wants it');
    this.#domain = io.open({ path, format: 'buffer' });
    this.#name = name;
  }

  read(): KeptContent {
    const stored = COPIES.map((copy) => this.#stored(copy));
    const whole = stored.map(copyOf).filter((copy) => copy !== undefined);
    const copies = stored.filter((bytes) => bytes !== undefined).length;
    if (whole.length === 0) return copies === 0 ? { kind: 'absent' } : { kind: 'damaged', copies };
    const [newest] = whole.sort((a, b) => b.generation - a.generation);
    return { kind: 'kept', body: newest.body, copies: whole.length };
  }

  /** @param body up to 4,000 bytes @returns whether it can be read back; the record before stands where not */
  write(body: Uint8Array): boolean {
    assert(body.length <= BODY_MAX, 'a record is up to 4,000 bytes');
    const generations = COPIES.map((copy) => copyOf(this.#stored(copy))?.generation ?? 0);
    const older = generations[0] <= generations[1] ? 0 : 1;
    const bytes = recordBytes(Math.max(...generations) + 1, body);
    try {
      this.#domain.write(this.#key(older), new Uint8Array(bytes).buffer);
    } catch {
      return false;
    }
    const stored = this.#stored(older);
    return stored !== undefined && equalBytes(stored, bytes);
  }

  #stored(copy: number): Uint8Array | undefined {
    try {
      const stored = this.#domain.read(this.#key(copy));
      return stored && new Uint8Array(stored);
    } catch {
      // A value of another format is none of ours: as good as damaged.
      return new Uint8Array(0);
    }
  }

  #key(copy: number): string {
    return `${this.#name}.${copy}`;
  }
}

/** A copy as it is stored. @param generation 1 for the first that was ever written */
export function recordBytes(generation: number, body: Uint8Array): Uint8Array {
  const checked = concat(uintBytes(generation, 4), body);
  return concat(uintBytes(crc32(checked), 4), checked);
}

function copyOf(stored: Uint8Array | undefined): Copy | undefined {
  if (stored === undefined || stored.length < PREFIX_LENGTH) return undefined;
  const checked = stored.subarray(4);
  if (crc32(checked) !== readUint(stored, 0, 4)) return undefined;
  return { generation: readUint(stored, 4, 4), body: stored.slice(PREFIX_LENGTH) };
}
