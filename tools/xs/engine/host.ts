/** What the code inside XS and the runner outside say to each other. */

/** One message to the runner, sent as JSON. */
export type Report =
  /** A test begins; the last of these names the one that hung or crashed. */
  | { readonly kind: 'begins'; readonly name: string }
  /** A test ended, well unless there is an error. */
  | { readonly kind: 'ended'; readonly name: string; readonly error?: string }
  | { readonly kind: 'scenarios'; readonly names: readonly string[] }
  | { readonly kind: 'transcript'; readonly text: string }
  /** Nothing follows. `rom` is what was wrong with module-level data, see device.ts. */
  | { readonly kind: 'done'; readonly rom: readonly string[] };

export interface XsHost {
  report(report: Report): void;
  /** Called at the end of each module's body with its module-level constants. */
  keepInRom(file: string, constants: Readonly<Record<string, unknown>>): void;
  /** One sentence for each constant that the device could not keep in ROM. */
  romFaults(): string[];
}

/** The seam that device.ts put into the engine. */
export const host: XsHost = (globalThis as unknown as { readonly xsHost: XsHost }).xsHost;
