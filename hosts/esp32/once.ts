/** A part of the board is made when it is first asked for, and is the same ever after: its pins are taken by then. */
export function once<T>(make: () => T): () => T {
  let made: { readonly part: T } | undefined;
  return () => {
    made ??= { part: make() };
    return made.part;
  };
}
