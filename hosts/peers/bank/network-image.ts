/** A whole bank network as a file: every book of every bank, and the switch. `ssc-bank-network/1`. */

import * as v from 'valibot';
import { parseJson } from '../parse-json.js';
import { switchSchema } from '../switch/clearing.js';
import { acquirerSchema } from './acquirer/books.js';
import { issuingSchema } from './issuing-image.js';
import { ledgerSchema } from './ledger.js';

export const FORMAT = 'ssc-bank-network/1';

const bankSchema = v.strictObject({ id: v.string(), ledger: ledgerSchema, issuing: issuingSchema });

const imageSchema = v.strictObject({
  format: v.literal(FORMAT),
  banks: v.array(bankSchema),
  acquirer: acquirerSchema,
  switch: switchSchema,
});

export type NetworkImage = v.InferOutput<typeof imageSchema>;

/** Reads a kept network. @throws FormatError naming where the text is no image */
export function parseNetworkImage(text: string): NetworkImage {
  return parseJson(FORMAT, text, imageSchema);
}
