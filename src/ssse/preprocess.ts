/** What precedes every transaction of the social security side (SPEC-7 5; sscard.md 10.1). */

import { equalBytes } from '../base/bytes.js';
import type { CardSession } from '../card/session.js';
import { cardFactor, cityFactor, provinceFactor } from '../crypto/diversification.js';
import type { Random } from '../ports/random.js';
import { authenticateBoth, authenticateCard } from './authentication.js';
import { type Issuer, readIssuer } from './issuer.js';
import type { KeyService, Together } from './key-service.js';
import { fileNamed, layoutOf } from './layout.js';
import { queryPin } from './pin.js';
import { readFile } from './read-file.js';
import { isRefusal, type Refusal, type RefusalReason, refuse } from './refusal.js';
import { algorithmOf, selectSocialEnvironment } from './selection.js';
import { SocialCard } from './social-card.js';
import { type Acceptance, type Blacklist, checkValidity } from './validity.js';

/** 识别码 and 卡号 as a caller names a card (sscard.md 12, pCardInfo). */
export interface NamedCard {
  readonly cardIdentifier: Uint8Array;
  readonly cardNumber: string;
}

/** What the terminal brings to the meeting with a card. */
export interface Terms {
  readonly keys: KeyService;
  readonly random: Random;
  readonly acceptance: Acceptance;
  readonly blacklist: Blacklist;
  /** Today's date, YYYYMMDD. */
  readonly today: string;
  /** What does not end the visit: those who unlock a PIN or block a card have to do with such cards. */
  readonly tolerates?: readonly RefusalReason[];
  /** The only card that will do, where the caller has named one; compared before anything is proved. */
  readonly expects?: NamedCard | undefined;
  /** A business system has had this card prove itself in an earlier call (SC annex C), and names it. */
  readonly vouchedFor?: boolean | undefined;
}

/**
 * Takes a card that has just answered its reset to the point where a transaction may begin: authentic, valid, its PIN
 * state known. EF05 is read before the authentication, because the keys hang on the region it names.
 */
export async function preprocess(card: CardSession, terms: Terms): Promise<SocialCard | Refusal> {
  // 2. The environment, and the algorithm if the card states it.
  const selection = await selectSocialEnvironment(card);
  if (isRefusal(selection)) return selection;
  if (selection.stated === 'SSF33') return refuse('algorithm-unsupported');

  const issuer = await readIssuerFile(card);
  if (isRefusal(issuer)) return issuer;
  if (terms.expects && !isNamed(issuer, terms.expects)) return refuse('card-differs');
  const algorithm = algorithmOf(selection, issuer.cardIdentifier);
  if (isRefusal(algorithm)) return algorithm;

  // 3. The PSAM, or whoever holds the keys. Diversification goes by the ATR, never by the identifier's serial (trap 10).
  const historical = card.atr.historical;
  if (historical.length !== 13) return refuse('card-data-malformed');
  const factors = {
    province: provinceFactor(issuer.region),
    city: cityFactor(issuer.region),
    card: cardFactor(historical),
  };
  const noKeys = await terms.keys.open({
    algorithm,
    stated: selection.stated !== undefined,
    firstByte: issuer.cardIdentifier[0],
    factors,
    region: issuer.region,
    historical,
    cardIdentifier: issuer.cardIdentifier,
  });
  if (noKeys) return noKeys;

  // 4. The card is what it says, and may be used here and today.
  const { vouchedFor = false } = terms;
  const together = !vouchedFor && issuer.generation === '3.0' ? terms.keys.together : undefined;
  const forged = vouchedFor ? undefined : await authenticate(card, terms, together);
  if (forged) return forged;
  const invalid = await checkValidity(issuer, terms.acceptance, terms.blacklist, terms.today);
  if (invalid && !terms.tolerates?.includes(invalid.refused)) return invalid;
  if (issuer.generation === undefined) return refuse('version-unsupported');

  // 5. The PIN: none, set, or locked, and then nothing more happens with this card.
  const granted = together ? ['RKSSSE'] : [];
  const pin = await queryPin(card);
  if (isRefusal(pin)) return pin;
  if (pin.state === 'locked' && !terms.tolerates?.includes('pin-locked')) return refuse('pin-locked');
  return new SocialCard(card, terms.keys, {
    issuer,
    generation: issuer.generation,
    algorithm,
    historical,
    pin,
    factors,
    granted,
  });
}

async function authenticate(
  card: CardSession,
  { keys, random }: Terms,
  together: Together | undefined,
): Promise<Refusal | undefined> {
  return together ? await authenticateBoth(card, keys, together, random) : await authenticateCard(card, keys, random);
}

function isNamed(issuer: Issuer, { cardIdentifier, cardNumber }: NamedCard): boolean {
  return equalBytes(issuer.cardIdentifier, cardIdentifier) && issuer.cardNumber === cardNumber;
}

async function readIssuerFile(card: CardSession): Promise<Issuer | Refusal> {
  // EF05 is the same in every version, which is as well: it tells the version.
  const file = fileNamed(layoutOf('2.0'), 'SSSEEF05');
  if (file === undefined) return refuse('file-unknown');
  const content = await readFile(card, file);
  if (isRefusal(content)) return content;
  return content.kind === 'records' ? readIssuer(content.records) : refuse('card-data-malformed');
}
