/** A length of time in milliseconds. */
export type Duration = number;

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

export const durationPattern = /^(?:\d{1,6}(?:ms|[dhms]))+$/;

/** The duration of a text such as `1d`, `90m` or `1h30m`; null for anything else. */
export function parseDuration(text: string): Duration | null {
  if (!durationPattern.test(text)) return null;
  const parts = [...text.matchAll(/(\d+)(ms|[dhms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * millisecondsOf(unit), 0);
}

/** The shortest text that parseDuration reads back: `1d`, `1h30m`, `0s`. */
export function durationAsText(duration: Duration): string {
  let left = Math.round(duration);
  const parts = units.map(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('') || '0s';
}

function millisecondsOf(unit: string | undefined): number {
  return units.find(([name]) => name === unit)?.[1] ?? 0;
}
