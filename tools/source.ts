/** Reads TypeScript and JavaScript sources as far as the house's own checks need: code apart from comments and strings. */

const PLAIN = /[^'"`/{}]+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/y;
const REGULAR_EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*/y;

/** What stands before a `/` that begins a regular expression and is no division. */
const OPERAND_NEXT = /(?:^|[=(,:;!&|?{}[\]+\-*%~^<>]|\b(?:return|typeof|case|in|of|await|yield|void))\s*$/;

const IMPORTS =
  /^import\s*(['"])(.+?)\1|^(?:import|export)\b[^;'"]*?\bfrom\s*(['"])(.+?)\3|\bimport\((['"])(.+?)\5\)/gm;

export interface Source {
  /** The text with comments blanked; strings stand. Lines keep their numbers. */
  readonly withoutComments: string;
  /** The text with comments and the contents of strings blanked, but for the code inside `${}`. */
  readonly code: string;
  /** Where in the text its regular expressions begin. */
  readonly regularExpressions: readonly number[];
}

/** Blanks what is not code. Good for what biome formats, not a parser. */
export function readSource(text: string): Source {
  let code = '';
  let withoutComments = '';
  let at = 0;
  const regularExpressions: number[] = [];
  const take = (length: number, kind: 'code' | 'string' | 'comment') => {
    const piece = text.slice(at, at + length);
    code += kind === 'code' ? piece : blank(piece);
    withoutComments += kind === 'comment' ? blank(piece) : piece;
    at += length;
  };
  /** How many braces are open inside each `${` that the scan is in. */
  const substitutions: number[] = [];
  const takeTemplate = () => {
    take(templateEnd(text, at) - at, 'string');
    if (text[at - 1] === '{') substitutions.push(0);
  };
  const takeBrace = (step: 1 | -1) => {
    if (substitutions.length > 0) substitutions[substitutions.length - 1] += step;
    take(1, 'code');
  };
  const takeSlash = () => {
    const comment = lengthOf(COMMENT, text, at);
    if (comment > 0) take(comment, 'comment');
    else if (!OPERAND_NEXT.test(code.slice(-40))) take(1, 'code');
    else {
      regularExpressions.push(at);
      take(lengthOf(REGULAR_EXPRESSION, text, at) || 1, 'string');
    }
  };
  while (at < text.length) {
    const character = text[at];
    if (character === '/') takeSlash();
    else if (character === "'" || character === '"') take(lengthOf(STRING, text, at) || 1, 'string');
    else if (character === '`') takeTemplate();
    else if (character === '{') takeBrace(1);
    else if (character === '}' && substitutions.at(-1) === 0) {
      substitutions.pop();
      takeTemplate();
    } else if (character === '}') takeBrace(-1);
    else take(lengthOf(PLAIN, text, at), 'code');
  }
  return { withoutComments, code, regularExpressions };
}

/** Where the text of a template that opens, or goes on, at `start` ends: past its closing backquote or the next `${`. */
function templateEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '`') return i + 1;
    else if (text[i] === '$' && text[i + 1] === '{') return i + 2;
  }
  return text.length;
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/**
 * The lines, from 1, on which a constant of a module holds a regular expression: in a table or a function inside it, too.
 * A statement begins where a line does without an indent.
 */
export function expressionsInConstants(text: string): number[] {
  const { code, regularExpressions } = readSource(text);
  const inConstants = regularExpressions.filter((at) => {
    const statement =
      code
        .slice(0, at)
        .match(/^[a-z].*/gm)
        ?.at(-1) ?? '';
    return /^(?:export )?const\b/.test(statement);
  });
  return inConstants.map((at) => text.slice(0, at).split('\n').length);
}

/** The specifiers that a module imports or re-exports, types included, in the order they stand. */
export function importsOf(text: string): string[] {
  return [...readSource(text).withoutComments.matchAll(IMPORTS)].map((found) => found[2] ?? found[4] ?? found[6]);
}

/** The path of the file that a relative import in `file` means, as the source tree has it: `.ts` for `.js`. */
export function resolveImport(file: string, specifier: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const step of specifier.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/').replace(/\.js$/, '.ts');
}
