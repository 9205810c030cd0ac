import type { Issue } from '../../base/issue.ts';
import { plainText } from '../../base/plain-text.ts';

/** A note at a line of a file, as git hosts show them beside a change. */
interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  /** Empty: it is about no file. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; null: not known. */
  readonly column: number | null;
}

interface Annotations {
  readonly shown: readonly Annotation[];
  readonly left: { readonly errors: number; readonly warnings: number };
}

/** GitHub shows no more of each level for one step (GitHub Docs, "Workflow commands"; actions/toolkit, "problem matchers": 10 warnings, 10 errors). */
const mostOfALevel = 10;

/** What is shown beside the lines: of each level the first ones, of many files at least one each before a second of any. */
export function annotationsOf(
  { problems, remarks }: { readonly problems: readonly Issue[]; readonly remarks: readonly Issue[] },
  most = mostOfALevel,
): Annotations {
  const [errors, warnings] = [inTurns(problems), inTurns(remarks)];
  return {
    shown: [
      ...errors.slice(0, most).map((issue) => annotationOf('error', issue)),
      ...warnings.slice(0, most).map((issue) => annotationOf('warning', issue)),
    ],
    left: {
      errors: Math.max(0, errors.length - most),
      warnings: Math.max(0, warnings.length - most),
    },
  };
}

/** First the first of each file, then the second of each … */
function inTurns(issues: readonly Issue[]): readonly Issue[] {
  const counts = new Map<string, number>();
  const turns = issues.map((issue) => {
    const turn = counts.get(issue.file) ?? 0;
    counts.set(issue.file, turn + 1);
    return { issue, turn };
  });
  return turns.sort((a, b) => a.turn - b.turn).map(({ issue }) => issue);
}

function annotationOf(level: Annotation['level'], { file, line, column, path, message }: Issue): Annotation {
  return {
    level,
    title: plainText(titleOf(file, path), 200),
    message: plainText(path === '' ? message : `${path} ${message}`, 2000),
    file,
    line: Math.max(1, line),
    column: line > 0 && column > 0 ? column : null,
  };
}

function titleOf(file: string, path: string): string {
  if (file === '') return 'patchfleet';
  return path === '' ? file : `${file}: ${path}`;
}
