/**
 * As much of the Moddable SDK as the simulated terminal and its panel import beyond what the ESP32's host declares, as its
 * 8.2.3 has it.
 */

interface StringConstructor {
  /** @param bytes UTF-8 */
  fromArrayBuffer(bytes: ArrayBuffer): string;
}

interface ImportMeta {
  /** Where the module lies. */
  readonly uri: string;
}

/** Piu of the simulator's own windows. */
declare interface PiuContent {
  state: number;
  visible: boolean;
  string: string;
  delegate(event: string, ...values: unknown[]): void;
  distribute(event: string, ...values: unknown[]): void;
  bubble(event: string, ...values: unknown[]): void;
}

declare class Behavior {}

declare class Skin {
  constructor(look: object);
}

declare class Style {
  constructor(look: object);
}

declare class Content {
  constructor(data: unknown, look: object);
}

declare class Label {
  constructor(data: unknown, look: object);
}

declare class Container {
  constructor(data: unknown, look: object);
}

declare module 'ControlsPane' {
  export const ControlsColumn: { template(make: (device: unknown) => object): unknown };
  export function ButtonsRow(row: object): unknown;
  export function PopupRow(row: object): unknown;
  export function SwitchRow(row: object): unknown;
}

declare module 'DevicePane' {
  export class DeviceBehavior extends Behavior {
    onCreate(container: PiuContent, device: object): void;
    postJSON(container: PiuContent, message: object): void;
  }
  export const DeviceContainer: { template(make: (device: unknown) => object): unknown };
  export function DeviceScreen(device: unknown, look: object): unknown;
}
