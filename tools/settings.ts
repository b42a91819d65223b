/**
 * `npm run settings -- FILE`: checks a terminal's settings and writes them as the table that ESP-IDF's nvs_partition_gen.py makes
 * an NVS partition of. No secret is printed.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DOMAIN, SETTINGS_NAME } from '../hosts/esp32/board-settings.js';
import { readSettings, settingsBytes } from '../src/app/settings.js';
import { toHex } from '../src/base/hex.js';
import { recordBytes } from '../src/drivers/settings/kept-record.js';
import { TOP } from './files.js';

const OUT = `${TOP}dist/settings.csv`;

const HOST_HINT = 'a name or an IPv4 address; only an address beside "network.static", which has no name server';

/** What it should be, where that depends on another setting or is easily mistaken. A name may be anything that was misspelt. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['network.ssid', 'Wi-Fi has a name of 1 to 32 bytes, a cable none'],
  ['network.password', 'Wi-Fi has one of 8 to 63 characters, or none where it is open; a cable has none'],
  ['network.static', 'an address, mask and gateway of its own, and only for a cable ("by": "ethernet")'],
  ['network.static.address', 'an IPv4 address of a host in the network of its mask, as 192.168.1.77'],
  ['network.static.mask', 'ones, then zeros, as 255.255.255.0'],
  ['network.static.gateway', 'the address of the router in the same network, and not the terminal’s own'],
  ['timeServer', HOST_HINT],
  ['bank.host', HOST_HINT],
  ['bureau.host', HOST_HINT],
]);

function hint(name: string): string {
  const words = HINTS.get(name);
  return words === undefined ? '' : `: ${words}`;
}

/** @returns the table, or what is wrong, one sentence each */
export function settingsTable(text: string): string | readonly string[] {
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    return [`it is no JSON: ${(error as Error).message.replace(/"[^"]*"/g, '…')}`];
  }
  const bytes = settingsBytes(settings);
  const { wrong } = readSettings(bytes);
  if (wrong.length > 0)
    return wrong.map((name) => `"${name}" is missing, misspelt or not what it should be${hint(name)}`);
  const rows = [
    'key,type,encoding,value',
    `${DOMAIN},namespace,,`,
    `${SETTINGS_NAME}.0,data,hex2bin,${toHex(recordBytes(1, bytes))}`,
  ];
  return `${rows.join('\n')}\n`;
}

function main(file: string | undefined): number {
  if (file === undefined)
    return fail(['npm run settings -- FILE: FILE holds the settings as hosts/samples/board-settings.json does']);
  if (!existsSync(file)) return fail([`${file}: there is no such file`]);
  const table = settingsTable(readFileSync(file, 'utf8'));
  if (typeof table !== 'string') return fail(table.map((sentence) => `${file}: ${sentence}`));
  mkdirSync(`${TOP}dist`, { recursive: true });
  writeFileSync(OUT, table, { mode: 0o600 });
  process.stdout.write(`${OUT} is there. To bring it onto a board, with the tools of ESP-IDF:
  nvs_partition_gen.py generate dist/settings.csv dist/settings.bin 0x6000
  esptool.py write_flash 0x9000 dist/settings.bin
It replaces all of NVS, the device key with it. A board that has been at work: settle its batch before, and erase its journal
with it, which nothing opens any more: esptool.py erase_region 0x380000 0x80000
`);
  return 0;
}

function fail(sentences: readonly string[]): number {
  process.stderr.write(`${sentences.join('\n')}\nsettings: FAILED, nothing was written\n`);
  return 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main(process.argv[2]);
