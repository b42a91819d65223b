/** The transcript of a payment's ports beside the card: the bank and the keys. No account number and no PIN block is in it. */

import { toHex } from '../../base/hex.js';
import { same, words } from '../../base/text.js';
import type { Issuer, IssuerAnswer, IssuerRequest } from '../../ports/issuer.js';
import type { Keypad } from '../../ports/keypad.js';
import type { Note } from './narration.js';

export function traceIssuer(issuer: Issuer, tell: Note): Issuer {
  return {
    async authorise(request) {
      tell('>', words(`请求授权 ${summary(request)}`, `Asks for authorisation ${summary(request)}`));
      const answer = await issuer.authorise(request);
      tell('<', answerWords(answer));
      return answer;
    },
    async reverse(request, reason) {
      tell('>', words(`冲正 ${reason} ${summary(request)}`, `Takes back ${reason} ${summary(request)}`));
      const done = await issuer.reverse(request, reason);
      tell('<', done === 'done' ? words('已冲正', 'Taken back') : words('无应答', 'No answer'));
      return done;
    },
  };
}

/** What tells one request from another: type, amount, number, ATC, cryptogram, and what the terminal found. */
function summary({ values, pinBlock }: IssuerRequest): string {
  const parts = SUMMARY.flatMap(([name, tag]) => {
    const value = values.get(tag);
    return value ? [`${name}=${toHex(value)}`] : [];
  });
  return [...parts, ...(pinBlock ? ['PIN'] : [])].join(' ');
}

const SUMMARY: readonly (readonly [string, number])[] = Object.freeze([
  ['9C', 0x9c],
  ['9F02', 0x9f02],
  ['9F41', 0x9f41],
  ['9F36', 0x9f36],
  ['9F26', 0x9f26],
  ['95', 0x95],
] as const);

function answerWords(answer: IssuerAnswer) {
  if (answer.kind === 'unable') return words('线路不通', 'The line is down');
  if (answer.kind === 'unknown') return words('无应答', 'No answer');
  const { responseCode, issuerAuthenticationData, scripts } = answer;
  const authentication = issuerAuthenticationData ? [`91=${toHex(issuerAuthenticationData)}`] : [];
  const templates = scripts.map(({ template, value }) => `${toHex(Uint8Array.of(template))}[${value.length}]`);
  return same([`8A=${responseCode}`, ...authentication, ...templates].join(' '));
}

export function traceKeypad(keypad: Keypad, tell: Note): Keypad {
  return {
    async choose(count, withinMs) {
      const answer = await keypad.choose(count, withinMs);
      tell(
        '<',
        answer.kind === 'chosen'
          ? words(`按键 ${answer.index + 1}`, `Key ${answer.index + 1}`)
          : KEY_WORDS[answer.kind],
      );
      return answer;
    },
  };
}

const KEY_WORDS = Object.freeze({ cancelled: words('已取消', 'Cancelled'), timeout: words('超时', 'Timed out') });
