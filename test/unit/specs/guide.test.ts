import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderProblems } from '../../../src/report/problems.ts';
import { brief, folder, loadFrom } from '../../support/specs.ts';

const SPECS = new URL('../../../specs/', import.meta.url);
const guide = readFileSync(new URL('README.md', SPECS), 'utf8');
const project = readFileSync(new URL('tradeform.yaml', SPECS), 'utf8');

/** The example desk with one spec file, `specs/a.yaml`. */
const desk = async (spec: string) =>
  loadFrom(await folder({ 'specs/tradeform.yaml': project, 'specs/a.yaml': spec }));

const WRONG = /```yaml\n((?:(?!```)[\s\S])*)```\n```text\n((?:(?!```)[\s\S])*)\n```/g;
const wrong = [...guide.matchAll(WRONG)].map(([, spec = '', printed = '']) => [spec, printed] as const);
const right = [...guide.replaceAll(WRONG, '').matchAll(/```yaml\n((?:(?!```)[\s\S])*)```/g)].map(
  ([, spec = '']) => spec,
);

describe('the guide to writing specs', () => {
  it('has examples of both kinds', () => expect([right.length, wrong.length]).toEqual([2, 4]));
  it.each(right)('shows a valid file: %j', async (spec) => {
    const loaded = await desk(spec);
    expect(loaded.ok ? [] : brief(loaded.problems)).toEqual([]);
  });
  it.each(wrong)('shows what is printed of %j', async (spec, printed) => {
    const loaded = await desk(spec);
    expect(loaded.ok ? '' : renderProblems(loaded.problems)).toBe(printed);
  });
  it('lists every field of an order', () => {
    const schema = JSON.parse(readFileSync(new URL('../schemas/spec.schema.json', SPECS), 'utf8')) as {
      $defs: { order: { properties: object } };
    };
    expect(
      Object.keys(schema.$defs.order.properties).filter(
        (field) => !guide.includes(`| \`${field}\``) && !guide.includes(`, \`${field}\` |`),
      ),
    ).toEqual([]);
  });
});
