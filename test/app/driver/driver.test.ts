import { describe, expect, it } from 'vitest';
import { HsmHost } from '../../../hosts/peers/bureau/hsm-host.js';
import { testRoot } from '../../../hosts/peers/keys.js';
import type { LineHost } from '../../../hosts/peers/line/line-host.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { bench, cardLike, tampered } from '../../visits/bench.js';
import { samplePsam } from '../../xs/scenarios.js';

const CARD = '990100D1560000050000000166534F34|A00000011|';
const OTHER = '990100D1560000050000000166534F34|A00000169|';

describe('a driver call', () => {
  it('that names another card ends before the PSAM is asked or a key is spent', async () => {
    const one = await bench({ card: cardLike('v2-des') });
    expect((await one.terminal.driver.iReadCard(1, 2, OTHER, 'DF01EF05|21|$')).code).toBe(-22);
    expect(one.world.sams[0].exchanges).toBe(0);
    expect(one.commands().filter((command) => /^00(82|84|88)/.test(command))).toEqual([]);
  });

  it.each([
    ['990100D15600000500000001|A00000011|', -20],
    ['990100D1560000060000000166534F34|A00000011|', -20],
    ['990100D1560000050000000166534F34|A0000001|', -23],
    ['990100D1560000050000000166534F34|A00000011', -23],
    ['990100D1560000050000000166534F34|A00000011|x|', -23],
    ['', -23],
  ])('whose pCardInfo is %s gives %i, and no card is powered', async (pCardInfo, code) => {
    const one = await bench({ card: cardLike('v2-des') });
    expect((await one.terminal.driver.iWriteCard(1, pCardInfo, 'DF01EF05|21|$', 'DF01EF05|x|$')).code).toBe(code);
    expect((await one.terminal.driver.iUnblockPIN(1, pCardInfo)).code).toBe(code);
    expect(one.world.icc.exchanges).toBe(0);
  });

  it('asks for a PIN once, and leaves the next entry to the next call', async () => {
    const gestures = [{ digits: '654321' }, { digits: '123456' }];
    const one = await bench({ card: cardLike('v2-des'), gestures });
    expect((await one.terminal.driver.iReadCard(1, 1, CARD, 'DF01EF05|0E|$')).out).toBe(
      '密码错误，剩余 2 次；请重新输入密码',
    );
    expect(one.world.pinPad.entries).toBe(1);
    expect((await one.terminal.driver.iReadCard(1, 1, CARD, 'DF01EF05|0E|$')).out).toBe('DF01EF05|990102|$');
    const shown = one.commands().filter((command) => command.startsWith('00200000') && command.length > 8);
    expect([one.world.pinPad.entries, shown.length]).toEqual([2, 2]);
    expect(JSON.stringify(one.events)).not.toContain('123456');
  });

  it('prints nothing', async () => {
    const one = await bench({ card: cardLike('v2-des') });
    expect((await one.terminal.driver.iReadCardBas(3)).code).toBe(0);
    expect(one.slips).toEqual([]);
  });

  it('that writes says what is on the card where it could not go on', async () => {
    let updates = 0;
    const card = tampered(cardLike('v2-des'), (tpdu, real) => {
      if (tpdu[1] === 0xdc) updates++;
      return updates === 2 ? Uint8Array.of(0x65, 0x81) : real();
    });
    const { terminal } = await bench({ card });
    const answer = await terminal.driver.iWriteCard(1, CARD, 'DF01EF05|20|21|$', 'DF01EF05|11|x|$');
    expect(answer.code).toBe(-0x6581);
    expect(answer.out).toContain('DF01EF05：20 已写入，21');
  });
});

describe('a new PIN that the bureau’s HSM loads', () => {
  it('is in no transcript and leaves the terminal enciphered, never the same twice', async () => {
    const sent: string[] = [];
    const host = new HsmHost({ pinKey: testRoot('TPK') });
    const bureau: LineHost = {
      receive(frame) {
        sent.push(String.fromCharCode(...frame.subarray(2)));
        return host.receive(frame);
      },
    };
    const gesture = { digits: '86420864' };
    const one = await bench({ card: cardLike('v2-des'), psam: 'none', bureau, gestures: Array(5).fill(gesture) });
    for (let i = 0; i < 2; i++) expect((await one.terminal.driver.iReloadPIN(1, CARD)).code).toBe(0);
    expect((await one.terminal.driver.iVerifyPIN(1)).code).toBe(0);
    const secured = sent.filter((message) => message.includes('secureMessage'));
    const pins = secured.map((message) => /\|842400010C\|([0-9A-F]{32})\|/.exec(message)?.[1] ?? '');
    expect([pins.length, new Set(pins).size, pins.includes('')]).toEqual([2, 2, false]);
    const heard = JSON.stringify(one.events);
    for (const secret of ['86420864', ...pins]) expect(heard).not.toContain(secret);
    expect(sent.join()).not.toContain('86420864');
  });

  it('does not leave a terminal that has a PSAM, be it one without the maintenance key', async () => {
    const psam = tampered(samplePsam('full')(new SeededRandom(5)), (tpdu, real) =>
      tpdu[1] === 0xde && tpdu[3] === 0x09 ? Uint8Array.of(0x6a, 0x88) : real(),
    );
    const bureau = new HsmHost({ pinKey: testRoot('TPK') });
    const gestures = [{ digits: '97531' }, { digits: '97531' }];
    const one = await bench({ card: cardLike('v2-des'), psam, bureau, gestures });
    expect((await one.terminal.driver.iReloadPIN(1, CARD)).code).toBe(-0x6a88);
    expect(one.events.filter(({ port }) => port === 'bureau')).toEqual([]);
  });
});

describe('the steps of an HSM', () => {
  it('end with the card powered down when another visit comes in between', async () => {
    const one = await bench({ card: cardLike('v3-sm4') });
    expect((await one.terminal.driver.iReadCardBas_HSM_Step1(1)).code).toBe(0);
    expect((await one.terminal.identify()).outcome).toBe('done');
    const ends = one.events.filter(({ port, words }) => port === 'icc' && words.en === 'Power down');
    expect(ends).toHaveLength(2);
  });

  it('end with the card, when it is taken out between two', async () => {
    const one = await bench({ card: cardLike('v2-des') });
    const first = await one.terminal.driver.iReadCardBas_HSM_Step1(1);
    const [, , , , , source] = first.out.split('|');
    one.world.icc.remove();
    expect((await one.terminal.driver.iReadCardBas_HSM_Step2(`0000000000000000${source}||`)).code).toBe(-3);
  });
});
