import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, WORKFLOWS, textOf } from '../../support/workflow/file.ts';

/*
 * GitHub's own parser of workflows: unknown keys, contexts that are not there, broken expressions. It is not made to be loaded by Node.js as
 * it is (JSON is imported as if a bundler were there), so it is bundled first.
 */

interface Parser {
  readonly NoOperationTraceWriter: new () => object;
  readonly parseWorkflow: (
    file: { readonly name: string; readonly content: string },
    trace: object,
  ) => { readonly context: { readonly errors: { getErrors(): readonly object[] } } };
}

const NAME = '@actions/workflow-parser';
let folder = '';
let parser: Parser;

const faultsOf = (name: string, content: string): readonly string[] =>
  parser
    .parseWorkflow({ name, content }, new parser.NoOperationTraceWriter())
    .context.errors.getErrors()
    .map(String);

describe("GitHub's own parser", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tradeform-parser-'));
    const outfile = join(folder, 'parser.mjs');
    await build({
      stdin: {
        contents: `export { parseWorkflow, NoOperationTraceWriter } from '${NAME}'`,
        resolveDir: ROOT,
      },
      ...{ bundle: true, format: 'esm', platform: 'node', outfile },
      alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
    });
    parser = (await import(outfile)) as Parser;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(WORKFLOWS)('finds no fault with %s', (path) => {
    expect(faultsOf(path, textOf(path))).toEqual([]);
  });

  it.each([
    ['permissions: {}', 'permissions: { contnts: read }', 'contnts'],
    ['vars.TRADEFORM_ENV', 'var.TRADEFORM_ENV', "Unrecognized named-value: 'var'"],
    ['timeout-minutes', 'timeout-minuts', 'timeout-minuts'],
    ["|| 'paper' }}", "|| 'paper }}", 'The expression is not closed'],
  ])('finds it where %j becomes %j', (from, to, fault) => {
    const broken = textOf('.github/workflows/orders-apply.yml').replace(from, to);
    expect(faultsOf('orders-apply.yml', broken).join('\n')).toContain(fault);
  });
});
