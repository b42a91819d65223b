import { describe, expect, it } from 'vitest';
import { parsePsamDescription } from '../../../hosts/peers/psam/description.js';
import { parsePsamImage } from '../../../hosts/peers/psam/image.js';
import city from '../../../hosts/samples/psams/city.json';
import national from '../../../hosts/samples/psams/national.json';
import noKeys from '../../../hosts/samples/psams/no-keys.json';
import otherCity from '../../../hosts/samples/psams/other-city.json';
import sm4 from '../../../hosts/samples/psams/sm4.json';
import { FormatError } from '../../../src/base/format-error.js';
import { opened } from './desk.js';

function refusal(parse: (text: string) => unknown, text: string): string {
  try {
    parse(text);
  } catch (error) {
    return error instanceof FormatError ? error.message : 'another error';
  }
  return 'none';
}

const described = (changes: object) => refusal(parsePsamDescription, JSON.stringify({ ...national, ...changes }));

describe('parsePsamDescription', () => {
  it('reads every sample', () => {
    for (const sample of [national, city, sm4, otherCity, noKeys]) {
      expect(parsePsamDescription(JSON.stringify(sample)).serial).toBe(sample.serial);
    }
  });

  it('fills in what may be left away', () => {
    const description = parsePsamDescription(JSON.stringify(national));
    expect(description.terminalSequence).toBe(0);
    expect(description.omitKeys).toEqual([]);
  });

  it('says where a description is wrong, and not what stands there', () => {
    expect(refusal(parsePsamDescription, '{')).toBe('psam-description: not JSON');
    expect(refusal(parsePsamDescription, '[]')).toMatch(/^psam-description: /);
    expect(described({ format: 'ssc-psam/2' })).toBe('psam-description: format: expected "ssc-psam/1"');
    expect(described({ serial: '1234567890123456789X' })).toBe('psam-description: serial: expected /^[0-9]{20}$/');
    expect(described({ algorithms: [] })).toMatch(/^psam-description: algorithms: /);
    expect(described({ algorithms: ['DES', 'DES'] })).toBe('psam-description: algorithms: an algorithm stands twice');
    expect(described({ algorithms: ['RSA'] })).toMatch(/^psam-description: algorithms.0: expected /);
    expect(described({ omitKeys: ['IRK', 'XYZ'] })).toBe(
      'psam-description: omitKeys.1: no key of a PSAM has this name',
    );
    expect(described({ omitKeys: ['MK'] })).toMatch(/omitKeys.0/);
    expect(described({ terminalSequence: -1 })).toMatch(/^psam-description: terminalSequence: /);
    expect(described({ terminalSequence: 1.5 })).toMatch(/^psam-description: terminalSequence: /);
    expect(described({ note: 'x' })).toMatch(/^psam-description: note: unknown field/);
    expect(described({ level: undefined })).toBe('psam-description: level: missing');
  });
});

describe('parsePsamImage', () => {
  const image = opened('DES').image();

  it('reads what a PSAM writes', () => {
    expect(parsePsamImage(JSON.stringify(image))).toEqual(image);
    const sm4Image = opened('SM4').image();
    expect(parsePsamImage(JSON.stringify(sm4Image))).toEqual(sm4Image);
  });

  it('refuses keys that do not fit their algorithm', () => {
    const [environment] = image.environments;
    const withKey = (key: object) => JSON.stringify({ ...image, environments: [{ ...environment, keys: [key] }] });
    const key = { usage: '67', id: '08', algorithm: '3DES', value: '00112233445566778899AABBCCDDEEFF' };
    expect(refusal(parsePsamImage, withKey(key))).toBe('none');
    expect(refusal(parsePsamImage, withKey({ ...key, algorithm: 'DES' }))).toMatch(/^psam-image: .*keys.0.value/);
    expect(refusal(parsePsamImage, withKey({ ...key, value: '00' }))).not.toContain('none');
    expect(refusal(parsePsamImage, withKey({ ...key, usage: '87' }))).toMatch(/keys.0.usage/);
    expect(refusal(parsePsamImage, withKey({ ...key, algorithm: 'SSF33' }))).toMatch(/^psam-image: /);
  });
});
