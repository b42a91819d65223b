/**
 * What no transcript may hold, looked for in the transcript of every sample scenario: PINs and keys never, numbers of
 * holder and card only where they are asked for.
 */

import { describe, expect, it } from 'vitest';
import { cardKey } from '../../../hosts/peers/bureau/hsm.js';
import { issueCard } from '../../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../../hosts/peers/bureau/profile.js';
import { KEY_TABLE } from '../../../hosts/peers/key-table.js';
import { testRoot } from '../../../hosts/peers/keys.js';
import { parsePsamDescription } from '../../../hosts/peers/psam/description.js';
import { createPsam } from '../../../hosts/peers/psam/psam.js';
import { SAMPLE_PSAMS } from '../../../hosts/samples/samples.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { traceLine } from '../../../src/app/trace/jsonl.js';
import { asciiBytes } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { authenticationData } from '../../../src/crypto/authentication-data.js';
import { cityFactor, diversify, provinceFactor } from '../../../src/crypto/diversification.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { TraceEvent } from '../../../src/ports/trace.js';
import { bench, cardLike, tampered } from '../../visits/bench.js';
import { sampleText } from '../../xs/payments.js';
import { play, runScenario, SCENARIOS, type Scenario, scenarioNames } from '../../xs/scenarios.js';

interface Transcript {
  readonly events: readonly TraceEvent[];
  readonly text: string;
  readonly done: boolean;
  /** What the host drew at the sign-ins: the keys, and each as it went over the line under the master key. */
  readonly workingKeys: readonly string[];
}

async function transcript(scenario: Scenario, unmasked: boolean): Promise<Transcript> {
  const events: TraceEvent[] = [];
  const { result, bank } = await play(scenario, { unmasked, trace: { write: (event) => void events.push(event) } });
  const workingKeys = bank.image().acquirer.sessions.flatMap(({ pinKey, macKey, sealed }) => {
    return [pinKey, macKey, ...(sealed.match(/.{16}/g) ?? [])];
  });
  return { events, text: events.map(traceLine).join('\n'), done: result.outcome === 'done', workingKeys };
}

/** What is in the bytes and the words, without the times, whose digits mean nothing. */
const contents = ({ events }: Transcript): string =>
  events.map(({ bytes, words }) => `${bytes ?? ''} ${words.zh} ${words.en}`).join('\n');

/** How a text may stand in a transcript: in words, and as the bytes of its characters, which are the same in GBK. */
const forms = (text: string): string[] => [text, toHex(asciiBytes(text))];

/** 社会保障号码 and 卡号 of a sample. */
function numbersOf(sample: string): string[] {
  const { holder, issuer } = parseCardProfile(sampleText(sample));
  return [holder.personNumber, issuer.cardNumber];
}

/** Those of every card in the scenario, and the account numbers of their bank sides. */
function allNumbersOf({ card, cardAsPsam, others = [] }: Scenario): string[] {
  const samples = [card, cardAsPsam, ...others].filter((name) => name !== undefined);
  return samples.flatMap((name) => {
    const { bank } = parseCardProfile(sampleText(name));
    return bank ? [...numbersOf(name), bank.pan] : numbersOf(name);
  });
}

/** Every key in an image of a card or PSAM: what its lists of keys and its master keys hold, the PIN's record aside. */
function keysIn(image: unknown): string[] {
  if (typeof image !== 'object' || image === null) return [];
  return Object.entries(image).flatMap(([name, inner]) => {
    if (name === 'keys') return inner.flatMap(keyValue);
    return name === 'masterKey' ? keyValue(inner) : keysIn(inner);
  });
}

function keyValue(key: string | { type?: string; value: string }): string[] {
  if (typeof key === 'string') return [key];
  return key.type === '01' ? [] : [key.value];
}

const keysOfCard = new Map<string, string[]>();

function cardKeys(name: string): string[] {
  const known = keysOfCard.get(name);
  if (known) return known;
  const dice = new SeededRandom(1);
  const keys = keysIn(issueCard(parseCardProfile(sampleText(name)), (length) => dice.bytes(length)));
  keysOfCard.set(name, keys);
  return keys;
}

function psamKeys(name: string): string[] {
  return keysIn(createPsam(parsePsamDescription(SAMPLE_PSAMS[name]), (length) => new Uint8Array(length)).image());
}

interface KeyedCard {
  readonly algorithm: SocialAlgorithm;
  readonly region: string;
  readonly historical: Uint8Array;
}

function keyedCard(name: string): KeyedCard {
  const { algorithm, region, atr } = parseCardProfile(sampleText(name));
  const head = `${atr.chipMaker}${atr.cosVersion}${atr.cardMaker}`;
  return { algorithm, region, historical: fromHex(`${head}${region.slice(0, 4)}${atr.serial}`) };
}

interface Session {
  readonly key: string;
  readonly deliveredAs: string;
  /** What CIPHER DATA must make of the source with it. */
  readonly proof: string;
}

/** The session keys of a transcript, made again from its DELIVERY SESSION KEY commands and the roots. */
function sessions({ events }: Transcript, card: KeyedCard): Session[] {
  const sent = events
    .filter(({ port, direction }) => port === 'sam1' && direction === '>')
    .map(({ bytes = '' }) => bytes);
  return sent.flatMap((bytes, i) => {
    if (!bytes.startsWith('BFDE')) return [];
    const id = Number.parseInt(bytes.slice(6, 8), 16);
    const name = KEY_TABLE.find(({ psamId }) => psamId === id)?.name ?? '';
    const process = fromHex(bytes.slice(card.algorithm === 'SM4' ? -32 : -16));
    const key = cardKey(card.algorithm, name, card.region, card.historical).value;
    const source = fromHex((sent[i + 1] ?? '').slice(10, 26).replaceAll('*', '0').padEnd(16, '0'));
    return [
      {
        deliveredAs: name,
        key: toHex(sessionKey(softwareCiphers, card.algorithm, key, process)),
        proof: toHex(authenticationData(softwareCiphers, card.algorithm, key, process.slice(0, 8), source)),
      },
    ];
  });
}

/** What a national key passes through inside the PSAM on its way to the card's. */
function keysOnTheWay(psam: string, { algorithm, region }: KeyedCard): string[] {
  return psamKeys(psam).flatMap((root) => {
    if (algorithm === 'SM4' && root.length === 16) return [];
    const province = diversify(softwareCiphers, algorithm, fromHex(root), provinceFactor(region));
    return [toHex(province), toHex(diversify(softwareCiphers, algorithm, province, cityFactor(region)))];
  });
}

/** PINs as a command, a keypad, a program or a person might write them. */
function pinForms(digits: string): string[] {
  const packed = digits.length % 2 === 0 ? digits : `${digits}F`;
  const oneAByte = [...digits].map((digit) => `0${digit}`).join('');
  return [packed, oneAByte, ...forms(digits), [...digits].join(' '), [...digits].join(',')];
}

/** Secrets that a scenario has at least: those of a card and its PSAM, of a PSAM, or the master key of the line alone. */
const LEAST_SECRETS = Object.freeze({ card: 41, psam: 21, line: 1 });

describe.each(scenarioNames())('%s', (name) => {
  const scenario = SCENARIOS[name];
  const card = scenario.card === undefined ? undefined : keyedCard(scenario.card);

  it('holds no number of holder, card or account whole', async () => {
    const text = await runScenario(name);
    for (const number of allNumbersOf(scenario)) {
      for (const form of forms(number)) expect(text).not.toContain(form);
    }
  });

  it('holds those of an identity where that is asked for', async () => {
    const { text, done } = await transcript(scenario, true);
    const shown = done && /^(identify|psam)-/.test(name) && scenario.card ? numbersOf(scenario.card) : [];
    for (const number of shown) for (const form of forms(number)) expect(text).toContain(form);
  });

  it.each([false, true])('holds no key (numbers whole: %s)', async (unmasked) => {
    const one = await transcript(scenario, unmasked);
    const text = one.text.toUpperCase();
    const delivered = card ? sessions(one, card) : [];
    const secrets = [
      ...[scenario.card, scenario.cardAsPsam].flatMap((sample) => (sample ? cardKeys(sample) : [])),
      ...(scenario.psam ? psamKeys(scenario.psam) : []),
      ...(scenario.psam && card ? keysOnTheWay(scenario.psam, card) : []),
      ...delivered.map(({ key }) => key),
      toHex(testRoot('TMK')),
      ...one.workingKeys,
    ];
    expect(secrets.length).toBeGreaterThanOrEqual(
      LEAST_SECRETS[scenario.card ? 'card' : scenario.psam ? 'psam' : 'line'],
    );
    for (const secret of secrets) {
      expect(secret).toMatch(/^[0-9A-F]{16,}$/);
      expect(text).not.toContain(secret);
    }
  });

  it.each([false, true])('holds no PIN (numbers whole: %s)', async (unmasked) => {
    const text = contents(await transcript(scenario, unmasked));
    for (const digits of ['123456', '654321', '20261231', '86420', '97531']) {
      for (const form of pinForms(digits)) expect(text).not.toContain(form);
    }
  });
});

describe('the search itself', () => {
  it('knows the session keys: what it makes with them is what the PSAM answered', async () => {
    for (const name of ['identify-v2-des', 'enquire-by-key', 'psam-city', 'identify-v3-sm4']) {
      const one = await transcript(SCENARIOS[name], false);
      const answered = sessions(one, keyedCard(SCENARIOS[name].card ?? ''));
      const text = one.events.map(({ bytes }) => bytes ?? '');
      const shown = answered.filter(({ proof }) => text.some((bytes) => bytes.includes(proof)));
      // A level that was only tried has no answer, and SM4's stands folded in the command to the card.
      expect(shown.length).toBeGreaterThan(0);
      expect(new Set(shown.map(({ deliveredAs }) => deliveredAs))).toEqual(
        new Set(answered.map(({ deliveredAs }) => deliveredAs)),
      );
    }
  });

  it('knows the keys of the vectors: IRK, RKSSSE and STK of the test card, the root of IRK, its province and city', () => {
    const known = [...cardKeys('v2-des'), ...psamKeys('full'), ...keysOnTheWay('full', keyedCard('v2-des'))];
    expect(known).toEqual(
      expect.arrayContaining([
        'BA760E19DA84EF45437DBBFF302B2A0D',
        '72D8486CBC4C9E4B3DE237DC86DFB72E',
        'CF48323FCEC6BD40',
        'E6EDF4FB020910171E252C333A41484F',
        'A9D823365A5B8FE26BE9FA900EC21192',
        'A02EDA7FF8083256F62CD2CD4E03AF73',
      ]),
    );
  });

  it('knows the PIN as it goes to the card', async () => {
    const raw: string[] = [];
    const card = tampered(cardLike('v2-des'), (tpdu, real) => {
      raw.push(toHex(tpdu));
      return real();
    });
    const one = await bench({ card, gestures: [{ digits: '123456' }] });
    await one.terminal.enquire({ files: ['DF01EF05'], proof: 'pin' });
    const sent = raw.filter((command) => pinForms('123456').some((form) => command.includes(form)));
    expect(sent).toEqual(['0020000003123456']);
    expect(one.commands()).toContain('0020000003******');
  });
});
