/** The words in which the tables of `ssse/` are written: files, items, rights, keys. */

import type { Text } from '../base/text.js';

/** `an` GBK characters padded 00, `cn` BCD padded F, `b` binary (sscard.md 4.1); `group` holds inner TLV items (B-TLV). */
export type ItemType = 'an' | 'cn' | 'b' | 'group';

/** The generation of the standard that a card follows; 规范版本 decides (sscard.md 2). */
export type Generation = '1.0' | '2.0' | '3.0';

/** A code list: the code as the card spells it → what it says. */
export type Codes = Readonly<Record<string, Text>>;

/** What a value means beyond its characters, so that it can be shown in words. */
export type Meaning =
  | 'date'
  | 'date-time'
  | 'fen'
  | 'region'
  /** `cn` that holds letters too: 卡的识别码 with its D156000005 and its authentication code */
  | 'hex'
  | { readonly codes: Codes }
  /** several codes side by side, each an `an` item with tag 0 */
  | { readonly places: readonly Item[] };

/** One data item: a TLV record, an inner TLV of a group, or a field of a cyclic record (tag 0). */
export interface Item {
  readonly tag: number;
  readonly name: Text;
  readonly type: ItemType;
  /** Bytes of the value. */
  readonly length: number;
  /** How many records carry the tag; 1 when absent. */
  readonly count?: number;
  readonly parts?: readonly Item[];
  readonly meaning?: Meaning;
  /** `number`: a number that leads to the holder or the card, masked in every trace; see app/trace. */
  readonly personal?: 'number';
}

export type FileKind = 'records' | 'fixed' | 'cyclic' | 'transparent';

export type Access =
  | { readonly by: 'free' }
  | { readonly by: 'pin' }
  | { readonly by: 'key'; readonly key: string }
  | { readonly by: 'pin-or-key'; readonly key: string }
  | { readonly by: 'pin-and-key'; readonly key: string }
  | { readonly by: 'nobody' };

/** The application directory a file lives in: SSSE itself or one of its DFs. */
export type Directory = 'SSSE' | 'DF01' | 'DF02' | 'DF03' | 'DF04' | 'DF05' | 'DF06' | 'DF07';

/** One elementary file of a card layout (sscard.md 4.2–4.8). */
export interface CardFile {
  /** Name as driver calls write it: `SSSEEF05`, `DF01EF0A` (sscard.md 12). */
  readonly name: string;
  readonly directory: Directory;
  /** File identifier, two bytes. */
  readonly fid: number;
  readonly title: Text;
  readonly kind: FileKind;
  /** TLV items in the order of their record numbers; the fields of one record for a cyclic file; none if transparent. */
  readonly items: readonly Item[];
  /** Bytes of a transparent file, or of one record of a cyclic or fixed file. */
  readonly size?: number;
  /** A cyclic record may also end after this many bytes: the account-only purse log (sscard.md 4.6). */
  readonly shortSize?: number;
  /** Fewest records of a cyclic file, all records of a fixed one. */
  readonly records?: number;
  readonly read: Access;
  readonly write: Access;
}

/** A key of the card as the terminal reaches it (sscard.md 5.2). */
export interface CardKey {
  /** The field's name with its directory: `IRK`, `RKSSSE`, `UK1DF01`. */
  readonly name: string;
  readonly directory: Directory;
  /** P2 of EXTERNAL AUTHENTICATE; undefined for keys that the command never names (IRK and the purse keys). */
  readonly cardId: number | undefined;
  /** PSAM key types to try, most likely first: published lists differ (sscard.md 18, trap 5). */
  readonly psamTypes: readonly number[];
  readonly psamId: number;
  /** Address of version 1 in the bureau's HSM; undefined where the national list gives none. */
  readonly hsmAddress: number | undefined;
}
