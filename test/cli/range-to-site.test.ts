import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Digest } from '../../src/base/digest.ts';
import { digestOf } from '../../src/base/digest.ts';
import { previewSchema } from '../../src/report/preview/preview-schema.ts';
import { gtmDatabase, gtmTest, withoutGtm } from '../worlds/gtm-database.ts';
import { sayM, writeRoutine } from '../worlds/gtm-run.ts';
import { extractOf } from '../worlds/gtm-state.ts';
import type { Host } from './a-host.ts';
import { aHost } from './a-host.ts';
import type { SourceChange } from './a-source-repository.ts';
import { aSourceRepository } from './a-source-repository.ts';
import { aGtmHost } from './gtm-site.ts';
import type { Contents, LineChanges } from './line-changes.ts';
import { changesBetween, changesInDiff, changesInPreview } from './line-changes.ts';

/**
 * Makes two kits of two ranges of a source repository, installs the first, and holds what `preview` (before the release) and `diff` (before the install) show of the second against
 * what the target's own content says before and after: lines, and digests of the whole. `unsaid`: documents of which no status tells what the site holds, so that a preview cannot.
 */
async function fromRangeToSite(
  t: ExecutionContext,
  host: Host,
  source: string,
  contents: () => Contents | Promise<Contents>,
): Promise<{ readonly changed: readonly string[]; readonly unsaid: readonly string[] }> {
  const make = async (id: string, since: string, until: string): Promise<string> => {
    const made = await host.run(
      ...[
        'kit',
        'new',
        id,
        '--title',
        `Range ${until}`,
        '--from-git',
        source,
        '--since',
        since,
        '--until',
        until,
      ],
    );
    t.is(made.code, 0, made.out + made.err);
    t.is((await host.run('kit', 'check', id)).code, 0);
    return made.out;
  };
  const letIn = (id: string) => ({ [`rollouts/${id}.yaml`]: `id: ${id}\npolicy: { default: automatic }\n` });
  host.merge({
    'fleet.yaml': `rings: [{ name: uat, title: Acceptance }]\nsites: [{ name: uat-1, title: One, ring: uat, timezone: Europe/Madrid, key: ${host.publicKey} }]\n`,
  });
  await make('LAB-1', 'v0', 'v1');
  host.merge(letIn('LAB-1'));
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const first = await host.atSite('reconcile');
  t.is(first.code, 0, first.out + first.err);

  t.regex(await make('LAB-2', 'v1', 'v2'), /It requires LAB-1, the last patch here that carries /);
  const before = await contents();
  const ran = await host.run('preview', 'LAB-2', '--trust', host.publicKey, '--json');
  const [previewed] = previewSchema.parse(ran.json()).patches;
  host.merge({});
  t.is((await host.run('release', 'LAB-2', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 1, 'it waits for the operator');
  const diff = await host.atSite('diff', 'LAB-2', '--all');
  const digests = (await host.atSite('diff', 'LAB-2', '--json')).json() as unknown as Digests;
  t.deepEqual(changesBetween(before, await contents()), {}, 'nothing changed yet');

  t.is((await host.atSite('install', 'LAB-2', '--why', 'the diff is right')).code, 0);
  const passed = await host.atSite('reconcile');
  t.is(passed.code, 0, passed.out + passed.err);
  const after = await contents();
  const changes = changesBetween(before, after);
  t.deepEqual(changesInDiff(diff.out), changes);
  t.deepEqual(
    digests.documents.map((one) => [one.name, one.before, one.after]).sort(),
    Object.keys(changes)
      .map((name) => [name, digestIn(before, name), digestIn(after, name)])
      .sort(),
  );
  const shown = changesInPreview(previewed?.differences ?? []);
  const unsaid = Object.keys(changes).filter((name) => shown[name] === undefined);
  t.deepEqual({ ...shown, ...pick(changes, unsaid) }, changes);
  const outlook = previewed?.groups[0]?.outlook;
  if (outlook?.kind !== 'planned') throw new Error('there is no plan in the preview');
  t.deepEqual(outlook.documents.map(({ name }) => String(name)).sort(), Object.keys(changes).sort());
  for (const document of outlook.documents)
    if (document.after !== undefined) t.is(document.after, digestIn(after, document.name), document.name);
  const changed = Object.entries(changes).map(
    ([name, change]) => `${name} -${change.old.length} +${change.new.length}`,
  );
  return { changed: changed.sort(), unsaid: unsaid.sort() };
}

interface Digests {
  readonly documents: readonly {
    readonly name: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** SHA-256 of what the target holds. */
function digestIn(contents: Contents, name: string): Digest | null {
  const lines = contents.get(name);
  return lines === undefined ? null : digestOf(lines.map((line) => `${line}\n`).join(''));
}

function pick(changes: LineChanges, names: readonly string[]): LineChanges {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => names.includes(name)));
}

const aClass = (name: string, ...methods: readonly string[]): string =>
  `Class ${name} Extends %RegisteredObject\n{\n${methods.map((method) => `\nClassMethod ${method}()\n{\n  quit 1\n}\n`).join('')}\n}\n`;
const anExport = (name: string, time: string, parameter: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26">\n<Class name="${name}">\n<TimeChanged>${time}</TimeChanged>\n<Parameter name="V">\n<Default>${parameter}</Default>\n</Parameter>\n</Class>\n</Export>\n`;
const zwr = (...lines: readonly string[]): string => `x\nZWR\n${lines.join('\n')}\n`;

const plain: readonly SourceChange[] = [
  { 'README.md': 'x\n' },
  {
    'src/Lab/Router.cls': aClass('Lab.Router', 'In', 'Out', 'Old'),
    'src/Lab/Goes.cls': aClass('Lab.Goes', 'A'),
    'src/Lab.Exported.xml': anExport('Lab.Exported', '67000,1', '1'),
    'src/Lab.Same.xml': anExport('Lab.Same', '67000,1', '1'),
    'src/LABIN.mac': 'ROUTINE LABIN [Type=MAC]\nLABIN ;\n s x=1\n q\n',
    'src/LABOLD.mac': 'ROUTINE LABOLD [Type=MAC]\nLABOLD ;\n q\n',
    'src/csp/lab/page.csp': '<p>1</p>\n<p>2</p>\n',
    'data/routes.zwr': zwr('^LabRoute("in",1)="a"', '^LabRoute("in",2)="b"'),
  },
  {
    'src/Lab/Router.cls': aClass('Lab.Router', 'Begin', 'In', 'Out'),
    'src/Lab/Goes.cls': null,
    'src/Lab/New.cls': aClass('Lab.New', 'A'),
    'src/Lab.Exported.xml': anExport('Lab.Exported', '67001,1', '2'),
    'src/Lab.Same.xml': anExport('Lab.Same', '67001,1', '1'),
    'src/LABIN.mac': 'ROUTINE LABIN [Type=MAC]\nLABIN ;\n s x=2\n s y=1\n q\n',
    'src/LABOLD.mac': null,
    'src/csp/lab/page.csp': '<p>1</p>\n<p>3</p>\n',
    'data/routes.zwr': zwr('^LabRoute("in",1)="a"', '^LabRoute("in",2)="c"', '^LabRoute("out")="d"'),
  },
];

test('a kit of a git range changes at a site of plain files what preview and diff showed, document by document and line by line', async (t) => {
  const host = aHost();
  host.writeDocument('globals/LabRoute.zwr', '^LabRoute("kept")="by the site"\n');
  host.writeDocument('classes/Other.cls', aClass('Other', 'Stays'));
  const root = join(host.top, 'namespace');
  const contents = (): Contents =>
    new Map(
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes('.patchfleet'))
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [
          nameAt(path.slice(root.length + 1)),
          readFileSync(path, 'utf8').replace(/\n$/, '').split('\n'),
        ]),
    );
  t.deepEqual(await fromRangeToSite(t, host, aSourceRepository(...plain), contents), {
    changed: [
      '/csp/lab/page.csp -1 +1',
      'LABIN.mac -1 +2',
      'LABOLD.mac -3 +0',
      'Lab.Exported.cls -1 +1',
      'Lab.Goes.cls -9 +0',
      'Lab.New.cls -0 +9',
      'Lab.Router.cls -1 +1',
      '^LabRoute -1 +2',
    ],
    unsaid: ['Lab.New.cls', '^LabRoute'],
  });
});

/** The document that lies there, by the rules of docs/engines.md. */
function nameAt(path: string): string {
  const [folder, ...rest] = path.split('/');
  if (folder === 'globals') return `^${rest.join('/').replace(/\.zwr$/, '')}`;
  return folder === 'classes' ? rest.join('.') : folder === 'files' ? `/${rest.join('/')}` : rest.join('/');
}

const forGtm: readonly SourceChange[] = [
  { 'README.md': 'x\n' },
  {
    'r/LABIN.m': 'LABIN ; one\n set x=1\n quit\n',
    'r/LABOLD.m': 'LABOLD ;\n quit\n',
    'r/_ZLAB.m': '%ZLAB ;\n quit\n',
    'g/routes.zwr': zwr('^LabRoute("in",1)="a"', '^LabRoute("in",2)="b"'),
  },
  {
    'r/LABIN.m': 'LABIN ; two\n set x=1\n set y=2\n quit\n',
    'r/LABOLD.m': null,
    'r/_ZLAB.m': '%ZLAB ;\n quit 1\n',
    'r/LABNEW.m': 'LABNEW ;\n quit\n',
    'g/routes.zwr': zwr('^LabRoute("in",1)="a"', '^LabRoute("in",2)="c"', '^LabRoute("out")="d"'),
  },
];

gtmTest(
  `a kit of a git range changes on real GT.M what preview and diff showed, routine by routine and node by node${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    await sayM({ database }, 'set ^LabRoute("kept")="by the site",^Other=1');
    writeRoutine(database, 'OTHER', ['OTHER ; stays', ' quit']);
    const contents = async (): Promise<Contents> => {
      const found = new Map<string, string[]>();
      for (const file of readdirSync(database.routines[0]).filter((name) => name.endsWith('.m'))) {
        const text = readFileSync(join(database.routines[0], file), 'latin1');
        found.set(file.replace(/^_/, '%'), text.replace(/\n$/, '').split('\n'));
      }
      for (const line of (await extractOf(database)).split('\n')) {
        const name = /^\^%?\w+/.exec(line)?.[0];
        if (name !== undefined) found.set(name, [...(found.get(name) ?? []), line]);
      }
      return found;
    };
    t.deepEqual(await fromRangeToSite(t, aGtmHost(database), aSourceRepository(...forGtm), contents), {
      changed: ['%ZLAB.m -1 +1', 'LABIN.m -1 +2', 'LABNEW.m -0 +2', 'LABOLD.m -2 +0', '^LabRoute -1 +2'],
      unsaid: ['LABNEW.m', '^LabRoute'],
    });
  },
);
