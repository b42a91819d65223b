/**
 * Which character lies in which of GBK's two-byte cells. GB 2312 has its own order, and is a table; what GBK adds are the
 * other ideographs of Unicode's first block, in the order of Unicode, and can be counted out.
 */

import { GB2312, LAST_HANZI, MORE_SIGNS } from './gbk-table.js';

/** What stands where there is no character. */
export const HOLE = 0xfffd;

/** The ideographs that were in Unicode 1.1: all of them are in GBK. */
const FIRST_HANZI = 0x4e00;
const LAST_OF_BLOCK = 0x9fa5;
/** Trail bytes A1–FE, those of GB 2312. */
const HALF = 94;
/** Trail bytes 40–7E and 80–A0, those before them. */
const OTHER_HALF = 96;
/** Rows of GB 2312 with signs, before those with hanzi. */
const SIGN_ROWS = 9;
/** The first hanzi that are not in GB 2312 fill the lead bytes 81–A0. */
const FIRST_OTHERS = 32 * (HALF + OTHER_HALF);

/** A bit for each ideograph that GB 2312 has; and how many it has not before each run of 128. */
const RUN = 128;
const IN_GB2312: Uint8Array = markHanzi();
const OTHERS_BEFORE: Uint16Array = countOthers();
/** How many GB 2312 has not; behind the last of them come {@link LAST_HANZI}. */
const OTHERS = OTHERS_BEFORE[OTHERS_BEFORE.length - 1];

/** @param lead 81–FE @param trail 40–7E, 80–FE @returns a UTF-16 code unit, {@link HOLE} where there is none */
export function unitAt(lead: number, trail: number): number {
  if (lead > 0xa0 && trail > 0xa0) {
    const row = rowOf(lead);
    return row === undefined ? HOLE : GB2312[row * HALF + trail - 0xa1];
  }
  const place = trail - 0x40 - (trail > 0x7f ? 1 : 0);
  if (lead <= 0xa0) return otherHanzi((lead - 0x81) * (HALF + OTHER_HALF) + place);
  if (lead < 0xa8) return HOLE;
  if (lead < 0xaa) return MORE_SIGNS[(lead - 0xa8) * OTHER_HALF + place];
  return otherHanzi(FIRST_OTHERS + (lead - 0xaa) * OTHER_HALF + place);
}

/** @returns lead byte × 256 + trail byte; undefined for a unit that GBK does not have */
export function cellOf(unit: number): number | undefined {
  if (unit === HOLE) return undefined;
  if (isHanzi(unit) && !isInGb2312(unit)) return otherCell(orderOf(unit));
  const at = GB2312.indexOf(unit, isHanzi(unit) ? SIGN_ROWS * HALF : 0);
  if (at >= 0) return cell(leadOf(Math.floor(at / HALF)), OTHER_HALF + (at % HALF));
  const sign = MORE_SIGNS.indexOf(unit);
  if (sign >= 0) return cell(0xa8 + Math.floor(sign / OTHER_HALF), sign % OTHER_HALF);
  const last = LAST_HANZI.indexOf(unit);
  return last < 0 ? undefined : otherCell(OTHERS + last);
}

/** The row of GB 2312 that a lead byte leads; AA–AF and F8–FE lead none. */
function rowOf(lead: number): number | undefined {
  if (lead <= 0xa9) return lead - 0xa1;
  return lead >= 0xb0 && lead <= 0xf7 ? lead - 0xb0 + SIGN_ROWS : undefined;
}

function leadOf(row: number): number {
  return row < SIGN_ROWS ? 0xa1 + row : 0xb0 + row - SIGN_ROWS;
}

/** @param place 0 to 189 in the row of all trail bytes */
function cell(lead: number, place: number): number {
  return lead * 256 + 0x40 + place + (place >= 0x3f ? 1 : 0);
}

/** The hanzi beside GB 2312 by its number, counted over all lead bytes. */
function otherHanzi(order: number): number {
  if (order >= OTHERS) return LAST_HANZI[order - OTHERS];
  let run = 0;
  while (OTHERS_BEFORE[run + 1] <= order) run++;
  let unit = FIRST_HANZI + run * RUN;
  for (let left = order - OTHERS_BEFORE[run]; left > 0 || isInGb2312(unit); unit++) if (!isInGb2312(unit)) left--;
  return unit;
}

function orderOf(hanzi: number): number {
  const run = Math.floor((hanzi - FIRST_HANZI) / RUN);
  let order = OTHERS_BEFORE[run];
  for (let unit = FIRST_HANZI + run * RUN; unit < hanzi; unit++) if (!isInGb2312(unit)) order++;
  return order;
}

function otherCell(order: number): number {
  const row = HALF + OTHER_HALF;
  if (order < FIRST_OTHERS) return cell(0x81 + Math.floor(order / row), order % row);
  const later = order - FIRST_OTHERS;
  return cell(0xaa + Math.floor(later / OTHER_HALF), later % OTHER_HALF);
}

function isHanzi(unit: number): boolean {
  return unit >= FIRST_HANZI && unit <= LAST_OF_BLOCK;
}

/** @param hanzi one that {@link isHanzi} */
function isInGb2312(hanzi: number): boolean {
  const at = hanzi - FIRST_HANZI;
  return (IN_GB2312[at >> 3] & (0x80 >> (at & 7))) !== 0;
}

function markHanzi(): Uint8Array {
  const marks = new Uint8Array((LAST_OF_BLOCK + 1 - FIRST_HANZI + 7) >> 3);
  for (const unit of GB2312) {
    const at = unit - FIRST_HANZI;
    if (isHanzi(unit)) marks[at >> 3] |= 0x80 >> (at & 7);
  }
  return marks;
}

function countOthers(): Uint16Array {
  const counts = new Uint16Array(Math.ceil((LAST_OF_BLOCK + 1 - FIRST_HANZI) / RUN) + 1);
  for (let unit = FIRST_HANZI; unit <= LAST_OF_BLOCK; unit++)
    if (!isInGb2312(unit)) counts[Math.floor((unit - FIRST_HANZI) / RUN) + 1]++;
  for (let run = 1; run < counts.length; run++) counts[run] += counts[run - 1];
  return counts;
}
