import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeTlv, encodeTlv, findTlv, isConstructed, nextTlv } from '../../src/codec/tlv.js';

const SSSE_NAME = '7378312E73682EC9E7BBE1B1A3D5CF';
/** What a real SM4 card answered to SELECT (sscard.md 3.3), without its 9000. */
const SSSE_FCI = fromHex(`6F1C840F${SSSE_NAME}A50988011E9F0C03860103`);

const shown = (bytes: string) =>
  decodeTlv(fromHex(bytes))
    .map(({ tag, value }) => `${tag.toString(16)}=${toHex(value)}`)
    .join(' ');

const find = (bytes: string, ...path: number[]) => {
  const value = findTlv(fromHex(bytes), ...path);
  return value === undefined ? undefined : toHex(value);
};

describe('decodeTlv', () => {
  it('reads one level', () => {
    const [template, ...more] = decodeTlv(SSSE_FCI);
    expect(more).toHaveLength(0);
    expect(template.tag).toBe(0x6f);
    expect(shown(toHex(template.value))).toBe(`84=${SSSE_NAME} a5=88011E9F0C03860103`);
  });

  it('reads tags of one, two and three bytes', () => {
    expect(shown('500141' + '9F0C0142' + 'DF81290143' + 'FF81060144' + '5F2D0145')).toBe(
      '50=41 9f0c=42 df8129=43 ff8106=44 5f2d=45',
    );
  });

  it('reads every form of length', () => {
    expect(shown('8400')).toBe('84=');
    expect(decodeTlv(fromHex(`847F${'AA'.repeat(127)}`))[0].value).toHaveLength(127);
    expect(decodeTlv(fromHex(`848180${'AA'.repeat(128)}`))[0].value).toHaveLength(128);
    expect(decodeTlv(fromHex(`8481FF${'AA'.repeat(255)}`))[0].value).toHaveLength(255);
    expect(decodeTlv(fromHex(`84820102${'AA'.repeat(258)}`))[0].value).toHaveLength(258);
  });

  it('accepts a length longer than it need be', () => {
    expect(shown('848102AABB' + '85820001CC')).toBe('84=AABB 85=CC');
  });

  it('passes over 00 before, between and after objects', () => {
    expect(shown('0000' + '8401AA' + '00' + '8501BB' + '000000')).toBe('84=AA 85=BB');
    expect(shown('0000')).toBe('');
    expect(shown('')).toBe('');
  });

  it('copies the values', () => {
    const bytes = fromHex('8402AABB');
    const [object] = decodeTlv(bytes);
    bytes.fill(0);
    expect(toHex(object.value)).toBe('AABB');
  });

  it('refuses what is no object', () => {
    for (const [bytes, rule] of [
      ['84', 'length missing at 1'],
      ['8403AABB', 'value shorter than its length at 4'],
      ['8401AA' + '85', 'length missing at 4'],
      ['8480AA0000', 'indefinite length at 1'],
      ['8481', 'length incomplete at 2'],
      ['848201', 'length incomplete at 3'],
      ['8481FFAA', 'value shorter than its length at 4'],
      ['8482FFFFAA', 'value shorter than its length at 5'],
      ['8483000001AA', 'length of more than two bytes at 1'],
      ['84FF', 'length of more than two bytes at 1'],
      ['9F', 'tag incomplete at 1'],
      ['9F81', 'tag incomplete at 2'],
      ['9F0C', 'length missing at 2'],
      ['9F818100', 'tag longer than three bytes at 0'],
      ['9F81800100', 'tag longer than three bytes at 0'],
      ['9F80010100', 'tag number with a leading zero at 1'],
      ['8401AA' + 'FFFFFFFF', 'tag longer than three bytes at 3'],
    ]) {
      expect(() => decodeTlv(fromHex(bytes))).toThrow(`tlv: ${rule}`);
    }
  });
});

describe('findTlv', () => {
  it('follows a path through a real FCI', () => {
    expect(toHex(findTlv(SSSE_FCI, 0x6f, 0x84)!)).toBe(SSSE_NAME);
    expect(toHex(findTlv(SSSE_FCI, 0x6f, 0xa5, 0x88)!)).toBe('1E');
    expect(toHex(findTlv(SSSE_FCI, 0x6f, 0xa5, 0x9f0c, 0x86)!)).toBe('03');
    expect(toHex(findTlv(SSSE_FCI, 0x6f, 0xa5, 0x9f0c)!)).toBe('860103');
  });

  it('gives undefined where the path breaks off', () => {
    expect(findTlv(SSSE_FCI, 0x84)).toBeUndefined();
    expect(findTlv(SSSE_FCI, 0x6f, 0xa5, 0x9f38)).toBeUndefined();
    expect(findTlv(SSSE_FCI, 0x6f, 0xa6, 0x88)).toBeUndefined();
    expect(findTlv(new Uint8Array(0), 0x6f)).toBeUndefined();
  });

  it('tells a missing object from an empty one', () => {
    expect(find('8400', 0x84)).toBe('');
    expect(find('8400', 0x85)).toBeUndefined();
  });

  it('takes the first of several', () => {
    expect(find('61034F0101' + '61034F0102', 0x61, 0x4f)).toBe('01');
  });

  it('starts from objects already read', () => {
    const objects = decodeTlv(fromHex('61034F0101' + '50024142'));
    expect(toHex(findTlv(objects, 0x50)!)).toBe('4142');
    expect(toHex(findTlv(objects, 0x61, 0x4f)!)).toBe('01');
  });

  it('looks into nothing that the path does not name', () => {
    expect(find('6F05' + '8401AA' + 'A500' + '500141', 0x6f, 0x84)).toBe('AA');
    expect(find('A5028405' + '500141', 0x50)).toBe('41');
    expect(() => find('A5028405' + '500141', 0xa5, 0x84)).toThrow('tlv: value shorter than its length at 2');
  });

  it('refuses an empty path', () => {
    expect(() => findTlv(SSSE_FCI)).toThrow('at least one tag');
  });
});

describe('encodeTlv', () => {
  it('nests to the FCI of the card', () => {
    const algorithm = encodeTlv(0x9f0c, encodeTlv(0x86, Uint8Array.of(3)));
    const proprietary = encodeTlv(0xa5, encodeTlv(0x88, Uint8Array.of(0x1e)), algorithm);
    const fci = encodeTlv(0x6f, encodeTlv(0x84, fromHex(SSSE_NAME)), proprietary);
    expect(toHex(fci)).toBe(toHex(SSSE_FCI));
  });

  it('writes the shortest length', () => {
    const head = (length: number) => toHex(encodeTlv(0x84, new Uint8Array(length)).slice(0, 4));
    expect(toHex(encodeTlv(0x84))).toBe('8400');
    expect(head(127)).toBe('847F0000');
    expect(head(128)).toBe('84818000');
    expect(head(255)).toBe('8481FF00');
    expect(head(256)).toBe('84820100');
    expect(head(65535)).toBe('8482FFFF');
    expect(() => encodeTlv(0x84, new Uint8Array(65536))).toThrow('at most 65535');
  });

  it('writes tags of one, two and three bytes', () => {
    expect(toHex(encodeTlv(0x9f0c))).toBe('9F0C00');
    expect(toHex(encodeTlv(0xff8106))).toBe('FF810600');
  });

  it('refuses numbers that are no tag', () => {
    const noTags = [0, -1, 0x1f, 0x9f, 0xff, 0x8401, 0x9f81, 0x9f80, 0x5f80, 0x9f0c01, 0x9f8001, 0x9f8180, 0x840101];
    for (const tag of [...noTags, 0x1000000, 1.5]) expect(() => encodeTlv(tag)).toThrow(/tag/);
  });
});

describe('isConstructed', () => {
  it('is b6 of the first byte', () => {
    for (const tag of [0x61, 0x6f, 0xa5, 0x70, 0xbf0c, 0xff8106]) expect(isConstructed(tag)).toBe(true);
    for (const tag of [0x84, 0x50, 0x9f0c, 0x5f2d, 0xdf8129]) expect(isConstructed(tag)).toBe(false);
  });
});

describe('nextTlv', () => {
  const bytes = fromHex('00009C0131005A8102622800');

  it('tells where a value lies, over filler and a long length', () => {
    expect(nextTlv(bytes, 0)).toEqual({ tag: 0x9c, from: 4, to: 5 });
    expect(nextTlv(bytes, 5)).toEqual({ tag: 0x5a, from: 9, to: 11 });
    expect(nextTlv(bytes, 11)).toBeUndefined();
    expect(nextTlv(fromHex(''), 0)).toBeUndefined();
  });

  it('gives what stands before a break, then refuses', () => {
    const broken = fromHex('9C01315A0262');
    expect(nextTlv(broken, 0)).toEqual({ tag: 0x9c, from: 2, to: 3 });
    expect(() => nextTlv(broken, 3)).toThrow('tlv: value shorter than its length at 6');
  });
});
