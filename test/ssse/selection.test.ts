import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/base/hex.js';
import { isRefusal } from '../../src/ssse/refusal.js';
import { algorithmOf, selectDirectory, selectFile, selectSocialEnvironment } from '../../src/ssse/selection.js';
import { type Exchange, scripted } from '../card/scripted-reader.js';

const NAME = '7378312E73682EC9E7BBE1B1A3D5CF';
const SELECT = `00A404000F ${NAME} 00`;

/** What the terminal makes of this answer to SELECT by name: the algorithm, `silent`, or the reason of the refusal. */
async function selected(answer: string): Promise<string> {
  const { reader, session } = scripted([SELECT, answer]);
  const selection = await selectSocialEnvironment(session);
  expect(reader.left).toBe(0);
  return isRefusal(selection) ? said(selection) : (selection.stated ?? 'silent');
}

function said(refusal: { refused: string; sw?: number } | undefined): string {
  if (refusal === undefined) return 'selected';
  return refusal.sw === undefined ? refusal.refused : `${refusal.refused} ${refusal.sw.toString(16)}`;
}

describe('the FCI of SSSE', () => {
  it('names the algorithm: the published answer of an SM4 card', async () => {
    expect(await selected(`6F1C 840F ${NAME} A509 8801 1E 9F0C03 8601 03 9000`)).toBe('SM4');
  });

  it.each([
    ['DES', '01', 'DES'],
    ['SSF33, which preprocessing refuses', '02', 'SSF33'],
    ['an unknown one', '04', 'algorithm-unsupported'],
    ['none of one byte', '0103', 'algorithm-unsupported'],
    ['nothing', '', 'algorithm-unsupported'],
  ])('names %s', async (_, value, outcome) => {
    const length = (n: number) => (value.length / 2 + n).toString(16).padStart(2, '0');
    const fci = `6F${length(0x18)} 840F ${NAME} A5${length(5)} 9F0C${length(2)} 86${length(0)} ${value}`;
    expect(await selected(`${fci} 9000`)).toBe(outcome);
  });

  it.each([
    ['no FCI at all', ''],
    ['a name only', `6F11 840F ${NAME}`],
    ['an empty A5', `6F13 840F ${NAME} A500`],
    ['A5 with the DIR only', `6F16 840F ${NAME} A503 88010F`],
    ['9F0C without algorithm', `6F16 840F ${NAME} A503 9F0C00`],
    ['9F0C with something else', `6F19 840F ${NAME} A506 9F0C03 870103`],
    ['the 1.0 answer with filler behind it', `6F11 840F ${NAME} 0000`],
  ])('may be silent: %s', async (_, fci) => {
    expect(await selected(`${fci} 9000`)).toBe('silent');
  });

  it('names the algorithm in its one place, not under the same tag elsewhere', async () => {
    expect(await selected(`6F1C 840F ${NAME} 860101 A506 9F0C03 860103 9000`)).toBe('SM4');
    expect(await selected(`6F14 840F ${NAME} 860103 9000`)).toBe('silent');
  });

  it.each([
    ['no 6F', `840F ${NAME}`],
    ['no name', '6F05 A503 88010F'],
    ['a length behind the end', `6F20 840F ${NAME}`],
    ['a name longer than its template', `6F0A 840F ${NAME}`],
    ['an inner length behind the end', `6F16 840F ${NAME} A503 88050F`],
    ['9F0C that is no TLV', `6F19 840F ${NAME} A506 9F0C03 860201`],
    ['an indefinite length', `6F80 840F ${NAME} 0000`],
    ['noise', 'FFFFFFFFFFFFFFFF'],
  ])('may be malformed: %s', async (_, fci) => {
    expect(await selected(`${fci} 9000`)).toBe('card-data-malformed');
  });

  it('may be of another application', async () => {
    expect(await selected('6F10 840E 315041592E5359532E4444463031 9000')).toBe('no-social-application');
    expect(await selected(`6F10 840E ${NAME.slice(0, 28)} 9000`)).toBe('no-social-application');
    expect(await selected(`6F12 8410 ${NAME}00 9000`)).toBe('no-social-application');
    expect(await selected('6F02 8400 9000')).toBe('no-social-application');
  });
});

describe('a card that does not select SSSE', () => {
  it.each([
    ['6A82', 'no-social-application'],
    ['6A81', 'card-blocked'],
    ['9303', 'application-blocked'],
    ['6E00', 'card-refused 6e00'],
    ['6283', 'card-refused 6283'],
  ])('says %s', async (sw, reason) => {
    expect(await selected(sw)).toBe(reason);
  });
});

describe('the algorithm', () => {
  const of = (stated: 'DES' | 'SM4' | 'SSF33' | undefined, identifier: string) =>
    algorithmOf({ stated }, fromHex(identifier));

  it('is what the card states, whatever its region', () => {
    expect(of('DES', '110100D1')).toBe('DES');
    expect(of('SM4', '990100D1')).toBe('SM4');
    expect(of('SSF33', '990100D1')).toEqual({ refused: 'algorithm-unsupported' });
  });

  it('is DES by default, but SSF33 in Beijing, which nobody outside can compute', () => {
    expect(of(undefined, '990100D1')).toBe('DES');
    expect(of(undefined, '120100D1')).toBe('DES');
    expect(of(undefined, '110100D1')).toEqual({ refused: 'algorithm-unsupported' });
  });
});

describe('selecting a file', () => {
  const select = async (...script: Exchange[]) => {
    const { reader, session } = scripted(...script);
    const refused = await selectFile(session, 0xef05);
    expect(reader.left).toBe(0);
    return said(refused);
  };
  const [BY_02, BY_00] = ['00A4020002 EF05', '00A4000002 EF05'];

  it('goes by P1 02, and by 00 where the card does not know that', async () => {
    expect(await select([BY_02, '9000'])).toBe('selected');
    expect(await select([BY_02, '6A86'], [BY_00, '9000'])).toBe('selected');
    expect(await select([BY_02, '6A82'], [BY_00, '9000'])).toBe('selected');
    expect(await select([BY_02, '6A82'], [BY_00, '6112'])).toBe('selected');
  });

  it('fails with what the card said last', async () => {
    expect(await select([BY_02, '6A86'], [BY_00, '6A82'])).toBe('file-missing');
    expect(await select([BY_02, '6A82'], [BY_00, '6A86'])).toBe('card-refused 6a86');
  });

  it('does not ask again when asking otherwise cannot help', async () => {
    for (const [sw, reason] of [
      ['6A81', 'card-blocked'],
      ['9303', 'application-blocked'],
      ['6982', 'access-denied'],
      ['6D00', 'card-refused 6d00'],
    ]) {
      expect(await select([BY_02, sw])).toBe(reason);
    }
  });
});

describe('selecting a directory', () => {
  it('goes by its identifier', async () => {
    const { session } = scripted(
      ['00A4000002 DF04 00', '6108'],
      ['00C0000008', '6F068404D15600009000'],
      ['00A4000002 DF04 00', '9303'],
      ['00A4000002 DF07 00', '6A82'],
    );
    expect(await selectDirectory(session, 0xdf04)).toBeUndefined();
    expect(await selectDirectory(session, 0xdf04)).toEqual({ refused: 'application-blocked' });
    expect(await selectDirectory(session, 0xdf07)).toEqual({ refused: 'file-missing' });
  });
});
