/** What `ssc` understands, and the error for what it does not. */

export const USAGE = `ssc-terminal, test terminal for the Chinese social security card

  ssc visit identify --card FILE [--psam FILE] [options]     who holds this card, and is it genuine
  ssc visit enquire  --card FILE [--psam FILE] --files LIST  read files of the card, e.g. SSSEEF06,DF01EF05
  ssc card new --profile FILE -o FILE                        personalise an emulated card from a description

options of a visit
  --card FILE        card description or card image; none: the slot stays empty
  --psam FILE        PSAM description; none: no PSAM            (national test PSAM, DES and SM4)
  --profile NAME     social | financial | full                  (full)
  --by pin|key       who proves a right where the table says "or" (pin)
  --pin DIGITS       what the holder enters; repeat for further entries; cancel, away
  --seed N           seed of the emulated world, 0 to 4294967295 (1)
  --now YYYYMMDDhhmmss  local time at power-on                  (20260601090000)
  --blacklist FILE   blacklist of the terminal                  (the test blacklist)
  --trace FILE       write the transcript as JSON lines
  --unmasked         numbers of holder and card whole in transcript and result
  --keep             write the card image back after the visit
  --json             result as JSON on standard output, nothing else

exit status: 0 the visit succeeded, 1 it was refused or broke off, 2 bad usage
`;

/** Bad usage: one clear line on standard error, exit status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
