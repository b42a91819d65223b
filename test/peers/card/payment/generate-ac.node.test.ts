/** K14, GENERATE AC: decisions, card verification results, memory. What is expected is written from emv.md 2.7 and 2.9. */

import { describe, expect, it } from 'vitest';
import { paymentDesk, usedDesk } from './desk.js';

/** No velocity limits, no reaction to anything: each test turns on what it is about. */
const CALM = { '9F52': '0000', '9F53': null, '9F54': null, '9F58': null, '9F59': null, '9F5C': null, '9F72': null };

/** The card's last word: 9F27 and CVR. */
function said({ information, results }: { readonly information: string; readonly results: string }): string {
  return `${information} ${results}`;
}

describe('GENERATE AC', () => {
  it('gives what is asked for where nothing speaks against it', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    expect(said(desk.first('40'))).toBe('40 03900000');
    desk.open();
    expect(said(desk.first('00'))).toBe('00 03800000');
    desk.open();
    expect(said(desk.first('80'))).toBe('80 03A00000');
  });
  it('shows counter and issuer application data', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    const { counter, issuerData, cryptogram } = desk.first('80');
    expect(counter).toBe('0002');
    expect(issuerData).toBe('07000103A0000001');
    expect(cryptogram).toMatch(/^[0-9A-F]{16}$/);
  });
  it('needs GET PROCESSING OPTIONS before it', () => {
    const desk = paymentDesk();
    desk.select();
    expect(desk.first('80').sw).toBe('6985');
  });
  it('goes once, and once more after an ARQC', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('40');
    expect(desk.second('40').sw).toBe('6985');
    desk.open();
    desk.first('00');
    expect(desk.second('00').sw).toBe('6985');
    desk.open();
    desk.first('80');
    expect(desk.second('80').sw).toBe('6985');
    expect(desk.second('00').sw).toBe('9000');
    expect(desk.second('00').sw).toBe('6985');
  });
  it('refuses other P1 and P2', () => {
    const desk = paymentDesk();
    desk.open();
    for (const p1 of ['C0', '20', '01', '88']) expect(desk.say(`80AE${p1}0000`)).toBe('6A86');
    expect(desk.say('80AE800100')).toBe('6A86');
  });
  it('refuses data of another length than its list, and goes on waiting', () => {
    const desk = paymentDesk();
    desk.open();
    expect(desk.say('80AE80000400000000')).toBe('6700');
    expect(desk.first('80').sw).toBe('9000');
    expect(desk.say('80AE40000400000000')).toBe('6700');
    expect(desk.second('40', { '8A': '5933' }).sw).toBe('9000');
  });
  it('answers template 77 where the issuer chose it', () => {
    const desk = paymentDesk({ templates: ['ac'] });
    desk.open();
    const data = '00'.repeat(0x34);
    expect(desk.ask(`80AE800034${data}`)).toMatch(
      /^771F9F2701809F360200019F2608[0-9A-F]{16}9F100807000103A03000019000$/,
    );
  });
  it('remembers with the answer on its way: the card that leaves before it has still decided', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('80');
    desk.again().open();
    expect(said(desk.first('40'))).toBe('80 03A08000');
  });
});

describe('card risk management', () => {
  it('sees a new card, and goes online by ADA 1.2', () => {
    const calm = paymentDesk({ tags: CALM });
    calm.open();
    expect(said(calm.first('40'))).toBe('40 03901000');
    const desk = paymentDesk({ tags: { ...CALM, '9F52': '0200' } });
    desk.open();
    expect(said(desk.first('40'))).toBe('80 03A01000');
  });
  it('counts transactions since it was online, 9F58', () => {
    const desk = usedDesk({ tags: { ...CALM, '9F58': '02' } });
    for (let i = 0; i < 2; i++) {
      desk.open();
      expect(said(desk.first('40'))).toBe('40 03900000');
    }
    desk.open();
    expect(said(desk.first('40'))).toBe('80 03A02000');
    desk.answer();
    desk.second('40');
    desk.open();
    expect(said(desk.first('40'))).toBe('40 03900000');
  });
  it('counts transactions in another currency, 9F53, and in another country, 9F72', () => {
    const currency = usedDesk({ tags: { ...CALM, '9F53': '01' } });
    currency.open();
    expect(said(currency.first('40', { '5F2A': '0344' }))).toBe('40 03900000');
    currency.open();
    expect(said(currency.first('40', { '5F2A': '0344' }))).toBe('80 03A02000');
    const country = usedDesk({ tags: { ...CALM, '9F72': '01' } });
    country.open();
    expect(said(country.first('40', { '9F1A': '0344' }))).toBe('40 03900000');
    country.open();
    expect(said(country.first('40'))).toBe('40 03900000');
    country.open();
    expect(said(country.first('40', { '9F1A': '0344' }))).toBe('80 03A02000');
  });
  it('adds up what it approves offline in its currency, 9F54', () => {
    const desk = usedDesk({ tags: { ...CALM, '9F54': '000000003000' } });
    desk.open();
    expect(said(desk.first('40', { '9F02': '000000002000' }))).toBe('40 03900000');
    desk.open();
    expect(said(desk.first('40', { '9F02': '000000001001' }))).toBe('80 03A02000');
    desk.again().open();
    expect(said(desk.first('40', { '9F02': '000000001000', '5F2A': '0344' }))).toBe('80 03A08000');
  });
  it('goes online after a transaction that was not completed, until an issuer is heard', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('80');
    desk.open();
    expect(said(desk.first('40'))).toBe('80 03A08000');
    desk.second('40', { '8A': '5933' });
    desk.open();
    expect(said(desk.first('40'))).toBe('80 03A08000');
    desk.answer();
    expect(said(desk.second('40'))).toBe('40 03608000');
    desk.open();
    expect(said(desk.first('40'))).toBe('40 03900000');
  });
  it('remembers SDA and DDA that failed in what it declined', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('00', { '95': '4000000000' });
    desk.open();
    expect(said(desk.first('00', { '95': '0800000000' }))).toBe('00 03800100');
    desk.open();
    expect(said(desk.first('80'))).toBe('80 03A00104');
    desk.answer();
    desk.second('40');
    desk.open();
    expect(said(desk.first('40'))).toBe('40 03900000');
    desk.open();
    desk.first('00', { '95': '0400000000' });
    desk.open();
    expect(said(desk.first('40'))).toBe('40 03900004');
  });
  it('wants advice of what it declines by ADA 1.5', () => {
    const desk = usedDesk({ tags: { ...CALM, '9F52': '1000' } });
    desk.open();
    expect(desk.first('00').information).toBe('08');
    desk.open();
    expect(desk.first('40').information).toBe('40');
  });
});

describe('a PIN without tries', () => {
  const lock = (ada: string) => {
    const desk = usedDesk({ tags: { ...CALM, '9F52': ada } });
    desk.open();
    for (const answer of ['63C2', '63C1', '63C0']) expect(desk.say('002000800826111111FFFFFFFF')).toBe(answer);
    return desk;
  };

  it('is told of, in this transaction and later ones', () => {
    const desk = lock('0000');
    expect(said(desk.first('40'))).toBe('40 03964000');
    desk.open();
    expect(said(desk.first('40'))).toBe('40 03904000');
  });
  it('wants advice with its reason by ADA 1.4, where it is declined', () => {
    expect(said(lock('0800').first('00'))).toBe('0A 03864000');
  });
  it('blocks the application by ADA 2.8, which later cryptograms tell', () => {
    const desk = lock('0080');
    expect(said(desk.first('40'))).toBe('40 03964200');
    expect(desk.select()).toBe('6283');
    desk.open();
    expect(said(desk.first('40'))).toBe('00 03804200');
  });
  it('declines later transactions by ADA 2.7, goes online by 2.6', () => {
    const declining = lock('0040');
    expect(said(declining.first('40'))).toBe('40 03964000');
    declining.open();
    expect(said(declining.first('40'))).toBe('00 03804000');
    const online = lock('0020');
    online.open();
    expect(said(online.first('40'))).toBe('80 03A04000');
  });
  it('declines later ones by ADA 2.5 only where nobody can be asked', () => {
    const desk = lock('0010');
    desk.open();
    expect(said(desk.first('80'))).toBe('80 03A04000');
    expect(said(desk.second('40', { '8A': '5933' }))).toBe('00 03214000');
  });
  it('declines and blocks in a later one by ADA 2.3', () => {
    const desk = lock('0004');
    desk.open();
    expect(said(desk.first('40'))).toBe('00 03804200');
    expect(desk.select()).toBe('6283');
  });
});

describe('the second GENERATE AC', () => {
  it('approves what the issuer approves, and remembers being online', () => {
    const desk = paymentDesk({ tags: CALM });
    desk.open();
    expect(said(desk.first('80'))).toBe('80 03A01000');
    expect(desk.answer()).toBe('9000');
    expect(said(desk.second('40'))).toBe('40 03601000');
    expect(desk.ask('80CA9F1300')).toBe('9F130200019000');
    desk.open();
    expect(said(desk.first('80'))).toBe('80 03A00000');
  });
  it('declines what the issuer declines, whatever the terminal asks for', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('80');
    desk.answer('3531');
    expect(said(desk.second('40', { '8A': '3531' }))).toBe('00 03200000');
    expect(desk.ask('80CA9F1300')).toBe('9F130200019000');
    desk.open();
    expect(said(desk.first('40'))).toBe('40 03900000');
  });
  it('follows a terminal that declines', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('80');
    desk.answer();
    expect(said(desk.second('00'))).toBe('00 03200000');
  });
  it('approves without an issuer that it could not ask, by Y3', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('80');
    expect(said(desk.second('40', { '8A': '5933' }))).toBe('40 03610000');
    expect(desk.ask('80CA9F1300')).toBe('9F130200019000');
  });
  it('declines without an issuer above 9F59 and 9F5C, and when new by ADA 1.1', () => {
    const many = usedDesk({ tags: { ...CALM, '9F59': '00' } });
    many.open();
    many.first('80');
    expect(said(many.second('40', { '8A': '5933' }))).toBe('00 03212000');
    const much = usedDesk({ tags: { ...CALM, '9F5C': '000000001233' } });
    much.open();
    much.first('80');
    expect(said(much.second('40', { '8A': '5933' }))).toBe('00 03212000');
    const fresh = paymentDesk({ tags: { ...CALM, '9F52': '0100' } });
    fresh.open();
    fresh.first('80');
    expect(said(fresh.second('40', { '8A': '5933' }))).toBe('00 03211000');
  });
  it('tells of issuer authentication that is missing, declines by ADA 1.6 where it is mandatory', () => {
    const desk = usedDesk({ tags: { ...CALM, '9F56': '00', '9F52': '2000' } });
    desk.open();
    desk.first('80');
    expect(said(desk.second('40'))).toBe('40 03600400');
    const strict = usedDesk({ tags: { ...CALM, '9F52': '2400' } });
    strict.open();
    strict.first('80');
    expect(said(strict.second('40'))).toBe('0B 03200400');
    strict.open();
    expect(said(strict.first('40'))).toBe('80 03A08C00');
  });
  it('tells of issuer authentication that failed, declines by ADA 1.7, goes online by 1.8', () => {
    const lenient = usedDesk({ tags: CALM });
    lenient.open();
    lenient.first('80');
    lenient.say(`008200000A${'00'.repeat(10)}`);
    expect(said(lenient.second('40'))).toBe('40 03680000');
    const desk = usedDesk({ tags: { ...CALM, '9F52': 'C000' } });
    desk.open();
    desk.first('80');
    desk.say(`008200000A${'00'.repeat(10)}`);
    expect(said(desk.second('40'))).toBe('00 03280000');
    desk.open();
    expect(said(desk.first('40'))).toBe('80 03A08800');
  });
});

describe('EXTERNAL AUTHENTICATE', () => {
  it('takes the issuer once', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('80');
    expect(desk.answer()).toBe('9000');
    expect(desk.answer()).toBe('6985');
    expect(said(desk.second('40'))).toBe('40 03680000');
  });
  it('is for the time between the two cryptograms', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    expect(desk.answer()).toBe('6985');
    desk.first('80');
    expect(desk.say('0082000008A1A2A3A4A5A6A7A8')).toBe('6700');
    expect(desk.say(`0082010008A1A2A3A4A5A6A7A8`)).toBe('6A86');
    desk.second('40', { '8A': '5933' });
    expect(desk.answer()).toBe('6985');
  });
  it('leaves the master key of PSE alone, however long 91 is', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('80');
    expect(desk.say(`0082000010${'00'.repeat(16)}`)).toBe('6700');
    const [environment] = desk.card.image().environments;
    expect(environment.keys.find(({ type }) => type === '00')?.triesLeft).toBe(10);
  });
});

describe('the transaction log', () => {
  it('keeps approvals, the newest first, without template', () => {
    const desk = usedDesk({ tags: CALM });
    desk.open();
    desk.first('40', { '9F02': '000000005678', '9F21': '101112' });
    const entry = (time: string, amount: string, counter: string) =>
      `260601${time}${amount}00000000000001560156${'54455354'.padEnd(40, '0')}00${counter}9000`;
    expect(desk.ask('00B2015C00')).toBe(entry('101112', '000000005678', '0002'));
    expect(desk.ask('00B2025C00')).toBe(entry('090000', '000000001234', '0001'));
    expect(desk.ask('00B2035C00')).toBe('6A83');
    desk.open();
    desk.first('00');
    expect(desk.ask('00B2035C00')).toBe('6A83');
  });
  it('holds ten', () => {
    const desk = usedDesk({ tags: CALM });
    for (let i = 0; i < 11; i++) {
      desk.open();
      desk.first('40');
    }
    expect(desk.ask('00B20A5C00').slice(-8, -4)).toBe('0003');
    expect(desk.ask('00B20B5C00')).toBe('6A83');
  });
});
