import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { annotate } from '../../src/lib/workflow-command.ts';
import { annotationsOfPlan } from '../../src/report/github/annotations.ts';
import { outputLines, outputsOfPlan } from '../../src/report/github/outputs.ts';
import { renderPlanMarkdown } from '../../src/report/markdown/plan.ts';
import { planFolder } from '../support/golden.ts';
import { brokenRows, foreignIn } from '../support/markdown.ts';

/** As `golden.test.ts`, for what a pull request shows: `plan.md` is the comment, `plan.github.txt` the annotations and a step's outputs. */
const update = process.env['UPDATE_GOLDEN'] === '1';
const here = import.meta.dirname;
const folders = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory());

async function same(file: string, text: string): Promise<void> {
  if (update) await writeFile(file, text);
  expect(text).toBe(await readFile(file, 'utf8'));
}

describe('a plan in a pull request', () => {
  it.each(folders.map((folder) => folder.name))('%s', async (name) => {
    const folder = join(here, name);
    const { plan } = (await planFolder(folder)).judged;
    const markdown = renderPlanMarkdown(plan, { command: 'tradeform apply --env paper' });
    await same(join(folder, 'plan.md'), markdown);
    const commands = annotationsOfPlan(plan).map((annotation) => `${annotate(annotation)}\n`);
    await same(join(folder, 'plan.github.txt'), `${commands.join('')}\n${outputLines(outputsOfPlan(plan))}`);
    expect([...foreignIn(markdown), ...brokenRows(markdown)]).toEqual([]);
  });
});
