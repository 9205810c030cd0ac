import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { gtmDatabase, gtmTest, withoutGtm } from '../worlds/gtm-database.ts';
import { sayM, writeRoutine } from '../worlds/gtm-run.ts';
import { atelierStandIn } from '../worlds/iris/atelier-stand-in.ts';
import { changeNamespace, readNamespace } from '../worlds/iris/namespace-store.ts';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

/** A working copy beside a development server of plain files. */
function aDesk(namespace: Readonly<Record<string, string>>) {
  const cwd = newFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  write('fleet.yaml', '');
  mkdirSync(join(cwd, 'dev'));
  for (const [path, text] of Object.entries(namespace)) write(`dev/${path}`, text);
  write('dev.yaml', 'engine: { directory: { folder: dev } }\n');
  return {
    cwd,
    write,
    kit: (...words: string[]) => runPatchfleet(['kit', ...words], { cwd }),
    read: (path: string) => readFileSync(join(cwd, path), 'utf8'),
    has: (path: string) => existsSync(join(cwd, path)),
  };
}

const router = '<Class name="Lab.Router">\n<Super>%RegisteredObject</Super>\n</Class>\n';
const namespace = {
  'classes/Lab/Router.cls': router,
  'classes/Lab/In/Queue.cls': 'Class Lab.In.Queue\n{\n}\n',
  'classes/Other/A.cls': 'Class Other.A\n{\n}\n',
  'routines/LABIN.mac': 'ROUTINE LABIN [Type=MAC]\n q\n',
  'files/csp/lab/index.csp': '<html/>\n',
  'globals/LabConfig.zwr': '^LabConfig("schema")="14"\n',
  'globals/LabRoute.zwr': '^LabRoute("in",1)="a"\n^LabRoute("kept")="k"\n^LabRoute("out",1)="b"\n',
};

interface Shown {
  readonly documents: readonly {
    readonly name: string;
    readonly place: string;
    readonly globals: string | null;
  }[];
}

test('documents of a live target become a kit that is right, by patterns; what is not there is said', async (t) => {
  const desk = aDesk(namespace);
  const wishes = [
    'Lab.*.cls',
    'LABIN.mac',
    '/csp/lab/*',
    '^LabConfig',
    '^LabRoute("in")',
    '^LabRoute("out")',
  ];
  const none = ['Nope.*.cls', 'Lab.None.cls', '^LabNone'];
  const made = await desk.kit(
    ...['new', 'LAB-1', '--title', 'x', '--from', 'dev.yaml', '--documents', ...wishes, ...none, '--json'],
  );
  t.is(made.code, 1, made.out + made.err);
  const { leftOut } = made.json() as { leftOut: readonly { readonly name: string }[] };
  t.deepEqual(leftOut.map(({ name }) => name).sort(), [...none].sort());
  const shown = (await desk.kit('show', 'LAB-1', '--json')).json() as unknown as Shown;
  t.deepEqual(
    shown.documents.map(({ name, place }) => `${name} ${place}`),
    [
      '/csp/lab/index.csp kit/csp/lab/index.csp:1',
      'LABIN.mac kit/LABIN.mac:1',
      'Lab.In.Queue.cls kit/Lab/In/Queue.cls:1',
      'Lab.Router.cls kit/Lab/Router.xml:3',
      '^LabConfig kit/LabConfig.zwr:3',
      '^LabRoute kit/LabRoute.zwr:3',
    ],
  );
  t.is(
    desk.read('patches/LAB-1/kit/LabRoute.zwr'),
    'patchfleet\nZWR\n^LabRoute("in",1)="a"\n^LabRoute("out",1)="b"\n',
  );
  const checked = await desk.kit('check', 'LAB-1');
  t.is(checked.code, 0, checked.err);
  t.deepEqual(readdirSync(join(desk.cwd, 'dev')).sort(), ['classes', 'files', 'globals', 'routines']);
});

test('of a part of a global nobody is told to say replace, which would take the rest away', async (t) => {
  const desk = aDesk(namespace);
  const live = (...names: string[]) => ['--from', 'dev.yaml', '--documents', ...names];
  const entry = (file: string) => new RegExp(`file: kit/${file}\\.zwr"?\\n.*\\n {4}globals: (.*)\\n`);
  const modeOf = (patch: string, file: string) =>
    entry(file).exec(desk.read(`patches/${patch}/patch.yaml`))?.[1];
  const made = await desk.kit('new', 'LAB-1', '--title', 'x', ...live('^LabRoute("in")', '^LabConfig'));
  t.is(made.code, 0, made.err);
  t.is(modeOf('LAB-1', 'LabRoute'), 'merge # a part of ^LabRoute: never replace');
  t.is(modeOf('LAB-1', 'LabConfig'), 'merge # or replace; it carries ^LabConfig');
  t.is((await desk.kit('new', 'LAB-2', '--title', 'x')).code, 0);
  const added = await desk.kit('add', 'LAB-2', ...live('^LabRoute("in")'));
  t.is(modeOf('LAB-2', 'LabRoute'), 'merge # a part of ^LabRoute: never replace');
  for (const { out } of [made, added]) {
    t.regex(out, /LabRoute\.zwr carries a part of \^LabRoute: wrote `globals: merge` .* stay\.\n/);
    t.notRegex(out, /LabRoute.*Say `globals: replace`/);
  }
});

test('kit add --replace exports documents of a live target anew; others are refused where they are there', async (t) => {
  const desk = aDesk(namespace);
  const live = (...names: string[]) => ['--from', 'dev.yaml', '--documents', ...names];
  t.is((await desk.kit('new', 'LAB-1', '--title', 'x', ...live('Lab.*.cls'))).code, 0);
  desk.write('dev/classes/Lab/Router.cls', router.replace('%RegisteredObject', '%Persistent'));
  const again = await desk.kit('add', 'LAB-1', ...live('Lab.*.cls'), '--json');
  t.like(again.json(), { kind: 'error', code: 'KIT_FILE_EXISTS' });
  const replaced = await desk.kit('add', 'LAB-1', '--replace', ...live('Lab.*.cls', '^LabConfig'));
  t.is(replaced.code, 0, replaced.err);
  t.regex(replaced.out, /LabConfig\.zwr carries \^LabConfig: wrote `globals: merge`/);
  t.regex(desk.read('patches/LAB-1/kit/Lab/Router.xml'), /%Persistent/);
  t.is((await desk.kit('check', 'LAB-1')).code, 0);
});

test('a part of a global is never to replace the whole, and what cannot be chosen is refused before anything is written', async (t) => {
  const desk = aDesk(namespace);
  const refused = async (...words: string[]) =>
    (await desk.kit('new', 'LAB-1', '--title', 'x', ...words, '--json')).json();
  const part = ['--from', 'dev.yaml', '--documents', '^LabRoute("in")'];
  t.like(await refused(...part, '--globals', 'replace'), { code: 'WRONG_ARGUMENT' });
  t.like(await refused('--from', 'dev.yaml', '--documents', 'Lab'), { code: 'WRONG_ARGUMENT' });
  t.like(await refused('--from', 'dev.yaml', '--documents', 'Nope.*'), { code: 'WRONG_ARGUMENT' });
  t.like(await refused('--documents', 'Lab.*'), { code: 'WRONG_ARGUMENT' });
  t.like(await refused('--from', 'none.yaml', '--documents', 'Lab.*'), { code: 'SITE_CONFIG_MISSING' });
  desk.write('bad.yaml', 'site: dev\n');
  t.like(await refused('--from', 'bad.yaml', '--documents', 'Lab.*'), { code: 'INVALID_FILE' });
  t.false(desk.has('patches'));
  t.is(
    (
      await desk.kit(
        'new',
        'LAB-1',
        '--title',
        'x',
        '--from',
        'dev.yaml',
        '--documents',
        '^LabRoute',
        '--globals',
        'replace',
      )
    ).code,
    0,
  );
  const again = await desk.kit('add', 'LAB-1', '--replace', ...part, '--json');
  t.like(again.json(), { code: 'WRONG_ARGUMENT' });
  t.regex(desk.read('patches/LAB-1/kit/LabRoute.zwr'), /kept/);
});

gtmTest(
  `routines and globals of a real GT.M database become a kit, and nothing of patchfleet stays there${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    const binary =
      'set ^LabConfig("schema")=14,^LabConfig("bytes")=$zchar(0,9,10,34,255),^LabConfig("empty")="",^LabOld=1,^LabRoute("in",1)="a",^LabRoute("in",2)="b",^LabRoute("out")="c"';
    await sayM({ database }, `${binary} kill ^LabOld`);
    writeRoutine(database, 'LABIN', ['LABIN ; one', ' quit']);
    writeRoutine(database, '_ZLAB', ['%ZLAB ; two', ' quit']);
    const desk = aDesk({});
    const { globalDirectory, routines, objects, temporary } = database;
    desk.write(
      'dev.yaml',
      `engine: { mumps: { globalDirectory: ${globalDirectory}, routines: ${routines[0]}, objects: ${String(objects)}, temporary: ${temporary} } }\n`,
    );
    const before = readdirSync(dirname(globalDirectory)).sort();
    const own = existsSync(database.own) ? readdirSync(database.own) : null;
    const made = await desk.kit(
      ...['new', 'LAB-1', '--title', 'x', '--from', 'dev.yaml'],
      ...['--documents', '*.m', '^LabC*', '^LabOld*', '^LabRoute("in")', '^PATCHFLEET*', '--json'],
    );
    t.is(made.code, 1, made.out + made.err);
    const { leftOut, files } = made.json() as {
      leftOut: readonly { readonly name: string }[];
      files: readonly string[];
    };
    t.deepEqual(leftOut.map(({ name }) => name).sort(), ['^LabOld*', '^PATCHFLEET*']);
    t.deepEqual(files.slice(3), ['kit/_ZLAB.m', 'kit/LABIN.m', 'kit/LabConfig.zwr', 'kit/LabRoute.zwr']);
    t.is((await desk.kit('check', 'LAB-1')).code, 0);
    t.is(desk.read('patches/LAB-1/kit/_ZLAB.m'), '%ZLAB ; two\n quit\n');
    t.regex(desk.read('patches/LAB-1/kit/LabConfig.zwr'), /\$C\(0,9,10\)_"""?"?_?/);
    t.deepEqual(readdirSync(dirname(globalDirectory)).sort(), before);
    t.deepEqual(existsSync(database.own) ? readdirSync(database.own) : null, own);
    t.is(await sayM({ database }, 'write $data(^PATCHFLEET)'), '0');
  },
);

test('protocol case on a stand-in: documents of an IRIS namespace become a kit that names its server; the helper that stays is said, the password is not', async (t) => {
  const server = await atelierStandIn(t);
  const element =
    '<Class name="Lab.Router">\n<Super>%RegisteredObject</Super>\n<TimeChanged>67000,1</TimeChanged>\n</Class>\n';
  changeNamespace(server.folder, ({ documents, globals }) => {
    documents['Lab.Router.cls'] = { element, saves: 1, compiled: true };
    globals['["^LabRoute","in","1"]'] = 'a';
    globals['["^LabRoute","out"]'] = 'b';
  });
  const desk = aDesk({});
  desk.write(
    'dev.yaml',
    `engine: { iris: { atelier: { url: "${server.url}", namespace: lab, username: patch, password: { env: DEV_PASSWORD } } } }\n`,
  );
  const made = await runPatchfleet(
    [
      'kit',
      'new',
      'LAB-1',
      '--title',
      'x',
      '--from',
      'dev.yaml',
      '--documents',
      'Lab.*.cls',
      '^LabRoute("in")',
    ],
    { cwd: desk.cwd, env: { DEV_PASSWORD: 'swordfish' } },
  );
  t.is(made.code, 0, made.out + made.err);
  t.regex(made.out, /put its helper class PatchFleet\.Helper\w+ there, if it was not there yet; it stays/);
  t.notRegex(made.out + made.err, /swordfish/);
  t.regex(
    desk.read('patches/LAB-1/kit/Lab/Router.xml'),
    /<Export generator="IRIS" version="26" zv=".+">\n<Class/,
  );
  t.regex(desk.read('patches/LAB-1/kit/LabRoute.zwr'), /\n\^LabRoute\("in",1\)="a"\n$/);
  t.deepEqual(readNamespace(server.folder).own.register, []);
  t.is((await desk.kit('check', 'LAB-1')).code, 0);
});
