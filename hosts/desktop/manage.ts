/** The visits of the command line that read by address or change a card: their arguments, and what they report. */

import type { SocialSwitches } from '../../src/app/management.js';
import { blockedJson, pinJson, readingJson, writtenJson } from '../../src/app/report-management.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { BlockRequest } from '../../src/visits/block.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import type { WriteRequest } from '../../src/visits/write.js';
import { type Play, told } from './told.js';
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
  readonly unmasked: boolean;
  readonly address?: string | undefined;
  readonly data?: string | undefined;
  readonly meaning: string;
  readonly target?: string | undefined;
}

/** Each visit by its name on the command line: its own arguments are read before anything is shown. */
export const MANAGE_VISITS: readonly (readonly [name: string, prepare: (values: ManageValues) => Play])[] = [
  ['read', reading],
  ['verify-pin', () => pinVisit('verify-pin', (terminal) => terminal.verifyPin())],
  ['change-pin', () => pinVisit('change-pin', (terminal) => terminal.changePin())],
  ['remove-pin', () => pinVisit('remove-pin', (terminal) => terminal.removePin())],
  ['reload-pin', () => pinVisit('reload-pin', (terminal) => terminal.reloadPin())],
  ['unblock-pin', () => pinVisit('unblock-pin', (terminal) => terminal.unblockPin())],
  ['write', writing],
  ['block', blocking],
];

function pinVisit(
  name: string,
  visit: (terminal: RunningTerminal) => Promise<VisitResult<{ readonly pin: string }>>,
): Play {
  return async (terminal, world) => told(name, await visit(terminal), false, world, pinJson);
}

function reading({ by, address, unmasked }: ManageValues): Play {
  const request = { address: addressOf(address), proof: proofOf(by) };
  return async (terminal, world) => told('read', await terminal.read(request), unmasked, world, readingJson);
}

function writing({ by, address, data, meaning }: ManageValues): Play {
  if (data === undefined) throw new UsageError("--data is missing: such as 'DF01EF05|value|$'");
  const request = { address: addressOf(address), data, proof: proofOf(by), meaning: meaningOf(meaning) };
  return async (terminal, world) => told('write', await terminal.write(request), false, world, writtenJson);
}

function blocking({ target }: ManageValues): Play {
  const request = { target: targetOf(target) };
  return async (terminal, world) => told('block', await terminal.block(request), false, world, blockedJson);
}

function addressOf(address: string | undefined): string {
  if (address !== undefined) return address;
  throw new UsageError("--address is missing: such as 'DF01EF05|21|$'");
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
