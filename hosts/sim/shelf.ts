/** The samples that lie in the simulator's drawer, by file name: as many as a menu shows. */

export const CARDS: readonly string[] = Object.freeze([
  'bank-dda',
  'bank-sda',
  'bank-cda',
  'bank-dda-offline-pin',
  'bank-document-check',
  'bank-several-applications',
  'bank-b-poor',
  'bank-expired',
  'v1-plain',
  'v2-des',
  'v2-sm4',
  'v2-rich',
  'v2-offline-purse',
  'v3-sm4',
  'pin-locked',
  'expired',
  'blacklisted',
  'card-blocked',
  'wrong-region-key',
]);

export const PSAMS: readonly string[] = Object.freeze([
  'full',
  'national',
  'city',
  'sm4',
  'other-city',
  'no-keys',
  'none',
]);
