import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../src/model/problem.ts';
import { renderFailureMarkdown } from '../../../../src/report/markdown/failure.ts';
import { HOSTILE, dangers } from '../../../support/hostile.ts';
import { foreignIn } from '../../../support/markdown.ts';

const problem = (over: Partial<Problem> = {}): Problem => ({
  code: 'spec/unknown-field',
  message: 'unknown field `priceLimits`',
  remedy: 'did you mean priceLimit?',
  place: { file: 'specs/a.yaml', line: 9, column: 5 },
  excerpt: '    priceLimits: 95,000',
  length: 11,
  ...over,
});
const render = (problems: readonly Problem[], message = '', remedy?: string): string =>
  renderFailureMarkdown({ command: 'plan', environment: 'live' }, { message, remedy, problems });

describe('a command that could not go on', () => {
  it('takes the place of the comment of its plan', () => {
    expect(render([problem()])).toBe(`<!-- tradeform-plan live -->
### LIVE: 1 problem in 1 file; nothing was planned, nothing was sent

\`\`\`text
specs/a.yaml:9:5  unknown field \`priceLimits\`
     9 |     priceLimits: 95,000
       |     ^^^^^^^^^^^
      did you mean priceLimit?
\`\`\`
`);
  });

  it('says what happened and what to do', () => {
    expect(render([], 'The venue api.aquanow.io is unreachable.', 'Try again.')).toBe(
      '<!-- tradeform-plan live -->\n### LIVE: plan could not go on\n\nThe venue api.aquanow.io is unreachable.\n\nTry again.\n',
    );
  });

  it('is harmless, whatever its problems hold', () => {
    const hostile = `\`\`\`\n<img onerror> @everyone ${HOSTILE}\n\`\`\`\``;
    const place = { file: hostile, line: 1, column: 1 };
    const problems = [
      problem({
        message: hostile,
        remedy: hostile,
        excerpt: hostile,
        place,
        related: { message: hostile, place },
      }),
      problem({ place: { file: '````````', line: 1, column: 1 } }),
    ];
    for (const markdown of [render(problems), render([], hostile, hostile)]) {
      expect(foreignIn(markdown)).toEqual([]);
      expect(dangers(markdown)).toEqual([]);
    }
  });

  it('fits a comment, and says how many problems do not', () => {
    const markdown = render(Array.from({ length: 2000 }, () => problem()));
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    const shown = markdown.match(/specs\/a\.yaml:9:5/g)?.length ?? 0;
    expect(markdown).toContain(`${2000 - shown} more rows don’t fit here`);
    expect(markdown.match(/^```/gm)).toHaveLength(2);
  });

  it('puts no more of an environment’s name into its marker than a name may hold', () => {
    const markdown = renderFailureMarkdown(
      { command: 'apply', environment: '--> <img onerror>' },
      { message: 'no environment', problems: [] },
    );
    expect(markdown.split('\n')[0]).toBe('<!-- tradeform-apply -----img-onerror- -->');
  });
});
