import type { PatchPreview, Preview, SiteGroup } from '../../fleet/preview/preview.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import { countAsText } from '../count-as-text.ts';
import type { MarkdownPiece } from './cut-markdown.ts';
import { cutMarkdown } from './cut-markdown.ts';
import { neutralMarkdown } from './neutral-text.ts';
import { detailPieces } from './preview-details.ts';
import { figuresAsText, groupStanding, isEdited, previewFigures, verdictAsText } from './preview-figures.ts';
import { previewBars, previewTimeline } from './preview-timeline.ts';
import { patchFacts, ruleAsText, sitesAsText, startAsText } from './preview-words.ts';
import { isMoved, policyFacts } from './what-moves.ts';

/** Rows that are shown without a fold where nothing stands in the way. */
const rowsOpen = 5;
const tableHead = '| No. | Sites | Ring | Policy | When |\n|---|---|---|---|---|';

/** What a page is made for. */
interface PageWish {
  /** Bytes of UTF-8 that the place takes: a mebibyte for a job summary, 65,535 for a check run, 65,536 for a comment. */
  readonly mostBytes?: number;
  /** diagram: for places that draw Mermaid; bars: for those that do not. */
  readonly timeline?: 'diagram' | 'bars';
}

/**
 * A preview as a page of GitHub's Markdown. For each patch a verdict with figures and what stands in the way, open; the other sites folded; a timeline;
 * then the details, each in a fold. What does not fit is left out from the end, and that is said.
 */
export function previewAsMarkdown(
  preview: Preview,
  remarks: readonly string[],
  { mostBytes = 1024 * 1024, timeline = 'diagram' }: PageWish = {},
): string {
  const { at, channel, patches } = preview;
  const told = [...remarks, ...policyFacts(preview)];
  const heading = [
    '# What would happen',
    '',
    `As of ${localAsText(at, 'UTC')}, channel ${neutralMarkdown(channel.name)} ${channel.counter}.`,
    ...(told.length === 0 ? [] : ['', ...told.map((remark) => `- ${neutralMarkdown(remark, 2000)}`)]),
  ];
  const moved = patches.filter(isMoved);
  const pieces = [
    text(heading.join('\n')),
    ...moved.flatMap((patch) => [...patchPieces(patch), ...timelinePieces(patch, timeline, at)]),
    ...moved.flatMap((patch) => detailPieces(patch)),
  ];
  return cutMarkdown(pieces, mostBytes).trimStart();
}

function text(words: string): MarkdownPiece {
  return { kind: 'text', what: 'section', text: words };
}

function patchPieces(preview: PatchPreview): readonly MarkdownPiece[] {
  const { release, groups, change } = preview;
  const rows = groups.map((group, index) => ({ group, row: tableRow(group, index + 1) }));
  const isOpen = change === 'policy' ? isMoving : standsInTheWay;
  const inTheWay = rows.filter(({ group }) => isOpen(group));
  const rest = rows.filter(({ group }) => !isOpen(group));
  const isShort = inTheWay.length === 0 && rest.length <= rowsOpen;
  const others = rest.map(({ row }) => row);
  const title = restTitle(
    rest.map(({ group }) => group),
    inTheWay.length,
  );
  return [
    text(`## ${neutralMarkdown(release.id)}: ${neutralMarkdown(release.title, 200)}`),
    text(`**${neutralMarkdown(verdictAsText(previewFigures(groups)))}**`),
    text(
      patchFacts(preview)
        .map((fact) => `- ${neutralMarkdown(fact)}`)
        .join('\n'),
    ),
    ...table(inTheWay.map(({ row }) => row)),
    ...(isShort ? table(others) : folded(title, table(others))),
  ];
}

function standsInTheWay(group: SiteGroup): boolean {
  const standing = groupStanding(group);
  return standing === 'blocked' || standing === 'unknown' || isEdited(group);
}

function isMoving({ published }: SiteGroup): boolean {
  return published?.moves === true;
}

function restTitle(groups: readonly SiteGroup[], before: number): string {
  const figures = previewFigures(groups);
  return `${countAsText(figures.sites, before === 0 ? 'site' : 'other site')}: ${figuresAsText(figures)}`;
}

function table(rows: readonly string[]): readonly MarkdownPiece[] {
  return rows.length === 0 ? [] : [{ kind: 'table', what: 'row', head: tableHead, rows }];
}

function folded(summary: string, pieces: readonly MarkdownPiece[]): readonly MarkdownPiece[] {
  return pieces.length === 0 ? [] : [{ kind: 'fold', summary, open: false, pieces }];
}

function tableRow(group: SiteGroup, number: number): string {
  const cells = [String(number), sitesAsText(group), group.ring, ruleAsText(group.rule), startAsText(group)];
  return `| ${cells.map((cell) => neutralMarkdown(cell, 1000)).join(' | ')} |`;
}

function timelinePieces(
  preview: PatchPreview,
  kind: NonNullable<PageWish['timeline']>,
  at: Preview['at'],
): readonly MarkdownPiece[] {
  const lines = kind === 'diagram' ? previewTimeline(preview) : previewBars(preview, at);
  const language = kind === 'diagram' ? 'mermaid' : 'text';
  if (lines.length === 0) return [];
  const fence = [`\`\`\`${language}`, ...lines, '```'].join('\n');
  return [{ kind: 'text', what: 'timeline', text: fence }];
}
