import type { Parameters } from './parameters.ts';

/** `patch.ini` for these parameters: parseParameters reads the same from it. */
export function writeParameters({ defaults, rings, sites }: Parameters): string {
  const parts = [
    pairs(defaults),
    ...[...rings].map(([name, values]) => `[ring:${name}]\n${pairs(values)}`),
    ...[...sites].map(([name, values]) => `[site:${name}]\n${pairs(values)}`),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function pairs(values: ReadonlyMap<string, string>): string {
  return [...values].map(([key, value]) => `${key} = ${written(value)}\n`).join('');
}

function written(value: string): string {
  return /^[\w.,:/+-]+( [\w.,:/+-]+)*$/.test(value) ? value : JSON.stringify(value);
}
