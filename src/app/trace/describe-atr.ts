import { FormatError } from '../../base/format-error.js';
import { toHex } from '../../base/hex.js';
import { type Text, words } from '../../base/text.js';
import { decodeAtr } from '../../codec/atr.js';

/** An ATR in a sentence: convention, protocols, historical bytes; the last eight of thirteen diversify the card's keys. */
export function describeAtr(bytes: Uint8Array): Text {
  try {
    const atr = decodeAtr(bytes);
    const protocols = atr.protocols.map((t) => `T=${t}`).join(' ');
    const historical = toHex(atr.historical);
    return words(
      `复位应答 ${protocols}，历史字节 ${historical}`,
      `Answer to reset, ${protocols}, historical bytes ${historical}`,
    );
  } catch (error) {
    if (error instanceof FormatError)
      return words(`复位应答无法识别（${error.rule}）`, `Unusable answer to reset (${error.rule})`);
    throw error;
  }
}
