import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeDol } from '../../src/codec/dol.js';
import { TSI, TVR } from '../../src/pse/bits.js';
import { formatOf, isWellFormed } from '../../src/pse/data-formats.js';
import { dolData, fillTerminalObjects, resolve } from '../../src/pse/terminal-objects.js';
import { scripted } from '../card/scripted-reader.js';
import { application, stateFor } from './setting.js';

const { session: card } = scripted();
const shown = (bytes: Uint8Array | undefined): string | undefined => bytes && toHex(bytes);

describe('the terminal own objects', () => {
  it('are what the transaction, the terminal and the application table say', async () => {
    const floor = application('A0000003330101', { floorLimit: 50000 });
    const state = stateFor(card, {}, { transaction: { otherAmount: 5600 }, parameters: { applications: [floor] } });
    await fillTerminalObjects(state);
    const objects = Object.fromEntries(
      [...state.terminal.entries()].map(([tag, value]) => [tag.toString(16), toHex(value)]),
    );
    expect(objects).toEqual({
      '9f02': '000000001234',
      '81': '000004D2',
      '9f03': '000000005600',
      '9f04': '000015E0',
      '5f2a': '0156',
      '5f36': '02',
      '9a': '150708',
      '9f21': '131415',
      '9c': '00',
      '9f39': '05',
      '9f41': '00000042',
      '9f1a': '0156',
      '9f33': 'E0F9C8',
      '9f35': '22',
      '9f40': 'FF80F0F001',
      '9f1c': '3132333435363738',
      '9f1e': '534E303030303432',
      '9f16': '383938313030303132333435363738',
      '9f4e': 'C8CBC3F1D2BDD4BA',
      '9f15': '8062',
      '9f01': '000048021000',
      '9f06': 'A000000333010101',
      '9f09': '0020',
      '9f1b': '0000C350',
      '9f7a': '00',
      '9f37': 'DEADBEEF',
    });
  });

  it('name the kind of transaction by 9C', async () => {
    const kinds = [
      ['purchase', '00'],
      ['cash', '01'],
      ['refund', '20'],
      ['balance', '31'],
    ] as const;
    for (const [kind, code] of kinds) {
      const state = stateFor(card, {}, { transaction: { kind } });
      await fillTerminalObjects(state);
      expect(shown(resolve(state, 0x9c))).toBe(code);
    }
  });

  it('have no binary amount above four bytes', async () => {
    const state = stateFor(card, {}, { transaction: { amount: 999_999_999_999 } });
    await fillTerminalObjects(state);
    expect(shown(resolve(state, 0x9f02))).toBe('999999999999');
    expect(resolve(state, 0x81)).toBeUndefined();
  });
});

describe('resolving a tag', () => {
  it('gives TVR and TSI as they are at that moment', async () => {
    const state = stateFor(card);
    await fillTerminalObjects(state);
    expect(shown(resolve(state, 0x95))).toBe('0000000000');
    state.tvr.set(TVR.floorLimitExceeded);
    state.tsi.set(TSI.terminalRiskManagementPerformed);
    expect(shown(resolve(state, 0x95))).toBe('0000008000');
    expect(shown(resolve(state, 0x9b))).toBe('0800');
  });

  it('prefers the terminal object over one of the card with its tag', async () => {
    const state = stateFor(card, { '9F37': '00000000', '95': 'FFFFFFFFFF', '5A': '6210FF' });
    await fillTerminalObjects(state);
    expect(shown(resolve(state, 0x9f37))).toBe('DEADBEEF');
    expect(shown(resolve(state, 0x95))).toBe('0000000000');
    expect(shown(resolve(state, 0x5a))).toBe('6210FF');
    expect(resolve(state, 0x9f66)).toBeUndefined();
  });

  it('fills a DOL by the format of each tag', async () => {
    const state = stateFor(card, { '5A': '6210999900000000', '9F4E': '00' });
    await fillTerminalObjects(state);
    const dol = decodeDol(fromHex('9F0204 9F0208 5A0A 5A04 9F1E0A 9F3702 9F7A01 9F6604'));
    expect(toHex(dolData(state, dol))).toBe(
      '00001234 0000000000001234 6210999900000000FFFF 62109999 534E3030303034320000 DEAD 00 00000000'.replaceAll(
        ' ',
        '',
      ),
    );
  });
});

describe('formats of data objects', () => {
  it('know numeric and compressed numeric tags', () => {
    expect([0x9f02, 0x9a, 0x5f2a, 0x9f41, 0x5a, 0x9f37, 0x95, 0x9f1e].map(formatOf)).toEqual([
      'n',
      'n',
      'n',
      'n',
      'cn',
      'other',
      'other',
      'other',
    ]);
  });

  it('accept well-formed values and tags they do not know', () => {
    const good = [
      [0x5a, '6210999900000001'],
      [0x5a, '6210999900000000019F'],
      [0x5f24, '991231'],
      [0x5f24, '000101'],
      [0x8c, '9F3704'],
      [0x8c, ''],
      [0x8e, '0000000000000000'],
      [0x8e, '00000000000000001F00'],
      [0x9f07, 'FF00'],
      [0x5f34, '01'],
      [0xdf77, ''],
      [0x8f, ''],
      [0x9f0d, 'FFFFFFFFFF'],
    ] as const;
    expect(good.filter(([tag, value]) => !isWellFormed(tag, fromHex(value)))).toEqual([]);
  });

  it('refuse malformed ones', () => {
    const bad = [
      [0x5a, '6210A9'],
      [0x5a, '62F0'],
      [0x5a, 'FF'],
      [0x5a, '62109999000000000001'],
      [0x5a, '6210999900000000000001'],
      [0x5f24, '9912'],
      [0x5f24, '991331'],
      [0x5f24, '990031'],
      [0x5f24, '991232'],
      [0x5f24, '991200'],
      [0x5f24, '9A1231'],
      [0x5f25, '20990101'],
      [0x8c, '9F37'],
      [0x8d, '95'],
      [0x97, '9F'],
      [0x8e, '00000000000000'],
      [0x8e, '000000000000'],
      [0x8e, '00000000000000001F'],
      [0x9f07, 'FF'],
      [0x9f08, '000020'],
      [0x9f0d, 'FFFFFFFF'],
      [0x9f0e, ''],
      [0x9f0f, '000000000000'],
      [0x5f28, '01'],
      [0x5f28, '0A56'],
      [0x5f34, '0001'],
      [0x9f14, ''],
      [0x9f23, '0000'],
      [0x9f42, '0F56'],
      [0x9f44, '02 02'],
      [0x5f30, '02'],
      [0x9f62, '0000'],
    ] as const;
    expect(bad.filter(([tag, value]) => isWellFormed(tag, fromHex(value)))).toEqual([]);
  });
});
