import { error, info, notice, setOutput, summary, warning } from '@actions/core';
import type { Issue } from '../../base/issue.ts';
import { redact } from '../../base/redact.ts';
import { annotationsOf } from '../../report/proposal/annotations.ts';

/** GitHub takes no longer summary of a step (GitHub Docs, "Workflow commands": 1 MiB). */
export const mostSummaryBytes = 1024 * 1024 - 1024;

interface Found {
  readonly problems: readonly Issue[];
  readonly remarks: readonly Issue[];
}

/**
 * Tells what was found beside the lines, as far as GitHub shows it, and in the outputs `problems` and `remarks`. Foreign text goes through commands alone, which
 * escape it: a line of its own could be taken for a command.
 */
export function tellFound(found: Found, secrets: readonly string[]): void {
  const { shown, left } = annotationsOf(found);
  for (const { level, title, message, file, line, column } of shown) {
    const columns = column === null ? {} : { startColumn: column };
    const place = file === '' ? {} : { file, startLine: line, ...columns };
    const tell = level === 'error' ? error : warning;
    tell(redact(message, secrets), { title: redact(title, secrets), ...place });
  }
  const more = [
    ...(left.errors > 0 ? [`${left.errors} more errors`] : []),
    ...(left.warnings > 0 ? [`${left.warnings} more warnings`] : []),
  ];
  if (more.length > 0) notice(`${more.join(' and ')} stand in the summary of this step.`);
  info(`problems: ${found.problems.length}, remarks: ${found.remarks.length}`);
  setOutput('problems', found.problems.length);
  setOutput('remarks', found.remarks.length);
}

/** Writes the page that the run shows. */
export async function tellSummary(page: string, secrets: readonly string[]): Promise<void> {
  await summary.addRaw(redact(page, secrets)).write();
}
