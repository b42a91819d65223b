/** The transcript of the flash: where something is written, never what. Reading changes nothing and is not told. */

import { words } from '../../base/text.js';
import type { Flash } from '../../ports/flash.js';
import type { Note } from './narration.js';

export function traceFlash(flash: Flash, tell: Note): Flash {
  return {
    unitCount: flash.unitCount,
    unitLength: flash.unitLength,
    programLength: flash.programLength,
    read: (unit, offset, length) => flash.read(unit, offset, length),
    async program(unit, offset, bytes) {
      const zh = `写入单元 ${unit}，偏移 ${offset}，${bytes.length} 字节`;
      tell('>', words(zh, `Programs unit ${unit} at ${offset}, ${bytes.length} bytes`));
      await flash.program(unit, offset, bytes);
    },
    async erase(unit) {
      tell('>', words(`擦除单元 ${unit}`, `Erases unit ${unit}`));
      await flash.erase(unit);
    },
  };
}
