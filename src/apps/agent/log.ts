import type { DestinationStream } from 'pino';
import { pino } from 'pino';
import { redact } from '../../base/redact.ts';
import { tellableText } from '../../status/tellable-text.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** What a line carries besides time, level and message. Names are the program's own; values may be anybody's words. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** The agent's log: one JSON line per event, with no secret and no subscript of a global in it. */
export interface Log {
  write(level: LogLevel, message: string, fields?: LogFields): void;
  /** From now on this never appears. */
  keepSecret(secret: string): void;
}

export function openLog(destination: DestinationStream, level: LogLevel = 'info'): Log {
  const secrets: string[] = [];
  const redacted: DestinationStream = {
    write: (line) => {
      destination.write(redactLine(line, secrets));
    },
  };
  const logger = pino({ base: null, level, timestamp: pino.stdTimeFunctions.isoTime, formatters }, redacted);
  return {
    write: (how, message, fields = {}) => {
      const said = Object.entries(fields).map(([key, value]) => [key, tellable(value, secrets)]);
      logger[how](Object.fromEntries(said), cut(tellableText(message, secrets)));
    },
    keepSecret: (secret) => {
      if (!secrets.includes(secret)) secrets.push(secret);
    },
  };
}

const formatters = { level: (label: string) => ({ level: label }) };

function tellable(value: LogFields[string], secrets: readonly string[]): LogFields[string] {
  return typeof value === 'string' ? cut(tellableText(value, secrets)) : value;
}

/** Whatever comes near a secret once more, for the line as it leaves. */
function redactLine(line: string, secrets: readonly string[]): string {
  return secrets.some((secret) => line.includes(secret)) ? redact(line, secrets) : line;
}

/** A stack is long, a message of another program may be endless. */
function cut(text: string): string {
  return text.length > 8000 ? `${text.slice(0, 8000)}…` : text;
}
