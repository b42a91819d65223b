/** Table: K08, terminal risk management (EMV 4.3 Book 3 10.6, Book 4 6.3.5; emv.md 2.7, 2.11). Purchases of 12.34. */

import type { Expected } from './case.js';
import type { Mishap, Setting } from './setting.js';
import { numbered, quiet, type Row } from './single.js';

const FLOOR = 'EMV Book 3 10.6.1';
const RANDOM = 'EMV Book 3 10.6.2';
const VELOCITY = 'EMV Book 3 10.6.3';
const EXCEPTION = 'EMV Book 4 6.3.5';

const offline = (tvr: string, rest: Partial<Expected> = {}): Expected => ({
  outcome: 'approved offline',
  tvr,
  tsi: 'E800',
  cid: '40',
  ...rest,
});
const online = (tvr: string, rest: Partial<Expected> = {}): Expected => ({
  outcome: 'approved online',
  tvr,
  tsi: 'F800',
  cid: '80 40',
  ...rest,
});
const NOTHING = '0000000000';
const OVER_FLOOR = '0000008000';
const SELECTED = '0000001000';

const floor = (floorLimit: number, spentBefore = 0): Setting =>
  quiet({ application: { floorLimit }, holder: { spentBefore } });

/** Four bytes of 9F37, then four whose value modulo 99 is one less than the number drawn. */
const drawing = (drawn: number): string => `DEADBEEF000000${(drawn - 1).toString(16).padStart(2, '0')}`;
const selecting = (amount: number, drawn: number, rest: Setting = {}): Setting =>
  quiet({
    ...rest,
    application: { floorLimit: 10_000, randomThreshold: 1_000, targetPercentage: 10, targetPercentageMax: 90 },
    transaction: { amount },
    random: drawing(drawn),
  });

const answering = (object: string, answer: string): Mishap => ({ ins: 0xca, parameters: object, answer });
const counters = (counter: string, lastOnline: string, lower = '02', upper = '05'): Setting =>
  quiet({
    card: { tags: { '9F14': lower, '9F23': upper } },
    mishaps: [answering('9F36', counter), answering('9F13', lastOnline)],
  });
const now = (count: string): string => `9F3602${count}9000`;
const last = (count: string): string => `9F1302${count}9000`;

/** The AIP without b4: no terminal risk management; the card has velocity limits. */
const spared = (rest: Setting = {}): Setting =>
  quiet({ ...rest, card: { tags: { '82': '7400', '9F14': '00', '9F23': '00' } }, application: { floorLimit: 0 } });
const commandsOf = 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88';

const ROWS: readonly Row[] = [
  [FLOOR, 'one fen below the floor limit', floor(1235), offline(NOTHING)],
  [FLOOR, 'at the floor limit', floor(1234), online(OVER_FLOOR)],
  [FLOOR, 'above the floor limit', floor(1233), online(OVER_FLOOR)],
  [FLOOR, 'floor limit 0', floor(0), online(OVER_FLOOR)],
  [FLOOR, 'below the floor limit with what the same account spent', floor(2000, 765), offline(NOTHING)],
  [FLOOR, 'at the floor limit with what the same account spent', floor(2000, 766), online(OVER_FLOOR)],
  [RANDOM, 'below the threshold, the target drawn', selecting(999, 10), online(SELECTED)],
  [RANDOM, 'below the threshold, one more drawn', selecting(999, 11), offline(NOTHING)],
  [RANDOM, 'at the threshold, the target drawn', selecting(1_000, 10), online(SELECTED)],
  [RANDOM, 'at the threshold, one more drawn', selecting(1_000, 11), offline(NOTHING)],
  [RANDOM, 'half way between, half way drawn', selecting(5_500, 50), online(SELECTED)],
  [RANDOM, 'half way between, one more drawn', selecting(5_500, 51), offline(NOTHING)],
  [RANDOM, 'one fen below the floor limit', selecting(9_999, 89), online(SELECTED)],
  [RANDOM, 'one fen below the floor limit, the maximum drawn', selecting(9_999, 90), offline(NOTHING)],
  [RANDOM, 'at the floor limit nothing is drawn', selecting(10_000, 1), online(OVER_FLOOR)],
  [
    RANDOM,
    'a terminal without line draws nothing',
    selecting(999, 1, { terminal: { terminalType: 23 } }),
    offline(NOTHING),
  ],
  [VELOCITY, 'at the lower limit', counters(now('0013'), last('0011')), offline(NOTHING)],
  [VELOCITY, 'above the lower limit', counters(now('0014'), last('0011')), online('0000004000')],
  [VELOCITY, 'at the upper limit', counters(now('0016'), last('0011')), online('0000004000')],
  [VELOCITY, 'above the upper limit', counters(now('0017'), last('0011')), online('0000006000')],
  [
    VELOCITY,
    'above an upper limit below the lower one',
    counters(now('0014'), last('0011'), '05', '02'),
    online('0000002000'),
  ],
  [VELOCITY, 'counters over a byte', counters(now('0101'), last('00FF')), offline(NOTHING)],
  [VELOCITY, 'last online now', counters(now('0011'), last('0011')), online('0000006000')],
  [VELOCITY, 'last online in times to come', counters(now('0010'), last('0011')), online('0000006000')],
  [VELOCITY, 'new card', counters(now('0001'), last('0000')), offline('0008000000')],
  [VELOCITY, 'no 9F36', counters('6A88', last('0011')), online('0000006000')],
  [VELOCITY, 'no 9F13', counters(now('0012'), '6A88'), online('0000006000')],
  [VELOCITY, 'no 9F36, new card', counters('6A88', last('0000')), online('0008006000')],
  [VELOCITY, 'neither counter', counters('6A88', '6A88'), online('0000006000')],
  [
    VELOCITY,
    'only a lower limit: no counter is read',
    quiet({ card: { tags: { '9F14': '00' } } }),
    offline(NOTHING, { commands: `${commandsOf} AE` }),
  ],
  [
    VELOCITY,
    'only an upper limit: no counter is read',
    quiet({ card: { tags: { '9F23': '00' } } }),
    offline(NOTHING, { commands: `${commandsOf} AE` }),
  ],
  [
    'EMV Book 3 7.5',
    'another object than 9F36',
    counters(last('0012'), last('0011')),
    { outcome: 'ended data-malformed' },
  ],
  ['EMV Book 3 7.5', '9F13 of one byte', counters(now('0012'), '9F1301119000'), { outcome: 'ended data-malformed' }],
  [EXCEPTION, 'on the exception file', quiet({ holder: { onExceptionFile: true } }), online('1000000000')],
  [
    'EMV Book 3 10.6',
    'the card asks for no risk management',
    spared(),
    offline(NOTHING, { tsi: 'E000', commands: `${commandsOf} AE` }),
  ],
  [
    EXCEPTION,
    'on the exception file whatever the card asks for',
    spared({ holder: { onExceptionFile: true } }),
    online('1000000000', { tsi: 'F000' }),
  ],
  ['EMV Book 4 6.5.3', 'forced online', quiet({ transaction: { forcedOnline: true } }), online('0000000800')],
];

export const CASES = numbered('K08', ROWS);
