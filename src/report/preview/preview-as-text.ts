import { plainText } from '../../base/plain-text.ts';
import type { PatchPreview, Preview, SiteGroup } from '../../fleet/preview/preview.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import type { ShownLine } from '../line-diff.ts';
import type { Paint, Style } from '../paint.ts';
import { visibleLine } from '../visible-line.ts';
import type { SeenDifference } from './preview-differences.ts';
import { previewDifferences } from './preview-differences.ts';
import { previewFigures, verdictAsText } from './preview-figures.ts';
import { previewBars } from './preview-timeline.ts';
import {
  beforeAsText,
  blockerAsText,
  documentRemark,
  effectSigns,
  leavesAsText,
  patchFacts,
  ruleAsText,
  sitesAsText,
  startAsText,
} from './preview-words.ts';
import { isMoved, isShown, policyFacts } from './what-moves.ts';

/** Lines of one part of a document that are shown. */
const mostLines = 40;
const indent = '     ';

/** A preview for people at a terminal: for each patch the sites that see the same, then what differs in its documents. */
export function previewAsText(preview: Preview, remarks: readonly string[], paint: Paint): string {
  const { at, channel, patches } = preview;
  const heading = `As of ${localAsText(at, 'UTC')}, channel ${channel.name} ${channel.counter}.`;
  return [
    paint('dim', heading),
    ...remarks.map((remark) => paint('wait', plainText(remark, 500))),
    ...policyFacts(preview).map((fact) => plainText(fact, 2000)),
    ...patches.filter(isMoved).flatMap((patch) => ['', ...patchLines(patch, at, paint)]),
  ].join('\n');
}

function patchLines(preview: PatchPreview, at: Preview['at'], paint: Paint): readonly string[] {
  const { release, groups } = preview;
  const bars = previewBars(preview, at);
  return [
    `${paint('strong', release.id)}  ${plainText(release.title, 200)}`,
    `  ${verdictAsText(previewFigures(groups))}`,
    ...patchFacts(preview).map((fact) => `  ${fact}`),
    ...groups.flatMap((group, index) =>
      isShown(preview, group) ? ['', ...groupLines(group, index + 1, { release, paint })] : [],
    ),
    ...(bars.length === 0 ? [] : ['', ...bars]),
    ...previewDifferences(preview, mostLines).flatMap((seen) => ['', ...differenceLines(seen, paint)]),
  ];
}

function groupLines(
  group: SiteGroup,
  number: number,
  { release, paint }: { readonly release: PatchPreview['release']; readonly paint: Paint },
): readonly string[] {
  const { outlook, ring, timezone, rule } = group;
  const sites = paint('strong', sitesAsText(group));
  const heading = `${String(number).padStart(3)}  ${sites}  ${paint('dim', `ring ${ring}, ${timezone}, ${ruleAsText(rule)}`)}`;
  const start = indent + paint(startStyle(group), startAsText(group));
  if (outlook.kind !== 'planned') return [heading, start];
  const { forecast, blockers, documents, remarks } = outlook;
  const before = beforeAsText(outlook);
  const below = [
    ...leavesAsText(forecast, release.id).map((line) => paint('wait', `- ${line}`)),
    ...blockers.filter(({ until }) => until !== null).map((one) => `now ${blockerAsText(one, timezone)}`),
    ...(before === '' ? [] : [before]),
    ...documents.map((document) => {
      const remark = documentRemark(document);
      const line = `${effectSigns[document.effect]} ${plainText(document.name, 300)}`;
      return remark === '' ? line : `${line}  ${paint(document.localEdit ? 'bad' : 'dim', remark)}`;
    }),
    ...remarks.map((remark) => paint('dim', remark)),
  ];
  return [heading, start, ...below.map((line) => indent + line)];
}

function startStyle({ outlook }: SiteGroup): Style {
  if (outlook.kind !== 'planned') return 'dim';
  if (outlook.forecast.earliest === null) return 'bad';
  return outlook.forecast.leaves.length === 0 ? 'good' : 'wait';
}

function differenceLines({ document, groups, difference }: SeenDifference, paint: Paint): readonly string[] {
  const merges = document.states === null ? ', merged in' : '';
  const nodes = difference.nodes === '' ? '' : `, ${difference.nodes}`;
  const heading = `${paint('strong', plainText(document.name, 300))}  ${paint('dim', `seen at ${groups.join(', ')}${merges}${nodes}`)}`;
  const parts = difference.parts.flatMap(({ name, change, lines, more }) => [
    ...(name === '' ? [] : [`  ${plainText(name, 200)} ${change}`]),
    ...lines.map((line) => `    ${lineAsText(line, paint)}`),
    ...(more > 0 ? [paint('dim', `    … ${more} more lines`)] : []),
  ]);
  return [heading, ...parts];
}

function lineAsText({ kind, text }: ShownLine, paint: Paint): string {
  const line = visibleLine(text);
  switch (kind) {
    case 'same':
      return `  ${line}`;
    case 'old':
      return paint('bad', `- ${line}`);
    case 'new':
      return paint('good', `+ ${line}`);
    case 'left-out':
      return paint('dim', '…');
  }
}
