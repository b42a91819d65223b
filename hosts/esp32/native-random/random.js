/** The generator of random.c; it throws while the radio is off. */
export function fill(buffer) {
  return native('xs_chip_random_fill').call(this, buffer);
}
