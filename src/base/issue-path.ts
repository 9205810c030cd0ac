/** A place inside a parsed document: the keys and indexes that lead to it. */
export type IssuePath = readonly PropertyKey[];

/** `policy.rules[1].install.at`; keys that are no plain words stand in quotes. */
export function pathAsText(path: IssuePath): string {
  return path.reduce<string>((text, part) => text + stepAsText(part, text === ''), '');
}

function stepAsText(part: PropertyKey, first: boolean): string {
  if (typeof part === 'number') return `[${part}]`;
  const key = String(part);
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${JSON.stringify(key.slice(0, 80))}]`;
  return first ? key : `.${key}`;
}
