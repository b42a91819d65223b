/**
 * Which cards the terminal turns away. A short list is held as it is; one at national scale lies in flash, and what it only
 * suspects, or cannot tell at all, the bureau settles from its exact records.
 */

import type { MakeAes } from '../crypto/aes.js';
import { BlacklistStore, type InForce } from '../journal/blacklist/store.js';
import type { ReadNext, UpdateRefusal } from '../journal/blacklist/update-file.js';
import type { BlacklistInquiry } from '../ports/blacklist-inquiry.js';
import type { Flash } from '../ports/flash.js';
import type { World } from '../ports/world.js';
import { BLACKLIST_UPDATE_TEXTS } from '../screens/blacklist-updates.js';
import type { RefusalText } from '../screens/refusals.js';
import { type BlacklistEntry, listBlacklist } from '../ssse/blacklist.js';
import type { Blacklist } from '../ssse/validity.js';
import { BlacklistKey } from '../vault/blacklist-key.js';
import { DeviceKey } from '../vault/device-key.js';

/** Where a blacklist at national scale lies. */
export interface BlacklistStorage {
  /** A partition of its own, two banks: 4 MiB in units of 4096 bytes hold a million cards. */
  readonly flash: Flash;
  /** Of the bureau that publishes it, 16 bytes. */
  readonly publisherKey: Uint8Array;
  /** Left away by a terminal that cannot ask: it turns suspects away. */
  readonly inquiry?: BlacklistInquiry;
}

/** What keeps a blacklist in flash up to date. */
export interface BlacklistService {
  /** The version that the terminal goes by; undefined where it has none. */
  inForce(): InForce | undefined;
  /** Takes the publisher's next update, while visits go on. One at a time. */
  update(readNext: ReadNext): Promise<BlacklistUpdate>;
}

export type BlacklistUpdate =
  | { readonly outcome: 'done'; readonly version: number }
  | ({ readonly outcome: 'refused'; readonly reason: UpdateRefusal } & RefusalText);

export interface OpenBlacklist {
  readonly list: Blacklist;
  readonly service?: BlacklistService;
}

/** Every reason has its words: a reason without a row does not compile. */
const TEXTS: Readonly<Record<UpdateRefusal, RefusalText>> = BLACKLIST_UPDATE_TEXTS;

export async function openBlacklist(
  { clock }: World,
  blacklist: readonly BlacklistEntry[] | BlacklistStorage,
  device: { readonly aes: MakeAes; readonly key: Uint8Array },
): Promise<OpenBlacklist> {
  if (!('flash' in blacklist)) return { list: listBlacklist(blacklist) };
  const { flash, inquiry } = blacklist;
  const publisher = new BlacklistKey(device.aes, blacklist.publisherKey);
  const store = await BlacklistStore.open(flash, new DeviceKey(device.aes, device.key), publisher);
  return {
    list: settled(store, inquiry),
    service: {
      inForce: () => store.inForce(clock.now().slice(0, 8)),
      async update(readNext) {
        const result = await store.update(readNext);
        return result.outcome === 'done' ? result : { ...result, ...TEXTS[result.reason] };
      },
    },
  };
}

/** Where the store cannot tell for sure, the bureau's word decides; without it the doubt stands. */
function settled(store: BlacklistStore, inquiry: BlacklistInquiry | undefined): Blacklist {
  return {
    isOld: (today) => store.inForce(today)?.age === 'old',
    async find(cardIdentifier, cardNumber, today) {
      const found = await store.find(cardIdentifier, cardNumber, today);
      if (found === undefined || found === 'range' || inquiry === undefined) return found;
      const answer = await inquiry.ask(cardIdentifier, cardNumber);
      if (answer === 'unreachable') return found;
      return answer === 'clear' ? undefined : answer;
    },
  };
}
