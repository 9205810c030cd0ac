import test from 'ava';
import { digestOf } from '../../src/base/digest.ts';
import { isFailure } from '../../src/base/failure.ts';
import { notesSkeleton } from '../../src/kit/notes-skeleton.ts';
import type { PatchId } from '../../src/base/names.ts';
import { checkPatch } from '../../src/publish/check-patch.ts';
import { remarksOnPatch } from '../../src/publish/remarks-on-patch.ts';

interface Wish {
  readonly kit?: Readonly<Record<string, string>>;
  /** Lines at the end of patch.yaml. */
  readonly more?: readonly string[];
  readonly notes?: string | null;
  readonly ini?: string;
  /** Sizes that files are said to have. */
  readonly sizes?: Readonly<Record<string, number>>;
}

const routine = ' q\n';

function folderOf({ kit = { 'LABIN.m': routine }, more = [], notes = '# x\n', ini = '', sizes = {} }: Wish) {
  const manifest = [
    'id: LAB-1',
    'title: One',
    'kit:',
    ...Object.entries(kit).flatMap(([name, text]) => [
      `  - file: kit/${name}`,
      `    sha256: "${digestOf(text)}"`,
      ...(name.endsWith('.zwr') ? [`    globals: ${name.startsWith('whole') ? 'replace' : 'merge'}`] : []),
    ]),
    ...(notes === null ? [] : ['notes: notes.md']),
    'parameters: patch.ini',
    ...more,
  ];
  const texts = {
    'patch.yaml': `${manifest.join('\n')}\n`,
    ...(notes === null ? {} : { 'notes.md': notes }),
    'patch.ini': ini,
    ...Object.fromEntries(Object.entries(kit).map(([name, text]) => [`kit/${name}`, text])),
  };
  const files = Object.entries(texts).map(([path, text]) => ({
    path,
    size: sizes[path] ?? text.length,
    read: async function* () {
      yield await Promise.resolve(Buffer.from(text));
    },
  }));
  return { path: 'patches/LAB-1', files };
}

async function remarks(wish: Wish, known: readonly string[] = []): Promise<readonly string[]> {
  const found = remarksOnPatch(await checkPatch(folderOf(wish)), new Set(known as PatchId[]));
  return found.map(({ file, line, path, message }) => `${file}:${line} ${path} ${message}`);
}

test('a patch with all that it needs is left without remarks', async (t) => {
  const kit = {
    'LABIN.m': 'LABIN ;\n q\nP1 ; in\n s x=patchfleet("ward"),y=$get(patchfleet("maybe"))\n q\n',
  };
  const more = ['requires: [LAB-0]', 'install: { run: P1^LABIN }'];
  t.deepEqual(await remarks({ kit, more, ini: 'ward = 7\n' }, ['LAB-0']), []);
});

const cases: readonly (readonly [what: string, wish: Wish, remark: RegExp])[] = [
  [
    'a required patch that is not here',
    { more: ['requires: [LAB-0]'] },
    /^patches\/LAB-1\/patch\.yaml:0 requires\[0\] names LAB-0, which is not below patches/,
  ],
  ['missing notes', { notes: null }, /patch\.yaml:0 notes names no notes/],
  [
    'notes that nobody wrote',
    { notes: notesSkeleton({ title: 'x', sections: [] }, 'html') },
    /patch\.yaml:0 notes names notes\.md, where "What changes/,
  ],
  ['empty notes', { notes: '' }, /notes\.md, which is empty/],
  [
    'a file that hosts warn of',
    { sizes: { 'kit/LABIN.m': 60 * 1024 * 1024 } },
    /kit\/LABIN\.m:0 {2}has 60 MiB/,
  ],
  [
    'a label that the routine has not',
    { more: ['install: { run: P1^LABIN }'] },
    /kit\/LABIN\.m:1 {2}LABIN\.m has no label P1, which install\.run/,
  ],
  [
    'a method that the class has not',
    {
      kit: { 'Lab.P.cls': 'Class Lab.P Extends %RegisteredObject\n{\n\nClassMethod P2()\n{\n}\n\n}\n' },
      more: ['install: { run: "##class(Lab.P).P1" }'],
    },
    /Lab\.P\.cls has no method P1/,
  ],
  [
    'a method that the class has not, in XML',
    {
      kit: {
        'P.xml':
          '<?xml version="1.0"?>\n<Export generator="IRIS" version="26">\n<Class name="Lab.P">\n<Method name="P12">\n</Method>\n</Class>\n</Export>\n',
      },
      more: ['install: { run: "##class(Lab.P).P1" }'],
    },
    /kit\/P\.xml:3 {2}Lab\.P\.cls has no method P1/,
  ],
  [
    'a parameter that a routine reads and patch.ini lacks',
    {
      kit: { 'LABIN.m': 'LABIN ;\n q\nP1 s x=patchfleet("Ward")\n q\n' },
      more: ['install: { run: P1^LABIN }'],
      ini: 'ward = 7\n',
    },
    /reads the parameter Ward, which patch\.ini does not hold/,
  ],
  [
    'a parameter that a method reads and patch.ini lacks',
    {
      kit: {
        'Lab.P.cls':
          'Class Lab.P\n{\n\nClassMethod P1(ByRef given) As %Status\n{\n  set ^X=given("ward")\n}\n\n}\n',
      },
      more: ['install: { run: "##class(Lab.P).P1" }'],
    },
    /reads the parameter ward/,
  ],
  [
    'a parameter that another routine of GT.M reads',
    {
      kit: { 'LABIN.m': 'LABIN ;\n q\nP1 d ^LABX\n q\n', 'LABX.m': 'LABX s x=patchfleet("bed")\n q\n' },
      more: ['install: { run: P1^LABIN }'],
    },
    /kit\/LABX\.m:1 {2}LABX\.m reads the parameter bed/,
  ],
  [
    'a routine of GT.M whose first label is another name',
    { kit: { 'LABIN.m': '; old\nLABOUT ;\n q\nLABIN q\n' } },
    /LABIN\.m begins with the label LABOUT: it goes in under the name of its file/,
  ],
  [
    'a project that names what is not in the kit',
    {
      kit: {
        'P.xml':
          '<?xml version="1.0"?>\n<Export generator="IRIS" version="26">\n<Project name="Lab" LastModified="x">\n<Items>\n<ProjectItem name="Lab.A" type="CLS"></ProjectItem>\n<ProjectItem name="LABX.INT" type="MAC"></ProjectItem>\n</Items>\n</Project>\n</Export>\n',
      },
    },
    /Lab\.prj names Lab\.A\.cls, LABX\.INT\.mac, which no kit file holds/,
  ],
  [
    'a part of a global that replaces the whole',
    { kit: { 'whole.zwr': 'x\nZWR\n^A("in",1,2)="a"\n^A("in",3)="b"\n' } },
    /kit\/whole\.zwr:3 {2}\^A goes in with `globals: replace`, and all of its nodes here lie at or below \^A\("in"\):/,
  ],
  [
    'a private key',
    { kit: { 'LABIN.m': ' ; -----BEGIN OPENSSH PRIVATE KEY-----\n' } },
    /LABIN\.m holds what looks like a private key/,
  ],
  ['a token', { kit: { 'LABIN.m': ` s t="ghp_${'a1'.repeat(18)}"\n` } }, /a token of a git host/],
  [
    'a password in an address',
    { kit: { 'g.zwr': 'x\nZWR\n^A="https://ana:geheim@lab.example.org/x"\n' } },
    /kit\/g\.zwr:\d+ {2}\^A holds what looks like a password in an address/,
  ],
  [
    'a secret among the parameters, whatever stands before the word',
    { ini: 'mailPassword = geheim\n' },
    /patch\.ini:0 mailPassword holds what looks like a secret by its name/,
  ],
  [
    'a secret among the parameters',
    { ini: '[site:prod-1]\ndb.password = geheim\n' },
    /patch\.ini:0 db\.password holds what looks like a secret by its name/,
  ],
];
for (const [what, wish, remark] of cases) {
  test(`kit check remarks on ${what}, and repeats no secret`, async (t) => {
    const told = await remarks(wish);
    t.is(told.length, 1, told.join('\n'));
    t.regex(told[0] ?? '', remark);
    t.notRegex(told.join('\n'), /geheim|a1a1/);
  });
}

test('a global that is replaced and has more than one first subscript, or a part that is merged, is left without remarks', async (t) => {
  const kit = {
    'whole.zwr': 'x\nZWR\n^A("in",1)="a"\n^A("out")="b"\n',
    'whole2.zwr': 'x\nZWR\n^B="a"\n^B("in")="b"\n',
    'part.zwr': 'x\nZWR\n^C("in",1)="a"\n',
  };
  t.deepEqual(await remarks({ kit }), []);
});

test('what only talks of passwords and keys is no secret, and code of a class that extends another is not judged', async (t) => {
  const kit = {
    'LABIN.m': ' ; the password is asked for: see https://lab.example.org/a@b\n s password=$$ask()\n',
    'Lab.P.cls': 'Class Lab.P Extends (%RegisteredObject, Lab.Base)\n{\n}\n',
  };
  const more = ['install: { run: "##class(Lab.P).P1" }'];
  t.deepEqual(await remarks({ kit, more, ini: 'passwordLength = 12\ntokens = 3\n' }), []);
});

test('a file that git hosts do not take, and a document in two kit files, cannot be released', async (t) => {
  const large = await t.throwsAsync(checkPatch(folderOf({ sizes: { 'kit/LABIN.m': 101 * 1024 * 1024 } })));
  t.true(isFailure(large, 'INVALID_FILE'));
  t.regex(String(large), /kit\[0\]: kit\/LABIN\.m has 101 MiB, expected at most 100 MiB/);
  const twice = folderOf({ kit: { 'LABIN.m': routine, 'x/LABIN.m': routine } });
  t.regex(String(await t.throwsAsync(checkPatch(twice))), /LABIN\.m stands in kit\/LABIN\.m:1 too/);
});
