/** The three kinds of terminal that the policy knows (总体方案 一(二); sscard.md 11.2), and what each offers. */

import type { OfflineCardLimits, OfflineLimits, Use } from '../visits/terminal.js';

export type ProfileName = 'social' | 'financial' | 'full';

export interface Profile {
  /** 社保业务功能终端, 金融业务功能终端, 全业务功能终端. */
  readonly name: ProfileName;
  readonly offers: readonly Use[];
  /** 临时脱网; undefined where medical accounts pay nothing while the bureau is away. */
  readonly offlineMedical: OfflineLimits | undefined;
  readonly offlineCards: OfflineCardLimits | undefined;
}

/** The limits of 38号文 are not public (sscard.md 8): those of the test terminal `[TP]`. */
const OFFLINE_MEDICAL: OfflineLimits = Object.freeze({ payment: 500_000, count: 100, sum: 5_000_000, hours: 72 });
const OFFLINE_CARDS: OfflineCardLimits = Object.freeze({ payment: 50_000, count: 5, sum: 100_000 });

const MANAGEMENT_USES: readonly Use[] = Object.freeze([
  'verify-pin',
  'change-pin',
  'remove-pin',
  'reload-pin',
  'unblock-pin',
  'write',
  'block',
  'starting-day',
]);
const MEDICAL_USES: readonly Use[] = Object.freeze([
  'medical-balance',
  'medical-purchase',
  'medical-load',
  'visit-log',
  'medical-settle',
]);
const SOCIAL_USES: readonly Use[] = Object.freeze(['identify', 'enquire', 'read', ...MEDICAL_USES, ...MANAGEMENT_USES]);
const FINANCIAL_USES: readonly Use[] = Object.freeze([
  'select',
  'balance',
  'purchase',
  'void',
  'refund',
  'withdraw',
  'deposit',
  'transfer',
  'sign-in',
  'sign-out',
  'test-line',
  'settle',
  'reprint',
  'disputes',
]);

export const PROFILES: Readonly<Record<ProfileName, Profile>> = Object.freeze({
  social: Object.freeze({
    name: 'social',
    offers: SOCIAL_USES,
    offlineMedical: OFFLINE_MEDICAL,
    offlineCards: OFFLINE_CARDS,
  }),
  financial: Object.freeze({
    name: 'financial',
    offers: FINANCIAL_USES,
    offlineMedical: undefined,
    offlineCards: undefined,
  }),
  full: Object.freeze({
    name: 'full',
    offers: Object.freeze([...SOCIAL_USES, ...FINANCIAL_USES]),
    offlineMedical: OFFLINE_MEDICAL,
    offlineCards: OFFLINE_CARDS,
  }),
});
