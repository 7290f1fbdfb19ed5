import { documentOf, marker } from './document.ts';
import { gfm, prose } from './escape.ts';

/** That the files hold nothing wrong. `what`: `3 orders in 1 file on 1 account`. */
export const renderValidMarkdown = (environment: string, project: string, what: string): string =>
  documentOf(
    [
      gfm`${marker('validate', environment)}\n### ${prose(`${environment.toUpperCase()}: the files are valid`)}`,
      gfm`${prose(project)}: ${prose(what)}.`,
    ],
    gfm` `,
  );
