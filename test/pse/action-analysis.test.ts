import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/base/hex.js';
import { decisionAfterFailedCda, firstDecision, unableDecision } from '../../src/pse/action-analysis.js';
import { TVR } from '../../src/pse/bits.js';
import { deciding } from './decisions.js';

interface Codes {
  readonly denial?: string;
  readonly online?: string;
  readonly default?: string;
}

interface Case {
  /** '' leaves the issuer's code away. */
  readonly iac?: Codes;
  readonly tac?: Codes;
  readonly tvr?: string;
  readonly terminalType?: number;
}

const NONE = '0000000000';

/** The first decision, and the one when the issuer cannot be asked. */
function decisions({ iac = {}, tac = {}, tvr = NONE, terminalType = 22 }: Case): string {
  const { state } = deciding({
    icc: { '9F0E': iac.denial ?? NONE, '9F0F': iac.online ?? NONE, '9F0D': iac.default ?? NONE },
    application: {
      tacDenial: fromHex(tac.denial ?? NONE),
      tacOnline: fromHex(tac.online ?? NONE),
      tacDefault: fromHex(tac.default ?? NONE),
    },
    parameters: { terminalType },
  });
  const found = fromHex(tvr);
  for (let byte = 1; byte <= 5; byte++) {
    for (let bit = 1; bit <= 8; bit++) if (found[byte - 1] & (1 << (bit - 1))) state.tvr.set({ byte, bit });
  }
  return `${firstDecision(state)} ${unableDecision(state)}`;
}

/** Every bit that the kernel can set, as the books number them: an own list, so that a wrong table is found out. */
const BITS: readonly (readonly [keyof typeof TVR, string])[] = [
  ['offlineDataAuthenticationNotPerformed', '8000000000'],
  ['sdaFailed', '4000000000'],
  ['iccDataMissing', '2000000000'],
  ['onExceptionFile', '1000000000'],
  ['ddaFailed', '0800000000'],
  ['cdaFailed', '0400000000'],
  ['sdaSelected', '0200000000'],
  ['versionsDiffer', '0080000000'],
  ['expired', '0040000000'],
  ['notYetEffective', '0020000000'],
  ['serviceNotAllowed', '0010000000'],
  ['newCard', '0008000000'],
  ['cardholderVerificationFailed', '0000800000'],
  ['unrecognisedCvm', '0000400000'],
  ['pinTryLimitExceeded', '0000200000'],
  ['pinPadAbsent', '0000100000'],
  ['pinNotEntered', '0000080000'],
  ['onlinePinEntered', '0000040000'],
  ['floorLimitExceeded', '0000008000'],
  ['lowerLimitExceeded', '0000004000'],
  ['upperLimitExceeded', '0000002000'],
  ['randomlySelectedOnline', '0000001000'],
  ['merchantForcedOnline', '0000000800'],
  ['defaultTdolUsed', '0000000080'],
  ['issuerAuthenticationFailed', '0000000040'],
  ['scriptFailedBeforeFinal', '0000000020'],
  ['scriptFailedAfterFinal', '0000000010'],
];

describe('each bit of TVR against each action code (Book 3 10.7)', () => {
  it('has all the bits that there are', () => {
    expect(BITS.map(([name]) => name)).toEqual(Object.keys(TVR));
  });

  it.each(BITS)('%s', (name, tvr) => {
    const { state } = deciding({});
    state.tvr.set(TVR[name]);
    expect(state.tvr.bytes()).toEqual(fromHex(tvr));
    const others = 'FFFFFFFFFF';
    const rest = fromHex(others).map((byte, i) => byte & ~fromHex(tvr)[i]);
    const allBut = rest.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
    expect(decisions({ tvr })).toBe('TC TC');
    expect(decisions({ tvr, iac: { denial: tvr } })).toBe('AAC TC');
    expect(decisions({ tvr, tac: { denial: tvr } })).toBe('AAC TC');
    expect(decisions({ tvr, iac: { online: tvr } })).toBe('ARQC TC');
    expect(decisions({ tvr, tac: { online: tvr } })).toBe('ARQC TC');
    expect(decisions({ tvr, iac: { default: tvr } })).toBe('TC AAC');
    expect(decisions({ tvr, tac: { default: tvr } })).toBe('TC AAC');
    const codes = { denial: allBut, online: allBut, default: allBut };
    expect(decisions({ tvr, iac: codes, tac: codes })).toBe('TC TC');
  });
});

describe('the order of the codes', () => {
  it('denies before it goes online', () => {
    const tvr = '0010008000';
    expect(decisions({ tvr, tac: { denial: '0010000000', online: '0000008000' } })).toBe('AAC TC');
    expect(decisions({ tvr, iac: { denial: '0010000000' }, tac: { online: '0000008000' } })).toBe('AAC TC');
  });

  it('does not ask the default codes while it can go online', () => {
    expect(decisions({ tvr: '8000000000', tac: { online: '8000000000', default: '8000000000' } })).toBe('ARQC AAC');
    expect(decisions({ tvr: '8000000000', tac: { default: '8000000000' } })).toBe('TC AAC');
  });

  it('approves when nothing was found, whatever the codes', () => {
    const all = { denial: 'FFFFFFFFFF', online: 'FFFFFFFFFF', default: 'FFFFFFFFFF' };
    expect(decisions({ iac: all, tac: all })).toBe('TC TC');
  });
});

describe('issuer action codes that the card does not have', () => {
  it('deny nothing', () => {
    expect(decisions({ iac: { denial: '' }, tvr: 'FFFFFFFFFF' })).toBe('TC TC');
  });

  it('go online with anything', () => {
    expect(decisions({ iac: { online: '' }, tvr: '0000000010' })).toBe('ARQC TC');
    expect(decisions({ iac: { online: '' } })).toBe('TC TC');
  });

  it('refuse anything that cannot go online', () => {
    expect(decisions({ iac: { default: '' }, tvr: '0000000010' })).toBe('TC AAC');
    expect(decisions({ iac: { default: '' } })).toBe('TC TC');
  });
});

describe('kinds of terminal (Book 4 A1)', () => {
  const online = { tvr: '8000000000', tac: { online: '8000000000' } };
  const refusing = { tvr: '8000000000', tac: { default: '8000000000' } };
  const denying = { tvr: '8000000000', tac: { denial: '8000000000' } };

  it.each([
    [21, 'ARQC AAC', 'ARQC AAC', 'AAC AAC', 'ARQC AAC'],
    [24, 'ARQC AAC', 'ARQC AAC', 'AAC AAC', 'ARQC AAC'],
    [11, 'ARQC AAC', 'ARQC AAC', 'AAC AAC', 'ARQC AAC'],
    [22, 'ARQC TC', 'TC AAC', 'AAC TC', 'TC TC'],
    [25, 'ARQC TC', 'TC AAC', 'AAC TC', 'TC TC'],
    [35, 'ARQC TC', 'TC AAC', 'AAC TC', 'TC TC'],
    [23, 'TC TC', 'AAC AAC', 'AAC TC', 'TC TC'],
    [26, 'TC TC', 'AAC AAC', 'AAC TC', 'TC TC'],
  ])(
    'type %s: online, default, denial, nothing found',
    (terminalType, forOnline, forDefault, forDenial, forNothing) => {
      expect(decisions({ ...online, terminalType })).toBe(forOnline);
      expect(decisions({ ...refusing, terminalType })).toBe(forDefault);
      expect(decisions({ ...denying, terminalType })).toBe(forDenial);
      expect(decisions({ terminalType })).toBe(forNothing);
    },
  );
});

describe("UnionPay's terminal action codes (emv.md 2.11)", () => {
  const tac = { denial: '0010000000', online: 'D84004F800', default: 'D84000A800' };

  it.each([
    ['0000008000', 'ARQC AAC', 'floor limit 0: every debit goes online'],
    ['0010008000', 'AAC AAC', 'service not allowed'],
    ['0000040000', 'ARQC TC', 'online PIN'],
    ['0000004000', 'ARQC TC', 'lower limit'],
    ['0000001000', 'ARQC TC', 'selected at random'],
    ['0000002000', 'ARQC AAC', 'upper limit'],
    ['0400000000', 'TC TC', 'a failed CDA is in none of them'],
    ['0000800000', 'TC TC', 'a failed cardholder verification is left to the issuer'],
  ])('%s: %s, %s', (tvr, expected) => {
    expect(decisions({ tac, tvr })).toBe(expected);
  });
});

describe('a combined signature that was wrong', () => {
  it('ends an ARQC with an AAC, and a TC without a second cryptogram', () => {
    expect(decisionAfterFailedCda('ARQC')).toBe('AAC');
    expect(decisionAfterFailedCda('TC')).toBeUndefined();
  });
});
