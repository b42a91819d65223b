/** What a person reads, in the two languages of the terminal. Both are always there. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}
