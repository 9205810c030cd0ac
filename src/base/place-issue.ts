import { Failure, isFailure } from './failure.ts';
import type { Issue } from './issue.ts';
import { openYaml } from './read-yaml.ts';

/** The same issue with line and column of its path in the file's text, where it has none and they can be found: in YAML by the path, in INI by the key. */
export function placeIssue(issue: Issue, text: string): Issue {
  if (issue.line > 0 || issue.path === '') return issue;
  if (issue.file.endsWith('.yaml')) return placeInYaml(issue, text);
  return issue.file.endsWith('.ini') ? placeInIni(issue, text) : issue;
}

function placeInYaml(issue: Issue, text: string): Issue {
  const { file, path, message } = issue;
  const steps = path.match(/[^.[\]]+/g) ?? [];
  const finding = {
    path: steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
    atKey: false,
    message,
  };
  try {
    const error = openYaml(file, text).invalid([finding]);
    const [placed] = isFailure(error, 'INVALID_FILE') ? error.details.issues : [];
    return placed === undefined ? issue : { ...issue, line: placed.line, column: placed.column };
  } catch (error) {
    if (error instanceof Failure) return issue;
    throw error;
  }
}

function placeInIni(issue: Issue, text: string): Issue {
  const index = text.split('\n').findIndex((line) => line.split('=')[0]?.trim() === issue.path);
  return index < 0 ? issue : { ...issue, line: index + 1, column: 1 };
}
