import type { DocumentName } from '../../document/document-name.ts';

/**
 * True where these documents of one file make an Ensemble deployment package: it carries its export notes as a document
 * `EnsExportNotes.<project>.PTD`. Its production settings act only when Ensemble's own deployment loads it.
 */
export function isEnsembleDeployment(names: Iterable<DocumentName>): boolean {
  return [...names].some((name) => /^EnsExportNotes\..+\.PTD$/.test(name));
}
