import test from 'ava';
import type { SiteRecord } from '../../src/fleet/preview/preview.ts';
import { sitesHolding } from '../../src/apps/studio/sites-holding.ts';

const latest = { patch: 'LAB-2' as never, name: 'Lab.A.cls', digest: 'x', merged: false };

/** A site that has these patches, and told of these attempts that installed the document. */
const aSite = (installed: readonly string[], attempts: readonly string[]): SiteRecord =>
  ({
    report: { status: { installed: installed.map((patch) => ({ patch })) } },
    attempts: attempts.map((patch) => ({
      patch,
      action: 'install',
      outcome: 'installed',
      documents: [{ name: 'Lab.A.cls' }],
    })),
  }) as unknown as SiteRecord;

test('a site has the latest release of a document, an earlier one, none that it tells of, or is not known', (t) => {
  const sites = new Map([
    ['a', aSite(['LAB-1', 'LAB-2'], ['LAB-1', 'LAB-2'])],
    ['b', aSite(['LAB-1'], ['LAB-1'])],
    ['c', aSite(['LAB-1'], ['LAB-1', 'LAB-2'])],
    ['d', aSite(['LAB-2'], [])],
    ['e', aSite([], [])],
    ['f', { report: { why: 'it has said nothing yet' }, attempts: [] } as unknown as SiteRecord],
  ]) as unknown as Parameters<typeof sitesHolding>[2];
  t.deepEqual(
    sitesHolding('Lab.A.cls', latest, sites).map(({ holds }) => holds),
    [
      { kind: 'latest' },
      { kind: 'other', patch: 'LAB-1' as never },
      { kind: 'other', patch: 'LAB-1' as never },
      { kind: 'latest' },
      { kind: 'other', patch: null },
      { kind: 'unknown' },
    ],
  );
});
