import { describe, expect, it } from 'vitest';
import { KEY_TABLE } from '../../hosts/peers/key-table.js';
import { rootUnder, testRoot } from '../../hosts/peers/keys.js';
import { toHex } from '../../src/base/hex.js';

describe('testRoot', () => {
  it('is the root of sscard.md 16.7', () => {
    expect(toHex(testRoot('IRK'))).toBe('E6EDF4FB020910171E252C333A41484F');
  });

  it('halves the STK family under DES', () => {
    expect(toHex(rootUnder('DES', 'STK'))).toBe('F2F900070E151C23');
    expect(rootUnder('DES', 'STKDF03')).toHaveLength(8);
    expect(rootUnder('SM4', 'STKDF03')).toHaveLength(16);
    expect(rootUnder('DES', 'IRK')).toHaveLength(16);
  });
});

describe('the key table', () => {
  it('has one row a name and one name a PSAM id', () => {
    expect(new Set(KEY_TABLE.map((row) => row.name)).size).toBe(KEY_TABLE.length);
    const ids = KEY_TABLE.flatMap((row) => row.psamId ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(KEY_TABLE).toHaveLength(63);
  });

  it('gives no HSM address to two keys, versions counted', () => {
    const addresses = KEY_TABLE.flatMap(({ hsmAddress, hsmVersions }) =>
      hsmAddress === undefined ? [] : [0, 1, 2].slice(0, hsmVersions).map((version) => hsmAddress + version),
    );
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('follows the PSAM id ranges of SPEC-9 annex A, but for the ids B0 to B4 of later tables', () => {
    for (const { psamId = 0, owner } of KEY_TABLE) {
      const province = (psamId >= 0x10 && psamId < 0x18) || (psamId >= 0x40 && psamId < 0x80);
      expect(owner === 'province' || owner === 'local').toBe(province);
    }
  });

  it('has local card ids in the DFs and global ones in SSSE', () => {
    for (const { cardId, directory, name } of KEY_TABLE) {
      if (cardId === undefined || ['DLK', 'DPK', 'DPK2', 'DPK3'].includes(name)) continue;
      expect(cardId >= 0x80).toBe(directory !== 'SSSE');
    }
  });
});
