import test from 'ava';
import type { SiteRecord } from '../../src/fleet/preview/preview.ts';
import { sitesHolding } from '../../src/apps/studio/sites-holding.ts';
import { driftAsText } from '../../src/status/drift-text.ts';

const latest = { patch: 'LAB-2' as never, name: 'Lab.A.cls', digest: 'x', merged: false };

/** A site that has these patches, and told of these attempts that installed the document. */
const aSite = (
  installed: readonly string[],
  attempts: readonly string[],
  drifted: readonly string[] = [],
): SiteRecord =>
  ({
    report: {
      status: {
        installed: installed.map((patch) => ({ patch })),
        conditions:
          drifted.length === 0
            ? []
            : [{ type: 'Drifted', message: driftAsText({ documents: drifted, count: drifted.length }) }],
      },
    },
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

test('a document that a site names as drifted is not what a release left there, whatever was installed', (t) => {
  const sites = new Map([
    ['a', aSite(['LAB-2'], ['LAB-2'], ['Lab.A.cls', 'Lab.B.cls'])],
    ['b', aSite(['LAB-2'], ['LAB-2'], ['Lab.B.cls'])],
    ['c', aSite(['LAB-2'], [], ['^LabRoute'])],
  ]) as unknown as Parameters<typeof sitesHolding>[2];
  const of = (name: string) => sitesHolding(name, { ...latest, name }, sites).map(({ holds }) => holds);
  const [other, same] = [{ kind: 'other', patch: null }, { kind: 'latest' }] as const;
  t.deepEqual(of('Lab.A.cls'), [other, same, same]);
  t.deepEqual(of('^LabRoute("default")'), [same, same, other]);
});
