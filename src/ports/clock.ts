export interface Clock {
  /** Milliseconds since start-up; never goes back. */
  ticks(): number;
  /** Local date and time as fourteen digits YYYYMMDDhhmmss, the cn7 form of the card's own fields. */
  now(): string;
  /** Lets this many milliseconds pass. */
  sleep(ms: number): Promise<void>;
}
