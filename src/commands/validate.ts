import { EXIT, type ExitCode } from '../lib/exit.ts';
import { renderValidMarkdown } from '../report/markdown/valid.ts';
import { count } from '../report/style.ts';
import { type Invocation, writeJson } from './invocation.ts';
import { entriesOf, projectOf } from './project.ts';
import { isPublished, publish } from './publish.ts';

/** Reads the files, and nothing else: no network, no keys, no journal. Problems are thrown and shown by the caller. */
export async function validate(inv: Invocation): Promise<ExitCode> {
  const project = await projectOf(inv, 'reads');
  const entries = await entriesOf(project);
  const accounts = new Set(entries.map((entry) => entry.account)).size;
  const files = new Set(entries.map((entry) => entry.place.file)).size;
  if (inv.options.format === 'json')
    writeJson(inv.out, {
      format: 1,
      valid: true,
      project: project.name,
      orders: entries.length,
      files,
      problems: [],
    });
  else {
    const what = `${count(entries.length, 'order')} in ${count(files, 'file')} on ${count(accounts, 'account')}`;
    const { name: environment } = project.environment;
    const text = `${environment.toUpperCase()}  ${project.name}  ${what}: valid.\n`;
    if (isPublished(inv)) {
      const markdown = renderValidMarkdown(environment, project.name, what);
      publish(inv, { annotations: [], markdown, text });
    } else inv.out.write(text);
  }
  return EXIT.done;
}
