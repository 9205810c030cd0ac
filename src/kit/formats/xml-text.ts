/** Characters that XML 1.0 can hold. */
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** True where XML 1.0 can hold the text at all, escaped or not. */
export function isXmlText(text: string): boolean {
  return !illegal.test(text);
}

/**
 * Text as canonical XML writes it: as it is; in a CDATA section where that saves escapes; escaped where it holds a CR,
 * which a parser would take for a newline otherwise. Must be XML text.
 */
export function writeXmlText(text: string): string {
  if (text.includes('\r')) return escapeXml(text);
  return /[<>&]/.test(text) ? writeCdata(text) : text;
}

/** Code as IRIS writes it, always in a CDATA section; escaped where it holds a CR. Must be XML text. */
export function writeXmlCode(text: string): string {
  return text.includes('\r') ? escapeXml(text) : writeCdata(text);
}

/** A CDATA section; `]]>` is split as IRIS splits it. Must not hold a CR. */
function writeCdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&\r]/g, (character) => escapes[character] ?? character);
}

/** ` name="value"` for each, sorted by name. */
export function writeAttributes(attributes: Readonly<Record<string, string>>): string {
  return Object.keys(attributes)
    .sort()
    .map((name) => ` ${name}="${escapeAttribute(attributes[name] ?? '')}"`)
    .join('');
}

function escapeAttribute(value: string): string {
  return value.replace(/[<>&"\t\n\r]/g, (character) => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
