import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import planSchema from '../../schemas/plan.schema.json' with { type: 'json' };
import { makePlan } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/report/plan-text.ts';
import { planFolder } from '../support/golden.ts';

/** `UPDATE_GOLDEN=1 npx vitest …` writes what is; read the diff before you believe it. */
const update = process.env['UPDATE_GOLDEN'] === '1';
const here = import.meta.dirname;
const folders = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory());
const validate = new Ajv2020({ strict: true }).compile(planSchema);

async function same(file: string, text: string): Promise<void> {
  if (update) await writeFile(file, text);
  expect(text).toBe(await readFile(file, 'utf8'));
}

describe('a plan and its report', () => {
  it.each(folders.map((folder) => folder.name))('%s', async (name) => {
    const folder = join(here, name);
    const { input, judged } = await planFolder(folder);
    await same(join(folder, 'plan.txt'), renderPlan(judged.plan, { color: false, width: 110 }));
    await same(join(folder, 'plan.json'), `${JSON.stringify(judged.plan, null, 2)}\n`);
    expect(validate(JSON.parse(JSON.stringify(judged.plan))), JSON.stringify(validate.errors)).toBe(true);
    // Pure: the same inputs, and entries in another order, give the same bytes where order means nothing.
    const again = makePlan(input);
    expect([again.plan, again.all]).toEqual([judged.plan, judged.all]);
  });

  it.each(folders.map((folder) => folder.name))('%s fits 80 columns', async (name) => {
    const { judged } = await planFolder(join(here, name));
    const lines = renderPlan(judged.plan, { color: false, width: 80 }).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});
