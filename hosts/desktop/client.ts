/** The driver calls of a terminal's local service, for a program on Node: the same functions, the same answers. */

import { CATALOGUE } from '../../src/app/driver/catalogue.js';
import type { Driver } from '../../src/app/driver/driver.js';
import type { ServiceAnswer } from './service-calls.js';

/** −11, the reader cannot be reached (sscard.md 12.1). */
const NOT_CONNECTED: ServiceAnswer = Object.freeze({ code: -11, out: '无法连接终端的本地服务；请启动 ssc serve' });

/**
 * @param url `http://127.0.0.1:9610` @returns the calls; none throws: what the service itself refuses has a number of its
 * own, and a field `error` with its name
 */
export function driverClient(url: string): Driver {
  const call = async (name: keyof Driver, values: readonly (number | string)[]): Promise<ServiceAnswer> => {
    const names = CATALOGUE[name].parameters.map((parameter) => parameter.name);
    const order = { function: name, arguments: Object.fromEntries(names.map((key, i) => [key, values[i]])) };
    try {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(`${url}/call`, { method: 'POST', headers, body: JSON.stringify(order) });
      return (await response.json()) as ServiceAnswer;
    } catch {
      return NOT_CONNECTED;
    }
  };
  const calls = Object.keys(CATALOGUE).map((name) => [
    name,
    (...values: readonly (number | string)[]) => call(name as keyof Driver, values),
  ]);
  return Object.fromEntries(calls) as Driver;
}
