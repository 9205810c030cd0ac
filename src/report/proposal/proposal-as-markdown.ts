import type { Issue } from '../../base/issue.ts';
import type { Preview } from '../../fleet/preview/preview.ts';
import { countAsText } from '../count-as-text.ts';
import { cutMarkdown } from '../preview/cut-markdown.ts';
import { neutralMarkdown } from '../preview/neutral-text.ts';
import { previewAsMarkdown } from '../preview/preview-as-markdown.ts';
import { issuePieces } from './issue-pieces.ts';

interface ProposalReport {
  readonly problems: readonly Issue[];
  readonly remarks: readonly Issue[];
  /** Ids of the patches that are new or changed. */
  readonly changed: readonly string[];
  /** Null: there is none. */
  readonly preview: { readonly preview: Preview; readonly remarks: readonly string[] } | null;
  /** Sentences that a reader should see first, such as why there is no preview. */
  readonly notes: readonly string[];
}

/** What a reviewer reads of a proposal, as a page of GitHub's Markdown of at most so many bytes: the verdict, what is wrong, then what would happen. */
export function proposalAsMarkdown(report: ProposalReport, mostBytes: number): string {
  const { problems, remarks, changed, preview, notes } = report;
  const verdict = problems.length === 0 ? '✅ No problems' : `❌ ${countAsText(problems.length, 'problem')}`;
  const heading = [
    `# ${verdict}`,
    '',
    `${countAsText(remarks.length, 'remark')}; ${changedAsText(changed)}.`,
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${neutralMarkdown(note, 1000)}`)]),
  ].join('\n');
  const pieces = [{ kind: 'text', what: 'section', text: heading } as const, ...issuePieces(report)];
  const head = cutMarkdown(pieces, preview === null ? mostBytes : Math.floor(mostBytes / 2)).trimStart();
  if (preview === null) return head;
  const room = mostBytes - Buffer.byteLength(head) - 1;
  return `${head}\n${previewAsMarkdown(preview.preview, preview.remarks, { mostBytes: room })}`;
}

/** Patches that are named before they are only counted. */
const mostNames = 50;

function changedAsText(changed: readonly string[]): string {
  if (changed.length === 0) return 'no patch is new or changed';
  const names = changed.slice(0, mostNames).map((name) => neutralMarkdown(name));
  const more = changed.length > mostNames ? ' …' : '';
  return `${countAsText(changed.length, 'patch is', 'patches are')} new or changed: ${names.join(', ')}${more}`;
}
