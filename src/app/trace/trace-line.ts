/**
 * The transcript of the line to the bank: each message in words, and its bytes without PIN block, MAC, keys and numbers. Of
 * what cannot be read no byte is shown: an account number may stand anywhere in it.
 */

import { join, joinAll, type Text, words } from '../../base/text.js';
import { locateFields } from '../../codec/iso8583.js';
import { fieldRow } from '../../codec/iso8583-fields.js';
import { FrameReader } from '../../links/bank/frame-reader.js';
import type { Line, LineInput } from '../../ports/line.js';
import type { Description } from '../../pse/words/description.js';
import { describeBankMessage } from '../decode/bank-message.js';
import { type Hidden, hexWithout, hiddenOf, type Note, orUndefined } from './narration.js';

export function traceBankLine(line: Line, tell: Note, unmasked: boolean): Line {
  const sent = new FrameReader();
  let received = new FrameReader();
  return {
    async open(withinMs) {
      const up = await line.open(withinMs);
      if (!up) tell('!', words('线路不通', 'The line is down'));
      return up;
    },
    async send(bytes) {
      sent.push(bytes);
      for (let frame = sent.next(); frame !== undefined; frame = sent.next()) tellFrame(tell, '>', frame, unmasked);
      const done = await line.send(bytes);
      if (!done) tell('!', words('线路中断', 'The line broke'));
      return done;
    },
    async receive(withinMs) {
      const input = await line.receive(withinMs);
      if (input.kind !== 'bytes') tell('!', INPUT_WORDS[input.kind]);
      else {
        received.push(input.bytes);
        for (let frame = received.next(); frame !== undefined; frame = received.next())
          tellFrame(tell, '<', frame, unmasked);
        if (received.isLost)
          tell('<', words(`无法识别的 ${input.bytes.length} 字节`, `${input.bytes.length} bytes that are no message`));
      }
      return input;
    },
    async close() {
      received = new FrameReader();
      await line.close();
    },
  };
}

const INPUT_WORDS: Readonly<Record<Exclude<LineInput['kind'], 'bytes'>, Text>> = Object.freeze({
  silence: words('无应答', 'No answer'),
  down: words('线路中断', 'The line broke'),
});

const MESSAGE_AT = 13;

function tellFrame(tell: Note, direction: '>' | '<', frame: Uint8Array, unmasked: boolean): void {
  const described = describeBankMessage(frame);
  const located = orUndefined(() => locateFields(frame.subarray(MESSAGE_AT)));
  if (described?.value === undefined || located === undefined) {
    tell(
      direction,
      words(`无法识别的报文，${frame.length} 字节`, `A message that cannot be read, ${frame.length} bytes`),
    );
    return;
  }
  const fields = described.children ?? [];
  const hidden = located.flatMap(({ field, from, to }) => {
    const described = fields.find((one) => isField(one, field));
    return hiddenOf(to - from, described?.exposure, unmasked).map((part) => shifted(part, MESSAGE_AT + from));
  });
  tell(direction, joinAll([described.value, ...told(fields, located)], '; '), hexWithout(frame, hidden));
}

function shifted({ from, to }: Hidden, by: number): Hidden {
  return { from: from + by, to: to + by };
}

/** Amount, trace number, reference and response code: what tells one message from another. */
const TOLD: readonly number[] = Object.freeze([4, 11, 37, 39]);

function told(fields: readonly Description[], located: readonly { readonly field: number }[]): Text[] {
  return TOLD.filter((field) => located.some((one) => one.field === field)).flatMap((field) => {
    const value = fields.find((one) => isField(one, field))?.value;
    const name = fieldRow(field)?.name;
    return value && name ? [join(name, value)] : [];
  });
}

function isField({ name }: Description, field: number): boolean {
  return name.en.startsWith(`F${field} `);
}
