/** Sign-in 签到, sign-out and echo at the acquirer: fresh working keys for a business day, and their end. emv.md 3.5. */

import { fromHex, toHex } from '../../../../src/base/hex.js';
import { CODE } from '../response-codes.js';
import { drawWorkingKeys } from '../working-keys.js';
import type { Acquirer, HostAnswer, HostRequest } from './request.js';

/** The old keys die at once. The same sign-in once more, word for word, brings the same keys. */
export function signIn(acquirer: Acquirer, request: HostRequest): HostAnswer {
  const { books, random } = acquirer;
  const { terminal, batch, stan, entry, session } = request;
  books.grant(terminal, 'sign-in');
  if (session?.batch === batch && session.stan === stan) return keysOf(session.sealed);
  const { pinKey, macKey, sealed } = drawWorkingKeys(entry.masterKey, random);
  const date = acquirer.now().slice(0, 8);
  const drawn = { pinKey: toHex(pinKey), macKey: toHex(macKey), sealed: toHex(sealed) };
  books.sessions.set(terminal, { terminal, date, batch, stan, ...drawn });
  return keysOf(toHex(sealed));
}

export function signOut({ books }: Acquirer, { terminal }: HostRequest): HostAnswer {
  books.sessions.delete(terminal);
  return { code: CODE.approved };
}

export function echo(): HostAnswer {
  return { code: CODE.approved };
}

function keysOf(sealed: string): HostAnswer {
  return { code: CODE.approved, fields: new Map([[62, fromHex(sealed)]]) };
}
