/** The command line of the desktop host. */

import { blacklistCommand } from './blacklist.js';
import { cardCommand } from './card-new.js';
import { decodeCommand } from './decode.js';
import { serveCommand } from './serve.js';
import { serveCardCommand } from './serve-card.js';
import { terminalCommand } from './terminal.js';
import { traceCommand } from './trace.js';
import { USAGE, UsageError } from './usage.js';
import { visitCommand } from './visit.js';
import { worldCommand } from './world.js';

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  const write = (text: string) => void process.stdout.write(text);
  switch (command) {
    case 'visit':
      return await visitCommand(rest, write);
    case 'card':
      return cardCommand(rest, write);
    case 'blacklist':
      return await blacklistCommand(rest, write);
    case 'serve':
      return await serveCommand(rest, write);
    case 'serve-card':
      return await serveCardCommand(rest, write);
    case 'terminal':
      return await terminalCommand(rest, write, process.stdin);
    case 'decode':
      return decodeCommand(rest, write);
    case 'world':
      return await worldCommand(rest, write);
    case 'trace':
      return traceCommand(rest, write);
    case 'help':
    case '--help':
    case undefined:
      write(USAGE);
      return command === undefined ? 2 : 0;
    default:
      throw new UsageError(`'${command}' is not a command; try: ssc help`);
  }
}

// A reader that has seen enough (`ssc … | head`) does not end the visit, whose card may have to be kept.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** EX_SOFTWARE of sysexits.h: neither the card's refusal nor the user's mistake. */
const SOFTWARE_ERROR = 70;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const usage = error instanceof UsageError;
  process.stderr.write(usage ? `ssc: ${error.message}\n` : `ssc: a bug of this program\n${(error as Error).stack}\n`);
  process.exitCode = usage ? 2 : SOFTWARE_ERROR;
}
