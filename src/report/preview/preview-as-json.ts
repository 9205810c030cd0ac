import { z } from 'zod';
import type { DocumentForecast, PatchPreview, Preview, SiteGroup } from '../../fleet/preview/preview.ts';
import { previewDifferences } from './preview-differences.ts';
import { previewFigures } from './preview-figures.ts';
import { previewSchema } from './preview-schema.ts';

/** Lines of one part of a document that are carried. */
const mostLines = 400;

/** A preview for programs, by `schemas/preview.schema.json`: times as texts, documents with digests, each difference once. */
export function previewAsJson(
  { at, channel, patches }: Preview,
  remarks: readonly string[],
): z.input<typeof previewSchema> {
  const told = { kind: 'preview', format: 1, at, channel } as const;
  return z.encode(previewSchema, { ...told, remarks: [...remarks], patches: patches.map(toldPatch) });
}

type Told = z.output<typeof previewSchema>['patches'][number];

function toldPatch(preview: PatchPreview): Told {
  const { release, change, elsewhere, notFor, groups } = preview;
  const { id, title, digest, requires, supersedes, policy } = release;
  return {
    ...{ patch: id, title, releaseDigest: digest, change, approvals: policy.approvals },
    ...{ requires: [...requires], supersedes: [...supersedes], notFor: [...notFor], elsewhere },
    figures: previewFigures(groups),
    groups: groups.map(toldGroup),
    differences: previewDifferences(preview, mostLines).map(({ document, groups: seen, difference }) => ({
      ...{ document: document.name, groups: [...seen], merged: document.states === null },
      nodes: difference.nodes,
      parts: difference.parts.map(({ lines, ...part }) => ({ ...part, lines: [...lines] })),
    })),
  };
}

function toldGroup({ outlook, sites, ...group }: SiteGroup): Told['groups'][number] {
  return { ...group, sites: [...sites], outlook: toldOutlook(outlook) };
}

function toldOutlook(outlook: SiteGroup['outlook']): Told['groups'][number]['outlook'] {
  if (outlook.kind !== 'planned') return outlook;
  const { blockers, forecast, documents, remarks } = outlook;
  const { leaves, obstacles, waits, before, ...rest } = forecast;
  return {
    kind: 'planned',
    blockers: [...blockers],
    forecast: {
      ...rest,
      ...{ leaves: [...leaves], obstacles: [...obstacles], waits: [...waits], before: [...before] },
    },
    documents: documents.map(toldDocument),
    remarks: [...remarks],
  };
}

function toldDocument({ name, effect, held, after, localEdit }: DocumentForecast) {
  return { name, effect, held, localEdit, ...(after === undefined ? {} : { after }) };
}
