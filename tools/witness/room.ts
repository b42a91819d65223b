/** The witnesses' room: a network that ends at the door, a `/run` of its own, a PC/SC daemon that knows vpcd and nothing else. */

import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { PATH, program } from './programs.js';

/** Where Debian's vsmartcard-vpcd puts its driver. */
export const VPCD_DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';

/** A folder in memory, seen from inside only. */
export const DRAWER = '/run/witness';

const DRIVER = `${DRAWER}/libifdvpcd.so`;
const READERS = `${DRAWER}/reader.conf.d`;
const LOG = `${DRAWER}/pcscd.log`;
/** The daemon's socket, which pcsc-lite has built in. */
const SOCKET = '/run/pcscd/pcscd.comm';
/** Where the daemon looks for drivers of readers that are plugged in. */
const PLUGGED_DRIVERS = '/usr/lib/pcsc/drivers';

/** vpcd's stock configuration: the first slot at port 8C7B = 35963, the second one above. */
const CONFIGURATION = `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x8C7B\nLIBPATH ${DRIVER}\nCHANNELID 0x8C7B\n`;

/** The first slot's name for PC/SC. */
export const READER = 'Virtual PCD 00 00';

/** Acknowledged at once, an APDU takes a quarter of a millisecond; left to Nagle and delayed acknowledgement, 44. */
const QUICK = ['dev', 'lo', 'proto', 'kernel', 'scope', 'host', 'src', '127.0.0.1', 'quickack', '1', 'table', 'local'];

/** Makes the room. Only to be called inside fresh namespaces: it mounts over `/run` and over the daemon's drivers. */
export async function furnish(): Promise<void> {
  await program('ip', ['link', 'set', 'lo', 'up']);
  for (const route of ['127.0.0.0/8', '127.0.0.1']) await program('ip', ['route', 'replace', 'local', route, ...QUICK]);
  await program('mount', ['-t', 'tmpfs', 'witness', '/run']);
  mkdirSync(READERS, { recursive: true });
  copyFileSync(VPCD_DRIVER, DRIVER);
  writeFileSync(`${READERS}/vpcd`, CONFIGURATION);
  await program('mount', ['-t', 'tmpfs', 'witness', PLUGGED_DRIVERS]);
}

/** Starts the daemon. @returns once it listens */
export async function startDaemon(): Promise<ChildProcess> {
  const log = openSync(LOG, 'w');
  const daemon = spawn('pcscd', ['--foreground', '--config', READERS], { env: { PATH }, stdio: ['ignore', log, log] });
  let lost: string | undefined;
  daemon.once('error', (error) => {
    lost = error.message;
  });
  daemon.once('exit', (code) => {
    lost = `exit ${code}`;
  });
  while (!existsSync(SOCKET)) {
    if (lost !== undefined) throw new Error(`pcscd: ${lost}\n${readFileSync(LOG, 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return daemon;
}
