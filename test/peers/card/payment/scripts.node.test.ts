/** K14, issuer scripts: what they change, who may send them, and how a failure is remembered. */

import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../../src/base/hex.js';
import { type PaymentDesk, paymentDesk, usedDesk } from './desk.js';

const TAGS = { '9F52': '0000', '9F53': null, '9F54': null, '9F72': null, '9F63': '41'.repeat(16) };

/** After the second cryptogram of an approved transaction. */
function online(desk: PaymentDesk = usedDesk({ tags: TAGS })): PaymentDesk {
  desk.payOnline();
  return desk;
}

/** What the next transaction's first cryptogram says of the last one: CVR byte 4. */
function remembered(desk: PaymentDesk): string {
  desk.open();
  return desk.first('80').results.slice(6);
}

describe('a script', () => {
  it('blocks the application and unblocks it', () => {
    const desk = online();
    expect(desk.script({ ins: 0x1e })).toBe('9000');
    expect(desk.select()).toBe('6283');
    desk.open();
    expect(desk.first('80').information).toBe('00');
    const other = online();
    expect(other.script({ ins: 0x1e })).toBe('9000');
    expect(other.script({ ins: 0x18 })).toBe('9000');
    expect(other.select()).toContain('9000');
    expect(remembered(other)).toBe('20');
  });
  it('blocks all of PSE', () => {
    const desk = online();
    expect(desk.script({ ins: 0x16 })).toBe('9000');
    expect(desk.say('80CA9F3600')).toBe('6A81');
    expect(desk.select()).toBe('6A81');
    expect(desk.again().select()).toBe('6A81');
  });
  it('gives the PIN its tries back', () => {
    const desk = usedDesk({ tags: TAGS });
    desk.open();
    for (let i = 0; i < 3; i++) desk.say('002000800826654321FFFFFFFF');
    desk.first('80');
    desk.answer();
    desk.second('40');
    expect(desk.script({ ins: 0x24 })).toBe('9000');
    desk.open();
    expect(desk.say('002000800826123456FFFFFFFF')).toBe('9000');
  });
  it('changes the PIN, with and without the old one', () => {
    const desk = online();
    expect(desk.script({ ins: 0x24, p2: 0x02, newPin: '98765' })).toBe('9000');
    desk.open();
    expect(desk.say('00200080082598765FFFFFFFFF')).toBe('9000');
    online(desk);
    expect(desk.script({ ins: 0x24, p2: 0x01, newPin: '123456789012', oldPin: '98765' })).toBe('9000');
    desk.open();
    expect(desk.say('00200080082C123456789012FF')).toBe('9000');
    online(desk);
    expect(desk.script({ ins: 0x24, p2: 0x01, newPin: '1234', oldPin: '111111' })).toBe('6A80');
    desk.open();
    expect(desk.say('00200080082C123456789012FF')).toBe('9000');
  });
  it('puts data of the same length in the place of the old, of tags that are the issuer’s to change', () => {
    const desk = online();
    expect(desk.script({ ins: 0xda, p1: 0x9f, p2: 0x58, data: fromHex('03') })).toBe('9000');
    expect(desk.ask('80CA9F5800')).toBe('9F5801039000');
    expect(desk.script({ ins: 0xda, p1: 0x9f, p2: 0x58, data: fromHex('0304') })).toBe('6700');
    expect(desk.script({ ins: 0xda, p1: 0x9f, p2: 0x53, data: fromHex('03') })).toBe('6A88');
    expect(desk.script({ ins: 0xda, p1: 0x9f, p2: 0x52, data: fromHex('0304') })).toBe('6A88');
    expect(desk.script({ ins: 0xda, p1: 0x82, p2: 0x01, data: fromHex('0304') })).toBe('6A88');
  });
  it('puts a record in the place of the old one', () => {
    const desk = online();
    const data = fromHex('70039F1401');
    expect(desk.script({ ins: 0xdc, p1: 0x01, p2: 0x0c, data })).toBe('9000');
    expect(desk.ask('00B2010C00')).toBe('70039F14019000');
    expect(desk.script({ ins: 0xdc, p1: 0x02, p2: 0x0c, data })).toBe('6A83');
    expect(desk.script({ ins: 0xdc, p1: 0x01, p2: 0x5c, data })).toBe('6982');
    expect(desk.script({ ins: 0xdc, p1: 0x01, p2: 0x24, data })).toBe('6A82');
    expect(desk.script({ ins: 0xdc, p1: 0x01, p2: 0x0d, data })).toBe('6A86');
  });
});

describe('a script without the right to it', () => {
  it('needs an ARQC in this transaction', () => {
    const desk = usedDesk({ tags: { ...TAGS, '9F58': null } });
    desk.open();
    expect(desk.script({ ins: 0x1e })).toBe('6985');
    desk.first('40');
    expect(desk.script({ ins: 0x1e })).toBe('6985');
    expect(desk.select()).toContain('9000');
  });
  it('needs its MAC, and changes nothing with a wrong one', () => {
    const desk = online();
    const flip = (at: number) => (bytes: Uint8Array) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    expect(desk.script({ ins: 0x1e }, flip(5))).toBe('6988');
    expect(desk.script({ ins: 0xda, p1: 0x9f, p2: 0x58, data: fromHex('03') }, flip(3))).toBe('6988');
    expect(desk.script({ ins: 0xda, p1: 0x9f, p2: 0x58, data: fromHex('03') }, flip(5))).toBe('6988');
    expect(desk.say('841E000000')).toBe('6987');
    expect(desk.say('841E000003112233')).toBe('6987');
    expect(desk.ask('80CA9F5800')).toBe('9F58010A9000');
    expect(desk.select()).toContain('9000');
  });
  it('is tied to the cryptogram of its transaction', () => {
    const desk = online();
    let old = new Uint8Array(0);
    desk.script({ ins: 0x1e }, (bytes) => {
      old = bytes.slice();
      return bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte));
    });
    online(desk);
    expect(desk.script({ ins: 0x1e }, () => old)).toBe('6988');
  });
  it('refuses P1, P2 and data that it has no use for', () => {
    const desk = online();
    for (const ins of [0x1e, 0x18, 0x16]) {
      expect(desk.script({ ins, p2: 0x01 })).toBe('6A86');
      expect(desk.script({ ins, data: fromHex('00') })).toBe('6700');
    }
    expect(desk.script({ ins: 0x24, p2: 0x03 })).toBe('6A86');
    expect(desk.script({ ins: 0x24, p2: 0x02, data: fromHex('0011223344556677') })).toBe('6700');
    expect(desk.script({ ins: 0x24, p2: 0x02, newPin: '123' })).toBe('6A80');
  });
});

describe('what the card remembers of scripts', () => {
  it('counts those after the last cryptogram, and forgets them when it was online', () => {
    const desk = online();
    const data = fromHex('03');
    for (let i = 0; i < 3; i++) desk.script({ ins: 0xda, p1: 0x9f, p2: 0x58, data });
    expect(remembered(desk)).toBe('30');
    desk.answer();
    desk.second('40');
    expect(remembered(desk)).toBe('00');
  });
  it('does not count those before it', () => {
    const desk = usedDesk({ tags: TAGS });
    desk.open();
    desk.first('80');
    desk.answer();
    expect(desk.script({ ins: 0xda, p1: 0x9f, p2: 0x58, data: fromHex('03') })).toBe('9000');
    desk.second('40');
    expect(remembered(desk)).toBe('00');
  });
  it('knows that one has failed, after the last cryptogram or before it', () => {
    const after = online();
    after.script({ ins: 0x1e, data: fromHex('00') });
    expect(remembered(after)).toBe('08');
    const before = usedDesk({ tags: TAGS });
    before.open();
    before.first('80');
    before.answer();
    before.script({ ins: 0x1e, data: fromHex('00') });
    before.second('40');
    expect(remembered(before)).toBe('08');
    before.answer();
    before.second('40');
    expect(remembered(before)).toBe('00');
  });
  it('goes online after a failure by ADA 2.4', () => {
    const desk = online(usedDesk({ tags: { ...TAGS, '9F52': '0008', '9F58': null } }));
    desk.script({ ins: 0x1e, data: fromHex('00') });
    desk.open();
    expect(desk.first('40').information).toBe('80');
  });
  it('takes no script for another transaction’s', () => {
    const desk = paymentDesk({ tags: TAGS });
    online(desk);
    desk.again().select();
    expect(desk.script({ ins: 0x1e })).toBe('6985');
  });
});
