import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { softwareCiphers } from '../../src/crypto/software-ciphers.js';
import { LineKeys, MasterKey } from '../../src/vault/line-keys.js';
import { Pin } from '../../src/vault/pin-room.js';
import vectors from '../vectors/bank.json';

const [first, second] = vectors.unionpay_pos_keys;
const F62 = fromHex(first.f62 ?? '');

function master(key = first.tmk): MasterKey {
  return new MasterKey(softwareCiphers, fromHex(key));
}

function opened(form: '001' | '003' | '004', sealed: Uint8Array): LineKeys {
  const keys = master().unwrap(form, sealed);
  if (keys === 'wrong') throw new Error('wrong');
  return keys;
}

/** The published MAC key at work: `second`'s message and field 64 are of another key, so the key is given openly. */
function published(): LineKeys {
  return new LineKeys(softwareCiphers, { pinKey: fromHex(first.tpk ?? ''), macKey: fromHex(second.tak) });
}

describe('MasterKey', () => {
  it('opens the published working keys: their PIN block and their MAC are those of OpenSSL', async () => {
    const keys = opened('003', F62);
    const digits = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const block = await keys.pinKey.seal(new Pin(digits), fromHex('123456789012345678'));
    expect(toHex(block)).toBe('A2BCBE65CB54B0E7');
    expect(toHex(keys.mac(fromHex(second.mab ?? '')))).toBe('4535394537363636');
  });

  it('refuses a wrong check value, another master key, and another length than the form’s', () => {
    for (const at of [16, 19, 36, 39]) {
      const wrong = F62.slice();
      wrong[at] ^= 0x01;
      expect(master().unwrap('003', wrong)).toBe('wrong');
    }
    expect(master(second.tmk).unwrap('003', F62)).toBe('wrong');
    expect(master().unwrap('001', F62)).toBe('wrong');
    expect(master().unwrap('004', F62)).toBe('wrong');
    expect(master().unwrap('003', new Uint8Array(0))).toBe('wrong');
  });

  it('opens single-length keys, and keys with a track key', async () => {
    const single = fromHex('AA3A8E0552E755BDD5D44FF7B651F9E9BACE9AE1AB7153CA');
    const keys = opened('001', single);
    const block = await keys.pinKey.seal(new Pin(Uint8Array.of(1, 2, 3, 4, 5, 6)), fromHex('123456789012345678'));
    expect(toHex(block)).toBe('DE2CCC38092B3D5F');
    expect(
      toHex(
        opened(
          '004',
          fromHex(
            '6701EAD6A9AD51E51AA406E2C27FCFA98D0A74B8B651F9E9BACE9AE10000000000000000AB7153CA8F07C658AC49CC831240C055597B73EFFB097599',
          ),
        ).mac(fromHex(second.mab ?? '')),
      ),
    ).toBe('4535394537363636');
  });

  it('keeps a copy of its own', () => {
    const key = fromHex(first.tmk);
    const one = new MasterKey(softwareCiphers, key);
    key.fill(0);
    expect(one.unwrap('003', F62)).not.toBe('wrong');
  });

  it('shows nothing of a key', () => {
    const text = JSON.stringify([master(), opened('003', F62)]);
    expect(text).toBe('[{},{"pinKey":{}}]');
  });
});

describe('LineKeys', () => {
  const message = fromHex(`${second.mab}${second.f64}`);

  it('make and check the published MAC', () => {
    expect(toHex(published().mac(fromHex(second.mab ?? '')))).toBe(second.f64);
    expect(published().checks(message)).toBe(true);
  });

  it('check a message that was changed, or has no MAC, as wrong', () => {
    const changed = message.slice();
    changed[18] ^= 0x01;
    expect(published().checks(changed)).toBe(false);
    expect(published().checks(fromHex('0810 2000000000000000 000000'))).toBe(false);
    expect(() => published().checks(fromHex('08'))).toThrow('iso8583');
  });
});
