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

describe('the HSM', () => {
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
