import { parseSync } from 'vite';

type Import = ReturnType<typeof parseSync>['module']['staticImports'][number];

const BUILTIN = /^node:/;

/** `name` of `path` in an object pattern, which takes no word for a module's default, nor one that its module does not have. */
function taken({ importName, localName }: Import['entries'][number], path: string, file: string): string {
  const { name } = importName;
  if (importName.kind !== 'Name' || name == null || !/^[\w$]+$/.test(name))
    throw new Error(`${file}: what is imported of ${path} as ${localName.value} can’t be asked for`);
  const builtin: object = process.getBuiltinModule(path) ?? {};
  if (name === 'default' || !(name in builtin)) throw new Error(`${file}: ${path} has no ${name}`);
  return name === localName.value ? name : `${name}:${localName.value}`;
}

function asked({ moduleRequest: { value: path }, entries }: Import, text: string, file: string): string {
  const ask = `process.getBuiltinModule(${JSON.stringify(path)})`;
  const named = entries.filter(({ importName }) => importName.kind === 'Name');
  const whole = entries.filter((entry) => !named.includes(entry));
  for (const { importName, localName } of whole)
    if (importName.kind === 'NamespaceObject' && text.includes(`${localName.value}.default`))
      throw new Error(
        `${file}: asked for so, ${path} has no default, and ${localName.value}.default is used`,
      );
  return [
    ...whole.map(({ localName }) => localName.value),
    ...(named.length === 0 ? [] : [`{${named.map((entry) => taken(entry, path, file)).join(',')}}`]),
  ]
    .map((name) => `const ${name}=${ask};`)
    .join('');
}

/**
 * An ES module that imports one of Node's own reads every property of it, and so loads what Node itself would load when it is used: for one
 * function of `node:util`, stderr and a differ. Asked for in this way, only what is named is read. It stands where an import takes effect:
 * before everything else. What can't be said in this way is an error of the build.
 */
export function askingNode(text: string, file: string): string {
  const { module, errors, program } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  for (const { entries } of module.staticExports)
    for (const { moduleRequest } of entries)
      if (moduleRequest !== null && BUILTIN.test(moduleRequest.value))
        throw new Error(`${file}: ${moduleRequest.value} is exported again, and can’t be asked for`);
  const own = module.staticImports.filter(({ moduleRequest }) => BUILTIN.test(moduleRequest.value));
  const [first] = program.body;
  if (own.length === 0 || first === undefined) return text;
  const questions = own.map((one) => asked(one, text, file)).join('');
  let [rest, from] = ['', first.start];
  for (const { start, end } of own) {
    rest += text.slice(from, start);
    from = end;
  }
  return text.slice(0, first.start) + questions + rest + text.slice(from);
}
