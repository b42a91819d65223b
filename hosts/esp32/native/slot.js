/** The slot of iso7816.c as a class of XS: what each method takes and gives is in sdk-untyped.d.ts. */

class ISO7816 extends Native('xs_iso7816_destructor') {
  constructor(options) {
    super();
    native('xs_iso7816_constructor').call(this, options);
  }
  close() {
    return native('xs_iso7816_close').call(this);
  }

  get present() {
    return native('xs_iso7816_get_present').call(this);
  }

  setSupply(supply) {
    return native('xs_iso7816_setSupply').call(this, supply);
  }
  setClock(running) {
    return native('xs_iso7816_setClock').call(this, running);
  }
  setReset(high) {
    return native('xs_iso7816_setReset').call(this, high);
  }
  setIO(reception) {
    return native('xs_iso7816_setIO').call(this, reception);
  }
  setFraming(inverse, clocksPerEtu, errorSignal) {
    return native('xs_iso7816_setFraming').call(this, inverse, clocksPerEtu, errorSignal);
  }

  wait(clocks) {
    return native('xs_iso7816_wait').call(this, clocks);
  }
  send(bytes, firstEtu, nextEtu) {
    return native('xs_iso7816_send').call(this, bytes, firstEtu, nextEtu);
  }
  receive(count, firstEtu, nextEtu, allEtu) {
    return native('xs_iso7816_receive').call(this, count, firstEtu, nextEtu, allEtu);
  }
}

export default ISO7816;
