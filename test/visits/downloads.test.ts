import { describe, expect, it } from 'vitest';
import { testCaKey } from '../../hosts/peers/bank/ca.js';
import type { Deed } from '../../hosts/peers/line/deeds.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { downloadErrands, withDownloads } from '../../src/visits/downloads.js';
import type { Terminal } from '../../src/visits/terminal.js';
import { flashOf, SMALL } from '../journal/flash-desk.js';
import { type BankTerminal, bankTerminal, TERMINAL_ID } from './bank-terminal.js';

/** RID and index of the CA keys that the terminal believes, and the moduli's first bytes of those of the test bank. */
function keysOf({ payment }: Terminal): string[] {
  return payment.parameters.caKeys
    .filter(({ index }) => index === 0xf8 || index === 0xf7)
    .map(({ rid, index, modulus }) => `${toHex(rid)} ${toHex(Uint8Array.of(index))} ${toHex(modulus.slice(0, 4))}`);
}

const BOTH = ['F8', 'F7'].map((index) => `A000000333 ${index} ${toHex(testCaKey(index as 'F8').modulus.slice(0, 4))}`);

/** Signed in with a host that wants this; `deeds` befall what is sent from then on. */
async function asked(
  wish: 'ca-keys' | 'parameters',
  deeds: readonly (Deed | undefined)[] = [],
  around: Parameters<typeof bankTerminal>[0] = {},
): Promise<BankTerminal> {
  const one = await bankTerminal(around);
  one.bank.wish(TERMINAL_ID, wish);
  await one.desk.ready();
  one.strike(...deeds);
  await downloadErrands(one.terminal);
  return one;
}

const settings = ({ journal }: BankTerminal) => journal.state.settingsOf('').sort();

describe('CA keys that the bank wants the terminal to have', () => {
  it('are believed at once, and after a restart', async () => {
    const one = await asked('ca-keys');
    expect(keysOf(one.terminal).sort()).toEqual([...BOTH].sort());
    expect(settings(one)).toEqual(['ca A000000333 F7', 'ca A000000333 F8']);
    const next = await bankTerminal({ flash: one.world.flash });
    const parameters = withDownloads(next.terminal.payment, next.journal);
    expect(keysOf({ ...next.terminal, payment: { ...next.terminal.payment, parameters } }).sort()).toEqual(
      [...BOTH].sort(),
    );
  });

  it('are not believed by a live terminal: nothing proves that they are the bank’s', async () => {
    const one = await asked('ca-keys', [], { trust: 'live' });
    expect(keysOf(one.terminal)).toEqual([]);
  });

  it('are fetched once: the host has stopped asking', async () => {
    const one = await asked('ca-keys');
    const before = one.sent.length;
    await downloadErrands(one.terminal);
    await one.desk.signIn();
    await downloadErrands(one.terminal);
    expect(one.sent.length).toBe(before + 1);
  });

  it.each([1, 2, 3, 4])(
    'replace nothing where message %i of the download gets no answer, and are fetched the next time',
    async (at) => {
      const one = await asked('ca-keys', [...Array.from({ length: at - 1 }, () => undefined), { deed: 'answer-lost' }]);
      expect(keysOf(one.terminal)).toEqual([]);
      await one.desk.signIn();
      await downloadErrands(one.terminal);
      expect(keysOf(one.terminal)).toHaveLength(2);
    },
  );

  it('are kept before the host hears that they came', async () => {
    const one = await bankTerminal();
    one.bank.wish(TERMINAL_ID, 'ca-keys');
    await one.desk.ready();
    const { bankLine } = one.world;
    const kept: number[] = [];
    const send = bankLine.send.bind(bankLine);
    bankLine.send = async (bytes) => {
      kept.push(settings(one).length);
      return await send(bytes);
    };
    await downloadErrands(one.terminal);
    // Two queries, two keys, and the end.
    expect(kept).toEqual([0, 0, 0, 0, 2]);
  });

  it('that the journal has no room for are asked for again', async () => {
    const one = await asked('ca-keys', [], { flash: flashOf({ ...SMALL, unitLength: 512 }) });
    expect(one.sent.map((line) => line.slice(0, 4))).toEqual(['0800', '0820', '0820', '0800', '0800']);
    expect(one.desk.errands).toEqual(['ca-keys']);
  });

  it('take the place of those that were there: what the bank does not name goes', async () => {
    const one = await bankTerminal();
    await one.journal.keep('ca A000000333 99', fromHex('9F0605A000000333'));
    await one.journal.keep('aid A000000333010199', fromHex('9F0605A000000333'));
    one.bank.wish(TERMINAL_ID, 'ca-keys');
    await one.desk.ready();
    await downloadErrands(one.terminal);
    expect(settings(one)).toEqual(['aid A000000333010199', 'ca A000000333 F7', 'ca A000000333 F8']);
  });
});

describe('chip parameters that the bank wants the terminal to have', () => {
  it('take the place of the terminal’s own, with its default TDOL', async () => {
    const one = await asked('parameters');
    expect(settings(one)).toEqual(['aid A000000333010101']);
    const { parameters, ownParameters } = one.terminal.payment;
    expect(parameters.applications).toHaveLength(1);
    const [row] = parameters.applications;
    expect([toHex(row.aid), toHex(row.defaultDdol), row.floorLimit]).toEqual(['A000000333010101', '9F3704', 0]);
    expect(row.defaultTdol).toBe(ownParameters.applications[0].defaultTdol);
  });
});

describe('what is kept and cannot be read', () => {
  it.each(['9F06', '9F0605A000000333', '00'])('is left out: %s', async (value) => {
    const one = await bankTerminal();
    await one.journal.keep('ca A000000333 F8', fromHex(value));
    await one.journal.keep('aid A000000333010101', fromHex(value));
    const { ownParameters } = one.terminal.payment;
    const parameters = withDownloads(one.terminal.payment, one.journal);
    expect(parameters.caKeys).toEqual(ownParameters.caKeys);
    expect(parameters.applications).toEqual(ownParameters.applications);
  });
});
