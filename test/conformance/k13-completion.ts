/** Table: K13, completion: the second GENERATE AC, and a card that leaves at any step. */

import type { Case } from './case.js';
import type { Rig } from './rig.js';
import { breaksOff, CID_AT, flipped, NO_CVM, NO_LIMITS, OFFLINE, withByte } from './scenes.js';
import type { Setting } from './setting.js';

const ONLINE: Setting = { holder: { online: 'entered' } };
const DECLINED: Setting = { ...ONLINE, issuer: { responseCode: '51' } };

const SEEN = { tvr: '0008048000', tsi: 'F800' } as const;
/** The issuer approved, the card did not follow. */
const REVERSED = { ...SEEN, outcome: 'declined by card, reverse', arc: '00' } as const;

const second = (answer: string | ((real: Uint8Array) => Uint8Array)) => ({
  mishaps: [{ ins: 0xae, number: 2, answer }],
});

const FINAL: readonly Case[] = [
  {
    id: 'K13-001',
    clause: 'EMV Book 3 9.3, 10.11; Book 4 6.3.8',
    title: 'approved by the issuer, TC: approved online',
    run: async (rig: Rig) => {
      const expected = { outcome: 'approved online', ...SEEN, cid: '80 40', cvr: '03A01002 03601002', arc: '00' };
      const { log } = await rig.expect(ONLINE, { ...expected, signature: false, advice: false });
      if (log.at(-1)?.command[2] !== 0x40) throw new Error('P1 of the second GENERATE AC is not TC');
    },
  },
  {
    id: 'K13-002',
    clause: 'EMV Book 3 9.3, 10.11; emv.md 3.9',
    title: 'approved by the issuer, AAC: declined by the card, the host is reversed',
    run: async (rig) => {
      await rig.expect({ ...ONLINE, ...second(withByte(CID_AT, 0x00)) }, { ...REVERSED, cid: '80 00' });
    },
  },
  {
    id: 'K13-003',
    clause: 'EMV Book 3 9.3',
    title: 'an ARQC to the second GENERATE AC stands for an AAC',
    run: async (rig) => {
      await rig.expect({ ...ONLINE, ...second(withByte(CID_AT, 0x80)) }, { ...REVERSED, cid: '80 80' });
    },
  },
  {
    id: 'K13-004',
    clause: 'EMV Book 3 9.3',
    title: 'the reserved pattern to the second GENERATE AC stands for an AAC',
    run: async (rig) => {
      await rig.expect({ ...ONLINE, ...second(withByte(CID_AT, 0xc0)) }, { ...REVERSED, cid: '80 C0' });
    },
  },
  {
    id: 'K13-005',
    clause: 'EMV Book 3 9.3, 10.11',
    title: 'a status word that is not 9000 stands for an AAC',
    run: async (rig) => {
      await rig.expect({ ...ONLINE, ...second('6985') }, { ...REVERSED, cid: '80 ' });
    },
  },
  {
    id: 'K13-006',
    clause: 'EMV Book 3 7.5, 10.11',
    title: 'a malformed answer stands for an AAC',
    run: async (rig) => {
      await rig.expect({ ...ONLINE, ...second('800A400001112233445566779000') }, { ...REVERSED, cid: '80 40' });
    },
  },
  {
    id: 'K13-007',
    clause: 'EMV Book 3 7.5, 10.11',
    title: 'an empty answer stands for an AAC',
    run: async (rig) => {
      await rig.expect({ ...ONLINE, ...second('9000') }, { ...REVERSED, cid: '80 ' });
    },
  },
  {
    id: 'K13-008',
    clause: 'EMV Book 3 9.3, 10.11',
    title: 'declined by the issuer, AAC: no reversal',
    run: async (rig) => {
      const expected = { outcome: 'declined by issuer', ...SEEN, cid: '80 00', cvr: '03A01002 03201002', arc: '51' };
      const { log } = await rig.expect(DECLINED, expected);
      if (log.at(-1)?.command[2] !== 0x00) throw new Error('P1 of the second GENERATE AC is not AAC');
    },
  },
  {
    id: 'K13-009',
    clause: 'EMV Book 3 9.3',
    title: 'declined by the issuer, TC: a card in error, declined all the same',
    run: async (rig) => {
      const expected = { outcome: 'declined by issuer', ...SEEN, cid: '80 40', arc: '51' };
      await rig.expect({ ...DECLINED, ...second(withByte(CID_AT, 0x40)) }, expected);
    },
  },
  {
    id: 'K13-010',
    clause: 'EMV Book 3 10.11',
    title: 'declined by the issuer, and the card refuses the command: declined by the issuer',
    run: async (rig) => {
      const expected = { outcome: 'declined by issuer', ...SEEN, cid: '80 ', arc: '51' };
      await rig.expect({ ...DECLINED, ...second('6985') }, expected);
    },
  },
];

const SIGNED: readonly Case[] = [
  {
    id: 'K13-011',
    clause: 'EMV Book 2 6.6.1, 6.6.2',
    title: 'CDA around both cryptograms',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, authentication: 'cda' as const };
      const expected = { outcome: 'approved online', tvr: '0008008000', tsi: 'F800', cid: '80 40', arc: '00' };
      const { log } = await rig.expect({ card }, expected);
      const asked = log.filter(({ command }) => command[1] === 0xae).map(({ command }) => command[2]);
      if (asked[0] !== 0x90 || asked[1] !== 0x50) throw new Error(`P1 ${asked.join(' ')}, not 90 and 50`);
    },
  },
  {
    id: 'K13-012',
    clause: 'EMV Book 2 6.6.2; emv.md 3.9',
    title: 'CDA around the second cryptogram is wrong: declined by the terminal, the host is reversed',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, authentication: 'cda' as const };
      const expected = { tvr: '0408008000', tsi: 'F800', cid: '80 40', arc: '00' };
      await rig.expect({ card, ...second(flipped(-20)) }, { outcome: 'declined by terminal, reverse', ...expected });
    },
  },
  {
    id: 'K13-013',
    clause: 'EMV Book 2 6.6.2; Book 3 10.7',
    title: 'the line is down, CDA around the offline TC is wrong: declined by the terminal, Z3',
    run: async (rig) => {
      const card = { authentication: 'cda' as const };
      const expected = { tvr: '0408040000', tsi: 'E800', cid: '80 40', arc: 'Z3' };
      await rig.expect(
        { application: NO_LIMITS, ...ONLINE, card, issuer: { line: 'unable' }, ...second(flipped(-20)) },
        { outcome: 'declined by terminal', ...expected },
      );
    },
  },
];

const HISTORY: readonly Case[] = [
  {
    id: 'K13-014',
    clause: 'JR/T 0025.5 16; EMV Book 3 10.6.3',
    title: 'after an approval online the card is no new card any more',
    run: async (rig) => {
      await rig.expect(ONLINE, { outcome: 'approved online', ...SEEN, cid: '80 40' });
      const again = { outcome: 'approved online', tvr: '0000048000', tsi: 'F800', cid: '80 40' };
      await rig.expectAgain(ONLINE, { ...again, cvr: '03A00002 03600002' });
    },
  },
  {
    id: 'K13-015',
    clause: 'JR/T 0025.5 16',
    title: 'after an approval offline it is still one',
    run: async (rig) => {
      const expected = { outcome: 'approved offline', tvr: '0008000000', tsi: 'E800', cid: '40', cvr: '03901002' };
      await rig.expect(OFFLINE, expected);
      await rig.expectAgain({ application: NO_LIMITS }, expected);
    },
  },
  {
    id: 'K13-016',
    clause: 'EMV Book 3 10.5.1, 10.11; Book 4 6.3.4',
    title: 'a signature is wanted on the paper of what was approved',
    run: async (rig) => {
      const card = { cvmList: '00000000000000001E03' };
      const expected = { outcome: 'approved online', tvr: '0008008000', tsi: 'F800', cid: '80 40', cvm: '1E0300' };
      await rig.expect({ card }, { ...expected, signature: true });
    },
  },
];

/** INS of the command, what the card leaves at, and whether the card waits for its issuer afterwards. */
const STEPS = [
  ['017', 0xa4, 1, 'SELECT of the directory', false],
  ['018', 0xb2, 1, 'READ RECORD of the directory', false],
  ['019', 0xa8, 1, 'GET PROCESSING OPTIONS', false],
  ['020', 0xb2, 5, 'READ RECORD', false],
  ['021', 0x88, 1, 'INTERNAL AUTHENTICATE', false],
  ['022', 0xca, 1, 'GET DATA', false],
  ['023', 0xae, 1, 'the first GENERATE AC', true],
  ['024', 0x82, 1, 'EXTERNAL AUTHENTICATE', true],
  ['025', 0xae, 2, 'the second GENERATE AC', false],
] as const;

const BREAKS: readonly Case[] = STEPS.map(([number, ins, nth, title, waits]) => ({
  id: `K13-${number}`,
  clause: 'EMV Book 4 6.6.1; emv.md 2.9 step 2',
  title: `card removed or mute at ${title}, its answer lost: the transaction breaks off, the next one does not`,
  run: async (rig) => {
    const fault = (kind: 'removed' | 'mute') => ({
      mishaps: [{ ins, number: nth, fault: { kind, when: 'after' } as const }],
    });
    await breaksOff(rig, { ...ONLINE, ...fault('mute') }, 'mute');
    await breaksOff(rig, { ...ONLINE, ...fault('removed') }, 'removed');
    // After the second GENERATE AC the card has approved: it is no new card, whatever the terminal knows.
    const approved = ins === 0xae && nth === 2;
    const cvr = approved ? '03A00002 03600002' : waits ? '03A09002 03609002' : '03A01002 03601002';
    const tvr = approved ? '0000048000' : '0008048000';
    await rig.expectAgain(ONLINE, { outcome: 'approved online', tvr, tsi: 'F800', cid: '80 40', cvr });
  },
}));

export const CASES: readonly Case[] = [...FINAL, ...SIGNED, ...HISTORY, ...BREAKS];
