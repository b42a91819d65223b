import type { Ciphers } from './block-cipher.js';
import { des, tripleDes } from './des.js';
import { sm4 } from './sm4.js';

/** The ciphers of this room, for a host that has no native ones. */
export const softwareCiphers: Ciphers = Object.freeze({ des, tripleDes, sm4 });
