import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}
export interface Concurrency {
  readonly group: string;
  readonly 'cancel-in-progress'?: boolean;
}
export interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly environment?: string;
  readonly concurrency?: Concurrency;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Concurrency;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
export interface Action {
  readonly name: string;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const ROOT = new URL('../../..', import.meta.url).pathname;

export const textOf = (path: string): string => readFileSync(`${ROOT}/${path}`, 'utf8');
export const workflowOf = (text: string): Workflow => parse(text) as Workflow;
export const actionOf = (text: string): Action => parse(text) as Action;

/** Paths of this repository's workflows. */
export const WORKFLOWS = readdirSync(`${ROOT}/.github/workflows`).map((name) => `.github/workflows/${name}`);
export const ACTION = '.github/actions/tradeform/action.yml';
