/** One JSON request as one driver call: what is not one is answered with what is wrong, and the terminal is not asked. */

import type { DriverAnswer } from '../../src/app/driver/answer.js';
import { CATALOGUE, callByName } from '../../src/app/driver/catalogue.js';
import type { Driver } from '../../src/app/driver/driver.js';

/** What the service itself has to say, beside the driver's own numbers. */
export type ServiceError =
  | 'malformed'
  | 'unknown-function'
  | 'busy'
  | 'origin'
  | 'host'
  | 'too-large'
  | 'media-type'
  | 'method'
  | 'not-found'
  | 'bug';

export interface ServiceAnswer extends DriverAnswer {
  /** Where the service did not hand the request to the terminal, or could not answer. */
  readonly error?: ServiceError;
}

interface ErrorRow {
  readonly status: number;
  /** SC's number where it has one that fits, else one of this project's from −2361 to −2369, which no driver call has `[TP]`. */
  readonly code: number;
  readonly zh: string;
}

const ERRORS: Readonly<Record<ServiceError, ErrorRow>> = Object.freeze({
  malformed: { status: 400, code: -23, zh: '请求格式错误' },
  'unknown-function': { status: 400, code: -13, zh: '没有此函数' },
  busy: { status: 503, code: -2361, zh: '终端正忙，请稍后再试' },
  origin: { status: 403, code: -2362, zh: '来源不在许可名单中' },
  host: { status: 421, code: -2363, zh: '只能以本机回环地址访问' },
  'too-large': { status: 413, code: -2364, zh: '请求过长' },
  'media-type': { status: 415, code: -2365, zh: '请求应为 application/json' },
  method: { status: 405, code: -2366, zh: '应以 POST 调用' },
  'not-found': { status: 404, code: -2367, zh: '没有此地址' },
  bug: { status: 500, code: -5, zh: '终端程序错误，即将重新启动' },
});

/** Every name of an error of the service. */
export const SERVICE_ERRORS: readonly string[] = Object.freeze(Object.keys(ERRORS));

export function serviceError(error: ServiceError, detail = ''): ServiceAnswer {
  const { code, zh } = ERRORS[error];
  return { code, out: detail === '' ? zh : `${zh}：${detail}`, error };
}

/** The HTTP status of an answer: a refusal of the terminal is an answer like any other. */
export function statusOf({ error }: ServiceAnswer): number {
  return error === undefined ? 200 : ERRORS[error].status;
}

/** Hands requests to the terminal, one at a time. */
export class CallDesk {
  readonly #driver: Driver;
  readonly #onBug: (error: unknown) => void;
  #busy = false;

  /** @param onBug what becomes of the program after a broken assumption of its own */
  constructor(driver: Driver, onBug: (error: unknown) => void) {
    this.#driver = driver;
    this.#onBug = onBug;
  }

  /** @param request what was in the JSON text: `{"function": "iReadCardBas", "arguments": {"iType": 1}}` */
  async call(request: unknown): Promise<ServiceAnswer> {
    const order = readOrder(request);
    if (!('values' in order)) return order;
    if (this.#busy) return serviceError('busy');
    this.#busy = true;
    try {
      return await callByName(this.#driver, order.name, order.values);
    } catch (error) {
      this.#onBug(error);
      return serviceError('bug');
    } finally {
      this.#busy = false;
    }
  }
}

interface Order {
  readonly name: keyof Driver;
  readonly values: readonly (number | string)[];
}

function readOrder(request: unknown): Order | ServiceAnswer {
  if (!isObject(request)) return serviceError('malformed', '应为 JSON 对象');
  const { function: name, arguments: values = {} } = request;
  if (typeof name !== 'string') return serviceError('malformed', '缺少 function');
  if (!isFunction(name)) return serviceError('unknown-function');
  if (!isObject(values)) return serviceError('malformed', 'arguments 应为 JSON 对象');
  const { parameters } = CATALOGUE[name];
  const odd = Object.keys(values).some((key) => !parameters.some((parameter) => parameter.name === key));
  if (odd) return serviceError('malformed', `${name} 只有参数 ${parameters.map((one) => one.name).join('、')}`);
  const list: (number | string)[] = [];
  for (const { name: key, type } of parameters) {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    const fits = type === 'integer' ? Number.isSafeInteger(value) : typeof value === 'string';
    if (!fits) return serviceError('malformed', `${key} 应为${type === 'integer' ? '整数' : '字符串'}`);
    list.push(value as number | string);
  }
  return { name, values: list };
}

function isFunction(name: string): name is keyof Driver {
  return Object.hasOwn(CATALOGUE, name);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
