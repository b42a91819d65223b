import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import { parseCardImage } from '../../../hosts/peers/card/image.js';
import { concat, uintBytes } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { cardKey } from '../../crypto/social-card.js';
import { Desk, PSE, SSSE, vectorRandom } from './desk.js';
import { DF04, DSK, enter, type Opening, purseCard } from './purse-desk.js';

/** Commands and cryptograms of sscard.md 16.7. */
const INITIALIZE_LOAD = 'B0280001 0B 01 00001388 990100000001';
const INITIALIZE_PURCHASE = 'B0280101 13 01 000004D2 0000012C 00001F40 990100000001';
const CREDIT = 'B02A0000 0B 20120528093015';
const DEBIT = 'B02C0100 0F 00000102 20120528093015';
const VECTORS = {
  DES: { algorithm: '00', load: ['32B8FF2F', '2D3DA7C6', '08E19C1B'], purchase: ['9BD3BFA4', 'C739763E', '5BAA29A5'] },
  SM4: { algorithm: '03', load: ['36352282', '04859549', 'D1046478'], purchase: ['3E7A8AB4', '2623962B', 'BD6A04D9'] },
} as const;
const BALANCE = 'B0260001 04';

/** A purchase with any amounts, date and sequence, its MAC1 made here. */
function pay(desk: Desk, amounts: string, time: string): string {
  const begun = desk.ask(`B0280101 13 01 ${amounts} 990100000001`);
  if (begun.length !== 48) return begun;
  const factor = fromHex(`${begun.slice(36, 44)}${begun.slice(28, 32)}0001`);
  const key = sessionKey(softwareCiphers, 'DES', cardKey('DES', 'DPK'), factor);
  const message = concat(fromHex(amounts), fromHex('32'), fromHex('990100000001'), fromHex(time));
  return desk.ask(`B02C0100 0F 00000001 ${time} ${toHex(mac(softwareCiphers, 'DES', key, message))}`);
}

function load(desk: Desk, amount: number, time = '20120528093015'): string {
  const begun = desk.ask(`B0280001 0B 01 ${toHex(uintBytes(amount, 4))} 990100000001`);
  if (begun.length !== 36) return begun;
  const factor = fromHex(`${begun.slice(16, 24)}${begun.slice(8, 12)}8000`);
  const key = sessionKey(softwareCiphers, 'DES', cardKey('DES', 'DLK'), factor);
  const message = concat(uintBytes(amount, 4), fromHex('31'), fromHex('990100000001'), fromHex(time));
  return desk.ask(`B02A0000 0B ${time} ${toHex(mac(softwareCiphers, 'DES', key, message))}`);
}

const opened = (opening: Opening = {}) => enter(purseCard('DES', { opening }));

for (const algorithm of ['DES', 'SM4'] as const) {
  const { algorithm: byte, load: loading, purchase: paying } = VECTORS[algorithm];

  describe(`medical account, ${algorithm}, by the vectors of sscard.md 16.7`, () => {
    it('is loaded', () => {
      const desk = enter(purseCard(algorithm));
      expect(desk.say(INITIALIZE_LOAD)).toBe('6110');
      expect(desk.say('00C0000010')).toBe(`00002710 0003 01 ${byte} C0FFEE01 ${loading[0]} 9000`.replace(/ /g, ''));
      expect(desk.ask(`${CREDIT} ${loading[1]}`)).toBe(`${loading[2]}9000`);
      expect(desk.say(BALANCE)).toBe('00003A989000');
      expect(desk.say('00B201441C')).toBe(
        '0003 31 990100000001 20120528093015 00001388 00000000 00000000 9000'.replace(/ /g, ''),
      );
      expect(desk.ask('B02E0031 02 0003')).toBe(`${loading[1]}${loading[2]}9000`);
    });

    it('pays', () => {
      const desk = enter(purseCard(algorithm));
      expect(desk.say(INITIALIZE_PURCHASE)).toBe('6116');
      expect(desk.say('00C0000016')).toBe(
        `00002710 00000000 00000000 0000 0007 01 ${byte} C0FFEE01 9000`.replace(/ /g, ''),
      );
      expect(desk.say(`${DEBIT} ${paying[0]}`)).toBe('6108');
      expect(desk.say('00C0000008')).toBe(`${paying[2]}${paying[1]}9000`);
      expect(desk.say(BALANCE)).toBe('0000223E9000');
      expect(desk.say('B026000206')).toBe('0000012C20129000');
      expect(desk.say('B026000306')).toBe('00001F4020129000');
      expect(desk.say('00B201441C')).toBe(
        '0007 32 990100000001 20120528093015 000004D2 0000012C 00001F40 9000'.replace(/ /g, ''),
      );
      expect(desk.ask('B02E0032 02 0007')).toBe(`${paying[1]}${paying[2]}9000`);
    });
  });
}

describe('order of commands', () => {
  const [mac1] = VECTORS.DES.purchase;
  const [, mac2] = VECTORS.DES.load;

  it('is init, then its own second command, once', () => {
    const desk = opened();
    expect(desk.say(`${CREDIT} ${mac2}`)).toBe('6901');
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6901');
    desk.ask(INITIALIZE_LOAD);
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6901');
    expect(desk.say(`${CREDIT} ${mac2}`)).toBe('6901');
    desk.ask(INITIALIZE_PURCHASE);
    expect(desk.say(`${CREDIT} ${mac2}`)).toBe('6901');
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6901');
    desk.ask(INITIALIZE_PURCHASE);
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6108');
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6901');
  });

  it('lets the later init count', () => {
    const desk = opened();
    desk.ask(INITIALIZE_PURCHASE);
    desk.ask(INITIALIZE_LOAD);
    expect(desk.say(`${CREDIT} ${mac2}`)).toBe('6104');
    desk.ask(INITIALIZE_PURCHASE);
    expect(desk.say('B0280101 13 01 00010000 00000000 00000000 990100000001')).toBe('9401');
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6901');
  });

  it('lets balance and proof be asked between', () => {
    const desk = opened();
    desk.ask(INITIALIZE_PURCHASE);
    expect(desk.say(BALANCE)).toBe('000027109000');
    expect(desk.say('B02E0032 02 0006')).toBe('9406');
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6108');
  });

  it('ends with the DF and with power', () => {
    const desk = opened();
    desk.ask(INITIALIZE_PURCHASE);
    desk.select('D15600000500');
    desk.select(DF04);
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6901');
    desk.ask(INITIALIZE_PURCHASE);
    enter(desk.again());
    expect(desk.say(`${DEBIT} ${mac1}`)).toBe('6901');
  });

  it('takes the challenge away', () => {
    const desk = opened();
    desk.say('0084000008');
    desk.ask(INITIALIZE_PURCHASE);
    expect(desk.say(`0082008710${'00'.repeat(16)}`)).toBe('6984');
  });
});

describe('a wrong MAC', () => {
  it('changes nothing and ends the transaction', () => {
    const desk = opened();
    const before = JSON.stringify(desk.card.image());
    desk.ask(INITIALIZE_PURCHASE);
    expect(desk.say(`${DEBIT} 9BD3BFA5`)).toBe('9302');
    expect(desk.say(`${DEBIT} 9BD3BFA4`)).toBe('6901');
    desk.ask(INITIALIZE_LOAD);
    expect(desk.say(`${CREDIT} 2D3DA7C7`)).toBe('9302');
    expect(desk.say(`${CREDIT} 2D3DA7C6`)).toBe('6901');
    expect(JSON.stringify(desk.card.image())).toBe(before);
    expect(desk.say('00B201441C')).toBe('6A83');
  });
});

describe('refusals', () => {
  it('wants the PIN where one is set, but not for the proof', () => {
    const desk = purseCard('DES');
    desk.select(SSSE);
    desk.select(DF04);
    expect(desk.say(BALANCE)).toBe('6982');
    expect(desk.say(INITIALIZE_LOAD)).toBe('6982');
    expect(desk.say(INITIALIZE_PURCHASE)).toBe('6982');
    expect(desk.say('B02E0032 02 0007')).toBe('9406');
    expect(desk.say('B056010002')).toBe('00009000');
  });

  it('does without PIN where none is set', () => {
    const desk = opened();
    expect(desk.say('805E0100 04 123456 FF')).toBe('9000');
    desk.again().select(SSSE);
    desk.select(DF04);
    expect(desk.say(BALANCE)).toBe('000027109000');
  });

  it('knows the key indexes that were loaded', () => {
    const desk = opened();
    expect(desk.say(INITIALIZE_LOAD.replace('0B 01', '0B 02'))).toBe('9403');
    expect(desk.say(INITIALIZE_PURCHASE.replace('13 01', '13 02'))).toBe('9403');
  });

  it('pays no more than the balance', () => {
    const desk = opened();
    expect(desk.say('B0280101 13 01 00002711 00000000 00000000 990100000001')).toBe('9401');
    expect(desk.say('B0280101 13 01 00002710 00000000 00000000 990100000001')).toBe('6116');
  });

  it('begins nothing with a counter at its end', () => {
    const desk = opened({ load: 'FFFF', purchase: 'FFFF' });
    expect(desk.say(INITIALIZE_LOAD)).toBe('9402');
    expect(desk.say(INITIALIZE_PURCHASE)).toBe('9402');
    const last = opened({ load: 'FFFE', purchase: 'FFFE' });
    expect(load(last, 1)).toMatch(/9000$/);
    expect(load(last, 1)).toBe('9402');
    expect(pay(last, '000000010000000000000000', '20260601120000')).toMatch(/9000$/);
    expect(last.say(INITIALIZE_PURCHASE)).toBe('9402');
  });

  it('loads no more than four bytes hold', () => {
    const desk = opened({ balance: 'FFFFFF00' });
    expect(desk.say('B0280001 0B 01 00000100 990100000001')).toBe('6A80');
    expect(load(desk, 0xff)).toMatch(/9000$/);
    expect(desk.say(BALANCE)).toBe('FFFFFFFF9000');
  });

  it('is silent about a purse that is not here', () => {
    const desk = purseCard('DES');
    expect(desk.say(BALANCE)).toBe('6985');
    desk.select(PSE);
    expect(desk.say(BALANCE)).toBe('6E00');
    desk.select(SSSE);
    expect(desk.say(BALANCE)).toBe('6985');
    desk.select('D15600000500');
    expect(desk.say(INITIALIZE_PURCHASE)).toBe('6985');
    expect(enter(purseCard('DES', { internalLength: '1E' })).say(BALANCE)).toBe('6985');
    expect(enter(purseCard('DES', { recordLength: '18' })).say(BALANCE)).toBe('6985');
  });

  it('wants its TAC key before it begins', () => {
    const desk = enter(purseCard('DES', { withoutTacKey: true }));
    expect(desk.say(INITIALIZE_LOAD)).toBe('6A88');
    expect(desk.say(INITIALIZE_PURCHASE)).toBe('6A88');
  });

  it('checks parameters and lengths', () => {
    const desk = opened();
    for (const command of [
      'B026000004',
      'B026010104',
      'B026000404',
      'B0280000 0B 01 00001388 990100000001',
      'B0280100 13 01 000004D2 0000012C 00001F40 990100000001',
      'B0280201 0B 01 00001388 990100000001',
      'B02A0100 0B 20120528093015 2D3DA7C6',
      'B02C0000 0F 00000102 20120528093015 9BD3BFA4',
      'B02E0132 02 0007',
      'B0560001 02 0101',
      'B056010102',
      'B056020002',
    ]) {
      expect(desk.say(command)).toBe('6A86');
    }
    for (const command of [
      'B0280001 0A 01 00001388 9901000000',
      'B0280101 12 01 000004D2 0000012C 00001F40 9901000000',
      'B02A0000 0A 20120528093015 2D3DA7',
      'B02C0100 0E 00000102 20120528093015 9BD3BF',
      'B02E0032 01 07',
      'B0560000 03 010101',
    ]) {
      expect(desk.say(command)).toBe('6700');
    }
    expect(desk.say('B026000100')).toBe('6C04');
    expect(desk.say('B026000204')).toBe('6C06');
    expect(desk.say('B056010000')).toBe('6C02');
  });
});

describe('settlement year', () => {
  const PAID = '000000000000006400000032';
  const totals = (desk: Desk) => desk.say('B026000206').slice(0, 12) + desk.say('B026000306').slice(0, 12);

  it('adds up within the year and begins anew with the next', () => {
    const desk = opened({ year: '2025', startingDay: '0401', totals: '0000000A00000014' });
    expect(pay(desk, PAID, '20260331235959')).toMatch(/9000$/);
    expect(totals(desk)).toBe('0000006E2025000000462025');
    expect(pay(desk, PAID, '20260401000000')).toMatch(/9000$/);
    expect(totals(desk)).toBe('000000642026000000322026');
    expect(pay(desk, PAID, '20270101120000')).toMatch(/9000$/);
    expect(totals(desk)).toBe('000000C82026000000642026');
    expect(pay(desk, PAID, '20300201120000')).toMatch(/9000$/);
    expect(totals(desk)).toBe('000000642029000000322029');
  });

  it('stays in its year for a date before it', () => {
    const desk = opened({ year: '2026', startingDay: '0101' });
    expect(pay(desk, PAID, '20251231120000')).toMatch(/9000$/);
    expect(totals(desk)).toBe('000000642026000000322026');
  });

  it('refuses what is no date, and totals that no longer fit', () => {
    const desk = opened({ year: '2026', startingDay: '0101', totals: 'FFFFFFF000000000' });
    expect(pay(desk, PAID, '20261301120000')).toBe('6A80');
    expect(pay(desk, PAID, '2026060112000F')).toBe('6A80');
    expect(pay(desk, PAID, '2026AB01120000')).toBe('6A80');
    expect(pay(desk, PAID, '20260601120000')).toBe('6A80');
    expect(load(desk, 1, '20260001120000')).toBe('6A80');
    for (const day of ['20260229', '21000229', '20260431']) expect(load(desk, 1, `${day}120000`), day).toBe('6A80');
    expect(desk.say(BALANCE)).toBe('000027109000');
    expect(pay(desk, PAID, '20270601120000')).toMatch(/9000$/);
  });

  it('begins on the day that DSK sets', () => {
    const desk = opened();
    expect(desk.say('B0560000 02 0701')).toBe('6982');
    expect(desk.authenticate('87', DSK)).toBe('9000');
    for (const day of ['0001', '1301', '0132', '0100', '0230', '0231', '0431', '0631', '1131', 'FFFF', '1A01']) {
      expect(desk.say(`B0560000 02 ${day}`), day).toBe('6A80');
    }
    for (const day of ['0229', '0430', '1231']) expect(desk.say(`B0560000 02 ${day}`), day).toBe('9000');
    expect(desk.say('B0560000 02 0701')).toBe('9000');
    expect(desk.say('B056010002')).toBe('07019000');
    expect(pay(desk, PAID, '20260630120000')).toMatch(/9000$/);
    expect(totals(desk)).toBe('000000642025000000322025');
  });
});

describe('the transaction log', () => {
  it('keeps the newest, numbered by their own counters', () => {
    const desk = opened();
    load(desk, 100);
    pay(desk, '000000010000000200000003', '20260601120000');
    load(desk, 200);
    load(desk, 300);
    const lines = ['01', '02', '03'].map((number) => desk.say(`00B2${number}441C`).slice(0, 6));
    expect(lines).toEqual(['000531', '000431', '000732']);
    expect(desk.say('00B204441C')).toBe('6A83');
  });

  it('cannot be written by anybody else', () => {
    const desk = opened();
    expect(desk.say(`00DC0043 1C ${'00'.repeat(28)}`)).toBe('6982');
  });

  it('of 20 bytes is an account alone: no self-pay, no pool, no year', () => {
    const desk = enter(purseCard('DES', { recordLength: '14' }));
    expect(pay(desk, '000000640000000100000000', '20260601120000')).toBe('6A80');
    expect(pay(desk, '000000640000000000000001', '20260601120000')).toBe('6A80');
    expect(pay(desk, '000000640000000000000000', '20260601120000')).toMatch(/9000$/);
    expect(desk.say('00B2014414')).toBe('00073299010000000120260601120000000000649000');
    expect(desk.say('B026000206')).toBe('0000000000009000');
    expect(desk.say('B026000306')).toBe('0000000000009000');
    expect(desk.say(BALANCE)).toBe('000026AC9000');
  });
});

describe('proof', () => {
  it('survives power-off and image, and is of the latest transaction only', () => {
    const desk = opened();
    desk.ask(INITIALIZE_PURCHASE);
    desk.say(`${DEBIT} 9BD3BFA4`);
    const again = new Desk(createCard(parseCardImage(JSON.stringify(desk.card.image())), vectorRandom), 'DES');
    again.select(SSSE);
    again.select(DF04);
    expect(again.ask('B02E0032 02 0007')).toBe('C739763E5BAA29A59000');
    expect(again.say('B02E0031 02 0007')).toBe('9406');
    expect(again.say('B02E0032 02 0008')).toBe('9406');
    enter(again);
    load(again, 1);
    expect(again.say('B02E0032 02 0007')).toBe('9406');
    expect(again.ask('B02E0031 02 0003')).toHaveLength(20);
  });

  it('is not there on a card that has paid nothing', () => {
    expect(opened({ load: '0000', purchase: '0000' }).say('B02E0000 02 0000')).toBe('9406');
  });
});

describe('atomicity', () => {
  it('shows the old account until the answer, and all of the new one after', () => {
    const desk = opened();
    desk.ask(INITIALIZE_PURCHASE);
    const before = desk.card.image();
    desk.say(`${DEBIT} 9BD3BFA4`);
    const after = desk.card.image();
    const df04 = (image: typeof before) =>
      image.environments.flatMap(({ applications }) => applications).find(({ fid }) => fid === 'DF04');
    const changed = (df04(after)?.files ?? []).filter(
      (file, i) => JSON.stringify(file) !== JSON.stringify(df04(before)?.files[i]),
    );
    expect(changed.map(({ fid }) => fid)).toEqual(['EF08', 'EF0F']);
  });
});
