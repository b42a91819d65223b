/** The witnesses' session, process 1 of its namespaces (run.ts): says `ok` or `FAIL` of each thing that must be found. */

import { readFileSync, writeFileSync } from 'node:fs';
import { TOP } from '../files.js';
import { nodeAt, type Reading, readWithCardpeek, unpackCardpeek } from './cardpeek.js';
import {
  CARD_WITH_PDOL,
  DEBIT_CARD,
  type Expectation,
  KEPT_COUNTER,
  PDOL,
  PDOL_EXCHANGE,
  SEVERAL_APPLICATIONS,
  SOCIAL_SIDE,
} from './expected.js';
import { program, ssc, withCard } from './programs.js';
import { DRAWER, furnish, startDaemon } from './room.js';

/** Everything ends by then, whatever hangs. */
const DEADLINE_MS = 120_000;

const SAMPLES = `${TOP}hosts/samples/cards`;

function say(name: string, ok: boolean, detail = ''): void {
  process.stdout.write(ok ? `ok   ${name}\n` : `FAIL ${name}${detail}\n`);
}

function compare(name: string, expected: string | undefined, found: string | undefined): void {
  say(name, found === expected, `: expected ${expected}, found ${found}`);
}

/** A card that has been used: its bank side by cardpeek, its social security side by opensc-tool, and what it kept of that. */
async function usedCard(): Promise<void> {
  const card = `${DRAWER}/used.json`;
  await ssc('card', 'new', '--profile', `${SAMPLES}/v2-des.json`, '-o', card);
  const pay = ['visit', 'purchase', '--card', card, '--pin', '123456', '--keep'];
  await ssc(...pay, '--amount', '12.34');
  await ssc(...pay, '--amount', '56.78', '--now', '20260602101500');
  const read = async () => {
    await askWithOpensc('v2-des', SOCIAL_SIDE);
    await cardpeek('v2-des', DEBIT_CARD);
  };
  await withCard(card, read, '--keep');
  await withCard(card, () => askWithOpensc('v2-des, kept', KEPT_COUNTER));
}

async function cardWithPdol(): Promise<void> {
  const profile = JSON.parse(readFileSync(`${SAMPLES}/v2-des.json`, 'utf8'));
  profile.bank.tags = { '9F38': PDOL };
  const card = `${DRAWER}/with-pdol.json`;
  writeFileSync(card, JSON.stringify(profile));
  await withCard(card, async () => {
    const { exchanges } = await cardpeek('with PDOL', CARD_WITH_PDOL);
    const found = exchanges.filter((exchange) => exchange.startsWith('C:80A8'));
    const ok = found.length === 1 && PDOL_EXCHANGE.test(found[0]);
    say('with PDOL: GET PROCESSING OPTIONS with its data', ok, `: ${found.join(' ')}`);
  });
}

async function severalApplications(): Promise<void> {
  const read = async () => void (await cardpeek('several applications', SEVERAL_APPLICATIONS));
  await withCard(`${SAMPLES}/bank-several-applications.json`, read);
}

async function cardpeek(card: string, expectations: readonly Expectation[]): Promise<Reading> {
  const reading = await readWithCardpeek();
  for (const [path, attribute, value] of expectations) {
    const node = nodeAt(reading.view, path);
    const name = `${card}: ${path}, ${attribute}`;
    if (value === undefined) say(name, node === undefined, ': expected no such node, found one');
    else compare(name, value, node?.attributes.get(attribute));
  }
  say(`${card}: cardpeek has no complaint`, reading.complaints.length === 0, `: ${reading.complaints.join(' ')}`);
  return reading;
}

/** opensc-tool says the ATR, and sends one command after the other. */
async function askWithOpensc(card: string, commands: readonly (readonly [string, string])[]): Promise<void> {
  const sends = commands.flatMap(([command]) => ['-s', command]);
  const { stdout } = await program('opensc-tool', ['-c', 'default', '-r', '0', '-a', ...sends]);
  const [atr, ...said] = stdout.split('Sending: ').map(withoutLetters);
  compare(`${card}: ATR`, '3b:6d:00:00:00:99:54:53:54:99:99:99:01:00:00:00:01', atr);
  commands.forEach(([command, expected], i) => {
    const [, ...answer] = said[i]?.split('\n') ?? [];
    compare(`${card}: ${command}`, expected, answer.join(''));
  });
}

/** opensc-tool's output without what it writes beside each row of 16 bytes, and without spaces. */
function withoutLetters(output: string): string {
  return output
    .split('\n')
    .map((line) => (/^(?:[0-9A-F]{2} ){1,16}/.exec(line)?.[0] ?? line).replaceAll(' ', ''))
    .filter((line) => line !== '')
    .join('\n');
}

async function main(): Promise<void> {
  await furnish();
  await unpackCardpeek();
  const daemon = await startDaemon();
  for (const play of [usedCard, cardWithPdol, severalApplications]) await play();
  say('the daemon outlived all cards', daemon.exitCode === null);
}

// Process 1 gets no signal that it does not ask for.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
setTimeout(() => {
  say('the session ends in time', false);
  process.exit(1);
}, DEADLINE_MS).unref();

try {
  await main();
  process.exit(0);
} catch (error) {
  say('the session', false, `: ${(error as Error).message}`);
  process.exit(1);
}
