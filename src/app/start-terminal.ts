/** Where a host starts the terminal: a world and a configuration in, the terminal's services out. */

import type { World } from '../ports/world.js';
import { idleView } from '../screens/views.js';
import { type BlacklistEntry, listBlacklist } from '../ssse/blacklist.js';
import type { Acceptance } from '../ssse/validity.js';
import { type Enquiry, type EnquiryRequest, enquire } from '../visits/enquire.js';
import { type Identity, identify } from '../visits/identify.js';
import type { Terminal } from '../visits/terminal.js';
import type { VisitResult } from '../visits/visit-result.js';
import { PROFILES, type ProfileName } from './profiles.js';
import { traceWorld } from './trace/trace-world.js';

export interface Configuration {
  readonly profile: ProfileName;
  readonly acceptance: Acceptance;
  readonly blacklist: readonly BlacklistEntry[];
  /** Let the transcript carry the holder's and the card's numbers whole. PINs and keys never are. */
  readonly unmasked: boolean;
}

/** The test terminal's acceptance: every institution of the ministry, every class, the three generations `[TP]`. */
export const ACCEPT_ALL: Acceptance = Object.freeze({
  institutions: Object.freeze(['9156000002']),
  classes: Object.freeze(['1', '2', '3', '4']),
  versions: Object.freeze(['1.0', '2.0', '3.0']),
});

/** A terminal that is up: one visit at a time, each ending on the idle screen. */
export interface RunningTerminal {
  identify(): Promise<VisitResult<Identity>>;
  enquire(request: EnquiryRequest): Promise<VisitResult<Enquiry>>;
}

export async function startTerminal(world: World, configuration: Configuration): Promise<RunningTerminal> {
  const traced = traceWorld(world, configuration.unmasked);
  const terminal: Terminal = {
    world: traced,
    offers: PROFILES[configuration.profile].offers,
    acceptance: configuration.acceptance,
    blacklist: listBlacklist(configuration.blacklist),
    pinEntriesMax: 3,
    keyLevels: new Map(),
  };
  await traced.screen.show(idleView());
  return {
    identify: () => identify(terminal),
    enquire: (request) => enquire(terminal, request),
  };
}
