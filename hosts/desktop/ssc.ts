/** The command line of the desktop host. */

import { cardCommand } from './card-new.js';
import { USAGE, UsageError } from './usage.js';
import { visitCommand } from './visit.js';

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  const write = (text: string) => void process.stdout.write(text);
  switch (command) {
    case 'visit':
      return await visitCommand(rest, write);
    case 'card':
      return cardCommand(rest, write);
    case 'help':
    case '--help':
    case undefined:
      write(USAGE);
      return command === undefined ? 2 : 0;
    default:
      throw new UsageError(`'${command}' is not a command; try: ssc help`);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`ssc: ${error.message}\n`);
  process.exitCode = 2;
}
