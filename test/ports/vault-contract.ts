import { createHash } from 'node:crypto';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { digestOf } from '../../src/base/digest.ts';
import { isFailure } from '../../src/base/failure.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { SnapshotLabel, Vault, VaultDocument } from '../../src/ports/vault.ts';

/** Documents by name; null: it does not exist. */
export type Documents = Readonly<Record<string, string | Uint8Array | null>>;

/** The documents as a vault takes them. */
export async function* given(documents: Documents): AsyncGenerator<VaultDocument> {
  for (const [name, content] of Object.entries(documents)) {
    await Promise.resolve();
    yield { name: documentName(name), bytes: typeof content === 'string' ? Buffer.from(content) : content };
  }
}

/** Fails unless the snapshot holds exactly these documents. */
export async function holds(
  t: ExecutionContext,
  vault: Vault,
  snapshot: string,
  documents: Documents,
): Promise<void> {
  const bytes = (content: string | Uint8Array | null) =>
    content === null ? null : Buffer.from(typeof content === 'string' ? Buffer.from(content) : content);
  const expected = Object.entries(documents)
    .map(([name, content]) => ({ name: documentName(name), content: bytes(content) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  t.deepEqual(
    await vault.inventory(snapshot),
    expected.map(({ name, content }) => ({ name, digest: content === null ? null : digestOf(content) })),
  );
  for (const { name, content } of expected) {
    const found = await vault.read(snapshot, name);
    t.deepEqual(found === null ? null : Buffer.from(found), content, name);
  }
}

export const backup: SnapshotLabel = { attempt: 1, kind: 'backup' };

const unusual: Documents = {
  'Lab.Router.cls': 'Class Lab.Router\n{\n}\n',
  'lab.Router.cls': 'another class\n',
  'Lab.router.cls': 'a third one\n',
  'con.cls': 'device',
  '/csp/lab/index.csp': Uint8Array.from([0, 255, 13, 10, 26]),
  '/csp/lab/INDEX.csp': '',
  '/csp/ä ö/日本.txt': 'unicode',
  '^LabConfig': '^LabConfig="1"\n',
  '^LabRoute("in")': '^LabRoute("in",1)="x"\n',
  '^LabRoute("in","a/b\\c")': '^LabRoute("in","a/b\\c",1)="x"\n',
  '^labconfig': null,
  '%ZLAB.mac': 'ROUTINE %ZLAB\n',
  [`${'Very.Long.'.repeat(30)}Name.cls`]: 'long',
  'ITB.HL7': '<Category/>',
};

/** What every vault must do. The factory opens the vault of one test, each time anew. */
export function runVaultContract(name: string, factory: (t: ExecutionContext) => () => Vault): void {
  test(`${name}: what was saved comes back, whatever it is called, also to one who opens it later`, async (t) => {
    const open = factory(t);
    const vault = open();
    const snapshot = await vault.save(backup, given(unusual));
    await holds(t, vault, snapshot, unusual);
    await holds(t, open(), snapshot, unusual);
  });

  test(`${name}: a snapshot may hold no document at all`, async (t) => {
    const vault = factory(t)();
    await holds(t, vault, await vault.save(backup, given({})), {});
  });

  test(`${name}: the same label again replaces nothing`, async (t) => {
    const open = factory(t);
    const snapshot = await open().save(backup, given({ 'A.cls': 'old' }));
    t.is(await open().save(backup, given({ 'A.cls': 'new' })), snapshot);
    await holds(t, open(), snapshot, { 'A.cls': 'old' });
  });

  test(`${name}: snapshots are listed oldest first`, async (t) => {
    const vault = factory(t)();
    const labels: SnapshotLabel[] = [
      { attempt: 10, kind: 'backup' },
      { attempt: 2, kind: 'after' },
      { attempt: 2, kind: 'intended' },
      { attempt: 2, kind: 'backup' },
    ];
    t.deepEqual(await vault.list(), []);
    for (const label of labels) await vault.save(label, given({ 'A.cls': `${label.attempt}` }));
    t.deepEqual(
      (await vault.list()).map(({ label }) => label),
      labels.toReversed(),
    );
    const told = (await vault.labels()).map(({ attempt, kind }) => `${attempt}-${kind}`);
    t.deepEqual(told.sort(), ['10-backup', '2-after', '2-backup', '2-intended']);
  });

  test(`${name}: what is kept stays whole when the others are dropped`, async (t) => {
    const open = factory(t);
    const vault = open();
    const first = await vault.save(backup, given({ 'A.cls': 'one', 'B.cls': 'shared', 'C.cls': null }));
    const second = await vault.save(
      { attempt: 2, kind: 'backup' },
      given({ 'A.cls': 'two', 'B.cls': 'shared' }),
    );
    await vault.keepOnly(new Set([second]));
    t.deepEqual(
      (await vault.list()).map(({ snapshot }) => snapshot),
      [second],
    );
    await holds(t, open(), second, { 'A.cls': 'two', 'B.cls': 'shared' });
    for (const opened of [vault, open()]) {
      t.true(isFailure(await t.throwsAsync(opened.inventory(first)), 'SNAPSHOT_DAMAGED'));
      t.true(isFailure(await t.throwsAsync(opened.read(first, documentName('A.cls'))), 'SNAPSHOT_DAMAGED'));
    }
  });

  test(`${name}: its size grows with what is saved, and shrinks by most of what is dropped`, async (t) => {
    const vault = factory(t)();
    t.is(await vault.size(), 0);
    const bytes = createHash('shake256', { outputLength: 300_000 }).update('large').digest();
    await vault.save(backup, given({ 'Lab.Large.cls': bytes }));
    const full = await vault.size();
    t.true(full > 0);
    await vault.keepOnly(new Set());
    t.true((await vault.size()) < full / 4);
  });

  test(`${name}: a dropped label can be saved anew`, async (t) => {
    const vault = factory(t)();
    await vault.save(backup, given({ 'A.cls': 'old' }));
    await vault.keepOnly(new Set());
    const snapshot = await vault.save(backup, given({ 'A.cls': 'new' }));
    await holds(t, vault, snapshot, { 'A.cls': 'new' });
  });

  test(`${name}: a snapshot says nothing about documents that were not given`, async (t) => {
    const vault = factory(t)();
    const snapshot = await vault.save(backup, given({ 'A.cls': 'old' }));
    const error = await t.throwsAsync(vault.read(snapshot, documentName('B.cls')));
    t.true(isFailure(error, 'SNAPSHOT_DAMAGED'));
  });

  test(`${name}: a document given twice is refused`, async (t) => {
    const vault = factory(t)();
    async function* twice() {
      yield* given({ 'A.cls': 'one' });
      yield* given({ 'A.cls': 'two' });
    }
    await t.throwsAsync(vault.save(backup, twice()));
    t.deepEqual(await vault.list(), []);
  });
}
