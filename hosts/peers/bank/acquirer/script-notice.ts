/** Script results 脚本结果通知: they go on to the issuer of the transaction that brought the scripts. */

import { EMPTY } from '../../../../src/base/bytes.js';
import { FormatError } from '../../../../src/base/format-error.js';
import { toHex } from '../../../../src/base/hex.js';
import { findTlv } from '../../../../src/codec/tlv.js';
import { CODE } from '../response-codes.js';
import { referenceOf } from './card-transaction.js';
import { originalOf } from './original.js';
import type { Acquirer, HostAnswer, HostRequest } from './request.js';

/** DF31: five bytes a script (emv.md 2.10). */
const RESULT_LENGTH = 5;

/** A notice that is repeated does nothing new. */
export function scriptNotice(acquirer: Acquirer, request: HostRequest): HostAnswer {
  const { books, network } = acquirer;
  const known = books.notice(request);
  if (known !== undefined) return { code: known };
  const original = originalOf(request);
  if (original === undefined) return { code: CODE.formatError };
  const results = scriptResults(request);
  if (results === undefined) return { code: CODE.formatError };
  const record = books.find(original);
  const done = record !== undefined && network.noteScripts(record.pan, referenceOf(acquirer, record), results);
  const code = done ? CODE.approved : CODE.notFound;
  const { terminal, batch, stan } = request;
  books.putNotice({ terminal, batch, stan, code });
  return { code };
}

/** DF31 in hexadecimal; undefined where there is none, or not in fives. */
function scriptResults({ bytes }: HostRequest): string | undefined {
  try {
    const results = findTlv(bytes(55) ?? EMPTY, 0xdf31) ?? EMPTY;
    return results.length > 0 && results.length % RESULT_LENGTH === 0 ? toHex(results) : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
