import type { Manifest } from './manifest.ts';

/** What a channel's index repeats of a release's own patch.yaml, because it has to be known before the release is fetched. */
export type QuotedTerms = Pick<Manifest, 'requires' | 'supersedes' | 'sites'>;

/** How the index and the patch.yaml of one release differ, as the end of a sentence; null: the index says what the release says. */
export function computeMisquote(index: QuotedTerms, signed: QuotedTerms): string | null {
  const differing = terms.find(({ of }) => of(index) !== of(signed));
  if (differing === undefined) return null;
  const { verb, of } = differing;
  return `by the channel it ${verb} ${of(index)}, by its own patch.yaml ${of(signed)}.`;
}

const terms: readonly { readonly verb: string; readonly of: (terms: QuotedTerms) => string }[] = [
  { verb: 'requires', of: ({ requires }) => listed(requires, 'nothing') },
  { verb: 'supersedes', of: ({ supersedes }) => listed(supersedes, 'nothing') },
  { verb: 'is for', of: ({ sites }) => selectionAsText(sites) },
];

function selectionAsText({ rings, sites, except }: QuotedTerms['sites']): string {
  const named = [
    ...(rings === null ? [] : [`rings ${listed(rings, 'none')}`]),
    ...(sites === null ? [] : [`sites ${listed(sites, 'none')}`]),
  ];
  const all = named.length === 0 ? 'all sites' : named.join(' and ');
  return except.length === 0 ? all : `${all} except ${listed(except, 'none')}`;
}

/** Each once, in one order: two lists that mean the same read the same. */
function listed(names: readonly string[], none: string): string {
  return names.length === 0 ? none : [...new Set(names)].sort().join(', ');
}
