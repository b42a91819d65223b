import { describe, expect, it } from 'vitest';
import { boardSettings } from '../../hosts/esp32/board-settings.js';
import { KeyValueStore } from '../../hosts/peers/key-value/key-value.js';
import { testRoot } from '../../hosts/peers/keys.js';
import sample from '../../hosts/samples/board-settings.json' with { type: 'json' };
import wired from '../../hosts/samples/board-settings-ethernet.json' with { type: 'json' };
import { settingsTable } from '../../tools/settings.js';

const SETTINGS = { version: 1, profile: 'full', network: { by: 'wifi', ssid: '医院', password: 'correct horse' } };

/** As nvs_partition_gen.py and esptool would bring the table into the storage. */
function flashed(table: string): KeyValueStore {
  const io = new KeyValueStore();
  const [head, namespace, ...rows] = table.trimEnd().split('\n');
  expect(head).toBe('key,type,encoding,value');
  const domain = io.open({ path: namespace.split(',')[0], format: 'buffer' });
  for (const row of rows) {
    const [key, type, encoding, value] = row.split(',');
    expect(`${type} ${encoding}`).toBe('data hex2bin');
    domain.write(key, new Uint8Array(Buffer.from(value, 'hex')).buffer);
  }
  return io;
}

describe('settings of a board', () => {
  it('are those of the file, by way of NVS', () => {
    const table = settingsTable(JSON.stringify(SETTINGS));
    const { settings, wrong } = boardSettings(flashed(String(table)));
    expect(wrong).toEqual([]);
    expect(settings).toMatchObject({ profile: 'full', network: { by: 'wifi', ssid: '医院' } });
  });

  it.each([
    ['wifi', sample],
    ['ethernet', wired],
  ])('are those of the sample, whose keys are the test world’s: %s', (by, file) => {
    const { settings, wrong } = boardSettings(flashed(String(settingsTable(JSON.stringify(file)))));
    expect(settings.network?.by).toBe(by);
    expect(wrong).toEqual([]);
    expect(settings.bank?.masterKey?.open()).toEqual(testRoot('TMK'));
    expect(settings.bureau?.pinKey?.open()).toEqual(testRoot('TPK'));
  });

  it('are not made of a wrong file, and no value of it is said', () => {
    const password = { ...SETTINGS, network: { ...SETTINGS.network, password: 'secret' } };
    expect(settingsTable(JSON.stringify(password))).toEqual([
      '"network.password" is missing, misspelt or not what it should be: Wi-Fi has one of 8 to 63 characters, or none where it is open; a cable has none',
    ]);
    const both = { ...SETTINGS, network: { ...wired.network, password: 'correct horse' } };
    expect(settingsTable(JSON.stringify(both))).toEqual([
      '"network.password" is missing, misspelt or not what it should be: Wi-Fi has one of 8 to 63 characters, or none where it is open; a cable has none',
    ]);
    const named = { ...wired, bank: { ...wired.bank, host: 'bank.example' } };
    expect(settingsTable(JSON.stringify(named))).toEqual([
      expect.stringMatching(/^"bank\.host" .* only an address beside "network\.static"/),
    ]);
    expect(settingsTable(JSON.stringify({ ...SETTINGS, constructor: 1 }))).toEqual([
      '"constructor" is missing, misspelt or not what it should be',
    ]);
    expect(String(settingsTable('{"masterKey": "00FF')).includes('00FF')).toBe(false);
  });

  it('are safe on a board that has none', () => {
    expect(boardSettings(new KeyValueStore())).toMatchObject({ settings: { profile: 'social' }, wrong: ['settings'] });
  });
});
