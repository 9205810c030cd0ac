import type { SiteActivity } from '../served-site.ts';

/** A site in a word or two, with its mark; what is wrong comes before what it is doing. */
export function siteStateOf({ phase, last }: Pick<SiteActivity, 'phase' | 'last'>): SiteState {
  if (phase === 'stopped') return { mark: 'bad', words: 'stopped' };
  const result = last?.result;
  if (result?.kind === 'failed') return { mark: 'bad', words: 'last pass failed' };
  if (result?.kind === 'passed' && result.inconsistent) return { mark: 'bad', words: 'inconsistent' };
  if (result?.kind === 'busy') return { mark: 'wait', words: 'another agent is at work' };
  if (result?.kind === 'passed' && result.problems.length > 0) return { mark: 'wait', words: 'has problems' };
  return phase === 'passing' ? { mark: 'go', words: 'at work' } : { mark: 'good', words: 'idle' };
}

interface SiteState {
  readonly mark: 'good' | 'bad' | 'wait' | 'go';
  readonly words: string;
}
