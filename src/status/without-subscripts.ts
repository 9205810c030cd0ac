const subscripts = /(\^[|%]?[A-Za-z0-9.%]+)\((?:"(?:[^"]|"")*"|\$C\([0-9,]*\)|_|[^"()])*\)/g;

/** The text with the subscripts of globals taken out: `^LabPatient("4711")` becomes `^LabPatient(…)`. A subscript can be a patient's number. */
export function withoutSubscripts(text: string): string {
  return text.replace(subscripts, '$1(…)');
}
