/** What can befall one request on its way to the host, or its answer on the way back. */

export type Deed =
  /** the request does not arrive */
  | { readonly deed: 'request-lost' }
  /** it arrives behind the next request, whose answer comes first; the line may be another by then */
  | { readonly deed: 'request-late' }
  /** the host acts, and what it says does not arrive */
  | { readonly deed: 'answer-lost' }
  /** the answer comes so many ms later, or without a number behind the next answer */
  | { readonly deed: 'answer-late'; readonly ms?: number }
  /** the host gets the request twice and answers twice */
  | { readonly deed: 'request-twice' }
  /** the answer comes twice */
  | { readonly deed: 'answer-twice' }
  /** the last byte of the answer is another one: of its MAC, where it has one */
  | { readonly deed: 'wrong-mac' }
  /** another terminal's answer comes before the right one, or in its place */
  | { readonly deed: 'foreign'; readonly place: 'before' | 'instead' }
  /** the host acts, and bytes come that are no message, or no frame at all */
  | { readonly deed: 'garbage'; readonly of: 'message' | 'frame' }
  /** the line breaks before the host has the request or after it acted; the terminal is told when it sends or when it waits */
  | { readonly deed: 'drop'; readonly when: 'before' | 'after'; readonly noticed: 'sending' | 'waiting' }
  /** the host refuses with this code and does nothing */
  | { readonly deed: 'decline'; readonly code: string }
  /** the host takes so many ms more */
  | { readonly deed: 'delay'; readonly ms: number }
  /** the line is gone, this request with it, until somebody restores it */
  | { readonly deed: 'down' }
  /** the header of the answer asks for something, one digit */
  | { readonly deed: 'processing-request'; readonly digit: string };

/** Whether it can befall a message of any host: the others are made of the fields of a bank's. */
export function isOfAnyLine({ deed }: Deed): boolean {
  return deed !== 'foreign' && deed !== 'garbage';
}
