import type { Instant } from '../base/instant.ts';
import type { ChangeResult, DocumentChange, GlobalEdit } from '../document/change.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { GlobalWrite } from '../document/global-write.ts';
import type { Inventory } from '../document/inventory.ts';
import type { TargetFacts } from '../installed/target-facts.ts';

/** The thing at a site that is patched, reached through an engine. Looking needs no lock; writing needs a session. */
export interface Target {
  look(): Promise<TargetFacts>;
  /** Digests of these documents (null where absent), or of every document of the target but generated ones. */
  inventory(names: readonly DocumentName[] | 'all'): Promise<Inventory>;
  /** Every document of the target but generated ones, in no order, without reading what they hold. */
  list(): Promise<readonly ListedDocument[]>;
  /** Canonical bytes; null: it does not exist. A global without nodes does not exist. */
  read(name: DocumentName): Promise<Uint8Array | null>;
  /** Values of single nodes by their canonical references; one without a value is missing in the answer. Reads no more than these nodes. */
  nodes(references: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * What here speaks against these documents, and against the code that the patch runs (null: none), besides what the engine's abilities say already;
   * asked before anything is touched.
   * Missing: this engine has nothing to say.
   */
  preflight?(documents: readonly PlannedDocument[], run: string | null): Promise<readonly Objection[]>;
  /** Takes the lock inside the target. Failure TARGET_BUSY, naming the holder, where somebody has it. */
  open(holder: string): Promise<TargetSession>;
  /** Makes a copy of the whole target to try a patch on; the target itself stays as it is, whoever works on it. Missing: the engine cannot. */
  rehearsal?(): Promise<TargetCopy>;
}

/** A document as a target names it. */
export interface ListedDocument {
  readonly name: DocumentName;
  /** When it was last written; null: the engine does not know. */
  readonly changedAt: Instant | null;
}

/** A copy that is nobody's but ours. */
export interface TargetCopy {
  readonly target: Target;
  /** An empty folder for what belongs to the copy besides. */
  readonly folder: string;
  /** Removes the copy and the folder. */
  close(): Promise<void>;
}

/** The right to write, held by one process inside the target and freed with that process, however it ends. */
export interface TargetSession {
  /** Appends entries (one JSON text each) to the register: all of them are durable afterwards, or none. */
  appendRegister(entries: readonly string[]): Promise<void>;
  /**
   * Does one change whole or not at all; durable when it returns. Only an edit of more nodes than a transaction of the database can hold is
   * done in parts, after all of it was compared: where somebody writes in between, a conflict can come after some of the nodes were written.
   */
  apply(change: DocumentChange): Promise<ChangeResult>;
  /**
   * Edits several globals as one, so that nobody sees some without the others: all or none, where the database has transactions over globals and the
   * edits fit into one; elsewhere one after the other, each like `apply`. Null: done; else the global that was not as an edit expects. Where that takes
   * long `wrote` hears now and then how much of it is made, from 0 to 1.
   */
  applyTogether(edits: readonly GlobalEdit[], wrote?: (share: number) => void): Promise<DocumentName | null>;
  /**
   * Does changes of documents that are no globals in their order, each like `apply`; all are durable when it returns. Stops at the first that the target
   * does not hold as expected, and names it. Missing: the engine is no faster so.
   */
  applyInOrder?(changes: readonly Exclude<DocumentChange, GlobalEdit>[]): Promise<DocumentName | null>;
  /**
   * Makes code that was put ready to run (compiles it, where putting it does not), and says of what does not compile why. Documents that are not there, or
   * nothing to compile, are passed over. Doing it again is harmless.
   */
  compile(names: readonly DocumentName[]): Promise<readonly CompileProblem[]>;
  /**
   * Readies the production for an attempt: `stop-start` stops it if it runs, `update` leaves it running. What is owed to it afterwards is
   * durable in the target before it is stopped. Why it did not stop; null: it did, or none runs. Only where the engine has productions.
   */
  holdProduction?(how: 'update' | 'stop-start'): Promise<string | null>;
  /** Starts or updates the production, as it is owed; nothing where nothing is. Why that did not work, so that it is owed still; null: it did. */
  resumeProduction?(): Promise<string | null>;
  /**
   * Runs a patch's own code, in a process of its own where the engine can. What `writesOf` needs is durable before the code
   * starts. Only where the engine's abilities say so.
   */
  run(step: RunStep): Promise<RunResult>;
  /**
   * What the run of this attempt wrote, by the database's own record; also where it was cut short: a run that outlived its
   * agent was ended when this session was opened. The same answer however often it is asked, until `forgetRun`.
   */
  writesOf(attempt: number): Promise<RunWrites>;
  /** Drops what was kept for `writesOf`; does nothing where nothing is. */
  forgetRun(attempt: number): Promise<void>;
  close(): Promise<void>;
}

/** A document that a patch wants to leave in the target. */
export interface PlannedDocument {
  readonly name: DocumentName;
  /** As the kit carries it; null: it is to be removed. */
  readonly bytes: Uint8Array | null;
  /** The server that the document was exported from, as it names itself; null: nobody knows. */
  readonly madeBy: string | null;
}

/** What speaks against one document, or against the code that the patch runs. */
export interface Objection {
  /** consent: the operator's consent lifts it. uncompilable: so it does, and then it is no failure that this document does not compile. */
  readonly kind: 'refusal' | 'consent' | 'uncompilable';
  /** The document, or `run: ` and the entry. */
  readonly name: string;
  /** Why, and what to do: whole sentences. */
  readonly why: string;
}

/** Code that does not compile. */
export interface CompileProblem {
  readonly name: DocumentName;
  /** Where, and what the compiler says. */
  readonly why: string;
}

export interface RunStep {
  readonly attempt: number;
  /** `##class(Lab.Patches).P014` or `LABEL^ROUTINE`. */
  readonly entry: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RunResult {
  readonly ok: boolean;
  /** Why not, or what it returned. */
  readonly detail: string;
  /** Bounded by the engine to 64 KiB. */
  readonly transcript: string;
}

export type RunWrites =
  /** The engine cannot tell, for this reason; foreseen: its abilities said so before the run, so that somebody has consented. */
  | { readonly kind: 'unobserved'; readonly why: string; readonly foreseen: boolean }
  /** No own write among them: the run wrote nothing, or no run was started. */
  | {
      readonly kind: 'observed';
      /** The run's own writes, and those of others that touch the same nodes, in the order in which they were made. */
      readonly writes: readonly GlobalWrite[];
      /** Reads the target as it was before the first of `writes`; null: no copy of it was made. */
      readonly before: Pick<Target, 'read' | 'nodes'> | null;
      /** Null: of every write it is known whether it is the run's. */
      readonly doubtful: DoubtfulWrites | null;
    };

/** Writes of processes that began during the run, of which nobody knows whether the run started them. They are not among the run's own. */
export interface DoubtfulWrites {
  readonly processes: number;
  /** What they wrote, sorted; at most 1,000. */
  readonly references: readonly string[];
  /** How many writes of other nodes came after these. */
  readonly more: number;
}
