/** The compiled slot as a process that is talked to line by line, in lockstep: virtual time stands still meanwhile. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

const DECODER = new TextDecoder('latin1');

export class HostProgram {
  readonly #child: ChildProcess;
  readonly #errors: string;
  readonly #ended: Promise<number | null>;
  readonly #to: number;
  readonly #from: number;
  readonly #buffer = new Uint8Array(65_536);
  #text = '';
  /** Why it was given up. */
  #given: string | undefined;

  /** @param folder where its pipes can lie */
  constructor(program: string, folder: string) {
    const [to, from] = [`${folder}/to`, `${folder}/from`];
    this.#errors = `${folder}/errors`;
    if (spawnSync('mkfifo', [to, from]).status !== 0) throw new Error('mkfifo makes no pipes');
    // A program that does not start would never open them.
    if (spawnSync(program).status !== 1) throw new Error(`${program} does not start`);
    const errors = openSync(this.#errors, 'w');
    this.#child = spawn(program, [to, from], { stdio: ['ignore', 'ignore', errors] });
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve));
    closeSync(errors);
    this.#to = openSync(to, 'w');
    this.#from = openSync(from, 'r');
  }

  /**
   * @param heed is told each line that the program says on the way; what it returns, if anything, is the answer to it
   * @returns the words of the line that begins with `end`
   */
  command(line: string, heed: (words: readonly string[]) => string | undefined): readonly string[] {
    if (this.#given !== undefined) throw new Error(`the native slot was given up: ${this.#given}`);
    try {
      this.#write(line);
      for (;;) {
        const words = this.#readLine().split(' ');
        if (words[0] === 'end') return words;
        const answer = heed(words);
        if (answer !== undefined) this.#write(answer);
      }
    } catch (error) {
      // Who does not get an answer cannot go on.
      this.#given = String(error);
      this.#child.kill('SIGKILL');
      throw error;
    }
  }

  /** Ends it. @returns what it had to complain of, with what the sanitizers found; nothing when all was well */
  async end(): Promise<string> {
    closeSync(this.#to);
    const status = await this.#ended;
    closeSync(this.#from);
    return readFileSync(this.#errors, 'utf8') || (status === 0 ? '' : `it ended with ${status}`);
  }

  #write(line: string): void {
    writeSync(this.#to, `${line}\n`);
  }

  #readLine(): string {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return line;
      }
      const count = readSync(this.#from, this.#buffer);
      if (count === 0) throw new Error(`the native slot stopped: ${readFileSync(this.#errors, 'utf8')}`);
      this.#text += DECODER.decode(this.#buffer.subarray(0, count));
    }
  }
}
