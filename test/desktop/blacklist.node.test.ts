/** `ssc blacklist` and a visit that goes by what it has made: files in, files out, one line of words. */

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { blacklistCommand } from '../../hosts/desktop/blacklist.js';
import { samplePath } from '../../hosts/desktop/files.js';
import { UsageError } from '../../hosts/desktop/usage.js';
import { visitCommand } from '../../hosts/desktop/visit.js';

const DRAWER = mkdtempSync(join(tmpdir(), 'ssc-'));
afterAll(() => rmSync(DRAWER, { recursive: true }));

const inDrawer = (name: string): string => join(DRAWER, name);
const LIST = samplePath('blacklist.json');

/** What a command writes, and its status behind it. */
async function said(command: typeof blacklistCommand, ...args: string[]): Promise<string> {
  let written = '';
  const status = await command(args, (text) => {
    written += text;
  });
  return `${written}${status}`;
}

const blacklist = (...args: string[]) => said(blacklistCommand, ...args);

async function complaint(...args: string[]): Promise<string> {
  try {
    return await blacklist(...args);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** The reason of a visit's refusal, or what became of it. */
async function identified(card: string, ...args: string[]): Promise<string> {
  const path = samplePath(`cards/${card}.json`);
  const text = await said(visitCommand, 'identify', '--card', path, '--json', ...args);
  const { outcome, reason } = JSON.parse(text.slice(0, text.lastIndexOf('}') + 1));
  return reason ?? outcome;
}

describe('ssc blacklist', () => {
  it('publishes, loads and shows, and a visit goes by what was loaded', async () => {
    const [store, first, second] = ['store.bin', 'first.bin', 'second.bin'].map(inDrawer);
    const fewer = inDrawer('fewer.json');
    writeFileSync(
      fewer,
      JSON.stringify({ format: 'ssc-blacklist/1', entries: [{ from: 'T99010001', to: 'T99010009' }] }),
    );
    const edition = ['--entries', LIST, '--now', '20260601080000'];
    expect(await blacklist('publish', ...edition, '--version', '7', '-o', first)).toBe(`${first}: full version 7\n0`);
    const change = ['--entries', fewer, '--before', LIST, '--base', '7', '--version', '8', '-o', second];
    expect(await blacklist('publish', ...change)).toBe(`${second}: incremental version 8\n0`);

    expect(await blacklist('load', second, '--store', store)).toMatch(
      /builds on another version.*\n.*full blacklist\n1$/,
    );
    expect(await blacklist('load', first, '--store', store)).toMatch(
      /Version 7, 20260601080000: 1 .*cards, 1 .*current\n0$/,
    );
    expect(statSync(store).size).toBe(4 * 1024 * 1024);
    expect(await identified('blacklisted', '--blacklist-store', store)).toBe('blacklist-suspect');
    expect(await identified('blacklisted', '--blacklist-store', store, '--blacklist', LIST)).toBe('blacklisted-card');
    expect(await identified('blacklisted', '--blacklist-store', store, '--blacklist', fewer)).toBe('done');
    expect(await identified('blacklisted-range', '--blacklist-store', store)).toBe('blacklisted-range');
    expect(await identified('v2-des', '--blacklist-store', store)).toBe('done');

    expect(JSON.parse((await blacklist('load', second, '--store', store, '--json')).slice(0, -1))).toEqual({
      outcome: 'done',
      version: 8,
    });
    expect(await identified('blacklisted', '--blacklist-store', store)).toBe('done');
    expect(await blacklist('show', '--store', store, '--now', '20260610000000')).toMatch(/over 7 days old.*\n0$/);
    expect(await blacklist('show', '--store', store, '--now', '20260801000000')).toMatch(/over 30 days old.*\n0$/);
    const late = ['--blacklist-store', store, '--now', '20260801000000'];
    expect(await identified('v2-des', ...late)).toBe('blacklist-unavailable');
    expect(JSON.parse((await blacklist('show', '--store', store, '--json')).slice(0, -1))).toMatchObject({
      version: 8,
    });
  });

  it('mends a head that was broken, and keeps the flash', async () => {
    const [store, update] = ['mended.bin', 'update.bin'].map(inDrawer);
    await blacklist('publish', '--entries', LIST, '--version', '1', '-o', update);
    await blacklist('load', update, '--store', store);
    const whole = readFileSync(store);
    const broken = Buffer.from(whole);
    broken[0] ^= 1;
    writeFileSync(store, broken);
    expect(await identified('v2-des', '--blacklist-store', store)).toBe('done');
    expect(readFileSync(store).equals(whole)).toBe(true);
  });

  it.each([
    [[], /blacklist what\?/],
    [['burn'], /blacklist what\?/],
    [['load'], /blacklist what\?/],
    [['publish', 'twice'], /blacklist what\?/],
    [['show', '--all'], /--all/],
    [['show'], /--store FILE is missing/],
    [['show', '--store', '/nowhere/at/all'], /cannot be read \(ENOENT\)/],
    [['show', '--store', LIST], /a flash is 4194304 bytes/],
    [['load', LIST], /--store FILE is missing/],
    [['load', '/nowhere/at/all', '--store', inDrawer('x')], /cannot be read \(ENOENT\)/],
    [['publish'], /-o FILE is missing/],
    [['publish', '-o', inDrawer('x')], /--entries FILE is missing/],
    [['publish', '-o', inDrawer('x'), '--entries', LIST], /--version N is missing/],
    [['publish', '-o', inDrawer('x'), '--entries', LIST, '--version', '0'], /--version is a whole number/],
    [['publish', '-o', inDrawer('x'), '--entries', LIST, '--version', '4294967296'], /--version is a whole number/],
    [['publish', '-o', inDrawer('x'), '--entries', LIST, '--version', '2', '--before', LIST], /--base N is missing/],
    [['publish', '-o', inDrawer('x'), '--entries', LIST, '--version', '2', '--now', '2026'], /--now is YYYY/],
    [['publish', '-o', DRAWER, '--entries', LIST, '--version', '2'], /cannot be written/],
  ] as const)('says what is wrong: %j', async (args, words) => {
    expect(await complaint(...args)).toMatch(words);
  });

  it('refuses a file that is no update, and says what to do', async () => {
    const store = inDrawer('other.bin');
    expect(await blacklist('load', LIST, '--store', store)).toMatch(/no blacklist update.*\n.*Check the file.*\n1$/);
    expect(await blacklist('show', '--store', store)).toBe('无黑名单  No blacklist\n0');
  });
});
