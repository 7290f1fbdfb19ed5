import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectName } from '../../src/commands/init.ts';
import { Desk, type Ended } from '../support/desk.ts';
import { ACTION, ROOT, WORKFLOWS, textOf } from '../support/workflow/file.ts';

let desk: Desk;
let folder = '';
beforeEach(async () => {
  desk = await Desk.open();
  folder = await mkdtemp(join(tmpdir(), 'tradeform-init-'));
});
afterEach(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true });
});

const init = (...args: readonly string[]): Promise<Ended> => desk.run('init', folder, ...args);
const at = (...args: readonly string[]): Promise<Ended> => desk.run(...args, '--dir', join(folder, 'specs'));
const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}
/** Everything in the folder. */
const files = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe('a starter project', () => {
  it('validates, plans and applies on paper at once, and then has nothing to do', async () => {
    expect(await init()).toMatchObject({ code: 0, stderr: '' });
    expect(await at('validate')).toMatchObject({ code: 0 });
    expect((await at('plan')).stdout).toContain('2 submits.');
    expect(await at('apply', '--yes')).toMatchObject({ code: 0 });
    expect((await at('plan')).stdout).toContain('No changes. 2 unchanged.');
  });

  it('is valid for its live environment too, which has limits and a shared journal', async () => {
    await init();
    expect(await at('validate', '--env', 'live')).toMatchObject({ code: 0 });
    const project = await read('specs/tradeform.yaml');
    expect(project).toContain('type: postgres');
    expect(project).toContain('maxDailyNotional');
    expect(project).toContain('"${AQUANOW_API_SECRET}"');
  });

  it('pins this version, and points editors to its schemas', async () => {
    await init();
    const { version } = JSON.parse(textOf('package.json')) as { readonly version: string };
    expect(JSON.parse(await read('package.json'))).toMatchObject({
      private: true,
      dependencies: { tradeform: version },
    });
    for (const [file, schema] of [
      ['specs/tradeform.yaml', 'tradeform'],
      ['specs/btc-ladder.yaml', 'spec'],
    ] as const) {
      expect(await read(file)).toMatch(
        new RegExp(
          `^# yaml-language-server: \\$schema=\\.\\./node_modules/tradeform/schemas/${schema}\\.schema\\.json\\n`,
        ),
      );
      expect(JSON.parse(textOf(`schemas/${schema}.schema.json`))).toHaveProperty('title');
    }
  });

  it('is called after its folder', async () => {
    await init();
    expect(await read('specs/tradeform.yaml')).toContain(
      `project: ${projectName(folder.slice(tmpdir().length + 1))}`,
    );
    expect(await read('README.md')).not.toContain('my-desk');
  });

  it.each([
    ['treasury', 'treasury'],
    ['Treasury Desk (EU)', 'treasury-desk-eu'],
    ['2026_orders', 'orders'],
    ['--', 'my-desk'],
    ['', 'my-desk'],
    ['x'.repeat(70), 'x'.repeat(63)],
  ])('of a folder called %j has a name that is one: %j', (name, project) => {
    expect(projectName(name)).toBe(project);
    expect(project).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
  });

  it('keeps what must not be committed out of Git', async () => {
    await init();
    expect(await read('.gitignore')).toBe('node_modules/\n.tradeform/\n/plan.json\n/plan.md\n');
    expect(await read('CODEOWNERS')).toBe(textOf('.github/CODEOWNERS'));
  });

  it('says what to type next', async () => {
    const { stdout } = await init();
    expect(stdout).toMatch(/^Wrote 6 files to /);
    expect(stdout).toContain('&& npm install\n  npx tradeform plan\n');
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes(folder))).toEqual([]);
  });
});

describe('init', () => {
  it('overwrites nothing, and says what it left alone', async () => {
    await put('README.md', 'mine');
    await put('package.json', '{"name":"mine"}');
    await symlink(join(folder, 'nowhere'), join(folder, 'CODEOWNERS'));
    const { code, stdout } = await init('--github');
    expect(code).toBe(0);
    // A link that leads nowhere is somebody's too.
    expect(stdout).toMatch(/Left as they were[^]*\n {2}package\.json\n {2}README\.md\n {2}CODEOWNERS\n/);
    expect(stdout).toContain('npm install --save-exact tradeform@');
    expect(await files()).not.toContain('nowhere');
    expect([await read('README.md'), await read('package.json')]).toEqual(['mine', '{"name":"mine"}']);
  });

  it.each([
    ['{"dependencies":{"tradeform":"0.1.0"}}', false, 'npm install\n  npx tradeform plan'],
    ['{"devDependencies":{"tradeform":"0.1.0"}}', true, 'npx tradeform plan'],
    ['{"dependencies":{"other":"1.0.0"}}', true, 'npm install --save-exact tradeform@'],
    ['{', true, 'npm install --save-exact tradeform@'],
    ['null', true, 'npm install --save-exact tradeform@'],
  ])('asks for no install that was done: %s, installed %s', async (manifest, isInstalled, next) => {
    await put('package.json', manifest);
    if (isInstalled) await put('node_modules/tradeform/package.json', '{}');
    expect((await init()).stdout).toContain(`&& ${next}`);
  });

  it('says what GitHub needs, and that it reads the root of a repository alone', async () => {
    expect((await init()).stdout).not.toContain('package-lock');
    const { stdout } = await init('--github');
    expect(stdout).toContain('Commit package-lock.json too: the workflows install what it pins.\n');
    expect(stdout).not.toContain('GitHub runs no');
    execFileSync('git', ['init', '--quiet', folder]);
    expect((await init('--github')).stdout).not.toContain('GitHub runs no');
    const below = await desk.run('init', join(folder, 'desks', 'a'), '--github');
    expect(below.stdout).toContain(
      'GitHub runs no workflow but those in the root of a repository, which is here',
    );
    expect(below.stdout).toContain(`\n  ${realpathSync(folder)}\nso that these won’t run`);
  });

  it('a second time changes nothing', async () => {
    await init('--github');
    const before = await files();
    const texts = await Promise.all(before.map(read));
    const { code, stdout } = await init('--github');
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was written to');
    expect(await files()).toEqual(before);
    expect(await Promise.all(before.map(read))).toEqual(texts);
  });

  it.each(['tradeform.yaml', 'specs/tradeform.yaml'])(
    'puts no orders beside a project that is there (%s), but the workflows',
    async (file) => {
      await put(file, 'version: 1\nproject: mine\naccounts: {}\n');
      const { stdout } = await init('--github');
      expect(stdout).toContain('There is a project already: it was left as it is.');
      expect((await files()).filter((path) => path.startsWith('specs/') || path.endsWith('.yaml'))).toEqual([
        file,
      ]);
      expect(await files()).toContain('.github/workflows/orders-plan.yml');
    },
  );

  it('writes the very workflows of this repository', async () => {
    await init('--github');
    const written = (await files()).filter((path) => path.startsWith('.github/'));
    const scripts = await readdir(join(ROOT, dirname(ACTION)));
    const own = [
      ...WORKFLOWS.filter((path) => !path.endsWith('ci.yml')),
      ...scripts.map((name) => `${dirname(ACTION)}/${name}`),
    ];
    expect(written).toEqual([...own, '.github/pull_request_template.md'].sort());
    for (const path of own) expect(await read(path)).toBe(textOf(path));
  });

  it('leaves them out where nobody asks for them', async () => {
    await init();
    expect((await files()).filter((path) => path.startsWith('.github'))).toEqual([]);
  });

  it('tells a program the same', async () => {
    const told = JSON.parse((await init('--format', 'json')).stdout) as {
      readonly written: readonly string[];
    };
    expect(told).toMatchObject({ format: 1, kept: [] });
    expect([...told.written].sort()).toEqual(await files());
  });

  it('names what is in the way, and what to do', async () => {
    await writeFile(join(folder, 'desk'), 'a file');
    const { code, stderr } = await desk.run('init', join(folder, 'desk'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .* can't be written to .* \((ENOTDIR|EEXIST)\)\.\n {2}Name a folder/);
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('is printed for %s', async (shell) => {
    const { code, stdout, stderr } = await desk.run('completion', shell);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain("'journal rebuild'");
  });
});
