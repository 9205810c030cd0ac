import type { XmlElement } from './xml-parser.ts';
import { writeAttributes, writeXmlText } from './xml-text.ts';

/**
 * How blanks between elements are taken. keep: as data. tidy: as layout, so that it does not matter which there are; for
 * elements of which that is known (an element that holds text besides elements keeps its blanks all the same).
 */
export type Layout = 'keep' | 'tidy';

/** Builds the canonical text of XML content from what the parser tells: one spelling for each content. */
interface CanonicalXml {
  open(element: Pick<XmlElement, 'name' | 'attributes'>): void;
  text(text: string): void;
  comment(text: string): void;
  instruction(target: string, body: string): void;
  close(): void;
  /** All that was told, without blanks around it; a newline after it where it ends in markup. All must be closed. */
  finish(): Uint8Array;
}

type Piece =
  { readonly kind: 'text'; text: string; data: boolean } | { readonly kind: 'markup'; text: string };

interface Frame {
  readonly start: string;
  readonly name: string;
  readonly pieces: Piece[];
}

export function canonicalXml(layout: Layout): CanonicalXml {
  const frames: Frame[] = [{ start: '', name: '', pieces: [] }];
  const top = (): Frame => {
    const frame = frames.at(-1);
    if (frame === undefined) throw new Error('closed more often than opened');
    return frame;
  };
  const markup = (text: string): void => {
    top().pieces.push({ kind: 'markup', text });
  };
  return {
    open: ({ name, attributes }) => {
      frames.push({ start: `<${name}${writeAttributes(attributes)}`, name, pieces: [] });
    },
    text: (text) => {
      if (text === '') return;
      const last = top().pieces.at(-1);
      const data = !/^[ \t\n]*$/.test(text);
      if (last?.kind !== 'text') top().pieces.push({ kind: 'text', text, data });
      else {
        last.text += text;
        last.data ||= data;
      }
    },
    comment: (text) => {
      markup(`<!--${text}-->`);
    },
    instruction: (target, body) => {
      markup(body === '' ? `<?${target}?>` : `<?${target} ${body}?>`);
    },
    close: () => {
      const { start, name, pieces } = top();
      frames.pop();
      markup(pieces.length === 0 ? `${start}/>` : `${start}>${contentOf(pieces, layout)}</${name}>`);
    },
    finish: () => {
      const pieces = withoutOuterBlanks(top().pieces);
      const end = pieces.at(-1)?.kind === 'markup' ? '\n' : '';
      return new TextEncoder().encode(`${contentOf(pieces, 'keep')}${end}`);
    },
  };
}

function contentOf(pieces: readonly Piece[], layout: Layout): string {
  const holdsElements = pieces.some(({ kind }) => kind === 'markup');
  const holdsData = pieces.some((piece) => piece.kind === 'text' && piece.data);
  if (layout === 'keep' || !holdsElements || holdsData) return pieces.map(pieceAsText).join('');
  return `\n${pieces
    .filter(({ kind }) => kind === 'markup')
    .map(({ text }) => text)
    .join('\n')}\n`;
}

function pieceAsText(piece: Piece): string {
  return piece.kind === 'text' ? writeXmlText(piece.text) : piece.text;
}

function withoutOuterBlanks(pieces: readonly Piece[]): readonly Piece[] {
  const isBlank = (piece: Piece | undefined): boolean => piece?.kind === 'text' && !piece.data;
  const start = isBlank(pieces[0]) ? 1 : 0;
  return pieces.slice(start, isBlank(pieces.at(-1)) && pieces.length > start ? -1 : undefined);
}
