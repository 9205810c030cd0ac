import type { Instant } from '../base/instant.ts';
import { plainText } from '../base/plain-text.ts';
import type { RehearsedFact } from '../journal/journal-event.ts';

/** How a rehearsal went, and when it was. */
export type Rehearsal = RehearsedFact & { readonly at: Instant };

/** How a rehearsal went, in one line. */
export function rehearsalAsText({ ok, why, installing, undoing, undeclared }: RehearsedFact): string {
  const times = [
    ...(installing === null ? [] : [`installed in ${seconds(installing)}`]),
    ...(undoing === null ? [] : [`undone in ${seconds(undoing)}`]),
  ];
  const wrote = undeclared.length === 0 ? [] : [`wrote undeclared ${plainText(undeclared.join(', '), 300)}`];
  const how = ok ? 'rehearsed well' : `rehearsed, and did not go well (${plainText(why, 500)})`;
  return [how, ...times, ...wrote].join('; ');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
