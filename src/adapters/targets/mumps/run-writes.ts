import type { GlobalWrite } from '../../../document/global-write.ts';
import type { DoubtfulWrites } from '../../../ports/target.ts';
import type { JournalRecord } from './journal-record.ts';
import { globalWriteOf, parseJournalLine } from './journal-record.ts';
import type { RunProcess } from './run-owners.ts';
import { leeway, RunOwners } from './run-owners.ts';
import type { WrittenNodes } from './written-nodes.ts';
import { writtenNodes } from './written-nodes.ts';

export type FoundWrites =
  | {
      readonly kind: 'observed';
      readonly writes: readonly GlobalWrite[];
      readonly doubtful: DoubtfulWrites | null;
    }
  | { readonly kind: 'unobserved'; readonly why: string };

/** Opens the extract of the journals at its beginning; it has to say the same each time. */
type OpenExtract = () => AsyncIterable<readonly string[]>;

/** What fits in memory beside everything else. */
const most = { writes: 1_000_000, characters: 256 * 1024 * 1024, doubted: 1_000 };

/**
 * The writes of the run's processes, and those of others that touch the same nodes, in the order of the journals (`RunOwners` says which process is the
 * run's); of processes of which nobody knows whose they are, the nodes that they wrote. Reads the extract twice where others
 * wrote as well. Holds the answer in memory, up to a million writes or 256 MiB of text, and each reference once more; unobserved beyond that.
 */
export async function findRunWrites(extract: OpenExtract, run: RunProcess): Promise<FoundWrites> {
  const alone = await gather(extract(), new Gathering(run, null));
  const { why, writes, others } = alone;
  if (why !== null) return { kind: 'unobserved', why };
  if (!others || writes.length === 0) return { kind: 'observed', writes, doubtful: alone.doubtful() };
  const all = await gather(extract(), new Gathering(run, writtenNodes(writes)));
  return all.why === null
    ? { kind: 'observed', writes: all.writes, doubtful: all.doubtful() }
    : { kind: 'unobserved', why: all.why };
}

async function gather(extract: AsyncIterable<readonly string[]>, gathering: Gathering): Promise<Gathering> {
  for await (const lines of extract) {
    for (const line of lines) {
      const record = parseJournalLine(line);
      if (record !== null) gathering.take(record);
      if (gathering.why !== null) return gathering;
    }
  }
  return gathering;
}

/** One walk through the extract. */
class Gathering {
  readonly writes: GlobalWrite[] = [];
  /** True where somebody else wrote too. */
  others = false;
  /** Why the writes cannot be told; null: they can. */
  why: string | null = null;
  private readonly since: number;
  private readonly owners: RunOwners;
  /** Null: the run's own writes only. */
  private readonly nodes: WrittenNodes | null;
  private readonly doubted = { processes: new Set<number>(), references: new Set<string>(), more: 0 };
  private characters = 0;

  constructor(run: RunProcess, nodes: WrittenNodes | null) {
    this.since = run.since;
    this.owners = new RunOwners(run);
    this.nodes = nodes;
  }

  /** Null: of every write it is known whether it is the run's. */
  doubtful(): DoubtfulWrites | null {
    const { processes, references, more } = this.doubted;
    return processes.size === 0
      ? null
      : { processes: processes.size, references: [...references].sort(), more };
  }

  take(record: JournalRecord): void {
    switch (record.kind) {
      case 'process':
        this.owners.begins(record);
        return;
      case 'write':
        this.owners.passes(record);
        this.takeWrite(record);
        return;
      case 'triggers':
        if (this.owners.of(record.pid) !== 'other') this.why = 'it changed triggers.';
        return;
      case 'unknown':
        this.why = `the journal holds what is not known here: records of type ${record.type}.`;
    }
  }

  private takeWrite({ pid, at, code, node }: Extract<JournalRecord, { kind: 'write' }>): void {
    const owner = this.owners.of(pid);
    const own = owner === 'run';
    if (isOurs(node) || (!own && at < this.since - leeway)) return;
    if (!own) this.others = true;
    if (owner === 'doubtful') this.doubt(pid, globalWriteOf(code, node, false));
    if (!own && this.nodes === null) return;
    const write = globalWriteOf(code, node, own);
    if (write === null) {
      if (own && !node.startsWith('^#t'))
        this.why = `the journal holds a node that is none, in ${globalIn(node)}.`;
      return;
    }
    if (own || this.nodes?.touches(write) === true) this.keep(write, node.length);
  }

  private doubt(pid: number, write: GlobalWrite | null): void {
    const { processes, references } = this.doubted;
    processes.add(pid);
    if (write === null || references.has(write.reference)) return;
    if (references.size < most.doubted) references.add(write.reference);
    else this.doubted.more += 1;
  }

  private keep(write: GlobalWrite, characters: number): void {
    this.writes.push(write);
    this.characters += characters;
    if (this.writes.length > most.writes || this.characters > most.characters)
      this.why = `it wrote more than can be held: over ${this.writes.length - 1} writes.`;
  }
}

/** The name alone: subscripts and values can be about persons. */
function globalIn(node: string): string {
  return /^\^[%A-Za-z#][A-Za-z0-9]{0,30}/.exec(node)?.[0] ?? 'a global without a name';
}

/** Patchfleet's own global: register, lock, the run's own mark. */
function isOurs(node: string): boolean {
  return /^\^PATCHFLEET[(=]/.test(node) || node === '^PATCHFLEET';
}
