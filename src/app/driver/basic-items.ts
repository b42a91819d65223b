import { toHex } from '../../base/hex.js';
import { printable } from '../../ssse/values.js';
import type { Identity } from '../../visits/identify.js';

/** What iReadCardBas answers: eleven items, each ended by | (sscard.md 12). */
export function basicItems(identity: Identity, deviceNumber: string): string {
  const { issuer, holder, historical, terminalNumber } = identity;
  const items = [
    issuer.region,
    holder.personNumber,
    issuer.cardNumber,
    toHex(issuer.cardIdentifier),
    holder.name,
    toHex(historical),
    issuer.version,
    issuer.issued,
    issuer.expires,
    terminalNumber,
    deviceNumber,
  ];
  return items.map((item) => `${unbroken(item)}|`).join('');
}

/** What the card says must not break the grammar of the answer. */
function unbroken(item: string): string {
  return printable(item).replaceAll('|', '□');
}
