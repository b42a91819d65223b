/** The visits of the command line that change a card: their arguments, and what they report. */

import type { SocialSwitches } from '../../src/app/management.js';
import { blockedJson, pinJson, writtenJson } from '../../src/app/report-management.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { BlockRequest } from '../../src/visits/block.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import type { WriteRequest } from '../../src/visits/write.js';
import { UsageError } from './usage.js';

export const MANAGE_OPTIONS = {
  address: { type: 'string' },
  data: { type: 'string' },
  meaning: { type: 'string', default: 'own' },
  target: { type: 'string' },
  'initial-pin': { type: 'string' },
  'initial-pin-rule': { type: 'string', multiple: true, default: [] as string[] },
  'on-blacklisted': { type: 'string', default: 'refuse' },
} as const;

interface ManageValues {
  readonly by: string;
  readonly address?: string | undefined;
  readonly data?: string | undefined;
  readonly meaning: string;
  readonly target?: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** A visit with its arguments read: how it runs, and the fields of its value. */
interface Managed<T> {
  readonly run: (terminal: RunningTerminal) => Promise<VisitResult<T>>;
  readonly json: (value: T) => Json;
}

/** Takes a visit, whatever its value. */
type Use<R> = <T>(managed: Managed<T>) => R;

/** Reads the arguments of a visit and hands it to `use`. @throws UsageError */
export type Prepare = <R>(values: ManageValues, use: Use<R>) => R;

/** Each visit by its name. */
export const MANAGED: ReadonlyMap<string, Prepare> = new Map<string, Prepare>([
  ['verify-pin', (_, use) => use({ run: (terminal) => terminal.verifyPin(), json: pinJson })],
  ['change-pin', (_, use) => use({ run: (terminal) => terminal.changePin(), json: pinJson })],
  ['remove-pin', (_, use) => use({ run: (terminal) => terminal.removePin(), json: pinJson })],
  ['reload-pin', (_, use) => use({ run: (terminal) => terminal.reloadPin(), json: pinJson })],
  ['unblock-pin', (_, use) => use({ run: (terminal) => terminal.unblockPin(), json: pinJson })],
  ['write', writing],
  ['block', blocking],
]);

function writing<R>({ by, address, data, meaning }: ManageValues, use: Use<R>): R {
  if (address === undefined) throw new UsageError("--address is missing: such as 'DF01EF05|21|$'");
  if (data === undefined) throw new UsageError("--data is missing: such as 'DF01EF05|value|$'");
  const request: WriteRequest = { address, data, proof: proofOf(by), meaning: meaningOf(meaning) };
  return use({ run: (terminal) => terminal.write(request), json: writtenJson });
}

function blocking<R>({ target }: ManageValues, use: Use<R>): R {
  const request: BlockRequest = { target: targetOf(target) };
  return use({ run: (terminal) => terminal.block(request), json: blockedJson });
}

function proofOf(by: string): WriteRequest['proof'] {
  if (by === 'pin' || by === 'key') return by;
  throw new UsageError(`--by is pin or key, not '${by}'`);
}

function meaningOf(meaning: string): WriteRequest['meaning'] {
  if (meaning === 'own' || meaning === '2.0') return meaning;
  throw new UsageError(`--meaning is own or 2.0, not '${meaning}'`);
}

function targetOf(target: string | undefined): BlockRequest['target'] {
  if (target === 'card' || target === 'SSSE' || target === 'DF03' || target === 'DF04') return target;
  throw new UsageError(`--target is card, SSSE, DF03 or DF04, not '${target ?? ''}'`);
}

/** The switches of the social security side. The complaint does not repeat what was meant to be a PIN. @throws UsageError */
export function socialSwitches(values: {
  readonly 'initial-pin'?: string | undefined;
  readonly 'initial-pin-rule': readonly string[];
  readonly 'on-blacklisted': string;
}): SocialSwitches {
  const { 'initial-pin': pin, 'initial-pin-rule': rules, 'on-blacklisted': onBlacklisted } = values;
  if (pin !== undefined && !/^\d{4,12}$/.test(pin)) throw new UsageError('--initial-pin takes 4 to 12 digits');
  const odd = rules.find((rule) => rule !== 'no-use' && rule !== 'no-return');
  if (odd !== undefined) throw new UsageError(`--initial-pin-rule is no-use or no-return, not '${odd}'`);
  if (onBlacklisted !== 'refuse' && onBlacklisted !== 'block-application' && onBlacklisted !== 'block-card')
    throw new UsageError(`--on-blacklisted is refuse, block-application or block-card, not '${onBlacklisted}'`);
  return {
    ...(pin !== undefined && { initialPin: Uint8Array.from(pin, Number) }),
    initialPinServes: !rules.includes('no-use'),
    initialPinMayReturn: !rules.includes('no-return'),
    onBlacklisted,
  };
}
