import { describe, expect, it } from 'vitest';
import { readSettings, SAFE_SETTINGS, settingsBytes } from '../../src/app/settings.js';
import { asciiBytes } from '../../src/base/bytes.js';
import { toHex } from '../../src/base/hex.js';

const BANK = {
  host: 'bank.example',
  port: 9_999,
  terminalId: '10000001',
  merchantId: '104100080620001',
  masterKey: '0123456789ABCDEFFEDCBA9876543210',
};

const WHOLE = {
  version: 1,
  profile: 'full',
  language: 'en',
  acceptance: { institutions: ['9156000002'], classes: ['1', '2'], versions: ['2.0'] },
  deviceNumber: 'SN-0001',
  network: { by: 'wifi', ssid: 'clinic', password: 'correct horse' },
  timeServer: 'ntp.example',
  operatorPassword: '975310',
  bank: BANK,
  bureau: { host: '192.0.2.7', port: 8_443, tls: false, pinKey: '00112233445566778899AABBCCDDEEFF' },
  authority: '3003020101',
};

function read(settings: unknown) {
  return readSettings(settingsBytes(settings));
}

/** What is wrong with the whole settings, changed like this. */
function wrong(change: Readonly<Record<string, unknown>>): string {
  return read({ ...WHOLE, ...change }).wrong.join(' ');
}

describe('settings', () => {
  it('say how the terminal is set up', () => {
    const { settings, wrong: none } = read(WHOLE);
    expect(none).toEqual([]);
    const { network, bank, bureau, authority, operatorPassword, ...rest } = settings;
    expect(rest).toEqual({
      profile: 'full',
      language: 'en',
      acceptance: { institutions: ['9156000002'], classes: ['1', '2'], versions: ['2.0'] },
      deviceNumber: 'SN-0001',
      timeServer: 'ntp.example',
    });
    expect(String.fromCharCode(...(operatorPassword?.open() ?? []))).toBe('975310');
    expect(bank).toMatchObject({ host: 'bank.example', port: 9_999, tls: true, terminalId: '10000001' });
    expect(toHex(bank?.masterKey?.open() ?? new Uint8Array(0))).toBe(BANK.masterKey);
    expect(bureau).toMatchObject({ host: '192.0.2.7', port: 8_443, tls: false });
    expect(network?.by === 'wifi' && String.fromCharCode(...(network.password?.open() ?? []))).toBe('correct horse');
    expect(authority).toEqual(Uint8Array.of(0x30, 3, 2, 1, 1));
  });

  it('show no secret as text', () => {
    const { settings } = read(WHOLE);
    const shown =
      JSON.stringify(settings) + String(settings.bank?.masterKey) + Object.keys(settings.bank?.masterKey ?? {});
    for (const secret of ['correct horse', '975310', '0123456789ABCDEF', '00112233', '1,35,69'])
      expect(shown).not.toContain(secret);
  });

  it('are safe where there are none, and say so', () => {
    for (const bytes of [undefined, asciiBytes(''), asciiBytes('{"version":1'), asciiBytes('[]'), asciiBytes('null')])
      expect(readSettings(bytes)).toEqual({ settings: SAFE_SETTINGS, wrong: ['settings'] });
    expect(readSettings(Uint8Array.of(0xff, 0x00))).toEqual({ settings: SAFE_SETTINGS, wrong: ['settings'] });
    expect(SAFE_SETTINGS).toMatchObject({ profile: 'social', bank: undefined, bureau: undefined, network: undefined });
  });

  it('of another version are none', () => {
    for (const version of [0, 2, '1', undefined]) expect(wrong({ version })).toBe('version');
  });

  it('that are left away are safe, and nothing is wrong with that', () => {
    expect(read({ version: 1 })).toEqual({ settings: SAFE_SETTINGS, wrong: [] });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['profile', { profile: 'everything' }],
    ['language', { language: 'fr' }],
    ['acceptance', { acceptance: 'all' }],
    ['acceptance.classes', { acceptance: { ...WHOLE.acceptance, classes: ['12'] } }],
    ['acceptance.versions', { acceptance: { institutions: ['9156000002'], classes: ['1'] } }],
    ['acceptance.institutions', { acceptance: { ...WHOLE.acceptance, institutions: [] } }],
    ['acceptance.institutions', { acceptance: { ...WHOLE.acceptance, institutions: [9156000002] } }],
    ['deviceNumber', { deviceNumber: '终端' }],
    ['network.by', { network: { by: 'pigeon' } }],
    ['network.ssid', { network: { by: 'wifi' } }],
    ['network.ssid', { network: { by: 'wifi', ssid: '医院医院医院医院医院医' } }],
    ['network.password', { network: { by: 'wifi', ssid: 'clinic', password: 'short' } }],
    ['network.password', { network: { by: 'wifi', ssid: 'clinic', password: '' } }],
    ['network.password', { network: { by: 'wifi', ssid: 'clinic', password: 'x'.repeat(64) } }],
    ['network.password', { network: { by: 'wifi', ssid: 'clinic', password: '正确的密码正确' } }],
    ['network', { network: undefined }],
    ['network', { network: undefined, bank: undefined }],
    ['network', { network: 'wifi' }],
    ['deviceNumber', { deviceNumber: 'N'.repeat(21) }],
    ['timeServer', { timeServer: 'not a name' }],
    ['operatorPassword', { operatorPassword: '97531' }],
    ['operatorPassword', { operatorPassword: '97531a' }],
    ['operatorPassword', { operatorPassword: 975_310 }],
    ['bank', { bank: [] }],
    ['bank.host', { bank: { ...BANK, host: undefined } }],
    ['bank.port', { bank: { ...BANK, port: undefined } }],
    ['bank.port', { bank: { ...BANK, port: 0 } }],
    ['bank.port', { bank: { ...BANK, port: '9999' } }],
    ['bank.port', { bank: { ...BANK, port: 99.5 } }],
    ['bank.host', { bank: { ...BANK, host: `${'a'.repeat(64)}.example` } }],
    ['bank.terminalId', { bank: { ...BANK, terminalId: undefined } }],
    ['bank.merchantId', { bank: { ...BANK, merchantId: undefined } }],
    ['bank.masterKey', { bank: { ...BANK, masterKey: `${BANK.masterKey}00` } }],
    ['bank.masterKey', { bank: { ...BANK, masterKey: BANK.masterKey.slice(1) } }],
    ['authority', { authority: '' }],
    ['authority', { authority: '30'.repeat(2_049) }],
    ['authority', { authority: 30 }],
    ['bank.port', { bank: { ...BANK, port: 65_536 } }],
    ['bank.host', { bank: { ...BANK, host: '-.example' } }],
    ['bank.terminalId', { bank: { ...BANK, terminalId: '1' } }],
    ['bank.masterKey', { bank: { ...BANK, masterKey: '0123' } }],
    ['bureau.tls', { bureau: { ...WHOLE.bureau, tls: 'yes' } }],
    ['bureau.pinKey', { bureau: { ...WHOLE.bureau, pinKey: 'G0112233445566778899AABBCCDDEEFF' } }],
    ['authority', { authority: '3' }],
    ['bnak', { bnak: {} }],
    ['bank.tsl', { bank: { ...BANK, tsl: true } }],
    ['network.pasword', { network: { by: 'wifi', ssid: 'clinic', pasword: 'correct horse' } }],
  ])('name what is wrong: %s', (name, change) => {
    expect(wrong(change)).toBe(name);
  });

  it('join no open network in place of one whose password is wrong', () => {
    const network = (more: object) =>
      read({ ...WHOLE, network: { by: 'wifi', ssid: 'clinic', ...more } }).settings.network;
    expect(network({ password: 'short' })).toBeUndefined();
    expect(network({})).toMatchObject({ ssid: 'clinic', password: undefined });
  });

  it('leave no back end with TLS to other authorities than the one that cannot be read', () => {
    const { settings } = read({ ...WHOLE, authority: 'of the bank' });
    expect(settings.bank, 'has TLS').toBeUndefined();
    expect(settings.bureau, 'has none').toMatchObject({ host: '192.0.2.7' });
    expect(read({ ...WHOLE, authority: undefined }).settings.bank).toMatchObject({ tls: true });
  });

  it('take a label of 63 characters for part of a name', () => {
    expect(wrong({ timeServer: `${'a'.repeat(63)}.example` })).toBe('');
    expect(wrong({ timeServer: `${'a'.repeat(64)}.example` })).toBe('timeServer');
  });

  it('take ten hanzi and two letters for the name of a network', () => {
    expect(wrong({ network: { by: 'wifi', ssid: '医院医院医院医院医院AB' } })).toBe('');
  });

  const FIXED = { address: '10.1.2.3', mask: '255.255.254.0', gateway: '10.1.3.254' };
  const BY_ADDRESS = {
    timeServer: '10.1.2.9',
    bank: { ...BANK, host: '10.9.9.9' },
    network: { by: 'ethernet', static: FIXED },
  };

  it('of a network by cable are no name and no password, and an address of its own where it has one', () => {
    expect(read({ ...WHOLE, network: { by: 'ethernet' } })).toMatchObject({
      settings: { network: { by: 'ethernet', static: undefined } },
      wrong: [],
    });
    expect(read({ ...WHOLE, ...BY_ADDRESS })).toMatchObject({
      settings: { network: { by: 'ethernet', static: FIXED } },
      wrong: [],
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['network.ssid', { network: { by: 'ethernet', ssid: 'clinic' } }],
    ['network.password', { network: { by: 'ethernet', password: 'correct horse' } }],
    ['network.static', { network: { by: 'wifi', ssid: 'clinic', static: FIXED } }],
    ['network.static', { network: { by: 'ethernet', static: '10.1.2.3' } }],
    ['network.static.adress network.static.address', { network: { by: 'ethernet', static: { adress: '10.1.2.3' } } }],
    ...[
      { address: '10.1.2' },
      { address: '10.1.2.256' },
      { address: '10.1.2.03' },
      { address: '10.1.2.0' },
      { address: '10.1.3.255' },
      { address: '127.0.0.2', gateway: '127.0.0.1' },
      { address: '224.0.0.2', gateway: '224.0.0.1' },
      { address: '0.0.1.2', gateway: '0.0.1.1' },
    ].map((change): [string, Readonly<Record<string, unknown>>] => ['network.static.address', { ...FIXED, ...change }]),
    ...['255.255.255', '255.0.255.0', '0.0.0.0', '127.255.255.0', '255.255.255.254', '255.255.255.255'].map(
      (mask): [string, Readonly<Record<string, unknown>>] => ['network.static.mask', { ...FIXED, mask }],
    ),
    ...['', '10.1.4.1', '10.1.2.3', '10.1.2.0', '10.1.3.255', 'gateway'].map(
      (gateway): [string, Readonly<Record<string, unknown>>] => ['network.static.gateway', { ...FIXED, gateway }],
    ),
  ])('of a network by cable name what is wrong: %s in %o', (name, change) => {
    const network = 'network' in change ? change : { network: { by: 'ethernet', static: change } };
    expect(wrong(network)).toBe(name);
  });

  it('without a whole address of its own ask the network for one', () => {
    const network = { by: 'ethernet', static: { ...FIXED, mask: '255.0.255.0' } };
    expect(read({ ...WHOLE, network }).settings.network).toEqual({ by: 'ethernet', static: undefined });
  });

  it('with an address of its own want addresses of those it calls, for nobody tells it where names lie', () => {
    expect(wrong({ ...BY_ADDRESS, timeServer: 'ntp.example' })).toBe('timeServer');
    expect(wrong({ ...BY_ADDRESS, bank: BANK })).toBe('bank.host');
    expect(wrong({ ...BY_ADDRESS, bureau: { host: 'bureau', port: 1 } })).toBe('bureau.host');
  });

  it('without a whole bank have no bank; without a whole key have the bank and no key', () => {
    expect(read({ ...WHOLE, bank: { ...BANK, merchantId: '' } }).settings.bank).toBeUndefined();
    expect(read({ ...WHOLE, bank: { ...BANK, masterKey: 'FF' } }).settings.bank).toMatchObject({
      masterKey: undefined,
    });
    expect(wrong({ bank: { ...BANK, masterKey: undefined } }), 'a key may come another way').toBe('');
  });
});
