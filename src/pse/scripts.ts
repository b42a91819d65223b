/** Issuer scripts 发卡行脚本 (EMV 4.3 Book 3 10.10, Book 4 6.3.9, annex A5; JR/T 0025.5 chapter 17, emv.md 2.10). */

import { concat } from '../base/bytes.js';
import { Fault } from '../base/fault.js';
import { FormatError } from '../base/format-error.js';
import { type Command, decodeCommand } from '../codec/apdu.js';
import { decodeTlv, encodeTlv } from '../codec/tlv.js';
import { TSI, TVR } from './bits.js';
import type { IssuerScript } from './payment-kernel.js';
import type { TransactionState } from './transaction-state.js';

/** All scripts of an answer together, templates included (Book 3 10.10). */
const SCRIPTS_LENGTH_MAX = 128;

const IDENTIFIER = 0x9f18;
const IDENTIFIER_LENGTH = 4;
const COMMAND = 0x86;
/** PIN CHANGE/UNBLOCK carries an enciphered PIN: no trace may hold it. */
const PIN_CHANGE = 0x24;

/** b8 to b5 of a script result's first byte; in b4 to b1 the number of the command that failed, F for the 15th and on. */
const NOT_PERFORMED = 0x00;
const FAILED = 0x10;
const SUCCESSFUL = 0x20;
const COMMAND_NUMBER_MAX = 0x0f;

/** SW1 of an answer after which the script goes on: normal, or a warning (Book 3 10.10; ISO/IEC 7816-4 5.1.3). */
const GOES_ON: readonly number[] = Object.freeze([0x90, 0x61, 0x62, 0x63]);

interface Script {
  /** 9F18, zeros without one. */
  readonly identifier: Uint8Array;
  /** Command APDUs as the issuer wrote them; none in a script that cannot be performed. */
  readonly commands: readonly Uint8Array[];
}

/**
 * Performs the scripts of one template in the order received: 71 before the final GENERATE AC, 72 after it. Adds five
 * bytes a script to `scriptResults`, and tells in TVR and TSI. A script that is malformed, empty or beyond the 128 bytes
 * is not performed and counts as failed.
 *
 * @param scripts all of the answer's, of both templates: they share the 128 bytes
 * @throws Fault of the card's port, but not with 72: the transaction is decided then, and a card that has left has
 * failed its script
 */
export async function runScripts(
  state: TransactionState,
  scripts: readonly IssuerScript[],
  template: IssuerScript['template'],
): Promise<void> {
  let length = 0;
  let isCardThere = true;
  for (const script of scripts) {
    length += encodeTlv(script.template, script.value).length;
    if (script.template !== template) continue;
    const { identifier, commands } = readScript(script.value);
    const isTaken: boolean = isCardThere && length <= SCRIPTS_LENGTH_MAX;
    const { status, fault }: Performed = isTaken ? await perform(state, commands) : { status: NOT_PERFORMED };
    if (fault && template === 0x71) throw fault;
    isCardThere &&= fault === undefined;
    state.tsi.set(TSI.scriptProcessingPerformed);
    if (status !== SUCCESSFUL)
      state.tvr.set(template === 0x71 ? TVR.scriptFailedBeforeFinal : TVR.scriptFailedAfterFinal);
    state.scriptResults = concat(state.scriptResults, Uint8Array.of(status), identifier);
  }
}

/** The first byte of a script's result, and the Fault that stopped it. */
interface Performed {
  readonly status: number;
  readonly fault?: Fault;
}

async function perform(state: TransactionState, commands: readonly Uint8Array[]): Promise<Performed> {
  if (commands.length === 0) return { status: NOT_PERFORMED };
  for (const [index, bytes] of commands.entries()) {
    const failed = FAILED | Math.min(index + 1, COMMAND_NUMBER_MAX);
    const command = commandOf(bytes);
    if (command === undefined) return { status: failed };
    try {
      const { sw } = await state.card.send(command, { conceal: command.ins === PIN_CHANGE });
      if (!GOES_ON.includes(sw >> 8)) return { status: failed };
    } catch (error) {
      if (error instanceof Fault) return { status: failed, fault: error };
      throw error;
    }
  }
  return { status: SUCCESSFUL };
}

/** Objects of other tags are passed over. No command is taken from a script that cannot be read to its end. */
function readScript(value: Uint8Array): Script {
  const unreadable: Script = { identifier: new Uint8Array(IDENTIFIER_LENGTH), commands: [] };
  try {
    const objects = decodeTlv(value);
    const given = objects.find(({ tag }) => tag === IDENTIFIER)?.value ?? unreadable.identifier;
    if (given.length !== IDENTIFIER_LENGTH) return unreadable;
    return { identifier: given, commands: objects.filter(({ tag }) => tag === COMMAND).map((object) => object.value) };
  } catch (error) {
    if (error instanceof FormatError) return unreadable;
    throw error;
  }
}

function commandOf(bytes: Uint8Array): Command | undefined {
  try {
    return decodeCommand(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
