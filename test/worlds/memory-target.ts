import { digestOf } from '../../src/base/digest.ts';
import { failure } from '../../src/base/failure.ts';
import { changedBytes } from '../../src/document/apply-change.ts';
import type { ChangeResult, DocumentChange } from '../../src/document/change.ts';
import type { DocumentName } from '../../src/document/document-name.ts';
import { documentName, kindOf } from '../../src/document/document-name.ts';
import { isUnder, readGlobal, writeGlobal } from '../../src/document/global.ts';
import type { GlobalWrite } from '../../src/document/global-write.ts';
import { partOf, valuesOf } from '../../src/document/node-part.ts';
import { inventoryOf } from '../../src/document/inventory.ts';
import type { TargetFacts } from '../../src/installed/target-facts.ts';
import type {
  CompileProblem,
  DoubtfulWrites,
  Objection,
  PlannedDocument,
  RunResult,
  RunStep,
  Target,
  TargetSession,
} from '../../src/ports/target.ts';
import type { OnEffect } from './memory-journal.ts';
import { memoryProduction } from './memory-production.ts';

/** What a target in memory is like; what is not said is as the engine `directory` has it. */
export interface MemoryTargetOptions {
  readonly onEffect?: OnEffect;
  readonly facts?: Partial<Omit<TargetFacts, 'register'>>;
  /** Why a document does not compile. */
  readonly compile?: (name: DocumentName) => CompileProblem | null;
  /** Why the production does not stop or start, when it is asked. */
  readonly production?: (act: 'stop' | 'start') => string | null;
  /** What speaks against documents. */
  readonly preflight?: (documents: readonly PlannedDocument[]) => readonly Objection[];
  /** A patch's own code; `write` is its hand, and what it writes is on record. */
  readonly run?: (step: RunStep, write: (write: RunWrite) => void, target: MemoryTarget) => RunResult;
  /** Writes of which nobody knows whether they are the run's. */
  readonly doubtful?: DoubtfulWrites;
  /** False: the database is too large for a copy of what was before a run. */
  readonly copies?: boolean;
}

/** One write of a patch's own code. */
export type RunWrite =
  | { readonly kind: 'set'; readonly reference: string; readonly value: string }
  | { readonly kind: 'kill' | 'kill-node'; readonly reference: string };

/** A target in memory, and what tests do to it behind its back. */
export interface MemoryTarget extends Target {
  /** Somebody else writes a document; null: removes it. */
  write(name: string, bytes: Uint8Array | string | null): void;
  /** The kernel frees the lock of a process that died. */
  dropLock(): void;
  /** The target answers no more, and why; null: it does again. */
  unreachable(why: string | null): void;
  /** True while the production runs. */
  productionRuns(): boolean;
}

const kinds = ['class', 'routine', 'include', 'file', 'global', 'project', 'other'] as const;
const defaultFacts: Omit<TargetFacts, 'register'> = {
  target: 'memory',
  engine: 'memory',
  version: '1',
  clock: null,
  primary: true,
  freeBytes: null,
  can: { runs: 'none', productions: false, kinds, routines: ['mac', 'int', 'm'] },
};

/** A target whose documents and register live in memory. Each session is dead once its lock was dropped. */
export function memoryTarget(options: MemoryTargetOptions = {}): MemoryTarget {
  const documents = new Map<DocumentName, Uint8Array>();
  // Another list for each state: who folds it may keep what it came to.
  let register: readonly string[] = [];
  const runs = new Map<number, RecordedRun>();
  let holder: { readonly name: string } | null = null;
  let gone: string | null = null;
  const production = memoryProduction(options.production, options.onEffect);

  const reach = async (): Promise<void> => {
    await Promise.resolve();
    if (gone !== null) throw failure('TARGET_UNREACHABLE', { target: 'memory', why: gone });
  };
  const read = (name: DocumentName): Uint8Array | null => readFrom(documents, name);
  const digest = (name: DocumentName) => {
    const bytes = read(name);
    return bytes === null ? null : digestOf(bytes);
  };
  const keep = (name: DocumentName, bytes: Uint8Array | null): void => {
    if (bytes === null) documents.delete(name);
    else documents.set(name, Uint8Array.from(bytes));
  };
  const apply = (change: DocumentChange): ChangeResult => {
    const whole = wholeOf(change.name);
    const changed = changedBytes(change, documents.get(whole) ?? null);
    if (changed.kind === 'conflict') return { kind: 'conflict', found: digest(change.name) };
    options.onEffect?.('target.apply');
    keep(whole, changed.bytes);
    return { kind: 'applied' };
  };
  const writeOne = ({ writes }: RecordedRun, write: RunWrite): void => {
    options.onEffect?.('target.run.write');
    writes.push({ ...write, own: true });
    const whole = wholeOf(documentName(write.reference));
    const gone = (reference: string): boolean =>
      write.kind === 'kill' ? isUnder(reference, write.reference) : reference === write.reference;
    const nodes = [...valuesOf(documents.get(whole) ?? null)].filter(([reference]) => !gone(reference));
    keep(whole, partOf(write.kind === 'set' ? [...nodes, [write.reference, write.value]] : nodes));
  };
  const session = (own: { readonly name: string }): TargetSession => {
    const inside = async <T>(work: () => T): Promise<T> => {
      await reach();
      if (holder !== own) throw new Error('this session with the target is closed');
      return work();
    };
    return {
      appendRegister: (entries) =>
        inside(() => {
          if (entries.length === 0) return;
          options.onEffect?.('target.appendRegister');
          register = [...register, ...entries];
        }),
      holdProduction: (how) => inside(() => production.hold(how)),
      resumeProduction: () => inside(() => production.resume()),
      apply: (change) => inside(() => apply(change)),
      applyTogether: (edits) =>
        inside(() => {
          const wrong = edits.find(
            (edit) => changedBytes(edit, documents.get(wholeOf(edit.name)) ?? null).kind === 'conflict',
          );
          if (wrong !== undefined) return wrong.name;
          options.onEffect?.('target.applyTogether');
          for (const edit of edits) {
            const changed = changedBytes(edit, documents.get(wholeOf(edit.name)) ?? null);
            if (changed.kind === 'applied') keep(wholeOf(edit.name), changed.bytes);
          }
          return null;
        }),
      compile: (names) =>
        inside(() => {
          options.onEffect?.('target.compile');
          return names.flatMap((name) => options.compile?.(name) ?? []);
        }),
      run: (step) =>
        inside(() => {
          options.onEffect?.('target.run');
          const record = { writes: [] as GlobalWrite[], before: new Map(documents) };
          runs.set(step.attempt, record);
          const refusal = { ok: false, detail: 'This target runs no code.', transcript: '' };
          return (
            options.run?.(
              step,
              (write) => {
                writeOne(record, write);
              },
              target,
            ) ?? refusal
          );
        }),
      writesOf: (attempt) =>
        inside(() => {
          const { writes = [], before = null } = runs.get(attempt) ?? {};
          const copy = before === null || options.copies === false ? null : readerOf(before);
          return { kind: 'observed', writes, before: copy, doubtful: options.doubtful ?? null };
        }),
      forgetRun: (attempt) =>
        inside(() => {
          options.onEffect?.('target.forgetRun');
          runs.delete(attempt);
        }),
      close: async () => {
        await Promise.resolve();
        if (holder === own) holder = null;
      },
    };
  };
  const target: MemoryTarget = {
    look: async () => {
      await reach();
      const productionOwed = production.owed();
      return { ...defaultFacts, ...options.facts, productionOwed, register };
    },
    inventory: async (names) => {
      await reach();
      const asked = names === 'all' ? documents.keys() : new Set(names);
      return inventoryOf([...asked].map((name) => ({ name, digest: digest(name) })));
    },
    list: () => reach().then(() => [...documents.keys()].map((name) => ({ name, changedAt: null }))),
    read: (name) => reach().then(() => read(name)),
    nodes: (references) => reach().then(() => readerOf(documents).nodes(references)),
    preflight: async (planned) => {
      await reach();
      return options.preflight?.(planned) ?? [];
    },
    open: async (name) => {
      await reach();
      if (holder !== null) throw failure('TARGET_BUSY', { target: 'memory', holder: holder.name });
      options.onEffect?.('target.open');
      holder = { name };
      return session(holder);
    },
    write: (name, bytes) => {
      keep(documentName(name), typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    },
    productionRuns: () => production.runs(),
    dropLock: () => {
      holder = null;
    },
    unreachable: (why) => {
      gone = why;
    },
  };
  return target;
}

/** What a run wrote, and what the target held before. */
interface RecordedRun {
  readonly writes: GlobalWrite[];
  readonly before: ReadonlyMap<DocumentName, Uint8Array>;
}

function readFrom(documents: ReadonlyMap<DocumentName, Uint8Array>, name: DocumentName): Uint8Array | null {
  const bytes = documents.get(wholeOf(name)) ?? null;
  return bytes === null || wholeOf(name) === name ? bytes : below(name, bytes);
}

function readerOf(documents: ReadonlyMap<DocumentName, Uint8Array>): Pick<Target, 'read' | 'nodes'> {
  return {
    read: (name) => Promise.resolve(readFrom(documents, name)),
    nodes: (references) => {
      const values = references.flatMap((reference) => {
        const value = valuesOf(readFrom(documents, wholeOf(documentName(reference)))).get(reference);
        return value === undefined ? [] : [[reference, value] as const];
      });
      return Promise.resolve(new Map(values));
    },
  };
}

function wholeOf(name: DocumentName): DocumentName {
  return kindOf(name) === 'global' ? documentName(name.replace(/\(.*$/s, '')) : name;
}

function below(root: DocumentName, bytes: Uint8Array): Uint8Array | null {
  const nodes = readGlobal(bytes).filter(({ reference }) => isUnder(reference, root));
  return nodes.length === 0 ? null : writeGlobal(nodes);
}
