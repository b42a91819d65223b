import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { type AtrLayout, decodeAtr, encodeAtr, rateOf } from '../../src/codec/atr.js';

/** The test profile's card (sscard.md 16.1). */
const SOCIAL = '3B6D0000' + '00995453549999990100000001';
/** Cards in circulation, as the public list of pcsc-tools prints them. */
const MULTIFLEX = '3B021450';
const EST_EID = '3BFE9400FF80B1FA451F034573744549442076657220312E3043';
const SYSMO_ISIM = '3B9F96801FC78031A073BE21136743200718000001A5';
const YUBIKEY_NEO = '3BFC1300008131FE15597562696B65794E454F7233E1';
const NAGRA = '3FFD11250250800F41B00A69FF4A50F080005A4503';
const SIM_IMPLICIT = '3BDF960090103F07008031E0677377696363000073FE210006';
const REAL = [SOCIAL, MULTIFLEX, EST_EID, SYSMO_ISIM, YUBIKEY_NEO, NAGRA, SIM_IMPLICIT];

const decode = (hex: string) => decodeAtr(fromHex(hex));
/** The same ATR with the TCK that it should have. */
const checked = (hex: string) =>
  hex + toHex(Uint8Array.of(fromHex(hex).reduce((sum, byte, i) => (i ? sum ^ byte : 0), 0)));

describe('decodeAtr on real cards', () => {
  it('reads the social security card', () => {
    const atr = decode(SOCIAL);
    expect(atr.convention).toBe('direct');
    expect(toHex(atr.historical)).toBe('00995453549999990100000001');
    expect(atr.levels).toHaveLength(1);
    expect([atr.levels[0].ta, atr.levels[0].tb, atr.levels[0].tc].join()).toBe(',0,0');
    expect(atr.protocols.join()).toBe('0');
    expect(atr.firstProtocol).toBe(0);
    expect(atr.specificMode).toBeUndefined();
    expect(atr.fi).toBe(372);
    expect(atr.di).toBe(1);
    expect(atr.extraGuardTime).toBe(0);
    expect(atr.waitingTimeInteger).toBe(10);
    expect(atr.blockProtocol).toBeUndefined();
    expect(atr.supplyClasses).toBe('A');
    expect(atr.clockStop).toBe('no');
  });

  it('reads the shortest ATRs', () => {
    expect(toHex(decode(MULTIFLEX).historical)).toBe('1450');
    expect(decode('3B00').historical).toHaveLength(0);
    expect(decode('3F00').convention).toBe('inverse');
  });

  it('reads T=0 and T=1 of one card, with the parameters of T=1', () => {
    const atr = decode(EST_EID);
    expect(atr.protocols.join()).toBe('0,1');
    expect(atr.firstProtocol).toBe(0);
    expect(atr.fi).toBe(512);
    expect(atr.di).toBe(8);
    expect(atr.extraGuardTime).toBe(255);
    expect(atr.blockProtocol!.ifsc).toBe(0xfa);
    expect(atr.blockProtocol!.bwi).toBe(4);
    expect(atr.blockProtocol!.cwi).toBe(5);
    expect(atr.blockProtocol!.errorDetection).toBe('LRC');
    expect(atr.supplyClasses).toBe('AB');
    expect(atr.clockStop).toBe('no');
    expect(String.fromCharCode(...atr.historical)).toBe('EstEID ver 1.0');
  });

  it('reads a card of T=1 alone', () => {
    const atr = decode(YUBIKEY_NEO);
    expect(atr.protocols.join()).toBe('1');
    expect(atr.firstProtocol).toBe(1);
    expect(atr.fi).toBe(372);
    expect(atr.di).toBe(4);
    expect([atr.blockProtocol!.ifsc, atr.blockProtocol!.bwi, atr.blockProtocol!.cwi].join()).toBe('254,1,5');
    expect(String.fromCharCode(...atr.historical)).toBe('YubikeyNEOr3');
  });

  it('reads the class indicator and the clock stop indicator', () => {
    const atr = decode(SYSMO_ISIM);
    expect(atr.protocols.join()).toBe('0');
    expect(atr.supplyClasses).toBe('ABC');
    expect(atr.clockStop).toBe('either');
    expect(atr.fi).toBe(512);
    expect(atr.di).toBe(32);
  });

  it('reads the specific mode, WI and the inverse convention', () => {
    const atr = decode(NAGRA);
    expect(atr.convention).toBe('inverse');
    expect(atr.specificMode!.protocol).toBe(0);
    expect(atr.specificMode!.changeable).toBe(false);
    expect(atr.specificMode!.implicit).toBe(false);
    expect(atr.extraGuardTime).toBe(2);
    expect(atr.waitingTimeInteger).toBe(15);
    const implicit = decode(SIM_IMPLICIT);
    expect(implicit.specificMode!.changeable).toBe(true);
    expect(implicit.specificMode!.implicit).toBe(true);
    expect(implicit.supplyClasses).toBe('ABC');
  });
});

describe('decodeAtr on values', () => {
  it('knows the tables of Fi and Di and their reserved places', () => {
    const fi = (high: number) => decodeAtr(Uint8Array.of(0x3b, 0x10, high * 16 + 1)).fi;
    const di = (low: number) => decodeAtr(Uint8Array.of(0x3b, 0x10, 0x10 + low)).di;
    const all = Array.from({ length: 16 }, (_, i) => i);
    expect(all.map(fi).join()).toBe('372,372,558,744,1116,1488,1860,,,512,768,1024,1536,2048,,');
    expect(all.map(di).join()).toBe(',1,2,4,8,16,32,64,12,20,,,,,,');
  });

  it('reads a rate from one byte, of TA1 or PPS1', () => {
    expect(rateOf(0x11)).toEqual({ fi: 372, di: 1 });
    expect(rateOf(0x96)).toEqual({ fi: 512, di: 32 });
    expect(rateOf(0x18)).toEqual({ fi: 372, di: 12 });
    expect([0x10, 0x1a, 0x71, 0xe1].map(rateOf).join()).toBe(',,,');
  });

  it('knows the classes and their reserved places', () => {
    const atr = (ta: number) => decode(checked(`3B80801F${toHex(Uint8Array.of(ta))}`));
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 0x21, 0x3f].map((y) => atr(y).supplyClasses).join()).toBe(
      ',A,B,AB,C,,BC,ABC,,,',
    );
    expect([0x01, 0x41, 0x81, 0xc1].map((ta) => atr(ta).clockStop).join()).toBe('no,low,high,either');
  });

  it('gives T=1 its defaults, and CRC where TC3 says so', () => {
    const plain = decode(checked('3B8001')).blockProtocol!;
    expect([plain.ifsc, plain.bwi, plain.cwi, plain.errorDetection].join()).toBe('32,4,13,LRC');
    expect(decode(checked('3B80814101')).blockProtocol!.errorDetection).toBe('CRC');
  });

  it('takes only bytes from TA3 on for those of T=1, and the first such level', () => {
    const early = decode(checked('3B80F1FA00FF01')).blockProtocol!;
    expect([early.ifsc, early.bwi, early.cwi, early.errorDetection].join()).toBe('32,4,13,LRC');
    const twice = decode(checked('3B808191201180')).blockProtocol!;
    expect(twice.ifsc).toBe(0x20);
  });

  it('lists protocols once, in order, without T=15', () => {
    expect(decode(checked('3B80808101')).protocols.join()).toBe('0,1');
    expect(decode(checked('3B808E8E0E')).protocols.join()).toBe('14');
    expect(decode(checked('3B800F')).protocols.join()).toBe('0');
  });

  it('copies the historical bytes', () => {
    const bytes = fromHex(SOCIAL);
    const atr = decodeAtr(bytes);
    bytes.fill(0);
    expect(toHex(atr.historical)).toBe('00995453549999990100000001');
  });
});

describe('decodeAtr refuses', () => {
  const refused = (hex: string, rule: string) => expect(() => decode(hex)).toThrow(`atr: ${rule}`);

  it('what does not begin like an ATR', () => {
    refused('', 'TS missing at 0');
    refused('3B', 'T0 missing at 1');
    refused('3C00', 'TS is neither 3B nor 3F at 0');
    refused('0300', 'TS is neither 3B nor 3F at 0');
  });

  it('every proper prefix of a real ATR', () => {
    for (const hex of REAL) {
      for (let length = 0; length < hex.length / 2; length++) {
        expect(() => decodeAtr(fromHex(hex).slice(0, length))).toThrow(/atr: .*(missing)/);
      }
    }
  });

  it('bytes after the end', () => {
    refused(`${SOCIAL}00`, 'bytes after the end at 17');
    refused(`${YUBIKEY_NEO}00`, 'bytes after the end at 22');
    refused(`3B00${'00'.repeat(31)}`, 'bytes after the end at 2');
    refused(`3B00${'00'.repeat(32)}`, 'longer than 33 bytes at 33');
  });

  it('a chain of TDs that never ends', () => {
    refused(`3B${'80'.repeat(32)}`, 'interface byte missing at 33');
    refused('3BFF', 'interface byte missing at 2');
  });

  it('a TCK that is wrong, missing, or there for T=0 alone', () => {
    for (let bit = 0; bit < 8; bit++) {
      const bytes = fromHex(EST_EID);
      bytes[bytes.length - 1] ^= 1 << bit;
      refused(toHex(bytes), 'TCK wrong at 25');
    }
    refused('3B8001', 'TCK missing at 3');
    refused('3B801F', 'interface byte missing at 3');
    refused(checked('3B8000'), 'bytes after the end at 3');
  });
});

describe('encodeAtr', () => {
  it('gives back every real ATR', () => {
    for (const hex of REAL) expect(toHex(encodeAtr(decode(hex)))).toBe(hex);
  });

  it('writes T0, the TDs and TCK', () => {
    const layout: AtrLayout = {
      convention: 'direct',
      levels: [
        { ta: 0x94, tb: 0x00, tc: 0xff },
        { protocol: 0 },
        { protocol: 1, ta: 0xfa, tb: 0x45 },
        { protocol: 15, ta: 3 },
      ],
      historical: Uint8Array.from('EstEID ver 1.0', (character) => character.charCodeAt(0)),
    };
    expect(toHex(encodeAtr(layout))).toBe(EST_EID);
    const social = { convention: 'direct', levels: [{ tb: 0, tc: 0 }], historical: fromHex(SOCIAL).slice(4) } as const;
    expect(toHex(encodeAtr(social))).toBe(SOCIAL);
  });

  it('refuses what is no ATR', () => {
    const historical = new Uint8Array(0);
    const refused = (levels: AtrLayout['levels'], length: number, rule: string) =>
      expect(() => encodeAtr({ convention: 'direct', levels, historical: new Uint8Array(length) })).toThrow(rule);
    expect(() => encodeAtr({ convention: 'direct', levels: [], historical })).toThrow('the first level');
    refused([{ protocol: 0 }], 0, 'the first level');
    refused([{}, {}], 0, 'a TD names');
    refused([{}, { protocol: 16 }], 0, 'a TD names');
    refused([{}], 16, 'at most 15');
    refused([{ ta: 256 }], 0, 'is a byte');
    const full = { ta: 1, tb: 0, tc: 0, protocol: 0 };
    const first = { ta: 1, tb: 0, tc: 0 };
    refused([first, full, full, full, full], 13, 'at most 33 bytes');
    const longest = {
      convention: 'direct',
      levels: [first, full, full, full, full],
      historical: new Uint8Array(12),
    } as const;
    expect(encodeAtr(longest)).toHaveLength(33);
  });
});
