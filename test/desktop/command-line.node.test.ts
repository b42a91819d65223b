/** `ssc` as its user runs it: a process, its files, its exit status. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseTraceLine } from '../../src/app/trace/jsonl.js';

const TOP = fileURLToPath(new URL('../../', import.meta.url));
const DRAWER = mkdtempSync(join(tmpdir(), 'ssc-'));
afterAll(() => rmSync(DRAWER, { recursive: true }));

const inDrawer = (name: string): string => join(DRAWER, name);
const sample = (name: string): string => `hosts/samples/cards/${name}.json`;

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function ssc(...args: string[]): Ran {
  const program = join(TOP, 'node_modules/.bin/tsx');
  const { status, stdout, stderr } = spawnSync(program, ['hosts/desktop/ssc.ts', ...args], {
    cwd: TOP,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** One complaint on standard error, nothing on standard output, exit status 2. */
function expectUsageError(ran: Ran, complaint: RegExp): void {
  expect(ran.stderr).toMatch(complaint);
  expect(ran.stderr).toMatch(/^ssc: [^\n]+\n$/);
  expect(ran.stdout).toBe('');
  expect(ran.status).toBe(2);
}

const NUMBERS = ['990100199001010012', 'A00000011'];

describe('ssc visit identify', () => {
  it('shows transcript, screens and slip as plain text in a pipe, and exits 0', () => {
    const { status, stdout, stderr } = ssc('visit', 'identify', '--card', sample('v2-des'));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(stdout).toContain('身份已核验  Identity verified');
    expect(stdout).toMatch(/姓名 Name +张测试/);
    const transcript = stdout
      .split('\n')
      .filter((line) => /ms (icc|sam1|pin-pad) /.test(line) || /^ {23}[0-9A-F*]+$/.test(line));
    expect(transcript.length).toBeGreaterThan(40);
    for (const number of NUMBERS) expect(transcript.join('\n')).not.toContain(number);
  });

  it('says the result as JSON and nothing else, with numbers masked, and writes the transcript', () => {
    const run = (name: string) =>
      ssc('visit', 'identify', '--card', sample('v2-des'), '--seed', '7', '--json', '--trace', inDrawer(name));
    const first = run('first.jsonl');
    expect(first.stderr).toBe('');
    expect(first.status).toBe(0);
    const result = JSON.parse(first.stdout);
    expect(result).toMatchObject({
      visit: 'identify',
      outcome: 'done',
      identity: { name: '张测试', personNumber: '99**************12', cardNumber: 'A0*****11', algorithm: 'DES' },
      cardExchanges: 9,
      psamExchanges: 11,
    });
    const transcript = readFileSync(inDrawer('first.jsonl'), 'utf8');
    const lines = transcript.trimEnd().split('\n');
    expect(lines.map(parseTraceLine).filter(({ port, bytes }) => port === 'icc' && bytes).length).toBeGreaterThan(15);
    for (const number of NUMBERS) expect(first.stdout + transcript).not.toContain(number);

    const second = run('second.jsonl');
    expect(second.stdout).toBe(first.stdout);
    expect(readFileSync(inDrawer('second.jsonl'), 'utf8')).toBe(transcript);
  });

  it('says the numbers whole where that is asked for; another seed is another conversation', () => {
    const trace = inDrawer('unmasked.jsonl');
    const { status, stdout } = ssc(
      'visit',
      'identify',
      '--card',
      sample('v2-des'),
      '--seed',
      '8',
      '--json',
      '--unmasked',
      '--trace',
      trace,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).identity).toMatchObject({ personNumber: NUMBERS[0], cardNumber: NUMBERS[1] });
    const transcript = readFileSync(trace, 'utf8');
    for (const number of NUMBERS) expect(transcript).toContain(number);
    const challenge = (text: string) => /"0088000010([0-9A-F]{32})/.exec(text)?.[1];
    expect(challenge(transcript)).toMatch(/./);
    expect(challenge(transcript)).not.toBe(challenge(readFileSync(inDrawer('first.jsonl'), 'utf8')));
  });

  it('exits 1 when the visit is refused, and says why', () => {
    const { status, stdout, stderr } = ssc('visit', 'identify', '--card', sample('expired'), '--json');
    expect(stderr).toBe('');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'refused',
      reason: 'expired',
      what: { zh: '此卡已过有效期', en: 'This card has expired' },
    });
  });
});

describe('a card in the drawer', () => {
  const image = inDrawer('card.json');
  const household = ['visit', 'enquire', '--card', image, '--files', 'DF01EF05', '--keep', '--json'];
  /** Tries left of the PIN (key type 01) in the kept image. */
  const triesLeft = (): number => {
    const [ssse] = JSON.parse(readFileSync(image, 'utf8')).environments.filter(
      ({ kind }: { kind: string }) => kind === 'SSSE',
    );
    return ssse.keys.find(({ type }: { type: string }) => type === '01').triesLeft;
  };

  it('is personalised, keeps its PIN tries from visit to visit, and gets them back with the right PIN', () => {
    const made = ssc('card', 'new', '--profile', sample('v2-des'), '-o', image);
    expect(made).toEqual({ status: 0, stdout: `${image}: card personalised\n`, stderr: '' });
    expect(triesLeft()).toBe(3);

    const wrong = ssc(...household, '--pin', '654321', '--pin', 'cancel');
    expect(wrong.status).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ outcome: 'refused', reason: 'pin-cancelled' });
    expect(triesLeft()).toBe(2);

    const right = ssc(...household, '--pin', '123456');
    expect(right.status).toBe(0);
    expect(JSON.parse(right.stdout).files[0]).toMatchObject({ file: 'DF01EF05', title: { zh: '户籍' } });
    expect(triesLeft()).toBe(3);
  });
});

describe('bad usage', () => {
  it('is one line on standard error and exit status 2', () => {
    expectUsageError(
      ssc('visit', 'identify', '--card', inDrawer('nowhere.json')),
      /nowhere\.json: cannot be read \(ENOENT\)/,
    );
    expectUsageError(ssc('visit', 'identify', '--card', sample('v2-des'), '--colour'), /Unknown option '--colour'/);
  });

  it('without any word is answered with what there is', () => {
    const bare = ssc();
    expect(bare.status).toBe(2);
    expect(bare.stdout).toContain('ssc visit identify --card FILE');
    const help = ssc('help');
    expect(help).toEqual({ ...bare, status: 0 });
  });
});
