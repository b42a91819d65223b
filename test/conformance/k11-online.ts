/** Table: K11, online processing and issuer authentication. */

import { fromHex, toHex } from '../../src/base/hex.js';
import type { OnlineAnswer } from '../../src/pse/payment-kernel.js';
import type { Case } from './case.js';
import type { Rig } from './rig.js';
import { NO_CVM, NO_LIMITS, ONLINE_FOR_PIN } from './scenes.js';
import type { Setting } from './setting.js';

const ENTERED = { online: 'entered' } as const;

/** The standard card's purchase over the floor limit, with an online PIN. */
const ONLINE: Setting = { holder: ENTERED };

const APPROVED = { outcome: 'approved online', tvr: '0008048000', tsi: 'F800', cid: '80 40', arc: '00' } as const;

/** The issuer's answer with another 91. */
const with91 = (data: string) => ({
  answer: (real: OnlineAnswer): OnlineAnswer => ({ ...real, issuerAuthenticationData: fromHex(data) }) as OnlineAnswer,
});

const BEFORE_AC = 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE';

const AUTHENTICATION: readonly Case[] = [
  {
    id: 'K11-001',
    clause: 'EMV Book 3 10.9, 6.5.4; JR/T 0025.5 15',
    title: '91 is right: EXTERNAL AUTHENTICATE, TSI bit, approved',
    run: async (rig: Rig) => {
      await rig.expect(ONLINE, { ...APPROVED, cvr: '03A01002 03601002', commands: `${BEFORE_AC} 82 AE` });
    },
  },
  {
    id: 'K11-002',
    clause: 'EMV Book 3 10.9; JR/T 0025.5 15',
    title: '91 is wrong: TVR bit; the card refuses what the issuer approved, the host is reversed',
    run: async (rig) => {
      const expected = { tvr: '0008048040', tsi: 'F800', cid: '80 00', cvr: '03A01002 03281002', arc: '00' };
      await rig.expect(
        { ...ONLINE, issuer: { authentication: 'wrong' } },
        { outcome: 'declined by card, reverse', ...expected },
      );
    },
  },
  {
    id: 'K11-003',
    clause: 'EMV Book 3 10.9; JR/T 0025.5 15',
    title: '91 is wrong and the card does not mind: approved all the same',
    run: async (rig) => {
      const expected = { tvr: '0008048040', tsi: 'F800', cid: '80 40', cvr: '03A01002 03681002', arc: '00' };
      await rig.expect(
        { ...ONLINE, issuer: { authentication: 'wrong' }, card: { tags: { '9F52': '8000' } } },
        { outcome: 'approved online', ...expected },
      );
    },
  },
  {
    id: 'K11-004',
    clause: 'EMV Book 3 10.9',
    title: '91 is absent: no command, no TSI bit, no TVR bit',
    run: async (rig) => {
      await rig.expect(
        { ...ONLINE, issuer: { authentication: 'absent' } },
        { ...APPROVED, tsi: 'E800', commands: `${BEFORE_AC} AE` },
      );
    },
  },
  {
    id: 'K11-005',
    clause: 'JR/T 0025.5 16; EMV Book 3 10.9',
    title: '91 is absent and mandatory for the card: declined by the card, reversed',
    run: async (rig) => {
      const expected = { tvr: '0008048000', tsi: 'E800', cid: '80 00', arc: '00' };
      await rig.expect(
        { ...ONLINE, issuer: { authentication: 'absent' }, card: { tags: { '9F52': 'E000' } } },
        { outcome: 'declined by card, reverse', ...expected },
      );
    },
  },
  {
    id: 'K11-006',
    clause: 'EMV Book 3 10.9',
    title: 'the AIP has no issuer authentication: 91 is not sent by EXTERNAL AUTHENTICATE',
    run: async (rig) => {
      await rig.expect(
        { ...ONLINE, card: { tags: { '82': '7800' } } },
        { ...APPROVED, tsi: 'E800', commands: `${BEFORE_AC} AE` },
      );
    },
  },
  {
    id: 'K11-007',
    clause: 'EMV Book 3 10.9, 5.4',
    title: 'the AIP has no issuer authentication: 91 reaches the card through CDOL2',
    run: async (rig) => {
      const tags = { '82': '7800', '8D': '8A02910A9F02069F03069F1A0295055F2A029A039C019F3704' };
      const { log } = await rig.expect(
        { ...ONLINE, card: { tags }, issuer: with91('112233445566778899AA') },
        { ...APPROVED, tsi: 'E800', commands: `${BEFORE_AC} AE` },
      );
      const data = toHex(log.at(-1)?.command.slice(5, 17) ?? new Uint8Array(0));
      if (data !== '3030112233445566778899AA') throw new Error(`8A and 91 went out as ${data}`);
    },
  },
  ...(
    [
      ['K11-008', '91 of seven bytes is not shown to the card', '11223344556677', 'E800', 'AE'],
      ['K11-009', '91 of seventeen bytes is not shown to the card', '00'.repeat(17), 'E800', 'AE'],
      ['K11-010', '91 of eight bytes is sent; the card knows no such length', '1122334455667788', 'F800', '82 AE'],
      ['K11-011', '91 of sixteen bytes is sent; the card knows no such length', '00'.repeat(16), 'F800', '82 AE'],
    ] as const
  ).map(([id, title, data, tsi, after]) => ({
    id,
    clause: 'EMV Book 3 annex A1 (91: 8 to 16 bytes), 10.9',
    title,
    run: async (rig: Rig) => {
      await rig.expect(
        { ...ONLINE, issuer: with91(data) },
        { ...APPROVED, tvr: '0008048040', tsi, commands: `${BEFORE_AC} ${after}` },
      );
    },
  })),
  {
    id: 'K11-012',
    clause: 'EMV Book 3 10.9, 6.5.4.5',
    title: 'EXTERNAL AUTHENTICATE is unknown to the card: TVR bit, and it goes on',
    run: async (rig) => {
      const mishaps = [{ ins: 0x82, answer: '6D00', skip: true }];
      await rig.expect({ ...ONLINE, mishaps }, { ...APPROVED, tvr: '0008048040' });
    },
  },
];

const RESPONSE_CODES: readonly Case[] = [
  ...(
    [
      ['K11-013', 'insufficient funds', '51'],
      ['K11-014', 'a referral is no approval here', '01'],
      ['K11-015', 'wrong PIN', '55'],
      ['K11-016', 'an unknown code is no approval', 'ZZ'],
    ] as const
  ).map(([id, title, code]) => ({
    id,
    clause: 'EMV Book 4 6.3.8, annex A6; emv.md 3.8',
    title: `${code}: ${title}`,
    run: async (rig: Rig) => {
      const expected = { tvr: '0008048000', tsi: 'F800', cid: '80 00', arc: code };
      await rig.expect({ ...ONLINE, issuer: { responseCode: code } }, { outcome: 'declined by issuer', ...expected });
    },
  })),
  {
    id: 'K11-017',
    clause: 'EMV Book 4 annex A6',
    title: '11: approved',
    run: async (rig) => {
      await rig.expect({ ...ONLINE, issuer: { responseCode: '11' } }, { ...APPROVED, arc: '11' });
    },
  },
  {
    id: 'K11-018',
    clause: 'EMV Book 4 annex A6; emv.md 3.9',
    title: '10: a part of the amount is not what was asked for: declined, reversed',
    run: async (rig) => {
      const expected = { tvr: '0008048000', tsi: 'F800', cid: '80 00', arc: '10' };
      await rig.expect(
        { ...ONLINE, issuer: { responseCode: '10' } },
        { outcome: 'declined by issuer, reverse', ...expected },
      );
    },
  },
];

const UNREACHABLE: readonly Case[] = [
  {
    id: 'K11-019',
    clause: 'EMV Book 3 10.7; Book 4 6.3.8',
    title: 'the line is down, over the floor limit: Z3, AAC asked',
    run: async (rig) => {
      const expected = { tvr: '0008048000', tsi: 'E800', cid: '80 00', cvr: '03A01002 03211002', arc: 'Z3' };
      await rig.expect({ ...ONLINE, issuer: { line: 'unable' } }, { outcome: 'declined by terminal', ...expected });
    },
  },
  {
    id: 'K11-020',
    clause: 'EMV Book 3 10.7; Book 4 6.3.8',
    title: 'no answer comes: for the card the same as a line that is down',
    run: async (rig) => {
      const expected = { tvr: '0008048000', tsi: 'E800', cid: '80 00', arc: 'Z3' };
      await rig.expect({ ...ONLINE, issuer: { line: 'unknown' } }, { outcome: 'declined by terminal', ...expected });
    },
  },
  {
    id: 'K11-021',
    clause: 'EMV Book 3 10.7; Book 4 6.3.8',
    title: 'the line is down, nothing in the default codes: Y3, approved offline',
    run: async (rig) => {
      const expected = { tvr: '0008040000', tsi: 'E800', cid: '80 40', cvr: '03A01002 03611002', arc: 'Y3' };
      await rig.expect(
        { ...ONLINE_FOR_PIN, ...ONLINE, issuer: { line: 'unable' } },
        { outcome: 'approved offline', ...expected },
      );
    },
  },
  {
    id: 'K11-022',
    clause: 'EMV Book 3 10.7; JR/T 0025.5 16',
    title: 'the line is down, the terminal asks a TC, the new card refuses: Z3 in the end',
    run: async (rig) => {
      const expected = { tvr: '0008040000', tsi: 'E800', cid: '80 00', arc: 'Z3' };
      await rig.expect(
        { ...ONLINE_FOR_PIN, ...ONLINE, issuer: { line: 'unable' }, card: { tags: { '9F52': 'C100' } } },
        { outcome: 'declined by card', ...expected },
      );
    },
  },
  {
    id: 'K11-023',
    clause: 'EMV Book 3 10.7; Book 4 A1',
    title: 'an online-only terminal whose line is down declines',
    run: async (rig) => {
      const expected = { tvr: '0008040000', tsi: 'E800', cid: '80 00', arc: 'Z3' };
      await rig.expect(
        { ...ONLINE_FOR_PIN, ...ONLINE, issuer: { line: 'unable' }, terminal: { terminalType: 21 } },
        { outcome: 'declined by terminal', ...expected },
      );
    },
  },
  {
    id: 'K11-024',
    clause: 'EMV Book 4 A1, 6.3.8',
    title: 'an offline-only terminal asks nobody, even when the card wants it to',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '9F52': 'C200' } };
      const expected = { tvr: '0008000000', tsi: 'E800', cid: '80 40', arc: 'Y3' };
      const { requests } = await rig.expect(
        { application: NO_LIMITS, card, terminal: { terminalType: 23 } },
        { outcome: 'approved offline', ...expected },
      );
      if (requests.length > 0) throw new Error('the issuer was asked');
    },
  },
];

const REQUEST: readonly Case[] = [
  {
    id: 'K11-025',
    clause: 'emv.md 3.4 use 1',
    title: 'the request has every value of field 55 and of the message’s own fields',
    run: async (rig) => {
      const { requests } = await rig.expect(ONLINE, APPROVED);
      const values = new Map([...(requests[0]?.values ?? [])].map(([tag, value]) => [tag.toString(16), toHex(value)]));
      const literal: Readonly<Record<string, string>> = {
        '9f27': '80',
        '9f10': '07000103A0100201',
        '9f37': 'DEADBEEF',
        '9f36': '0001',
        '95': '0008048000',
        '9a': '260601',
        '9c': '00',
        '9f02': '000000001234',
        '5f2a': '0156',
        '82': '7C00',
        '9f1a': '0156',
        '9f03': '000000000000',
        '9f33': 'E0F9C8',
        '9f34': '420300',
        '9f35': '22',
        '9f1e': '534E303030303432',
        '84': 'A000000333010101',
        '9f09': '0020',
        '9f41': '00000001',
        '5a': '6210999901000000993F',
        '5f34': '01',
        '5f24': '331231',
        '57': '6210999901000000993D33122200000000000F',
      };
      for (const [tag, value] of Object.entries(literal)) {
        if (values.get(tag) !== value) throw new Error(`${tag} is ${values.get(tag)}, not ${value}`);
      }
      if (values.get('9f26')?.length !== 16) throw new Error('9F26 is missing');
    },
  },
  {
    id: 'K11-026',
    clause: 'EMV Book 3 10.9',
    title: 'the issuer is asked once',
    run: async (rig) => {
      const { requests } = await rig.expect(
        { ...ONLINE, issuer: { responseCode: '91' } },
        {
          outcome: 'declined by issuer',
          tvr: '0008048000',
          tsi: 'F800',
          cid: '80 00',
          arc: '91',
        },
      );
      if (requests.length !== 1) throw new Error(`asked ${requests.length} times`);
    },
  },
];

export const CASES: readonly Case[] = [...AUTHENTICATION, ...RESPONSE_CODES, ...UNREACHABLE, ...REQUEST];
