import type { Target } from '../../src/ports/target.ts';

/** A target whose writes wait, one by one, until they are let through. */
export interface SlowTarget {
  /** From now on writes wait. */
  slow(): void;
  /** Lets everything through, now and later. */
  release(): void;
}

/** Makes the writes of this target wait where they are asked to; the target stays the same object. */
export function slowTarget(target: Target): SlowTarget {
  let open: Promise<void> = Promise.resolve();
  let release = (): void => undefined;
  const openTarget = target.open.bind(target);
  Object.assign(target, {
    open: async (holder: string) => {
      const session = await openTarget(holder);
      return {
        ...session,
        apply: async (change: Parameters<typeof session.apply>[0]) => {
          await open;
          return session.apply(change);
        },
        applyTogether: async (edits: Parameters<typeof session.applyTogether>[0]) => {
          await open;
          return session.applyTogether(edits);
        },
      };
    },
  });
  return {
    slow: () => {
      open = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => {
      release();
    },
  };
}
