/**
 * As much of the Moddable SDK as the host imports, as its 8.2.3 has it. The npm package of its typings has these modules, too, and
 * lags behind: tools/firmware/typings.ts says where they differ.
 */

declare module 'Resource' {
  export default class Resource {
    constructor(name: string);
    slice(from: number): ArrayBuffer;
  }
}

declare module 'commodetto/Poco' {
  import type { Poco as Renderer } from '../../src/drivers/display/poco-surface.js';

  const Poco: new <Font>(output: object, options: { readonly displayListLength: number }) => Renderer<Font>;
  export default Poco;
}

declare module 'commodetto/parseBMF' {
  import type { PocoFont } from '../../src/drivers/display/poco-surface.js';

  export default function parseBMF(font: object): PocoFont;
}

declare module 'embedded:io/digital' {
  export default class Digital {
    static readonly InputPullUp: number;
    static readonly OutputOpenDrain: number;
    constructor(options: { readonly pin: number; readonly mode: number });
    read(): number;
    write(value: number): void;
  }
}

declare module 'embedded:io/i2c' {
  export default class I2C {
    constructor(options: {
      readonly data: number;
      readonly clock: number;
      readonly hz: number;
      readonly address: number;
    });
    read(byteLength: number): ArrayBuffer;
    write(bytes: ArrayBuffer): void;
  }
}

declare module 'embedded:io/serial' {
  export default class Serial {
    constructor(options: {
      readonly port: number;
      /** Left away by a line that only listens. */
      readonly transmit?: number;
      readonly receive: number;
      readonly format: 'buffer';
      readonly baud: number;
      // Either may be left away, and the drivers say which they need.
      readonly onReadable: () => void;
      readonly onWritable: (count: number) => void;
    });
    read(): ArrayBuffer | undefined;
    write(bytes: ArrayBuffer): void;
  }
}

declare module 'embedded:io/socket/tcp' {
  import type { TcpClass } from '../../src/drivers/line/connection.js';

  const Tcp: TcpClass;
  export default Tcp;
}

declare module 'embedded:io/socket/udp' {
  import type { UdpClass } from '../../src/drivers/clock/network-time.js';

  const Udp: UdpClass;
  export default Udp;
}

declare module 'time' {
  const Time: {
    /** ms. */
    readonly ticks: number;
    /** Seconds since 1970 in UTC. */
    set(seconds: number): void;
  };
  export default Time;
}

declare module 'timer' {
  const Timer: { set(callback: () => void, ms: number): unknown };
  export default Timer;
}
