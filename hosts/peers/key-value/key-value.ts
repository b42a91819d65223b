/**
 * A platform's key-value storage with the limits of NVS, and the power that goes in the middle of a write: what is left is the
 * old value, the new one, a part of it, or nothing.
 */

import { assert } from '../../../src/base/assert.js';

/** NVS has names of up to 15 characters. */
const NAME_MAX = 15;

export type WriteEnd = 'old' | 'new' | 'torn' | 'gone';

/** What a program that runs on after its power went would be told: nothing, ever again. */
class KeyValueCut extends Error {
  override name = 'KeyValueCut';
}

export class KeyValueStore {
  readonly #domains = new Map<string, Map<string, Uint8Array>>();
  #cut: { readonly write: number; readonly end: WriteEnd } | undefined;
  #full = false;
  /** Values written so far. */
  writes = 0;

  /** Power goes at the write with this number, from 0, with this left of it. */
  cutAt(write: number, end: WriteEnd): void {
    this.#cut = { write, end };
  }

  powerOn(): void {
    this.#cut = undefined;
  }

  /** No page is left: every write is refused. */
  fill(): void {
    this.#full = true;
  }

  open({ path, format }: { readonly path: string; readonly format: string }) {
    assert(path.length >= 1 && path.length <= NAME_MAX, 'a domain has up to 15 characters');
    assert(format === 'buffer', 'this storage is asked for buffers');
    const values = this.#domains.get(path) ?? new Map<string, Uint8Array>();
    this.#domains.set(path, values);
    return {
      read: (key: string): ArrayBuffer | undefined => {
        const value = values.get(key);
        return value && new Uint8Array(value).buffer;
      },
      write: (key: string, value: ArrayBuffer): void => this.#write(values, key, value),
    };
  }

  /** Every stored byte, for a look at what lies where. */
  content(path: string): ReadonlyMap<string, Uint8Array> {
    return this.#domains.get(path) ?? new Map();
  }

  /** Turns a bit of a value over. */
  damage(path: string, key: string, at: number): void {
    const value = this.#domains.get(path)?.get(key);
    assert(value !== undefined && at < value.length, 'what is damaged is there');
    value[at] ^= 0x10;
  }

  #write(values: Map<string, Uint8Array>, key: string, value: ArrayBuffer): void {
    assert(value instanceof ArrayBuffer, 'the platform writes an ArrayBuffer');
    assert(key.length >= 1 && key.length <= NAME_MAX, 'a key has up to 15 characters');
    if (this.#full) throw new Error('ESP_ERR_NVS_NOT_ENOUGH_SPACE');
    const bytes = new Uint8Array(value.slice(0));
    const cut = this.#cut?.write === this.writes++ ? this.#cut : undefined;
    if (cut === undefined || cut.end === 'new') values.set(key, bytes);
    if (cut?.end === 'torn') values.set(key, bytes.slice(0, bytes.length >> 1));
    if (cut?.end === 'gone') values.delete(key);
    if (cut) throw new KeyValueCut('the power is gone');
  }
}
