import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { CardSession } from '../../src/card/session.js';
import { decodeAtr } from '../../src/codec/atr.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import { verifyCardholder } from '../../src/pse/cvm.js';
import { type Decision, deciding, findings } from './decisions.js';
import { type Holder, holder } from './holder.js';
import type { Exchange } from './scripted-card.js';

interface Outcome {
  /** 9F34, TVR, TSI. */
  readonly shown: string;
  readonly signature: boolean;
  readonly ended: unknown;
  readonly asked: readonly string[];
  readonly left: readonly string[];
  readonly documents: readonly unknown[];
}

/** @param list rules without the amounts, or with them when it begins with their 16 digits and a blank */
async function verified(list: string, decision: Decision = {}, who: Holder = {}): Promise<Outcome> {
  const { host, asked, documents } = holder(who);
  const whole = /^[0-9A-F]{16} /.test(list) ? list : `0000000000000000 ${list}`;
  const icc = { '8E': whole, ...decision.icc };
  const { state, left } = deciding({ ...decision, host, icc });
  const ended = await verifyCardholder(state);
  const results = toHex(state.terminal.get(0x9f34) ?? fromHex(''));
  return {
    shown: `${results} ${findings(state)}`,
    signature: state.signatureWanted,
    ended,
    asked,
    left: left(),
    documents,
  };
}

/** 9F33 byte 2 alone: plaintext 80, online 40, signature 20, enciphered offline 10, no CVM 08, document 01. */
const withMethods = (byte: number) => ({ parameters: { capabilities: Uint8Array.of(0xe0, byte, 0xc8) } });

const TRIES = '80CA9F1700';
/** VERIFY with 123456 in plaintext. */
const VERIFY = '0020008008 26123456FFFFFFFF';
const VERIFY_WRONG = '0020008008 24 4321 FFFFFFFFFF';
const three: Exchange = [TRIES, '9F1701039000'];

const DONE = '4000';
const CLEAR = `0000000000 ${DONE}`;
const FAILED = `0000800000 ${DONE}`;

describe('whether there is anything to verify (Book 3 10.5)', () => {
  it('the AIP says no', async () => {
    const result = await verified('4203', { icc: { '82': '6C00' } });
    expect(result.shown).toBe('3F0000 0000000000 0000');
  });

  it('the list is missing', async () => {
    const result = await verified('', { icc: { '8E': '' } });
    expect(result.shown).toBe('3F0000 2000000000 0000');
  });

  it('the list has no rules', async () => {
    expect((await verified('')).shown).toBe('3F0000 2000000000 0000');
  });

  it('neither matters when the AIP says no', async () => {
    expect((await verified('', { icc: { '82': '6C00', '8E': '' } })).shown).toBe('3F0000 0000000000 0000');
  });
});

/** Rules, 9F33 byte 2, the holder, 9F34 TVR TSI, signature. Conditions 00 throughout. */
const METHODS: readonly (readonly [string, string, number, Holder, string, boolean])[] = [
  ['00 fails', '0000', 0xf9, {}, `000001 ${FAILED}`, false],
  ['00 fails where nothing is supported', '0000', 0x00, {}, `000001 ${FAILED}`, false],
  ['40 fails too, and ends the list', '40001F00', 0xf9, {}, `400001 ${FAILED}`, false],
  ['02 entered', '0200', 0x40, { online: 'entered' }, `020000 0000040000 ${DONE}`, false],
  ['02 bypassed', '0200', 0x40, { online: 'bypassed' }, `020001 0000880000 ${DONE}`, false],
  ['02 pad out of order', '0200', 0x40, { online: 'unavailable' }, `020001 0000900000 ${DONE}`, false],
  ['02 not supported', '0200', 0xb9, {}, `3F0001 0000900000 ${DONE}`, false],
  ['1E supported', '1E00', 0x20, {}, `1E0000 ${CLEAR}`, true],
  ['1E not supported', '1E00', 0xd9, {}, `3F0001 ${FAILED}`, false],
  ['1F supported', '1F00', 0x08, {}, `1F0002 ${CLEAR}`, false],
  ['1F not supported', '1F00', 0xf1, {}, `3F0001 ${FAILED}`, false],
  ['01 not supported, no offline PIN at all', '0100', 0x69, {}, `3F0001 0000900000 ${DONE}`, false],
  ['01 not supported, but enciphered PINs are', '0100', 0x79, {}, `3F0001 ${FAILED}`, false],
  ['03 without signatures', '0300', 0xd9, {}, `3F0001 ${FAILED}`, false],
  ['03 without plaintext PINs', '0300', 0x20, {}, `3F0001 0000900000 ${DONE}`, false],
  ['04 not supported, no offline PIN at all', '0400', 0x69, {}, `3F0001 0000900000 ${DONE}`, false],
  ['04 not supported, but plaintext PINs are', '0400', 0xe9, {}, `3F0001 ${FAILED}`, false],
  ['05 without signatures', '0500', 0xd9, {}, `3F0001 ${FAILED}`, false],
  ['05 without enciphered PINs', '0500', 0x60, {}, `3F0001 0000900000 ${DONE}`, false],
  ['20 not supported', '2000', 0xf8, {}, `3F0001 ${FAILED}`, false],
  ['04 without a key on the card', '0400', 0xf9, {}, `040001 ${FAILED}`, false],
  ['44 without a key, then a signature', '44001E00', 0xf9, {}, `1E0000 ${CLEAR}`, true],
  ['06 is reserved', '0600', 0xf9, {}, `3F0001 0000C00000 ${DONE}`, false],
  ['1D is reserved', '1D00', 0xf9, {}, `3F0001 0000C00000 ${DONE}`, false],
  ["21 is another payment system's", '2100', 0xf9, {}, `3F0001 0000C00000 ${DONE}`, false],
  ["30 is the issuer's", '3000', 0xf9, {}, `3F0001 0000C00000 ${DONE}`, false],
  ['3F is no method', '3F00', 0xf9, {}, `3F0001 0000C00000 ${DONE}`, false],
  ['66 is reserved, then a signature', '66001E00', 0xf9, {}, `1E0000 0000400000 ${DONE}`, true],
  ['26 is reserved and ends the list', '26001E00', 0xf9, {}, `3F0001 0000C00000 ${DONE}`, false],
  ['b8 of a rule is reserved and reported', '9F00', 0xf9, {}, `9F0002 ${CLEAR}`, false],
];

describe('methods', () => {
  it.each(METHODS)('%s', async (_, rules, capabilities, who, expected, signature) => {
    const result = await verified(rules, withMethods(capabilities), who);
    expect(result.shown).toBe(expected);
    expect(result.signature).toBe(signature);
    expect(result.ended).toBeUndefined();
  });

  it('takes an application without online PIN (DF18) for a terminal without', async () => {
    const result = await verified('42001F00', { application: { onlinePin: false } });
    expect(result.shown).toBe(`1F0002 0000100000 ${DONE}`);
  });

  it('gives the host the account as it stands on the card', async () => {
    const accounts: string[] = [];
    const { state } = deciding({
      icc: { '8E': '00000000000000000200', '5A': '621234567890123F' },
      host: {
        enterOnlinePin: async (account) => {
          accounts.push(toHex(account));
          return 'entered';
        },
      },
    });
    await verifyCardholder(state);
    expect(accounts).toEqual(['621234567890123F']);
  });

  it.each(['cancelled', 'timeout'] as const)('ends when the online PIN is %s', async (online) => {
    const result = await verified('42001F00', {}, { online });
    expect(result.ended).toEqual({ ended: 'cancelled' });
  });
});

const attended = { parameters: { terminalType: 22 } };
const unattended = { parameters: { terminalType: 25 } };
const cash = { transaction: { kind: 'cash' } } as const;
const cashback = { transaction: { otherAmount: 1 } };
const yuan = { icc: { '9F42': '0156' } };
const amount = (fen: number, icc: Readonly<Record<string, string>> = yuan.icc) => ({
  transaction: { amount: fen },
  icc,
});

/** Condition of a signature, the situation, whether it is met. X is 10.00 and Y is 20.00. */
const CONDITIONS: readonly (readonly [string, string, Decision, boolean])[] = [
  ['00 always', '00', {}, true],
  ['01 cash from a machine', '01', { ...unattended, ...cash }, true],
  ['01 cash from a machine that is always online', '01', { parameters: { terminalType: 14 }, ...cash }, true],
  ['01 cash from a machine that is never online', '01', { parameters: { terminalType: 36 }, ...cash }, true],
  ['01 cash over the counter', '01', { ...attended, ...cash }, false],
  ['01 purchase from a machine', '01', unattended, false],
  ['02 purchase', '02', {}, true],
  ['02 refund', '02', { transaction: { kind: 'refund' } }, true],
  ['02 balance enquiry', '02', { transaction: { kind: 'balance' } }, true],
  ['02 cash from a machine', '02', { ...unattended, ...cash }, false],
  ['02 cash over the counter', '02', { ...attended, ...cash }, false],
  ['02 cashback', '02', cashback, false],
  ['03 supported', '03', {}, true],
  ['03 not supported', '03', withMethods(0xd9), false],
  ['04 cash over the counter', '04', { ...attended, ...cash }, true],
  ['04 cash over the counter, never online', '04', { parameters: { terminalType: 13 }, ...cash }, true],
  ['04 cash from a machine', '04', { ...unattended, ...cash }, false],
  ['04 purchase', '04', {}, false],
  ['05 cashback', '05', cashback, true],
  ['05 purchase', '05', {}, false],
  ['05 cash with another amount', '05', { transaction: { kind: 'cash', otherAmount: 1 } }, false],
  ['06 below X', '06', amount(999), true],
  ['06 at X', '06', amount(1000), false],
  ['06 above X', '06', amount(1001), false],
  ['07 below X', '07', amount(999), false],
  ['07 at X', '07', amount(1000), false],
  ['07 above X', '07', amount(1001), true],
  ['08 below Y', '08', amount(1999), true],
  ['08 at Y', '08', amount(2000), false],
  ['09 at Y', '09', amount(2000), false],
  ['09 above Y', '09', amount(2001), true],
  ['06 without 9F42', '06', amount(1, {}), false],
  ['07 without 9F42', '07', amount(9999, {}), false],
  ['08 without 9F42', '08', amount(1, {}), false],
  ['09 without 9F42', '09', amount(9999, {}), false],
  ['06 in another currency', '06', amount(1, { '9F42': '0344' }), false],
  ['07 in another currency', '07', amount(9999, { '9F42': '0344' }), false],
  ['08 in another currency', '08', amount(1, { '9F42': '0840' }), false],
  ['09 in another currency', '09', amount(9999, { '9F42': '0840' }), false],
  ['0A is reserved', '0A', {}, false],
  ['7F is reserved', '7F', {}, false],
  ["80 is a payment system's", '80', {}, false],
];

describe('conditions (Book 3 C3)', () => {
  it.each(CONDITIONS)('%s', async (_, condition, decision, met) => {
    const alone = await verified(`000003E8000007D0 1E${condition}`, decision);
    expect(alone.shown).toBe(met ? `1E${condition}00 ${CLEAR}` : `3F0001 ${FAILED}`);
    // a rule that does not apply is passed over whatever its b7 says
    const before = await verified(`000003E8000007D0 1E${condition} 1F00`, { ...decision, ...noCvmToo(decision) });
    expect(before.shown).toBe(met ? `1E${condition}00 ${CLEAR}` : `1F0002 ${CLEAR}`);
  });

  it('03 passes over a method that the terminal does not recognise', async () => {
    expect((await verified('2103 1F00')).shown).toBe(`1F0002 ${CLEAR}`);
  });

  it('03 passes over PINs that are not supported, without a word in TVR', async () => {
    for (const rule of ['0103', '0203', '0303', '0403', '0503', '2003']) {
      expect((await verified(`${rule} 1F03`, withMethods(0x08))).shown).toBe(`1F0302 ${CLEAR}`);
    }
  });

  it('03 is met by Fail CVM processing', async () => {
    expect((await verified('0003 1F00')).shown).toBe(`000301 ${FAILED}`);
  });
});

function noCvmToo({ parameters }: Decision): Decision {
  return parameters?.capabilities ? withMethods(parameters.capabilities[1] | 0x08) : {};
}

describe('the end of the list (Book 4 6.3.4.5 table 2)', () => {
  it('no condition is met', async () => {
    expect((await verified('4204 4105 1E01')).shown).toBe(`3F0001 ${FAILED}`);
  });

  it('a rule that fails and does not go on hides the next', async () => {
    expect((await verified('0200 1F00', {}, { online: 'bypassed' })).shown).toBe(`020001 0000880000 ${DONE}`);
  });

  it('a rule that is not supported and does not go on hides the next', async () => {
    expect((await verified('1E00 1F00', withMethods(0x08))).shown).toBe(`3F0001 ${FAILED}`);
  });

  it('goes on from the last rule to nowhere', async () => {
    expect((await verified('4200', {}, { online: 'bypassed' })).shown).toBe(`420001 0000880000 ${DONE}`);
  });

  it('reports the one that failed when none after it was performed', async () => {
    const result = await verified('4200 5E04 6600 5E00', withMethods(0xd8), { online: 'unavailable' });
    expect(result.shown).toBe(`420001 0000D00000 ${DONE}`);
  });

  it('reports the last that failed', async () => {
    const icc = { '9F61': '313233', '9F62': '00' };
    const result = await verified('4200 6000', { icc }, { online: 'bypassed', document: false });
    expect(result.shown).toBe(`600001 0000880000 ${DONE}`);
  });

  it('reports the one that succeeded after others failed', async () => {
    const result = await verified('4203 1E03 1F00', {}, { online: 'bypassed' });
    expect(result.shown).toBe(`1E0300 0000080000 ${DONE}`);
  });

  it('reports a failure that Fail CVM processing follows as that', async () => {
    expect((await verified('4200 0000 1F00', {}, { online: 'bypassed' })).shown).toBe(`000001 0000880000 ${DONE}`);
  });
});

describe('PBOC document check 20h 持卡人证件出示 (emv.md 2.6)', () => {
  const icc = { '9F61': toHex(Uint8Array.from('11010519491231002X', (c) => c.charCodeAt(0))), '9F62': '00' };
  const list = '4203 6003 1F00';
  const noOnline = withMethods(0x09);

  it('succeeds when the attendant says yes', async () => {
    const result = await verified(list, { ...noOnline, icc }, { document: true });
    expect(result.shown).toBe(`600302 ${CLEAR}`);
    expect(result.documents).toEqual([{ number: '11010519491231002X', type: 0 }]);
  });

  it('fails when the attendant says no, and goes on', async () => {
    const result = await verified(list, { ...noOnline, icc }, { document: false });
    expect(result.shown).toBe(`1F0002 ${CLEAR}`);
  });

  it('fails when the attendant says no, and stops', async () => {
    const result = await verified('2003 1F00', { icc }, { document: false });
    expect(result.shown).toBe(`200301 ${FAILED}`);
  });

  it('succeeds as 20 too', async () => {
    expect((await verified('2000', { icc }, { document: true })).shown).toBe(`200002 ${CLEAR}`);
  });

  it.each([
    ['number', { '9F62': '00' }],
    ['kind', { '9F61': '313233' }],
    ['number that is not blank', { '9F61': '2020200000', '9F62': '00' }],
  ])('fails without asking for want of a %s', async (_, objects) => {
    const result = await verified('6000 1F00', { icc: objects });
    expect(result.shown).toBe(`1F0002 2000000000 ${DONE}`);
    expect(result.asked).toEqual([]);
    expect((await verified('2000 1F00', { icc: objects })).shown).toBe(`200001 2000800000 ${DONE}`);
  });

  it('shows a number of any characters without its padding', async () => {
    const result = await verified(
      '2000',
      { icc: { '9F61': 'BEFCD7D6B5DA3132332020', '9F62': '01' } },
      { document: true },
    );
    expect(result.documents).toEqual([{ number: '军字第123', type: 1 }]);
  });

  it('is passed over where the terminal has no such check', async () => {
    expect((await verified(list, { ...withMethods(0x08), icc })).shown).toBe(`1F0002 ${CLEAR}`);
  });
});

describe('offline PIN in plaintext (Book 3 10.5.1, Book 4 6.3.4.1)', () => {
  const right = { pins: ['123456'] };

  it('is accepted', async () => {
    const result = await verified('0100', { script: [three, [VERIFY, '9000']] }, right);
    expect(result.shown).toBe(`010002 ${CLEAR}`);
    expect(result.asked).toEqual(['offline 3']);
    expect(result.signature).toBe(false);
    expect(result.left).toEqual([]);
  });

  it('is accepted and wants a signature besides', async () => {
    const result = await verified('0300', { script: [three, [VERIFY, '9000']] }, right);
    expect(result.shown).toBe(`030000 ${CLEAR}`);
    expect(result.signature).toBe(true);
  });

  it('is wrong and leaves no signature to want', async () => {
    const script: Exchange[] = [
      [TRIES, '9F1701019000'],
      [VERIFY, '63C0'],
    ];
    const result = await verified('0300', { script }, right);
    expect(result.shown).toBe(`030001 0000A00000 ${DONE}`);
    expect(result.signature).toBe(false);
  });

  it('is asked for again while the card leaves tries', async () => {
    const script: Exchange[] = [three, [VERIFY_WRONG, '63C2'], [VERIFY_WRONG, '63C1'], [VERIFY, '9000']];
    const result = await verified('4100 1F00', { script }, { pins: ['4321', '4321', '123456'] });
    expect(result.shown).toBe(`410002 ${CLEAR}`);
    expect(result.asked).toEqual(['offline 3', 'offline 2', 'offline 1']);
    expect(result.left).toEqual([]);
  });

  it('uses up its tries', async () => {
    const script: Exchange[] = [three, [VERIFY_WRONG, '63C2'], [VERIFY_WRONG, '63C1'], [VERIFY_WRONG, '63C0']];
    const pins = ['4321', '4321', '4321'];
    expect((await verified('0100', { script }, { pins })).shown).toBe(`010001 0000A00000 ${DONE}`);
    expect((await verified('4100 1F00', { script }, { pins })).shown).toBe(`1F0002 0000200000 ${DONE}`);
  });

  it('is not asked for when the counter says zero', async () => {
    const result = await verified('4100 5E00', { script: [[TRIES, '9F1701009000']] });
    expect(result.shown).toBe(`5E0000 0000200000 ${DONE}`);
    expect(result.asked).toEqual([]);
  });

  it.each(['6A88', '6D00', '6985', '6E00'])(
    'is asked for when the card keeps its counter to itself: %s',
    async (sw) => {
      const result = await verified(
        '0100',
        {
          script: [
            [TRIES, sw],
            [VERIFY, '9000'],
          ],
        },
        right,
      );
      expect(result.shown).toBe(`010002 ${CLEAR}`);
      expect(result.asked).toEqual(['offline undefined']);
    },
  );

  it.each(['6983', '6984'])('is blocked at first use: %s', async (sw) => {
    const result = await verified(
      '4100 1F00',
      {
        script: [
          [TRIES, '6A88'],
          [VERIFY, sw],
        ],
      },
      right,
    );
    expect(result.shown).toBe(`1F0002 0000200000 ${DONE}`);
  });

  it.each(['6700', '6A86', '6D00', '6300', '6100', '9001'])('fails on any other word: %s', async (sw) => {
    const result = await verified('4100 1F00', { script: [three, [VERIFY, sw]] }, right);
    expect(result.shown).toBe(`1F0002 ${CLEAR}`);
    expect(result.left).toEqual([]);
  });

  it('asks no more of a card whose counter does not go down', async () => {
    const result = await verified('4100 1F00', { script: [three, [VERIFY, '63C3']] }, right);
    expect(result.shown).toBe(`1F0002 ${CLEAR}`);
    const later: Exchange[] = [
      [TRIES, '6A88'],
      [VERIFY, '63CF'],
      [VERIFY, '63CF'],
    ];
    const again = await verified('4100 1F00', { script: later }, { pins: ['123456', '123456'] });
    expect(again.shown).toBe(`1F0002 ${CLEAR}`);
    expect(again.asked).toEqual(['offline undefined', 'offline 15']);
  });

  it('is bypassed at once, and after a wrong one', async () => {
    expect((await verified('0100', { script: [three] }, { pins: ['bypassed'] })).shown).toBe(
      `010001 0000880000 ${DONE}`,
    );
    const script: Exchange[] = [three, [VERIFY_WRONG, '63C2']];
    const result = await verified('4100 1F00', { script }, { pins: ['4321', 'bypassed'] });
    expect(result.shown).toBe(`1F0002 0000080000 ${DONE}`);
  });

  it('bypassed once is bypassed for all PINs after it', async () => {
    const result = await verified('4100 4200 4300 5E00', { script: [three] }, { pins: ['bypassed'] });
    expect(result.shown).toBe(`5E0000 0000080000 ${DONE}`);
    expect(result.asked).toEqual(['offline 3']);
    const online = await verified('4200 4100 1F00', {}, { online: 'bypassed' });
    expect(online.shown).toBe(`1F0002 0000080000 ${DONE}`);
    expect(online.asked).toEqual(['online']);
  });

  it.each(['unavailable', 'length'])('has no pad that works: %s', async (pin) => {
    const result = await verified('0100', { script: [three] }, { pins: [pin] });
    expect(result.shown).toBe(`010001 0000900000 ${DONE}`);
  });

  it.each(['cancelled', 'timeout'])('ends the transaction when it is %s', async (pin) => {
    const result = await verified('4100 1F00', { script: [three] }, { pins: [pin] });
    expect(result.ended).toEqual({ ended: 'cancelled' });
  });

  it('is concealed from every trace, and nothing else is', async () => {
    const sent: string[] = [];
    const reader: IccReader = {
      slot: 'icc',
      isPresent: async () => true,
      reset: async () => fromHex('3B00'),
      transmit: async (command, { conceal }) => {
        sent.push(`${toHex(command.subarray(0, 4))} ${conceal}`);
        return fromHex(command[1] === 0xca ? '9F1701039000' : '9000');
      },
      deactivate: async () => {},
    };
    const { host } = holder(right);
    const { state } = deciding({ icc: { '8E': '00000000000000000100' }, host });
    await verifyCardholder({ ...state, card: new CardSession(reader, decodeAtr(fromHex('3B00'))) });
    expect(sent).toEqual(['80CA9F17 false', '00200080 true']);
  });

  it('reads the counter once for all rules', async () => {
    const script: Exchange[] = [
      [TRIES, '9F1701019000'],
      [VERIFY, '63C0'],
    ];
    const result = await verified('4100 4300 1F00', { script }, right);
    expect(result.shown).toBe(`1F0002 0000200000 ${DONE}`);
    expect(result.asked).toEqual(['offline 1']);
    expect(result.left).toEqual([]);
  });

  it('lets the online PIN be entered when the card takes none any more', async () => {
    const result = await verified('4100 0200', { script: [[TRIES, '9F1701009000']] }, { online: 'entered' });
    expect(result.shown).toBe(`020000 0000240000 ${DONE}`);
  });

  it('asks the card for nothing when no rule comes to an offline PIN', async () => {
    expect((await verified('4200 4100 1F00', {}, { online: 'entered' })).left).toEqual([]);
  });

  it.each(['9F17029000', '9F1700 9000', '9000', '039000', '9F36010A9000'])(
    'ends on a counter that is none: %s',
    async (answer) => {
      const result = await verified('4100 1F00', { script: [[TRIES, answer]] });
      expect(result.ended).toEqual({ ended: 'data-malformed' });
    },
  );
});
