import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../../../src/adapters/targets/mumps/call-process.ts';
import type { MumpsDatabase } from '../../../../src/adapters/targets/mumps/mumps-database.ts';
import { openMumpsTarget } from '../../../../src/adapters/targets/mumps/open-mumps-target.ts';
import { digestOf } from '../../../../src/base/digest.ts';
import type { ChangeResult, NodeEdit } from '../../../../src/document/change.ts';
import { computeChange } from '../../../../src/document/compute-change.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import type { GlobalNode } from '../../../../src/document/global.ts';
import { isUnder, writeGlobal } from '../../../../src/document/global.ts';
import { editOf } from '../../../../src/document/node-edits.ts';
import type { Target } from '../../../../src/ports/target.ts';
import { byteText, globalNodes } from '../../../document/global-arbitraries.ts';
import { gtmDatabase, gtmTest, withoutGtm } from '../../../worlds/gtm-database.ts';

const open = (database: MumpsDatabase) =>
  openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 });
const global = documentName('^G');
const bytesOf = (nodes: readonly GlobalNode[]) => (nodes.length === 0 ? null : writeGlobal(nodes));
const everyByte = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));

gtmTest(
  `whatever bytes subscripts and values hold, they come back, whole and as subtrees${withoutGtm}`,
  async (t) => {
    const target = open(await gtmDatabase(t));
    const session = await target.open('test');
    await fc.assert(
      fc.asyncProperty(globalNodes(byteText), async (nodes) => {
        const to = computeChange(global, await target.read(global), bytesOf(nodes));
        if (to !== null) t.deepEqual(await session.apply(to), { kind: 'applied' });
        same(t, await target.read(global), bytesOf(nodes));
        for (const { reference } of nodes.slice(0, 3)) {
          const below = nodes.filter((node) => isUnder(node.reference, reference));
          same(t, await target.read(documentName(reference)), bytesOf(below));
        }
        const values = await target.nodes(nodes.map(({ reference }) => reference));
        t.deepEqual(values, new Map(nodes.map(({ reference, value }) => [reference, value])));
      }),
      { numRuns: 25, seed: 20_260_311 },
    );
    await session.close();
  },
);

gtmTest(
  `a database that sorts empty subscripts behind numbers is read in M collation${withoutGtm}`,
  async (t) => {
    const target = open(await gtmDatabase(t, { nullCollation: 'own' }));
    const references = [
      '^G',
      '^G("")',
      '^G("",1)',
      '^G("","a")',
      '^G(-1)',
      '^G(2)',
      '^G(2,"")',
      '^G(2,0)',
      '^G("a")',
    ];
    const nodes = references.map((reference, at) => ({ reference, value: String(at) }));
    await inOneSession(target, global, nodes.map(edit));
    same(t, await target.read(global), bytesOf(nodes));
    t.deepEqual(await target.inventory('all'), [{ name: global, digest: digestOf(writeGlobal(nodes)) }]);
    same(t, await target.read(documentName('^G("")')), bytesOf(nodes.slice(1, 4)));
    same(t, await target.read(documentName('^G(2)')), bytesOf(nodes.slice(5, 8)));
  },
);

gtmTest(`a value of a mebibyte and a subscript of hundreds of bytes come back${withoutGtm}`, async (t) => {
  const target = open(await gtmDatabase(t));
  const long = everyByte.repeat(2).slice(1, 480);
  const nodes = [
    { reference: '^G("big")', value: everyByte.repeat(4096) },
    { reference: '^G("big",1)', value: 'x'.repeat(65_536) },
    { reference: writtenReference(long), value: '' },
  ];
  await inOneSession(target, global, nodes.map(edit));
  same(t, await target.read(global), bytesOf(nodes));
  same(t, await target.read(documentName('^G("big")')), bytesOf(nodes.slice(0, 2)));
  t.is((await target.nodes(['^G("big")'])).get('^G("big")')?.length, 1_048_576);
  const back = nodes.map(({ reference, value }) => ({ reference, from: value, to: null }));
  t.deepEqual(await inOneSession(target, global, back), { kind: 'applied' });
  t.is(await target.read(global), null);
});

gtmTest(
  `more nodes than a transaction holds are all compared before the first is written${withoutGtm}`,
  async (t) => {
    const target = open(await gtmDatabase(t, { buffers: 64 }));
    const edits = Array.from({ length: 3_000 }, (_, at): NodeEdit => {
      return { reference: `^G(${at},"node")`, from: null, to: `${at}${'.'.repeat(200)}` };
    });
    await inOneSession(target, global, [{ reference: '^G(2999,"node")', from: null, to: 'theirs' }]);
    t.like(await inOneSession(target, global, edits), { kind: 'conflict' });
    same(t, await target.read(global), bytesOf([{ reference: '^G(2999,"node")', value: 'theirs' }]));
    t.deepEqual(await inOneSession(target, global, edits.slice(0, -1)), { kind: 'applied' });
    t.is(
      Buffer.from((await target.read(global)) ?? [])
        .toString()
        .split('\n').length,
      3_001,
    );
  },
);

const refused = (title: string, edit: Partial<NodeEdit> & { name?: string }, words: RegExp) => {
  gtmTest(`${title} is refused in words, and nothing of the change is made${withoutGtm}`, async (t) => {
    const target = open(await gtmDatabase(t));
    const name = edit.name ?? '^G';
    const session = await target.open('test');
    const edits = [
      { reference: `${name}(0)`, from: null, to: 'x' },
      { reference: `${name}(1)`, from: null, to: 'x', ...edit },
    ];
    const error = await t.throwsAsync(session.apply(editOf(documentName(name), edits)));
    t.like(error, { code: 'DOCUMENT_REFUSED' });
    t.regex(error.message, words);
    t.deepEqual(await target.inventory('all'), []);
    await session.close();
  });
};

refused('a character beyond 255', { to: 'price in €' }, /characters beyond 255/);
refused('a value of more than a mebibyte', { to: 'x'.repeat(1_048_577) }, /1 MiB/);
refused(
  'a subscript longer than the database takes',
  { reference: writtenReference('x'.repeat(1_100)) },
  /the database says/,
);
refused('a global whose name has a dot', { name: '^Lab.RouteD' }, /letters and digits/);
refused("a write to patchfleet's own global", { name: '^PATCHFLEET' }, /register/);

gtmTest(`register entries of any length come back, and no document knows of them${withoutGtm}`, async (t) => {
  const target = open(await gtmDatabase(t));
  const entries = [1, 239, 240, 241, 480, 100_000].map((length) => JSON.stringify('ä'.repeat(length)));
  const session = await target.open('test');
  await session.appendRegister(entries);
  await session.close();
  t.deepEqual((await target.look()).register, entries);
  t.is(await target.read(documentName('^PATCHFLEET')), null);
  t.is(await target.read(documentName('^PATCHFLEET("register")')), null);
});

gtmTest(
  `a register that lost an entry is damaged, and one of a newer program is left alone${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    const target = open(database);
    const session = await target.open('test');
    await session.appendRegister(['1', '2', '3']);
    await session.close();
    await execute(database, 'kill ^PATCHFLEET("register",2)');
    t.like(await t.throwsAsync(target.look()), { code: 'REGISTER_DAMAGED' });
    await execute(database, 'set ^PATCHFLEET("format")=2');
    t.like(await t.throwsAsync(target.look()), { code: 'NEWER_FORMAT' });
  },
);

function edit({ reference, value }: GlobalNode): NodeEdit {
  return { reference, from: null, to: value };
}

function writtenReference(subscript: string): string {
  const [line = ''] = Buffer.from(writeGlobal([{ reference: '^V', value: subscript }]))
    .toString()
    .split('\n');
  return `^G(${line.slice('^V='.length)})`;
}

async function inOneSession(
  target: Target,
  name: typeof global,
  edits: readonly NodeEdit[],
): Promise<ChangeResult> {
  const session = await target.open('test');
  try {
    return await session.apply(editOf(name, edits));
  } finally {
    await session.close();
  }
}

function same(t: ExecutionContext, found: Uint8Array | null, wanted: Uint8Array | null): void {
  t.is(found && Buffer.from(found).toString('latin1'), wanted && Buffer.from(wanted).toString('latin1'));
}

function execute(database: MumpsDatabase, code: string) {
  return callMumps(database, 'mumps', ['-run', '%XCMD', code], { timeLimit: 20_000 });
}

gtmTest(
  `edits of several globals are one transaction: where one does not fit, none is made${withoutGtm}`,
  async (t) => {
    const target = open(await gtmDatabase(t));
    const session = await target.open('test');
    const editMany = (name: string, from: string | null, to: string) => {
      const edits = Array.from({ length: 300 }, (_, index) => ({ reference: `${name}(${index})`, from, to }));
      return editOf(documentName(name), edits);
    };
    t.is(await session.applyTogether([editMany('^A', null, 'a'), editMany('^B', null, 'b')]), null);
    const was = await target.inventory('all');
    t.is(
      await session.applyTogether([editMany('^A', 'a', 'new'), editMany('^B', 'other', 'new')]),
      documentName('^B'),
    );
    t.deepEqual(await target.inventory('all'), was);
    t.is(await session.applyTogether([editMany('^A', 'a', 'new'), editMany('^B', 'b', 'new')]), null);
    t.deepEqual((await target.nodes(['^A(299)', '^B(299)'])).size, 2);
    await session.close();
  },
);
