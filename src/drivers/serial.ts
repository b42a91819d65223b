/** As much of the ECMA-419 serial class (clause 10, IO class pattern) as the drivers on a serial line use. */

/** What a driver adds to the options that the board has for the class: port, pins. */
export interface SerialOptions {
  readonly format: 'buffer';
  readonly baud: number;
}

export interface ReadableOptions extends SerialOptions {
  /** Bytes have come; how many is no promise. */
  readonly onReadable: () => void;
}

export interface WritableOptions extends SerialOptions {
  /** So many bytes can be written now without one being lost. */
  readonly onWritable: (count: number) => void;
}

export interface Serial {
  /** All that has come, or undefined when nothing has. */
  read(): ArrayBuffer | undefined;
  /** Puts bytes into the transmitter's FIFO. @throws when they do not all fit (moddable.md 4.1) */
  write(bytes: ArrayBuffer): void;
}

/** The io class, and the options that it takes beside the driver's own. */
export type SerialIo<Options extends SerialOptions> = Omit<Options, keyof ReadableOptions | keyof WritableOptions> & {
  readonly io: new (options: Options) => Serial;
};
