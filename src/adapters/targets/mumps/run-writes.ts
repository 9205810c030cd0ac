import type { GlobalWrite } from '../../../document/global-write.ts';
import type { JournalRecord } from './journal-record.ts';
import { globalWriteOf, parseJournalLine } from './journal-record.ts';
import type { WrittenNodes } from './written-nodes.ts';
import { writtenNodes } from './written-nodes.ts';

/** The run whose writes are looked for: its process, and between which moments (milliseconds since 1970) it lived. */
interface RunProcess {
  readonly pid: number;
  readonly since: number;
  readonly until: number;
}

export type FoundWrites =
  | { readonly kind: 'observed'; readonly writes: readonly GlobalWrite[] }
  | { readonly kind: 'unobserved'; readonly why: string };

/** Opens the extract of the journals at its beginning; it has to say the same each time. */
type OpenExtract = () => AsyncIterable<readonly string[]>;

/** What fits in memory beside everything else. */
const most = { writes: 1_000_000, characters: 256 * 1024 * 1024 };
/** Clocks are put right by a little now and then. */
const leeway = 5_000;

/**
 * The writes of the run's process, and those of others that touch the same nodes, in the order of the journals. The number of a process is used again: only
 * what a process wrote that began to write between the run's start and its end is the run's own. Reads the extract twice where others
 * wrote as well. Holds the answer in memory, up to a million writes or 256 MiB of text, and each reference once more; unobserved beyond that.
 */
export async function findRunWrites(extract: OpenExtract, run: RunProcess): Promise<FoundWrites> {
  const alone = await gather(extract(), new Gathering(run, null));
  const { why, writes, others } = alone;
  if (why !== null) return { kind: 'unobserved', why };
  if (!others || writes.length === 0) return { kind: 'observed', writes };
  const all = await gather(extract(), new Gathering(run, writtenNodes(writes)));
  return all.why === null ? { kind: 'observed', writes: all.writes } : { kind: 'unobserved', why: all.why };
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
  private readonly run: RunProcess;
  /** Null: the run's own writes only. */
  private readonly nodes: WrittenNodes | null;
  private isRun = false;
  private characters = 0;

  constructor(run: RunProcess, nodes: WrittenNodes | null) {
    this.run = run;
    this.nodes = nodes;
  }

  take(record: JournalRecord): void {
    switch (record.kind) {
      case 'process':
        if (record.pid === this.run.pid) this.isRun = this.isInTime(record.at);
        return;
      case 'write':
        this.takeWrite(record);
        return;
      case 'triggers':
        if (this.isRun && record.pid === this.run.pid) this.why = 'it changed triggers.';
        return;
      case 'unknown':
        this.why = `the journal holds what is not known here: records of type ${record.type}.`;
    }
  }

  private isInTime(at: number): boolean {
    return at >= this.run.since - leeway && at <= this.run.until + leeway;
  }

  private takeWrite({ pid, at, code, node }: Extract<JournalRecord, { kind: 'write' }>): void {
    const own = this.isRun && pid === this.run.pid;
    if (isOurs(node) || (!own && at < this.run.since - leeway)) return;
    if (!own) this.others = true;
    if (!own && this.nodes === null) return;
    const write = globalWriteOf(code, node, own);
    if (write === null) {
      if (own && !node.startsWith('^#t'))
        this.why = `the journal holds a node that is none, in ${globalIn(node)}.`;
      return;
    }
    if (own || this.nodes?.touches(write) === true) this.keep(write, node.length);
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
