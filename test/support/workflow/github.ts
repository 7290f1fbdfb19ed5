import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface User {
  readonly login: string;
}
export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly user: User;
  readonly body: string;
}
export interface Issue {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** What GitHub knows of the repository. */
export interface Known {
  readonly token: string;
  readonly lastId: number;
  readonly main: string;
  readonly comments: readonly Comment[];
  readonly issues: readonly Issue[];
  readonly pulls: readonly {
    readonly number: number;
    readonly merged_at?: string;
    readonly merge_commit_sha?: string;
  }[];
  readonly environments: Readonly<Record<string, unknown>>;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body?: unknown }[];
}

/** An environment that somebody has to approve. */
export const PROTECTED = {
  protection_rules: [
    { type: 'required_reviewers', reviewers: [{ type: 'User', reviewer: { login: 'grace' } }] },
  ],
};

/** GitHub, as far as `gh api` reaches it. */
export class GitHub {
  readonly file: string;
  readonly token = 'ghs_of-this-run';

  constructor(folder: string) {
    this.file = join(folder, 'github.json');
    this.#write({
      ...{ token: this.token, lastId: 100, main: '', comments: [], issues: [], pulls: [] },
      ...{ environments: { live: PROTECTED }, requests: [] },
    });
  }

  get known(): Known {
    return JSON.parse(readFileSync(this.file, 'utf8')) as Known;
  }

  know(facts: Partial<Known>): void {
    this.#write({ ...this.known, ...facts });
  }

  #write(known: Known): void {
    writeFileSync(this.file, JSON.stringify(known));
  }
}
