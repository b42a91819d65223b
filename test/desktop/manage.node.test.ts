/** `ssc visit` for the visits that change a card: arguments, results, and the card that is kept. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cardCommand } from '../../hosts/desktop/card-new.js';
import { samplePath } from '../../hosts/desktop/files.js';
import { UsageError } from '../../hosts/desktop/usage.js';
import { visitCommand } from '../../hosts/desktop/visit.js';

const DRAWER = mkdtempSync(join(tmpdir(), 'ssc-'));
afterAll(() => rmSync(DRAWER, { recursive: true }));

const CARD = samplePath('cards/v2-des.json');

/** Exit status and result, or the complaint. */
async function ssc(...args: string[]): Promise<{ status: number; json: Record<string, unknown> } | string> {
  let written = '';
  try {
    const status = await visitCommand([...args, '--json'], (text) => {
      written += text;
    });
    return { status, json: JSON.parse(written) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(written).toBe('');
    return error.message;
  }
}

describe('a card that is kept', () => {
  it('has the new PIN, the new data and the block at the next visit', async () => {
    const card = join(DRAWER, 'my.card.json');
    cardCommand(['new', '--profile', CARD, '-o', card], () => {});
    const kept = ['--card', card, '--keep'];
    const change = await ssc('change-pin', ...kept, '--pin', '123456', '--pin', '97531', '--pin', '97531');
    expect(change).toMatchObject({ status: 0, json: { visit: 'change-pin', outcome: 'done', pin: 'changed' } });
    expect(await ssc('verify-pin', ...kept, '--pin', '97531')).toMatchObject({ status: 0, json: { pin: 'verified' } });

    const data = ['--address', 'DF01EF05|21|$', '--data', 'DF01EF05|虚构路2号|$'];
    expect(await ssc('write', ...kept, ...data)).toMatchObject({
      status: 0,
      json: { items: [{ file: 'DF01EF05', item: '21', state: 'written' }] },
    });
    const address = ['--address', 'SSSEEF05|07|$DF01EF05|21|$', '--by', 'key'];
    expect(await ssc('read', ...kept, ...address)).toMatchObject({
      json: { answer: 'SSSEEF05|A0*****11|$DF01EF05|虚构路2号|$' },
    });
    expect(await ssc('read', ...kept, ...address, '--unmasked')).toMatchObject({
      json: { answer: 'SSSEEF05|A00000011|$DF01EF05|虚构路2号|$' },
    });
    const read = await ssc('enquire', ...kept, '--files', 'DF01EF05', '--by', 'key');
    expect(JSON.stringify(read)).toContain('"text":"虚构路2号"');

    const reload = await ssc('reload-pin', ...kept, '--pin', '1234', '--pin', '1234');
    expect(reload).toMatchObject({ json: { pin: 'reloaded' } });
    expect(await ssc('unblock-pin', ...kept)).toMatchObject({ json: { pin: 'unblocked' } });
    expect(await ssc('remove-pin', ...kept, '--pin', '1234')).toMatchObject({ json: { pin: 'removed' } });
    expect(await ssc('block', ...kept, '--target', 'DF04', '--press', '1')).toMatchObject({ json: { target: 'DF04' } });
    expect(await ssc('enquire', ...kept, '--files', 'DF04EF05', '--by', 'key')).toMatchObject({
      status: 1,
      json: { reason: 'application-blocked' },
    });
    expect(readFileSync(card, 'utf8')).not.toContain('97531');
  });
});

describe('a result', () => {
  it('says which rule a write broke, and of what', async () => {
    const broken = await ssc('write', '--card', CARD, '--address', 'DF01EF05|0E|$', '--data', 'DF01EF05|9901|$');
    expect(broken).toMatchObject({
      status: 1,
      json: { reason: 'write-malformed', file: 'DF01EF05', tag: '0E', rule: 'digit-count', cardExchanges: 0 },
    });
  });

  it('says what a listed card has come to', async () => {
    const card = samplePath('cards/blacklisted.json');
    const met = await ssc('identify', '--card', card, '--on-blacklisted', 'block-card');
    expect(met).toMatchObject({ status: 1, json: { reason: 'blacklisted-card', aftermath: { left: 'blocked' } } });
  });

  it('obeys the rules of the initial PIN', async () => {
    const rules = ['--initial-pin', '123456', '--initial-pin-rule', 'no-use', '--initial-pin-rule', 'no-return'];
    const verify = await ssc('verify-pin', '--card', CARD, '--pin', '123456', ...rules);
    expect(verify).toMatchObject({ json: { reason: 'pin-initial' } });
    const back = await ssc('reload-pin', '--card', CARD, '--pin', '123456', '--pin', '123456', ...rules);
    expect(back).toMatchObject({ json: { reason: 'pin-not-initial-again' } });
  });
});

describe('arguments', () => {
  it.each([
    [['read'], /--address is missing/],
    [['write', '--data', 'x'], /--address is missing/],
    [['write', '--address', 'DF01EF05|21|$'], /--data is missing/],
    [['write', '--address', 'x', '--data', 'x', '--by', 'force'], /--by is pin or key/],
    [['write', '--address', 'x', '--data', 'x', '--meaning', '3.0'], /--meaning is own or 2\.0/],
    [['block'], /--target is card, SSSE, DF03 or DF04, not ''/],
    [['block', '--target', 'DF01'], /--target is card, SSSE, DF03 or DF04, not 'DF01'/],
    [['identify', '--on-blacklisted', 'burn'], /--on-blacklisted is refuse, block-application or block-card/],
    [['identify', '--initial-pin-rule', 'never'], /--initial-pin-rule is no-use or no-return/],
  ] as const)('are what they must be: %j', async (args, words) => {
    expect(await ssc(...args, '--card', CARD)).toMatch(words);
  });

  it('do not repeat what was meant to be a PIN', async () => {
    const complaint = await ssc('verify-pin', '--card', CARD, '--initial-pin', '12345S');
    expect(complaint).toBe('--initial-pin takes 4 to 12 digits');
  });
});
