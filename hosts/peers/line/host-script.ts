/**
 * What a host is to do to single requests, as a file: `ssc-host-script/1`. Its steps are tried in their order; the first one
 * that fits a request and is not used up befalls it, and a request that none fits is left alone.
 */

import * as v from 'valibot';
import { TRANSACTION_NAMES } from '../bank/acquirer/transactions.js';
import { count, fields, parseJson } from '../parse-json.js';
import type { Deed } from './deeds.js';
import type { LineMischief } from './emulated-line.js';

const FORMAT = 'ssc-host-script/1';

/** Longest wait, ms: an hour. */
const WAIT_MAX = 3_600_000;

const head = {
  /** A transaction, or any of them and what is none. */
  on: v.picklist(['any', ...TRANSACTION_NAMES]),
  /** How many requests it befalls; one when left away. */
  count: v.exactOptional(v.union([v.pipe(count(Number.MAX_SAFE_INTEGER), v.minValue(1)), v.literal('always')])),
};
const milliseconds = count(WAIT_MAX);

const stepSchema = v.variant('do', [
  /** the request is left alone, and the steps below it wait */
  v.strictObject({ ...head, do: v.literal('pass') }),
  /** refused with this code, and nothing done */
  v.strictObject({ ...head, do: v.literal('decline'), code: v.pipe(v.string(), v.regex(/^[0-9A-Z]{2}$/)) }),
  v.strictObject({ ...head, do: v.literal('delay'), ms: milliseconds }),
  /** nothing done, no answer */
  v.strictObject({ ...head, do: v.literal('timeout') }),
  /** done, and an answer that is no message, or no frame */
  v.strictObject({ ...head, do: v.literal('garbage'), of: v.exactOptional(v.picklist(['message', 'frame'])) }),
  /** the line breaks, before the host has the request or after it acted (when left away) */
  v.strictObject({ ...head, do: v.literal('drop'), when: v.exactOptional(v.picklist(['before', 'after'])) }),
  /** done, and the answer lost */
  v.strictObject({ ...head, do: v.literal('lost') }),
  /** the request comes twice to the host (when left away), or the answer to the terminal */
  v.strictObject({ ...head, do: v.literal('duplicate'), of: v.exactOptional(v.picklist(['request', 'answer'])) }),
  v.strictObject({ ...head, do: v.literal('wrong-mac') }),
  /** another terminal's answer before the right one (when left away) or in its place */
  v.strictObject({ ...head, do: v.literal('foreign'), place: v.exactOptional(v.picklist(['before', 'instead'])) }),
  /** the answer (when left away) or the request comes behind the next one; an answer also after so many ms */
  v.strictObject({ ...head, do: v.literal('late'), of: v.literal('request') }),
  v.strictObject({
    ...head,
    do: v.literal('late'),
    of: v.exactOptional(v.literal('answer')),
    ms: v.exactOptional(milliseconds),
  }),
  /** the header asks for something: 3 sign-in, 4 CA keys, 5 chip parameters */
  v.strictObject({ ...head, do: v.literal('processing-request'), digit: v.pipe(v.string(), v.regex(/^[0-9]$/)) }),
  /** the line is gone for good */
  v.strictObject({ ...head, do: v.literal('down') }),
]);

const scriptSchema = fields({ format: v.literal(FORMAT), steps: v.array(stepSchema) });

type Step = v.InferOutput<typeof stepSchema>;

/** A script ready to befall a line's requests; it counts what it has done. @throws FormatError naming the first misfit */
export function parseHostScript(text: string): LineMischief {
  const { steps } = parseJson(FORMAT, text, scriptSchema);
  const left = steps.map(({ count: times = 1 }) => (times === 'always' ? Number.POSITIVE_INFINITY : times));
  return ({ transaction }) => {
    const index = steps.findIndex(({ on }, i) => left[i] > 0 && (on === 'any' || on === transaction));
    if (index < 0) return undefined;
    left[index]--;
    return deedOf(steps[index]);
  };
}

function deedOf(step: Step): Deed | undefined {
  switch (step.do) {
    case 'pass':
      return undefined;
    case 'decline':
      return { deed: 'decline', code: step.code };
    case 'delay':
      return { deed: 'delay', ms: step.ms };
    case 'timeout':
      return { deed: 'request-lost' };
    case 'garbage':
      return { deed: 'garbage', of: step.of ?? 'message' };
    case 'drop':
      return { deed: 'drop', when: step.when ?? 'after', noticed: 'waiting' };
    case 'lost':
      return { deed: 'answer-lost' };
    case 'duplicate':
      return { deed: step.of === 'answer' ? 'answer-twice' : 'request-twice' };
    case 'wrong-mac':
      return { deed: 'wrong-mac' };
    case 'foreign':
      return { deed: 'foreign', place: step.place ?? 'before' };
    case 'late':
      if (step.of === 'request') return { deed: 'request-late' };
      return { deed: 'answer-late', ...(step.ms !== undefined && { ms: step.ms }) };
    case 'processing-request':
      return { deed: 'processing-request', digit: step.digit };
    case 'down':
      return { deed: 'down' };
  }
}
