import test from 'ava';
import type { Preview } from '../../src/fleet/preview/preview.ts';
import { previewAsJson } from '../../src/report/preview/preview-as-json.ts';
import { previewAsMarkdown } from '../../src/report/preview/preview-as-markdown.ts';
import { previewAsText } from '../../src/report/preview/preview-as-text.ts';
import { previewSchema } from '../../src/report/preview/preview-schema.ts';
import { unpainted } from '../../src/report/paint.ts';
import { PreviewFleet } from '../fleet/preview-fleet.ts';

const start = Date.parse('2026-03-26T09:00:00Z');
const hour = 60 * 60_000;

const classText = (answer: number, more = ''): string =>
  `Class Lab.Router\n{\n\nClassMethod Version()\n{\n  quit ${answer} ; \`\`\` and <b>@all</b>\n}\n${more}\n}\n`;
const config = (version: string): string => `test\nGT.M ZWR\n^LabConfig("schema")="${version}"\n`;

/** Two rings; at one of the production sites the class was edited by hand, one site never spoke of the page. */
async function aPreview(): Promise<Preview> {
  const windows = [{ days: ['sat'], from: '01:00', to: '05:00' }];
  const sites = [
    { name: 'uat-north', ring: 'uat' },
    { name: 'prod-east', ring: 'prod', windows },
    { name: 'prod-west', ring: 'prod', windows },
  ].map((site) => ({ ...site, title: site.name, timezone: 'Europe/Madrid' }));
  const open = [
    { name: 'uat', title: 'Acceptance' },
    { name: 'prod', title: 'Production' },
  ];
  const fleet = new PreviewFleet(
    { rings: open, sites: sites.map((site) => ({ ...site, windows: [] })) },
    start,
  );
  const kit = { 'Lab.Router.cls': classText(1), 'config.zwr': config('1') };
  fleet.release('LAB-1', { kit, globals: 'replace' }, start);
  for (const { name } of sites) await fleet.pass(name, start);
  fleet.world('prod-west').target.write('Lab.Router.cls', 'Class Lab.Router\n{\n}\n');
  for (const { name } of sites) await fleet.pass(name, start + hour);
  fleet.follow({ rings: [open[0] ?? {}, { ...open[1], gate: { soak: '24h' } }], sites });
  const patch = await fleet.preview(
    'LAB-2',
    {
      kit: {
        'Lab.Router.cls': classText(2, '\nParameter NEW = 1;\n'),
        'Lab.Page.cls': 'Class Lab.Page\n{\n}\n',
        'config.zwr': config('2'),
      },
      globals: 'replace',
      manifest: { requires: ['LAB-1'], policy: { default: 'automatic', approvals: 1 } },
    },
    start + hour,
  );
  return { at: start + hour, channel: { name: 'default', counter: 2 }, policy: [], patches: [patch] };
}

test('a preview says in words when a patch would run, for whom it waits, and what it changes member by member', async (t) => {
  const text = previewAsText(await aPreview(), ['LAB-3 was left out.'], unpainted);
  const lines = text.split('\n');
  t.is(lines[1], 'LAB-3 was left out.');
  const west = lines.findIndex((line) => line.includes('prod-west'));
  const outside = 'now OutsideWindow: Outside the site';
  t.deepEqual(
    lines.slice(west, west + 9).map((line) => (line.includes(outside) ? outside : line.trim())),
    [
      '3  prod-west  ring prod, Europe/Madrid, automatic',
      'not before 2026-03-28 01:00 Europe/Madrid, with the leave below, if the rings before go as foreseen',
      '- AwaitingApproval: Waits for 1 more approval of 1; nobody has approved it yet.',
      '- AwaitingOperator: It would overwrite what was changed here by hand: Lab.Router.cls. An operator has to consent.',
      outside,
      '? Lab.Router.cls  changed there by hand, needs consent; not known here: drifted since a patch put it there',
      '? Lab.Page.cls  not known here what the sites hold',
      '~ ^LabConfig  as LAB-1 left it; the sites do not say',
      '',
    ],
  );
  const router = lines.indexOf('Lab.Router.cls  seen at 1, 2');
  t.deepEqual(lines.slice(router, router + 9), [
    'Lab.Router.cls  seen at 1, 2',
    '  ClassMethod Version changed',
    '      ClassMethod Version()',
    '      {',
    '    -   quit 1 ; ``` and <b>@all</b>',
    '    +   quit 2 ; ``` and <b>@all</b>',
    '      }',
    '  Parameter NEW added',
    '    + ',
  ]);
  t.true(text.endsWith('    - ^LabConfig("schema")="1"\n    + ^LabConfig("schema")="2"'));
});

test('a preview as Markdown holds a table, a timeline that is a diagram, and differences that nothing in them can end', async (t) => {
  const markdown = previewAsMarkdown(await aPreview(), []);
  t.true(markdown.includes('| 1 | uat-north | uat | automatic | not before 2026-03-26 11:00 Europe/Madrid'));
  const [, gantt = ''] = /```mermaid\n([^]*?)\n```/.exec(markdown) ?? [];
  const [heading, ...lines] = gantt.split('\n');
  t.is(heading, 'gantt');
  t.true(lines.includes('  AwaitingRing LAB-2 :done, g2w0, 2026-03-26 10:00, 2026-03-26 10:01'));
  const instant = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
  const allowed = new RegExp(
    String.raw`^  (title [^:;#]+|dateFormat YYYY-MM-DD HH:mm|axisFormat \S+ \S+|section [^:;#]+|[^:;#,]+ :(done|active|crit), g\w+, ${instant}, ${instant})$`,
  );
  t.deepEqual(
    lines.filter(
      (line) => !allowed.test(line) && !line.startsWith('  axisFormat') && !line.startsWith('  title'),
    ),
    [],
  );
  const opened = markdown.match(/^`{3,}/gm) ?? [];
  t.is(opened.length % 2, 0);
  t.false(/^(?![ +-]).*@all/m.test(markdown));
});

test('a preview as JSON is what its schema says, and is read back the same', async (t) => {
  const preview = await aPreview();
  const told = previewAsJson(preview, []);
  const read = previewSchema.parse(JSON.parse(JSON.stringify(told)));
  t.is(read.at, preview.at);
  const groups = read.patches[0]?.groups ?? [];
  t.deepEqual(
    groups.map(({ sites }) => sites.map(({ site }) => site as string)),
    [['uat-north'], ['prod-east'], ['prod-west']],
  );
  const west = groups[2]?.outlook;
  t.like(west?.kind === 'planned' ? west.documents[0] : null, { effect: 'unknown', localEdit: true });
  const [router] = read.patches[0]?.differences ?? [];
  t.deepEqual(
    router?.parts.map(({ name, change }) => [name, change]),
    [
      ['ClassMethod Version', 'changed'],
      ['Parameter NEW', 'added'],
    ],
  );
});

test('a page that is too long is cut between rows, pieces and folds, and says what was left out', async (t) => {
  const [patch] = (await aPreview()).patches;
  if (patch === undefined) return t.fail();
  const preview = {
    ...{ at: start, channel: { name: 'default', counter: 2 }, policy: [] },
    patches: Array.from({ length: 40 }, () => patch),
  };
  const whole = previewAsMarkdown(preview, []);
  t.notRegex(whole, /Cut here/);
  for (const mostBytes of [65_535, 20_000, 8_000, 5_000, 2_500, 1_500]) {
    const page = previewAsMarkdown(preview, [], { mostBytes });
    t.true(Buffer.byteLength(page) <= mostBytes);
    t.is(page.match(/<details/g)?.length, page.match(/<\/details>/g)?.length);
    t.is((page.match(/^`{3,}/gm) ?? []).length % 2, 0);
    const [body = '', tail] = page.split('\n\n**Cut here**');
    t.regex(
      tail ?? '',
      new RegExp(`^, at ${mostBytes} bytes: [^]* left out; \`patchfleet preview\` shows all\\.\\n$`),
    );
    t.true(whole.startsWith(body.replace(/(\n\n<\/details>)+$/, '')));
  }
});

test('what stands in the way comes first and open, and other sites are folded with their figures outside', async (t) => {
  const markdown = previewAsMarkdown(await aPreview(), []);
  const folds = markdown.split('<details><summary>2 other sites: with somebody’s leave at 2</summary>');
  t.is(folds.length, 2);
  t.regex(
    folds[0] ?? '',
    /\*\*Of 3 sites: over changes by hand at 1; with somebody’s leave at 3\.\*\*[^]*\| 3 \| prod-west \|/,
  );
  t.notRegex(folds[0] ?? '', /\| [12] \| /);
  t.regex(folds[1] ?? '', /<details open><summary>3: prod-west \(prod\)<\/summary>/);
});

test('where no diagram is drawn, the timeline is bars of plain text', async (t) => {
  const markdown = previewAsMarkdown(await aPreview(), [], { timeline: 'bars' });
  t.false(markdown.includes('```mermaid'));
  const [, bars = ''] = /```text\n([^]*?)\n```/.exec(markdown) ?? [];
  t.regex(
    bars,
    /^ {5}2026-03-26 10:00 +2026-03-28 00:\d\d UTC\n {2}1 {2}\++ +uat-north\n {2}2 {2}\.+\++ prod-east\n/,
  );
});

test('hostile titles, notes and names break out of nothing, and call nobody', async (t) => {
  const preview = await aPreview();
  const [patch] = preview.patches;
  if (patch === undefined) return t.fail();
  const hostile =
    '</summary></details><script> | [x](http://evil.example) @all #12 GH-7 **b** `code` $a$ www.evil.example\n\n# heading';
  const release = { ...patch.release, title: hostile };
  const groups = patch.groups.map((group) => ({
    ...group,
    outlook: group.outlook.kind === 'planned' ? { ...group.outlook, remarks: [hostile] } : group.outlook,
  }));
  const unknown = { kind: 'unknown', why: hostile } as const;
  const [first] = groups;
  if (first === undefined) return t.fail();
  const markdown = previewAsMarkdown(
    { ...preview, patches: [{ ...patch, release, groups: [...groups, { ...first, outlook: unknown }] }] },
    [hostile],
  );
  const read = markdown.replace(/^(`{3,})[^]*?^\1/gm, '');
  for (const broken of [/<script/, /^# heading/m, /@[a-z\d]|(?<!&)#\w/i, /GH-\d/, /:\/\//, /www\./, /\$a\$/])
    t.notRegex(read, broken);
  t.is(read.match(/<\/?(?!details|summary)\w+/g), null);
  for (const row of read.split('\n').filter((line) => line.startsWith('| ')))
    t.is(row.replace(/\\[|]/g, '').split('|').length, 7);
  const gantt = /```mermaid\n([^]*?)\n```/.exec(markdown)?.[1] ?? '';
  t.notRegex(gantt, /[<>`#;@]/);
});
