/** What a person reads, in the two languages of the terminal. Both are always there. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export function words(zh: string, en: string): Text {
  return Object.freeze({ zh, en });
}

/** A number, a name, hexadecimal: the same in both languages. */
export function same(text: string): Text {
  return words(text, text);
}

/** Two texts as one sentence. */
export function join(a: Text, b: Text, between = ' '): Text {
  return { zh: a.zh + between + b.zh, en: a.en + between + b.en };
}

/** Any number of texts in a row; of none, nothing. */
export function joinAll(texts: readonly Text[], between: string): Text {
  return texts.length === 0 ? same('') : texts.reduce((sentence, text) => join(sentence, text, between));
}
