/** The generator of random.c; it throws while neither the radio feeds it nor `feed` was called. */
export function fill(buffer) {
  return native('xs_chip_random_fill').call(this, buffer);
}

/** Feeds it by the converter, for good; throws where the radio is on. */
export function feed() {
  return native('xs_chip_random_feed').call(this);
}
