/**
 * As much of the Moddable SDK as the host imports, as its 8.2.3 has it: the npm package of its typings lags behind. And
 * the project's own native module, which `native/` has.
 */

declare function trace(text: string): void;

declare module 'embedded:io/digital' {
  export default class Digital {
    static readonly InputPullUp: number;
    static readonly OutputOpenDrain: number;
    constructor(options: { readonly pin: number; readonly mode: number });
    read(): number;
    write(value: number): void;
  }
}

declare module 'embedded:io/serial' {
  export default class Serial {
    constructor(options: {
      readonly port: number;
      readonly transmit: number;
      readonly receive: number;
      readonly format: 'buffer';
      readonly baud: number;
      readonly onReadable: () => void;
    });
    read(): ArrayBuffer | undefined;
    write(bytes: ArrayBuffer): void;
  }
}

declare module 'embedded:storage/flash' {
  interface Partition {
    status(): { readonly size: number; readonly blockLength: number };
    read(byteLength: number, byteOffset: number): ArrayBuffer;
    write(bytes: Uint8Array, byteOffset: number): void;
    eraseBlock(first: number, end: number): void;
  }
  const flash: { open(options: { readonly path: string }): Partition };
  export default flash;
}

declare module 'iso7816' {
  interface Options {
    readonly io: number;
    readonly clock: number;
    readonly reset: number;
    /** Pins that switch a class on when high. */
    readonly supplies: { readonly A?: number; readonly B?: number; readonly C?: number };
    /** Low while a card is in. */
    readonly present?: number;
    readonly port: 1 | 2;
    readonly clockHz: number;
    /** 0 complete, 1 silent, 2 damaged, 3 refused, 4 removed; bytes of a reception only. */
    readonly onDone: (ending: number, count: number, etu: number, bytes: ArrayBuffer | undefined) => void;
    readonly onRemoved: () => void;
  }

  /** One of wait, send and receive at a time: `onDone` ends it. Throws where a line is out of its order. */
  export default class ISO7816 {
    constructor(options: Options);
    close(): void;
    readonly present: boolean;
    /** 0 off, 1 class A, 2 B, 3 C. */
    setSupply(supply: number): void;
    setClock(running: boolean): void;
    setReset(high: boolean): void;
    setIO(reception: boolean): void;
    setFraming(inverse: boolean, clocksPerEtu: number, errorSignal: boolean): void;
    wait(clocks: number): void;
    /** 1 to 512 bytes. */
    send(bytes: Uint8Array, firstEtu: number, nextEtu: number): void;
    receive(count: number, firstEtu: number, nextEtu: number, allEtu: number): void;
  }
}

declare module 'mc/config' {
  /** What the manifests say under `config`, and the command line of mcconfig. */
  const config: { readonly slots: 'couplers' | 'raw' };
  export default config;
}

declare module 'time' {
  const Time: {
    /** ms. */
    readonly ticks: number;
  };
  export default Time;
}

declare module 'timer' {
  const Timer: { set(callback: () => void, ms: number): unknown };
  export default Timer;
}
