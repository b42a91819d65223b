/** Table: K01 application selection, EMV 4.3 Book 1 clause 12; JR/T 0025.5 chapter 6; emv.md 2.1. */

import type { BankApplication } from '../../hosts/peers/bank/profile.js';
import { ascii, tlv } from '../pse/hex-objects.js';
import { application } from '../pse/setting.js';
import type { Case } from './case.js';
import { PAID, payment, STANDARD_REST } from './payment.js';
import type { Mishap, Setting } from './setting.js';

const DEBIT = 'A000000333010101';
const FOREIGN = 'A0000000031010';

/** SELECT number `number` answers this instead, and the card does not see it. */
const select = (number: number, answer: string): Mishap => ({ ins: 0xa4, number, answer, skip: true });
/** So does READ RECORD: number 1 is the first record of the directory. */
const read = (number: number, answer: string): Mishap => ({ ins: 0xb2, number, answer, skip: true });

const entry = (aid: string, label: string, ...more: readonly string[]): string =>
  tlv('61', tlv('4F', aid), tlv('50', ascii(label)), ...more);
const directory = (...entries: readonly string[]): string => `${tlv('70', ...entries)}9000`;
const pseFci = (proprietary: string): string =>
  `${tlv('6F', tlv('84', ascii('1PAY.SYS.DDF01')), tlv('A5', proprietary))}9000`;

const WAGES: BankApplication = { aid: `${DEBIT}01`, label: 'PBOC WAGES', priority: 1 };
const PENSION: BankApplication = { aid: `${DEBIT}02`, label: 'PBOC PENSION', priority: 2 };
const two = (first: Partial<BankApplication> = {}, second: Partial<BankApplication> = {}): BankApplication[] => [
  { ...PENSION, ...first },
  { ...WAGES, ...second },
];

const withoutDirectory = (card: Setting['card'] = {}): Setting => ({ card: { ...card, directory: false } });
/** All of it when the list of AIDs takes over at once. */
const LISTED = { ...PAID, commands: `A4 A4 A4 ${STANDARD_REST}` };

const directoryCases: readonly Case[] = [
  payment(
    'K01-001',
    'EMV Book 1 12.3.2',
    'directory with one application of ours',
    {},
    {
      ...PAID,
      commands: `A4 B2 B2 A4 ${STANDARD_REST}`,
      asked: 'online',
    },
  ),
  payment('K01-002', 'EMV Book 1 12.3.2 step 1', 'no directory (6A82): list of AIDs', withoutDirectory(), LISTED),
  payment(
    'K01-003',
    'EMV Book 1 12.3.2 step 1',
    'directory blocked (6283): list of AIDs',
    { mishaps: [select(1, '6283')] },
    LISTED,
  ),
  payment(
    'K01-004',
    'EMV Book 1 12.3.2 step 1',
    'card blocked (6A81): the session ends',
    { card: { state: { cardBlocked: true } } },
    { outcome: 'ended card-blocked 6A81', commands: 'A4', asked: '' },
  ),
  payment(
    'K01-005',
    'EMV Book 1 12.3.2 step 1',
    'any other answer to SELECT of the directory (6D00): list of AIDs',
    { mishaps: [select(1, '6D00')] },
    LISTED,
  ),
  payment(
    'K01-006',
    'EMV Book 1 11.3.4',
    'FCI of the directory without 88: list of AIDs',
    { mishaps: [select(1, pseFci('5F2D027A68'))] },
    LISTED,
  ),
  payment(
    'K01-007',
    'EMV Book 1 12.2.3',
    'SFI of the directory above 10: list of AIDs',
    { mishaps: [select(1, pseFci('88010B'))] },
    LISTED,
  ),
  payment(
    'K01-008',
    'EMV Book 1 11.3.4',
    'FCI of the directory is no TLV: list of AIDs',
    { mishaps: [select(1, '6F15840E315041592E5359532E44444630319000')] },
    LISTED,
  ),
  payment(
    'K01-009',
    'EMV Book 1 12.3.2',
    'a directory record cannot be read (6985): list of AIDs',
    { mishaps: [read(2, '6985')] },
    { ...PAID, commands: `A4 B2 B2 A4 A4 ${STANDARD_REST}` },
  ),
  payment(
    'K01-010',
    'EMV Book 1 12.2.3',
    'a directory record is no template 70: list of AIDs',
    { mishaps: [read(1, `${tlv('77', entry(DEBIT, 'PBOC DEBIT'))}9000`)] },
    { ...PAID, commands: `A4 B2 A4 A4 ${STANDARD_REST}` },
  ),
  payment(
    'K01-011',
    'EMV Book 1 12.2.3',
    'a directory entry without 4F: list of AIDs',
    { mishaps: [read(1, directory(tlv('61', tlv('50', ascii('PBOC DEBIT')))))] },
    { ...PAID, commands: `A4 B2 A4 A4 ${STANDARD_REST}` },
  ),
  payment(
    'K01-012',
    'EMV Book 1 12.2.3',
    'an entry of a further directory (9D) is passed over',
    { mishaps: [read(1, directory(tlv('61', tlv('9D', ascii('1PAY.SYS.DDF02'))), entry(DEBIT, 'PBOC DEBIT')))] },
    { ...PAID, commands: `A4 B2 B2 A4 ${STANDARD_REST}` },
  ),
  payment(
    'K01-013',
    'EMV Book 1 12.3.2 step 5',
    'the directory is empty: list of AIDs',
    { mishaps: [read(1, '6A83')] },
    { ...PAID, commands: `A4 B2 A4 A4 ${STANDARD_REST}` },
  ),
  payment(
    'K01-014',
    'EMV Book 1 12.3.2 step 5',
    'the directory names none of ours: list of AIDs',
    { mishaps: [read(1, directory(entry(FOREIGN, 'VISA DEBIT')))] },
    { ...PAID, commands: `A4 B2 B2 A4 A4 ${STANDARD_REST}` },
  ),
  payment(
    'K01-015',
    'EMV Book 1 12.3.2 step 3',
    'an application of others beside ours is not offered',
    { mishaps: [read(1, directory(entry(FOREIGN, 'VISA DEBIT', '870101'), entry(DEBIT, 'PBOC DEBIT', '870102')))] },
    { ...PAID, commands: `A4 B2 B2 A4 ${STANDARD_REST}`, asked: 'online' },
  ),
  payment(
    'K01-016',
    'EMV Book 1 12.3.1',
    'an exact row does not take a longer AID of the directory, nor of the card',
    { card: { applications: [WAGES] }, application: { partialMatch: false } },
    { outcome: 'ended no-common-application', commands: 'A4 B2 B2 A4', asked: '' },
  ),
  payment(
    'K01-017',
    'EMV Book 1 12.3.1',
    'a row with partial match takes a longer AID, and 9F06 and 84 are the longer one',
    { card: { applications: [WAGES], tags: { '9F38': '9F0609' } } },
    PAID,
    ({ log, outcome }) => {
      const gpo = log.find(({ command }) => command[1] === 0xa8)?.command ?? new Uint8Array(0);
      const aid = outcome.kind === 'ended' ? undefined : outcome.record.aid;
      const shown = [...gpo.subarray(7, -1)].join() === [...(aid ?? [])].join();
      if (!shown || aid?.length !== 9) throw new Error('9F06 is the DF name of the selected application');
    },
  ),
];

const listCases: readonly Case[] = [
  payment(
    'K01-018',
    'EMV Book 1 12.3.3 steps 6, 7',
    'list: longer names are gathered by «next occurrence» until 6A82',
    { ...withoutDirectory({ applications: two() }), holder: { choose: 0 } },
    {
      ...PAID,
      commands: `A4 A4 A4 A4 A4 ${STANDARD_REST}`,
      asked: 'choose PBOC WAGES|PBOC PENSION; online',
    },
  ),
  payment(
    'K01-019',
    'EMV Book 1 12.3.3 step 6',
    'list: an exact row takes no longer name and asks for no next one',
    { ...withoutDirectory({ applications: two() }), application: { partialMatch: false } },
    { outcome: 'ended no-common-application', commands: 'A4 A4', asked: '' },
  ),
  payment(
    'K01-020',
    'EMV Book 1 12.3.3 step 5',
    'list: every AID of the terminal is tried',
    { ...withoutDirectory(), terminal: { applications: [application(FOREIGN), application(DEBIT)] } },
    { ...PAID, commands: `A4 A4 A4 A4 ${STANDARD_REST}` },
  ),
  payment(
    'K01-021',
    'EMV Book 1 12.3.3 step 2',
    'list: card blocked (6A81)',
    { mishaps: [select(1, '6A82'), select(2, '6A81')] },
    { outcome: 'ended card-blocked 6A81', commands: 'A4 A4', asked: '' },
  ),
  payment(
    'K01-022',
    'EMV Book 1 12.3.3 step 4',
    'list: the only application is blocked (6283)',
    withoutDirectory({ state: { applicationBlocked: true } }),
    { outcome: 'ended application-blocked', commands: 'A4 A4', asked: '' },
  ),
  payment(
    'K01-023',
    'EMV Book 1 12.3.3 steps 6, 7',
    'list: a blocked longer name is left out, the next occurrence taken',
    {
      ...withoutDirectory({ applications: two() }),
      mishaps: [{ ins: 0xa4, number: 2, answer: (real) => Uint8Array.of(...real.subarray(0, -2), 0x62, 0x83) }],
    },
    { ...PAID, commands: `A4 A4 A4 A4 A4 ${STANDARD_REST}`, asked: 'online' },
  ),
  payment(
    'K01-024',
    'EMV Book 1 12.3.3 step 3',
    'list: an FCI without 84 leads on to the next AID',
    {
      ...withoutDirectory(),
      terminal: { applications: [application('A000000333'), application(DEBIT)] },
      mishaps: [select(2, '6F0AA50850064241442046439000')],
    },
    { ...PAID, commands: `A4 A4 A4 A4 ${STANDARD_REST}` },
  ),
  payment(
    'K01-025',
    'EMV Book 1 12.4 step 1',
    'nothing in common',
    { terminal: { applications: [application(FOREIGN)] } },
    { outcome: 'ended no-common-application', commands: 'A4 B2 B2 A4', asked: '' },
  ),
];

const choiceCases: readonly Case[] = [
  payment(
    'K01-026',
    'EMV Book 1 12.4 step 4',
    'several applications are offered in order of priority',
    { card: { applications: two() }, holder: { choose: 0 } },
    { ...PAID, asked: 'choose PBOC WAGES|PBOC PENSION; online' },
  ),
  payment(
    'K01-027',
    'EMV Book 1 12.4 step 4',
    'equal priorities stay as the card has them, those without one come last',
    {
      card: {
        applications: [
          { ...PENSION, priority: 0 },
          { ...WAGES, priority: 2 },
          { aid: `${DEBIT}03`, label: 'PBOC CARE', priority: 2 },
        ],
      },
      holder: { choose: 1 },
    },
    { ...PAID, asked: 'choose PBOC WAGES|PBOC CARE|PBOC PENSION; online' },
  ),
  payment(
    'K01-028',
    'EMV Book 1 12.4',
    'the holder chooses none',
    { card: { applications: two() } },
    { outcome: 'ended not-chosen', commands: 'A4 B2 B2 B2', asked: 'choose PBOC WAGES|PBOC PENSION' },
  ),
  payment(
    'K01-029',
    'EMV Book 1 12.4 step 2',
    'a single application with 87 b8 is confirmed first',
    { card: { applications: [{ aid: DEBIT, label: 'PBOC DEBIT', confirm: true }] }, holder: { choose: 0 } },
    { ...PAID, asked: 'choose PBOC DEBIT; online' },
  ),
  payment(
    'K01-030',
    'EMV Book 1 12.4 step 2',
    'a single application with 87 b8 is not confirmed',
    { card: { applications: [{ aid: DEBIT, label: 'PBOC DEBIT', confirm: true }] } },
    { outcome: 'ended not-chosen', commands: 'A4 B2 B2', asked: 'choose PBOC DEBIT' },
  ),
  payment(
    'K01-031',
    'EMV Book 1 12.4',
    'the preferred name is shown with the code table that the terminal has',
    {
      ...withoutDirectory({
        applications: two({ tags: { '9F12': '536F7A69616CE4' } }, { tags: { '9F12': '57616765', '9F11': '05' } }),
      }),
      holder: { choose: 0 },
    },
    { ...PAID, asked: 'choose PBOC WAGES|Sozial\u00e4; online' },
  ),
];

const finalCases: readonly Case[] = [
  payment(
    'K01-032',
    'EMV Book 1 12.4 step 6',
    'the only application is blocked at final selection (6283)',
    { card: { state: { applicationBlocked: true } } },
    { outcome: 'ended application-blocked', commands: 'A4 B2 B2 A4', asked: '' },
  ),
  payment(
    'K01-033',
    'EMV Book 1 12.4 step 6',
    'the chosen application cannot be selected (6A82): the other one only with consent',
    { card: { applications: two() }, mishaps: [select(2, '6A82')], holder: { choose: 0 } },
    {
      ...PAID,
      commands: `A4 B2 B2 B2 A4 A4 ${STANDARD_REST}`,
      asked: 'choose PBOC WAGES|PBOC PENSION; choose PBOC PENSION; online',
    },
  ),
  payment(
    'K01-034',
    'EMV Book 1 12.4 step 6',
    'FCI of the final selection is no TLV: the application leaves the list',
    { mishaps: [select(2, '6F0A8408A0000003330101019000')] },
    { outcome: 'ended no-common-application', commands: 'A4 B2 B2 A4', asked: '' },
  ),
  payment(
    'K01-035',
    'EMV Book 1 12.4 step 6',
    'FCI of the final selection names another application: it leaves the list',
    { mishaps: [select(2, `${tlv('6F', tlv('84', `${DEBIT}01`), tlv('A5', '500141'))}9000`)] },
    { outcome: 'ended no-common-application', commands: 'A4 B2 B2 A4', asked: '' },
  ),
  payment(
    'K01-036',
    'EMV Book 1 12.2.4',
    'an application without a label is served',
    { card: { tags: { '50': null } }, mishaps: [read(1, directory(tlv('61', tlv('4F', DEBIT))))] },
    { ...PAID, asked: 'online' },
    ({ outcome }) => {
      if (outcome.kind === 'ended' || outcome.record.label !== DEBIT)
        throw new Error('its AID takes the place of the name');
    },
  ),
];

export const CASES: readonly Case[] = [...directoryCases, ...listCases, ...choiceCases, ...finalCases];
