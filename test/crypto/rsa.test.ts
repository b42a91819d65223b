import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { applyRsa, isUsableKey, type RsaPublicKey } from '../../src/crypto/rsa.js';

/** 512 and 1024 bits; a number and its power were computed with Python. */
const VECTORS = [
  {
    name: 'icc-512-3',
    modulus:
      'C1CD96C547D802B295C989FF77C0173CD2144C3B5F28317B809B4DE575B54A1E20574B49EAA558926ABC21552628CA46' +
      '31D5F055085B7E3E48BF933218D9891D',
    exponent: '03',
    block:
      '37D40B665E67704DFEBFCFDFBC47B4EC1DA2BBE90236FA2119EB854A154B915B0C85AD10B558B5433635A8B044FFCD3B' +
      '429C7C9F3EFE848EE2622E87EC38730A',
    power:
      '0DD3213F9CF4224CB1738AF469555816565AF654B18449500C040C3EDA98F5507EFCDB1D3E656FC56CD9EAF227D3461B' +
      '69D423EE2A937D94DDE50D56698410A6',
  },
  {
    name: 'icc-1152-3',
    modulus:
      'A39D66189939F17ED909D96F714A414EB792ABB75891733EDEEBE78026825B6B9B39338F551E422BC6969093B011F1EA' +
      '9286631B27FDD89FC1ECD03B383B428E37FC751163AB698B1F6346431606C140FC4C0338A9FABB033782A9767724A256' +
      '63A2D7A05BFFF53CDE42C4A929BF057C4C78206CD160340AFB14CC7DF49BB074DDAA93B1F90C0D82B7D912D45C932C85',
    exponent: '03',
    block:
      '66DD9C8089D635BF82281C4FC8241CEB7155DBB624DAB4EFE8064FA906B8EC27371B204E38066C9A9C0331814E563472' +
      '0C12D316A60C0750DDA5FB7A49E2207DD9B453D92D7AA16D820B33F7B379F45949256FD29244071CB5758D4E0B6D5394' +
      '821A4B8620B79E505AB56EBF4E53C786BDEE0FADDCD7F274416EE9E3E8839782B06FF075B263C002495412954C70301D',
    power:
      '3C4F787D5C8EE1EB0B4A7ACB6A35509F5F4C5FBB395D27FC29DC37E8E162A52B4AEE469E5E52316693F6B2B40FF14229' +
      'D7BBDF91BC1D73A8E5BAE6B886F0A46D324CBDD6ABC131325FCE92D1C9C0C860707F98A3B74CC4F75C94BE74EC736472' +
      '0598311C622ABB42772DA08422A61628EF5A249E3CBFA86770E7D2076C3FD424837857E8ED6D316F4DF8991EAB0C00EE',
  },
  {
    name: 'icc-1024-65537',
    modulus:
      'BA12005FB25C3D4F5D2454E16E1FE645D83A0B7E81131AAAE51E03661D11DEAC2F4427F4DF54A5B82AD339D8F5FFF12F' +
      '40C0B9479F205F108AC7ABCE2CF3CBFA15303735A69496732DC8742415AC2FD7CB2E160B0ABA69E2DBBEBA655DC589B7' +
      'DEE0EF2ECB14B72A12469EAF421D1490CE8D8D161B0AE7BC1240C00F48601F0F',
    exponent: '010001',
    block:
      '74EAF76053281030B5E3EA343BD9C2F1EEFE952A78ADF79980D0A5043E4D28AC17613854B46C1E35CD1500BF1899F93C' +
      '19E3CDD92DF7076317FB7ADFAB181AD595440ADAC8489BD3BF8DF026513A39AE35642222880D8B392D7A0149DFE0F7ED' +
      'C4CCBF82EC4EA75D68E5B2D489EDE85A8E0F2B485CAED0FC5A510B1B3ABBB3FE',
    power:
      '45F4D2B1D1D5B7314299F10FE53D865C45703D657F0B26F9A9AD0A547D34AD0DEDD896454FD0CF8D866D6DD0013EE45C' +
      'E54235D906FAC4F5A08A8B19FF4A0947A86B35A386C1A9F2851C5190DD57886B093086E805E5D634A73A04E6C0147820' +
      '14AA11E72BC50DF6FD5E132DF6F943F8C4B53619B5D98D50565B8A80C7AD26D8',
  },
] as const;

const KEY: RsaPublicKey = { modulus: fromHex(VECTORS[0].modulus), exponent: fromHex('03') };

describe('applyRsa', () => {
  for (const { name, modulus, exponent, block, power } of VECTORS) {
    it(`${name}: as Python's pow`, () => {
      const key = { modulus: fromHex(modulus), exponent: fromHex(exponent) };
      expect(toHex(applyRsa(key, fromHex(block)))).toBe(power);
      expect(toHex(applyRsa({ ...key, exponent: fromHex(`0000${exponent}`) }, fromHex(block)))).toBe(power);
    });
  }

  it('keeps 0, 1 and modulus less 1, and cubes 2', () => {
    const number = (last: number) => Uint8Array.from({ length: 64 }, (_, i) => (i === 63 ? last : 0));
    expect(applyRsa(KEY, number(0))).toEqual(number(0));
    expect(applyRsa(KEY, number(1))).toEqual(number(1));
    expect(applyRsa(KEY, number(2))).toEqual(number(8));
    const minusOne = KEY.modulus.slice();
    minusOne[63] -= 1;
    expect(applyRsa(KEY, minusOne)).toEqual(minusOne);
  });

  it('counts a block beyond the modulus modulo the modulus', () => {
    expect(toHex(applyRsa(KEY, KEY.modulus))).toBe('00'.repeat(64));
  });

  it('works with a length that is no multiple of 8', () => {
    const modulus = new Uint8Array(65).fill(0xff);
    const two = new Uint8Array(65);
    two[64] = 2;
    const eight = new Uint8Array(65);
    eight[64] = 8;
    expect(applyRsa({ modulus, exponent: fromHex('03') }, two)).toEqual(eight);
  });

  it('has no use for a key that was not checked, nor for a block of another length', () => {
    expect(() => applyRsa({ ...KEY, exponent: fromHex('05') }, KEY.modulus)).toThrow('checked');
    expect(() => applyRsa(KEY, KEY.modulus.subarray(1))).toThrow('as long as');
  });
});

describe('isUsableKey', () => {
  const odd = (length: number) => new Uint8Array(length).fill(0x81);

  it('asks for 64 to 248 bytes', () => {
    for (const length of [64, 65, 128, 248]) expect(isUsableKey({ ...KEY, modulus: odd(length) })).toBe(true);
    for (const length of [0, 1, 63, 249]) expect(isUsableKey({ ...KEY, modulus: odd(length) })).toBe(false);
  });

  it('asks for a first bit set and for an odd number', () => {
    const low = odd(64);
    low[0] = 0x7f;
    const high = odd(64);
    high[0] = 0x80;
    const even = odd(64);
    even[63] = 0x80;
    expect(isUsableKey({ ...KEY, modulus: low })).toBe(false);
    expect(isUsableKey({ ...KEY, modulus: high })).toBe(true);
    expect(isUsableKey({ ...KEY, modulus: even })).toBe(false);
  });

  it('knows the exponents 3 and 65537', () => {
    for (const exponent of ['03', '000003', '010001'])
      expect(isUsableKey({ ...KEY, exponent: fromHex(exponent) })).toBe(true);
    for (const exponent of ['', '00', '01', '02', '05', '0101', '010000', '0100000001', 'FF'.repeat(255), '01000003'])
      expect(isUsableKey({ ...KEY, exponent: fromHex(exponent) })).toBe(false);
  });
});
