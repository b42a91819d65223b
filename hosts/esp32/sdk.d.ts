/** As much of the Moddable SDK as the host imports, as its 8.2.3 has it: the npm package of its typings lags behind. */

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
