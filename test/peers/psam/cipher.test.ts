import { describe, expect, it } from 'vitest';
import { parsePsamDescription } from '../../../hosts/peers/psam/description.js';
import { createPsam } from '../../../hosts/peers/psam/psam.js';
import noKeys from '../../../hosts/samples/psams/no-keys.json';
import otherCity from '../../../hosts/samples/psams/other-city.json';
import { ask, counting, exchange, opened, select } from './desk.js';

const F = '9999990100000001 3939303130307378 3939303030307368';
const R = '1122334455667788';
const ZEROS = '0000000000000000';
const IRK = `BFDE6708 20 ${F}${R}`;

describe('DELIVERY SESSION KEY', () => {
  it('tells a missing key from a wrong level and a wrong type', () => {
    const psam = opened('DES');
    expect(exchange(psam, `BFDE6707 20 ${F}${R}`)).toBe('6A88');
    expect(exchange(psam, `BFDE67C0 20 ${F}${R}`)).toBe('6A88');
    expect(exchange(psam, `BFDE4708 18 ${F}`)).toBe('6A80');
    expect(exchange(psam, `BFDE2708 10 ${R}${R}`)).toBe('6A80');
    expect(exchange(psam, `BFDE6808 20 ${F}${R}`)).toBe('6A80');
    expect(exchange(psam, IRK)).toBe('9000');
  });

  it('wants factors and process factor, all of them', () => {
    const psam = opened('DES');
    expect(exchange(psam, `BFDE6708 18 ${F}`)).toBe('6700');
    expect(exchange(psam, `BFDE6708 28 ${F}${R}${R}`)).toBe('6700');
    expect(exchange(psam, 'BFDE670800')).toBe('6700');
    expect(exchange(opened('SM4'), IRK)).toBe('6700');
  });

  it('gives no session key of a purchase, load or TAC key', () => {
    const psam = opened('DES');
    expect(exchange(psam, `BFDE6201 20 ${F}${R}`)).toBe('6985');
    expect(exchange(psam, `BFDE694B 20 ${F}${R}`)).toBe('6985');
    expect(exchange(psam, `BFDE6C4C 20 ${F}${R}`)).toBe('6985');
  });

  it('works in the application only', () => {
    const psam = opened('DES');
    exchange(psam, '00A40000023F00');
    expect(exchange(psam, IRK)).toBe('6985');
    expect(exchange(psam, `80700100 34 ${F}${F} 00000000`)).toBe('6985');
  });

  it('lacks what its description leaves out', () => {
    const psam = select(createPsam(parsePsamDescription(JSON.stringify(noKeys)), counting), 'DES');
    expect(exchange(psam, IRK)).toBe('6A88');
    expect(exchange(psam, `BFDE670A 20 ${F}${R}`)).toBe('6A88');
    expect(exchange(psam, `BFDE6809 20 ${F}${R}`)).toBe('9000');
  });

  it('computes with the keys of its own city', () => {
    const psam = select(createPsam(parsePsamDescription(JSON.stringify(otherCity)), counting), 'DES');
    expect(exchange(psam, `BFDE2708 10 9999990100000001 ${R}`)).toBe('9000');
    const answer = ask(psam, '80FA000008 A1A2A3A4A5A6A7A8');
    expect(answer).toHaveLength(20);
    expect(answer).not.toBe('D69F88AEB607A6CF9000');
  });
});

describe('CIPHER DATA', () => {
  it('needs a session key', () => {
    const psam = opened('DES');
    expect(exchange(psam, `80FA000008 ${R}`)).toBe('6901');
    exchange(psam, IRK);
    exchange(psam, '00A40000023F00');
    expect(exchange(psam, `80FA000008 ${R}`)).toBe('6901');
  });

  it('loses it on reset, power-off and selection of a DF, not on other commands', () => {
    const psam = opened('DES');
    exchange(psam, IRK);
    psam.reset();
    expect(exchange(psam, `80FA000008 ${R}`)).toBe('6901');
    select(psam, 'DES');
    exchange(psam, IRK);
    exchange(psam, '0084000008');
    expect(exchange(psam, `80FA000008 ${R}`)).toBe('6108');
  });

  it('keeps it within one kind of calculation only', () => {
    const psam = opened('DES');
    exchange(psam, `BFDE6809 20 ${F}${R}`);
    expect(exchange(psam, `80FA000008 ${R}`)).toBe('6108');
    expect(exchange(psam, `80FA050010 ${ZEROS}${R}`)).toBe('6901');
    expect(exchange(psam, `80FA000008 ${R}`)).toBe('6901');
    exchange(psam, `BFDE6809 20 ${F}${R}`);
    expect(exchange(psam, `80FA050010 ${ZEROS}${R}`)).toBe('6104');
    expect(exchange(psam, `80FA000008 ${R}`)).toBe('6901');
  });

  it('lets a key do what its type says', () => {
    const psam = opened('DES');
    exchange(psam, IRK);
    expect(exchange(psam, `80FA050010 ${ZEROS}${R}`)).toBe('6985');
    expect(exchange(psam, `80FA000008 ${R}`)).toBe('6108');
  });

  it('takes whole blocks, up to 40h bytes with DES and 80h with SM4', () => {
    const psam = opened('DES');
    exchange(psam, `BFDE6809 20 ${F}${R}`);
    expect(exchange(psam, '80FA000000')).toBe('6700');
    expect(exchange(psam, '80FA000007 11223344556677')).toBe('6700');
    expect(exchange(psam, `80FA000048 ${R.repeat(9)}`)).toBe('6700');
    expect(exchange(psam, `80FA000040 ${R.repeat(8)}`)).toBe('6140');
    const sm4 = opened('SM4');
    exchange(sm4, `BFDE6708 28 ${F}${R}${ZEROS}`);
    expect(exchange(sm4, `80FA000008 ${R}`)).toBe('6700');
    expect(exchange(sm4, `80FA000090 ${R.repeat(18)}`)).toBe('6700');
    expect(exchange(sm4, `80FA000080 ${R.repeat(16)}`)).toBe('6180');
  });

  it('continues a MAC only when one has begun', () => {
    const psam = opened('DES');
    exchange(psam, `BFDE6809 20 ${F}${R}`);
    expect(exchange(psam, `80FA010008 ${R}`)).toBe('6901');
    expect(exchange(psam, `80FA030008 ${R}`)).toBe('6901');
    expect(exchange(psam, `80FA070008 ${R}`)).toBe('6700');
    expect(exchange(psam, `80FA050008 ${R}`)).toBe('6700');
    expect(exchange(psam, `80FA070010 ${ZEROS}${R}`)).toBe('9000');
    expect(exchange(psam, `80FA010008 ${R}`)).toBe('6104');
    expect(exchange(psam, `80FA010008 ${R}`)).toBe('6901');
  });

  it('knows no other mode', () => {
    const psam = opened('DES');
    exchange(psam, IRK);
    for (const mode of ['04', '06', '08', '80']) expect(exchange(psam, `80FA${mode}0008 ${R}`)).toBe('6A86');
    expect(exchange(psam, `80FA000108 ${R}`)).toBe('6A86');
  });
});
