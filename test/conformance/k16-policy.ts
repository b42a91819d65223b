/** Table: K16, what the policy lets this card's bank side do: renminbi, debit, the mainland, apart from SSSE. */

import { toHex } from '../../src/base/hex.js';
import type { Case } from './case.js';
import type { Payment, Rig } from './rig.js';
import { NO_CVM } from './scenes.js';
import type { Setting } from './setting.js';

const ONLINE: Setting = { holder: { online: 'entered' } };
const POLICY = '总体方案 (人社部发〔2011〕83号)';
const DEBIT = { aid: 'A000000333010101', label: 'PBOC DEBIT', priority: 2 } as const;
const CREDIT = { aid: 'A000000333010102', label: 'PBOC CREDIT', priority: 1 } as const;

const APPROVED = { outcome: 'approved online', tvr: '0008048000', tsi: 'F800', cid: '80 40', arc: '00' } as const;

const KINDS: readonly Case[] = [
  ...(
    [
      ['K16-001', 'credit', 'A000000333010102'],
      ['K16-002', 'quasi-credit', 'A000000333010103'],
      ['K16-003', 'electronic cash', 'A000000333010106'],
    ] as const
  ).map(([id, kind, aid]) => ({
    id,
    clause: `${POLICY}; EMV Book 1 12.3`,
    title: `a card that has ${kind} alone has nothing that this terminal accepts`,
    run: async (rig: Rig) => {
      const card = { applications: [{ aid, label: 'PBOC', priority: 1 }] };
      await rig.expect({ card }, { outcome: 'ended no-common-application' });
    },
  })),
  {
    id: 'K16-004',
    clause: `${POLICY}; EMV Book 1 12.4`,
    title: 'credit before debit on the card: debit is taken, and nobody is asked',
    run: async (rig) => {
      const card = { applications: [CREDIT, DEBIT] };
      const { outcome } = await rig.expect({ ...ONLINE, card }, { ...APPROVED, asked: 'online' });
      if (outcome.kind !== 'ended' && toHex(outcome.record.aid) !== DEBIT.aid) throw new Error('not the debit one');
    },
  },
];

const PLACES: readonly Case[] = [
  {
    id: 'K16-005',
    clause: `${POLICY}; EMV Book 3 10.4.2`,
    title: 'a terminal abroad: the card’s usage control forbids it, declined offline',
    run: async (rig) => {
      const expected = { outcome: 'declined by terminal', tvr: '0018008000', tsi: 'E800', cid: '00', arc: 'Z1' };
      const { requests } = await rig.expect({ card: { cvmList: NO_CVM }, terminal: { countryCode: 840 } }, expected);
      if (requests.length > 0) throw new Error('the issuer was asked');
    },
  },
  {
    id: 'K16-006',
    clause: `${POLICY}; EMV Book 3 10.4.2`,
    title: 'a card of another country with the same usage control is not accepted here',
    run: async (rig) => {
      const card = { cvmList: NO_CVM, tags: { '5F28': '0344' } };
      const expected = { outcome: 'declined by terminal', tvr: '0018008000', tsi: 'E800', cid: '00', arc: 'Z1' };
      await rig.expect({ card }, expected);
    },
  },
  {
    id: 'K16-007',
    clause: `${POLICY}; emv.md 3.8`,
    title: 'another currency than renminbi: the issuer refuses with 57',
    run: async (rig) => {
      const card = { cvmList: NO_CVM };
      const expected = { outcome: 'declined by issuer', tvr: '0008008000', tsi: 'F800', cid: '80 00', arc: '57' };
      await rig.expect({ card, terminal: { currencyCode: 840 } }, expected);
    },
  },
  {
    id: 'K16-008',
    clause: `${POLICY}; EMV Book 3 5.4`,
    title: 'currency and country reach the card as 0156',
    run: async (rig) => {
      const { log } = await rig.expect(ONLINE, APPROVED);
      const first = toHex(log.find(({ command }) => command[1] === 0xae)?.command ?? new Uint8Array(0));
      // 9F02, 9F03, 9F1A, 95, 5F2A as CDOL1 asks for them
      if (!first.startsWith('80AE800034 000000001234 000000000000 0156 0008048000 0156'.replaceAll(' ', '')))
        throw new Error(`the first GENERATE AC is ${first}`);
    },
  },
];

const APART: readonly Case[] = [
  {
    id: 'K16-009',
    clause: 'JR/T 0025.5 6; emv.md 2.1 terminal rule',
    title: 'a payment selects the payment system and its application, each once, and nothing of SSSE',
    run: async (rig) => {
      const payment = await rig.expect(ONLINE, APPROVED);
      const names = '315041592E5359532E4444463031 A000000333010101';
      if (selectedNames(payment) !== names) throw new Error(`selected ${selectedNames(payment)}`);
    },
  },
  {
    id: 'K16-010',
    clause: 'sscard.md 7; emv.md 2.10',
    title: 'a payment sends no command of class 84 but the issuer’s own scripts',
    run: async (rig) => {
      const { log } = await rig.expect(ONLINE, APPROVED);
      const secured = log.filter(({ command }) => (command[0] & 0x0c) !== 0);
      if (secured.length > 0) throw new Error(`${secured.length} commands with secure messaging`);
    },
  },
  {
    id: 'K16-011',
    clause: 'emv.md 2.3 (9F7A), 2.9',
    title: 'electronic cash is off: a PDOL that asks for 9F7A gets 00',
    run: async (rig) => {
      const card = { tags: { '9F38': '9F7A019F02065F2A02' } };
      const { log } = await rig.expect({ ...ONLINE, card }, APPROVED);
      const options = toHex(log.find(({ command }) => command[1] === 0xa8)?.command ?? new Uint8Array(0));
      if (options !== '80A800000B8309000000000012340156' + '00')
        throw new Error(`GET PROCESSING OPTIONS is ${options}`);
    },
  },
  {
    id: 'K16-012',
    clause: POLICY,
    title: 'a bank side that its holder has not activated: the issuer refuses with 62',
    run: async (rig) => {
      const card = { account: { status: 'inactive' as const, balance: 0 } };
      const expected = { outcome: 'declined by issuer', tvr: '0008048000', tsi: 'F800', cid: '80 00', arc: '62' };
      await rig.expect({ ...ONLINE, card }, expected);
    },
  },
  {
    id: 'K16-013',
    clause: POLICY,
    title: 'debit: more than the account holds is refused with 51',
    run: async (rig) => {
      const card = { account: { status: 'open' as const, balance: 1233 } };
      const expected = { outcome: 'declined by issuer', tvr: '0008048000', tsi: 'F800', cid: '80 00', arc: '51' };
      await rig.expect({ ...ONLINE, card }, expected);
    },
  },
];

export const CASES: readonly Case[] = [...KINDS, ...PLACES, ...APART];

function selectedNames({ log }: Payment): string {
  return log
    .filter(({ command }) => command[1] === 0xa4)
    .map(({ command }) => toHex(command.slice(5, 5 + command[4])))
    .join(' ');
}
