import type { DesiredState } from '../desired/desired-state.ts';
import type { Problem } from './pass-event.ts';

const mostNamed = 5;

/** What people said in the channel of this site that does not count here, and why. */
export function ignoredTerms({ ignored }: Pick<DesiredState, 'ignored'>): readonly Problem[] {
  if (ignored.length === 0) return [];
  const named = ignored.slice(0, mostNamed).map(({ path, why }) => `${path}: ${why}`);
  const more = ignored.length > mostNamed ? ` And ${ignored.length - mostNamed} more.` : '';
  const message = `Not everything that the channel carries for this site counts here. ${named.join(' ')}${more} Look who signed it, and at \`trust\` in site.yaml.`;
  return [{ type: 'TermsIgnored', message }];
}
