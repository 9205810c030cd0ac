import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Room → rooms that it may import, besides itself. The table of ARCHITECTURE.md. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  base: [],
  document: ['base'],
  kit: ['document', 'base'],
  desired: ['kit', 'document', 'base'],
  journal: ['kit', 'document', 'base'],
  installed: ['journal', 'kit', 'document', 'base'],
  status: ['kit', 'document', 'base'],
  policy: ['status', 'desired', 'kit', 'base'],
  plan: ['policy', 'status', 'desired', 'installed', 'journal', 'kit', 'document', 'base'],
  fleet: ['policy', 'plan', 'status', 'desired', 'installed', 'kit', 'document', 'base'],
  report: ['fleet', 'plan', 'policy', 'status', 'desired', 'installed', 'journal', 'kit', 'document', 'base'],
  ports: ['plan', 'status', 'desired', 'installed', 'journal', 'kit', 'document', 'base'],
  publish: ['ports', 'fleet', 'status', 'desired', 'kit', 'document', 'base'],
  reconcile: [
    'ports',
    'plan',
    'policy',
    'status',
    'desired',
    'installed',
    'journal',
    'kit',
    'document',
    'base',
  ],
  adapters: ['ports', 'status', 'desired', 'installed', 'journal', 'kit', 'document', 'base'],
};
const pure = Object.keys(rooms).filter((room) => room !== 'adapters');

/** Package → the one folder of `src/` that may import it. zod is the language of schemas, in every pure room. */
const homes: Readonly<Record<string, string>> = {
  yaml: 'base',
  saxes: 'kit',
  ini: 'kit',
  'temporal-polyfill': 'policy',
  'isomorphic-git': 'adapters',
  'simple-git': 'adapters',
  '@actions/core': 'apps/action',
  commander: 'apps',
  pino: 'apps',
  'prom-client': 'apps',
  chokidar: 'apps',
  hono: 'apps',
  '@hono/node-server': 'apps',
  marked: 'apps/page',
  'sanitize-html': 'apps/page',
};
const everywhere = ['zod'];

interface Import {
  readonly file: string;
  readonly specifier: string;
}

test('a room imports only from the rooms below it', (t) => {
  const wrong = ownImports().filter(({ file, specifier }) => {
    const from = roomOf(file);
    const to = roomOf(relative(root, join(root, dirname(file), specifier)));
    return from !== 'apps' && from !== to && !(rooms[from] ?? []).includes(to);
  });
  t.deepEqual(wrong, []);
});

test('every room of src/ is in the table', (t) => {
  const found = readdirSync(join(root, 'src')).filter((name) => name !== 'apps');
  t.deepEqual(found.filter((room) => !(room in rooms)).sort(), []);
});

test('below the adapters nothing of Node is imported but the computations of node:crypto, in base', (t) => {
  const wrong = allImports().filter(
    ({ file, specifier }) =>
      specifier.startsWith('node:') &&
      pure.includes(roomOf(file)) &&
      !(specifier === 'node:crypto' && roomOf(file) === 'base'),
  );
  t.deepEqual(wrong, []);
});

test('below the adapters nobody asks for the time, for chance, or for the process', (t) => {
  const asking = sourceFiles().filter(
    (file) =>
      pure.includes(roomOf(file)) &&
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\./.test(
        readFileSync(join(root, file), 'utf8'),
      ),
  );
  t.deepEqual(asking, []);
});

test('each package has one home', (t) => {
  const wrong = allImports().filter(({ file, specifier }) => {
    if (specifier.startsWith('.') || specifier.startsWith('node:')) return false;
    const name = packageOf(specifier);
    const home = homes[name];
    return !everywhere.includes(name) && (home === undefined || !isIn(file, home));
  });
  t.deepEqual(wrong, []);
});

test('imports make no circle', (t) => {
  const graph = new Map<string, string[]>();
  for (const { file, specifier } of ownImports()) {
    const target = relative(root, join(root, dirname(file), specifier));
    graph.set(file, [...(graph.get(file) ?? []), target]);
  }
  t.deepEqual(circleOf(graph), null);
});

function circleOf(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle !== null) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const circle = visit(file, []);
    if (circle !== null) return circle;
  }
  return null;
}

function sourceFiles(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join('src', file));
}

function allImports(): Import[] {
  return sourceFiles().flatMap((file) =>
    ts
      .preProcessFile(readFileSync(join(root, file), 'utf8'))
      .importedFiles.map(({ fileName }) => ({ file, specifier: fileName })),
  );
}

function ownImports(): Import[] {
  return allImports().filter(({ specifier }) => specifier.startsWith('.'));
}

function roomOf(file: string): string {
  return file.split(sep)[1] ?? '';
}

function isIn(file: string, folder: string): boolean {
  return file.startsWith(join('src', folder) + sep);
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}
