import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { ChangeResult, NodeEdit } from '../../../../src/document/change.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { editOf } from '../../../../src/document/node-edits.ts';
import type { Target, TargetSession } from '../../../../src/ports/target.ts';

/** The target of one test. */
export interface EngineUnderTest {
  /** Opens the same target anew, as another process would. */
  readonly open: () => Target;
  /** Starts another process that holds the target, and waits until it does. Missing where the engine has no processes. */
  readonly holdElsewhere?: () => Promise<{ readonly kill: () => Promise<void> }>;
}

/** Makes an empty target for one test. */
export type EngineFactory = (t: ExecutionContext) => EngineUnderTest | Promise<EngineUnderTest>;

/** The contract as it is asked of one engine. */
export interface Contract {
  readonly engine: string;
  readonly factory: EngineFactory;
  /** Cases that cannot be asked of this engine, by title, and why. */
  readonly exceptions: Readonly<Record<string, string>>;
  /** Why no document of this name can be asked of it; null: it can. */
  readonly refuses: (name: string) => string | null;
  /** Why it cannot be tried on this machine; null: it can. */
  readonly missing: string | null;
  /** One case after the other, where each has processes of its own. */
  readonly serial: boolean;
  /** Documents that it holds, for cases that are about no kind: some whose names are alike, and four in order of their names. */
  readonly alike: readonly string[];
  readonly four: readonly [string, string, string, string];
}

/** One case of the contract, about documents of these names: a test, or a skip that says why in its title. */
export function engineCase(
  { engine, exceptions, refuses, missing, serial, factory }: Contract,
  title: string,
  work: (t: ExecutionContext, engine: EngineUnderTest) => Promise<void>,
  names: readonly string[] = [],
): void {
  const reason = exceptions[title] ?? names.map(refuses).find((why) => why !== null) ?? missing;
  const run = async (t: ExecutionContext) => work(t, await factory(t));
  if (reason !== null) test.skip(`${engine}: ${title} (not asked: ${reason})`, run);
  else if (serial) test.serial(`${engine}: ${title}`, run);
  else test(`${engine}: ${title}`, run);
}

/** A session that is closed however the work ends. */
export async function withSession(
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
export function put(
  session: TargetSession,
  name: string,
  content: string | Uint8Array,
): Promise<ChangeResult> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return session.apply({ kind: 'put', name: documentName(name), bytes, expected: null });
}

/** Edits a global node by node. */
export function edit(
  session: TargetSession,
  name: string,
  edits: readonly NodeEdit[],
): Promise<ChangeResult> {
  return session.apply(editOf(documentName(name), edits));
}

/** That the target holds these bytes under this name; null: that it holds nothing. */
export async function isHeld(
  t: ExecutionContext,
  target: Target,
  name: string,
  bytes: Buffer | null,
): Promise<void> {
  const found = await target.read(documentName(name));
  t.deepEqual(found === null ? null : Buffer.from(found), bytes, name);
}
