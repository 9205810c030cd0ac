import test from 'ava';
import { digestOf } from '../../src/base/digest.ts';
import type { PatchId } from '../../src/base/names.ts';
import { documentName } from '../../src/document/document-name.ts';
import { readEarlierPatches } from '../../src/publish/earlier/earlier-patches.ts';
import { orderPatches } from '../../src/publish/earlier/order-patches.ts';
import { proposeRequires } from '../../src/publish/earlier/propose-requires.ts';

interface Wish {
  readonly kit?: Readonly<Record<string, string>>;
  /** Lines at the end of patch.yaml. */
  readonly more?: readonly string[];
}

function aFolder(id: string, { kit = {}, more = [] }: Wish) {
  const files = Object.entries(kit);
  const manifest = [
    `id: ${id}`,
    'title: x',
    ...(files.length === 0 ? [] : ['kit:']),
    ...files.flatMap(([name, text]) => [
      `  - file: kit/${name}`,
      `    sha256: "${digestOf(text)}"`,
      ...(name.endsWith('.zwr') ? ['    globals: merge'] : []),
    ]),
    ...more,
  ];
  const texts = {
    'patch.yaml': `${manifest.join('\n')}\n`,
    ...Object.fromEntries(files.map(([name, text]) => [`kit/${name}`, text])),
  };
  return {
    path: `patches/${id}`,
    files: Object.entries(texts).map(([path, text]) => ({
      path,
      size: text.length,
      read: async function* () {
        yield await Promise.resolve(Buffer.from(text));
      },
    })),
  };
}

const zwr = (...lines: readonly string[]): string => `x\nZWR\n${lines.join('\n')}\n`;

async function required(
  folders: Readonly<Record<string, Wish>>,
  touched: readonly string[],
  more: {
    readonly given?: readonly string[];
    readonly recalled?: readonly string[];
    readonly times?: Readonly<Record<string, number>>;
  } = {},
): Promise<readonly string[]> {
  const { given = [], recalled = [], times = {} } = more;
  const names = touched.map(documentName);
  const earlier = await readEarlierPatches(
    Object.entries(folders).map(([id, wish]) => aFolder(id, wish)),
    {
      ...{ id: 'LAB-50' as PatchId, requires: given as PatchId[], supersedes: [], touched: names },
      ...{ times: new Map(Object.entries(times)), recalled: new Set(recalled) },
    },
  );
  return proposeRequires(names, earlier, given as PatchId[]).map(
    ({ patch, documents }) => `${patch} ${documents.join(' ')}`,
  );
}

const [one, two] = [{ kit: { 'LABA.m': ' q\n' } }, { kit: { 'LABA.m': ' q 2\n', 'LABB.m': ' q\n' } }];

test('a patch requires the last one that carries a document of its own, and none that carries others', async (t) => {
  const other = { kit: { 'LABC.m': ' q\n' } };
  t.deepEqual(
    await required({ 'LAB-9': one, 'LAB-10': two, 'LAB-11': other }, ['LABA.m', 'LABB.m', 'LABN.m']),
    ['LAB-10 LABA.m LABB.m'],
  );
});

test('a patch that removed the document counts, and one after it or one that was recalled does not', async (t) => {
  const gone = { more: ['remove: [LABA.m]'] };
  t.deepEqual(await required({ 'LAB-1': one, 'LAB-2': gone }, ['LABA.m']), ['LAB-2 LABA.m']);
  t.deepEqual(await required({ 'LAB-1': one, 'LAB-60': two }, ['LABA.m']), ['LAB-1 LABA.m']);
  t.deepEqual(await required({ 'LAB-1': one, 'LAB-2': two }, ['LABA.m'], { recalled: ['LAB-2'] }), [
    'LAB-1 LABA.m',
  ]);
});

test('of a global that is merged only its part counts', async (t) => {
  const merged = { kit: { 'g.zwr': zwr('^Lab("in",1)="a"', '^Lab("in",2)="b"') } };
  t.deepEqual(await required({ 'LAB-1': merged }, ['^Lab("out")']), []);
  t.deepEqual(await required({ 'LAB-1': merged }, ['^Lab("in",2)']), ['LAB-1 ^Lab("in",2)']);
  t.deepEqual(await required({ 'LAB-1': merged }, ['^Lab']), ['LAB-1 ^Lab']);
});

test('what the others require is not required once more, nor what was named', async (t) => {
  const after = { kit: { 'LABB.m': ' q\n' }, more: ['requires: [LAB-1]'] };
  t.deepEqual(await required({ 'LAB-1': one, 'LAB-2': after }, ['LABA.m', 'LABB.m']), ['LAB-2 LABB.m']);
  t.deepEqual(await required({ 'LAB-1': one, 'LAB-2': after }, ['LABA.m'], { given: ['LAB-2'] }), []);
  t.deepEqual(await required({ 'LAB-1': one }, ['LABA.m'], { given: ['LAB-1'] }), []);
});

test('the time of the release decides, and what is not on main yet counts only where it was named', async (t) => {
  const times = { 'LAB-1': 2000, 'LAB-2': 1000 };
  t.deepEqual(await required({ 'LAB-1': one, 'LAB-2': two, 'LAB-3': two }, ['LABA.m'], { times }), [
    'LAB-1 LABA.m',
  ]);
});

test('a patch that cannot be read is passed over', async (t) => {
  const broken = { kit: { 'A.xml': '<Export>' } };
  t.deepEqual(
    await required({ 'LAB-1': one, 'LAB-2': broken, 'LAB-3': { more: ['title: y'] } }, ['LABA.m']),
    ['LAB-1 LABA.m'],
  );
});

test('patches stand behind those that they require or supersede, whatever the times and numbers say; a circle is no hang', (t) => {
  const patch = (id: string, at: number | null, requires: readonly string[] = []) => ({
    ...{ id: id as PatchId, at, requires: requires as PatchId[], supersedes: [] },
  });
  const order = orderPatches([
    patch('LAB-10', 5),
    patch('LAB-9', 5),
    patch('LAB-1', 1, ['LAB-9']),
    patch('LAB-0', null, ['LAB-2']),
    patch('LAB-2', null, ['LAB-0']),
  ]);
  t.deepEqual(
    order.map(({ id }) => String(id)),
    ['LAB-9', 'LAB-1', 'LAB-10', 'LAB-2', 'LAB-0'],
  );
});
