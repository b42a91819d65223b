/**
 * What the card and its bank compute, checked by OpenSSL: cryptograms, session keys, script MACs, certificates and signatures.
 * Nothing here comes from the code that made them but the public keys, which are files.
 */

import { constants, createCipheriv, createHash, createPublicKey, publicDecrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planApplication } from '../../../../hosts/peers/bank/card-data.js';
import { testRoot } from '../../../../hosts/peers/keys.js';
import { STANDARD_CARD } from '../../../conformance/setting.js';
import { paymentDesk, usedDesk } from './desk.js';

const hex = (text: string) => Buffer.from(text, 'hex');

function tripleDes(key: Buffer, block: Buffer): Buffer {
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([key, key.subarray(0, 8)]), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

function not(block: Buffer): Buffer {
  return Buffer.from(block.map((byte) => byte ^ 0xff));
}

/** emv.md 2.8: Y and its complement under the master key. */
function cardKey(name: string, { pan, panSequence } = STANDARD_CARD): Buffer {
  const y = hex((pan + panSequence).slice(-16));
  const root = Buffer.from(testRoot(name));
  return Buffer.concat([tripleDes(root, y), tripleDes(root, not(y))]);
}

function sessionKey(key: Buffer, counter: string): Buffer {
  const left = hex(`000000000000${counter}`);
  const right = Buffer.concat([Buffer.alloc(6), not(hex(counter))]);
  return Buffer.concat([tripleDes(key, left), tripleDes(key, right)]);
}

/** ISO/IEC 9797-1 algorithm 3: single-DES CBC by the left half, all but the last step; then Triple DES of the last block. */
function retailMac(key: Buffer, message: Buffer): Buffer {
  const padded = Buffer.concat([message, hex('80'), Buffer.alloc(7)]);
  const blocks = padded.subarray(0, padded.length - (padded.length % 8));
  let chain: Buffer = Buffer.alloc(8);
  const left = Buffer.concat([key.subarray(0, 8), key.subarray(0, 8)]);
  for (let at = 0; at < blocks.length; at += 8) {
    const input = Buffer.from(chain.map((byte, i) => byte ^ blocks[at + i]));
    chain = tripleDes(at + 8 === blocks.length ? key : left, input);
  }
  return chain;
}

/** 9F02, 9F03, 9F1A, TVR, 5F2A, 9A, 9C, 9F37. */
function terminalData(tvr: string): string {
  return `0000000012340000000000000156${tvr}015626060100DEADBEEF`;
}

describe('cryptograms', () => {
  it('come from PAN, counter, terminal data, AIP and CVR', () => {
    const desk = usedDesk();
    desk.open();
    const first = desk.first('80');
    const data = `${terminalData('0000000000')}7C00${first.counter}${first.results}`;
    const key = sessionKey(cardKey('IMKAC'), first.counter);
    expect(first.cryptogram).toBe(retailMac(key, hex(data)).toString('hex').toUpperCase());
    desk.answer();
    const second = desk.second('40', { '95': '0000048000' });
    const after = `${terminalData('0000048000')}7C00${first.counter}${second.results}`;
    expect(second.cryptogram).toBe(retailMac(key, hex(after)).toString('hex').toUpperCase());
    expect(second.information).toBe('40');
  });
  it('are answered by the issuer as ARPC', () => {
    const desk = usedDesk();
    desk.open();
    const { counter, cryptogram } = desk.first('80');
    const key = sessionKey(cardKey('IMKAC'), counter);
    const input = hex(cryptogram);
    input[0] ^= 0x30;
    input[1] ^= 0x30;
    const answer = tripleDes(key, input).toString('hex').toUpperCase();
    expect(desk.say(`008200000A${answer}3030`)).toBe('9000');
  });
});

describe('scripts', () => {
  it('carry a MAC over header, counter, ARQC and data', () => {
    const desk = usedDesk();
    desk.open();
    const { counter, cryptogram } = desk.first('80');
    const key = sessionKey(cardKey('IMKMAC'), counter);
    const mac = retailMac(key, hex(`04DA9F5805${counter}${cryptogram}03`))
      .toString('hex')
      .slice(0, 8);
    expect(desk.say(`04DA9F580503${mac}`)).toBe('9000');
    expect(desk.ask('80CA9F5800')).toBe('9F5801039000');
  });
  it('carry a PIN enciphered', () => {
    const desk = usedDesk();
    desk.open();
    const { counter, cryptogram } = desk.first('80');
    const own = cardKey('IMKENC');
    const block = hex('049876FFFFFFFFFF');
    for (let i = 0; i < 4; i++) block[4 + i] ^= own[4 + i];
    const plain = Buffer.concat([hex('08'), block, hex('80000000000000')]);
    const key = sessionKey(own, counter);
    const sealed = Buffer.concat([tripleDes(key, plain.subarray(0, 8)), tripleDes(key, plain.subarray(8))]);
    const message = Buffer.concat([hex(`8424000214${counter}${cryptogram}`), sealed]);
    const mac = retailMac(sessionKey(cardKey('IMKMAC'), counter), message).subarray(0, 4);
    expect(desk.say(`8424000214${Buffer.concat([sealed, mac]).toString('hex')}`)).toBe('9000');
    desk.open();
    expect(desk.say('0020008008249876FFFFFFFFFF')).toBe('9000');
  });
});

interface PublicKey {
  readonly n: Buffer;
  readonly e: Buffer;
}

function keyFile(name: string): PublicKey {
  const text = readFileSync(new URL(`../../../../hosts/samples/keys/${name}.json`, import.meta.url), 'utf8');
  const { modulus, exponent } = JSON.parse(text) as { modulus: string; exponent: string };
  return { n: hex(modulus), e: hex(exponent) };
}

function recover({ n, e }: PublicKey, signed: Uint8Array | Buffer): Buffer {
  const jwk = { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signed);
}

function sha1(...parts: readonly Uint8Array[]): string {
  return createHash('sha1').update(Buffer.concat(parts)).digest('hex');
}

/** Checks frame and hash of a recovered block. @returns what lies between header and hash */
function opened(block: Buffer, ...more: readonly Uint8Array[]): Buffer {
  expect(block[0]).toBe(0x6a);
  expect(block.at(-1)).toBe(0xbc);
  const body = block.subarray(1, -21);
  expect(block.subarray(-21, -1).toString('hex')).toBe(sha1(body, ...more));
  return body;
}

/** The objects of a record's template 70 by tag; only what these cards have in them. */
function objectsOf(record: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(record);
  const objects = new Map<string, Buffer>();
  let at = bytes[1] === 0x81 ? 3 : 2;
  while (at < bytes.length) {
    const long = (bytes[at] & 0x1f) === 0x1f ? 2 : 1;
    const tag = bytes
      .subarray(at, at + long)
      .toString('hex')
      .toUpperCase();
    at += long;
    const length = bytes[at] === 0x81 ? bytes[at + 1] : bytes[at];
    at += bytes[at] === 0x81 ? 2 : 1;
    objects.set(tag, bytes.subarray(at, at + length));
    at += length;
  }
  return objects;
}

const SETS = [
  { ca: 'F8', issuerKey: 'issuer-1408-3', cardKey: 'icc-1152-3' },
  { ca: 'F7', issuerKey: 'issuer-1408-65537', cardKey: 'icc-1024-65537' },
  { ca: 'F8', issuerKey: 'issuer-1984-3', cardKey: 'icc-1408-3' },
] as const;

for (const keys of SETS) {
  describe(`certificates with ${keys.issuerKey} and ${keys.cardKey}`, () => {
    const profile = { ...STANDARD_CARD, ...keys, authentication: 'cda', pinKey: 'pin-1024-3' } as const;
    const plan = planApplication(profile, profile.applications[0]);
    const objects = new Map(plan.records.flatMap(({ bytes }) => [...objectsOf(bytes)]));
    const object = (tag: string) => objects.get(tag) ?? Buffer.alloc(0);
    const staticRecord = Buffer.from(plan.records.find(({ sfi, number }) => sfi === 2 && number === 1)?.bytes ?? []);
    const staticData = Buffer.concat([staticRecord.subarray(2), hex('7D00')]);
    const issuer = keyFile(keys.issuerKey);
    const card = keyFile(keys.cardKey);

    it('the issuer’s by the CA', () => {
      const block = recover(keyFile(`ca-${keys.ca.toLowerCase()}`), object('90'));
      const body = opened(block, object('92'), object('9F32'));
      expect(body.subarray(0, 14).toString('hex')).toBe(
        `026210999912390000010101${issuer.n.length.toString(16)}0${issuer.e.length}`,
      );
      const whole = Buffer.concat([body.subarray(14), object('92')]);
      expect(whole.subarray(0, issuer.n.length).equals(issuer.n)).toBe(true);
      expect(object('9F32').equals(issuer.e)).toBe(true);
      expect(object('8F').toString('hex').toUpperCase()).toBe(keys.ca);
    });
    it('the static data by the issuer', () => {
      const body = opened(recover(issuer, object('93')), staticData);
      expect(body.subarray(0, 4).toString('hex')).toBe('0301dac1');
      expect(body.subarray(4).every((byte) => byte === 0xbb)).toBe(true);
    });
    it('the card’s and that of its PIN by the issuer', () => {
      for (const [tags, key, data] of [
        [['9F46', '9F48', '9F47'], card, staticData],
        [['9F2D', '9F2F', '9F2E'], keyFile('pin-1024-3'), Buffer.alloc(0)],
      ] as const) {
        const [certificate, rest, exponent] = tags.map(object);
        const body = opened(recover(issuer, certificate), rest, exponent, data);
        expect(body.subarray(0, 11).toString('hex')).toBe('046210999901000000993f');
        expect(body.subarray(11, 20).toString('hex')).toBe(
          `12330000010101${key.n.length.toString(16)}0${key.e.length}`,
        );
        const whole = Buffer.concat([body.subarray(20), rest]);
        expect(whole.subarray(0, key.n.length).equals(key.n)).toBe(true);
        expect(exponent.equals(key.e)).toBe(true);
      }
    });
    it('INTERNAL AUTHENTICATE by the card', () => {
      const desk = paymentDesk(profile);
      desk.open();
      const answer = desk.ask('0088000004DEADBEEF');
      const signed = hex(answer.slice(answer.startsWith('8081') ? 6 : 4, -4));
      const body = opened(recover(card, signed), hex('DEADBEEF'));
      expect(body.subarray(0, 12).toString('hex')).toBe('050109081122334455667788');
    });
    it('a combined signature around each cryptogram by the card', () => {
      const desk = paymentDesk(profile);
      desk.open();
      const data = '00000000123400000000000001560000000000015626060100DEADBEEF'.padEnd(2 * 52, '0');
      const first = desk.ask(`80AE900034${data}`);
      const firstCryptogram = checkCombined(first, card, hex(data), '80');
      expect(firstCryptogram).toMatch(/^[0-9a-f]{16}$/);
      const more = `5933${data}`;
      checkCombined(desk.ask(`80AE500036${more}`), card, hex(data + more), '40');
    });
  });
}

/** @returns the cryptogram inside */
function checkCombined(answer: string, card: PublicKey, lists: Buffer, information: string): string {
  const objects = objectsOf(hex(answer.slice(0, -4)));
  expect([...objects.keys()]).toEqual(['9F27', '9F36', '9F4B', '9F10']);
  const body = opened(recover(card, objects.get('9F4B') ?? Buffer.alloc(0)), hex('DEADBEEF'));
  const length = body[2];
  const dynamic = body.subarray(3, 3 + length).toString('hex');
  const unsigned = `9F2701${information}9F3602${objects.get('9F36')?.toString('hex')}9F1008${objects.get('9F10')?.toString('hex')}`;
  expect(dynamic.slice(0, 20)).toBe(`081122334455667788${information}`);
  expect(dynamic.slice(36)).toBe(sha1(lists, hex(unsigned)));
  return dynamic.slice(20, 36);
}

describe('a card that cannot sign', () => {
  it('does not know INTERNAL AUTHENTICATE, and answers without signature', () => {
    const desk = paymentDesk({ authentication: 'sda' });
    desk.open();
    expect(desk.ask('0088000004DEADBEEF')).toBe('6D00');
    expect(desk.ask(`80AE900034${'00'.repeat(52)}`).slice(0, 6)).toBe('801380');
  });
  it('signs once the transaction has begun, and not after a cryptogram', () => {
    const desk = paymentDesk();
    desk.select();
    expect(desk.say('0088000004DEADBEEF')).toBe('6985');
    desk.open();
    expect(desk.say('0088000003DEADBE')).toBe('6700');
    expect(desk.say('0088000104DEADBEEF')).toBe('6A86');
    desk.first('80');
    expect(desk.say('0088000004DEADBEEF')).toBe('6985');
  });
});
