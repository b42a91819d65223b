/** What `ssc` understands, and the error for what it does not. */

import type { ProfileName } from '../../src/app/profiles.js';
import { VirtualClock } from '../world/virtual-clock.js';

export const USAGE = `ssc-terminal, test terminal for the Chinese social security card

  ssc visit identify --card FILE [--psam FILE] [options]     who holds this card, and is it genuine
  ssc visit enquire  --card FILE [--psam FILE] --files LIST  read files of the card, e.g. SSSEEF06,DF01EF05
  ssc visit read     --card FILE --address A                 read items by address, e.g. 'SSSEEF05|03|07|$DF01EF05|21|$'
  ssc visit verify-pin | change-pin | remove-pin --card FILE [options]  what the holder does with the PIN
  ssc visit reload-pin | unblock-pin --card FILE [options]   what the attendant does with it, by the PSAM's PUK
  ssc visit write    --card FILE --address A --data D        write files, e.g. 'DF01EF05|21|$' and 'DF01EF05|somewhere|$'
  ssc visit block    --card FILE --target NAME --press 1     block for ever; NAME: card, SSSE, DF03, DF04
  ssc visit medical-balance --card FILE [options]            what the medical account of the card holds
  ssc visit medical-purchase --card FILE --account 12.34 [--self-pay 1.00] [--pool 80.00] --press 1  pay from it
  ssc visit medical-load --card FILE --amount 50.00 --press 1  put money on it, with the emulated bureau's leave
  ssc visit visit-log --card FILE --total 100.00 --covered 80.00 [--category 1|2|3|9] [--settled online|offline] --press 1  record a settled visit
  ssc visit starting-day --card FILE --day MMDD --press 1    set the first day of its medical year, by the PSAM's DSK
  ssc visit medical-settle [--bureau up|down] [--flash FILE] upload what cards paid, loaded and recorded to the bureau
  ssc visit select   --card FILE [options]                   which bank applications it has
  ssc visit balance  --card FILE [options]                   what the bank account holds
  ssc visit purchase --card FILE --amount 12.34 [options]    pay with the bank account; so withdraw, deposit
  ssc visit transfer --card FILE --amount 12.34 --to ACCOUNT send money to another account
  ssc visit void     --card FILE --stan N                    take a purchase of the open batch back
  ssc visit refund   --card FILE --amount 12.34 --batch N --stan N --date MMDD --reference R  give back an earlier one
  ssc visit identify purchase settle …                       several in a row, with the same card, until one is refused
  ssc visit sign-in | sign-out | test-line | settle | disputes | reprint [--what last|settlement|N]                  what an operator does
  ssc terminal [--card FILE …] [--psam FILE] [--profile NAME] [--bank up|down] [--bureau up|down|none]  the terminal with its menus, by this computer's keys
  ssc world --seed N [--days M] [--trace FILE] [--json]      days at a terminal from seeds, and whether the books agree
  ssc card new --profile FILE -o FILE                        personalise an emulated card from a description
  ssc blacklist publish --entries FILE --version N -o FILE   make an update of the blacklist, as the bureau does:
                [--before FILE --base N [--era N]]           all of it, or what has changed since version N
  ssc blacklist load UPDATE --store FILE                     take an update into the terminal's flash
  ssc blacklist show --store FILE                            which version the terminal goes by
  ssc serve --card FILE [--psam FILE] [--pin DIGITS] [--bureau] [--port N] [--origin URL]  the reader functions as a local service (9610)
  ssc serve-card --card FILE [--host H] [--port N] [--keep]  put the card into a reader of PC/SC, by vpcd (127.0.0.1, 35963)
  ssc trace FILE                                             show a recorded transcript
  ssc decode HEX [--as NAME] [--unmasked] [--json]           what bytes of a card say; NAME: tvr, dol, command, 9F33, …
  ssc decode HEX --as iso8583 [--mak HEX] [--tmk HEX]        what a bank message says; test keys check its MAC, its keys

options of a visit
  --card FILE        card description or card image; none: the slot stays empty
  --psam FILE        PSAM description; none: no PSAM            (national test PSAM, DES and SM4)
  --profile NAME     social | financial | full                  (full)
  --by pin|key       who proves a right where the table says "or" (pin)
  --pin DIGITS       what the holder enters; repeat for further entries; cancel, away
  --press N          what is pressed beside the screen; repeat; 1 to 9, cancel, away
  --meaning own|2.0  what values for a 1.0 card mean           (own)
  --initial-pin DIGITS  what cards are issued with
  --initial-pin-rule R  no-use | no-return; repeat for both
  --on-blacklisted D refuse | block-application | block-card   (refuse)
  --bank STATE       up | down | silent, the emulated banks     (up)
  --host-script FILE what the bank's host does to single requests, ssc-host-script/1
  --bank-file FILE   keep the banks' books from visit to visit  (fresh)
  --bureau STATE     up | down | none, the emulated bureau at its line (none; up with medical-settle)
  --bureau-file FILE keep the bureau's books of medical accounts from visit to visit (fresh)
  --trust test|live  whose CA keys the terminal knows           (test)
  --seed N           seed of the emulated world, 0 to 4294967295 (1)
  --now YYYYMMDDhhmmss  local time at power-on                  (20260601090000)
  --blacklist FILE   blacklist of the terminal                  (the test blacklist)
  --blacklist-store FILE  it lies in this flash; --blacklist is then what the bureau answers from (it cannot be asked)
  --flash FILE       keep the terminal's flash from visit to visit (blank)
  --trace FILE       write the transcript as JSON lines
  --screens DIR      write each screen and slip as PNG, in both languages (npm run fonts before)
  --unmasked         numbers of holder and card whole in transcript and result
  --keep             write the card image back after the visit
  --json             result as JSON on standard output, nothing else

exit status: 0 the visit succeeded, 1 it was refused or broke off, 2 bad usage, 70 a bug
`;

/** Bad usage: one clear line on standard error, exit status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What `parseArgs` of node:util found wrong, as one line. */
export function usageErrorOf(error: unknown): UsageError {
  return new UsageError(error instanceof Error ? error.message.replace(/\s*\n\s*/g, ' ') : 'unreadable arguments');
}

/** The seed of an emulated world. @throws UsageError */
export function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d{1,10}$/.test(text) && seed <= 0xffffffff) return seed;
  throw new UsageError(`--seed is a whole number from 0 to 4294967295, not '${text}'`);
}

/** Local date and time. @throws UsageError */
export function momentOf(text: string): string {
  // A moment that the clock tells back is one that exists.
  if (/^\d{14}$/.test(text) && new VirtualClock(text).now() === text) return text;
  throw new UsageError(`--now is YYYYMMDDhhmmss, not '${text}'`);
}

/** The kind of a terminal. @throws UsageError */
export function profileOf(name: string): ProfileName {
  if (name === 'social' || name === 'financial' || name === 'full') return name;
  throw new UsageError(`--profile is social, financial or full, not '${name}'`);
}
