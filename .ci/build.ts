// Bundles src/ into dist/: one launcher, one program, one chunk a command. All libraries are inside, so that what our tests ran
// is, byte for byte, what a user runs; their licences are collected beside it.
import { globSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Plugin, build } from 'esbuild';
import { readStarter } from '../src/commands/starter-files.ts';
import { askingNode } from './asking-node.ts';

const root = new URL('..', import.meta.url);
/** `dist`, or the folder that is given: the tests build into one of their own. */
const out = pathToFileURL(`${resolve(process.argv[2] ?? new URL('dist', root).pathname)}/`);
const manifest: unknown = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
const { version } = manifest as { version: string };
const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, root));

/** CommonJS libraries ask for Node's own modules with `require`, which a bundle of ES modules does not have. */
const nodeModules: Plugin = {
  name: 'node-modules',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind }) =>
      kind === 'require-call' && isBuiltin(path) ? { path, namespace: 'node' } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** Commander can start programs that stand for commands; ours are none, and `child_process` brings all of Node's networking along. */
const noPrograms: Plugin = {
  name: 'no-programs',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/commander/') ? { path, namespace: 'no-programs' } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'no-programs' }, () => ({ contents: 'export default {}' }));
  },
};

/** What every command runs in, and what those have in common that read files: all but two. */
const FRAME = source('commands/run.ts');
const READING = source('commands/project.ts');
const READS_NOTHING = new Set([source('commands/init.ts'), source('commands/completion.ts')]);

/** Our files that are imported when they are needed. */
function laterFiles(): ReadonlySet<string> {
  const files = globSync('src/**/*.ts', { cwd: root });
  const imports = files.flatMap((file) =>
    Array.from(
      readFileSync(new URL(file, root), 'utf8').matchAll(/await import\('(\.[^']+)'\)/g),
      ([, path = '']) => fileURLToPath(new URL(path, new URL(file, root))),
    ),
  );
  return new Set(imports);
}

/**
 * esbuild makes one chunk of the files that the same entries need. With a command an entry that cuts what they share into some thirty, and
 * Node looks each up once for every chunk that imports it. So what is imported later is said to need all that was loaded by then.
 */
const fewChunks: Plugin = {
  name: 'few-chunks',
  setup: (bundler) => {
    const later = laterFiles();
    bundler.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      if (!later.has(path)) return undefined;
      const before = READS_NOTHING.has(path) ? [FRAME] : [FRAME, READING];
      const imports = before.map((file) => `import ${JSON.stringify(file)};`).join('');
      return { contents: `${readFileSync(path, 'utf8')}\n${imports}`, loader: 'ts' };
    });
  },
};

await rm(out, { recursive: true, force: true });
const { metafile, outputFiles } = await build({
  absWorkingDir: root.pathname,
  entryPoints: ['src/bin.js'],
  outdir: out.pathname,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  // The package's own ESM build: its CommonJS one for Node asks for `require` at run time and can't be tree-shaken.
  alias: { yaml: new URL('node_modules/yaml/browser/index.js', root).pathname },
  // What pg would use in the place of its own code, where it is installed: it never is.
  external: ['pg-native'],
  plugins: [nodeModules, noPrograms, fewChunks],
  define: {
    TRADEFORM_VERSION: JSON.stringify(version),
    // A text: of an object esbuild makes a module that every other module loads.
    TRADEFORM_STARTER: JSON.stringify(JSON.stringify(readStarter())),
  },
  loader: { '.json': 'json' },
  metafile: true,
  write: false,
  logLevel: 'warning',
});
for (const { path, text } of outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, askingNode(text, path));
}

const packages = new Set<string>();
for (const input of Object.keys(metafile.inputs)) {
  const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
  if (name !== undefined) packages.add(name);
}
const licences: string[] = [];
for (const name of [...packages].sort()) {
  const folder = new URL(`node_modules/${name}/`, root);
  const read = (file: string): Promise<string | undefined> =>
    readFile(new URL(file, folder), 'utf8').catch(() => undefined);
  const own = JSON.parse((await read('package.json')) ?? '{}') as { version?: string; license?: string };
  const names = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'License', 'LICENCE'];
  const texts = await Promise.all(names.map(read));
  const text = texts.find((t) => t !== undefined) ?? `Licence: ${own.license ?? 'see its package'}`;
  licences.push(`${name} ${own.version ?? ''}\n\n${text.trim()}\n`);
}
await writeFile(new URL('THIRD-PARTY-LICENSES.txt', out), licences.join(`\n${'-'.repeat(72)}\n\n`));
await chmod(new URL('bin.js', out), 0o755);
