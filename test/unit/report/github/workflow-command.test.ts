import * as fc from '../../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { annotate } from '../../../../src/lib/workflow-command.ts';
import { outputLines } from '../../../../src/report/github/outputs.ts';
import { HOSTILE, dangers } from '../../../support/hostile.ts';

/** Reads a command as GitHub's runner does: properties up to the next `::`, each decoded; then the message. */
function asRunner(command: string): Readonly<Record<string, string>> | undefined {
  const [, name, properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(command) ?? [];
  if (name === undefined) return undefined;
  const text = (value: string): string =>
    value.replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
  const pairs = properties.split(',').map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return [key, text(value.join('='))] as const;
  });
  return { name, ...Object.fromEntries(pairs), message: text(message) };
}

const place = { file: 'specs/a.yaml', line: 9, column: 5 };

describe('an annotation', () => {
  it('names its place, and says what is wrong and what to do', () => {
    const command = annotate({
      level: 'error',
      title: 'spec/unknown-field',
      lines: ['unknown field `priceLimits`', 'did you mean priceLimit?'],
      place,
      length: 11,
    });
    expect(command).toBe(
      '::error file=specs/a.yaml,line=9,col=5,endColumn=16,title=spec/unknown-field::unknown field `priceLimits`%0Adid you mean priceLimit?',
    );
  });

  it('needs no place', () => {
    expect(annotate({ level: 'notice', title: 'LIVE: to know', lines: ['100 %, so far'] })).toBe(
      '::notice title=LIVE%3A to know::100 %25, so far',
    );
  });

  it('is one command, whatever it tells', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom('::', ':', ',', '%', '%0A', '\n', '\r', '=', 'error', ' ', 'a', '##[error]', '%25'),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, texts, texts, (file, title, line) => {
        const command = annotate({ level: 'error', title, lines: [line], place: { ...place, file } });
        expect(command).not.toMatch(/[\r\n\u2028\u2029]/);
        expect(asRunner(command)).toMatchObject({ name: 'error', line: '9', col: '5' });
        expect(Object.keys(asRunner(command) ?? {})).toEqual([
          'name',
          'file',
          'line',
          'col',
          'title',
          'message',
        ]);
        // What is left when its own start is taken off holds no other command.
        expect(dangers(command.slice('::error '.length))).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('shows what hides', () => {
    const message = asRunner(annotate({ level: 'error', title: 'x', lines: [HOSTILE] }))?.['message'];
    expect(message).toContain('\\x1b[2J');
    expect(message).toContain('\\x0aFORGED');
  });
});

describe('outputs of a step', () => {
  it('are a line each', () => {
    expect(outputLines({ digest: '9b5f', changes: 3, 'exit-code': 0 })).toBe(
      'digest=9b5f\nchanges=3\nexit-code=0\n',
    );
  });

  it('stay a line each, whatever they hold', () => {
    expect(outputLines({ digest: 'a\nPATH=/evil\r<<EOF', changes: 1 })).toBe(
      'digest=a_PATH__evil___EOF\nchanges=1\n',
    );
  });
});
