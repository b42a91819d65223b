/** What only the parent decides: which application, what comes after what, and who said the last word. */

import { describe, expect, it } from 'vitest';
import { sha1 } from '../../src/crypto/sha1.js';
import { paymentKernel } from '../../src/pse/kernel.js';
import type { ApplicationChoice, KernelHost, PaymentOutcome } from '../../src/pse/payment-kernel.js';

import { ascii, tlv } from './hex-objects.js';
import { type Exchange, scriptedCard } from './scripted-card.js';

import { parameters, silentHost } from './setting.js';

const PSE = '315041592E5359532E4444463031';
const WAGES = 'A00000033301010101';
const DEBIT = 'A000000333010101';

const entry = (aid: string, label: string, priority: string) =>
  tlv('61', tlv('4F', aid), tlv('50', ascii(label)), tlv('87', priority));

const selection = (aid: string, answer = `${tlv('6F', tlv('84', aid), tlv('A5', tlv('50', ascii('PBOC'))))}9000`) =>
  [`00A40400${(aid.length / 2).toString(16).padStart(2, '0').toUpperCase()}${aid}00`, answer] as const;

const GPO = '80A8000002830000';

/** PSE with these entries in one record. */
const directory = (...entries: readonly string[]): Exchange[] => [
  [`00A404000E${PSE}00`, `${tlv('6F', tlv('84', PSE), tlv('A5', '880101'))}9000`],
  ['00B2010C00', `${tlv('70', ...entries)}9000`],
  ['00B2020C00', '6A83'],
];

const TRANSACTION = {
  kind: 'purchase',
  amount: 1234,
  otherAmount: 0,
  moment: '20150708131415',
  sequence: 42,
  forcedOnline: false,
} as const;

async function transact(script: readonly Exchange[], host: Partial<KernelHost> = {}) {
  const { card, left } = scriptedCard(...script);
  const outcome = await paymentKernel(sha1).transact(card, parameters(), TRANSACTION, { ...silentHost(), ...host });
  return { outcome: words(outcome), left: left() };
}

function words(outcome: PaymentOutcome): string {
  return outcome.kind === 'ended' ? `${outcome.reason} ${outcome.sw?.toString(16) ?? ''}`.trim() : outcome.kind;
}

describe('the choice of an application', () => {
  it('is nobody’s when there is one and it asks for no confirmation', async () => {
    const script = [...directory(entry(DEBIT, 'PBOC', '01')), selection(DEBIT), [GPO, '6D00'] as const];
    expect(await transact(script)).toEqual({ outcome: 'card-refused 6d00', left: [] });
  });

  it('is the holder’s when the only one asks for confirmation', async () => {
    const script = directory(entry(DEBIT, 'PBOC', '81'));
    const chooseApplication = async () => undefined;
    expect(await transact(script, { chooseApplication })).toEqual({ outcome: 'not-chosen', left: [] });
  });

  it('is the holder’s when there are several, in order of priority', async () => {
    const shown: string[] = [];
    const chooseApplication = async (choices: readonly ApplicationChoice[]) => {
      shown.push(choices.map(({ label }) => label).join(' '));
      return 1;
    };
    const both = directory(entry(DEBIT, 'DEBIT', '02'), entry(WAGES, 'WAGES', '01'));
    const script = [...both, selection(DEBIT), [GPO, '6D00'] as const];
    expect((await transact(script, { chooseApplication })).outcome).toBe('card-refused 6d00');
    expect(shown).toEqual(['WAGES DEBIT']);
  });

  it('begins again without an application that refuses the transaction, and ends with the last one', async () => {
    const both = directory(entry(DEBIT, 'DEBIT', '02'), entry(WAGES, 'WAGES', '01'));
    const script = [...both, selection(WAGES), [GPO, '6985'] as const, selection(DEBIT), [GPO, '6985'] as const];
    const chooseApplication = async () => 0;
    expect(await transact(script, { chooseApplication })).toEqual({ outcome: 'conditions-not-satisfied', left: [] });
  });

  it.each([
    ['6283', 'application-blocked'],
    ['6A82', 'no-common-application'],
  ])('ends when the last one answers %s to its selection: %s', async (sw, expected) => {
    const script = [...directory(entry(DEBIT, 'DEBIT', '01')), selection(DEBIT, sw)];
    expect(await transact(script)).toEqual({ outcome: expected, left: [] });
  });

  it('does not begin on a blocked card', async () => {
    expect(await transact([[`00A404000E${PSE}00`, '6A81']])).toEqual({ outcome: 'card-blocked 6a81', left: [] });
  });
});

describe('the list of applications', () => {
  it('selects none', async () => {
    const { card, left } = scriptedCard(...directory(entry(DEBIT, 'DEBIT', '01')));
    const found = await paymentKernel(sha1).candidates(card, parameters());
    expect('kind' in found ? found.reason : found.map(({ label }) => label).join()).toBe('DEBIT');
    expect(left()).toEqual([]);
  });

  it('says why there is none', async () => {
    const { card } = scriptedCard([`00A404000E${PSE}00`, '6A81']);
    expect(await paymentKernel(sha1).candidates(card, parameters())).toEqual({
      kind: 'ended',
      reason: 'card-blocked',
      sw: 0x6a81,
    });
  });
});
