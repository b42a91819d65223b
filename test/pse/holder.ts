/** A holder and an attendant who do what a test tells them, and what they were asked. */

import type { IdentityDocument, KernelHost } from '../../src/pse/payment-kernel.js';
import { Pin } from '../../src/vault/pin-room.js';

type OnlineEntry = Awaited<ReturnType<KernelHost['enterOnlinePin']>>;
type OfflineEntry = 'bypassed' | 'unavailable' | 'cancelled' | 'timeout' | 'length';

export interface Holder {
  /** One for each time the offline PIN is asked for: digits, or what happens instead. */
  readonly pins?: readonly string[];
  readonly online?: OnlineEntry;
  /** What the attendant finds when the document is compared. */
  readonly document?: boolean;
}

export interface HolderAtWork {
  readonly host: Pick<KernelHost, 'enterOfflinePin' | 'enterOnlinePin' | 'checkDocument'>;
  readonly asked: string[];
  readonly documents: IdentityDocument[];
  /** The digits of each PIN as the pad gave them. */
  readonly digits: Uint8Array[];
}

const HAPPENINGS: readonly string[] = ['bypassed', 'unavailable', 'cancelled', 'timeout', 'length'];

export function holder({ pins = [], online, document }: Holder): HolderAtWork {
  const asked: string[] = [];
  const documents: IdentityDocument[] = [];
  const digits: Uint8Array[] = [];
  let next = 0;
  const host: HolderAtWork['host'] = {
    enterOfflinePin: async ({ triesLeft }) => {
      asked.push(`offline ${triesLeft}`);
      const what = pins[next++];
      if (what === undefined) throw new Error('the holder is not asked for an offline PIN so often');
      if (HAPPENINGS.includes(what)) return { kind: what as OfflineEntry };
      const entered = Uint8Array.from(what, Number);
      digits.push(entered);
      return { kind: 'entered', pin: new Pin(entered) };
    },
    enterOnlinePin: async () => {
      asked.push('online');
      if (online === undefined) throw new Error('the holder is not asked for an online PIN');
      return online;
    },
    checkDocument: async (shown) => {
      asked.push('document');
      documents.push(shown);
      if (document === undefined) throw new Error('nobody is asked for a document');
      return document;
    },
  };
  return { host, asked, documents, digits };
}
