/** Table: K06, processing restrictions (EMV 4.3 Book 3 10.4; emv.md 2.5). AUC byte 1: cash, goods, services, places. */

import { fromHex } from '../../src/base/hex.js';
import type { Expected } from './case.js';
import type { Setting } from './setting.js';
import { numbered, quiet, type Row } from './single.js';

const VERSION = 'EMV Book 3 10.4.1';
const USAGE = 'EMV Book 3 10.4.2';
const DATES = 'EMV Book 3 10.4.3';
const FORMATS = 'EMV Book 3 7.5';

const ALLOWED: Expected = { outcome: 'approved offline', tvr: '0000000000', tsi: 'E800', cid: '40' };
/** TVR 2.5 is UnionPay's TAC-denial (emv.md 2.11). */
const NOT_ALLOWED: Expected = { outcome: 'declined by terminal', tvr: '0010000000', tsi: 'E800', cid: '00' };
/** TVR 2.7 is in its TAC-online. */
const EXPIRED: Expected = { outcome: 'approved online', tvr: '0040000000', tsi: 'F800', cid: '80 40' };
const MALFORMED: Expected = { outcome: 'ended data-malformed' };

const tags = (values: Readonly<Record<string, string | null>>, rest: Omit<Setting, 'card'> = {}): Setting =>
  quiet({ ...rest, card: { tags: values } });
const usage = (control: string, country: string | null, rest: Omit<Setting, 'card'> = {}): Setting =>
  tags({ '9F07': control, '5F28': country }, rest);
const atMachine = { terminal: { terminalType: 15 } };
const cash = { transaction: { kind: 'cash' } } as const;
const cashback = { transaction: { otherAmount: 100 } };

const ROWS: readonly Row[] = [
  [VERSION, 'the same version', tags({ '9F08': '0020' }), ALLOWED],
  [VERSION, 'a card of PBOC 3.0', tags({ '9F08': '0030' }), { ...ALLOWED, tvr: '0080000000' }],
  [VERSION, 'no version on the card', tags({ '9F08': null }), ALLOWED],
  [FORMATS, 'a version of one byte', tags({ '9F08': '20' }), MALFORMED],
  [USAGE, 'domestic only, at home', usage('AB00', '0156'), ALLOWED],
  [USAGE, 'domestic only, from Hong Kong', usage('AB00', '0344'), NOT_ALLOWED],
  [USAGE, 'domestic only, from the United States', usage('AB00', '0840'), NOT_ALLOWED],
  [
    USAGE,
    'domestic only, at a terminal abroad',
    usage('AB00', '0156', { terminal: { countryCode: 344 } }),
    NOT_ALLOWED,
  ],
  [USAGE, 'valid everywhere, from Hong Kong', usage('FFC0', '0344'), ALLOWED],
  [USAGE, 'international goods alone', usage('1100', '0344'), ALLOWED],
  [USAGE, 'domestic services alone', usage('0900', '0156'), ALLOWED],
  [USAGE, 'neither domestic goods nor services', usage('D7C0', '0156'), NOT_ALLOWED],
  [USAGE, 'no usage control', tags({ '9F07': null, '5F28': '0344' }), ALLOWED],
  [USAGE, 'no issuer country: goods do not count', usage('0100', null), ALLOWED],
  [USAGE, 'no issuer country: the place counts', usage('FEC0', null), NOT_ALLOWED],
  [USAGE, 'not valid outside machines', usage('FEC0', '0156'), NOT_ALLOWED],
  [USAGE, 'not valid at machines, used at one', usage('FDC0', '0156', atMachine), NOT_ALLOWED],
  [USAGE, 'not valid outside machines, used at one', usage('FEC0', '0156', { ...atMachine, ...cash }), ALLOWED],
  [
    'EMV Book 4 A1',
    "a bank's unattended terminal without cash is no ATM",
    usage('FDC0', '0156', { terminal: { terminalType: 15, additionalCapabilities: fromHex('7F80F0F001') } }),
    ALLOWED,
  ],
  [USAGE, 'domestic cash', usage('8100', '0156', cash), ALLOWED],
  [USAGE, 'no domestic cash', usage('7FC0', '0156', cash), NOT_ALLOWED],
  [USAGE, 'no international cash', usage('BFC0', '0344', cash), NOT_ALLOWED],
  [USAGE, 'domestic cashback', usage('2180', '0156', cashback), ALLOWED],
  [USAGE, 'no domestic cashback', usage('FF40', '0156', cashback), NOT_ALLOWED],
  [USAGE, 'no international cashback', usage('FF80', '0344', cashback), NOT_ALLOWED],
  [FORMATS, 'a usage control of one byte', usage('AB', '0156'), MALFORMED],
  [FORMATS, 'a country that is no number', usage('AB00', '01A6'), MALFORMED],
  [DATES, 'effective today', tags({ '5F25': '260601' }), ALLOWED],
  [DATES, 'effective tomorrow', tags({ '5F25': '260602' }), { ...ALLOWED, tvr: '0020000000' }],
  [DATES, 'no effective date', tags({ '5F25': null }), ALLOWED],
  [DATES, 'expires today', tags({ '5F24': '260601' }), ALLOWED],
  [DATES, 'expired yesterday', tags({ '5F24': '260531' }), EXPIRED],
  [DATES, 'expires in 2049', tags({ '5F24': '491231' }), ALLOWED],
  ['EMV Book 4 6.7.3', 'expired in 1950', tags({ '5F24': '500101' }), EXPIRED],
  ['EMV Book 4 6.7.3', 'effective since 1999', tags({ '5F25': '991231' }), ALLOWED],
  [DATES, 'a month 13', tags({ '5F24': '331331' }), MALFORMED],
  [
    USAGE,
    'everything at once',
    tags({ '9F08': '0030', '9F07': '0000', '5F25': '270101', '5F24': '250101' }),
    { ...NOT_ALLOWED, tvr: '00F0000000' },
  ],
];

export const CASES = numbered('K06', ROWS);
