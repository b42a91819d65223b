/** The stand-in issuer, asked by a real card: what it checks, and what it answers. */

import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../hosts/peers/bank/accounts.js';
import {
  type IssuerAnswer,
  type IssuerOptions,
  type IssuerRequest,
  StandInIssuer,
} from '../../../hosts/peers/bank/issuer.js';
import type { BankProfile } from '../../../hosts/peers/bank/profile.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { STANDARD_CARD } from '../../conformance/setting.js';
import { type PaymentDesk, paymentDesk } from '../card/payment/desk.js';

const PIN_KEY = '0123456789ABCDEFFEDCBA9876543210';

/** The request that a terminal would make of a card's first cryptogram. */
function requestOf(desk: PaymentDesk, change: Readonly<Record<string, string>> = {}): IssuerRequest {
  desk.open();
  const { '9F41': sequence = '00000001', '5A': pan, ...values } = change;
  const first = desk.first('80', values);
  const terminal: Readonly<Record<string, string>> = {
    '9F02': '000000001234',
    '9F03': '000000000000',
    '9F1A': '0156',
    '95': '0000000000',
    '5F2A': '0156',
    '9A': '260601',
    '9C': '00',
    '9F37': 'DEADBEEF',
    '82': '7C00',
    '5A': pan ?? `${STANDARD_CARD.pan}F`,
    '5F34': '01',
    '9F41': sequence,
    '9F1C': '3132333435363738',
    '9F26': first.cryptogram,
    '9F27': first.information,
    '9F36': first.counter,
    '9F10': first.issuerData,
    ...values,
  };
  const entries = Object.entries(terminal).map(([tag, value]) => [Number.parseInt(tag, 16), fromHex(value)] as const);
  return { values: new Map(entries) };
}

function bank(options: Partial<IssuerOptions> = {}, change: Partial<BankProfile> = {}): StandInIssuer {
  return new StandInIssuer({ accounts: [accountOf({ ...STANDARD_CARD, ...change })], ...options });
}

function code(answer: IssuerAnswer): string {
  return answer.kind === 'answered' ? answer.responseCode : answer.kind;
}

describe('an issuer', () => {
  it('approves a genuine card with money, and proves itself to it', async () => {
    const desk = paymentDesk();
    const issuer = bank();
    const answer = await issuer.authorise(requestOf(desk));
    expect(code(answer)).toBe('00');
    expect(issuer.balanceOf(STANDARD_CARD.pan)).toBe(100_000 - 1234);
    const data = toHex((answer.kind === 'answered' && answer.issuerAuthenticationData) || new Uint8Array(0));
    expect(data).toMatch(/^[0-9A-F]{16}3030$/);
    expect(desk.say(`008200000A${data}`)).toBe('9000');
    expect(desk.second('40').information).toBe('40');
  });

  it('refuses a cryptogram that its card did not make, in each of its values', async () => {
    const wrongs: readonly (readonly [number, string])[] = [
      [0x9f02, '000000001235'],
      [0x9f03, '000000000001'],
      [0x95, '0000000001'],
      [0x9a, '260602'],
      [0x9c, '01'],
      [0x9f37, 'DEADBEEE'],
      [0x82, '7C01'],
      [0x9f36, '0002'],
      [0x9f10, '07000103A0100201'],
      [0x9f26, '0011223344556677'],
    ];
    for (const [tag, value] of wrongs) {
      const values = new Map(requestOf(paymentDesk()).values);
      values.set(tag, fromHex(value));
      const answer = await bank().authorise({ values });
      expect(code(answer)).toBe('05');
      expect(answer.kind === 'answered' && answer.issuerAuthenticationData).toBeUndefined();
    }
  });

  it('refuses a counter that it has seen', async () => {
    const desk = paymentDesk();
    const issuer = bank();
    const request = requestOf(desk);
    expect(code(await issuer.authorise(request))).toBe('00');
    expect(code(await issuer.authorise(request))).toBe('05');
    expect(issuer.balanceOf(STANDARD_CARD.pan)).toBe(100_000 - 1234);
  });

  it('looks at the account', async () => {
    const statuses = { inactive: '62', frozen: '62', lost: '41', stolen: '43', closed: '14' } as const;
    for (const [status, expected] of Object.entries(statuses)) {
      const account = { status: status as keyof typeof statuses, balance: 100_000 };
      expect(code(await bank({}, { account }).authorise(requestOf(paymentDesk())))).toBe(expected);
    }
    const poor = { account: { status: 'open', balance: 1233 } } as const;
    expect(code(await bank({}, poor).authorise(requestOf(paymentDesk())))).toBe('51');
    expect(code(await bank({}, { expires: '260430' }).authorise(requestOf(paymentDesk())))).toBe('54');
  });

  it('keeps to the mainland and its money', async () => {
    for (const change of [{ '5F2A': '0344' }, { '9F1A': '0344' }]) {
      expect(code(await bank().authorise(requestOf(paymentDesk(), change)))).toBe('57');
    }
  });

  it('does not know strangers, or welcomes them', async () => {
    const none = { accounts: [] };
    expect(code(await new StandInIssuer(none).authorise(requestOf(paymentDesk())))).toBe('14');
    const welcoming = new StandInIssuer({ ...none, strangers: 'welcome' });
    expect(code(await welcoming.authorise(requestOf(paymentDesk())))).toBe('00');
    expect(welcoming.balanceOf(STANDARD_CARD.pan)).toBe(100_000 - 1234);
  });

  it('cannot read a request without card or cryptogram', async () => {
    for (const tag of [0x5a, 0x9f26, 0x9f10, 0x9f36]) {
      const values = new Map(requestOf(paymentDesk()).values);
      values.delete(tag);
      expect(code(await bank().authorise({ values }))).toBe('30');
    }
    const values = new Map(requestOf(paymentDesk()).values);
    values.set(0x9f27, fromHex('40'));
    expect(code(await bank().authorise({ values }))).toBe('30');
  });

  it('tells the balance, and moves nothing by it', async () => {
    const issuer = bank();
    const answer = await issuer.authorise(requestOf(paymentDesk(), { '9C': '31', '9F02': '000000000000' }));
    expect(answer.kind === 'answered' && answer.balance).toBe(100_000);
    expect(issuer.balanceOf(STANDARD_CARD.pan)).toBe(100_000);
  });

  it('takes back by the terminal’s number, once', async () => {
    const issuer = bank();
    const request = requestOf(paymentDesk());
    await issuer.authorise(request);
    expect(await issuer.reverse(request)).toBe('done');
    expect(await issuer.reverse(request)).toBe('done');
    expect(issuer.balanceOf(STANDARD_CARD.pan)).toBe(100_000);
    const never = new Map(request.values);
    never.set(0x9f41, fromHex('00000002'));
    expect(await issuer.reverse({ values: never })).toBe('done');
    expect(issuer.balanceOf(STANDARD_CARD.pan)).toBe(100_000);
  });
});

describe('the online PIN', () => {
  /** ISO 9564 format 0 by hand: PAN …990100000099 without its check digit 3. */
  const block = (pinAndFill: string) => {
    const account = fromHex('0000990100000099');
    const clear = fromHex(pinAndFill).map((byte, i) => byte ^ account[i]);
    return softwareCiphers.tripleDes(fromHex(PIN_KEY)).encrypt(clear);
  };
  const online = { '95': '0000040000' };

  it('is the account’s', async () => {
    const issuer = bank({ pinKey: fromHex(PIN_KEY) });
    const pinBlock = block('06123456FFFFFFFF');
    expect(code(await issuer.authorise({ ...requestOf(paymentDesk(), online), pinBlock }))).toBe('00');
  });
  it('is missing, wrong, and wrong too often', async () => {
    const issuer = bank({ pinKey: fromHex(PIN_KEY) });
    const desk = paymentDesk();
    expect(code(await issuer.authorise(requestOf(desk, online)))).toBe('55');
    const wrong = block('06654321FFFFFFFF');
    expect(code(await issuer.authorise({ ...requestOf(desk, online), pinBlock: wrong }))).toBe('55');
    expect(code(await issuer.authorise({ ...requestOf(desk, online), pinBlock: wrong }))).toBe('55');
    const right = block('06123456FFFFFFFF');
    expect(code(await issuer.authorise({ ...requestOf(desk, online), pinBlock: right }))).toBe('75');
  });
});

describe('a temper', () => {
  it('says another code, gives a wrong proof or none', async () => {
    expect(code(await bank({ temper: { responseCode: '91' } }).authorise(requestOf(paymentDesk())))).toBe('91');
    const desk = paymentDesk();
    const wrong = await bank({ temper: { authentication: 'wrong' } }).authorise(requestOf(desk));
    const data = (wrong.kind === 'answered' && wrong.issuerAuthenticationData) || new Uint8Array(0);
    expect(desk.say(`008200000A${toHex(data)}`)).toBe('6300');
    const absent = await bank({ temper: { authentication: 'absent' } }).authorise(requestOf(paymentDesk()));
    expect(absent.kind === 'answered' && absent.issuerAuthenticationData).toBeUndefined();
  });
  it('is not reached, or books and is not heard', async () => {
    const down = bank({ temper: { line: 'unable' } });
    expect(code(await down.authorise(requestOf(paymentDesk())))).toBe('unable');
    expect(down.balanceOf(STANDARD_CARD.pan)).toBe(100_000);
    const silent = bank({ temper: { line: 'unknown' } });
    const request = requestOf(paymentDesk());
    expect(code(await silent.authorise(request))).toBe('unknown');
    expect(silent.balanceOf(STANDARD_CARD.pan)).toBe(100_000 - 1234);
    expect(await silent.reverse(request)).toBe('unknown');
    silent.temper = {};
    expect(await silent.reverse(request)).toBe('done');
    expect(silent.balanceOf(STANDARD_CARD.pan)).toBe(100_000);
  });
  it('sends the scripts that wait for the card, once', async () => {
    const issuer = bank();
    issuer.order(STANDARD_CARD.pan, {
      template: 0x72,
      identifier: fromHex('A1A2A3A4'),
      orders: [{ ins: 0xda, p1: 0x9f, p2: 0x58, data: fromHex('03') }, { ins: 0x1e }],
    });
    const desk = paymentDesk();
    const answer = await issuer.authorise(requestOf(desk));
    const [script] = answer.kind === 'answered' ? answer.scripts : [];
    expect(script.template).toBe(0x72);
    const value = toHex(script.value);
    expect(value).toMatch(/^9F1804A1A2A3A4860A04DA9F5805[0-9A-F]{10}8609841E000004[0-9A-F]{8}$/);
    expect(desk.say(value.slice(18, 38))).toBe('9000');
    expect(desk.say(value.slice(42))).toBe('9000');
    expect(desk.select()).toBe('6283');
    const next = await issuer.authorise(requestOf(paymentDesk()));
    expect(next.kind === 'answered' && next.scripts).toEqual([]);
  });
});
