/** Table: K03 read application data, EMV 4.3 Book 3 10.2, 10.3, 7.2, 7.5; JR/T 0025.5 chapter 8; emv.md 2.2. */

import { fromHex, toHex } from '../../src/base/hex.js';
import { tlv } from '../pse/hex-objects.js';
import type { Case } from './case.js';
import { PAID, payment } from './payment.js';
import type { Payment } from './rig.js';
import type { Mishap, Setting } from './setting.js';

/** READ RECORDs come after the two of the directory: number 3 is record 1 of SFI 1, number 4 record 1 of SFI 2. */
const read = (number: number, answer: Mishap['answer'] & {}): Mishap => ({ ins: 0xb2, number, answer });
const answering = (number: number, answer: string): Setting => ({ mishaps: [read(number, answer)] });
const afl = (locator: string): Setting => ({ card: { tags: { '94': locator.replaceAll(' ', '') } } });

/** The card's files as it names them in its AFL. */
const AFL = '08010100 10010201 18010500';

/** Ends before a record of the application is read. */
const UNREAD = 'A4 B2 B2 A4 A8';
const MALFORMED = { outcome: 'ended data-malformed', commands: UNREAD, asked: '' };
/** Ends when all is read, or at record 1 of SFI 1. */
const AT_FIRST = `${UNREAD} B2`;
const ALL_READ = `${UNREAD} B2 B2 B2 B2 B2 B2 B2 B2`;

/** P1 P2 of the READ RECORDs after the directory. */
const records =
  (...places: readonly string[]) =>
  ({ log }: Payment): void => {
    const seen = log.filter(({ command }) => command[1] === 0xb2).map(({ command }) => toHex(command.subarray(2, 4)));
    if (seen.slice(2).join() !== places.join()) throw new Error(`READ RECORD of ${seen.slice(2).join()}`);
  };

/** More objects behind the ones of a record of less than 128 bytes. */
const withMore =
  (objects: string) =>
  (real: Uint8Array): Uint8Array =>
    fromHex(`${tlv('70', toHex(real.subarray(2, -2)), objects)}9000`);

/** A card without static data, so that records may change and nothing else does: TVR 1.8, and no TSI bit for it. */
const UNSIGNED = { authentication: 'none' } as const;
const UNSIGNED_PAID = { ...PAID, tvr: '8008048000', tsi: '7800' };

const orderCases: readonly Case[] = [
  payment(
    'K03-001',
    'EMV Book 3 10.2',
    'each record once, in the order of the AFL',
    {},
    PAID,
    records('010C', '0114', '0214', '011C', '021C', '031C', '041C', '051C'),
  ),
  payment(
    'K03-002',
    'EMV Book 3 10.2',
    'the entries of the AFL in another order',
    afl('18010500 10010201 08010100'),
    PAID,
    records('011C', '021C', '031C', '041C', '051C', '0114', '0214', '010C'),
  ),
  payment(
    'K03-003',
    'EMV Book 3 10.2',
    'only what the AFL names: a file that it leaves out is not read',
    afl('10010201 18010500'),
    PAID,
    records('0114', '0214', '011C', '021C', '031C', '041C', '051C'),
  ),
];

const locatorCases: readonly Case[] = [
  payment('K03-004', 'EMV Book 3 7.5', 'AFL with SFI 0', afl('00010100 10010201'), MALFORMED),
  payment('K03-005', 'EMV Book 3 7.5', 'AFL with SFI 31', afl('10010201 F8010100'), MALFORMED),
  payment('K03-006', 'EMV Book 3 10.2', 'AFL with bits beside the SFI', afl('0C010100 10010201'), MALFORMED),
  payment('K03-007', 'EMV Book 3 7.5', 'AFL with record 0', afl('08000100 10010201'), MALFORMED),
  payment('K03-008', 'EMV Book 3 7.5', 'AFL with the last record before the first', afl('10020101'), MALFORMED),
  payment('K03-009', 'EMV Book 3 10.2', 'AFL with more signed records than records', afl('10010203'), MALFORMED),
];

const templateCases: readonly Case[] = [
  payment('K03-010', 'EMV Book 3 10.2', 'a record that is not there (6A83)', afl('08010200 10010201'), {
    outcome: 'ended card-refused 6A83',
    commands: `${UNREAD} B2 B2`,
    asked: '',
  }),
  payment('K03-011', 'EMV Book 3 10.2', 'a warning (6281) is no 9000', answering(3, '70006281'), {
    outcome: 'ended card-refused 6281',
    commands: AT_FIRST,
  }),
  payment('K03-012', 'EMV Book 3 6.5.11.4', 'a record without template 70', answering(3, '9F1F0130 9000'), {
    outcome: 'ended data-malformed',
    commands: AT_FIRST,
  }),
  payment('K03-013', 'EMV Book 3 6.5.11.4', 'bytes behind template 70', answering(3, '7004 9F1F0130 9F1F00 9000'), {
    outcome: 'ended data-malformed',
    commands: AT_FIRST,
  }),
  payment('K03-014', 'EMV Book 3 annex B', 'an object longer than its record', answering(3, '7004 9F1F0930 9000'), {
    outcome: 'ended data-malformed',
    commands: AT_FIRST,
  }),
  payment('K03-015', 'EMV Book 3 annex B', 'no data', answering(3, '9000'), {
    outcome: 'ended data-malformed',
    commands: AT_FIRST,
  }),
  payment('K03-016', 'EMV Book 3 10.2', 'an empty template 70', answering(3, '7000 9000'), PAID),
  payment(
    'K03-017',
    'EMV Book 3 B2',
    'lengths as 81 and 82 where 7 bits would do',
    answering(3, '70820007 9F1F81023030 00 9000'),
    PAID,
  ),
  payment(
    'K03-018',
    'EMV Book 3 annex B',
    'filler 00 between objects',
    answering(3, '7008 0000 9F1F0130 0000 9000'),
    PAID,
  ),
];

const objectCases: readonly Case[] = [
  payment(
    'K03-019',
    'EMV Book 3 10.2',
    'unknown tags are passed over',
    { mishaps: [read(3, withMore('DF8129021234 C10155'))] },
    PAID,
  ),
  payment(
    'K03-020',
    'EMV Book 3 10.2',
    'an object twice in one record',
    { mishaps: [read(3, withMore('9F1F0130'))] },
    {
      outcome: 'ended data-repeated',
      commands: AT_FIRST,
      asked: '',
    },
  ),
  payment(
    'K03-021',
    'EMV Book 3 10.2',
    'an object again in another record',
    { mishaps: [read(3, withMore('9F08020020'))] },
    {
      outcome: 'ended data-repeated',
      commands: `${AT_FIRST} B2 B2`,
      asked: '',
    },
  ),
  payment(
    'K03-022',
    'EMV Book 3 7.2',
    'no 5F24',
    { card: { tags: { '5F24': null } } },
    {
      outcome: 'ended data-missing',
      commands: ALL_READ,
      asked: '',
    },
  ),
  payment(
    'K03-023',
    'EMV Book 3 7.2',
    'no 5A',
    { card: { tags: { '5A': null } } },
    {
      outcome: 'ended data-missing',
      commands: ALL_READ,
    },
  ),
  payment(
    'K03-024',
    'EMV Book 3 7.2',
    'no 8C',
    { card: { tags: { '8C': null } } },
    {
      outcome: 'ended data-missing',
      commands: ALL_READ,
    },
  ),
  payment(
    'K03-025',
    'EMV Book 3 7.2',
    'no 8D',
    { card: { tags: { '8D': null } } },
    {
      outcome: 'ended data-missing',
      commands: ALL_READ,
    },
  ),
  payment(
    'K03-026',
    'EMV Book 3 7.5',
    'a month 13 in 5F24',
    { card: { ...UNSIGNED, tags: { '5F24': '331331' } } },
    {
      outcome: 'ended data-malformed',
      asked: '',
    },
  ),
  payment(
    'K03-027',
    'EMV Book 3 7.5',
    'a letter in 5A',
    { card: { ...UNSIGNED, tags: { '5A': '621099A90100000099' } } },
    {
      outcome: 'ended data-malformed',
    },
  ),
  payment(
    'K03-028',
    'EMV Book 3 7.5',
    'a CVM list of odd length',
    { card: { ...UNSIGNED, tags: { '8E': '00000000000000001F' } } },
    {
      outcome: 'ended data-malformed',
    },
  ),
  payment(
    'K03-029',
    'EMV Book 3 7.5',
    'action codes of four bytes',
    { card: { ...UNSIGNED, tags: { '9F0D': 'D84000A8' } } },
    {
      outcome: 'ended data-malformed',
    },
  ),
  payment(
    'K03-030',
    'EMV Book 3 7.5',
    'usage control of one byte',
    { card: { ...UNSIGNED, tags: { '9F07': 'AB' } } },
    {
      outcome: 'ended data-malformed',
    },
  ),
  payment(
    'K03-031',
    'EMV Book 3 5.4',
    'a CDOL2 that is cut off',
    answering(5, '7013 8C06 9F0206 9F3704 8D05 8A02 9F3704 8D019F 9000'),
    {
      outcome: 'ended data-malformed',
    },
  ),
];

/** Neither FCI nor GPO is signed: what they say before the records does not stand against the signed records. */
const unsignedCases: readonly Case[] = [
  payment(
    'K03-035',
    'EMV Book 3 10.3',
    'a CVM list «no CVM» in the answer to GPO: the one of the signed record counts',
    { mishaps: [{ ins: 0xa8, answer: `771E 82027C00 940C ${AFL} 8E0A00000000000000001F00 9000`.replaceAll(' ', '') }] },
    PAID,
  ),
  payment(
    'K03-036',
    'EMV Book 3 10.3',
    'usage control and account in the FCI: the ones of the signed record count',
    {
      mishaps: [
        {
          ins: 0xa4,
          number: 2,
          answer: '6F20 8408A000000333010101 A514 9F07020000 5A0A999999000000000000FF 500141 9000'.replaceAll(' ', ''),
        },
      ],
    },
    PAID,
  ),
];

const otherFileCases: readonly Case[] = [
  payment(
    'K03-032',
    'EMV Book 3 7.1',
    'a record of SFI 12 that is no template 70, not signed: the payment goes on',
    { card: { ...UNSIGNED, records: { '12.1': 'DF010155' } } },
    UNSIGNED_PAID,
  ),
  payment(
    'K03-033',
    'EMV Book 3 7.1',
    'objects of SFI 12 are not the application: a PAN there repeats nothing',
    { card: { ...UNSIGNED, records: { '12.1': '70045A026210' } } },
    UNSIGNED_PAID,
  ),
  payment(
    'K03-034',
    'EMV Book 3 10.3',
    'a signed record of SFI 12 that is no template 70: authentication failed',
    {
      card: {
        records: { '12.1': 'DF010155' },
        tags: { '94': '08010100100102011801050060010101' },
      },
    },
    { ...PAID, tvr: '0808048000', commands: `${ALL_READ} B2 CA CA AE 82 AE` },
  ),
];

export const CASES: readonly Case[] = [
  ...orderCases,
  ...locatorCases,
  ...templateCases,
  ...objectCases,
  ...unsignedCases,
  ...otherFileCases,
];
