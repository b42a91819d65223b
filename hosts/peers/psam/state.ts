import type { Ciphers } from '../../../src/crypto/block-cipher.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import type { RandomBytes } from '../chip.js';
import type { PsamFile } from './files.js';
import type { PsamEnvironment, PsamMemory } from './memory.js';

/** A session key made by DELIVERY SESSION KEY. It serves one kind of calculation only (SPEC-9 §9.8.2). */
export interface SessionWork {
  readonly kind: 'session';
  readonly algorithm: SocialAlgorithm;
  readonly key: Uint8Array;
  /** PSAM key type: 6 MAC, 7 encrypt, 8 both. */
  readonly type: number;
  /** What CIPHER DATA has begun to compute with it. */
  calculation: 'encrypt' | 'mac' | undefined;
  /** Last block of a MAC that is to be continued. */
  chain: Uint8Array | undefined;
}

/** INIT SAM FOR PURCHASE has been answered; the next step is CREDIT SAM FOR PURCHASE. */
interface PurchaseWork {
  readonly kind: 'purchase';
  /** What the card's MAC2 must be. */
  readonly mac2: Uint8Array;
}

type Work = { readonly kind: 'idle' } | SessionWork | PurchaseWork;

/** Everything that a reset forgets. */
export interface Volatile {
  /** undefined: the bare master file of a PSAM without DES environment. */
  environment: PsamEnvironment | undefined;
  /** Whether the environment's application DF01 is the current DF. */
  inApplication: boolean;
  file: PsamFile | undefined;
  /** The latest random number, until it is used. */
  challenge: Uint8Array | undefined;
  /** EXTERNAL AUTHENTICATION with the application's master key succeeded. */
  authenticated: boolean;
  work: Work;
}

/** What a command works on. */
export interface PsamState {
  readonly memory: PsamMemory;
  readonly random: RandomBytes;
  readonly ciphers: Ciphers;
  readonly now: Volatile;
}

/** A command as T=0 brings it: `data` for an incoming one, `le` (1 to 256) for an outgoing one. */
export interface PsamCommand {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Uint8Array;
  readonly le: number;
}
