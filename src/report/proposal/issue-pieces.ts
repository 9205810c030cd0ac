import type { Issue } from '../../base/issue.ts';
import type { MarkdownPiece } from '../preview/cut-markdown.ts';
import { neutralMarkdown } from '../preview/neutral-text.ts';

/** Problems and remarks as tables of a page of GitHub's Markdown. */
export function issuePieces({
  problems,
  remarks,
}: {
  readonly problems: readonly Issue[];
  readonly remarks: readonly Issue[];
}): readonly MarkdownPiece[] {
  return [...table('What stands in the way', problems), ...table('Look at this', remarks)];
}

function table(heading: string, issues: readonly Issue[]): readonly MarkdownPiece[] {
  if (issues.length === 0) return [];
  const head = `## ${heading}\n\n| Where | What |\n|---|---|`;
  return [{ kind: 'table', what: 'row', head, rows: issues.map(row) }];
}

function row({ file, line, column, path, message }: Issue): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  const what = path === '' ? message : `${path} ${message}`;
  return `| ${neutralMarkdown(place)} | ${neutralMarkdown(what, 2000)} |`;
}
