import { z } from 'zod';
import { failure } from '../../../base/failure.ts';

/** An answer of Atelier, out of its envelope. */
export interface AtelierResponse {
  /** Of HTTP; a failure can come with 200 as well. */
  readonly code: number;
  /** Empty: nothing went wrong. */
  readonly summary: string;
  readonly content: readonly Readonly<Record<string, unknown>>[];
  /** What is said of single documents. */
  readonly documents: readonly { readonly name: string; readonly status: string }[];
  readonly etag: string | null;
  readonly location: string | null;
  /** Seconds; null: it is done. */
  readonly retryAfter: number | null;
}

const rows = z.array(z.record(z.string(), z.unknown()));
const documentStatus = z.object({ name: z.string().default(''), status: z.string().default('') });
const envelope = z.object({
  status: z.object({
    errors: z.array(z.unknown()).default([]),
    summary: z.string().nullish(),
  }),
  console: z.unknown().optional(),
  result: z.unknown().optional(),
});

/**
 * Reads `{ status: { errors, summary }, console, result }`. Failure TARGET_UNREACHABLE where the answer is no such thing: a web server or a
 * proxy in between speaks for itself, in HTML; 503 comes when there are no licences left. An answer without a body has no status.
 */
export async function readAtelierResponse(response: Response, target: string): Promise<AtelierResponse> {
  const { status: code, headers } = response;
  const text = await response.text();
  const head = {
    code,
    etag: headers.get('etag'),
    location: headers.get('location'),
    retryAfter: headers.has('retry-after') ? Number(headers.get('retry-after')) || 0 : null,
  };
  if (code === 401 || code === 403) throw denied(target, code);
  if (text === '') return { ...head, summary: '', content: [], documents: [] };
  const read = envelope.safeParse(parsed(text));
  if (!read.success) throw notAtelier(target, code);
  const { status, result } = read.data;
  const said = status.summary ?? '';
  return {
    ...head,
    summary: said === '' && status.errors.length > 0 ? status.errors.map(errorAsText).join(' ') : said,
    content: contentOf(result),
    documents: contentOf(result).flatMap((row) => documentStatus.safeParse(row).data ?? []),
  };
}

function contentOf(result: unknown): AtelierResponse['content'] {
  const read = z.object({ content: rows }).safeParse(result);
  return read.success ? read.data.content : [];
}

/** Errors are objects with `error` and `code`, or plain texts. */
function errorAsText(error: unknown): string {
  const read = z.object({ error: z.string() }).safeParse(error);
  return read.success ? read.data.error : typeof error === 'string' ? error : JSON.stringify(error);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function denied(target: string, code: number) {
  const why = `it does not let us in (HTTP ${code}): check name, password, and that the account has %Development:USE.`;
  return failure('TARGET_UNREACHABLE', { target, why });
}

function notAtelier(target: string, code: number) {
  const why =
    code === 503
      ? 'HTTP 503: most likely it has no licence left.'
      : `HTTP ${code} with a page that is not Atelier’s: look whether the web application /api/atelier is enabled, and what stands in between.`;
  return failure('TARGET_UNREACHABLE', { target, why });
}
