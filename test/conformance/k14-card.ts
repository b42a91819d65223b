/**
 * K14, card emulation: what the card remembers from one payment to the next, as its cryptograms tell. The commands one by
 * one are in test/peers/card/payment.
 */

import { fromHex } from '../../src/base/hex.js';
import type { Case } from './case.js';
import type { Setting } from './setting.js';

/** No limits and no default actions: each case turns on what it is about. No CVM, and a floor limit above the amount. */
const TAGS = {
  '9F52': '0000',
  '9F53': null,
  '9F54': null,
  '9F58': null,
  '9F59': null,
  '9F5C': null,
  '9F72': null,
  '9F14': null,
  '9F23': null,
};
const CVM_LIST = '00000000000000001F00';
const QUIET = { cvmList: CVM_LIST, tags: TAGS };
/** Nothing that the terminal would go online for. */
const ROW = { floorLimit: 100_000, randomThreshold: 0, targetPercentage: 0, targetPercentageMax: 0 };
const OFFLINE: Setting = { application: ROW };

/** TVR bits that make the terminal decline. */
function denying(codes: string): Setting {
  return { application: { ...ROW, tacDenial: fromHex(codes) } };
}

/** An answer of INTERNAL AUTHENTICATE with its last byte spoiled. */
function spoiled(real: Uint8Array): Uint8Array {
  const wrong = real.slice();
  wrong[wrong.length - 3] ^= 0xff;
  return wrong;
}

/** PIN UNBLOCK so many times after the last cryptogram. */
function scripts(count: number): Setting {
  return { issuer: { scripts: [{ template: 0x72, orders: Array.from({ length: count }, () => ({ ins: 0x24 })) }] } };
}

export const CASES: readonly Case[] = [
  {
    id: 'K14-001',
    clause: 'JR/T 0025.5 14',
    title: 'approves offline where nothing speaks against it',
    run: async (rig) => {
      const expected = { outcome: 'approved offline', tvr: '0000000000', tsi: 'E800', cid: '40' } as const;
      await rig.expect({ ...OFFLINE, card: QUIET }, { ...expected, cvr: '03901002', arc: 'Y1' });
    },
  },
  {
    id: 'K14-002',
    clause: 'JR/T 0025.5 14',
    title: 'goes online above 9F58 and comes back',
    run: async (rig) => {
      const card = { ...QUIET, tags: { ...TAGS, '9F58': '01' } };
      const quiet = { tvr: '0000000000', tsi: 'E800' } as const;
      await rig.expect({ ...OFFLINE, card }, { outcome: 'approved offline', ...quiet, cid: '40', cvr: '03901002' });
      const online = { outcome: 'approved online', tvr: '0000000000', tsi: 'F800' } as const;
      await rig.expectAgain(OFFLINE, { ...online, cid: '80 40', cvr: '03A03002 03603002' });
      await rig.expectAgain(OFFLINE, { outcome: 'approved offline', ...quiet, cid: '40', cvr: '03900002' });
    },
  },
  {
    id: 'K14-003',
    clause: 'JR/T 0025.5 14',
    title: 'tells of issuer authentication that failed when it was online last',
    run: async (rig) => {
      const card = { ...QUIET, tags: { ...TAGS, '9F52': 'C000' } };
      const failed = { outcome: 'declined by card, reverse', tvr: '0000008040', tsi: 'F800', cid: '80 00' } as const;
      await rig.expect({ card, issuer: { authentication: 'wrong' } }, { ...failed, cvr: '03A01002 03281002' });
      const next = { outcome: 'approved online', tvr: '0000000000', tsi: 'F800', cid: '80 40' } as const;
      await rig.expectAgain(OFFLINE, { ...next, cvr: '03A09802 03609802' });
      const last = { outcome: 'approved offline', tvr: '0000000000', tsi: 'E800', cid: '40' } as const;
      await rig.expectAgain(OFFLINE, { ...last, cvr: '03900002' });
    },
  },
  {
    id: 'K14-004',
    clause: 'JR/T 0025.5 14',
    title: 'blocks itself when the PIN tries are gone',
    run: async (rig) => {
      const card = { ...QUIET, cvmList: '000000000000000001001F00', tags: { ...TAGS, '9F52': '0080' } };
      const wrong = ['111111', '222222', '333333'];
      const expected = { outcome: 'approved offline', tvr: '0000A00000', tsi: 'E800', cid: '40' } as const;
      await rig.expect({ ...OFFLINE, card, holder: { pins: wrong } }, { ...expected, cvr: '03965202', cvm: '010001' });
      await rig.expectAgain(OFFLINE, { outcome: 'ended application-blocked' });
    },
  },
  {
    id: 'K14-005',
    clause: 'JR/T 0025.5 14',
    title: 'remembers SDA that failed in what was declined, until it was online',
    run: async (rig) => {
      const card = { ...QUIET, authentication: 'sda', certificates: { data: { hash: '00'.repeat(20) } } } as const;
      const denied = { outcome: 'declined by terminal', tvr: '4000000000', tsi: 'E800', cid: '00' } as const;
      await rig.expect({ ...denying('4000000000'), card }, { ...denied, cvr: '03801000' });
      const online = { outcome: 'approved online', tvr: '4000000000', tsi: 'F800', cid: '80 40' } as const;
      await rig.expectAgain(OFFLINE, { ...online, cvr: '03A01100 03601100' });
      await rig.expectAgain(OFFLINE, { ...online, cvr: '03A00000 03600000' });
    },
  },
  {
    id: 'K14-006',
    clause: 'JR/T 0025.5 14',
    title: 'remembers DDA that failed in what was declined, until it was online',
    run: async (rig) => {
      const mishaps = [{ ins: 0x88, answer: spoiled }];
      const denied = { outcome: 'declined by terminal', tvr: '0800000000', tsi: 'E800', cid: '00' } as const;
      await rig.expect({ ...denying('0800000000'), card: QUIET, mishaps }, { ...denied, cvr: '03801002' });
      const online = { outcome: 'approved online', tvr: '0800000000', tsi: 'F800', cid: '80 40' } as const;
      await rig.expectAgain({ ...OFFLINE, mishaps }, { ...online, cvr: '03A01006 03601006' });
      const last = { outcome: 'approved offline', tvr: '0000000000', tsi: 'E800', cid: '40' } as const;
      await rig.expectAgain(OFFLINE, { ...last, cvr: '03900002' });
    },
  },
  ...[1, 2, 7, 8].map((count, i) => ({
    id: `K14-01${i}`,
    clause: 'JR/T 0025.5 17',
    title: `counts ${count} script commands after the last cryptogram`,
    run: async (rig: Parameters<Case['run']>[0]) => {
      const scripted = { outcome: 'approved online', tvr: '0000008000', tsi: 'FC00', cid: '80 40' } as const;
      await rig.expect({ card: QUIET, ...scripts(count) }, { ...scripted, scripts: '2000000001' });
      const next = { outcome: 'approved online', tvr: '0000008000', tsi: 'F800', cid: '80 40' } as const;
      await rig.expectAgain({}, { ...next, cvr: `03A000${count}2 036000${count}2` });
      await rig.expectAgain({}, { ...next, cvr: '03A00002 03600002' });
    },
  })),
  {
    id: 'K14-014',
    clause: 'JR/T 0025.5 17',
    title: 'remembers a script that failed',
    run: async (rig) => {
      const wrong = [{ ins: 0x24, p2: 0x03 }];
      const issuer = { scripts: [{ template: 0x72, orders: wrong }] } as const;
      const failed = { outcome: 'approved online', tvr: '0000008010', tsi: 'FC00', cid: '80 40' } as const;
      await rig.expect({ card: QUIET, issuer }, { ...failed, scripts: '1100000001' });
      const next = { outcome: 'approved online', tvr: '0000008000', tsi: 'F800', cid: '80 40' } as const;
      await rig.expectAgain({}, { ...next, cvr: '03A0000A 0360000A' });
    },
  },
  {
    id: 'K14-015',
    clause: 'JR/T 0025.5 14',
    title: 'goes online after a payment in which it left before the end',
    run: async (rig) => {
      const mishaps = [{ ins: 0xae, number: 2, fault: { kind: 'removed', when: 'before' } }] as const;
      await rig.pay({ card: QUIET, mishaps }).then(
        () => Promise.reject(new Error('the card has left')),
        () => undefined,
      );
      const online = { outcome: 'approved online', tvr: '0000000000', tsi: 'F800', cid: '80 40' } as const;
      await rig.expectAgain(OFFLINE, { ...online, cvr: '03A09002 03609002' });
    },
  },
];
