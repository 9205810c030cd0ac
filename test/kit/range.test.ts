import test from 'ava';
import { computeRangeKit } from '../../src/kit/range/compute-range-kit.ts';
import { rangeNotes } from '../../src/kit/range/range-notes.ts';
import { withinPaths } from '../../src/kit/range/within-paths.ts';

const aClass = (name: string, quit = '1'): string =>
  `Class ${name}\n{\nClassMethod V()\n{\n  quit ${quit}\n}\n}\n`;

/** Two trees; a blob's id is its content. `-> x` is a link, `submodule x` one, and `lost x` is not there. */
function aRange(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const tree = (files: Readonly<Record<string, string>>) =>
    new Map(
      Object.entries(files).map(([path, id]) => [
        path,
        { id, size: id.length, plain: !/^(->|submodule) /.test(id), submodule: id.startsWith('submodule ') },
      ]),
    );
  const reads: string[] = [];
  const read = (id: string): Promise<Uint8Array | null> => {
    reads.push(id);
    return Promise.resolve(id.startsWith('lost ') ? null : new TextEncoder().encode(id));
  };
  return { range: { before: tree(before), after: tree(after), read }, reads };
}

test('a document that an untouched file holds as well is not removed with another file', async (t) => {
  const { range } = aRange(
    { 'a/X.cls': aClass('Lab.X'), 'b/X.cls': aClass('Lab.X', '2') },
    { 'b/X.cls': aClass('Lab.X', '2') },
  );
  t.deepEqual((await computeRangeKit(range)).changes, []);
});

test('a class whose name changed in case only is replaced and not removed', async (t) => {
  const { range } = aRange({ 'X.cls': aClass('Lab.X') }, { 'x.cls': aClass('Lab.x') });
  t.deepEqual((await computeRangeKit(range)).changes, [
    { name: 'Lab.x.cls', path: 'x.cls', effect: 'changed' },
  ] as never);
});

test('of two files with one document the second is left out, and said', async (t) => {
  const { range } = aRange({}, { 'a/X.cls': aClass('Lab.X'), 'b/X.cls': aClass('Lab.X', '2') });
  const made = await computeRangeKit(range);
  t.deepEqual(
    made.files.map(({ path }) => path),
    ['a/X.cls'],
  );
  t.deepEqual(made.leftOut, [
    { path: 'b/X.cls', why: 'it holds Lab.X.cls, which stands in a/X.cls too', wanted: true },
  ]);
});

const conflict = `<<<<<<< HEAD\n${aClass('Lab.X', '2')}`;
const unread: readonly (readonly [what: string, after: Readonly<Record<string, string>>])[] = [
  ['has merge markers', { 'Lab/X.cls': conflict }],
  ['was emptied', { 'Lab/X.cls': '' }],
  ['became a link', { 'Lab/X.cls': '-> ../x' }],
  ['is missing in the repository', { 'Lab/X.cls': 'lost 1' }],
  ['lies where a link to a folder is now', { Lab: '-> ../Lab' }],
  ['lies where a submodule is now', { Lab: 'submodule 1' }],
  ['may have gone into a new submodule', { shared: 'submodule 1' }],
  ['moved to a file that cannot be read and names it', { 'New.cls': conflict }],
  ['moved to an export that cannot be read', { 'all.xml': '<Export><Class name="Lab.X"><</Export>' }],
];
for (const [what, after] of unread) {
  test(`a document whose file ${what} is never removed, but told as doubtful`, async (t) => {
    const { range } = aRange({ 'Lab/X.cls': aClass('Lab.X'), 'A.cls': aClass('Lab.A') }, after);
    const made = await computeRangeKit(range);
    t.false(made.changes.some(({ name }) => name === 'Lab.X.cls'));
    t.true(made.doubtful.some(({ name, path }) => name === 'Lab.X.cls' && path === 'Lab/X.cls'));
  });
}

test('a document that an untouched file may hold, which cannot be read, is doubtful; files that never name it keep nothing', async (t) => {
  const same = { 'b/X.cls': conflict, 'pom.xml': '<project>Lab.Y</project>', 'main.go': 'package main\n' };
  const { range } = aRange({ ...same, 'X.cls': aClass('Lab.X'), 'Y.cls': aClass('Lab.Y') }, same);
  const made = await computeRangeKit(range);
  t.deepEqual(
    made.doubtful.map(({ name, source }) => [name, source]),
    [['Lab.X.cls', 'b/X.cls']],
  );
  t.deepEqual(
    made.changes.map(({ name, effect }) => `${effect} ${name}`),
    ['removed Lab.Y.cls'],
  );
});

test('what a file holds that is left out for a twin of one of its documents is not removed', async (t) => {
  const both = (time: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26" ts="${time}">\n${['Lab.A', 'Lab.B'].map((name) => `<Class name="${name}">\n<Super>%RegisteredObject</Super>\n</Class>\n`).join('')}</Export>\n`;
  const { range } = aRange({ 'all.xml': both('1') }, { 'B.cls': aClass('Lab.B'), 'all.xml': both('2') });
  const made = await computeRangeKit(range);
  t.deepEqual(made.doubtful, []);
  t.deepEqual(
    made.changes.map(({ name, effect }) => `${effect} ${name}`),
    ['changed Lab.B.cls'],
  );
  t.deepEqual(made.leftOut, [
    { path: 'all.xml', why: 'it holds Lab.B.cls, which stands in B.cls too', wanted: true },
  ]);
});

test('with paths the kit is made of what lies there; documents are compared with all other files', async (t) => {
  const { range } = aRange(
    {
      'lib/In.cls': aClass('Lab.In'),
      'lab/Out.cls': aClass('Lab.Out'),
      'lab/Gone.cls': aClass('Lab.Gone'),
      'lib/Gone.cls': aClass('Lib.Gone'),
    },
    {
      'lab/In.cls': aClass('Lab.In'),
      'lib/Out.cls': aClass('Lab.Out', '2'),
      'lab/New.cls': aClass('Lab.New'),
      'a/New.cls': aClass('Lab.New', '2'),
      'lib/Also.cls': aClass('Lib.Also'),
      'laboratory/X.cls': aClass('Lab.X'),
    },
  );
  const made = await computeRangeKit({ ...range, within: withinPaths(['lab/']) });
  t.deepEqual(
    made.changes.map(({ name, effect }) => `${effect} ${name}`),
    ['added Lab.New.cls', 'removed Lab.Gone.cls'],
  );
  t.deepEqual(made.leftOut, [{ path: 'lab/In.cls', why: 'its documents did not change', wanted: false }]);
});

test('untouched files are not read where nothing is gone', async (t) => {
  const { range, reads } = aRange(
    { 'S.cls': aClass('Lab.S'), 'X.cls': aClass('Lab.X') },
    { 'S.cls': aClass('Lab.S'), 'X.cls': aClass('Lab.X', '2') },
  );
  await computeRangeKit(range);
  t.deepEqual(reads, [aClass('Lab.X'), aClass('Lab.X', '2')]);
});

test('paths that no kit can have are left out by name', async (t) => {
  const { range } = aRange(
    {},
    {
      'aux.cls': aClass('Lab.A'),
      'a\\b.cls': aClass('Lab.B'),
      'x\u001b.cls': aClass('Lab.C'),
      '\uFFFD.cls': aClass('Lab.D'),
    },
  );
  const made = await computeRangeKit(range);
  t.deepEqual(made.files, []);
  t.is(made.leftOut.filter(({ wanted }) => wanted).length, 4);
});

test('notes name each document with the commits of its file, and count what is too much', async (t) => {
  const { range } = aRange({}, { 'X.cls': aClass('Lab.X') });
  const commits = Array.from({ length: 12 }, (_, index) => ({
    id: `c${index}`,
    subject: `S ${index}`,
    paths: ['X.cls'],
  }));
  const notes = rangeNotes(await computeRangeKit(range), { title: 'T', commits, format: 'md' });
  t.regex(notes, /## Added\n\n- Lab\.X\.cls\n {2}- S 0 \(c0\)\n[^]*- S 9 \(c9\)\n {2}- and 2 more\n$/);
});
