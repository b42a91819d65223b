/** The rig itself: a case that holds passes, one that does not says what differs. */

import { describe, expect, it } from 'vitest';
import type { Case } from './case.js';
import { coverage } from './coverage.js';
import { misnumbered, play } from './play.js';
import { Rig } from './rig.js';

const STANDARD = {
  outcome: 'approved online',
  tvr: '0008048000',
  tsi: 'F800',
  cid: '80 40',
  cvr: '03A01002 03601002',
  cvm: '420300',
  arc: '00',
  scripts: '',
  advice: false,
  signature: false,
  commands: 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE 82 AE',
  asked: 'online',
} as const;

function caseOf(run: Case['run']): Case {
  return { id: 'K00-001', clause: 'none', title: 'a case of this test', run };
}

describe('the rig', () => {
  it('plays the standard payment, and again with the same card', async () => {
    const rig = new Rig();
    const payment = await rig.expect({ holder: { online: 'entered' } }, STANDARD);
    expect(payment.requests).toHaveLength(1);
    await rig.expectAgain(
      { holder: { online: 'entered' } },
      { outcome: 'approved online', tvr: '0000048000', tsi: 'F800', cid: '80 40', cvr: '03A00002 03600002' },
    );
  });

  it('changes tags, records and answers of the card', async () => {
    const rig = new Rig();
    await rig.expect({ card: { tags: { '5F24': null } } }, { outcome: 'ended data-missing' });
    await rig.expect({ card: { records: { '2.2': null } } }, { outcome: 'ended data-missing' });
    await rig.expect({ mishaps: [{ ins: 0xa8, answer: '6A81' }] }, { outcome: 'ended card-refused 6A81' });
    await rig.expect(
      { card: { certificates: { issuer: { format: '03' } } }, holder: { online: 'entered' } },
      { outcome: 'approved online', tvr: '0808048000', tsi: 'F800', cid: '80 40' },
    );
  });

  it('changes terminal, transaction and issuer', async () => {
    const rig = new Rig();
    await rig.expect(
      { application: { tacDenial: new Uint8Array(5).fill(0xff) }, holder: { online: 'entered' } },
      { outcome: 'declined by terminal', tvr: '0008048000', tsi: 'E800', cid: '00' },
    );
    await rig.expect(
      { issuer: { responseCode: '51' }, holder: { online: 'entered' } },
      { outcome: 'declined by issuer', tvr: '0008048000', tsi: 'F800', cid: '80 00', arc: '51' },
    );
    await rig.expect(
      { issuer: { authentication: 'wrong' }, holder: { online: 'entered' } },
      { outcome: 'declined by card, reverse', tvr: '0008048040', tsi: 'F800', cid: '80 00', cvr: '03A01002 03281002' },
    );
    await rig.expect(
      {
        issuer: { scripts: [{ template: 0x72, orders: [{ ins: 0x1e }] }] },
        holder: { online: 'entered' },
      },
      { outcome: 'approved online', tvr: '0008048000', tsi: 'FC00', cid: '80 40', scripts: '2000000001' },
    );
    await rig.expectAgain({}, { outcome: 'ended application-blocked' });
  });

  it('lets the card leave', async () => {
    const rig = new Rig();
    const mishaps = [{ ins: 0xae, fault: { kind: 'removed', when: 'after' } }] as const;
    let fault: unknown;
    await rig.pay({ mishaps, holder: { online: 'entered' } }).catch((error: unknown) => {
      fault = error;
    });
    expect(String(fault)).toBe('Fault: icc: removed');
  });

  it('says what differs', async () => {
    const wrong = caseOf(async (rig) => {
      await rig.expect({ holder: { online: 'entered' } }, { ...STANDARD, tvr: '0000000000' });
    });
    expect((await play(wrong)).failure).toBe('Error: tvr: expected 0000000000, saw 0008048000');
    expect((await play(caseOf(async () => {}))).failure).toBe('checks nothing');
    const host = caseOf(async (rig) => rig.same('00', '51'));
    expect((await play(host)).failure).toBe('Error: expected 51, saw 00');
    expect((await play(caseOf(async (rig) => rig.same('51', '51')))).failure).toBeUndefined();
    const vague = caseOf(async (rig) => {
      await rig.expect({ holder: { online: 'entered' } }, { outcome: 'approved online' });
    });
    expect((await play(vague)).failure).toBe('Error: a case that comes to an end states TVR, TSI and CID');
  });
});

describe('the coverage', () => {
  it('tells who sets and clears what', async () => {
    const played = await play(
      caseOf(async (rig) => {
        await rig.expect({ holder: { online: 'entered' } }, STANDARD);
      }),
    );
    const cells = coverage([played]);
    const cell = (table: string, name: string) => cells.find((one) => one.table === table && one.name.startsWith(name));
    expect(cell('TVR', '2.4')).toEqual({ table: 'TVR', name: '2.4 new card', set: ['K00-001'], clear: [] });
    expect(cell('TVR', '1.7')?.clear).toEqual(['K00-001']);
    expect(cell('CVM', '02 if 03')?.set).toEqual(['K00-001']);
    expect(cell('CVM', '1E if 03')?.set).toEqual([]);
  });
  it('knows a wrong number', () => {
    const one = caseOf(async () => {});
    expect(misnumbered([one, one, { ...one, id: 'K1-1' }, { ...one, id: 'L00-001' }], 'K')).toEqual([
      'K00-001',
      'K1-1',
      'L00-001',
    ]);
  });
});
