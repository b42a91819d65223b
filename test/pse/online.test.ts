import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { goOnline } from '../../src/pse/online.js';
import type { OnlineAnswer, OnlineRequest } from '../../src/pse/payment-kernel.js';
import { verdictOf } from '../../src/pse/response-code.js';
import { type Decision, deciding, findings } from './decisions.js';

const DATA = '112233445566778899AA';

function answered(responseCode: string, data?: string): OnlineAnswer {
  const issuerAuthenticationData = data === undefined ? undefined : fromHex(data);
  return { kind: 'answered', responseCode, issuerAuthenticationData, scripts: [] };
}

function asking(answer: OnlineAnswer, decision: Decision = {}) {
  const requests: OnlineRequest[] = [];
  const authorise = async (request: OnlineRequest) => {
    requests.push(request);
    return answer;
  };
  return { ...deciding({ ...decision, host: { authorise } }), requests };
}

describe('online processing', () => {
  it('lets the card authenticate the issuer', async () => {
    const { state, left } = asking(answered('00', DATA), { script: [[`008200000A${DATA}`, '9000']] });
    expect((await goOnline(state)).verdict).toBe('approved');
    expect(left()).toEqual([]);
    expect(findings(state)).toBe('0000000000 1000');
    expect(toHex(state.terminal.get(0x8a) ?? new Uint8Array(0))).toBe('3030');
    expect(toHex(state.terminal.get(0x91) ?? new Uint8Array(0))).toBe(DATA);
  });

  it.each(['6300', '6985', '6700', '6D00'])('takes %s for a failed authentication and goes on', async (sw) => {
    const { state } = asking(answered('00', DATA), { script: [[`008200000A${DATA}`, sw]] });
    expect((await goOnline(state)).verdict).toBe('approved');
    expect(findings(state)).toBe('0000000040 1000');
  });

  it('sends no command when there is nothing to authenticate, or the card would not', async () => {
    const absent = asking(answered('00'));
    await goOnline(absent.state);
    expect(findings(absent.state)).toBe('0000000000 0000');
    const unasked = asking(answered('00', DATA), { icc: { '82': '7800' } });
    await goOnline(unasked.state);
    expect(findings(unasked.state)).toBe('0000000000 0000');
    expect(toHex(unasked.state.terminal.get(0x91) ?? new Uint8Array(0))).toBe(DATA);
  });

  it.each(['11223344556677', '00'.repeat(17), ''])('does not show the card 91 = %s', async (data) => {
    const { state } = asking(answered('00', data));
    await goOnline(state);
    expect(findings(state)).toBe('0000000040 0000');
    expect(state.terminal.get(0x91)).toBeUndefined();
  });

  it.each([{ kind: 'unable' }, { kind: 'unknown' }] as const)(
    'hears nothing from an issuer that is %j',
    async (answer) => {
      const { state } = asking(answer);
      expect(await goOnline(state)).toEqual({ verdict: 'unable', scripts: [] });
      expect(state.terminal.get(0x8a)).toBeUndefined();
    },
  );

  it('asks nobody from a terminal that is offline only', async () => {
    const { state, requests } = asking(answered('00'), { parameters: { terminalType: 23 } });
    expect((await goOnline(state)).verdict).toBe('unable');
    expect(requests).toEqual([]);
  });

  it('sends TVR as it is, and leaves out what nobody has', async () => {
    const { state, requests } = asking(answered('00'));
    state.tvr.set({ byte: 4, bit: 8 });
    await goOnline(state);
    expect(toHex(requests[0].values.get(0x95) ?? new Uint8Array(0))).toBe('0000008000');
    expect(toHex(requests[0].values.get(0x5a) ?? new Uint8Array(0))).toBe('6212345678901232');
    expect(requests[0].values.has(0x57)).toBe(false);
  });
});

describe('a response code', () => {
  it('approves, approves in part, or declines', () => {
    expect(['00', '11'].map(verdictOf)).toEqual(['approved', 'approved']);
    expect(['10', '16', 'A2', 'A6'].every((code) => verdictOf(code) === 'approved in part')).toBe(true);
    expect(['01', '02', '05', '51', '91', 'Y1', 'ZZ', '0'].every((code) => verdictOf(code) === 'declined')).toBe(true);
  });
});
