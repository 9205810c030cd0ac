/** Packets of git's wire protocol (gitprotocol-common, pkt-line format). */
export type Packet =
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'flush' }
  | { readonly kind: 'delimiter' }
  | { readonly kind: 'response-end' };

/** A server that does not speak the protocol, or stopped in the middle of it. */
export interface BrokenAnswer {
  readonly cut: boolean;
  readonly why: string;
}

export const flushPacket = '0000';
export const delimiterPacket = '0001';

/** One data packet that holds a line of text. */
export function linePacket(text: string): string {
  const length = Buffer.byteLength(text) + 5;
  return `${length.toString(16).padStart(4, '0')}${text}\n`;
}

/** The packets of a stream. Ends quietly only between two packets; `broken` makes the error for all else. */
export async function* readPackets(
  stream: AsyncIterable<Uint8Array>,
  broken: (answer: BrokenAnswer) => Error,
): AsyncGenerator<Packet> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let size = sizeOf(rest, broken); size !== null && rest.length >= Math.max(size, 4);) {
      yield packetOf(rest, size);
      rest = rest.subarray(Math.max(size, 4));
      size = sizeOf(rest, broken);
    }
  }
  if (rest.length > 0) throw broken({ cut: true, why: 'the answer ends in the middle of a packet' });
}

/** Size of the packet at the beginning, with its four digits; below 4 for the special ones; null: not there yet. */
function sizeOf(bytes: Buffer, broken: (answer: BrokenAnswer) => Error): number | null {
  if (bytes.length < 4) return null;
  const digits = bytes.toString('latin1', 0, 4);
  const size = /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
  if (size < 0 || size === 3 || size > 65_520)
    throw broken({ cut: false, why: `${JSON.stringify(digits)} is not the length of a packet` });
  return size;
}

function packetOf(bytes: Buffer, size: number): Packet {
  if (size === 0) return { kind: 'flush' };
  if (size === 1) return { kind: 'delimiter' };
  if (size === 2) return { kind: 'response-end' };
  return { kind: 'data', bytes: bytes.subarray(4, size) };
}
