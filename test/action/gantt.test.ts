import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { PatchId, RingName, SiteName } from '../../src/base/names.ts';
import type { PatchPreview, SiteGroup } from '../../src/fleet/preview/preview.ts';
import { previewTimeline } from '../../src/report/preview/preview-timeline.ts';

interface Mermaid {
  parse(text: string): Promise<{ readonly diagramType: string }>;
}

/** Mermaid without a browser: what it cleans of markup needs a document, and parses the same without being cleaned. */
async function openMermaid(): Promise<Mermaid> {
  const beside = createRequire(createRequire(import.meta.url).resolve('mermaid'));
  const purify = join(dirname(beside.resolve('dompurify')), 'purify.es.mjs');
  const { default: cleaner } = (await import(pathToFileURL(purify).href)) as { readonly default: object };
  Object.assign(cleaner, { addHook: () => undefined, sanitize: (text: string) => text });
  const { default: mermaid } = await import('mermaid');
  return mermaid;
}

const start = Date.parse('2026-11-22T22:00:00Z');

/** A preview whose every name is this text, whatever names may be. */
function aPreview(name: string): PatchPreview {
  const [patch, site, ring] = [name as PatchId, name as SiteName, name as RingName];
  const blocker = { reason: 'AwaitingRing', message: name, until: null, who: null } as const;
  const wait = { patch, reason: blocker.reason, message: name, from: start, until: start + 60_000 };
  const group = (leaves: boolean): SiteGroup => ({
    ...{ ring, timezone: 'Europe/Madrid', rule: { kind: 'automatic' } },
    sites: [{ site, saidAt: null }],
    published: null,
    outlook: {
      ...{ kind: 'planned', action: 'install', blockers: [], documents: [], remarks: [] },
      forecast: {
        ...{ earliest: start + 60_000, leaves: leaves ? [{ patch, blocker }] : [], obstacles: [] },
        ...{ waits: [wait], before: [], countsOnRings: false, usualDuration: 1000 },
      },
    },
  });
  const release = { id: patch, title: name } as PatchPreview['release'];
  return {
    ...{ release, change: 'new', elsewhere: null, notFor: [] },
    groups: [group(false), group(true)],
  };
}

const hostile: readonly string[] = [
  'LAB-2026.014',
  ...[
    '"quoted"',
    "it's",
    'a: b',
    'a; b',
    '#1',
    '100%',
    '`ticks`',
    '%% comment',
    'two\nlines',
    'a, b',
    '{x}',
    '->',
  ],
  ...[
    '\r\n  click g1 href "javascript:alert(1)"',
    '<script>',
    '%%{init: {"theme":"x"}}%%',
    '---\ntitle: x\n---',
  ],
  ...['TITLE', 'SECTION', 'CLICK', 'DATEFORMAT', 'AXISFORMAT', 'TICKINTERVAL', 'INCLUDES', 'EXCLUDES'],
  ...[
    'TODAYMARKER',
    'WEEKDAY',
    'WEEKEND',
    'TOPAXIS',
    'INCLUSIVEENDDATES',
    'ACCTITLE',
    'ACCDESCR',
    'GANTT',
    'DONE',
  ],
  ...['', ' ', ':', 'é ü ß 漢字 \u202e', '\u0000'],
];

test('the timeline of a preview is a gantt that Mermaid parses, whatever its names are', async (t) => {
  const mermaid = await openMermaid();
  await t.throwsAsync(mermaid.parse('gantt\n  click x :done\n'));
  for (const name of hostile) {
    const text = previewTimeline(aPreview(name)).join('\n');
    const lines = text.split('\n');
    t.is(lines.length, 10, name);
    t.is((await mermaid.parse(text)).diagramType, 'gantt', name);
  }
});
