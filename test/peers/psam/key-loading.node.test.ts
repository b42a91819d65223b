import { createCipheriv, createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ask, exchange, opened } from './desk.js';

/** The issuer's side of key loading, all of it by node:crypto. */

const MASTER = Buffer.from([...Array(16).keys()].map((i) => (457 + 7 * i) % 256));
const CHALLENGE = Buffer.from('0102030405060708', 'hex');
const SOURCE = Buffer.from('A1A2A3A4A5A6A7A8', 'hex');

type Algorithm = 'DES' | 'SM4';

function ecb(algorithm: Algorithm, key: Buffer, data: Buffer, decrypt = false): Buffer {
  const full = algorithm === 'DES' && key.length === 8 ? Buffer.concat([key, key]) : key;
  const name = algorithm === 'DES' ? 'des-ede' : 'sm4-ecb';
  const cipher = decrypt ? createDecipheriv(name, full, null) : createCipheriv(name, full, null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function padded(data: Buffer, block: number): Buffer {
  const tail = Buffer.alloc(block - (data.length % block));
  tail[0] = 0x80;
  return Buffer.concat([data, tail]);
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ b[i]));
}

function authentication(algorithm: Algorithm, master: Buffer, challenge = CHALLENGE): string {
  const block = algorithm === 'DES' ? 8 : 16;
  const fill = (data: Buffer) => Buffer.concat([data, Buffer.alloc(block - data.length)]);
  const answer = ecb(algorithm, ecb(algorithm, master, fill(challenge)), fill(SOURCE));
  const folded = block === 8 ? answer : xor(answer.subarray(0, 8), answer.subarray(8));
  return `0082000010${folded.toString('hex')}${SOURCE.toString('hex')}`;
}

function loading(algorithm: Algorithm, master: Buffer, p1p2: string, record: string): string {
  const block = algorithm === 'DES' ? 8 : 16;
  const bytes = Buffer.from(record.replace(/ /g, ''), 'hex');
  const framed = Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const ciphertext = ecb(algorithm, master, framed.length % block === 0 ? framed : padded(framed, block));
  const header = Buffer.from(`84D4${p1p2}${(ciphertext.length + 4).toString(16).padStart(2, '0')}`, 'hex');
  const message = padded(Buffer.concat([header, ciphertext]), block);
  const iv = Buffer.concat([CHALLENGE, Buffer.alloc(block - 8)]);
  let chain: Buffer = iv;
  for (let at = 0; at < message.length; at += block) {
    const last = at + block === message.length;
    const key = algorithm === 'DES' && !last ? master.subarray(0, 8) : master;
    chain = ecb(algorithm, key, xor(chain, message.subarray(at, at + block)));
  }
  const words = [0, 4, 8, 12].map((at) => chain.subarray(at, at + 4));
  const mac = block === 8 ? words[0] : words.reduce<Buffer>((a, b) => xor(a, b), Buffer.alloc(4));
  return Buffer.concat([header, ciphertext, mac]).toString('hex');
}

function authenticated(algorithm: Algorithm) {
  const psam = opened(algorithm);
  exchange(psam, '0084000008');
  expect(exchange(psam, authentication(algorithm, MASTER))).toBe('9000');
  return psam;
}

const VALUE = '000102030405060708090A0B0C0D0E0F';
const RECORD = `67 3A 00 00 0000 00 ${VALUE}`;

for (const algorithm of ['DES', 'SM4'] as const) {
  const byte = algorithm === 'DES' ? '00' : '03';
  const record = (usage: string, id: string) => `${usage} ${id} 00 ${byte} 0000 00 ${VALUE}`;

  describe(`key loading, ${algorithm}`, () => {
    it('creates a key that then works, at no remaining level', () => {
      const psam = authenticated(algorithm);
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0011', record('07', '0F')))).toBe('9000');
      const zeros = algorithm === 'DES' ? '' : '0000000000000000';
      const length = algorithm === 'DES' ? '08' : '10';
      expect(exchange(psam, `BFDE070F${length}1122334455667788${zeros}`)).toBe('9000');
      const value = Buffer.from(VALUE, 'hex');
      const session = ecb(algorithm, value, Buffer.from(`1122334455667788${zeros}`, 'hex'));
      const answer = ecb(algorithm, session, Buffer.from(`A1A2A3A4A5A6A7A8${zeros}`, 'hex'));
      expect(ask(psam, `80FA0000${length}A1A2A3A4A5A6A7A8${zeros}`)).toBe(
        `${answer.toString('hex').toUpperCase()}9000`,
      );
    });

    it('changes a key, and creates none twice', () => {
      const psam = authenticated(algorithm);
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0111', record('27', '08')))).toBe('9000');
      expect(psam.image().environments[0].keys.find(({ id }) => id === '08')).toEqual({
        usage: '27',
        id: '08',
        algorithm: algorithm === 'DES' ? '3DES' : 'SM4',
        value: VALUE,
      });
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0011', record('27', '08')))).toBe('6A80');
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0111', record('27', '0F')))).toBe('6A88');
    });

    it('replaces the master key', () => {
      const psam = authenticated(algorithm);
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0011', record('00', '00')))).toBe('6A80');
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0111', record('00', '00')))).toBe('9000');
      exchange(psam, '0084000008');
      expect(exchange(psam, authentication(algorithm, MASTER))).toBe('63C2');
      exchange(psam, '0084000008');
      expect(exchange(psam, authentication(algorithm, Buffer.from(VALUE, 'hex')))).toBe('9000');
    });

    it('wants authentication, a challenge, a MAC and a record of the right file', () => {
      const fresh = opened(algorithm);
      exchange(fresh, '0084000008');
      expect(exchange(fresh, loading(algorithm, MASTER, '0011', record('67', '0F')))).toBe('6982');
      const psam = authenticated(algorithm);
      expect(exchange(psam, loading(algorithm, MASTER, '0011', record('67', '0F')))).toBe('6984');
      exchange(psam, '0084000008');
      expect(exchange(psam, '84D400110411223344')).toBe('6987');
      const wrong = loading(algorithm, MASTER, '0011', record('67', '0F')).replace(/..$/, (end) =>
        end === '00' ? '01' : '00',
      );
      expect(exchange(psam, wrong)).toBe('6988');
      for (const [p2, id] of [
        ['12', '0F'],
        ['11', '12'],
        ['12', '18'],
        ['13', '3F'],
        ['11', 'C0'],
      ]) {
        exchange(psam, '0084000008');
        expect(exchange(psam, loading(algorithm, MASTER, `00${p2}`, record('67', id)))).toBe('6A80');
      }
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0011', record('87', '0F')))).toBe('6A80');
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0011', `67 0F 00 02 0000 00 ${VALUE}`))).toBe('6A80');
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0011', `67 0F 00 ${byte} 0000 00 ${VALUE} 00`))).toBe('6A80');
    });

    it('loses the authentication with the DF', () => {
      const psam = authenticated(algorithm);
      exchange(psam, '00A4000002DF01');
      exchange(psam, '0084000008');
      expect(exchange(psam, loading(algorithm, MASTER, '0011', record('67', '0F')))).toBe('6982');
    });
  });
}

describe('EXTERNAL AUTHENTICATION', () => {
  it('counts failures, for good, and locks', () => {
    const psam = opened('DES');
    const wrong = `0082000010${'00'.repeat(16)}`;
    for (const word of ['63C2', '63C1', '63C0', '6983']) {
      exchange(psam, '0084000008');
      expect(exchange(psam, wrong)).toBe(word);
    }
    expect(psam.image().environments[0].masterTries).toBe(0);
    psam.reset();
    exchange(psam, '00A4000002DF01');
    exchange(psam, '0084000008');
    expect(exchange(psam, authentication('DES', MASTER))).toBe('6983');
  });

  it('needs the latest challenge, once, and takes a key version', () => {
    const psam = opened('DES');
    expect(exchange(psam, authentication('DES', MASTER))).toBe('6984');
    exchange(psam, '0084000010');
    expect(exchange(psam, authentication('DES', MASTER))).toBe('6984');
    exchange(psam, '0084000004');
    expect(exchange(psam, authentication('DES', MASTER, CHALLENGE.subarray(0, 4)))).toBe('9000');
    expect(exchange(psam, authentication('DES', MASTER))).toBe('6984');
    exchange(psam, '0084000008');
    expect(exchange(psam, `${authentication('DES', MASTER).replace('0082000010', '0082000011')}01`)).toBe('9000');
    exchange(psam, '0084000008');
    expect(exchange(psam, `${authentication('DES', MASTER).replace('0082000010', '0082000011')}02`)).toBe('6A88');
  });

  it('answers 6A86, 6700, 6A88 and 6985', () => {
    const psam = opened('DES');
    expect(exchange(psam, `0082010010${'00'.repeat(16)}`)).toBe('6A86');
    expect(exchange(psam, `0082000008${'00'.repeat(8)}`)).toBe('6700');
    expect(exchange(psam, `0082000110${'00'.repeat(16)}`)).toBe('6A88');
    exchange(psam, '00A40000023F00');
    expect(exchange(psam, `0082000010${'00'.repeat(16)}`)).toBe('6985');
    expect(exchange(psam, loading('DES', MASTER, '0011', RECORD))).toBe('6985');
    expect(exchange(psam, loading('DES', MASTER, '0014', RECORD))).toBe('6A86');
  });
});
