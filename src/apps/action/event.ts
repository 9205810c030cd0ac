import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import { isObjectId } from '../../base/names.ts';

/** What a run of the Action is for. */
export type Occasion =
  /** Somebody proposes to change main. */
  | { readonly kind: 'proposal'; readonly target: ObjectId; readonly proposed: ObjectId }
  /** Main moved, or it is time; `since`: main before, null where that is not known. */
  | { readonly kind: 'merge'; readonly since: ObjectId | null }
  | { readonly kind: 'elsewhere'; readonly ref: string };

const commit = z.string().refine(isObjectId);
const pullRequest = z.object({
  pull_request: z.object({ base: z.object({ sha: commit }), head: z.object({ sha: commit }) }),
});
const mergeGroup = z.object({ merge_group: z.object({ base_sha: commit, head_sha: commit }) });
const push = z.object({ before: commit });

/** What the runner says of the event (GitHub Docs, "Variables reference", "Webhook events and payloads"). Failure EVENT_UNFIT. */
export function readOccasion(env: NodeJS.ProcessEnv): Occasion {
  const name = env['GITHUB_EVENT_NAME'] ?? '';
  switch (name) {
    case 'pull_request': {
      const { base, head } = payload(pullRequest, name, env).pull_request;
      return { kind: 'proposal', target: base.sha, proposed: head.sha };
    }
    case 'merge_group': {
      const { base_sha: target, head_sha: proposed } = payload(mergeGroup, name, env).merge_group;
      return { kind: 'proposal', target, proposed };
    }
    case 'push':
      return onMain(env, payload(push, name, env).before);
    case 'schedule':
    case 'workflow_dispatch':
      return onMain(env, null);
    case 'pull_request_target':
      throw unfit(name, 'it runs with the rights of main on what anybody proposes.');
    default:
      throw unfit(name === '' ? 'no event' : name, 'it is none of those that this step knows.');
  }
}

function onMain(env: NodeJS.ProcessEnv, since: ObjectId | null): Occasion {
  const ref = env['GITHUB_REF'] ?? '';
  return ref === 'refs/heads/main' ? { kind: 'merge', since } : { kind: 'elsewhere', ref };
}

function payload<T>(schema: z.ZodType<T>, name: string, env: NodeJS.ProcessEnv): T {
  const path = env['GITHUB_EVENT_PATH'] ?? '';
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw failure('EVENT_UNFIT', { event: name, why: 'its payload does not name its commits.' }, error);
  }
}

function unfit(event: string, why: string): Error {
  return failure('EVENT_UNFIT', { event, why });
}
