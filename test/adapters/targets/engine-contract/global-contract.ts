import test from 'ava';
import { digestOf } from '../../../../src/base/digest.ts';
import type { NodeEdit } from '../../../../src/document/change.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { writeGlobal } from '../../../../src/document/global.ts';
import { edit, isHeld, withSession } from './engine-under-test.ts';
import type { EngineFactory } from './engine-under-test.ts';

/** Globals come back node for node, and are changed node by node or not at all. */
export function globalContract(engine: string, factory: EngineFactory): void {
  globalsComeBack(engine, factory);
  subtreesAreGlobalsOfTheirOwn(engine, factory);
  globalsAreEdited(engine, factory);
  globalsAreKeptApart(engine, factory);
}

function globalsComeBack(engine: string, factory: EngineFactory): void {
  test(`${engine}: nodes of a global come back, whatever their values hold`, async (t) => {
    const { open } = factory(t);
    await withSession(open(), async (session) => {
      t.deepEqual(await edit(session, '^LabRoute', all), { kind: 'applied' });
    });
    await isHeld(t, open(), '^LabRoute', bytesOf(nodes));
    t.deepEqual(await open().inventory('all'), [
      { name: documentName('^LabRoute'), digest: digestOf(bytesOf(nodes)) },
    ]);
  });

  test(`${engine}: a global without nodes does not exist`, async (t) => {
    const { open } = factory(t);
    await withSession(open(), async (session) => {
      await edit(session, '^LabRoute', all);
      await edit(
        session,
        '^LabRoute',
        all.map(({ reference, to }) => ({ reference, from: to, to: null })),
      );
    });
    await isHeld(t, open(), '^LabRoute', null);
    t.deepEqual(await open().inventory('all'), []);
  });
}

function subtreesAreGlobalsOfTheirOwn(engine: string, factory: EngineFactory): void {
  test(`${engine}: a subtree is the nodes at and below its reference, and can be changed by itself`, async (t) => {
    const { open } = factory(t);
    const subtree = '^LabRoute("in")';
    await withSession(open(), async (session) => {
      await edit(session, '^LabRoute', all);
      await isHeld(t, open(), subtree, bytesOf(nodes.slice(4, 7)));
      t.deepEqual(await open().inventory([documentName(subtree)]), [
        { name: documentName(subtree), digest: digestOf(bytesOf(nodes.slice(4, 7))) },
      ]);
      const clear = all.slice(4, 7).map(({ reference, to }): NodeEdit => ({ reference, from: to, to: null }));
      t.deepEqual(await edit(session, subtree, clear), { kind: 'applied' });
    });
    await isHeld(t, open(), subtree, null);
    await isHeld(t, open(), '^LabRoute', bytesOf([...nodes.slice(0, 4), ...nodes.slice(7)]));
  });
}

function globalsAreEdited(engine: string, factory: EngineFactory): void {
  test(`${engine}: an edit leaves all other nodes as they are`, async (t) => {
    const { open } = factory(t);
    await withSession(open(), async (session) => {
      await edit(session, '^LabRoute', all);
      const changed = await edit(session, '^LabRoute', [
        { reference: '^LabRoute(2)', from: 'two', to: 'zwei' },
        { reference: '^LabRoute(3)', from: null, to: 'drei' },
        { reference: '^LabRoute("in")', from: 'a "quoted" value', to: null },
      ]);
      t.deepEqual(changed, { kind: 'applied' });
    });
    const expected = nodes.filter(
      ([reference]) => reference !== '^LabRoute("in")' && reference !== '^LabRoute(2)',
    );
    const now = [...expected, ['^LabRoute(2)', 'zwei'], ['^LabRoute(3)', 'drei']] as const;
    await isHeld(t, open(), '^LabRoute', bytesOf(now));
  });

  test(`${engine}: an edit of which one node is not as expected changes no node`, async (t) => {
    const { open } = factory(t);
    await withSession(open(), async (session) => {
      await edit(session, '^LabRoute', all);
      for (const wrong of [
        { reference: '^LabRoute(10)', from: 'other', to: 'x' },
        { reference: '^LabRoute(10)', from: null, to: 'x' },
        { reference: '^LabRoute(-1)', from: null, to: 'x' },
        { reference: '^LabRoute(99)', from: '', to: null },
      ]) {
        const changed = await edit(session, '^LabRoute', [
          { reference: '^LabRoute(2)', from: 'two', to: 'zwei' },
          wrong,
        ]);
        t.deepEqual(changed, { kind: 'conflict', found: digestOf(bytesOf(nodes)) });
      }
    });
    await isHeld(t, open(), '^LabRoute', bytesOf(nodes));
  });
}

function globalsAreKeptApart(engine: string, factory: EngineFactory): void {
  test(`${engine}: globals whose names differ in case, and %-globals, are kept apart`, async (t) => {
    const { open } = factory(t);
    const names = ['^LAB', '^Lab', '^lab', '^%ZLAB', '^Lab.RouteD'];
    await withSession(open(), async (session) => {
      for (const name of names)
        await edit(session, name, [{ reference: `${name}(1)`, from: null, to: name }]);
    });
    for (const name of names) await isHeld(t, open(), name, bytesOf([[`${name}(1)`, name]]));
    t.deepEqual(
      (await open().inventory('all')).map((entry) => String(entry.name)),
      [...names].sort(),
    );
  });
}

const nodes = [
  ['^LabRoute', 'top'],
  ['^LabRoute(-1)', ''],
  ['^LabRoute(2)', 'two'],
  ['^LabRoute(10)', 'ten'],
  ['^LabRoute("in")', 'a "quoted" value'],
  ['^LabRoute("in",1)', String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code))],
  ['^LabRoute("in",1,"x")', 'line\r\nline\n'],
  ['^LabRoute("inner")', '  blanks  '],
] as const;

const all = nodes.map(([reference, to]): NodeEdit => ({ reference, from: null, to }));

function bytesOf(chosen: readonly (readonly [string, string])[]): Buffer {
  return Buffer.from(writeGlobal(chosen.map(([reference, value]) => ({ reference, value }))));
}
