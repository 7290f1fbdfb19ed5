import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIMIT_NAMES, NEVER_OVERRIDDEN } from '../../../src/model/limits.ts';
import { renderProblems } from '../../../src/report/problems.ts';
import { brief, folder, loadFrom } from '../../support/specs.ts';

const SPECS = new URL('../../../specs/', import.meta.url);
const guide = readFileSync(new URL('README.md', SPECS), 'utf8');
const project = readFileSync(new URL('tradeform.yaml', SPECS), 'utf8');

/** The strategy type that the guide makes up. */
const [, type = ''] = /```json\n((?:(?!```)[\s\S])*)```/.exec(guide) ?? [];

/** The example desk with the guide's strategy type and one spec file, `specs/a.yaml`. */
const desk = async (spec: string, environment?: string) =>
  loadFrom(
    await folder({
      'specs/tradeform.yaml': `${project}strategyTypes: types\n`,
      'specs/types/DRIP.schema.json': type,
      'specs/a.yaml': spec,
    }),
    environment,
  );

const WRONG = /```yaml\n((?:(?!```)[\s\S])*)```\n```text\n((?:(?!```)[\s\S])*)\n```/g;
const wrong = [...guide.matchAll(WRONG)].map(([, spec = '', printed = '']) => [spec, printed] as const);
const right = [...guide.replaceAll(WRONG, '').matchAll(/```yaml\n((?:(?!```)[\s\S])*)```/g)].map(
  ([, spec = '']) => spec,
);

describe('the guide to writing specs', () => {
  it('has examples of both kinds', () => expect([right.length, wrong.length]).toEqual([5, 5]));
  it.each(right)('shows a file that is valid in every environment: %j', async (spec) => {
    for (const environment of ['paper', 'live']) {
      const loaded = await desk(spec, environment);
      expect(loaded.ok ? [] : brief(loaded.problems)).toEqual([]);
    }
  });
  it.each(wrong)('shows what is printed of %j', async (spec, printed) => {
    const loaded = await desk(spec);
    expect(loaded.ok ? '' : renderProblems(loaded.problems)).toBe(printed);
  });
  it("shows every strategy of an order, and a type of the desk's own", () =>
    expect(
      ['RFQ', 'MARKET', 'FOK', 'GTC', 'SMO', 'DRIP'].filter((word) => !right.join().includes(word)),
    ).toEqual([]));
  it.each(['order', 'strategy'] as const)('lists every field of an %s', (kind) => {
    const schema = JSON.parse(readFileSync(new URL('../schemas/spec.schema.json', SPECS), 'utf8')) as {
      $defs: Record<typeof kind, { properties: object }>;
    };
    // The first cell of a table's row.
    const cells = [...guide.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = '']) => cell).join();
    expect(
      Object.keys(schema.$defs[kind].properties).filter((field) => !cells.includes(`\`${field}\``)),
    ).toEqual([]);
  });
  it('lists every limit, and every code of one', () => {
    const [, part = ''] = /^## Limits\n([^]*?)^## /m.exec(guide) ?? [];
    const { $defs } = JSON.parse(
      readFileSync(new URL('../schemas/tradeform.schema.json', SPECS), 'utf8'),
    ) as {
      $defs: Record<'limits' | 'accountLimits', { properties: object }>;
    };
    const fields = [$defs.limits, $defs.accountLimits].flatMap(({ properties }) => Object.keys(properties));
    const unnamed = (words: readonly string[]): readonly string[] =>
      words.filter((word) => !new RegExp(`\\b${word}\\b`).test(part));
    expect(unnamed([...fields, ...Object.keys(LIMIT_NAMES)])).toEqual([]);
    const [, never = ''] = /; (TF-[^;]*) take none/.exec(part) ?? [];
    expect(never.match(/L\d\d/g)?.map((code) => `TF-${code}`)).toEqual([...NEVER_OVERRIDDEN]);
  });
  it('names the words of a state that there are', () => {
    const schema = readFileSync(new URL('../schemas/tradeform.schema.json', SPECS), 'utf8');
    const states = (
      JSON.parse(schema) as {
        $defs: {
          volven: {
            properties: { states: { properties: { map: { additionalProperties: { enum: string[] } } } } };
          };
        };
      }
    ).$defs.volven.properties.states.properties.map.additionalProperties.enum;
    expect(guide).toContain(
      `a word means one of ${states.join(', ')}, and one that is not listed counts as live`,
    );
  });
});
