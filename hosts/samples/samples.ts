/** The sample cards and PSAMs that ship with the project, by file name: what every host has in its drawer. */

import cardApplicationBlocked from './cards/application-blocked.json' with { type: 'json' };
import cardBlacklisted from './cards/blacklisted.json' with { type: 'json' };
import cardBlacklistedRange from './cards/blacklisted-range.json' with { type: 'json' };
import cardCardBlocked from './cards/card-blocked.json' with { type: 'json' };
import cardExpired from './cards/expired.json' with { type: 'json' };
import cardMedicalBlocked from './cards/medical-blocked.json' with { type: 'json' };
import cardNotYetValid from './cards/not-yet-valid.json' with { type: 'json' };
import cardPinLocked from './cards/pin-locked.json' with { type: 'json' };
import cardV1Plain from './cards/v1-plain.json' with { type: 'json' };
import cardV1WithV2Data from './cards/v1-with-v2-data.json' with { type: 'json' };
import cardV2ByNumber from './cards/v2-by-number.json' with { type: 'json' };
import cardV2Des from './cards/v2-des.json' with { type: 'json' };
import cardV2No9f0c from './cards/v2-no-9f0c.json' with { type: 'json' };
import cardV2OfflinePurse from './cards/v2-offline-purse.json' with { type: 'json' };
import cardV2Rich from './cards/v2-rich.json' with { type: 'json' };
import cardV2Secured from './cards/v2-secured.json' with { type: 'json' };
import cardV2Sm4 from './cards/v2-sm4.json' with { type: 'json' };
import cardV2SplitName from './cards/v2-split-name.json' with { type: 'json' };
import cardV3Sm4 from './cards/v3-sm4.json' with { type: 'json' };
import cardWrongRegionKey from './cards/wrong-region-key.json' with { type: 'json' };
import psamCity from './psams/city.json' with { type: 'json' };
import psamFull from './psams/full.json' with { type: 'json' };
import psamNational from './psams/national.json' with { type: 'json' };
import psamNoKeys from './psams/no-keys.json' with { type: 'json' };
import psamOtherCity from './psams/other-city.json' with { type: 'json' };
import psamSm4 from './psams/sm4.json' with { type: 'json' };

/** Descriptions as JSON text, for the parsers of the peers. */
export const SAMPLE_CARDS: Readonly<Record<string, string>> = Object.freeze({
  'application-blocked': JSON.stringify(cardApplicationBlocked),
  'blacklisted-range': JSON.stringify(cardBlacklistedRange),
  blacklisted: JSON.stringify(cardBlacklisted),
  'card-blocked': JSON.stringify(cardCardBlocked),
  expired: JSON.stringify(cardExpired),
  'medical-blocked': JSON.stringify(cardMedicalBlocked),
  'not-yet-valid': JSON.stringify(cardNotYetValid),
  'pin-locked': JSON.stringify(cardPinLocked),
  'v1-plain': JSON.stringify(cardV1Plain),
  'v1-with-v2-data': JSON.stringify(cardV1WithV2Data),
  'v2-by-number': JSON.stringify(cardV2ByNumber),
  'v2-des': JSON.stringify(cardV2Des),
  'v2-no-9f0c': JSON.stringify(cardV2No9f0c),
  'v2-offline-purse': JSON.stringify(cardV2OfflinePurse),
  'v2-rich': JSON.stringify(cardV2Rich),
  'v2-secured': JSON.stringify(cardV2Secured),
  'v2-sm4': JSON.stringify(cardV2Sm4),
  'v2-split-name': JSON.stringify(cardV2SplitName),
  'v3-sm4': JSON.stringify(cardV3Sm4),
  'wrong-region-key': JSON.stringify(cardWrongRegionKey),
});

/** Descriptions as JSON text, for the parsers of the peers. */
export const SAMPLE_PSAMS: Readonly<Record<string, string>> = Object.freeze({
  city: JSON.stringify(psamCity),
  full: JSON.stringify(psamFull),
  national: JSON.stringify(psamNational),
  'no-keys': JSON.stringify(psamNoKeys),
  'other-city': JSON.stringify(psamOtherCity),
  sm4: JSON.stringify(psamSm4),
});
