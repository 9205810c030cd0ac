import { compileByHelper } from './compile-in-iris.ts';
import { valuesOf } from './helper-message.ts';
import { waitsForTheDead } from './holder.ts';
import type { Ask, Busy, Hold, Reach } from './reach.ts';
import type { SessionChannel, SessionPatience } from './session-channel.ts';
import { openSessionChannel, targetOf } from './session-channel.ts';
import type { SessionAddress } from './session-command.ts';

interface SessionReachOptions {
  readonly address: SessionAddress;
  readonly patience?: Partial<SessionPatience>;
}

const usual: SessionPatience = { start: 60_000, answer: 3_600_000, silence: 30_000 };
/** A session that only reads is kept for so long after the last question. */
const idle = 3000;

/**
 * Reaches the helper through a local session. The one that holds the target is a process of the database that holds its LOCK: it is
 * freed with that process. What outlives us ends after the silence that it was told to bear, and who comes next waits for
 * that. Never run on IRIS by us.
 */
export function openSessionReach({ address, patience: given }: SessionReachOptions): Reach {
  const patience = { ...usual, ...given };
  const read = lingeringReader(address, patience);
  let holding: Hold | null = null;

  const take = async (holder: string): Promise<Hold | Busy> => {
    const channel = await openSessionChannel(address, patience);
    try {
      const answer = await channel.ask({ action: 'hold', lines: [['holder', holder]] });
      const busy = valuesOf(answer, 'busy');
      if (busy === null) return held(channel);
      await channel.close();
      return { kind: 'busy', holder: busy[0] ?? '' };
    } catch (error) {
      await channel.close();
      throw error;
    }
  };
  const held = (channel: SessionChannel): Hold => {
    const hold: Hold = {
      kind: 'held',
      ask: channel.ask,
      compile: (names, flags) => compileByHelper(channel.ask, names, flags, targetOf(address)),
      close: async () => {
        if (holding === hold) holding = null;
        await channel.close();
      },
    };
    holding = hold;
    return hold;
  };
  return {
    target: targetOf(address),
    ask: (request) => holding?.ask(request) ?? read(request),
    hold: (holder) => waitsForTheDead(() => take(holder), patience.silence + patience.start),
  };
}

/** Asks a session that only reads: opened with the first question, closed a while after the last. */
function lingeringReader(address: SessionAddress, patience: SessionPatience): Ask {
  let reader: Promise<SessionChannel> | null = null;
  let leaving: NodeJS.Timeout | null = null;

  const leave = async (): Promise<void> => {
    const leaver = reader;
    reader = null;
    await (await leaver)?.close();
  };
  return async (request) => {
    if (leaving !== null) clearTimeout(leaving);
    reader ??= openSessionChannel(address, patience);
    const mine = reader;
    try {
      return await (await mine).ask(request);
    } catch (error) {
      if (reader === mine) reader = null;
      void mine.then((channel) => channel.close()).catch(() => undefined);
      throw error;
    } finally {
      leaving = setTimeout(() => void leave().catch(() => undefined), idle);
      leaving.unref();
    }
  };
}
