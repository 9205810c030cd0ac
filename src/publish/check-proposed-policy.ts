import type { Digest } from '../base/digest.ts';
import type { Issue } from '../base/issue.ts';
import type { PatchId } from '../base/names.ts';
import { issueOf, issuesOfContent } from './failed-content.ts';
import { checkPolicyFile } from './policy-files.ts';
import { uncountedFiles } from './uncounted-terms.ts';

type PolicyFiles = ReadonlyMap<string, Uint8Array>;
type Releases = readonly { readonly id: PatchId; readonly digest: Digest }[];

interface CheckedPolicy {
  /** Of fleet.yaml first. */
  readonly problems: readonly Issue[];
  /** Files that no site will count, or perhaps none; those about which there are problems are left out. */
  readonly remarks: readonly Issue[];
}

/** Checks each policy file as `publish` does, and tells of all what is wrong. */
export function checkProposedPolicy(policyFiles: PolicyFiles, releases: Releases): CheckedPolicy {
  const problems: Issue[] = [];
  const remarks: Issue[] = [];
  if (!policyFiles.has('fleet.yaml'))
    problems.push(issueOf('fleet.yaml', 'is missing; it names the sites and rings'));
  const good = new Map<string, Uint8Array>();
  for (const [path, bytes] of [...policyFiles].sort(fleetFirst)) {
    const found = checkOne(path, bytes);
    problems.push(...found.problems);
    remarks.push(...found.remarks);
    if (found.problems.length === 0) good.set(path, bytes);
  }
  const uncounted = good.has('fleet.yaml') ? uncountedFiles(good, releases) : [];
  return { problems, remarks: [...remarks, ...uncounted.map(({ path, why }) => issueOf(path, why))] };
}

function checkOne(path: string, bytes: Uint8Array): CheckedPolicy {
  try {
    const why = checkPolicyFile(path, new TextDecoder().decode(bytes));
    return { problems: [], remarks: why === null ? [] : [issueOf(path, why)] };
  } catch (error) {
    const problems = issuesOfContent(error, path);
    if (problems === null) throw error;
    return { problems, remarks: [] };
  }
}

function fleetFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const rank = (path: string): string => (path === 'fleet.yaml' ? '' : path);
  return rank(a) < rank(b) ? -1 : 1;
}
