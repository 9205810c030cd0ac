import type { ExecutionContext } from 'ava';
import test from 'ava';
import { digestOf } from '../../../src/base/digest.ts';
import { isFailure } from '../../../src/base/failure.ts';
import { computeChange } from '../../../src/document/compute-change.ts';
import type { ChangeResult, NodeEdit } from '../../../src/document/change.ts';
import { documentName } from '../../../src/document/document-name.ts';
import { writeGlobal } from '../../../src/document/global.ts';
import { parseDocumentName } from '../../../src/document/parse-document-name.ts';
import type { Target, TargetSession } from '../../../src/ports/target.ts';

/** The target of one test. */
export interface EngineUnderTest {
  /** Opens the same target anew, as another process would. */
  readonly open: () => Target;
  /** Starts another process that holds the target, and waits until it does. Missing where the engine has no processes. */
  readonly holdElsewhere?: () => Promise<{ readonly kill: () => Promise<void> }>;
}

type Factory = (t: ExecutionContext) => EngineUnderTest;

/** What every engine must do. The factory makes an empty target. */
export function runEngineContract(name: string, factory: Factory): void {
  documentContract(name, factory);
  globalContract(name, factory);
  registerContract(name, factory);
  lockContract(name, factory);
}

function documentContract(engine: string, factory: Factory): void {
  test(`${engine}: an empty target holds nothing`, async (t) => {
    const target = factory(t).open();
    t.deepEqual(await target.inventory('all'), []);
    t.deepEqual((await target.look()).register, []);
    t.is(await target.read(documentName('Lab.Router.cls')), null);
  });

  for (const [text, content] of Object.entries(documentsOfAllKinds))
    test(`${engine}: ${label(text)} can be put, replaced and removed`, async (t) => {
      const { open } = factory(t);
      const name = documentName(text);
      t.is(parseDocumentName(text), name, 'the test uses names that can occur');
      await withSession(open(), async (session, target) => {
        for (const bytes of [Buffer.from(content), Buffer.from(`${content.trimEnd()}2\n`), null]) {
          const change = computeChange(name, await target.read(name), bytes);
          t.deepEqual(change && (await session.apply(change)), { kind: 'applied' });
          await isHeld(t, open(), text, bytes);
          const inventory = bytes === null ? [] : [{ name, digest: digestOf(bytes) }];
          t.deepEqual(await open().inventory('all'), inventory);
        }
      });
    });

  test(`${engine}: documents whose names are alike are kept apart`, async (t) => {
    const { open } = factory(t);
    const alike = [
      'Lab.Router.cls',
      'lab.Router.cls',
      'Lab.router.cls',
      'LAB.mac',
      'LAB.int',
      'LAB.inc',
      'lab.mac',
    ];
    await withSession(open(), async (session) => {
      for (const name of alike) t.deepEqual(await put(session, name, `${udl(name)}\n`), { kind: 'applied' });
    });
    for (const name of alike) await isHeld(t, open(), name, Buffer.from(`${udl(name)}\n`));
    t.deepEqual(
      (await open().inventory('all')).map((entry) => String(entry.name)),
      [...alike].sort(),
    );
  });

  test(`${engine}: bytes of a file are kept as they are`, async (t) => {
    const { open } = factory(t);
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await withSession(open(), async (session) => {
      await put(session, '/csp/lab/logo.gif', all);
      await put(session, '/csp/lab/empty.txt', '');
    });
    await isHeld(t, open(), '/csp/lab/logo.gif', Buffer.from(all));
    await isHeld(t, open(), '/csp/lab/empty.txt', Buffer.alloc(0));
  });

  test(`${engine}: what somebody else wrote meanwhile is not overwritten, and not removed`, async (t) => {
    const { open } = factory(t);
    const name = documentName('Lab.Router.cls');
    const theirs = Buffer.from('Class Lab.Router { }\n');
    const conflict: ChangeResult = { kind: 'conflict', found: digestOf(theirs) };
    const bytes = Buffer.from('Class Lab.Router\n');
    await withSession(open(), async (session) => {
      await put(session, name, theirs);
      for (const expected of [null, digestOf('what it was')])
        t.deepEqual(await session.apply({ kind: 'put', name, bytes, expected }), conflict);
      t.deepEqual(await session.apply({ kind: 'remove', name, expected: digestOf('what it was') }), conflict);
      await isHeld(t, open(), name, theirs);
      t.deepEqual(await session.apply({ kind: 'put', name, bytes, expected: digestOf(theirs) }), {
        kind: 'applied',
      });
      t.deepEqual(await session.apply({ kind: 'remove', name, expected: digestOf(bytes) }), {
        kind: 'applied',
      });
      t.deepEqual(await session.apply({ kind: 'remove', name, expected: digestOf(bytes) }), {
        kind: 'conflict',
        found: null,
      });
      t.deepEqual(await session.apply({ kind: 'put', name, bytes, expected: digestOf(theirs) }), {
        kind: 'conflict',
        found: null,
      });
    });
  });

  test(`${engine}: an inventory of named documents is sorted, names each once, and says what is absent`, async (t) => {
    const { open } = factory(t);
    await withSession(open(), async (session) => {
      await put(session, 'B.mac', 'ROUTINE B [Type=MAC]\n');
      await put(session, 'A.mac', 'ROUTINE A [Type=MAC]\n');
      await put(session, 'C.mac', 'ROUTINE C [Type=MAC]\n');
    });
    const names = ['C.mac', 'X.mac', 'A.mac', 'C.mac', '^None', '^None("x")'].map(documentName);
    t.deepEqual(await open().inventory(names), [
      { name: documentName('A.mac'), digest: digestOf('ROUTINE A [Type=MAC]\n') },
      { name: documentName('C.mac'), digest: digestOf('ROUTINE C [Type=MAC]\n') },
      { name: documentName('X.mac'), digest: null },
      { name: documentName('^None'), digest: null },
      { name: documentName('^None("x")'), digest: null },
    ]);
  });
}

function globalContract(engine: string, factory: Factory): void {
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
  const bytesOf = (chosen: readonly (readonly [string, string])[]) =>
    Buffer.from(writeGlobal(chosen.map(([reference, value]) => ({ reference, value }))));
  const all = nodes.map(([reference, to]): NodeEdit => ({ reference, from: null, to }));

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

function registerContract(engine: string, factory: Factory): void {
  test(`${engine}: the register keeps every entry in order, across sessions`, async (t) => {
    const { open } = factory(t);
    const batches = [['{"a":1}'], ['{"b":[1,"ä\\n"]}', '{"c":null}'], [], ['"d"']];
    for (const batch of batches)
      await withSession(open(), async (session, target) => {
        const before = (await target.look()).register;
        await session.appendRegister(batch);
        t.deepEqual((await target.look()).register, [...before, ...batch]);
      });
    t.deepEqual((await open().look()).register, batches.flat());
  });

  test(`${engine}: the register is no document`, async (t) => {
    const { open } = factory(t);
    await withSession(open(), (session) => session.appendRegister(['{"a":1}']));
    t.deepEqual(await open().inventory('all'), []);
  });

  test(`${engine}: what it says of itself holds together`, async (t) => {
    const { open } = factory(t);
    const facts = await open().look();
    t.not(facts.target, '');
    t.is((await open().look()).target, facts.target);
    t.true(facts.can.kinds.length > 0);
    if (facts.can.runs !== 'none') return;
    await withSession(open(), async (session) => {
      t.false((await session.run({ attempt: 1, entry: 'LABEL^LAB', parameters: {} })).ok);
    });
  });
}

function lockContract(engine: string, factory: Factory): void {
  test(`${engine}: a second session is refused and told who has the first, until that is closed`, async (t) => {
    const { open } = factory(t);
    const first = await open().open('agent uat-1');
    const error = await t.throwsAsync(open().open('agent uat-2'));
    t.true(isFailure(error, 'TARGET_BUSY'));
    t.regex(error.message, /agent uat-1/);
    await first.close();
    await first.close();
    const second = await open().open('agent uat-2');
    await second.close();
  });

  test(`${engine}: a closed session writes nothing`, async (t) => {
    const { open } = factory(t);
    const session = await open().open('agent');
    await session.close();
    await t.throwsAsync(session.appendRegister(['{}']));
    await t.throwsAsync(put(session, 'A.mac', 'ROUTINE A [Type=MAC]\n'));
    t.deepEqual(await open().inventory('all'), []);
  });

  test(`${engine}: looking and reading need no session`, async (t) => {
    const { open } = factory(t);
    await withSession(open(), async () => {
      t.deepEqual(await open().inventory('all'), []);
      t.deepEqual((await open().look()).register, []);
    });
  });

  test(`${engine}: a process that is killed frees the target`, async (t) => {
    const { open, holdElsewhere } = factory(t);
    if (holdElsewhere === undefined) {
      t.pass('this engine has no processes');
      return;
    }
    const other = await holdElsewhere();
    const error = await t.throwsAsync(open().open('agent'));
    t.true(isFailure(error, 'TARGET_BUSY'));
    t.regex(error.message, /holder elsewhere/);
    await other.kill();
    await (await open().open('agent')).close();
  });
}

const longName = `${'Very.Long.Package.'.repeat(11)}Name`;
const udl = (name: string) => (name.endsWith('.cls') ? `Class ${name}` : `ROUTINE ${name}`);
const documentsOfAllKinds: Readonly<Record<string, string>> = {
  'Lab.Router.cls': 'Class Lab.Router\n{\n}\n',
  'Größe.日本.cls': 'Class Größe.日本\n',
  '%ZLab.Util.cls': 'Class %ZLab.Util\n',
  'con.cls': 'Class con\n',
  'aux.nul.prn.cls': 'Class aux.nul.prn\n',
  [`${longName}.cls`]: `Class ${longName}\n`,
  'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\n q\n',
  '%ZSTART.mac': 'ROUTINE %ZSTART [Type=MAC]\n',
  'LAB.IN.int': 'ROUTINE LAB.IN [Type=INT]\n',
  'LAB.inc': 'ROUTINE LAB [Type=INC]\n',
  '/csp/lab/index.csp': '<html>\n</html>\n',
  '/csp/lab/with blanks & (signs)+ü.txt': 'text\n',
  '/a:b*c?d"e<f>g|h~i0=41.txt': 'text\n',
  '/.hidden/trailing. /x.': 'text\n',
  [`/${'long'.repeat(100)}`]: 'text\n',
  'Lab.prj': '<Project name="Lab"></Project>\n',
  'ITB.HL7': '<Category></Category>\n',
  'Lab Table.LUT': '<lookupTable></lookupTable>\n',
};

function label(name: string): string {
  return name.length > 60 ? `a name of ${name.length} characters (${name.slice(0, 20)}…)` : name;
}

async function withSession(
  target: Target,
  work: (session: TargetSession, target: Target) => Promise<void>,
): Promise<void> {
  const session = await target.open('agent');
  try {
    await work(session, target);
  } finally {
    await session.close();
  }
}

/** Puts a document that was not there. */
function put(session: TargetSession, name: string, content: string | Uint8Array): Promise<ChangeResult> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return session.apply({ kind: 'put', name: documentName(name), bytes, expected: null });
}

function edit(session: TargetSession, name: string, edits: readonly NodeEdit[]): Promise<ChangeResult> {
  return session.apply({ kind: 'edit', name: documentName(name), edits });
}

async function isHeld(
  t: ExecutionContext,
  target: Target,
  name: string,
  bytes: Buffer | null,
): Promise<void> {
  const found = await target.read(documentName(name));
  t.deepEqual(found === null ? null : Buffer.from(found), bytes, name);
}
