/** Documents that are no longer what was installed, as a status may name them: globals without subscripts. */
export interface ToldDrift {
  /** Some of them at least. */
  readonly documents: readonly string[];
  /** All of them. */
  readonly count: number;
}

const named = 10;

/** The message of the condition `Drifted`: how many documents, and the first ten names. */
export function driftAsText({ documents, count }: ToldDrift): string {
  const names = [...new Set(documents.slice(0, named))].join(', ');
  const more = count > named ? ` and ${count - named} more` : '';
  const what = count === 1 ? 'One document is' : `${count} documents are`;
  return `${what} no longer what was installed: ${names}${more}. See \`patchfleet diff\` on site.`;
}

/** What such a message says; null: it is none. `count` may be more than the names, which readers must not take for all. */
export function readDriftText(message: string): ToldDrift | null {
  const pattern =
    /^(?:One document is|(\d{1,9}) documents are) no longer what was installed: (.*?)(?: and \d{1,9} more)?\. See /;
  const [, count = '1', names] = pattern.exec(message) ?? [];
  return names === undefined ? null : { documents: names.split(', '), count: Number(count) };
}
