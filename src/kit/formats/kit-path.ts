/** Names that Windows keeps for devices, with or without an extension. */
const devices = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
const longestPart = 255;

/**
 * Why a path cannot be that of a kit file on every machine; null where it can. It must stay inside its folder, and mean
 * the same on Windows and elsewhere. Links cannot be told by a path: who lists the files refuses them.
 */
export function checkKitPath(path: string): string | null {
  if (path === '') return 'it is empty';
  if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(path)) return 'it holds a control character';
  if (path.includes('\\')) return 'it holds a backslash; parts are divided by /';
  if (path.startsWith('/')) return 'it is absolute; expected one inside the folder of the patch';
  if (/^[A-Za-z]:/.test(path)) return 'it begins with a drive letter';
  if (/[<>:"|?*]/.test(path)) return 'it holds one of < > : " | ? *, which Windows does not allow';
  return (
    path
      .split('/')
      .map(whyNotPart)
      .find((why) => why !== null) ?? null
  );
}

function whyNotPart(part: string): string | null {
  if (part === '') return 'a part of it is empty';
  if (part === '.' || part === '..') return `a part of it is ${part}`;
  if (/[. ]$/.test(part)) return `${JSON.stringify(part)} ends in a dot or blank, which Windows drops`;
  if (devices.test(part)) return `${JSON.stringify(part)} is a device on Windows`;
  if (part.toLowerCase() === '.git') return '.git belongs to git';
  return part.length > longestPart ? 'a part of it is longer than 255 characters' : null;
}
