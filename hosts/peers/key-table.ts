/**
 * The keys of a social security card, one row a key (sscard.md 5.2: SPEC-9 annex B for card and PSAM ids, the Sichuan
 * edition's annex B for HSM addresses). The far sides of the terminal work from this table: the card profile loads
 * these keys, the PSAM holds their roots, the bureau's HSM answers at their addresses.
 */

/** Where the key lies on the card: the environment itself or one of its applications. */
export type KeyDirectory = 'SSSE' | 'DF01' | 'DF02' | 'DF03' | 'DF04' | 'DF05' | 'DF06' | 'DF07';

/** Who generates the root. A `local` key has no published root, an `issuer` key never leaves the card maker's room. */
export type KeyOwner = 'national' | 'province' | 'local' | 'issuer';

/** One key. A column that has no value in the standard is undefined. */
export interface KeyRow {
  /** Unique; the name that {@link testRoot} takes. */
  readonly name: string;
  readonly directory: KeyDirectory;
  /** P2 of EXTERNAL AUTHENTICATE: b8 = 0 global, b8 = 1 local to the DF; the key index for DLK and DPK. */
  readonly cardId: number | undefined;
  /** PSAM and HSM key types, the present one first, older tables' after it (sscard.md 18, trap 5); none when unknown. */
  readonly types: readonly number[];
  readonly psamId: number | undefined;
  /** HSM key address of version 1. */
  readonly hsmAddress: number | undefined;
  /** 3 when versions 2 and 3 follow at the next two HSM addresses, 1 when there is one version only. */
  readonly hsmVersions: 1 | 3;
  readonly owner: KeyOwner;
  readonly use: string;
}

/** PSAM key types (SPEC-9): what the key may be used for; the low five bits of the PSAM usage byte. */
export const KEY_TYPE = Object.freeze({ purchase: 2, mac: 6, encrypt: 7, macAndEncrypt: 8, load: 9, tac: 0x0c });

type Row = readonly [
  name: string,
  cardId: number | undefined,
  types: readonly number[],
  psamId: number | undefined,
  hsmAddress: number | undefined,
  hsmVersions: 1 | 3,
  owner: KeyOwner,
  use: string,
];

function rows(directory: KeyDirectory, table: readonly Row[]): readonly KeyRow[] {
  return table.map(([name, cardId, types, psamId, hsmAddress, hsmVersions, owner, use]) =>
    Object.freeze({
      name,
      directory,
      cardId,
      types: Object.freeze(types),
      psamId,
      hsmAddress,
      hsmVersions,
      owner,
      use,
    }),
  );
}

/**
 * Every key of sscard.md 5.2. Not from a published table, and said so there: RK1DF01 and RK1DF02 card ids [calc], the
 * DF07 read keys' card ids [calc], the DSK card id 87 [TP], single versions of the DF-level STK [calc] (their HSM
 * addresses are neighbours).
 */
export const KEY_TABLE: readonly KeyRow[] = Object.freeze([
  ...rows('SSSE', [
    ['MK', 0x00, [], undefined, undefined, 1, 'issuer', 'create files, load keys'],
    ['IRK', 0x00, [7], 0x08, 0x0170, 3, 'national', 'INTERNAL AUTHENTICATION of the card'],
    ['STK', 0x02, [8, 6], 0x09, 0x0173, 1, 'national', 'MAC and encryption of 84-class commands'],
    ['UKSSSE', 0x04, [8], 0x12, 0x0094, 3, 'province', 'write EF05 to EF08'],
    ['BK', 0x05, [8], 0x11, 0x0091, 1, 'province', 'permission of CARD BLOCK'],
    ['PUK', 0x06, [8], 0x10, 0x0090, 1, 'province', 'permission of PIN reload and unblock'],
    ['RKSSSE', 0x0a, [7], 0x0a, 0x004c, 3, 'national', 'read EF07, EF08; on a 3.0 card EF06'],
  ]),
  ...rows('DF01', [
    ['STKDF01', 0x82, [8, 6], 0x20, 0x0174, 1, 'national', 'secure messaging in DF01'],
    ['UK1DF01', 0x83, [8], 0x42, 0x0097, 3, 'province', 'write EF05 户籍'],
    ['UK2DF01', 0x84, [8], 0x43, 0x009a, 3, 'province', 'write EF07 个人状况, EF09 身份及单位'],
    ['UK3DF01', 0x85, [7], 0x24, 0x0176, 3, 'national', 'write EF08 婚姻'],
    ['UK4DF01', 0x86, [7], 0x25, 0x0179, 3, 'national', 'write EF06 常住地'],
    ['UK5DF01', 0x87, [8], 0x44, 0x009d, 3, 'province', 'write EF0A 国籍政治面貌'],
    ['RK1DF01', 0x88, [7], 0x2e, 0x004f, 3, 'national', 'read DF01'],
    ['UK6DF01', 0x89, [7], 0x2f, 0x0052, 3, 'national', 'write EF15 学历'],
    ['UK7DF01', 0x8a, [7], 0x30, 0x0055, 3, 'national', 'write EF16'],
    ['UK8DF01', 0x8b, [7], 0x31, 0x0058, 3, 'national', 'write EF17'],
    ['UK9DF01', 0x8c, [7], 0x32, 0x005b, 3, 'national', 'write EF18'],
    ['UKADF01', 0x8d, [7], 0x33, 0x005e, 3, 'national', 'write EF19'],
    ['UKBDF01', 0x8e, [7], 0x34, 0x0061, 3, 'national', 'write EF1A'],
  ]),
  ...rows('DF02', [
    ['STKDF02', 0x82, [8, 6], 0x21, 0x0185, 1, 'national', 'secure messaging in DF02'],
    ['UK1DF02', 0x83, [7], 0x26, 0x0187, 3, 'national', 'write EF05 职业技能'],
    ['UK2DF02', 0x84, [8], 0x45, 0x00a0, 3, 'province', 'write EF06 就业状况'],
    ['UK3DF02', 0x85, [8], 0x46, 0x00a3, 3, 'province', 'write EF07 就业记录'],
    ['UK4DF02', 0x86, [7], 0x27, 0x018a, 3, 'national', 'write EF09 就业失业登记证'],
    ['UK5DF02', 0x87, [7], 0x28, 0x018d, 3, 'national', 'write EF15 就业援助'],
    ['RK1DF02', 0x88, [7], 0x35, 0x0064, 3, 'national', 'read DF02'],
    ['UK6DF02', 0x89, [7], 0x36, 0x0067, 3, 'national', 'write EF16 扶持政策'],
  ]),
  ...rows('DF03', [
    ['STKDF03', 0x82, [8, 6], 0x22, 0x0186, 1, 'national', 'secure messaging in DF03'],
    ['LKDF03', 0x83, [8], 0x40, 0x0092, 1, 'province', 'permission of APPLICATION BLOCK of DF03'],
    ['RK1DF03', 0x84, [7], 0x2b, 0x0193, 3, 'national', 'read DF03'],
    ['RK2DF03', 0x85, [7], 0x2c, 0x0196, 3, 'national', 'read EF05 失业'],
    ['UK1DF03', 0x86, [8], 0x47, 0x00a6, 3, 'province', 'write EF05 失业'],
    ['UK2DF03', 0x87, [7], 0x29, 0x0190, 3, 'national', 'write EF06 劳动能力鉴定'],
    ['UK3DF03', 0x88, [8], 0x48, 0x00a9, 3, 'province', 'write EF07 养老'],
    ['UK4DF03', 0x89, [7], 0x37, 0x006a, 3, 'national', 'write EF15 工伤'],
    ['UK5DF03', 0x8a, [7], 0x38, 0x006d, 3, 'national', 'write EF16 生育'],
    ['UK6DF03', 0x8b, [7], 0x39, 0x0070, 3, 'national', 'write EF17 工伤认定'],
    ['UK7DF03', 0x8c, [7], 0x3a, 0x0073, 3, 'national', 'write EF18 供养亲属'],
    ['UK8DF03', 0x8d, [7], 0x3b, 0x0076, 3, 'national', 'write EF19 参保凭证'],
  ]),
  ...rows('DF04', [
    ['STKDF04', 0x82, [8, 6], 0x23, 0x0175, 1, 'national', 'secure messaging in DF04'],
    ['LKDF04', 0x83, [8], 0x41, 0x0093, 1, 'province', 'permission of APPLICATION BLOCK of DF04'],
    ['RK1DF04', 0x84, [7], 0x2d, 0x0182, 3, 'national', 'read DF04'],
    ['UK1DF04', 0x85, [8], 0x49, 0x00ac, 3, 'province', 'write EF05 医保基本'],
    ['UK2DF04', 0x86, [7], 0x2a, 0x017c, 3, 'national', 'write EF06 临时脱网结算, EF15 特殊医疗结算'],
    ['DSK', 0x87, [8], 0x4a, 0x00af, 3, 'province', 'set the start of the settlement year'],
    ['DLK', 0x01, [9, 8], 0x4b, 0x00b2, 3, 'province', 'load the medical account'],
    ['DPK', 0x01, [2], 0x01, 0x017f, 3, 'national', 'purchase, key index 01'],
    ['DPK2', 0x02, [2], 0x02, 0x0199, 3, 'national', 'purchase, key index 02'],
    ['DPK3', 0x03, [2], 0x03, 0x019c, 3, 'national', 'purchase, key index 03'],
    ['DTK', undefined, [0x0c, 8], 0x4c, 0x00b5, 3, 'province', 'TAC'],
  ]),
  ...rows('DF05', [
    ['STKDF05', 0x82, [8, 6], 0xb3, 0x008c, 1, 'national', 'secure messaging in DF05'],
    ['UK1DF05', 0x83, [7], 0xb4, 0x008d, 3, 'national', 'write EF05 生命与健康'],
  ]),
  ...rows('DF06', [
    ['RK1DF06', 0x83, [], 0x52, undefined, 1, 'local', 'read DF06'],
    ['UK1DF06', 0x85, [], 0x53, undefined, 1, 'local', 'write EF05 救助'],
    ['UK2DF06', 0x86, [], 0x54, undefined, 1, 'local', 'write EF06 优抚'],
  ]),
  ...rows('DF07', [
    ['STKDF07', 0x82, [8, 6], 0x3c, 0x0079, 1, 'national', 'secure messaging in DF07'],
    ['RK1DF07', 0x83, [7], 0x3d, 0x007a, 3, 'national', 'read EF05 荣誉'],
    ['RK2DF07', 0x84, [7], 0x3f, 0x0080, 3, 'national', 'read EF06 专家'],
    ['RK3DF07', 0x85, [7], 0xb1, 0x0086, 3, 'national', 'read EF07 军转'],
    ['UK1DF07', 0x86, [7], 0x3e, 0x007d, 3, 'national', 'write EF05 荣誉'],
    ['UK2DF07', 0x87, [7], 0xb0, 0x0083, 3, 'national', 'write EF06 专家'],
    ['UK3DF07', 0x88, [7], 0xb2, 0x0089, 3, 'national', 'write EF07 军转'],
  ]),
]);
