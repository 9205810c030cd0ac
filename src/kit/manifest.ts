import type { Digest } from '../base/digest.ts';
import type { PatchId, RingName, SiteName } from '../base/names.ts';
import type { DocumentName } from '../document/document-name.ts';

/** What `patch.yaml` says, as the program uses it: defaults filled in, names checked. */
export interface Manifest {
  readonly id: PatchId;
  readonly title: string;
  readonly requires: readonly PatchId[];
  readonly supersedes: readonly PatchId[];
  readonly sites: SiteSelection;
  readonly kit: readonly KitFile[];
  /** Documents that the patch deletes. */
  readonly remove: readonly DocumentName[];
  readonly install: InstallSteps;
  readonly verify: readonly VerifyCheck[];
  readonly backup: BackupWish;
  /** Path of the parameters file inside the patch's folder. */
  readonly parameters: string | null;
  /** Path of the release notes inside the patch's folder. */
  readonly notes: string | null;
  readonly policy: PatchPolicy;
}

/** One export file of a kit. `sha256` null: not built yet, which `release` refuses. */
export interface KitFile {
  readonly file: string;
  readonly sha256: Digest | null;
  /** How its globals are put in; null where nobody said, which is an issue if the file carries globals. */
  readonly globals: GlobalsMode | null;
}

/** merge: set the kit's nodes and leave the others; replace: the global is afterwards exactly what the kit holds. */
export type GlobalsMode = 'merge' | 'replace';

export interface InstallSteps {
  /** `##class(Lab.Patches).P014` or `LABEL^ROUTINE`; called once with the parameters. */
  readonly run: string | null;
  readonly production: 'none' | 'update' | 'stop-start';
}

/** What must hold after the install, besides every document being what the kit says. */
export type VerifyCheck =
  | { readonly kind: 'global-equals'; readonly reference: string; readonly value: string }
  | { readonly kind: 'document-exists'; readonly name: DocumentName }
  | { readonly kind: 'document-absent'; readonly name: DocumentName };

export interface BackupWish {
  /** touched: the documents that the patch changes; all: every code document of the target. */
  readonly code: 'touched' | 'all';
  /** Globals or subtrees besides those that the kit touches. */
  readonly globals: readonly DocumentName[];
}

/** Which sites a patch is for; `rings` and `sites` null means all of them. */
export interface SiteSelection {
  readonly rings: readonly RingName[] | null;
  readonly sites: readonly SiteName[] | null;
  readonly except: readonly SiteName[];
}

export interface PatchPolicy {
  readonly default: InstallRule;
  /** Distinct approvers wanted; who signed the release does not count. */
  readonly approvals: number;
  /** A site rule comes before a ring rule before the default; two rules of one rank for one place are an error. */
  readonly rules: readonly { readonly place: Place; readonly install: InstallRule }[];
}

export type InstallRule =
  | { readonly kind: 'automatic' }
  | { readonly kind: 'operator' }
  /** `at` is a local date and time (`2026-11-30T02:00`) in the IANA zone; null: the site's own zone. */
  | { readonly kind: 'scheduled'; readonly at: string; readonly timezone: string | null };

/** A site or a ring. */
export type Place =
  { readonly kind: 'site'; readonly name: SiteName } | { readonly kind: 'ring'; readonly name: RingName };
