/** `ssc trace`: a recorded transcript as people read it. */

import { parseTraceLine } from '../../src/app/trace/jsonl.js';
import { parsed, readText } from './files.js';
import { paletteFor, textTrace, type Write } from './outputs.js';
import { UsageError } from './usage.js';

export function traceCommand(args: readonly string[], write: Write): number {
  const [path, ...rest] = args;
  if (path === undefined || rest.length > 0) throw new UsageError('trace what? one FILE, as --trace writes it');
  const trace = textTrace(write, paletteFor(process.stdout, process.env), 'all');
  readText(path)
    .split('\n')
    .forEach((line, index) => {
      if (line !== '') trace.write(parsed(`${path}:${index + 1}`, () => parseTraceLine(line)));
    });
  return 0;
}
