/**
 * Adversarial inputs for parsers, repeatable from a seed. Uniformly random bytes die at a parser's first check; these
 * start from valid samples and break them the way cards, lines and typists do.
 */

// Millions of refusals: recording where each was thrown costs more than the parsers do.
Error.stackTraceLimit = 0;

/** Repeatable random numbers (sfc32: small, fast, and of no cryptographic worth). */
export interface Source {
  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number;
  pick<T>(list: ArrayLike<T>): T;
  bytes(length: number): Uint8Array;
}

/** Makes one valid sample; what it draws from the source makes the next one different. */
export type Sampler<T> = (source: Source) => T;

/** A source whose numbers depend on the seed alone. */
export function seededSource(seed: number): Source {
  let a = seed | 0;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  return {
    below,
    pick: (list) => list[below(list.length)],
    bytes: (length) => {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = next() >>> 24;
      return bytes;
    },
  };
}

/** Valid samples made beforehand: they are the ground to stand on, and making them may cost more than parsing. */
const POOL = 2000;

/**
 * Byte strings for a parser: one in four a valid sample, one in eight random, the rest samples with one to three
 * mutations. They are the caller's to read, not to write.
 */
export function bytesGenerator(seed: number, sample: Sampler<Uint8Array>): () => Uint8Array {
  const source = seededSource(seed);
  const samples = Array.from({ length: POOL }, () => sample(source));
  return () => {
    const kind = source.below(8);
    if (kind < 2) return source.pick(samples);
    if (kind === 2) return source.bytes(source.below(source.below(8) === 0 ? 400 : 24));
    return mutated(source, samples, MUTATIONS, join);
  };
}

/** The same for texts. Inserted characters come from `alphabet`, the signs that mean something in the format. */
export function textGenerator(seed: number, sample: Sampler<string>, alphabet: string): () => string {
  const source = seededSource(seed);
  const signs = [...alphabet];
  const character = (from: Source): string => from.pick(from.below(4) === 0 ? ODD_CHARACTERS : signs);
  const mutations = textMutations(character);
  const samples = Array.from({ length: POOL }, () => sample(source));
  return () => {
    const kind = source.below(8);
    if (kind < 2) return source.pick(samples);
    if (kind === 2) return Array.from({ length: source.below(40) }, () => character(source)).join('');
    return mutated(source, samples, mutations, (head, tail) => head + tail);
  };
}

type Mutation<T> = (value: T, source: Source) => T;

interface Sliceable<T> {
  readonly length: number;
  slice(start: number, end?: number): T;
}

function mutated<T extends Sliceable<T>>(
  source: Source,
  samples: readonly T[],
  mutations: readonly Mutation<T>[],
  joined: (head: T, tail: T) => T,
): T {
  let value = source.pick(samples);
  for (let left = 1 + (source.below(2) && source.below(3)); left > 0; left--) {
    if (source.below(10) > 0) {
      value = source.pick(mutations)(value, source);
      continue;
    }
    const other = source.pick(samples);
    value = joined(value.slice(0, source.below(value.length + 1)), other.slice(source.below(other.length + 1)));
  }
  return value;
}

/** Values at which lengths, tags and status bytes change their meaning. */
const EDGES: readonly number[] = Object.freeze([
  0x00, 0x01, 0x1f, 0x3b, 0x60, 0x7f, 0x80, 0x81, 0x82, 0x9f, 0xfe, 0xff,
]);

const truncate: Mutation<Uint8Array> = (bytes, source) => bytes.slice(0, source.below(bytes.length + 1));
const behead: Mutation<Uint8Array> = (bytes, source) => bytes.slice(source.below(3));
const flipBit: Mutation<Uint8Array> = (bytes, source) => change(bytes, source, (byte) => byte ^ (1 << source.below(8)));
const setEdge: Mutation<Uint8Array> = (bytes, source) => change(bytes, source, () => source.pick(EDGES));
/** A length lie, wherever it hits a length: one or two more or less than the truth. */
const nudge: Mutation<Uint8Array> = (bytes, source) => change(bytes, source, (byte) => byte + source.below(5) - 2);
const insert: Mutation<Uint8Array> = (bytes, source) => {
  const at = source.below(bytes.length + 1);
  return join(join(bytes.slice(0, at), source.bytes(1 + source.below(3))), bytes.slice(at));
};
const remove: Mutation<Uint8Array> = (bytes, source) => {
  const at = source.below(bytes.length + 1);
  return join(bytes.slice(0, at), bytes.slice(at + 1 + source.below(3)));
};
const repeat: Mutation<Uint8Array> = (bytes, source) => {
  const [from, to] = [source.below(bytes.length + 1), source.below(bytes.length + 1)];
  return join(bytes.slice(0, Math.max(from, to)), bytes.slice(Math.min(from, to)));
};
const fillUp: Mutation<Uint8Array> = (bytes, source) =>
  join(bytes, new Uint8Array(1 + source.below(6)).fill(source.below(2) * 0xff));

const MUTATIONS: readonly Mutation<Uint8Array>[] = Object.freeze([
  truncate,
  behead,
  flipBit,
  setEdge,
  nudge,
  insert,
  remove,
  repeat,
  fillUp,
]);

function change(bytes: Uint8Array, source: Source, edit: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const changed = bytes.slice();
  const at = source.below(bytes.length);
  changed[at] = edit(changed[at]);
  return changed;
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}

/** Characters that a format rarely expects: controls, a wide digit, a lone surrogate, an astral one, right-to-left. */
const ODD_CHARACTERS: readonly string[] = Object.freeze([
  '\0',
  '\n',
  '\u00a0',
  '１',
  '张',
  '\ud842',
  '𠮷',
  '\u202e',
  '\uffff',
]);

function textMutations(character: Sampler<string>): readonly Mutation<string>[] {
  const cut = (text: string, source: Source): number => source.below(text.length + 1);
  return [
    (text, source) => text.slice(0, cut(text, source)),
    (text, source) => text.slice(source.below(3)),
    (text, source) => {
      const at = cut(text, source);
      return text.slice(0, at) + character(source) + text.slice(at + source.below(2));
    },
    (text, source) => {
      const at = cut(text, source);
      return text.slice(0, at) + text.slice(at + 1 + source.below(4));
    },
    (text, source) => {
      const [from, to] = [cut(text, source), cut(text, source)];
      return text.slice(0, Math.max(from, to)) + text.slice(Math.min(from, to));
    },
    (text, source) => {
      const at = cut(text, source);
      const digit = text.slice(at).search(/[0-9]/);
      const place = digit < 0 ? at : at + digit;
      return text.slice(0, place) + source.below(10) + text.slice(place + 1);
    },
  ];
}
