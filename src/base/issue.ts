import { plainText } from './plain-text.ts';

/** One thing that is wrong in one file: where (1-based; 0 where the place is not known), what, and what is expected. */
export interface Issue {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Path inside the document, such as `policy.rules[1].install.at`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** One line per issue: `file:line:column path: what is wrong, what is expected`. */
export function issuesAsText(issues: readonly Issue[]): string {
  return issues.map(issueAsText).join('\n');
}

function issueAsText({ file, line, column, path, message }: Issue): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  // What is wrong may be quoted from a stranger's file.
  return plainText(path === '' ? `${place}: ${message}` : `${place} ${path}: ${message}`, 2000);
}
