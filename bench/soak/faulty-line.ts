import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a line between an agent and its git host is. */
export type LineState =
  | { readonly kind: 'fine' }
  /** Nobody listens. */
  | { readonly kind: 'away' }
  /** Each piece of an answer waits so long. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** A connection is cut after so many bytes of answers. */
  | { readonly kind: 'cut'; readonly after: number };

/** A line on loopback: what connects to `port` is led to the server, as well as the line's state lets it. */
interface FaultyLine {
  readonly port: number;
  become(state: LineState): Promise<void>;
  close(): Promise<void>;
}

/** Leads to this port of loopback. */
export async function openFaultyLine(to: number): Promise<FaultyLine> {
  let state: LineState = { kind: 'fine' };
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    void lead(far, near, () => state);
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const leave = async (): Promise<void> => {
    const closed = new Promise<void>(
      (resolve) =>
        void server.close(() => {
          resolve();
        }),
    );
    for (const end of ends) end.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    become: async (next) => {
      if (next.kind === 'away' && server.listening) await leave();
      if (next.kind !== 'away' && !server.listening) await listen(port);
      state = next;
    },
    close: async () => {
      if (server.listening) await leave();
    },
  };
}

async function lead(far: Socket, near: Socket, stateNow: () => LineState): Promise<void> {
  let sent = 0;
  try {
    for await (const piece of far as AsyncIterable<Buffer>) {
      const state = stateNow();
      if (state.kind === 'slow') await sleep(state.milliseconds);
      if (state.kind === 'cut' && sent + piece.length > state.after) {
        near.write(piece.subarray(0, Math.max(0, state.after - sent)));
        break;
      }
      sent += piece.length;
      if (!near.write(piece))
        await new Promise((resolve) => near.once('drain', resolve).once('close', resolve));
    }
    near.end();
  } catch {
    // the other end is gone
  } finally {
    far.destroy();
    near.destroySoon();
  }
}
