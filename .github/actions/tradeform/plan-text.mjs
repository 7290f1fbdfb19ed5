// The Markdown of a plan, as `tradeform --format github` wrote it, made ready for a comment or an issue.
import { readFileSync } from 'node:fs';

/** GitHub's limit for comments and issues, less what is put around the plan here. */
const MOST = 65_536 - 1_000;
const DIGEST = /^[0-9a-f]{64}$/;
/** Where `comment.mjs` puts it, and nowhere else: below it stands what others wrote. */
const SAID = /^<!-- tradeform-plan [\w-]+ -->\n<!-- tradeform-digest ([0-9a-f]{64}) -->\n/;

const textOf = (file) => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
};

/** The plan in `file`; where there is none, where to look for the reason. */
export function planText(file, run) {
  const text = textOf(file);
  if (text === '') return `**There is no plan**: [the run](${run}) says why.`;
  return text.length <= MOST
    ? text
    : `**The plan is too long to be shown here**: [the run's summary](${run}) has it.`;
}

/** A line that nobody sees, by which a later run knows what was shown. */
export const digestLine = (digest) => (DIGEST.test(digest) ? `<!-- tradeform-digest ${digest} -->\n` : '');

export const shownDigest = (body) => SAID.exec(body ?? '')?.[1];
