import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { des, tripleDes } from '../../src/crypto/des.js';

/** NBS Special Publication 500-20, substitution table test: key, plaintext, ciphertext. Reaches every S-box entry. */
const SUBSTITUTION_TEST = [
  ['7CA110454A1A6E57', '01A1D6D039776742', '690F5B0D9A26939B'],
  ['0131D9619DC1376E', '5CD54CA83DEF57DA', '7A389D10354BD271'],
  ['07A1133E4A0B2686', '0248D43806F67172', '868EBB51CAB4599A'],
  ['3849674C2602319E', '51454B582DDF440A', '7178876E01F19B2A'],
  ['04B915BA43FEB5B6', '42FD443059577FA2', 'AF37FB421F8C4095'],
  ['0113B970FD34F2CE', '059B5E0851CF143A', '86A560F10EC6D85B'],
  ['0170F175468FB5E6', '0756D8E0774761D2', '0CD3DA020021DC09'],
  ['43297FAD38E373FE', '762514B829BF486A', 'EA676B2CB7DB2B7A'],
  ['07A7137045DA2A16', '3BDD119049372802', 'DFD64A815CAF1A0F'],
  ['04689104C2FD3B2F', '26955F6835AF609A', '5C513C9C4886C088'],
  ['37D06BB516CB7546', '164D5E404F275232', '0A2AEEAE3FF4AB77'],
  ['1F08260D1AC2465E', '6B056E18759F5CCA', 'EF1BF03E5DFA575A'],
  ['584023641ABA6176', '004BD6EF09176062', '88BF0DB6D70DEE56'],
  ['025816164629B007', '480D39006EE762F2', 'A1F9915541020B56'],
  ['49793EBC79B3258F', '437540C8698F3CFA', '6FBF1CAFCFFD0556'],
  ['4FB05E1515AB73A7', '072D43A077075292', '2F22E49BAB7CA1AC'],
  ['49E95D6D4CA229BF', '02FE55778117F12A', '5A6B612CC26CCE4A'],
  ['018310DC409B26D6', '1D9D5C5018F728C2', '5F4C038ED12B2E41'],
  ['1C587F1C13924FEF', '305532286D6F295A', '63FAC0D034D9F793'],
];

/** NIST SP 800-67, appendix B: three keys, "The qufck brown fox jump" in three blocks. */
const TRIPLE_KEY = '0123456789ABCDEF 23456789ABCDEF01 456789ABCDEF0123';
const TRIPLE_BLOCKS = [
  ['5468652071756663', 'A826FD8CE53B855F'],
  ['6B2062726F776E20', 'CCE21C8112256FE6'],
  ['666F78206A756D70', '68D5C05DD9B6B900'],
];

describe('des', () => {
  it('passes the substitution table test of NBS SP 500-20', () => {
    for (const [key, plain, cipher] of SUBSTITUTION_TEST) {
      expect(toHex(des(fromHex(key)).encrypt(fromHex(plain)))).toBe(cipher);
      expect(toHex(des(fromHex(key)).decrypt(fromHex(cipher)))).toBe(plain);
    }
  });

  it('ignores the parity bits of the key', () => {
    const cipher = des(fromHex('133457799BBCDFF1'));
    const flipped = des(fromHex('123556789ABDDEF0'));
    expect(toHex(cipher.encrypt(fromHex('0123456789ABCDEF')))).toBe('85E813540F0AB405');
    expect(toHex(flipped.encrypt(fromHex('0123456789ABCDEF')))).toBe('85E813540F0AB405');
  });

  it('undoes itself under a weak key, as FIPS 74 says', () => {
    for (const weak of ['0101010101010101', 'FEFEFEFEFEFEFEFE', 'E0E0E0E0F1F1F1F1', '1F1F1F1F0E0E0E0E']) {
      const cipher = des(fromHex(weak));
      expect(toHex(cipher.encrypt(cipher.encrypt(fromHex('A1A2A3A4A5A6A7A8'))))).toBe('A1A2A3A4A5A6A7A8');
    }
  });

  it('keeps its own schedule and leaves the block alone', () => {
    const key = fromHex('133457799BBCDFF1');
    const block = fromHex('0123456789ABCDEF');
    const cipher = des(key);
    key.fill(0);
    expect(toHex(cipher.encrypt(block))).toBe('85E813540F0AB405');
    expect(toHex(cipher.decrypt(cipher.encrypt(block)))).toBe('0123456789ABCDEF');
    expect(toHex(block)).toBe('0123456789ABCDEF');
  });

  it('takes keys and blocks of eight bytes only', () => {
    expect(() => des(new Uint8Array(7))).toThrow('a DES key is 8 bytes');
    expect(() => des(new Uint8Array(16))).toThrow('a DES key is 8 bytes');
    expect(() => des(new Uint8Array(8)).encrypt(new Uint8Array(9))).toThrow('a DES block is 8 bytes');
    expect(() => des(new Uint8Array(8)).decrypt(new Uint8Array(7))).toThrow('a DES block is 8 bytes');
  });
});

describe('tripleDes', () => {
  it('passes the example of NIST SP 800-67 with three keys', () => {
    const cipher = tripleDes(fromHex(TRIPLE_KEY));
    for (const [plain, encrypted] of TRIPLE_BLOCKS) {
      expect(toHex(cipher.encrypt(fromHex(plain)))).toBe(encrypted);
      expect(toHex(cipher.decrypt(fromHex(encrypted)))).toBe(plain);
    }
  });

  it('takes 16 bytes for K1 K2 K1', () => {
    const two = tripleDes(fromHex('0123456789ABCDEF 23456789ABCDEF01'));
    const three = tripleDes(fromHex('0123456789ABCDEF 23456789ABCDEF01 0123456789ABCDEF'));
    const block = fromHex('5468652071756663');
    expect(toHex(two.encrypt(block))).toBe(toHex(three.encrypt(block)));
    expect(toHex(two.decrypt(block))).toBe(toHex(three.decrypt(block)));
  });

  it('is single DES where the keys are the same', () => {
    const cipher = tripleDes(fromHex('133457799BBCDFF1 133457799BBCDFF1'));
    expect(toHex(cipher.encrypt(fromHex('0123456789ABCDEF')))).toBe('85E813540F0AB405');
  });

  it('takes keys of 16 or 24 bytes and blocks of eight', () => {
    expect(() => tripleDes(new Uint8Array(8))).toThrow('a 3DES key is 16 or 24 bytes');
    expect(() => tripleDes(new Uint8Array(32))).toThrow('a 3DES key is 16 or 24 bytes');
    expect(() => tripleDes(new Uint8Array(16)).encrypt(new Uint8Array(16))).toThrow('a DES block is 8 bytes');
  });
});
