/** What a visit writes into a file of the card besides its own business, under the file's key. */

import { isRefusal, type Refusal } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { planWrite, readWriteOrder, type WriteMeaning } from '../ssse/write-plan.js';

/**
 * @param address and @param data as of a write by address @param meaning of values for a 1.0 card
 * @param onBegun told once the card lets it be written, before the first update
 */
export async function writeValues(
  card: SocialCard,
  address: string,
  data: string,
  meaning: WriteMeaning,
  onBegun: () => void = () => {},
): Promise<Refusal | undefined> {
  const order = readWriteOrder(address, data, meaning);
  const plan = isRefusal(order) ? order : planWrite(order, card.generation);
  if (isRefusal(plan)) return plan;
  for (const { file, items } of plan) {
    const writer = await card.openToWrite(file, 'key');
    if (isRefusal(writer)) return { ...writer, file: file.name };
    onBegun();
    for (const item of items) {
      const refused = await writer.write(item);
      if (refused) return { ...refused, file: file.name };
    }
  }
  return undefined;
}
