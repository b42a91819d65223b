/** What the benchmark times, free of any engine: the same code runs in Node and inside XS. */

import { des, tripleDes } from '../../src/crypto/des.js';
import { applyRsa, type RsaPublicKey } from '../../src/crypto/rsa.js';
import { sha1 } from '../../src/crypto/sha1.js';
import { sm4 } from '../../src/crypto/sm4.js';

/** One operation, and how often it runs in one sample. */
interface Case {
  readonly name: string;
  readonly run: () => unknown;
}

/** Microseconds for one operation: the best of the samples, since nothing but other programs makes one slower. */
export interface Timing {
  readonly name: string;
  readonly micros: number;
}

const SAMPLES = 7;

/**
 * Times every case.
 *
 * @param now a clock in milliseconds, with fractions
 * @param sampleMs how long one sample lasts at least
 */
export function timeCrypto(now: () => number, sampleMs: number): Timing[] {
  return cases().map(({ name, run }) => {
    const count = turnsFor(run, now, sampleMs);
    let best = Number.POSITIVE_INFINITY;
    for (let sample = 0; sample < SAMPLES; sample++) best = Math.min(best, elapsed(run, now, count));
    return { name, micros: (best * 1000) / count };
  });
}

function cases(): Case[] {
  const key = Uint8Array.from({ length: 24 }, (_, i) => (37 * i + 11) & 0xff);
  const key8 = key.slice(0, 8);
  const key16 = key.slice(0, 16);
  const block8 = key.slice(5, 13);
  const block16 = key.slice(5, 21);
  const single = des(key8);
  const triple = tripleDes(key16);
  const cipher = sm4(key16);
  return [
    { name: 'DES schedule', run: () => des(key8) },
    { name: 'DES block', run: () => single.encrypt(block8) },
    { name: '3DES schedule', run: () => tripleDes(key16) },
    { name: '3DES block', run: () => triple.encrypt(block8) },
    { name: 'SM4 schedule', run: () => sm4(key16) },
    { name: 'SM4 block', run: () => cipher.encrypt(block16) },
    { name: 'SHA-1 of 256 bytes', run: () => sha1(MESSAGE) },
    ...[1024, 1408, 1984].flatMap((bits) => [recovery(bits, '3'), recovery(bits, '65537')]),
  ];
}

const MESSAGE: Uint8Array = Uint8Array.from({ length: 256 }, (_, i) => (101 * i + 7) & 0xff);

/** What a certificate or signature costs; any odd number of that length is as good as a modulus. */
function recovery(bits: number, exponent: '3' | '65537'): Case {
  const modulus = MESSAGE.slice(0, bits / 8);
  modulus[0] |= 0x80;
  modulus[modulus.length - 1] |= 0x01;
  const key: RsaPublicKey = { modulus, exponent: exponent === '3' ? Uint8Array.of(3) : Uint8Array.of(1, 0, 1) };
  const signature = MESSAGE.slice(256 - bits / 8);
  return { name: `RSA-${bits} e=${exponent}`, run: () => applyRsa(key, signature) };
}

/** How many runs fill a sample, found by doubling; the search warms the code up on the way. */
function turnsFor(run: () => unknown, now: () => number, sampleMs: number): number {
  let count = 1;
  while (elapsed(run, now, count) < sampleMs) count *= 2;
  return count;
}

function elapsed(run: () => unknown, now: () => number, count: number): number {
  const start = now();
  for (let i = 0; i < count; i++) run();
  return now() - start;
}
