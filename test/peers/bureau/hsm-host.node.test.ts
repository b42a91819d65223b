/** The bureau's HSM against the vectors of sscard.md 16.7, and against those who ask it for what it must not do. */

import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HsmHost } from '../../../hosts/peers/bureau/hsm-host.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import {
  type BureauService,
  bureauFrameLength,
  decodeBureauAnswer,
  encodeBureauRequest,
} from '../../../src/codec/bureau-message.js';
import { DES_CARD, SM4_CARD } from './hsm-cards.js';

const PIN_KEY = fromHex('0123456789ABCDEFFEDCBA9876543210');
const R = '1122334455667788';
const S = 'A1A2A3A4A5A6A7A8';

function ask(service: BureauService, data: string, card = DES_CARD): string {
  const reply = new HsmHost({ pinKey: PIN_KEY, isReported: (one) => one.endsWith('0FF0') }).receive(
    encodeBureauRequest({ number: 7, service, card, data }),
  );
  if (reply === undefined) return 'silence';
  expect(bureauFrameLength(reply.frame)).toBe(reply.frame.length);
  const { number, result, data: said } = decodeBureauAnswer(reply.frame);
  expect(number).toBe(7);
  return result === 'ok' ? said : result;
}

/** LD, the digits, 80 00 … in CBC under the PIN key from the enciphered challenge, by OpenSSL. */
function sealedPin(frame: string): string {
  const key = Buffer.concat([PIN_KEY, PIN_KEY.subarray(0, 8)]);
  const first = createCipheriv('des-ede3', key, null).setAutoPadding(false);
  const iv = Buffer.concat([first.update(fromHex(R)), first.final()]);
  const cipher = createCipheriv('des-ede3-cbc', key, iv).setAutoPadding(false);
  return toHex(new Uint8Array(Buffer.concat([cipher.update(fromHex(frame)), cipher.final()])));
}

/** A block cipher by OpenSSL, without padding; a DES key of 8 bytes three times over. */
function enciphered(alg: string, key: Buffer, data: Buffer, mode: 'ecb' | 'cbc'): Buffer {
  const [name, full] =
    alg === '03'
      ? [`sm4-${mode}`, key]
      : [`des-ede3${mode === 'cbc' ? '-cbc' : ''}`, Buffer.concat([key, key, key]).subarray(0, 24)];
  const iv = mode === 'cbc' ? Buffer.alloc(alg === '03' ? 16 : 8) : null;
  const cipher = createCipheriv(name, full, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

/** SESPK of the card of sscard.md 16.7: DPK's root is 44h + 50h + 4Bh and sevens (16.2), taken down three times (6.2). */
function purchaseSession(alg: string, factor: string): Buffer {
  let key: Buffer = Buffer.from(Array.from({ length: 16 }, (_, i) => (0x44 + 0x50 + 0x4b + 7 * i) % 256));
  for (const hex of ['3939303030307368', '3939303130307378', '9999990100000001']) {
    const level = Buffer.from(hex, 'hex');
    key = enciphered(alg, key, Buffer.concat([level, level.map((byte) => byte ^ 0xff)]), 'ecb');
  }
  const padded = Buffer.concat([Buffer.from(factor, 'hex'), Buffer.alloc(alg === '03' ? 8 : 0)]);
  return enciphered(alg, key, padded, 'ecb');
}

/** MAC of sscard.md 6.5, the message a whole number of bytes short of a block. */
function codeUnder(alg: string, session: Buffer, message: string): string {
  const block = alg === '03' ? 16 : 8;
  const text = `${message}80`;
  const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 2 / block) * 2 * block, '0'), 'hex');
  const last = enciphered(alg, session, padded, 'cbc').subarray(-block);
  const words = Array.from({ length: block === 8 ? 1 : 4 }, (_, i) => last.readUInt32BE(4 * i));
  return (words.reduce((sum, word) => sum ^ word, 0) >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

describe('the HSM', () => {
  it.each([
    ['01', DES_CARD, '4B6F0A1A903071BA', '9BD3BFA4'],
    ['03', SM4_CARD, '91D1E5F2E65CAB242F7EFC66E4E0F980', '3E7A8AB4'],
  ])(
    'makes MAC1 of a visit’s line, algorithm %s, as OpenSSL does, which makes the vectors of 16.7',
    (alg, card, sespk, mac1) => {
      const published = purchaseSession(alg, 'C0FFEE0100070102');
      expect(published.toString('hex').toUpperCase()).toBe(sespk);
      const time = '20120528093015';
      expect(codeUnder(alg, published, `000004D20000012C00001F4032990100000001${time}`)).toBe(mac1);
      const own = codeUnder(
        alg,
        purchaseSession(alg, 'C0FFEE0100070007'),
        `0000000000003A980000271032000000000000${time}`,
      );
      const question = `${alg}|017F|C0FFEE01|0007|00003A9800002710|32|000000000000|${time}|`;
      expect(ask('debitAuth', question, card)).toBe(`00000007|${time}|${own}|`);
    },
  );

  it.each([
    ['01', DES_CARD, 'D69F88AEB607A6CF', 'B30C3A848C92A255'],
    ['03', SM4_CARD, 'EDB7CFF79B70EB3C', '6D44B1FA0228F3D8'],
  ])('proves card and terminal, algorithm %s (sscard.md 16.7)', (alg, card, internal, external) => {
    const head = `${card.region}|${card.historical}|${alg}|${card.identifier}|`;
    expect(ask('internalAuth', `${head}${R}|${S}|||`, card)).toBe(`${internal}${S}||`);
    expect(ask('internalAuth', `${head}${R}|${S}|${R}|${S}|`, card)).toBe(`${internal}${S}|${external}${S}|`);
    expect(ask('externalAuth', `${alg}|004C|${R}|${S}|`, card)).toBe(`${external}${S}`);
  });

  it.each([
    ['01', DES_CARD, '842400010C', '842400010C83EE93C6C27403787DE617A6', '84240000041EF489BC'],
    ['03', SM4_CARD, '8424000114', '842400011488009E582D5FA3409E859D4B0A2ECE889584A5B2', '842400000446D4C832'],
  ])('puts a PIN into its command, and unlocks one, algorithm %s', (alg, card, header, reload, unblock) => {
    const pin = sealedPin('03123456800000000000000000000000');
    expect(ask('secureMessage', `${alg}|0173|${R}|${header}|${pin}|`, card)).toBe(`${reload}|`);
    expect(ask('secureMessage', `${alg}|0173|${R}|8424000004||`, card)).toBe(`${unblock}|`);
  });

  it.each<readonly [BureauService, string, string]>([
    ['cardAuth', `${DES_CARD.identifier}|`, ''],
    ['cardAuth', 'x|', 'malformed'],
    ['internalAuth', `${R}|${S}|`, 'malformed'],
    ['internalAuth', `990200|${DES_CARD.historical}|01|${DES_CARD.identifier}|${R}|${S}|||`, 'malformed'],
    ['externalAuth', `01|0173|${R}|${S}|`, 'unknown-key'],
    ['externalAuth', `01|0170|${R}|${S}|`, 'unknown-key'],
    ['externalAuth', `01|FFFF|${R}|${S}|`, 'unknown-key'],
    ['externalAuth', `02|004C|${R}|${S}|`, 'malformed'],
    ['externalAuth', `01|004C|${R}|A1|`, 'malformed'],
    ['externalAuth', `01|004C|${R}|${S}`, 'malformed'],
    ['secureMessage', `01|0094|${R}|8424000004||`, 'unknown-key'],
    ['secureMessage', `01|0173|${R}|8424000005||`, 'malformed'],
    ['secureMessage', `01|0173|${R}|842400010C|${'00'.repeat(16)}|`, 'malformed'],
    ['secureMessage', `01|0173|${R}|842400010C|123456|`, 'malformed'],
    ['debitAuth', '01|0173|C0FFEE01|0007|00003A9800002710|32|000000000000|20120528093015|', 'unknown-key'],
    ['debitAuth', '01|00B2|C0FFEE01|0007|00003A9800002710|32|000000000000|20120528093015|', 'unknown-key'],
    ['debitAuth', '01|017F|C0FFEE01|0007|00003A9800002710|31|000000000000|20120528093015|', 'malformed'],
    ['debitAuth', '01|017F|C0FFEE|0007|00003A9800002710|32|000000000000|20120528093015|', 'malformed'],
    ['debitAuth', '01|017F|C0FFEE01|0007|00003A98|32|000000000000|20120528093015|', 'malformed'],
    ['debitAuth', '01|017F|C0FFEE01|0007|00003A9800002710|32|000000000000|', 'malformed'],
    ['externalAuth', `01|017F|${R}|${S}|`, 'unknown-key'],
  ])('asked for %s of %s says "%s"', (service, data, said) => {
    expect(ask(service, data)).toBe(said);
  });

  it('computes for no card that was reported, and for none whose identifier is not its region’s', () => {
    const reported = { ...DES_CARD, identifier: `${DES_CARD.identifier.slice(0, 28)}0FF0` };
    expect(ask('externalAuth', `01|004C|${R}|${S}|`, reported)).toBe('reported');
    expect(ask('externalAuth', `01|004C|${R}|${S}|`, { ...DES_CARD, region: '990200' })).toBe('unknown-card');
  });

  it('says nothing to what is no request', () => {
    expect(new HsmHost({ pinKey: PIN_KEY }).receive(Uint8Array.of(0, 2, 0x7b, 0x7d))).toBeUndefined();
  });
});
