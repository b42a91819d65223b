/** Table: K10, card action analysis: the first GENERATE AC. */

import { fromHex } from '../../src/base/hex.js';
import type { Case } from './case.js';
import type { Rig } from './rig.js';
import { CID_AT, flipped, NO_CVM, NO_LIMITS, OFFLINE, withByte } from './scenes.js';

const CDOL = '9F02069F03069F1A0295055F2A029A039C019F3704';

/** An answer of format 2 in place of the card's. */
const answers = (answer: string) => ({ mishaps: [{ ins: 0xae, answer }] });

const CASES_OF_DECISION: readonly Case[] = [
  {
    id: 'K10-001',
    clause: 'EMV Book 3 9.3, 10.8; Book 4 6.3.6',
    title: 'TC asked, TC given: approved offline, Y1',
    run: async (rig: Rig) => {
      const { log } = await rig.expect(OFFLINE, {
        outcome: 'approved offline',
        tvr: '0008000000',
        tsi: 'E800',
        cid: '40',
        arc: 'Y1',
        cvm: '1F0002',
        commands: 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE',
      });
      if (log.at(-1)?.command[2] !== 0x40) throw new Error('P1 is not TC without CDA');
    },
  },
  {
    id: 'K10-002',
    clause: 'EMV Book 3 9.3; JR/T 0025.5 14',
    title: 'TC asked, ARQC given for a new card: the issuer is asked',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '9F52': 'C200' } };
      const expected = { tvr: '0008000000', tsi: 'F800', cid: '80 40', arc: '00' };
      await rig.expect({ application: NO_LIMITS, card }, { outcome: 'approved online', ...expected });
    },
  },
  {
    id: 'K10-003',
    clause: 'EMV Book 3 9.3; JR/T 0025.5 14',
    title: 'TC asked, AAC given by a card whose PIN is locked: declined by the card, Z1',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '9F52': 'C040' }, state: { pinLocked: true } };
      const expected = { tvr: '0008000000', tsi: 'E800', cid: '00', arc: 'Z1', advice: false };
      await rig.expect({ application: NO_LIMITS, card }, { outcome: 'declined by card', ...expected });
    },
  },
  {
    id: 'K10-004',
    clause: 'EMV Book 3 9.3, 10.8',
    title: 'ARQC asked, ARQC given',
    run: async (rig) => {
      const { log } = await rig.expect(
        { holder: { online: 'entered' } },
        { outcome: 'approved online', tvr: '0008048000', tsi: 'F800', cid: '80 40', cvr: '03A01002 03601002' },
      );
      if (log.at(-3)?.command[2] !== 0x80) throw new Error('P1 is not ARQC without CDA');
    },
  },
  {
    id: 'K10-005',
    clause: 'EMV Book 3 9.3',
    title: 'ARQC asked, AAC given: the issuer is not asked',
    run: async (rig) => {
      const card = { tags: { '9F52': 'C040' }, state: { pinLocked: true } };
      const expected = { tvr: '0008048000', tsi: 'E800', cid: '00', arc: 'Z1' };
      const { requests } = await rig.expect(
        { card, holder: { online: 'entered' } },
        { outcome: 'declined by card', ...expected },
      );
      if (requests.length > 0) throw new Error('the issuer was asked');
    },
  },
  {
    id: 'K10-006',
    clause: 'EMV Book 3 9.3, 10.7; Book 4 6.3.6',
    title: 'AAC asked for a service that is not allowed: declined by the terminal, Z1',
    run: async (rig) => {
      const expected = { tvr: '0018008000', tsi: 'E800', cid: '00', arc: 'Z1' };
      await rig.expect(
        { card: { cvmList: NO_CVM }, terminal: { countryCode: 344 } },
        { outcome: 'declined by terminal', ...expected },
      );
    },
  },
  {
    id: 'K10-007',
    clause: 'EMV Book 3 9.3',
    title: 'ARQC asked, TC given: a card in error ends the transaction',
    run: async (rig) => {
      const mishaps = [{ ins: 0xae, answer: withByte(CID_AT, 0x40) }];
      await rig.expect({ mishaps, card: { cvmList: NO_CVM } }, { outcome: 'ended cryptogram-unexpected' });
    },
  },
  {
    id: 'K10-008',
    clause: 'EMV Book 3 9.3',
    title: 'AAC asked, ARQC given: a card in error ends the transaction',
    run: async (rig) => {
      const mishaps = [{ ins: 0xae, answer: withByte(CID_AT, 0x80) }];
      const card = { cvmList: NO_CVM };
      await rig.expect({ mishaps, card, terminal: { countryCode: 344 } }, { outcome: 'ended cryptogram-unexpected' });
    },
  },
  {
    id: 'K10-009',
    clause: 'EMV Book 3 6.5.5.4, table 14',
    title: 'the reserved fourth pattern of 9F27 ends the transaction',
    run: async (rig) => {
      const mishaps = [{ ins: 0xae, answer: withByte(CID_AT, 0xc0) }];
      await rig.expect({ ...OFFLINE, mishaps }, { outcome: 'ended cryptogram-unexpected' });
    },
  },
  {
    id: 'K10-010',
    clause: 'EMV Book 3 table 14; JR/T 0025.5 14',
    title: 'AAC with b4 of 9F27: the issuer is to be advised',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '9F52': 'D040' }, state: { pinLocked: true } };
      const expected = { tvr: '0008000000', tsi: 'E800', cid: '08', arc: 'Z1', advice: true };
      await rig.expect({ application: NO_LIMITS, card }, { outcome: 'declined by card', ...expected });
    },
  },
];

const CASES_OF_FORMAT: readonly Case[] = [
  {
    id: 'K10-011',
    clause: 'EMV Book 3 6.5.5.4',
    title: 'an answer of format 2',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, templates: ['ac' as const] };
      const expected = { tvr: '0008000000', tsi: 'E800', cid: '40' };
      await rig.expect({ application: NO_LIMITS, card }, { outcome: 'approved offline', ...expected });
    },
  },
  ...(
    [
      ['K10-012', 'format 1 without a whole cryptogram', '800A40000111223344556677', 'data-malformed'],
      ['K10-013', 'format 2 without 9F36', '770F9F2701409F26081122334455667788', 'data-missing'],
      ['K10-014', 'format 2 without 9F27', '77109F360200019F26081122334455667788', 'data-missing'],
      ['K10-015', 'format 2 without 9F26', '77099F2701409F36020001', 'data-missing'],
      ['K10-016', 'a cryptogram of seven bytes', '77139F2701409F360200019F260711223344556677', 'data-malformed'],
      ['K10-017', '9F27 twice', '77189F2701409F2701409F360200019F26081122334455667788', 'data-malformed'],
      ['K10-018', 'an answer in template 70', '70149F2701409F360200019F26081122334455667788', 'data-malformed'],
      ['K10-019', 'an answer of two objects', '800B40000111223344556677888000', 'data-malformed'],
      ['K10-020', 'no answer at all', '', 'data-malformed'],
    ] as const
  ).map(([id, title, answer, reason]) => ({
    id,
    clause: 'EMV Book 3 6.5.5.4, 7.5',
    title,
    run: async (rig: Rig) => {
      await rig.expect({ ...OFFLINE, ...answers(`${answer}9000`) }, { outcome: `ended ${reason}` });
    },
  })),
  {
    id: 'K10-021',
    clause: 'EMV Book 3 annex A1 (9F10 up to 32 bytes)',
    title: '33 bytes of issuer application data',
    run: async (rig) => {
      const answer = `802C4000011122334455667788${'00'.repeat(33)}9000`;
      await rig.expect({ ...OFFLINE, ...answers(answer) }, { outcome: 'ended data-malformed' });
    },
  },
  {
    id: 'K10-022',
    clause: 'EMV Book 3 6.5.5.5',
    title: 'a status word that is not 9000',
    run: async (rig) => {
      await rig.expect({ ...OFFLINE, ...answers('6985') }, { outcome: 'ended card-refused 6985' });
    },
  },
];

const CASES_OF_LISTS: readonly Case[] = [
  {
    id: 'K10-023',
    clause: 'EMV Book 3 9.2.2',
    title: 'CDOL1 asks for the TC hash and the card has no TDOL: the default one is used',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '8C': `${CDOL}9814` } };
      const expected = { tvr: '0008000080', tsi: 'E800', cid: '40' };
      const { log } = await rig.expect({ application: NO_LIMITS, card }, { outcome: 'approved offline', ...expected });
      // SHA-1 of the default TDOL's data, 9F02 000000001234 (openssl sha1)
      endsWith(log.at(-1)?.command, 'D63B4EDEA972C6DE8D985F106491C491A93C48F800');
    },
  },
  {
    id: 'K10-024',
    clause: 'EMV Book 3 9.2.2',
    title: 'CDOL1 asks for the TC hash and the card has a TDOL',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '8C': `${CDOL}9814` }, records: { '1.1': '700597039F3704' } };
      const expected = { tvr: '0008000000', tsi: 'E800', cid: '40' };
      const { log } = await rig.expect({ application: NO_LIMITS, card }, { outcome: 'approved offline', ...expected });
      // SHA-1 of 9F37 DEADBEEF (openssl sha1)
      endsWith(log.at(-1)?.command, 'D78F8BB992A56A597F6C7A1FB918BB78271367EB00');
    },
  },
  {
    id: 'K10-025',
    clause: 'EMV Book 3 5.4, 6.5.5.3',
    title: 'a CDOL1 that no command can carry ends the transaction before the card is asked',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '8C': `${CDOL}9F4EFF` } };
      const commands = 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA';
      await rig.expect({ application: NO_LIMITS, card }, { outcome: 'ended data-malformed', commands });
    },
  },
  {
    id: 'K10-026',
    clause: 'EMV Book 3 5.4, 6.5.5.3',
    title: 'a CDOL2 that no command can carry is found before the card has decided',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '8D': `8A02${CDOL}9F4EFF` } };
      const commands = 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA';
      await rig.expect({ application: NO_LIMITS, card }, { outcome: 'ended data-malformed', commands });
    },
  },
  {
    id: 'K10-027',
    clause: 'EMV Book 3 5.4',
    title: 'an unknown tag in CDOL1 is filled with zeros',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '8C': `${CDOL}DF7F03` } };
      const expected = { tvr: '0008000000', tsi: 'E800', cid: '40' };
      const { log } = await rig.expect({ application: NO_LIMITS, card }, { outcome: 'approved offline', ...expected });
      endsWith(log.at(-1)?.command, 'DEADBEEF00000000');
    },
  },
];

const CASES_OF_CDA: readonly Case[] = [
  {
    id: 'K10-028',
    clause: 'EMV Book 2 6.6.1, 6.6.2; Book 3 6.5.5.2',
    title: 'CDA asked with a TC (P1 50): the signature holds',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, authentication: 'cda' as const };
      const expected = { tvr: '0008000000', tsi: 'E800', cid: '40', arc: 'Y1' };
      const { log } = await rig.expect({ application: NO_LIMITS, card }, { outcome: 'approved offline', ...expected });
      if (log.at(-1)?.command[2] !== 0x50) throw new Error('P1 is not TC with CDA');
    },
  },
  {
    id: 'K10-029',
    clause: 'EMV Book 2 6.6.2; Book 4 6.3.2.1',
    title: 'CDA with a TC, the signature is wrong: declined by the terminal, no second GENERATE AC',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, authentication: 'cda' as const };
      const mishaps = [{ ins: 0xae, answer: flipped(-20) }];
      await rig.expect(
        { application: NO_LIMITS, card, mishaps },
        {
          outcome: 'declined by terminal',
          tvr: '0408000000',
          tsi: 'E800',
          cid: '40',
          arc: 'Z1',
          commands: 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 CA CA AE',
        },
      );
    },
  },
  {
    id: 'K10-030',
    clause: 'EMV Book 2 6.6.2; Book 4 6.3.2.1',
    title: 'CDA with an ARQC, the signature is wrong: AAC at once, the issuer is not asked',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, authentication: 'cda' as const };
      const mishaps = [{ ins: 0xae, number: 1, answer: flipped(-20) }];
      const expected = { tvr: '0408008000', tsi: 'E800', cid: '80 00', arc: 'Z1' };
      const { requests } = await rig.expect({ card, mishaps }, { outcome: 'declined by terminal', ...expected });
      if (requests.length > 0) throw new Error('the issuer was asked');
    },
  },
  {
    id: 'K10-031',
    clause: 'EMV Book 2 6.6.2',
    title: 'CDA asked, an answer in format 1: CDA has failed',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, authentication: 'cda' as const };
      const mishaps = [{ ins: 0xae, answer: '8013400001112233445566778807000103900000019000' }];
      const expected = { tvr: '0408000000', tsi: 'E800', cid: '40', arc: 'Z1' };
      await rig.expect({ application: NO_LIMITS, card, mishaps }, { outcome: 'declined by terminal', ...expected });
    },
  },
  {
    id: 'K10-032',
    clause: 'EMV Book 2 6.6.1',
    title: 'CDA asked, AAC given: a card that declines signs nothing',
    run: async (rig) => {
      const card = {
        cvmList: NO_CVM,
        authentication: 'cda' as const,
        tags: { '9F52': 'C040' },
        state: { pinLocked: true },
      };
      const expected = { tvr: '0008000000', tsi: '6800', cid: '00' };
      await rig.expect({ application: NO_LIMITS, card }, { outcome: 'declined by card', ...expected });
    },
  },
];

export const CASES: readonly Case[] = [...CASES_OF_DECISION, ...CASES_OF_FORMAT, ...CASES_OF_LISTS, ...CASES_OF_CDA];

/** The end of a command, Le among it. */
function endsWith(command: Uint8Array | undefined, end: string): void {
  const bytes = fromHex(end);
  const tail = command?.slice(-bytes.length);
  if (tail?.every((byte, i) => byte === bytes[i]) !== true) throw new Error(`the command does not end with ${end}`);
}
