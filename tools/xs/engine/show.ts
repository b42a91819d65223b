/** Shows a value in a failed expectation. */

const LONGEST = 400;

export function show(value: unknown): string {
  const text = shown(value, 0);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function shown(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Uint8Array)
    return `bytes ${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  if (depth > 4) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => shown(item, depth + 1)).join(', ')}]`;
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name} ${shown([...value], depth + 1)}`;
  const fields = Object.entries(value).map(([key, item]) => `${key}: ${shown(item, depth + 1)}`);
  return `{ ${fields.join(', ')} }`;
}
