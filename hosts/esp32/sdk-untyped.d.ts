/** What the host imports and the npm package of the SDK's typings has not; and the project's own native modules. */

declare function trace(text: string): void;

/** Global on a device: modules/io/system of the SDK puts it there. */
declare const System: {
  restart(): void;
  resolve(host: string, callback: (host: string, address?: string) => void): void;
};

/** What the SDK made of the display that the manifest names; in the simulator the part of its window. */
declare const screen: {
  onMessage: (text: string) => void;
  postMessage(text: string): void;
};

/** Of this host's own: native-random. */
declare module 'chip-random' {
  export function fill(buffer: ArrayBuffer): void;
  export function feed(): void;
}

declare module 'crypt' {
  import type { NativeCipherClass, NativeDigestClass } from './native-ciphers.js';

  export const BlockCipher: NativeCipherClass;
  export const Digest: NativeDigestClass;
}

declare module 'embedded:network/interface/ethernet' {
  import type { EthernetClass } from '../../src/drivers/network/wired-network.js';

  const Ethernet: EthernetClass;
  export default Ethernet;
}

declare module 'embedded:network/interface/wifi' {
  import type { NetworkClass } from '../../src/drivers/network/network-keeper.js';

  const WiFi: NetworkClass;
  export default WiFi;
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
  const config: { readonly slots: 'couplers' | 'raw'; readonly uart0: 'printer' | 'stripe' };
  export default config;
}

declare module 'embedded:storage/key-value' {
  import type { KeyValueStorage } from '../../src/drivers/settings/kept-record.js';

  const keyValue: KeyValueStorage;
  export default keyValue;
}

declare module 'ssl/session' {
  import type { TlsSessionClass } from '../../src/drivers/line/tls-socket.js';

  const Session: TlsSessionClass;
  export default Session;
}
