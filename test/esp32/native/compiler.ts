/** Compiles the native slot for a host: the core against the emulated chip, and the XS glue for its syntax. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readText, TOP } from '../../../tools/files.js';

const NATIVE = 'hosts/esp32/native';
const HOST = 'test/esp32/native';

/** What iso7816.c and slot.c include of ESP-IDF; on a host one header stands for each of them. */
const IDF_HEADERS = [
  ...['driver/gpio.h', 'driver/gptimer.h', 'driver/ledc.h', 'driver/uart.h', 'esp_err.h', 'esp_intr_alloc.h'],
  ...['esp_rom_gpio.h', 'freertos/FreeRTOS.h', 'freertos/semphr.h', 'freertos/task.h', 'hal/uart_ll.h'],
  ...['soc/gpio_sig_map.h', 'soc/interrupts.h', 'soc/uart_struct.h'],
];

const WARNINGS = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-Wshadow', '-Wstrict-prototypes'];
const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** Headers of XS, as the package of the test engine has them; it is installed when the tests first run in XS. */
const XS_INCLUDES = `${TOP}tools/xs/node_modules/@agoric/xsnap/moddable/xs/includes`;

/** @returns whether there is a C compiler; without one it says aloud what is not tested, and in CI it throws */
export function hasCompiler(): boolean {
  if (spawnSync('cc', ['--version']).status === 0) return true;
  const notice = 'NOT TESTED: the native slot, hosts/esp32/native. There is no C compiler; install one, as cc';
  if (process.env.CI === 'true') throw new Error(notice);
  process.stderr.write(`${notice}\n`);
  return false;
}

/** @returns the path of a program that speaks as main.c says @throws Error with what the compiler says */
export function compileHostProgram(folder: string): string {
  writeHeaders(folder, IDF_HEADERS, `#include "${TOP}${HOST}/idf.h"\n`);
  const program = `${folder}/slot`;
  const sources = [`${NATIVE}/iso7816.c`, `${NATIVE}/lines.c`, `${HOST}/idf.c`, `${HOST}/main.c`].map(
    (source) => TOP + source,
  );
  const options = ['-O1', '-g', ...WARNINGS, ...sanitizers(folder), `-I${folder}`, `-I${TOP}${NATIVE}`];
  compile([...options, ...sources, '-o', program]);
  return program;
}

/** @returns whether there were XS headers to check slot.c against @throws Error with what the compiler says */
export function checkGlue(folder: string): boolean {
  if (!existsSync(XS_INCLUDES)) return false;
  writeHeaders(folder, IDF_HEADERS, `#include "${TOP}${HOST}/idf.h"\n`);
  writeHeaders(folder, ['xsHost.h', 'builtinCommon.h'], `#include "${TOP}${HOST}/sdk.h"\n`);
  // As the SDK does for each build: a number for every name that the sources use.
  const names = [...new Set(readText(`${NATIVE}/slot.c`).match(/\bxsID_\w+/g))];
  writeFileSync(`${folder}/mc.xs.h`, `enum { xsID_ = 0, ${names.join(', ')} };\n`);
  const includes = [
    `-I${folder}`,
    `-I${TOP}${NATIVE}`,
    `-isystem${XS_INCLUDES}`,
    `-isystem${XS_INCLUDES}/../platforms`,
  ];
  compile(['-fsyntax-only', ...WARNINGS, '-include', 'stdlib.h', ...includes, `${TOP}${NATIVE}/slot.c`]);
  return true;
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
