/** cardpeek reads a bank card, without its window, and what it made of it. */

import { mkdirSync, readFileSync } from 'node:fs';
import { program } from './programs.js';
import { DRAWER, READER } from './room.js';

/** One line of cardpeek's view of a card, with what hangs below it. */
export interface Node {
  /** `label`, `id`, `size`, `val` (hexadecimal of bytes, or words) and `alt` (cardpeek's own words), as far as there are. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Node[];
}

export interface Reading {
  readonly view: Node;
  /** Commands and answers, one exchange a line: `C:command:status:data`, `R:ATR` for a reset. */
  readonly exchanges: readonly string[];
  /** cardpeek's warnings and errors, without those that it gives for each record that is not there. */
  readonly complaints: readonly string[];
}

const HOME = `${DRAWER}/home`;
const VIEW = `${DRAWER}/view.xml`;
const EXCHANGES = `${DRAWER}/exchanges.clf`;

/** Always the first choice. It asks for ever when nobody answers, and a little more often than it has questions. */
const YES = '1\n'.repeat(1_000);

const READ = `require("lib.apdu") dofile("emv.lua") ui.save_view("${VIEW}") card.log_save("${EXCHANGES}") os.exit(0)`;

/** The first start puts cardpeek's scripts into the home folder, and does no more. */
export async function unpackCardpeek(): Promise<void> {
  mkdirSync(HOME, { recursive: true });
  await program('cardpeek', ['-c', '-r', 'none', '-e', 'os.exit(0)'], { home: HOME, folder: DRAWER, input: YES });
}

/** Reads the card in the reader with cardpeek's script for EMV. */
export async function readWithCardpeek(): Promise<Reading> {
  const surroundings = { home: HOME, folder: `${HOME}/.cardpeek/scripts`, input: YES };
  const { stderr } = await program('cardpeek', ['-c', '-r', `pcsc://${READER}`, '-e', READ], surroundings);
  return {
    view: parseView(readFileSync(VIEW, 'utf8')),
    exchanges: readFileSync(EXCHANGES, 'utf8').split('\n'),
    complaints: stderr
      .split('\n')
      .filter((line) => /WARNING|ERROR/.test(line) && !/Read (?:log )?record failed/.test(line)),
  };
}

/**
 * The node at the end of a path such as `#A000000333010101 > file 2 > record 1 > 5A`: each step is an id, a label, or
 * both, of the first node that has it, however far below the one before.
 */
export function nodeAt(view: Node, path: string): Node | undefined {
  let node: Node | undefined = view;
  for (const step of path.split(' > ')) node = node && findBelow(node, step);
  return node;
}

function findBelow(node: Node, step: string): Node | undefined {
  for (const child of node.children) {
    if (isCalled(child, step)) return child;
    const found = findBelow(child, step);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isCalled({ attributes }: Node, step: string): boolean {
  const id = attributes.get('id');
  const label = attributes.get('label');
  return step === id || step === label || step === `${label} ${id}`;
}

/** Reads the XML that cardpeek writes: nodes and attributes, no other element, no comment. */
function parseView(xml: string): Node {
  const root = { attributes: new Map<string, string>(), children: [] as Node[] };
  const open = [root];
  for (const [token, name, value] of xml.matchAll(/<node>|<\/node>|<attr name="(\w+)"[^>]*>([^<]*)<\/attr>/g)) {
    const here = open[open.length - 1];
    if (token === '<node>') {
      const child = { attributes: new Map<string, string>(), children: [] as Node[] };
      here.children.push(child);
      open.push(child);
    } else if (token === '</node>') open.pop();
    else here.attributes.set(name, value.replace(/^8:/, '').replaceAll('&apos;', "'"));
  }
  return root;
}
