/** The sample cards that have a bank side, by file name. */

import bankAppBlocked from './cards/bank-app-blocked.json' with { type: 'json' };
import bankBDda from './cards/bank-b-dda.json' with { type: 'json' };
import bankBPoor from './cards/bank-b-poor.json' with { type: 'json' };
import bankCda from './cards/bank-cda.json' with { type: 'json' };
import bankDda from './cards/bank-dda.json' with { type: 'json' };
import bankDdaOfflinePin from './cards/bank-dda-offline-pin.json' with { type: 'json' };
import bankDocumentCheck from './cards/bank-document-check.json' with { type: 'json' };
import bankExpired from './cards/bank-expired.json' with { type: 'json' };
import bankForeignIssued from './cards/bank-foreign-issued.json' with { type: 'json' };
import bankInactive from './cards/bank-inactive.json' with { type: 'json' };
import bankNoPse from './cards/bank-no-pse.json' with { type: 'json' };
import bankPinLocked from './cards/bank-pin-locked.json' with { type: 'json' };
import bankSda from './cards/bank-sda.json' with { type: 'json' };
import bankSeveralApplications from './cards/bank-several-applications.json' with { type: 'json' };

/** Descriptions as JSON text, for the parser of the bureau. */
export const SAMPLE_BANK_CARDS: Readonly<Record<string, string>> = Object.freeze({
  'bank-app-blocked': JSON.stringify(bankAppBlocked),
  'bank-b-dda': JSON.stringify(bankBDda),
  'bank-b-poor': JSON.stringify(bankBPoor),
  'bank-cda': JSON.stringify(bankCda),
  'bank-dda': JSON.stringify(bankDda),
  'bank-dda-offline-pin': JSON.stringify(bankDdaOfflinePin),
  'bank-document-check': JSON.stringify(bankDocumentCheck),
  'bank-expired': JSON.stringify(bankExpired),
  'bank-foreign-issued': JSON.stringify(bankForeignIssued),
  'bank-inactive': JSON.stringify(bankInactive),
  'bank-no-pse': JSON.stringify(bankNoPse),
  'bank-pin-locked': JSON.stringify(bankPinLocked),
  'bank-sda': JSON.stringify(bankSda),
  'bank-several-applications': JSON.stringify(bankSeveralApplications),
});
