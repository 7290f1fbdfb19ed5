import { readFileSync } from 'node:fs';

export const ROOT = new URL('../../', import.meta.url);
export const README = new URL('README.md', ROOT);
export const PICTURE = new URL('.github/plan.svg', ROOT);

/** `<!-- capture: NAME -->`, and the fenced block right below it. */
const BLOCK = /(<!-- (capture|example): (\S+) -->\n```\w*\n)((?:(?!```)[^])*?)(\n?```)/g;

export const readme = (): string => readFileSync(README, 'utf8');

/** The blocks of one kind, by name: captures are written by a script, examples by people, for tests and captures to use. */
export const blocksOf = (text: string, kind: 'capture' | 'example'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(BLOCK)]
      .filter(([, , its]) => its === kind)
      .map(([, , , name = '', body = '']) => [name, body]),
  );

/** The text with these captures in it. One that says the same is left as it is, ids and times with it. */
export function withCaptures(text: string, captures: Readonly<Record<string, string>>): string {
  return text.replaceAll(BLOCK, (whole, head: string, kind: string, name: string, body: string) => {
    const fresh = captures[name];
    if (kind !== 'capture' || fresh === undefined || normal(fresh) === normal(body)) return whole;
    return `${head}${fresh}\n\`\`\``;
  });
}

/** What two runs of one scene have alike: all but ids, times, commits and how far the journal is. */
export const normal = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\b[0-9a-f]{8}…/g, '<id>…')
    .replaceAll(/\bdigest [0-9a-f]{12}/g, 'digest <digest>')
    .replaceAll(/\bcommit [0-9a-f]{7}/g, 'commit <commit>')
    .replaceAll(/\bjournal #\d+/g, 'journal #<number>')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, '<instant>')
    .replaceAll(/\b\d\d:\d\d(?::\d\d)?Z/g, '<time>')
    .replaceAll(/\b\d+ s after/g, '<age> after');
