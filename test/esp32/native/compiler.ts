/** Compiles the native slot for a host, against the emulated chip: its core alone, or all of it in a machine of XS. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { readText, TOP } from '../../../tools/files.js';
import { installXs } from '../../../tools/xs/install.js';

const NATIVE = 'hosts/esp32/native';
const HOST = 'test/esp32/native';

/** What iso7816.c and slot.c include of ESP-IDF; on a host one header stands for each of them. */
const IDF_HEADERS = [
  ...['driver/gpio.h', 'driver/gptimer.h', 'driver/ledc.h', 'driver/uart.h', 'esp_err.h', 'esp_intr_alloc.h'],
  ...['esp_rom_gpio.h', 'freertos/FreeRTOS.h', 'freertos/semphr.h', 'freertos/task.h', 'hal/uart_ll.h'],
  ...['soc/gpio_pins.h', 'soc/gpio_sig_map.h', 'soc/interrupts.h', 'soc/soc.h', 'soc/uart_struct.h'],
];

const WARNINGS = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-Wshadow', '-Wstrict-prototypes'];
const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** XS, as the package of the test engine has it; it is installed and compiled when the tests first run in XS. */
const XSNAP = `${TOP}tools/xs/node_modules/@agoric/xsnap`;
const XS_INCLUDES = ['includes', 'platforms'].map((name) => `-isystem${XSNAP}/moddable/xs/${name}`);
const XS_OBJECTS = `${XSNAP}/xsnap-native/xsnap/build/tmp/${process.platform === 'darwin' ? 'mac' : 'lin'}/release/xsnap-worker`;

/** @returns whether there is a C compiler; without one it says aloud what is not tested, and in CI it throws */
export function hasCompiler(): boolean {
  if (spawnSync('cc', ['--version']).status === 0) return true;
  tellUntested('There is no C compiler; install one, as cc');
  return false;
}

function tellUntested(why: string): void {
  const notice = `NOT TESTED: the C of hosts/esp32. ${why}`;
  if (process.env.CI === 'true') throw new Error(notice);
  process.stderr.write(`${notice}\n`);
}

/** @returns the path of a program that speaks as main.c says @throws Error with what the compiler says */
export function compileHostProgram(folder: string): string {
  return link(folder, 'core', [`${HOST}/core.c`], []);
}

/**
 * The same with the slot behind its class in a machine of XS, which is that of the tests in XS: some twenty seconds the first
 * time. Of one test file only: two would install it at once.
 * @returns the path, or undefined where nothing can compile it, which it says aloud @throws Error with what went wrong
 */
export async function compileMachineProgram(folder: string): Promise<string | undefined> {
  const xs = await installXs();
  if (xs.kind === 'failed') throw new Error(xs.output);
  if (xs.kind === 'impossible') {
    tellUntested(`It takes ${xs.missing} to compile XS`);
    return undefined;
  }
  const objects = readdirSync(XS_OBJECTS).filter((name) => name.endsWith('.o') && name !== 'xsnap-worker.o');
  writeHeaders(folder, ['xsHost.h', 'builtinCommon.h'], `#include "${TOP}${HOST}/sdk.h"\n`);
  // As the SDK does for each build: an identifier for every name that the sources use.
  const names = [...new Set(readText(`${NATIVE}/slot.c`).match(/(?<=\bxsID_)\w+/g))];
  writeFileSync(`${folder}/mc.xs.h`, names.map((name) => `#define xsID_${name} (fxID(the, "${name}"))\n`).join(''));
  return link(
    folder,
    'machine',
    [`${NATIVE}/slot.c`, `${HOST}/machine.c`],
    [
      ...XS_INCLUDES,
      ...['-include', 'stdlib.h', '-include', 'string.h'],
      ...objects.map((name) => `${XS_OBJECTS}/${name}`),
      ...['-lm', '-ldl', '-lpthread'],
    ],
  );
}

function link(folder: string, name: string, sources: readonly string[], options: readonly string[]): string {
  writeHeaders(folder, IDF_HEADERS, `#include "${TOP}${HOST}/idf.h"\n`);
  const all = [`${NATIVE}/iso7816.c`, `${NATIVE}/lines.c`, `${HOST}/idf.c`, `${HOST}/main.c`, ...sources];
  const includes = [`-I${folder}`, `-I${TOP}${NATIVE}`, `-I${TOP}${HOST}`];
  const program = `${folder}/${name}`;
  const flags = ['-O1', '-g', ...WARNINGS, ...sanitizers(folder), ...includes];
  compile([...flags, ...all.map((source) => TOP + source), ...options, '-o', program]);
  return program;
}

function writeHeaders(folder: string, names: readonly string[], text: string): void {
  for (const name of names) {
    mkdirSync(`${folder}/${name}`.replace(/\/[^/]*$/, ''), { recursive: true });
    writeFileSync(`${folder}/${name}`, text);
  }
}

/** Where the compiler has their libraries. */
function sanitizers(folder: string): readonly string[] {
  writeFileSync(`${folder}/empty.c`, 'int main(void) { return 0; }\n');
  const { status } = spawnSync('cc', [...SANITIZERS, `${folder}/empty.c`, '-o', `${folder}/empty`]);
  return status === 0 && spawnSync(`${folder}/empty`).status === 0 ? SANITIZERS : [];
}

function compile(args: readonly string[]): void {
  const { status, stderr } = spawnSync('cc', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cc: ${stderr}`);
}
