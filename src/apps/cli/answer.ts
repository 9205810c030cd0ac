/** What a command found out or did: the exit code, what people read, and what `--json` prints. */
export interface Answer {
  /** 0: done or nothing to do; 1: differences or waiting; 2: error, refused, rolled back or inconsistent. */
  readonly exit: ExitCode;
  /** For people; without a newline at its end. */
  readonly text: string;
  /** For programs: one object, whose `kind` tells what it is. */
  readonly json: { readonly kind: string; readonly [key: string]: unknown };
}

export type ExitCode = 0 | 1 | 2;

/** The JSON of an answer, on one line per top-level key so that a person can read it too. Undefined and functions do not appear. */
export function answerAsJson({ json }: Pick<Answer, 'json'>): string {
  return JSON.stringify(plain(json), null, 2);
}

/** Any value that JSON can hold. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Turns maps into objects and sets into lists, in depth. */
function plain(value: unknown): Json {
  if (value instanceof Map) {
    return plain(Object.fromEntries(value as ReadonlyMap<string, unknown>));
  }
  if (value instanceof Set) return plain([...(value as ReadonlySet<unknown>)]);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
  }
  return value as Json;
}
