/** AES and counter mode against OpenSSL. */

import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { toHex } from '../../src/base/hex.js';
import { counterMode } from '../../src/crypto/counter-mode.js';
import { seededBytes } from './node-witness.js';

describe('aes and counterMode', () => {
  it('agree with OpenSSL on 1000 random keys, counters and lengths', () => {
    const random = seededBytes('aes');
    for (let i = 0; i < 1000; i++) {
      const key = random(16);
      const first = random(16);
      const data = random(i % 70);
      const cipher = createCipheriv('aes-128-ctr', key, first);
      const expected = cipher.update(data).toString('hex').toUpperCase();
      expect(toHex(counterMode(testDevice().aes(key), first, data))).toBe(expected);
    }
  });
});
