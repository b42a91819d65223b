/** Table: K12, issuer scripts before and after the final GENERATE AC. */

import { fromHex, toHex } from '../../src/base/hex.js';
import type { IssuerScript, OnlineAnswer } from '../../src/pse/payment-kernel.js';
import type { Case } from './case.js';
import type { Rig } from './rig.js';
import { breaksOff, flipped } from './scenes.js';
import type { Setting } from './setting.js';

const ONLINE: Setting = { holder: { online: 'entered' } };

const APPROVED = { outcome: 'approved online', tvr: '0008048000', tsi: 'FC00', cid: '80 40', arc: '00' } as const;
/** 5.5, and 5.6, script failed after and before the final cryptogram. */
const FAILED_AFTER = { ...APPROVED, tvr: '0008048010' } as const;
const FAILED_BEFORE = { ...APPROVED, tvr: '0008048020' } as const;

const BEFORE_AC = 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE 82';

/** PUT DATA 9F58 下限, one byte. */
const PUT_LIMIT = { ins: 0xda, p1: 0x9f, p2: 0x58, data: fromHex('05') };
const BLOCK = { ins: 0x1e };
/** No card knows it. */
const UNKNOWN = { ins: 0xee };

/** The stand-in issuer's answer with these scripts, value in hexadecimal, in place of its own. */
const raw = (...scripts: readonly (readonly [0x71 | 0x72, string])[]) => ({
  answer: (real: OnlineAnswer): OnlineAnswer =>
    ({
      ...real,
      scripts: scripts.map(([template, value]): IssuerScript => ({ template, value: fromHex(value) })),
    }) as OnlineAnswer,
});

/** Any script command is accepted. */
const ACCEPTED = { ins: 0xda, answer: '9000', skip: true } as const;

const PUT = '86 09 04DA9F58 04 11223344'.replaceAll(' ', '');

const ORDER: readonly Case[] = [
  {
    id: 'K12-001',
    clause: 'EMV Book 3 10.10; JR/T 0025.5 17',
    title: '72: performed after the final GENERATE AC',
    run: async (rig: Rig) => {
      const scripts = [{ template: 0x72 as const, identifier: '11223344', orders: [PUT_LIMIT] }];
      await rig.expect(
        { ...ONLINE, issuer: { scripts } },
        { ...APPROVED, scripts: '2011223344', commands: `${BEFORE_AC} AE DA` },
      );
    },
  },
  {
    id: 'K12-002',
    clause: 'EMV Book 3 10.10; JR/T 0025.5 17',
    title: '71: performed before the final GENERATE AC',
    run: async (rig) => {
      const scripts = [{ template: 0x71 as const, identifier: '11223344', orders: [PUT_LIMIT] }];
      await rig.expect(
        { ...ONLINE, issuer: { scripts } },
        { ...APPROVED, scripts: '2011223344', commands: `${BEFORE_AC} DA AE` },
      );
    },
  },
  {
    id: 'K12-003',
    clause: 'EMV Book 3 10.10',
    title: '72 received before 71: each in its place, results in the order performed',
    run: async (rig) => {
      const scripts = [
        { template: 0x72 as const, identifier: '00000072', orders: [BLOCK] },
        { template: 0x71 as const, identifier: '00000071', orders: [PUT_LIMIT] },
      ];
      await rig.expect(
        { ...ONLINE, issuer: { scripts } },
        { ...APPROVED, scripts: '20000000712000000072', commands: `${BEFORE_AC} DA AE 1E` },
      );
    },
  },
  {
    id: 'K12-004',
    clause: 'EMV Book 3 10.10; JR/T 0025.5 17',
    title: 'APPLICATION BLOCK by 72 leaves this transaction approved and ends the next one',
    run: async (rig) => {
      const scripts = [{ template: 0x72 as const, orders: [BLOCK] }];
      await rig.expect({ ...ONLINE, issuer: { scripts } }, { ...APPROVED, scripts: '2000000001' });
      await rig.expectAgain(ONLINE, { outcome: 'ended application-blocked' });
    },
  },
  {
    id: 'K12-005',
    clause: 'EMV Book 3 10.10',
    title: 'scripts are performed when the issuer declines, too',
    run: async (rig) => {
      const scripts = [
        { template: 0x71 as const, identifier: '00000071', orders: [PUT_LIMIT] },
        { template: 0x72 as const, identifier: '00000072', orders: [BLOCK] },
      ];
      const expected = { ...APPROVED, outcome: 'declined by issuer', cid: '80 00', arc: '51' };
      await rig.expect(
        { ...ONLINE, issuer: { responseCode: '51', scripts } },
        { ...expected, scripts: '20000000712000000072', commands: `${BEFORE_AC} DA AE 1E` },
      );
    },
  },
];

const FAILURES: readonly Case[] = [
  {
    id: 'K12-006',
    clause: 'EMV Book 3 10.10; JR/T 0025.5 17',
    title: '72 with a wrong MAC: TVR 5.5, result 11',
    run: async (rig) => {
      const issuer = raw([0x72, `9F180411223344${PUT}`]);
      await rig.expect({ ...ONLINE, issuer }, { ...FAILED_AFTER, scripts: '1111223344' });
    },
  },
  {
    id: 'K12-007',
    clause: 'EMV Book 3 10.10; JR/T 0025.5 17',
    title: '71 with a wrong MAC: TVR 5.6, result 11',
    run: async (rig) => {
      const issuer = raw([0x71, `9F180411223344${PUT}`]);
      await rig.expect({ ...ONLINE, issuer }, { ...FAILED_BEFORE, scripts: '1111223344' });
    },
  },
  {
    id: 'K12-008',
    clause: 'EMV Book 3 10.10',
    title: 'the second of three commands is unknown to the card: the third is not sent',
    run: async (rig) => {
      const scripts = [{ template: 0x72 as const, orders: [PUT_LIMIT, UNKNOWN, BLOCK] }];
      await rig.expect(
        { ...ONLINE, issuer: { scripts } },
        { ...FAILED_AFTER, scripts: '1200000001', commands: `${BEFORE_AC} AE DA EE` },
      );
    },
  },
  {
    id: 'K12-009',
    clause: 'EMV Book 3 10.10',
    title: 'a script that fails does not keep the next one from being performed',
    run: async (rig) => {
      const scripts = [
        { template: 0x72 as const, identifier: '00000001', orders: [UNKNOWN] },
        { template: 0x72 as const, identifier: '00000002', orders: [PUT_LIMIT] },
      ];
      await rig.expect(
        { ...ONLINE, issuer: { scripts } },
        { ...FAILED_AFTER, scripts: '11000000012000000002', commands: `${BEFORE_AC} AE EE DA` },
      );
    },
  },
  {
    id: 'K12-010',
    clause: 'EMV Book 3 10.10',
    title: 'one template fails before, the other after: both TVR bits',
    run: async (rig) => {
      const scripts = [
        { template: 0x71 as const, identifier: '00000071', orders: [UNKNOWN] },
        { template: 0x72 as const, identifier: '00000072', orders: [UNKNOWN] },
      ];
      const expected = { ...APPROVED, tvr: '0008048030' };
      await rig.expect({ ...ONLINE, issuer: { scripts } }, { ...expected, scripts: '11000000711100000072' });
    },
  },
  ...(
    [
      ['K12-011', '6283', '62'],
      ['K12-012', '63C2', '63'],
    ] as const
  ).map(([id, answer, sw1]) => ({
    id,
    clause: 'EMV Book 3 10.10',
    title: `a warning ${sw1}xx does not stop a script`,
    run: async (rig: Rig) => {
      const scripts = [{ template: 0x72 as const, orders: [PUT_LIMIT, PUT_LIMIT] }];
      const mishaps = [{ ins: 0xda, number: 1, answer }];
      await rig.expect(
        { ...ONLINE, issuer: { scripts }, mishaps },
        { ...APPROVED, scripts: '2000000001', commands: `${BEFORE_AC} AE DA DA` },
      );
    },
  })),
  {
    id: 'K12-013',
    clause: 'EMV Book 3 10.10, Book 4 annex A5',
    title: 'the sixteenth command fails: its number is written F',
    run: async (rig) => {
      const issuer = raw([0x72, `9F180411223344${'860484DA0000'.repeat(16)}`]);
      const mishaps = [{ ins: 0xda, number: 16, answer: '6985', skip: true }, ACCEPTED];
      await rig.expect({ ...ONLINE, issuer, mishaps }, { ...FAILED_AFTER, scripts: '1F11223344' });
    },
  },
];

const FORMATS: readonly Case[] = [
  ...(
    [
      ['K12-014', 'without identifier: four zeros', PUT, '2000000000', false],
      ['K12-015', 'an object of another tag is passed over', `9F180411223344DF0101AA${PUT}`, '2011223344', false],
      ['K12-016', 'an identifier of three bytes', `9F1803112233${PUT}`, '0000000000', true],
      ['K12-017', 'no command', '9F180411223344', '0011223344', true],
      ['K12-018', 'empty', '', '0000000000', true],
      ['K12-019', 'cut off in its second command', `9F180411223344${PUT}860984DA`, '0000000000', true],
    ] as const
  ).map(([id, title, value, scripts, fails]) => ({
    id,
    clause: 'EMV Book 3 10.10, annex B',
    title: `script ${title}`,
    run: async (rig: Rig) => {
      const issuer = raw([0x72, value]);
      const commands = `${BEFORE_AC} AE${fails ? '' : ' DA'}`;
      const expected = fails ? FAILED_AFTER : APPROVED;
      await rig.expect({ ...ONLINE, issuer, mishaps: [ACCEPTED] }, { ...expected, scripts, commands });
    },
  })),
  {
    id: 'K12-020',
    clause: 'EMV Book 3 10.10, 6.3',
    title: 'a command whose Lc is wrong fails in its place and is not sent',
    run: async (rig) => {
      const issuer = raw([0x72, `9F180411223344${PUT}860704DA9F58051122${PUT}`]);
      await rig.expect(
        { ...ONLINE, issuer, mishaps: [ACCEPTED] },
        { ...FAILED_AFTER, scripts: '1211223344', commands: `${BEFORE_AC} AE DA` },
      );
    },
  },
  {
    id: 'K12-021',
    clause: 'EMV Book 3 10.10',
    title: '128 bytes with the template are performed',
    run: async (rig) => {
      // 72 7E, and in it 7 bytes of identifier, 11 of the command, 108 of another object
      const issuer = raw([0x72, `9F180411223344${PUT}DF0169${'00'.repeat(105)}`]);
      await rig.expect({ ...ONLINE, issuer, mishaps: [ACCEPTED] }, { ...APPROVED, scripts: '2011223344' });
    },
  },
  {
    id: 'K12-022',
    clause: 'EMV Book 3 10.10',
    title: '129 bytes with the template are not performed',
    run: async (rig) => {
      const issuer = raw([0x72, `9F180411223344${PUT}DF016A${'00'.repeat(106)}`]);
      await rig.expect(
        { ...ONLINE, issuer, mishaps: [ACCEPTED] },
        { ...FAILED_AFTER, scripts: '0011223344', commands: `${BEFORE_AC} AE` },
      );
    },
  },
  {
    id: 'K12-023',
    clause: 'EMV Book 3 10.10',
    title: 'the 128 bytes are for all scripts together: the one that reaches beyond them is not performed',
    run: async (rig) => {
      const filled = `${PUT}DF0140${'00'.repeat(64)}`;
      const issuer = raw([0x71, `9F180400000071${filled}`], [0x72, `9F180400000072${filled}`]);
      await rig.expect(
        { ...ONLINE, issuer, mishaps: [ACCEPTED] },
        { ...FAILED_AFTER, scripts: '20000000710000000072', commands: `${BEFORE_AC} DA AE` },
      );
    },
  },
];

const BREAKS: readonly Case[] = [
  ...(['removed', 'mute'] as const).flatMap((kind, i) =>
    (['before', 'after'] as const).map((when, j) => ({
      id: `K12-0${24 + 2 * i + j}`,
      clause: 'EMV Book 3 10.10, 10.11',
      title: `card ${kind} ${when} a command of 72: the transaction stands, the scripts have failed`,
      run: async (rig: Rig) => {
        const scripts = [
          { template: 0x72 as const, identifier: '00000001', orders: [PUT_LIMIT] },
          { template: 0x72 as const, identifier: '00000002', orders: [PUT_LIMIT] },
        ];
        const mishaps = [{ ins: 0xda, fault: { kind, when } }];
        await rig.expect(
          { ...ONLINE, issuer: { scripts }, mishaps },
          { ...FAILED_AFTER, scripts: '11000000010000000002' },
        );
      },
    })),
  ),
  {
    id: 'K12-028',
    clause: 'EMV Book 3 10.10, 10.11',
    title: 'card removed in 71: nothing is decided, and the card says so in its next transaction',
    run: async (rig) => {
      const scripts = [{ template: 0x71 as const, orders: [PUT_LIMIT] }];
      const mishaps = [{ ins: 0xda, fault: { kind: 'removed', when: 'before' } as const }];
      await breaksOff(rig, { ...ONLINE, issuer: { scripts }, mishaps }, 'removed');
      const expected = { outcome: 'approved online', tvr: '0008048000', tsi: 'F800', cid: '80 40' };
      await rig.expectAgain(ONLINE, { ...expected, cvr: '03A09002 03609002' });
    },
  },
  {
    id: 'K12-029',
    clause: 'JR/T 0025.5 17; EMV Book 3 10.10',
    title: 'a script that failed is told by the card in its next transaction',
    run: async (rig) => {
      const issuer = raw([0x72, `9F180411223344${PUT}`]);
      await rig.expect({ ...ONLINE, issuer }, { ...FAILED_AFTER, scripts: '1111223344' });
      const expected = { outcome: 'approved online', tvr: '0000048000', tsi: 'F800', cid: '80 40' };
      const { log } = await rig.expectAgain(ONLINE, expected);
      const first = log.find(({ command }) => command[1] === 0xae)?.answer ?? new Uint8Array(0);
      // 9F10 byte 7, CVR byte 4: b4 script failed, b2 DDA performed
      if ((first[19] & 0x0f) !== 0x0a) throw new Error(`CVR byte 4 in ${toHex(first)}`);
    },
  },
  {
    id: 'K12-030',
    clause: 'EMV Book 2 9.2; JR/T 0025.5 17',
    title: 'a script that the line has spoiled fails by its MAC, and its place in the TVR is that of its template',
    run: async (rig) => {
      const scripts = [{ template: 0x71 as const, orders: [PUT_LIMIT] }];
      const spoil = (real: OnlineAnswer): OnlineAnswer =>
        real.kind !== 'answered'
          ? real
          : { ...real, scripts: real.scripts.map((one) => ({ ...one, value: flipped(-1)(one.value) })) };
      await rig.expect({ ...ONLINE, issuer: { scripts, answer: spoil } }, { ...FAILED_BEFORE, scripts: '1100000001' });
    },
  },
];

export const CASES: readonly Case[] = [...ORDER, ...FAILURES, ...FORMATS, ...BREAKS];
