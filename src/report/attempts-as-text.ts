import { plainText } from '../base/plain-text.ts';
import { localAsText } from '../policy/zoned-time.ts';
import { outcomeAsText } from '../status/outcome-as-text.ts';
import type { AttemptRecord } from '../status/status.ts';
import { outcomeStyles } from './outcome-styles.ts';
import type { Paint } from './paint.ts';
import { tableAsText } from './table-as-text.ts';
import { proofScopeAsText } from './proof-scope-as-text.ts';

/** What a list of attempts shows; every AttemptRecord is one. Abandoned: cut short before anything was touched. */
export interface ListedAttempt extends Pick<
  AttemptRecord,
  'attempt' | 'action' | 'patch' | 'startedAt' | 'why' | 'proofBefore' | 'proofAfter'
> {
  readonly outcome: AttemptRecord['outcome'] | 'abandoned';
}

/** Attempts as a table, in the order given; times in the site's zone. */
export function attemptsAsText(attempts: readonly ListedAttempt[], zone: string, paint: Paint): string {
  if (attempts.length === 0) return 'No attempt was made.';
  return tableAsText(
    ['NO', 'PATCH', 'ACTION', 'OUTCOME', 'STARTED', 'PROOF BEFORE', 'PROOF AFTER', 'WHY'],
    attempts.map((one) => [
      String(one.attempt),
      one.patch,
      one.action,
      paint(outcomeStyles[one.outcome], one.outcome),
      localAsText(one.startedAt, zone),
      one.proofBefore?.slice(0, 12) ?? '',
      one.proofAfter?.slice(0, 12) ?? '',
      plainText(one.why, 200),
    ]),
  );
}

/** What a table of attempts has no room for. */
export interface AttemptRemark extends Pick<ListedAttempt, 'attempt' | 'outcome'> {
  /** Nodes that the patch's own code wrote outside of the backup. */
  readonly outside: readonly string[];
  /** What others wrote meanwhile and was left; of an inconsistent one: what is not as it has to be. */
  readonly foreign: readonly string[];
  /** What the patch's own code printed. */
  readonly printed: string;
}

/** A line for each thing that there is to say, none where there is nothing. For people on site: it names nodes. */
export function attemptRemarksAsText(remarks: readonly AttemptRemark[], paint: Paint): readonly string[] {
  return remarks.flatMap(({ attempt, outcome, outside, foreign, printed }) => [
    ...printedLines(attempt, printed, paint),
    ...remark(`Attempt ${attempt} wrote outside of its backup`, outside, paint),
    ...remark(
      outcome === 'inconsistent'
        ? `Attempt ${attempt} left what is neither old nor new`
        : `Attempt ${attempt} left as somebody else had written it`,
      foreign,
      paint,
    ),
  ]);
}

function printedLines(attempt: number, printed: string, paint: Paint): readonly string[] {
  if (printed === '') return [];
  const lines = printed.trimEnd().split('\n');
  const left = lines.length - mostPrinted;
  return [
    `${paint('strong', `What the code of attempt ${attempt} printed`)}${left > 0 ? `, the last ${mostPrinted} of ${lines.length} lines` : ''}:`,
    ...lines.slice(-mostPrinted).map((line) => `  | ${plainText(line, 500)}`),
  ];
}

const mostPrinted = 40;

function remark(what: string, names: readonly string[], paint: Paint): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, mostNamed).map((name) => plainText(name, 200));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return [`${paint('wait', what)}: ${shown.join(', ')}${more}`];
}

const mostNamed = 20;

/** One attempt with its steps, its documents and its transcript. */
export function attemptAsText(record: AttemptRecord, zone: string, paint: Paint): string {
  const outcome = paint(outcomeStyles[record.outcome], outcomeAsText(record.outcome));
  const who = record.who === null ? '' : ` by ${record.who}`;
  return [
    `${paint('strong', record.patch)}: ${outcome} (attempt ${record.attempt}, ${record.action})`,
    plainText(`Set off by ${record.trigger}${who}${record.why === '' ? '' : `: ${record.why}`}`, 500),
    ...record.steps.map(
      ({ step, at, detail }) => `  ${plainText(`${localAsText(at, zone)}  ${step}  ${detail}`, 500)}`,
    ),
    ...proofLines(record),
    ...record.documents.map((document) => `  ${documentAsText(document, paint)}`),
    ...record.foreign.map(
      (name) =>
        `  ${paint('wait', `! ${plainText(name, 300)}`)}  written by somebody else meanwhile: left as it is`,
    ),
    ...record.transcript.map((line) => `  | ${plainText(line, 500)}`),
  ].join('\n');
}

function proofLines({ proofBefore, proofAfter, scope }: AttemptRecord): readonly string[] {
  if (proofBefore === null) return [];
  return [`  Proof over ${proofScopeAsText(scope)}: before ${proofBefore}, after ${proofAfter ?? 'none'}`];
}

function documentAsText({ name, before, after }: AttemptRecord['documents'][number], paint: Paint): string {
  const text = plainText(name, 300);
  if (before === after) return paint('dim', `= ${text}`);
  if (before === null) return paint('good', `+ ${text}`);
  return after === null ? paint('bad', `- ${text}`) : paint('wait', `~ ${text}`);
}
