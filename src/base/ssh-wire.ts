/** A text in SSH's wire form did not hold what it should. */
export class WireError extends Error {}

/** Reads values of SSH's wire form (RFC 4251 §5) one after the other; WireError where the bytes end too early. */
export interface WireReader {
  uint32(): number;
  bytes(count: number): Buffer;
  /** A length and so many bytes. */
  string(): Buffer;
  text(): string;
  rest(): Buffer;
  /** WireError unless everything was read. */
  end(): void;
}

export function readWire(data: Uint8Array): WireReader {
  const buffer = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  const bytes = (count: number): Buffer => {
    if (count > buffer.length - at) throw new WireError('it ends too early');
    at += count;
    return buffer.subarray(at - count, at);
  };
  const uint32 = () => bytes(4).readUInt32BE();
  const string = () => bytes(uint32());
  const end = () => {
    if (at < buffer.length) throw new WireError('there is something behind its end');
  };
  return {
    uint32,
    bytes,
    string,
    text: () => string().toString('latin1'),
    rest: () => bytes(buffer.length - at),
    end,
  };
}

/** A length and the bytes. */
export function wireString(value: Uint8Array | string): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A whole number of unsigned big-endian bytes in the shortest form. */
export function wireInteger(value: Uint8Array): Buffer {
  const bytes = withoutLeadingZeros(value);
  return wireString((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

export function withoutLeadingZeros(value: Uint8Array): Buffer {
  const first = value.findIndex((byte) => byte !== 0);
  return Buffer.from(first < 0 ? [] : value.subarray(first));
}

/** The number in exactly `length` bytes; WireError where it does not fit. */
export function paddedTo(length: number, value: Uint8Array): Buffer {
  const bytes = withoutLeadingZeros(value);
  if (bytes.length > length) throw new WireError('a number in it is too long');
  return Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
}
