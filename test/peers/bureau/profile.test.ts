import { describe, expect, it } from 'vitest';
import { parseCardProfile } from '../../../hosts/peers/bureau/profile.js';
import v1 from '../../../hosts/samples/cards/v1-with-v2-data.json';
import sample from '../../../hosts/samples/cards/v2-des.json';

/** Anything that JSON can say, to be bent. */
type Json = Record<string, unknown>;

/** The sample with one field replaced, at a dotted path; undefined takes the field away. */
function bent(path: string, value: unknown, of: Json = sample): string {
  const copy: Json = JSON.parse(JSON.stringify(of));
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const holder = steps.reduce((at, step) => at[step] as Json, copy);
  holder[last] = value;
  return JSON.stringify(copy);
}

const refusals: readonly (readonly [path: string, value: unknown, message: string])[] = [
  ['format', 'ssc-card-profile/2', 'card-profile: format: expected "ssc-card-profile/1"'],
  ['colour', 'red', 'card-profile: colour: unknown field'],
  ['pin', undefined, 'card-profile: pin: missing'],
  ['atr', [], 'card-profile: atr: expected an object'],
  ['atr.serial', '1', 'card-profile: atr.serial: expected /^[0-9A-Fa-f]{8}$/'],
  ['version', '2.0', 'card-profile: version: expected /^([0-9]\\.[0-9]{2})?$/'],
  ['layout', '4.0', 'card-profile: layout: expected ("1.0" | "2.0" | "3.0")'],
  ['algorithm', 'SSF33', 'card-profile: algorithm: expected ("DES" | "SM4")'],
  ['region', '99010', 'card-profile: region: expected /^[0-9]{6}$/'],
  ['pin', '123', 'card-profile: pin: expected /^[0-9]{4,16}$/'],
  ['pinTries', 0, 'card-profile: pinTries: expected >=1'],
  ['pinTries', 2.5, 'card-profile: pinTries: expected a whole number'],
  ['issuer.class', '33', 'card-profile: issuer.class: expected at most 1 bytes in GBK'],
  ['issuer.cardNumber', 'A000000111', 'card-profile: issuer.cardNumber: expected at most 9 bytes in GBK'],
  ['holder.name', '长'.repeat(26), 'card-profile: holder.name: expected at most 50 bytes in GBK'],
  ['holder.name', '𠮷', 'card-profile: holder.name: a character that GBK lacks'],
  ['holder.birthDate', '1990-01-01', 'card-profile: holder.birthDate: expected digits'],
  ['holder.ethnicity', '001', 'card-profile: holder.ethnicity: expected at most 2 digits'],
  ['files.DF01EF99', {}, 'card-profile: files.DF01EF99: no such file in layout 2.0'],
  ['files.DF09EF05', {}, 'card-profile: files: unknown name'],
  ['files.SSSEEF05', {}, 'card-profile: files.SSSEEF05: comes from issuer and holder'],
  ['files.DF01EF05', '00', 'card-profile: files.DF01EF05: expected an object of items by tag'],
  ['files.DF01EF05', { '99': '1' }, 'card-profile: files.DF01EF05.99: no such item in this file'],
  ['files.DF01EF05', { '2': '1' }, 'card-profile: files.DF01EF05: unknown name'],
  ['files.DF01EF05.20', ['10', '20'], 'card-profile: files.DF01EF05.20: expected at most 1 records'],
  ['files.DF01EF05.20', 10, 'card-profile: files.DF01EF05.20: expected an object'],
  ['files.DF01EF15', { '40': [{}, { '58': 'X' }] }, 'card-profile: files.DF01EF15.40.1.58: expected digits'],
  ['files.DF02EF07', [['1', '2']], 'card-profile: files.DF02EF07.0: expected 4 fields'],
  ['files.DF02EF07', [[], [], [], [], []], 'card-profile: files.DF02EF07: expected at most 4 records'],
  ['files.DF02EF07', {}, 'card-profile: files.DF02EF07: expected an array of records'],
  ['files.DF02EF07', [['1', '20200101', 'x', '']], 'card-profile: files.DF02EF07.0.2: expected digits'],
  ['files.SSSEEF08', '0', 'card-profile: files.SSSEEF08: expected hexadecimal'],
  ['files.SSSEEF08', '00'.repeat(0x1001), 'card-profile: files.SSSEEF08: expected at most 4096 bytes in hexadecimal'],
  ['files.SSSEEF08', { fill: 'GG' }, 'card-profile: files.SSSEEF08.fill: expected /^[0-9A-Fa-f]{2}$/'],
  ['files.SSSEEF08', {}, 'card-profile: files.SSSEEF08: expected hexadecimal or a fill byte'],
  ['encoding', '2.0-on-1.0', 'card-profile: encoding: is for layout 1.0 only'],
  [
    'state',
    { cardBlocked: true, blocked: ['SSSE'] },
    'card-profile: state.cardBlocked: a blocked SSSE takes no CARD BLOCK',
  ],
  ['state', { blocked: ['DF01'] }, 'card-profile: state.blocked.0: expected ("SSSE" | "DF03" | "DF04")'],
  ['quirks', { selectEfByP1: [] }, 'card-profile: quirks.selectEfByP1: expected >=1'],
];

describe('parseCardProfile', () => {
  it('takes the sample as it stands', () => {
    const profile = parseCardProfile(JSON.stringify(sample));
    expect(JSON.stringify(profile)).toBe(JSON.stringify(sample));
  });

  for (const [path, value, message] of refusals) {
    it(`refuses ${path} ${JSON.stringify(value)?.slice(0, 40)}`, () => {
      expect(() => parseCardProfile(bent(path, value))).toThrow(message);
    });
  }

  it('refuses text that is not JSON, or too long', () => {
    expect(() => parseCardProfile('')).toThrow('card-profile: not JSON');
    expect(() => parseCardProfile('{"format":')).toThrow('card-profile: not JSON');
    expect(() => parseCardProfile(' '.repeat(131_073))).toThrow('card-profile: longer than 131072 characters');
  });

  it('refuses keys that JavaScript would hide', () => {
    const hidden = JSON.stringify(sample).replace('"files":{', '"files":{"__proto__":{"20":"10"},');
    expect(() => parseCardProfile(hidden)).toThrow('card-profile: files: unknown name');
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const top = JSON.stringify(sample).replace('{', `{"${key}":null,`);
      expect(() => parseCardProfile(top)).toThrow(`card-profile: ${key}: unknown field`);
    }
  });

  it('knows a PIN to lock from none', () => {
    const text = bent('state', { pinLocked: true }, { ...sample, pin: null });
    expect(() => parseCardProfile(text)).toThrow('card-profile: state.pinLocked: the card has no PIN');
  });

  it('has no name extension in a 1.0 card, and no room for some 2.0 values', () => {
    expect(() => parseCardProfile(bent('holder.name', '长'.repeat(16), v1))).toThrow(
      'card-profile: holder.name: expected at most 30 bytes in GBK',
    );
    expect(() => parseCardProfile(bent('files.DF02EF06.4B', '10010', v1))).toThrow(
      'card-profile: files.DF02EF06.4B: the 2.0 value leaves no room for EE',
    );
  });
});
