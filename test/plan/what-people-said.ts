import type { PatchId } from '../../src/base/names.ts';
import type { Approval, Hold, Recall } from '../../src/desired/desired-state.ts';
import type { OperatorLeave } from '../../src/plan/plan-input.ts';
import { atSite, contentOf, day, hour, noon, patch } from './plan-world.ts';

export function aLeave(id: string, more: Partial<OperatorLeave> = {}): [PatchId, OperatorLeave] {
  return [
    patch(id),
    { releaseDigest: contentOf(id), who: 'olga', why: 'asked for', at: noon - hour, ...more },
  ];
}

export function anApproval(id: string, who: string, more: Partial<Approval> = {}): Approval {
  return {
    patch: patch(id),
    releaseDigest: contentOf(id),
    key: `ssh-ed25519 ${who}`,
    who,
    at: noon - day,
    expiresAt: null,
    place: atSite('prod-a'),
    ...more,
  };
}

export function aHold(id: string | null, more: Partial<Hold> = {}): Hold {
  return {
    patch: id === null ? null : patch(id),
    who: 'olga',
    why: 'the ward is busy',
    at: noon - day,
    until: null,
    ...more,
  };
}

export function aRecall(id: string, installed: Recall['installed'] = 'keep'): Recall {
  return { patch: patch(id), installed, who: 'rita', why: 'it loses results', at: noon - day };
}
