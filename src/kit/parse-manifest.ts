import { openYaml, readYaml } from '../base/read-yaml.ts';
import type { DocumentName } from '../document/document-name.ts';
import { parseReference, writeReference } from '../document/global-reference.ts';
import { parseDocumentName } from '../document/parse-document-name.ts';
import type { Manifest, SiteSelection, VerifyCheck } from './manifest.ts';
import { manifestFindings } from './manifest-findings.ts';
import type { ManifestText } from './manifest-schema.ts';
import { manifestSchema } from './manifest-schema.ts';
import { readPolicy } from './read-policy.ts';

/** Reads `patch.yaml`. Failures INVALID_FILE with every issue, NEWER_FORMAT. */
export function parseManifest(file: string, text: string): Manifest {
  const written = readYaml(manifestSchema, file, text);
  const findings = manifestFindings(written);
  if (findings.length > 0) throw openYaml(file, text).invalid(findings);
  return manifestOf(written);
}

/** The kit files that a manifest names, also of one that holds nothing to be done yet. Failures INVALID_FILE, NEWER_FORMAT. */
export function parseKitFiles(file: string, text: string): Pick<Manifest, 'id' | 'kit'> {
  return manifestOf(readYaml(manifestSchema, file, text));
}

/** Fills in the defaults of a manifest that was checked. */
function manifestOf(text: ManifestText): Manifest {
  const {
    id,
    title,
    requires = [],
    supersedes = [],
    kit = [],
    remove = [],
    install,
    verify = [],
    backup,
  } = text;
  return {
    id,
    title,
    requires,
    supersedes,
    sites: readSiteSelection(text.sites),
    kit: kit.map(({ file, sha256, globals }) => ({ file, sha256: sha256 ?? null, globals: globals ?? null })),
    remove: remove.map(nameOf),
    install: { run: install?.run ?? null, production: install?.production ?? 'none' },
    verify: verify.map(checkOf),
    backup: { code: backup?.code ?? 'touched', globals: (backup?.globals ?? []).map(nameOf) },
    parameters: text.parameters ?? null,
    notes: text.notes ?? null,
    policy: readPolicy(text.policy),
  };
}

/** Which sites are meant; left out means all. */
export function readSiteSelection(text: ManifestText['sites'] = {}): SiteSelection {
  return { rings: text.rings ?? null, sites: text.sites ?? null, except: text.except ?? [] };
}

/** The selection as a file carries it; reads back as the same selection. */
export function writeSiteSelection({
  rings,
  sites,
  except,
}: SiteSelection): NonNullable<ManifestText['sites']> {
  return {
    ...(rings === null ? {} : { rings: [...rings] }),
    ...(sites === null ? {} : { sites: [...sites] }),
    ...(except.length === 0 ? {} : { except: [...except] }),
  };
}

function checkOf(check: NonNullable<ManifestText['verify']>[number]): VerifyCheck {
  if ('global' in check) {
    const reference = parseReference(check.global);
    if (reference === null) throw new Error(`not checked: ${check.global}`);
    return { kind: 'global-equals', reference: writeReference(reference), value: check.equals };
  }
  return { kind: check.exists ? 'document-exists' : 'document-absent', name: nameOf(check.document) };
}

function nameOf(text: string): DocumentName {
  const name = parseDocumentName(text);
  if (name === null) throw new Error(`not checked: ${text}`);
  return name;
}
