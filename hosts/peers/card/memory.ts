/**
 * What the card keeps without power, as the operating system sees it, and the one way to change it. Every field is
 * readonly and every byte string is replaced, never written into: {@link Memory} alone assigns.
 */

import { SW } from '../../../src/codec/status-words.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { demand } from './refusal.js';

/** A key or the PIN in its record (the personalisation record of this COS, [TP]; types as sscard.md 5.2). */
export interface Key {
  /** One of {@link KEY_TYPE}. */
  readonly type: number;
  /** Card id of sscard.md 5.2: b8 = 0 global, b8 = 1 local to its DF; of purchase and load keys the key index. */
  readonly id: number;
  readonly version: number;
  /** One of {@link KEY_ALGORITHM}. */
  readonly algorithm: number;
  /** Tries of a full counter, 1 to 15, or {@link ENDLESS_TRIES}. */
  readonly triesMax: number;
  readonly triesLeft: number;
  /** 8 or 16 bytes; of the PIN 8 bytes, digits as cn padded with F, all F where no PIN is set. */
  readonly value: Uint8Array;
}

export const KEY_TYPE = Object.freeze({
  master: 0x00,
  pin: 0x01,
  purchase: 0x02,
  mac: 0x06,
  encryption: 0x07,
  macAndEncryption: 0x08,
  load: 0x09,
  tac: 0x0c,
  /** Keys of a payment application, [TP] numbers: for cryptograms, for the MAC and the encipherment of scripts. */
  cryptogram: 0x10,
  scriptMac: 0x11,
  scriptEncryption: 0x12,
});

/** Algorithm byte of a key record: 3DES with 16 bytes, DES with 8, SM4 with 16. */
export const KEY_ALGORITHM = Object.freeze({ tripleDes: 0x00, des: 0x01, sm4: 0x03 });

/** A try counter with this maximum never counts. */
export const ENDLESS_TRIES = 0xff;

export const ACCESS = Object.freeze({
  free: 0x00,
  pin: 0x01,
  key: 0x02,
  pinOrKey: 0x03,
  pinAndKey: 0x04,
  never: 0xff,
});

/** Who may read or write a file: how, and by which of up to two keys, either of which will do (id 00 = none). */
export interface AccessCondition {
  /** One of {@link ACCESS}. */
  readonly mode: number;
  readonly keyA: number;
  readonly keyB: number;
}

interface FileHeader {
  readonly fid: number;
  /** Short file identifier 1 to 30, 0 where the file has none. */
  readonly sfi: number;
  readonly read: AccessCondition;
  readonly write: AccessCondition;
}

/** `internal`: bytes for the COS itself, the purse's; no READ or UPDATE reaches them once the card is in use. */
export interface BinaryFile extends FileHeader {
  readonly structure: 'transparent' | 'internal';
  readonly content: Uint8Array;
}

/** `linear`: records of any length and content, as payment applications have them; what is in them is their issuer's. */
export interface RecordFile extends FileHeader {
  readonly structure: 'fixed' | 'variable' | 'linear' | 'cyclic';
  /** Bytes of each record; 0 where each record has its own: in a variable file it says so itself (tag, length, value). */
  readonly recordLength: number;
  /** Most records of a fixed or cyclic file; most bytes of all records of the others. */
  readonly capacity: number;
  /** Record 1 first; in a cyclic file that is the newest. sscard.md 4.1. */
  readonly records: readonly Uint8Array[];
}

export type ElementaryFile = BinaryFile | RecordFile;

/** A data object of a payment application outside its files, written by STORE DATA. */
export interface DataObject {
  /** Its tag, or, for what has no tag, an identifier of payment/objects.ts. */
  readonly id: number;
  readonly value: Uint8Array;
}

/** A directory with keys and files of its own: an environment or an application (DF) in it. */
export interface Directory {
  readonly fid: number;
  /** DDF name or AID, 1 to 16 bytes; the label where a DF has no AID (sscard.md 3.2). */
  readonly name: Uint8Array;
  /** APPLICATION BLOCK has been here; for ever. */
  readonly blocked: boolean;
  readonly keys: readonly Key[];
  readonly files: readonly ElementaryFile[];
  /** None but in PSE. */
  readonly objects: readonly DataObject[];
}

export interface Application extends Directory {
  /** Key that permits APPLICATION BLOCK (LK), 0 where nothing does. */
  readonly blockKey: number;
}

export type EnvironmentKind = 'SSSE' | 'PSE';

/** One of the two worlds of the chip. Nothing of it is reachable from the other. */
export interface Environment extends Directory {
  readonly kind: EnvironmentKind;
  readonly algorithm: SocialAlgorithm;
  /** SFI of the DIR file as the FCI tells it, 0 for none. */
  readonly dirSfi: number;
  /** Whether the FCI shows the algorithm in 9F0C (sscard.md 3.3). */
  readonly showsAlgorithm: boolean;
  /** Personalisation is over: access conditions rule. */
  readonly activated: boolean;
  readonly applications: readonly Application[];
}

/** Where cards in the field differ, for terminals to be tried against (sscard.md 18, traps 1 and 2). */
export interface Quirks {
  /** P1 values of SELECT that find an EF by its FID. */
  readonly selectEfByP1: readonly ('00' | '02')[];
  /** Whether READ and UPDATE RECORD know a record by its tag. */
  readonly readByTag: boolean;
  /** Whether READ RECORD gives several records at once (P2 05, 06). */
  readonly readAll: boolean;
  /** Whether UPDATE in SSSE must carry a MAC once the card is in use (6987); the standard's own files want none. */
  readonly securedUpdates: boolean;
}

export interface CardContent {
  /** 13 historical bytes of the ATR (sscard.md 3.1). */
  readonly historical: Uint8Array;
  readonly quirks: Quirks;
  /** How many more writes the worn memory takes before it fails (6581); undefined for one that never does. */
  readonly writesLeft: number | undefined;
  /** CARD BLOCK has been here; for ever. */
  readonly blocked: boolean;
  /** The card master key (CMK, 卡片主控密钥). */
  readonly masterKey: Key;
  readonly environments: readonly Environment[];
}

type Writable<T> = { -readonly [F in keyof T]: T[F] };

/**
 * The non-volatile memory. A command stages its changes and sees the old contents until they are committed together:
 * by the dispatcher when the command succeeds, or before that by a try counter, which must count before the secret is
 * looked at. One commit is one atomic write: power that fails leaves all of it or nothing, and this is the only place
 * where it can tell the difference.
 */
export class Memory {
  readonly content: CardContent;
  #staged: (() => void)[] = [];

  constructor(content: CardContent) {
    this.content = content;
  }

  /** Stages `target.field = value`; `target` is an object of `content` or one staged to become so. */
  put<T extends object, F extends keyof T>(target: T, field: F, value: T[F]): void {
    this.#staged.push(() => {
      (target as Writable<T>)[field] = value;
    });
  }

  /** Makes all that is staged the contents, or, once the memory is worn out, none of it. @throws Refusal 6581 */
  commit(): void {
    const writes = this.#staged;
    this.#staged = [];
    if (writes.length > 0) this.#wear();
    for (const write of writes) write();
  }

  #wear(): void {
    const { writesLeft } = this.content;
    if (writesLeft === undefined) return;
    demand(writesLeft > 0, SW.memoryFailure);
    (this.content as Writable<CardContent>).writesLeft = writesLeft - 1;
  }

  /** Forgets all that is staged. */
  discard(): void {
    this.#staged = [];
  }
}
