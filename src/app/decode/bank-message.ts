/** A message between terminal and bank in words (emv.md 3): frame, transaction, every field; and what is wrong with it. */

import { EMPTY } from '../../base/bytes.js';
import { FormatError } from '../../base/format-error.js';
import { hexNumber } from '../../base/hex.js';
import { scrub } from '../../base/scrub.js';
import { join, same, type Text, words } from '../../base/text.js';
import { decodeMessage, locateFields, type Message, readBitmap, readMti } from '../../codec/iso8583.js';
import { decodeFrame, type Frame } from '../../codec/iso8583-frame.js';
import { softwareCiphers } from '../../crypto/software-ciphers.js';
import { APPLICATION_CLASSES, PROCESSING_REQUESTS } from '../../links/bank/codes.js';
import { macAgrees } from '../../links/bank/message-mac.js';
import { signInKeys } from '../../links/bank/sign-in-keys.js';
import { deviationOf, type Transaction, transactionOf } from '../../links/bank/transactions.js';
import { coded } from '../../pse/words/codes.js';
import { attempt, type Description, malformed, part } from '../../pse/words/description.js';
import { orUndefined } from '../trace/narration.js';
import { describeField } from './bank-fields.js';

/** Keys of a test line, to check a message with. Nothing of them is in a description. */
export interface LineKeys {
  /** MAK, 8 or 16 bytes: for field 64. */
  readonly macKey?: Uint8Array;
  /** TMK, 16 bytes: for the keys of a sign-in answer. */
  readonly masterKey?: Uint8Array;
}

const TITLE: Text = words('银行报文', 'Bank message');

/**
 * Describes a whole frame, or a message from its type on. One that breaks off or breaks a rule tells its type, its
 * field numbers and the rule, and no field: what lies behind a break may be an account number in another field's place.
 * @returns undefined where not even a message type is there
 */
export function describeBankMessage(bytes: Uint8Array, keys: LineKeys = {}): Description | undefined {
  const frame = orUndefined(() => decodeFrame(bytes));
  if (frame !== undefined) return describeFramed(bytes, frame, keys);
  if (orUndefined(() => locateFields(bytes)) !== undefined) return describeMessage(bytes, keys);
  if (isFrameLike(bytes)) return broken(bytes, bytes.subarray(MESSAGE_AT), () => decodeFrame(bytes));
  return orUndefined(() => readMti(bytes)) === undefined ? undefined : describeMessage(bytes, keys);
}

/** The same where nobody said what the bytes are: frames only, because little else begins like one. */
export function guessBankMessage(bytes: Uint8Array): Description | undefined {
  return isFrameLike(bytes) ? describeBankMessage(bytes) : undefined;
}

const MESSAGE_AT = 13;
/** No message of this dialect is as long as 4096 bytes. */
const LONGEST_FIRST_BYTE = 0x0f;

/** Length, TPDU, BCD header, message type and bitmap stand where a frame has them, whatever follows. */
function isFrameLike(bytes: Uint8Array): boolean {
  if (bytes.length < MESSAGE_AT + 10 || bytes[0] > LONGEST_FIRST_BYTE || bytes[2] !== 0x60) return false;
  const isBcd = (byte: number) => byte >> 4 <= 9 && (byte & 0x0f) <= 9;
  const type = bytes[MESSAGE_AT];
  return bytes.subarray(7, MESSAGE_AT + 2).every(isBcd) && type >= 0x01 && type <= 0x08;
}

function describeFramed(bytes: Uint8Array, { destination, source, header, message }: Frame, keys: LineKeys) {
  const inner = describeMessage(message, keys);
  const route = words(
    `从 ${hexNumber(source, 4)} 到 ${hexNumber(destination, 4)}`,
    `from ${hexNumber(source, 4)} to ${hexNumber(destination, 4)}`,
  );
  const { applicationClass, softwareVersion, terminalStatus, processingRequest, version } = header;
  const headerParts = [
    part(words('应用类别', 'Application class'), EMPTY, coded(APPLICATION_CLASSES, applicationClass)),
    part(words('软件总版本号', 'Software version'), EMPTY, same(softwareVersion)),
    part(words('终端状态', 'Terminal status'), EMPTY, same(terminalStatus)),
    part(words('处理要求', 'Processing request'), EMPTY, coded(PROCESSING_REQUESTS, processingRequest)),
    part(words('软件分版本号', 'Version'), EMPTY, same(version)),
  ];
  const outer = [
    part(words('TPDU', 'TPDU'), bytes.subarray(2, 7), route),
    { ...part(words('报文头', 'Header'), bytes.subarray(7, MESSAGE_AT)), children: headerParts },
  ];
  return { ...inner, bytes, children: [...outer, ...(inner.children ?? [])] };
}

function describeMessage(bytes: Uint8Array, keys: LineKeys): Description {
  const located = orUndefined(() => locateFields(bytes));
  if (located === undefined) return broken(bytes, bytes, () => locateFields(bytes));
  const message = decodeMessage(bytes);
  const transaction = transactionOf(message);
  const fields = located.map(({ field, from, to, value }) =>
    describeField(message, field, value, bytes.subarray(from, to)),
  );
  const problem = deviationWords(message, transaction);
  return {
    name: TITLE,
    bytes,
    value: transactionWords(message.mti, transaction),
    ...(problem && { problem }),
    children: [typePart(bytes, message.mti), ...fields, ...checks(bytes, message, keys)],
  };
}

/** What can be said safely of a message that cannot be read. */
function broken(bytes: Uint8Array, message: Uint8Array, read: () => unknown): Description {
  const mti = orUndefined(() => readMti(message));
  const numbers = orUndefined(() => readBitmap(message));
  const list = part(words('域', 'Fields'), EMPTY, same((numbers ?? []).join(' ')));
  const children = [...(mti ? [typePart(message, mti)] : []), ...(numbers?.length ? [list] : [])];
  const { problem } = attempt(() => {
    read();
    return {};
  });
  return { name: TITLE, bytes, ...(problem && { problem }), children };
}

function typePart(message: Uint8Array, mti: string): Description {
  return part(words('消息类型', 'Message type'), message.subarray(0, 2), same(mti));
}

function transactionWords(mti: string, transaction: Transaction | undefined): Text {
  if (transaction === undefined) return join(same(mti), words('未知交易', 'unknown transaction'));
  const name = transaction.reversal ? join(words('冲正：', 'Reversal of:'), transaction.name) : transaction.name;
  const direction = transaction.direction === 'request' ? words('请求', 'request') : words('应答', 'answer');
  return joinParts(same(mti), name, direction);
}

function joinParts(first: Text, ...others: readonly Text[]): Text {
  return others.reduce((sentence, text) => join(sentence, text, ' '), first);
}

function deviationWords(message: Message, transaction: Transaction | undefined): Text | undefined {
  if (transaction === undefined || transaction.direction === 'answer') return undefined;
  const { missing, unlisted } = deviationOf(transaction, message);
  const told = [
    ...(missing.length > 0 ? [words(`缺少域 ${missing.join(' ')}`, `without fields ${missing.join(' ')}`)] : []),
    ...(unlisted.length > 0
      ? [words(`不常见的域 ${unlisted.join(' ')}`, `with fields it does not have: ${unlisted.join(' ')}`)]
      : []),
  ];
  return told.length === 0 ? undefined : joinParts(told[0], ...told.slice(1));
}

/** What the keys that were given say. */
function checks(bytes: Uint8Array, message: Message, { macKey, masterKey }: LineKeys): Description[] {
  const mac = macKey && macAgrees(softwareCiphers, macKey, bytes);
  return [
    ...(mac === undefined ? [] : [verdict(words('MAC 校验', 'MAC check'), mac)]),
    ...(masterKey ? keyChecks(message, masterKey) : []),
  ];
}

function keyChecks(message: Message, masterKey: Uint8Array): Description[] {
  const name = words('工作密钥校验值', 'Check values of the working keys');
  try {
    const keys = signInKeys(softwareCiphers, masterKey, message);
    if (keys === undefined) return [];
    if (keys !== 'wrong') scrub(keys.pinKey, keys.macKey, ...(keys.trackKey ? [keys.trackKey] : []));
    return [verdict(name, keys !== 'wrong')];
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [{ ...part(name, EMPTY), problem: malformed(error) }];
  }
}

function verdict(name: Text, right: boolean): Description {
  return part(name, EMPTY, right ? words('正确', 'right') : words('错误', 'wrong'));
}
