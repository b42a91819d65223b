/** Table: K02 initiate application processing, EMV 4.3 Book 3 10.1, 6.5.8, 5.4; JR/T 0025.5 chapter 7; emv.md 2.2. */

import { toHex } from '../../src/base/hex.js';
import type { Case } from './case.js';
import { PAID, payment } from './payment.js';
import type { Payment } from './rig.js';
import type { Setting } from './setting.js';

const DEBIT = 'A000000333010101';
/** The card's files as it names them in its AFL. */
const AFL = '08010100 10010201 18010500';

/** The first GET PROCESSING OPTIONS, whole. */
const sent =
  (command: string) =>
  ({ log }: Payment): void => {
    const gpo = log.find((exchange) => exchange.command[1] === 0xa8);
    const seen = gpo === undefined ? 'none' : toHex(gpo.command);
    if (seen !== command.replaceAll(' ', '')) throw new Error(`GET PROCESSING OPTIONS was ${seen}`);
  };

const pdol = (list: string): Setting => ({ card: { tags: { '9F38': list.replaceAll(' ', '') } } });
const answering = (answer: string): Setting => ({
  mishaps: [{ ins: 0xa8, answer: answer.replaceAll(' ', ''), skip: true }],
});
/** It ends with this command. */
const ENDS = 'A4 B2 B2 A4 A8';
/** An FCI with this PDOL, which no personalisation would write. */
const fciWith = (length: string, list: string): Setting => ({
  mishaps: [{ ins: 0xa4, number: 2, answer: `6F${length}8408${DEBIT}A5${list}9000`, skip: true }],
});

const commandCases: readonly Case[] = [
  payment('K02-001', 'EMV Book 3 10.1', 'no PDOL: 8300', {}, PAID, sent('80A8000002 8300 00')),
  payment(
    'K02-002',
    'EMV Book 3 5.4',
    'a PDOL of country, currency and kind',
    pdol('9F1A02 5F2A02 9C01'),
    PAID,
    sent('80A8000007 8305 0156 0156 00 00'),
  ),
  payment(
    'K02-003',
    'emv.md 2.3',
    'no electronic cash: 9F7A is 00',
    pdol('9F7A01 9F0206 5F2A02'),
    PAID,
    sent('80A800000B 8309 00 000000001234 0156 00'),
  ),
  payment(
    'K02-004',
    'EMV Book 3 5.4 step 2b',
    'unknown tags are zeros',
    pdol('9F6604 DF6901 DF812902'),
    PAID,
    sent('80A8000009 8307 00000000 00 0000 00'),
  ),
  payment(
    'K02-005',
    'EMV Book 3 5.4 step 2c',
    'a numeric value is cut on the left',
    pdol('9F0204 9A02'),
    PAID,
    sent('80A8000008 8306 00001234 0601 00'),
  ),
  payment(
    'K02-006',
    'EMV Book 3 5.4 step 2d',
    'a numeric value is filled with zeros on the left',
    pdol('9F0208 5F2A03'),
    PAID,
    sent('80A800000D 830B 0000000000001234 000156 00'),
  ),
  payment(
    'K02-007',
    'EMV Book 3 5.4 step 2c',
    'any other value is cut on the right',
    pdol('9F3302 9F3702'),
    PAID,
    sent('80A8000006 8304 E0F9 DEAD 00'),
  ),
  payment(
    'K02-008',
    'EMV Book 3 5.4 step 2d',
    'any other value is filled with zeros on the right',
    pdol('9F1E0A 9F3304'),
    PAID,
    sent('80A8000010 830E 534E3030303034320000 E0F9C800 00'),
  ),
  payment(
    'K02-009',
    'EMV Book 3 5.4 step 2a',
    'a constructed tag is zeros',
    pdol('BF0C02 9C01'),
    PAID,
    sent('80A8000005 8303 0000 00 00'),
  ),
  payment(
    'K02-010',
    'EMV Book 3 10.1',
    'TVR and TSI begin as zeros',
    pdol('9505 9B02 9F3704'),
    PAID,
    sent('80A800000D 830B 0000000000 0000 DEADBEEF 00'),
  ),
  payment(
    'K02-011',
    'EMV Book 3 5.4',
    'an object of the FCI is known to the PDOL',
    pdol('8408 8701 5003'),
    PAID,
    sent(`80A800000E 830C ${DEBIT} 01 50424F 00`),
  ),
  payment(
    'K02-012',
    'EMV Book 3 B2',
    'PDOL data from 128 bytes has a length of two bytes',
    pdol('DF0180'),
    PAID,
    sent(`80A8000083 838180 ${'00'.repeat(128)} 00`),
  ),
  payment('K02-013', 'EMV Book 3 5.4', 'a PDOL that is cut off: nothing is sent', fciWith('13', '079F38049F029F1A'), {
    outcome: 'ended data-malformed',
    commands: 'A4 B2 B2 A4',
    asked: '',
  }),
  payment(
    'K02-014',
    'EMV Book 3 6.5.8',
    'a PDOL that asks for more than a command holds: nothing is sent',
    fciWith('12', '069F3803DF01FD'),
    { outcome: 'ended data-malformed', commands: 'A4 B2 B2 A4', asked: '' },
  ),
];

const statusCases: readonly Case[] = [
  payment('K02-015', 'EMV Book 3 10.1', '6985 of the only application', answering('6985'), {
    outcome: 'ended conditions-not-satisfied',
    commands: ENDS,
    asked: '',
  }),
  payment(
    'K02-016',
    'EMV Book 3 10.1',
    '6985: the next application, with the holder consent',
    {
      card: {
        applications: [
          { aid: `${DEBIT}01`, label: 'PBOC WAGES', priority: 1 },
          { aid: `${DEBIT}02`, label: 'PBOC PENSION', priority: 2 },
        ],
      },
      mishaps: [{ ins: 0xa8, number: 1, answer: '6985', skip: true }],
      holder: { choose: 0 },
    },
    {
      ...PAID,
      commands: 'A4 B2 B2 B2 A4 A8 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE 82 AE',
      asked: 'choose PBOC WAGES|PBOC PENSION; choose PBOC PENSION; online',
    },
  ),
  payment('K02-017', 'EMV Book 3 10.1', 'any other status word (6A81)', answering('6A81'), {
    outcome: 'ended card-refused 6A81',
    commands: ENDS,
    asked: '',
  }),
  payment('K02-018', 'EMV Book 3 10.1', 'a warning (6283) is no 9000', answering('6283'), {
    outcome: 'ended card-refused 6283',
    commands: ENDS,
    asked: '',
  }),
];

const formatCases: readonly Case[] = [
  payment('K02-019', 'EMV Book 3 6.5.8.4', 'format 2', { card: { templates: ['gpo'] } }, PAID),
  payment(
    'K02-020',
    'EMV Book 3 6.5.8.4',
    'format 2 in another order with further objects',
    { mishaps: [{ ins: 0xa8, answer: `77 17 9F3602 0001 940C ${AFL} 8202 7C00 9000`.replaceAll(' ', '') }] },
    PAID,
  ),
  payment('K02-021', 'EMV Book 3 6.5.8.4', 'format 1 without AFL', answering('80027C009000'), {
    outcome: 'ended data-missing',
    commands: ENDS,
  }),
  payment('K02-022', 'EMV Book 3 6.5.8.4', 'format 1 with an AFL of six bytes', answering('80087C000801010010019000'), {
    outcome: 'ended data-malformed',
    commands: ENDS,
  }),
  payment('K02-023', 'EMV Book 3 6.5.8.4', 'format 2 without AIP', answering('7706 9404 08010100 9000'), {
    outcome: 'ended data-missing',
    commands: ENDS,
  }),
  payment('K02-024', 'EMV Book 3 6.5.8.4', 'format 2 without AFL', answering('7704 8202 7C00 9000'), {
    outcome: 'ended data-missing',
    commands: ENDS,
  }),
  payment('K02-025', 'EMV Book 3 annex A1', 'an AIP of one byte', answering('7709 82017C 9404 08010100 9000'), {
    outcome: 'ended data-malformed',
    commands: ENDS,
  }),
  payment(
    'K02-026',
    'EMV Book 3 6.5.8.4',
    'format 2 with two AIPs',
    answering('770E 82027C00 82027D00 9404 08010100 9000'),
    { outcome: 'ended data-malformed', commands: ENDS },
  ),
  payment('K02-027', 'EMV Book 3 6.5.8.4', 'another template', answering('700A 82027C00 9404 08010100 9000'), {
    outcome: 'ended data-malformed',
    commands: ENDS,
  }),
  payment('K02-028', 'EMV Book 3 6.5.8.4', 'format 2 cut off', answering('770A 82027C00 9404 0801 9000'), {
    outcome: 'ended data-malformed',
    commands: ENDS,
  }),
  payment('K02-029', 'EMV Book 3 6.5.8.4', 'no data', answering('9000'), {
    outcome: 'ended data-malformed',
    commands: ENDS,
  }),
];

export const CASES: readonly Case[] = [...commandCases, ...statusCases, ...formatCases];
