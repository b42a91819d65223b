/** How settings are read: each field by its form, and what is wrong noted by its path and never by its value. */

import { asciiBytes } from '../base/bytes.js';
import { fromHex } from '../base/hex.js';
import { Secret } from '../vault/secret.js';

const KEY_LENGTH = 16;
/** RFC 1035 2.3.4. */
const LABEL_MAX = 63;

export interface Ipv4 {
  readonly text: string;
  /** 32, the first octet on top. */
  readonly bits: number;
}

function ipv4Of(text: string): Ipv4 | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^(?:0|[1-9][0-9]{0,2})$/.test(octet) && Number(octet) <= 255))
    return undefined;
  return { text, bits: octets.reduce((bits, octet) => (bits << 8) | Number(octet), 0) };
}

/** The fields of one object; what is wrong with one is noted by its path. */
export class Fields {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #wrong: string[];
  readonly #hasNames: boolean;

  /** @param hasNames false where nobody resolves the name of a host */
  constructor(object: Readonly<Record<string, unknown>>, path: string, wrong: string[], hasNames = true) {
    this.#object = object;
    this.#path = path;
    this.#wrong = wrong;
    this.#hasNames = hasNames;
  }

  has(name: string): boolean {
    return this.#object[name] !== undefined;
  }

  text(name: string, form: RegExp): string | undefined {
    const value = this.#object[name];
    return value === undefined || (typeof value === 'string' && form.test(value)) ? value : this.missing(name);
  }

  ipv4(name: string): Ipv4 | undefined {
    const text = this.text(name, /^.{7,15}$/);
    return text === undefined ? undefined : (ipv4Of(text) ?? this.missing(name));
  }

  /** A name of DNS, where there is one, or an address of IPv4. */
  host(name: string): string | undefined {
    if (!this.#hasNames) return this.ipv4(name)?.text;
    const host = this.text(name, /^.{1,253}$/);
    // The length is not the expression's: XS 13.3 lets {0,61} before one more character pass 64.
    const isLabel = (label: string) =>
      label.length <= LABEL_MAX && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label);
    return host === undefined || host.split('.').every(isLabel) ? host : this.missing(name);
  }

  /** One at least: none would refuse every card. */
  texts(name: string, form: RegExp): readonly string[] | undefined {
    const value = this.#object[name];
    const isRight =
      Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && form.test(item));
    return isRight ? value : this.missing(name);
  }

  number(name: string, min: number, max: number): number | undefined {
    const value = this.#object[name];
    if (value === undefined) return undefined;
    return Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? Number(value) : this.missing(name);
  }

  one<T, Default>(name: string, values: readonly T[], otherwise: Default): T | Default {
    const value = this.#object[name];
    if (value === undefined) return otherwise;
    const found = values.find((one) => one === value);
    if (found === undefined) this.missing(name);
    return found ?? otherwise;
  }

  bytes(name: string, min: number, max: number): Uint8Array | undefined {
    const value = this.#object[name];
    if (value === undefined) return undefined;
    const isRight =
      typeof value === 'string' &&
      /^(?:[0-9A-Fa-f]{2})*$/.test(value) &&
      value.length >= 2 * min &&
      value.length <= 2 * max;
    return isRight ? fromHex(value) : this.missing(name);
  }

  key(name: string): Secret | undefined {
    const bytes = this.bytes(name, KEY_LENGTH, KEY_LENGTH);
    return bytes && new Secret(bytes);
  }

  secretText(name: string, form: RegExp): Secret | undefined {
    const text = this.text(name, form);
    return text === undefined ? undefined : new Secret(asciiBytes(text));
  }

  /** An object within this one. */
  part<T>(name: string, read: (at: Fields) => T | undefined): T | undefined {
    const value = this.#object[name];
    if (value === undefined) return undefined;
    const object = objectOf(value);
    if (object === undefined) return this.missing(name);
    return read(new Fields(object, `${this.#path}${name}.`, this.#wrong, this.#hasNames));
  }

  /** Notes that a field is wrong, or is not there and must be. */
  missing(name: string): undefined {
    const path = this.#path + name;
    if (!this.#wrong.includes(path)) this.#wrong.push(path);
  }

  /** A misspelt setting would be one that silently does nothing. */
  nothingElse(names: readonly string[]): void {
    for (const name of Object.keys(this.#object)) if (!names.includes(name)) this.missing(name);
  }
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}
