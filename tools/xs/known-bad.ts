/**
 * What Node lets pass and the device does not, and what a test must never get away with: every test here has to fail in
 * XS. The runner tries them before it believes the others.
 */

import { describe, expect, it } from 'vitest';

/** On the device this lies in ROM. */
const TABLE: Uint8Array = new Uint8Array(4);

class NamedByAssignment extends Error {
  constructor() {
    super('named by assignment');
    this.name = 'NamedByAssignment';
  }
}

describe('known bad', () => {
  it('assigns to a property that is frozen in the prototype', () => {
    new NamedByAssignment();
  });

  it('extends a built-in', () => {
    Object.defineProperty(Array.prototype, 'last', { value: 1 });
  });

  it('asks for what the device does not have', () => {
    new TextEncoder().encode('text');
  });

  it('writes a module-level array and fails by the same stroke', () => {
    TABLE[0] = 1;
    expect(TABLE).toEqual(new Uint8Array(4));
  });

  it('expects one thing and finds another', () => {
    expect([1, 2]).toEqual([1, 3]);
  });

  it('expects an error that does not come', () => {
    expect(() => 1).toThrow();
  });

  it('expects another error than the one that comes', () => {
    expect(() => {
      throw new RangeError('one');
    }).toThrow(TypeError);
  });

  it('fails after a pause', async () => {
    await Promise.resolve();
    expect(1).not.toBe(1);
  });

  it('waits for a rejection that does not come', async () => {
    await expect(Promise.resolve(1)).rejects.toThrow();
  });
});
