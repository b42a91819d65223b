/** What a driver call gives back: a number, and text that is the result or says what was wrong (sscard.md 12). */

import { assert } from '../../base/assert.js';
import type { Fault } from '../../base/fault.js';
import { joinAll, type Text } from '../../base/text.js';
import { describeStatus } from '../../codec/status-words.js';
import { aftermathTexts } from '../../visits/aftermath.js';
import { explain, type Unsuccessful, type VisitRefusal, type VisitResult } from '../../visits/visit-result.js';
import { CODE, type CodeRow, FAULT_CODES, REFUSAL_CODES, RULE_CODES } from './codes.js';

export interface DriverAnswer {
  /** 0, or the negative number of an error. */
  readonly code: number;
  /** pOutInfo: the result, each item ended by |; with an error what it is and what to do next, in Chinese. */
  readonly out: string;
}

export function answered(out = ''): DriverAnswer {
  return { code: CODE.done, out };
}

export function failed(code: number, out: string): DriverAnswer {
  return { code, out };
}

/** @param tell the result in the form of the call */
export function answerTo<T>(result: VisitResult<T>, tell: (value: T) => string): DriverAnswer {
  if (result.outcome === 'done') return answered(tell(result.value));
  return failed(codeOf(result), textOf(result));
}

function codeOf(result: Unsuccessful): number {
  return result.outcome === 'interrupted' ? faultCode(result.fault) : refusalCode(result.refusal);
}

function faultCode({ port, kind }: Fault): number {
  if (port === 'icc') return FAULT_CODES.icc[kind];
  assert(kind !== 'absent', 'an empty SAM slot is a refusal');
  return FAULT_CODES.sam[kind];
}

function refusalCode(refusal: VisitRefusal): number {
  const code: CodeRow | undefined = (REFUSAL_CODES as Readonly<Record<string, CodeRow>>)[refusal.refused];
  assert(code !== undefined, 'no driver call comes to it');
  if (typeof code === 'number') return code;
  const { sw = 0, triesLeft = 0, rule } = { sw: undefined, triesLeft: undefined, rule: undefined, ...refusal };
  if (code === 'status-word') return -sw;
  return code === 'tries' ? -(0x63c0 + triesLeft) : rule ? RULE_CODES[rule] : CODE.input;
}

function textOf(result: Unsuccessful): string {
  const { what, next } = explain(result);
  const left = result.aftermath ? aftermathTexts(result.aftermath) : [];
  return joinAll([what, ...statusOf(result), ...left, next], '；').zh;
}

/** What the card's own number says. */
function statusOf(result: Unsuccessful): Text[] {
  if (result.outcome !== 'refused' || result.refusal.refused !== 'card-refused') return [];
  return result.refusal.sw === undefined ? [] : [describeStatus(result.refusal.sw)];
}
