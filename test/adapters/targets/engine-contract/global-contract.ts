import type { ExecutionContext } from 'ava';
import { digestOf } from '../../../../src/base/digest.ts';
import type { GlobalEdit, NodeEdit } from '../../../../src/document/change.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { writeGlobal } from '../../../../src/document/global.ts';
import { editOf } from '../../../../src/document/node-edits.ts';
import { edit, engineCase, isHeld, withSession } from './engine-under-test.ts';
import type { Contract, EngineUnderTest } from './engine-under-test.ts';

/** Globals come back node for node, and are changed node by node or not at all. */
export function globalContract(contract: Contract): void {
  globalsComeBack(contract);
  severalGlobalsAreEditedAsOne(contract);
  subtreesAreGlobalsOfTheirOwn(contract);
  globalsAreEdited(contract);
  globalsAreKeptApart(contract);
}

function globalsComeBack(contract: Contract): void {
  engineCase(contract, 'nodes of a global come back, whatever their values hold', async (t, { open }) => {
    await withSession(open(), async (session) => {
      t.deepEqual(await edit(session, '^LabRoute', all), { kind: 'applied' });
    });
    await isHeld(t, open(), '^LabRoute', bytesOf(nodes));
    t.deepEqual(await open().inventory('all'), [
      { name: documentName('^LabRoute'), digest: digestOf(bytesOf(nodes)) },
    ]);
  });

  engineCase(contract, 'a global without nodes does not exist', async (t, { open }) => {
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

function severalGlobalsAreEditedAsOne(contract: Contract): void {
  const editOne = (name: string, from: string | null, to: string): GlobalEdit =>
    editOf(documentName(name), [{ reference: `${name}(1)`, from, to }]);
  engineCase(contract, 'several globals can be edited as one', async (t, { open }) => {
    await withSession(open(), async (session) => {
      t.is(await session.applyTogether([]), null);
      t.is(await session.applyTogether([editOne('^LabA', null, 'a'), editOne('^LabB', null, 'b')]), null);
      const wrong = [editOne('^LabB', 'other', 'c'), editOne('^LabA', 'a', 'c')];
      t.is(await session.applyTogether(wrong), documentName('^LabB'));
    });
    await isHeld(t, open(), '^LabA', bytesOf([['^LabA(1)', 'a']]));
    await isHeld(t, open(), '^LabB', bytesOf([['^LabB(1)', 'b']]));
  });
}

function subtreesAreGlobalsOfTheirOwn(contract: Contract): void {
  engineCase(
    contract,
    'single nodes are read by themselves, and those without a value are left out',
    async (t, { open }) => {
      await withSession(open(), async (session) => {
        await edit(session, '^LabRoute', all);
      });
      const asked = ['^LabRoute', '^LabRoute("in",1,"x")', '^LabRoute(-1)', '^LabRoute(3)', '^None(1)'];
      const found = await open().nodes(asked);
      t.deepEqual(
        asked.map((reference) => found.get(reference)),
        ['top', 'line\r\nline\n', '', undefined, undefined],
      );
      t.is(found.size, 3);
      t.deepEqual(await open().nodes([]), new Map());
    },
  );

  engineCase(
    contract,
    'a subtree is the nodes at and below its reference, and can be changed by itself',
    async (t, { open }) => {
      const subtree = '^LabRoute("in")';
      await withSession(open(), async (session) => {
        await edit(session, '^LabRoute', all);
        await isHeld(t, open(), subtree, bytesOf(nodes.slice(4, 7)));
        t.deepEqual(await open().inventory([documentName(subtree)]), [
          { name: documentName(subtree), digest: digestOf(bytesOf(nodes.slice(4, 7))) },
        ]);
        const clear = all
          .slice(4, 7)
          .map(({ reference, to }): NodeEdit => ({ reference, from: to, to: null }));
        t.deepEqual(await edit(session, subtree, clear), { kind: 'applied' });
      });
      await isHeld(t, open(), subtree, null);
      await isHeld(t, open(), '^LabRoute', bytesOf([...nodes.slice(0, 4), ...nodes.slice(7)]));
    },
  );
}

function globalsAreEdited(contract: Contract): void {
  engineCase(contract, 'an edit leaves all other nodes as they are', async (t, { open }) => {
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

  engineCase(
    contract,
    'an edit of which one node is not as expected changes no node',
    async (t, { open }) => {
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
    },
  );
}

function globalsAreKeptApart(contract: Contract): void {
  engineCase(contract, 'globals whose names differ in case, and %-globals, are kept apart', (t, { open }) =>
    globalsOfTheseNames(t, open, ['^LAB', '^Lab', '^lab', '^%ZLAB', '^LAB1']),
  );
  engineCase(
    contract,
    'globals whose names have a dot are kept apart from those without',
    (t, { open }) => globalsOfTheseNames(t, open, ['^Lab', '^Lab.RouteD', '^LabRouteD']),
    ['^Lab.RouteD'],
  );
}

async function globalsOfTheseNames(
  t: ExecutionContext,
  open: EngineUnderTest['open'],
  names: readonly string[],
): Promise<void> {
  await withSession(open(), async (session) => {
    for (const name of names) await edit(session, name, [{ reference: `${name}(1)`, from: null, to: name }]);
  });
  for (const name of names) await isHeld(t, open(), name, bytesOf([[`${name}(1)`, name]]));
  t.deepEqual(
    (await open().inventory('all')).map((entry) => String(entry.name)),
    [...names].sort(),
  );
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
