/** Everything that a user can hand over wrong, and the line that says so. Nothing secret in any of them. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cardCommand } from '../../hosts/desktop/card-new.js';
import { samplePath } from '../../hosts/desktop/files.js';
import { seedOf, UsageError } from '../../hosts/desktop/usage.js';
import { visitCommand } from '../../hosts/desktop/visit.js';

const DRAWER = mkdtempSync(join(tmpdir(), 'ssc-'));
afterAll(() => rmSync(DRAWER, { recursive: true }));

const CARD = samplePath('cards/v2-des.json');
const PSAM = samplePath('psams/full.json');

function file(name: string, content: string): string {
  const path = join(DRAWER, name);
  writeFileSync(path, content);
  return path;
}

const changed = (path: string, changes: object): string =>
  JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes });

/** The complaint about these arguments of `ssc visit`; what else it wrote is an error of its own. */
async function complaint(...args: string[]): Promise<string> {
  let written = '';
  try {
    await visitCommand(args, (text) => {
      written += text;
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(written).toBe('');
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  return `no complaint, but ${written.length} characters`;
}

const identify = (...args: string[]) => complaint('identify', '--card', CARD, '--json', ...args);

describe('ssc visit', () => {
  it.each([
    [[], /visit what\? one or more of identify, /],
    [['pay'], /visit what\? 'pay'/],
    [['identify', 'twice', '--card', CARD], /visit what\? 'twice'/],
    [['identify'], /--card FILE is missing/],
    [['identify', '--card'], /--card/],
    [['identify', '--card', CARD, '--seed', '-1'], /--seed/],
    [['identify', '--card', CARD, '--json=yes'], /--json/],
  ] as const)('wants its words in order: %s', async (args, words) => {
    expect(await complaint(...args)).toMatch(words);
  });

  it.each([
    ['--seed', 'x'],
    ['--seed', '1.5'],
    ['--seed', '4294967296'],
    ['--seed', '99999999999'],
    ['--now', '2026'],
    ['--now', '20261301000000'],
    ['--now', '20260231000000'],
    ['--now', '20260601240000'],
    ['--now', '20260601096000'],
    ['--now', '202606010900001'],
    ['--profile', 'bank'],
    ['--pin', '12a4'],
    ['--pin', ''],
    ['--psam', CARD],
    ['--blacklist', CARD],
    ['--trace', DRAWER],
  ])('wants a value that there is: %s %s', async (option, value) => {
    expect(await identify(option, value)).toMatch(new RegExp(`${option}|blacklist|psam|cannot be written`));
  });

  it('takes the ends of the ranges', async () => {
    for (const args of [
      ['--seed', '0'],
      ['--seed', '4294967295'],
      ['--now', '20280229235959'],
      ['--pin', '1'.repeat(16)],
    ]) {
      expect(await identify(...args)).toMatch(/^no complaint/);
    }
  });

  it('does not repeat what was meant to be a PIN', async () => {
    expect(await identify('--pin', '1234S6')).not.toContain('1234S6');
  });

  it.each([
    [['--files', ''], /--files is missing/],
    [[], /--files is missing/],
    [['--files', 'DF01EF05,DF99EF05'], /'DF99EF05' is no file name/],
    [['--files', 'df01ef05'], /'df01ef05' is no file name/],
    [['--files', 'DF01EF05', '--by', 'force'], /--by is pin or key, not 'force'/],
  ] as const)('enquire wants names of files: %s', async (args, words) => {
    expect(await complaint('enquire', '--card', CARD, '--json', ...args)).toMatch(words);
  });

  it('wants files that can be read and are what they should be', async () => {
    mkdirSync(join(DRAWER, 'folder'));
    const cards: readonly (readonly [string, RegExp])[] = [
      [join(DRAWER, 'nowhere.json'), /nowhere\.json: cannot be read \(ENOENT\)$/],
      [join(DRAWER, 'folder'), /folder: cannot be read \(EISDIR\)$/],
      [file('empty.json', ''), /empty\.json: .*not JSON/],
      [file('text.json', '{"format":'), /text\.json: .*not JSON/],
      [file('binary.json', '\u0000\ufffd'), /binary\.json: .*not JSON/],
      [file('list.json', '[]'), /list\.json: /],
      [file('other.json', '{"format":"ssc-card-profile/9"}'), /other\.json: /],
      [file('pin.json', changed(CARD, { pin: '12' })), /pin\.json: .*pin/],
      [file('more.json', changed(CARD, { colour: 'red' })), /more\.json: .*colour/],
      [PSAM, /full\.json: /],
    ];
    for (const [path, words] of cards) expect(await complaint('identify', '--card', path, '--json')).toMatch(words);
  });

  it('does not say what stood where a key should be', async () => {
    const image = join(DRAWER, 'image.json');
    cardCommand(['new', '--profile', CARD, '-o', image], () => {});
    const text = readFileSync(image, 'utf8');
    expect(text).toContain('BA760E19DA84EF45437DBBFF302B2A0D');
    const broken = file(
      'broken.json',
      text.replace('BA760E19DA84EF45437DBBFF302B2A0D', 'BA760E19DA84EF45437DBBFF302B2A0'),
    );
    const said = await complaint('identify', '--card', broken, '--json');
    expect(said).toMatch(/broken\.json: card-image: /);
    expect(said).not.toContain('BA760E19');
  });

  it('keeps images only', async () => {
    expect(await identify('--keep')).toMatch(/--keep needs a card image; make one: ssc card new/);
  });
});

describe('ssc card new', () => {
  const made = (...args: string[]): string => {
    try {
      cardCommand(args, () => {});
      return 'made';
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return error.message;
    }
  };
  const OUTPUT = join(DRAWER, 'new.json');

  it.each([
    [[], /card what\? only: card new/],
    [['old'], /card what\? only: card new/],
    [['new'], /--profile FILE is missing/],
    [['new', '--profile', CARD], /-o FILE is missing/],
    [['new', '--profile', CARD, '-o', OUTPUT, '--seed', '9999999999'], /--seed is a whole number from 0 to 4294967295/],
    [['new', '--profile', PSAM, '-o', OUTPUT], /full\.json: /],
    [['new', '--profile', CARD, '-o', DRAWER], /cannot be written \(EISDIR\)/],
    [['new', '--profile', CARD, '-o', OUTPUT, '--json'], /Unknown option '--json'/],
  ] as const)('wants its words in order: %s', (args, words) => {
    expect(made(...args)).toMatch(words);
  });

  it('makes the same card of the same seed, and takes no image for a description', () => {
    const again = join(DRAWER, 'again.json');
    expect(made('new', '--profile', CARD, '-o', OUTPUT, '--seed', '5')).toBe('made');
    expect(made('new', '--profile', CARD, '-o', again, '--seed', '5')).toBe('made');
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(OUTPUT, 'utf8'));
    expect(made('new', '--profile', OUTPUT, '-o', again)).toMatch(/is a card image already, not a description/);
  });
});

describe('a seed', () => {
  it('is a whole number of 32 bits', () => {
    expect(seedOf('007')).toBe(7);
    for (const text of ['', ' 1', '0x10', '１', '1e3']) expect(() => seedOf(text)).toThrow(UsageError);
  });
});
