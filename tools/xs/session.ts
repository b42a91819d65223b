/** One bundle in one fresh XS engine, from its first message to its last. */

import type { Report } from './engine/host.js';
import { startXs } from './worker.js';

export interface Session {
  readonly reports: readonly Report[];
  /** Why it did not come to its end, if it did not. */
  readonly trouble: string | undefined;
  readonly ms: number;
}

/** A file may take two seconds on XS; this is for one that hangs. */
const LIMIT_MS = 120_000;

/**
 * @param worker path of xsnap-worker
 * @param scripts evaluated in order, each with all the promises it leaves
 */
export async function playInXs(worker: string, scripts: readonly string[]): Promise<Session> {
  const reports: Report[] = [];
  const start = performance.now();
  const xs = startXs({
    worker,
    onMessage: (message) => void reports.push(JSON.parse(new TextDecoder().decode(message)) as Report),
  });
  let late = false;
  const alarm = setTimeout(() => {
    late = true;
    xs.kill();
  }, LIMIT_MS);
  let trouble: string | undefined;
  try {
    for (const script of scripts) await xs.evaluate(script);
    if (reports.at(-1)?.kind !== 'done') trouble = `a promise never settles${lastBegun(reports)}`;
    await xs.close();
  } catch (error) {
    trouble = (late ? `still running after ${LIMIT_MS / 1000} s` : (error as Error).message) + lastBegun(reports);
    xs.kill();
  }
  clearTimeout(alarm);
  return { reports, trouble, ms: performance.now() - start };
}

function lastBegun(reports: readonly Report[]): string {
  const last = reports.filter((report) => report.kind === 'begins').at(-1);
  return last ? ` in "${last.name}"` : '';
}
